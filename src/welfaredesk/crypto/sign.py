# SPDX-License-Identifier: EUPL-1.2
"""Signing: who wrote these bytes, and as what."""

from dataclasses import dataclass, field
from enum import StrEnum

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from welfaredesk.crypto.hashes import framed

# The points of small order, by their y (the sign of x is free): 0, 1, p-1, the other spellings p and p+1, and
# the two of order eight. A desk that announced one as its key could disown what it signed, because under
# such a key anybody finds signatures that hold; the library takes them.
_PRIME = 2**255 - 19
WEAK_POINTS = frozenset(
    (
        0,
        1,
        _PRIME - 1,
        _PRIME,
        _PRIME + 1,
        0x05FC536D880238B13933C6D305ACDFD5F098EFF289F4C345B027B2C28F95E826,
        0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7,
    )
)


class Label(StrEnum):
    """What is signed; a signature made under one label is worth nothing under another."""

    STATEMENT = "statement"
    PARCEL = "parcel"
    ACT = "act"
    SERVER_REPLY = "server-reply"
    SIGN_IN = "sign-in"
    GRANT = "grant"
    UNGRANT = "ungrant"
    LETTER = "letter"
    INVITATION = "invitation"
    BUNDLE = "bundle"
    DESK = "desk"


@dataclass(frozen=True, slots=True, eq=False)
class SigningKey:
    """The private half of an Ed25519 pair (RFC 8032); it never shows itself when printed."""

    _private: Ed25519PrivateKey = field(repr=False)

    @classmethod
    def generate(cls) -> "SigningKey":
        """Return a new key from the system's chance."""
        return cls(Ed25519PrivateKey.generate())

    @classmethod
    def from_bytes(cls, private: bytes) -> "SigningKey":
        """Return the key kept as 32 bytes.

        Raises:
            ValueError: when they are not 32.
        """
        return cls(Ed25519PrivateKey.from_private_bytes(private))

    def to_bytes(self) -> bytes:
        """Return the 32 secret bytes, to be kept inside a vault only."""
        return self._private.private_bytes_raw()

    @property
    def public(self) -> bytes:
        """Return the 32 bytes of the public half."""
        return self._private.public_key().public_bytes_raw()

    def sign(self, label: Label, message: bytes) -> bytes:
        """Return the 64 bytes of the signature of `message` under `label`."""
        return self._private.sign(_labelled(label, message))


def verify(public: bytes, label: Label, *, message: bytes, signature: bytes) -> bool:
    """Tell whether `signature` is that of `message` under `label` by the owner of `public`; never raises."""
    if int.from_bytes(public, "little") % 2**255 in WEAK_POINTS:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, _labelled(label, message))
    except (InvalidSignature, ValueError):
        return False
    return True


def _labelled(label: Label, message: bytes) -> bytes:
    return framed("sign/" + label.value, message)
