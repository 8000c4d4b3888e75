# SPDX-License-Identifier: EUPL-1.2
"""A signature holds for one key, one label and one message."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from welfaredesk.crypto.sign import WEAK_POINTS, Label, SigningKey, verify

# RFC 8032, section 7.1, test 1.
SEED = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
PUBLIC = bytes.fromhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")


def test_the_pair_and_the_signature_are_those_of_rfc_8032() -> None:
    assert SigningKey.from_bytes(SEED).public == PUBLIC
    assert Ed25519PrivateKey.from_private_bytes(SEED).sign(b"").hex() == (
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
        "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
    )


def test_the_signed_bytes_have_not_drifted() -> None:
    signature = SigningKey.from_bytes(SEED).sign(Label.PARCEL, b"plico")
    framed = b"\0\0\0\x1awelfaredesk/v1/sign/parcel" + b"\0\0\0\x05plico"
    assert signature == Ed25519PrivateKey.from_private_bytes(SEED).sign(framed)


@given(st.binary(max_size=100), st.sampled_from(Label))
def test_a_signature_is_recognised(message: bytes, label: Label) -> None:
    key = SigningKey.from_bytes(SEED)
    assert verify(key.public, label, message=message, signature=key.sign(label, message))


@pytest.mark.parametrize("label", [label for label in Label if label is not Label.PARCEL])
def test_a_signature_is_worth_nothing_under_another_label(label: Label) -> None:
    key = SigningKey.from_bytes(SEED)
    assert not verify(key.public, label, message=b"plico", signature=key.sign(Label.PARCEL, b"plico"))


def test_another_message_key_or_signature_is_not_recognised() -> None:
    key, other = SigningKey.generate(), SigningKey.generate()
    signature = key.sign(Label.ACT, b"atto")
    assert not verify(key.public, Label.ACT, message=b"Atto", signature=signature)
    assert not verify(other.public, Label.ACT, message=b"atto", signature=signature)
    for place in range(len(signature)):
        changed = signature[:place] + bytes([signature[place] ^ 1]) + signature[place + 1 :]
        assert not verify(key.public, Label.ACT, message=b"atto", signature=changed)


@given(st.binary(max_size=70), st.binary(max_size=70))
def test_rubbish_from_outside_is_never_a_signature_and_never_raises(public: bytes, signature: bytes) -> None:
    assert not verify(public, Label.STATEMENT, message=b"x", signature=signature)
    assert not verify(PUBLIC, Label.STATEMENT, message=b"x", signature=signature)


def test_the_weak_points_are_all_of_small_order() -> None:
    # On the curve -x² + y² = 1 + d x² y², doubled three times, they all give the neutral point (0, 1).
    p = 2**255 - 19
    d = -121665 * pow(121666, -1, p) % p
    for y in WEAK_POINTS:
        of_order_one_two_or_four = y % p in {0, 1, p - 1}
        of_order_eight = (d * y**4 + 2 * y**2 - 1) % p == 0
        assert of_order_one_two_or_four or of_order_eight
    assert len(WEAK_POINTS) == 7


@pytest.mark.parametrize("sign", [0, 1 << 255])
def test_nothing_is_signed_by_a_key_of_small_order(sign: int) -> None:
    for point in WEAK_POINTS:
        public = (point | sign).to_bytes(32, "little")
        for number in range(16):
            for first in (public, bytes(32), bytes([1]) + bytes(31)):
                signature = first + bytes(32)
                assert not verify(public, Label.ACT, message=b"%d" % number, signature=signature)


def test_a_key_survives_being_kept() -> None:
    key = SigningKey.generate()
    assert SigningKey.from_bytes(key.to_bytes()).public == key.public
    assert len(key.to_bytes()) == len(key.public) == 32


def test_a_key_does_not_show_itself_when_printed() -> None:
    key = SigningKey.from_bytes(SEED)
    assert repr(key) == str(key) == "SigningKey()"


@pytest.mark.parametrize("length", [0, 31, 33])
def test_a_key_of_another_length_is_refused(length: int) -> None:
    with pytest.raises(ValueError, match="32"):
        SigningKey.from_bytes(bytes(length))
