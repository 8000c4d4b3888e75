# SPDX-License-Identifier: EUPL-1.2
"""Wrapping: sealing to somebody's public key."""

from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from welfaredesk.crypto.hashes import framed
from welfaredesk.crypto.seal import SealBroken

OVERHEAD = 48

_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


@dataclass(frozen=True, slots=True, eq=False)
class SealingKey:
    """The private half of an X25519 pair (RFC 7748); it never shows itself when printed."""

    _private: X25519PrivateKey = field(repr=False)

    @classmethod
    def generate(cls) -> "SealingKey":
        """Return a new key from the system's chance."""
        return cls(X25519PrivateKey.generate())

    @classmethod
    def from_bytes(cls, private: bytes) -> "SealingKey":
        """Return the key kept as 32 bytes.

        Raises:
            ValueError: when they are not 32.
        """
        return cls(X25519PrivateKey.from_private_bytes(private))

    def to_bytes(self) -> bytes:
        """Return the 32 secret bytes, to be kept inside a vault only."""
        return self._private.private_bytes_raw()

    @property
    def public(self) -> bytes:
        """Return the 32 bytes of the public half."""
        return self._private.public_key().public_bytes_raw()


def wrap(public: bytes, plaintext: bytes, *, label: str, aad: bytes) -> bytes:
    """Return `plaintext` sealed to `public`, 48 bytes longer; only its private half opens it.

    HPKE in base mode (RFC 9180), DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM. Label and `aad` go
    into HPKE's `info`, which binds them just as firmly in a message of one piece; the library offers no more.

    Raises:
        ValueError: when `public` is not the public half of a pair.
    """
    return _SUITE.encrypt(plaintext, X25519PublicKey.from_public_bytes(public), info=_info(label, aad))


def unwrap(key: SealingKey, sealed: bytes, *, label: str, aad: bytes) -> bytes:
    """Return what was wrapped to the public half of `key` under the same label and `aad`.

    Raises:
        SealBroken: when key, label, `aad` or any bit differs.
    """
    try:
        return _SUITE.decrypt(sealed, key._private, info=_info(label, aad))
    except InvalidTag:
        raise SealBroken("the wrapping is broken") from None


def _info(label: str, aad: bytes) -> bytes:
    return framed("wrap/" + label, aad)
