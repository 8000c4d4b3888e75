# SPDX-License-Identifier: EUPL-1.2
"""Sealing: bytes that only the holder of a key reads, and nobody changes unnoticed."""

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV

from welfaredesk.crypto.hashes import framed, sha256

NONCE_LENGTH = 12
TAG_LENGTH = 16


class SealBroken(ValueError):
    """The bytes were not sealed with this key and context, or were changed since."""


def seal(key: bytes, plaintext: bytes, *, aad: bytes) -> bytes:
    """Return the ciphertext and its 16-byte tag: AES-256-GCM-SIV (RFC 8452), `aad` bound and not kept.

    The nonce is the first 12 bytes of a labelled SHA-256 of `aad`, so it costs no room and no chance. That
    is safe because GCM-SIV, unlike GCM, survives a repeated nonce: should two texts be sealed with one key
    and one `aad`, a reader without the key learns only whether they are equal. Callers put in `aad` what
    makes the text the only one (a header with desk and number), and then not even that is learnt.

    Raises:
        ValueError: when the key is not 32 bytes.
    """
    return _cipher(key).encrypt(_nonce(aad), plaintext, aad)


def unseal(key: bytes, sealed: bytes, *, aad: bytes) -> bytes:
    """Return what was sealed with the same key and `aad`.

    Raises:
        SealBroken: when key, `aad` or any bit differs; also when the key, which may come from another
            desk, is not 32 bytes.
    """
    try:
        return _cipher(key).decrypt(_nonce(aad), sealed, aad)
    except (InvalidTag, ValueError):
        raise SealBroken("the seal is broken") from None


def _cipher(key: bytes) -> AESGCMSIV:
    # The library would take shorter keys too.
    if len(key) != 32:
        raise ValueError("a sealing key is 32 bytes")
    return AESGCMSIV(key)


def _nonce(aad: bytes) -> bytes:
    return sha256(framed("seal", aad))[:NONCE_LENGTH]
