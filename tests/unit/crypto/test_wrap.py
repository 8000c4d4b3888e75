# SPDX-License-Identifier: EUPL-1.2
"""What is wrapped to a public key opens with its private half, label and context only."""

import hashlib
import hmac

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from welfaredesk.crypto.seal import SealBroken
from welfaredesk.crypto.wrap import OVERHEAD, SealingKey, unwrap, wrap

KEY = SealingKey.from_bytes(bytes(range(32)))
AES_128_GCM, AES_256_GCM = 1, 2


def extract(salt: bytes, suite: bytes, label: bytes, material: bytes) -> bytes:
    return hmac.digest(salt or bytes(32), b"HPKE-v1" + suite + label + material, hashlib.sha256)


def expand(secret: bytes, suite: bytes, label: bytes, info: bytes, *, length: int) -> bytes:
    message = length.to_bytes(2, "big") + b"HPKE-v1" + suite + label + info + b"\x01"
    return hmac.digest(secret, message, hashlib.sha256)[:length]


def open_by_hand(private: bytes, sealed: bytes, *, aead: int, info: bytes, aad: bytes) -> bytes:
    """Open a message as RFC 9180 sections 4 and 5 say, for one block of HKDF-SHA256."""
    kem, suite = b"KEM\x00\x20", b"HPKE\x00\x20\x00\x01" + aead.to_bytes(2, "big")
    enc, text = sealed[:32], sealed[32:]
    half = X25519PrivateKey.from_private_bytes(private)
    dh = half.exchange(X25519PublicKey.from_public_bytes(enc))
    eae = extract(b"", kem, b"eae_prk", dh)
    shared = expand(eae, kem, b"shared_secret", enc + half.public_key().public_bytes_raw(), length=32)
    context = b"\0" + extract(b"", suite, b"psk_id_hash", b"") + extract(b"", suite, b"info_hash", info)
    secret = extract(shared, suite, b"secret", b"")
    key = expand(secret, suite, b"key", context, length=16 * aead)
    nonce = expand(secret, suite, b"base_nonce", context, length=12)
    return AESGCM(key).decrypt(nonce, text, aad)


def test_our_reading_of_rfc_9180_opens_its_published_vector() -> None:
    # Appendix A.1.1, sequence number 0.
    enc = "37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431"
    text = "f938558b5d72f1a23810b4be2ab4f84331acc02fc97babc53a52ae8218a355a96d8770ac83d07bea87e13c512a"
    opened = open_by_hand(
        bytes.fromhex("4612c550263fc8ad58375df3f557aac531d26850903e55a9f23f21d8534e8ac8"),
        bytes.fromhex(enc + text),
        aead=AES_128_GCM,
        info=b"Ode on a Grecian Urn",
        aad=b"Count-0",
    )
    assert opened == b"Beauty is truth, truth beauty"


def test_a_wrapped_key_is_hpke_as_written_down() -> None:
    sealed = wrap(KEY.public, b"chiave", label="folder-key", aad=b"context")
    info = b"\0\0\0\x1ewelfaredesk/v1/wrap/folder-key" + b"\0\0\0\x07context"
    opened = open_by_hand(KEY.to_bytes(), sealed, aead=AES_256_GCM, info=info, aad=b"")
    assert opened == b"chiave"


def test_a_message_wrapped_by_the_first_version_still_opens() -> None:
    sealed = bytes.fromhex(
        "804381cc6221930980daba35b969c090bc503330f08c51e4dab8a44b1f3367274b20540e477630606928e6560344f7cedb75ba241447"
    )
    assert unwrap(KEY, sealed, label="folder-key", aad=b"context") == b"chiave"


@given(st.binary(max_size=100), st.text(max_size=20), st.binary(max_size=50))
def test_what_is_wrapped_opens_again(plaintext: bytes, label: str, aad: bytes) -> None:
    sealed = wrap(KEY.public, plaintext, label=label, aad=aad)
    assert len(sealed) == len(plaintext) + OVERHEAD
    assert unwrap(KEY, sealed, label=label, aad=aad) == plaintext


def test_nobody_can_tell_two_wrappings_of_one_key() -> None:
    wrapped = {wrap(KEY.public, b"chiave", label="x", aad=b"") for _ in range(10)}
    assert len(wrapped) == 10


def test_every_changed_byte_and_truncation_is_noticed() -> None:
    sealed = wrap(KEY.public, b"chiave", label="x", aad=b"")
    for place in range(len(sealed)):
        changed = sealed[:place] + bytes([sealed[place] ^ 4]) + sealed[place + 1 :]
        for bad in (changed, sealed[:place]):
            with pytest.raises(SealBroken):
                unwrap(KEY, bad, label="x", aad=b"")


def test_a_hostile_point_is_a_broken_seal() -> None:
    # The all-zero point would make the shared secret the same for everybody.
    sealed = wrap(KEY.public, b"chiave", label="x", aad=b"")
    with pytest.raises(SealBroken):
        unwrap(KEY, bytes(32) + sealed[32:], label="x", aad=b"")
    with pytest.raises(ValueError, match="shared key"):
        wrap(bytes(32), b"chiave", label="x", aad=b"")


@pytest.mark.parametrize(
    ("key", "label", "aad"),
    [(SealingKey.from_bytes(bytes(32)), "x", b"a"), (KEY, "y", b"a"), (KEY, "x", b"b"), (KEY, "xa", b"")],
)
def test_another_key_label_or_context_does_not_open(key: SealingKey, label: str, aad: bytes) -> None:
    sealed = wrap(KEY.public, b"chiave", label="x", aad=b"a")
    with pytest.raises(SealBroken):
        unwrap(key, sealed, label=label, aad=aad)


def test_the_pair_is_that_of_rfc_7748() -> None:
    # Section 6.1, the first of the two pairs.
    private = "77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a"
    public = "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a"
    assert SealingKey.from_bytes(bytes.fromhex(private)).public.hex() == public


def test_a_key_survives_being_kept_and_does_not_show_itself() -> None:
    key = SealingKey.generate()
    assert SealingKey.from_bytes(key.to_bytes()).public == key.public
    assert len(key.to_bytes()) == len(key.public) == 32
    assert repr(key) == str(key) == "SealingKey()"


@pytest.mark.parametrize("length", [0, 31, 33])
def test_a_key_of_another_length_is_refused(length: int) -> None:
    with pytest.raises(ValueError, match="32"):
        SealingKey.from_bytes(bytes(length))
    with pytest.raises(ValueError, match="32"):
        wrap(bytes(length), b"chiave", label="x", aad=b"")
