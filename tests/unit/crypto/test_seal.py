# SPDX-License-Identifier: EUPL-1.2
"""What is sealed opens with its key and context only, bit by bit."""

import hashlib

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV
from hypothesis import given
from hypothesis import strategies as st

from welfaredesk.crypto.seal import TAG_LENGTH, SealBroken, seal, unseal

KEY = bytes(range(32))


@pytest.mark.parametrize(
    ("plaintext", "result"),
    [
        ("", "07f5f4169bbf55a8400cd47ea6fd400f"),
        ("0100000000000000", "c2ef328e5c71c83b843122130f7364b761e0b97427e3df28"),
    ],
)
def test_the_cipher_is_that_of_rfc_8452(plaintext: str, result: str) -> None:
    # Appendix C.2.
    key, nonce = bytes([1]) + bytes(31), bytes([3]) + bytes(11)
    assert AESGCMSIV(key).encrypt(nonce, bytes.fromhex(plaintext), b"").hex() == result


@given(st.binary(max_size=200), st.binary(max_size=50))
def test_what_is_sealed_opens_again(plaintext: bytes, aad: bytes) -> None:
    sealed = seal(KEY, plaintext, aad=aad)
    assert len(sealed) == len(plaintext) + TAG_LENGTH
    assert unseal(KEY, sealed, aad=aad) == plaintext


def test_the_format_has_not_drifted() -> None:
    sealed = seal(KEY, b"colloquio", aad=b"header")
    nonce = hashlib.sha256(b"\0\0\0\x13welfaredesk/v1/seal" + b"\0\0\0\x06header").digest()[:12]
    assert sealed == AESGCMSIV(KEY).encrypt(nonce, b"colloquio", b"header")
    assert sealed.hex() == "a874c6b49bdd7aa6a69776ff2bbe5a058a1fca83e157604eb7"


def test_every_changed_bit_is_noticed() -> None:
    sealed = seal(KEY, b"colloquio", aad=b"header")
    for place in range(len(sealed) * 8):
        changed = bytearray(sealed)
        changed[place // 8] ^= 1 << place % 8
        with pytest.raises(SealBroken):
            unseal(KEY, bytes(changed), aad=b"header")


def test_every_truncation_is_noticed() -> None:
    sealed = seal(KEY, b"colloquio", aad=b"header")
    for length in range(len(sealed)):
        with pytest.raises(SealBroken):
            unseal(KEY, sealed[:length], aad=b"header")


@pytest.mark.parametrize(("key", "aad"), [(bytes(32), b"header"), (KEY, b"Header"), (KEY, b""), (b"", b"header")])
def test_another_key_or_context_does_not_open(key: bytes, aad: bytes) -> None:
    sealed = seal(KEY, b"colloquio", aad=b"header")
    with pytest.raises(SealBroken):
        unseal(key, sealed, aad=aad)


def test_two_texts_under_one_context_tell_nothing_but_that_they_differ() -> None:
    one, other = seal(KEY, b"colloquio A", aad=b"draft"), seal(KEY, b"colloquio B", aad=b"draft")
    # With GCM the first bytes would be equal and the exclusive or of the texts readable.
    assert one[:10] != other[:10]
    assert seal(KEY, b"colloquio A", aad=b"draft") == one


@pytest.mark.parametrize("length", [0, 16, 24, 33])
def test_a_shorter_key_is_refused(length: int) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        seal(bytes(length), b"", aad=b"")
