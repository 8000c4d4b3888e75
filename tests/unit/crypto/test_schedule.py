# SPDX-License-Identifier: EUPL-1.2
"""The key schedule never drifts: a changed label would lock every vault out."""

import hashlib
import hmac
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from welfaredesk.crypto.schedule import Purpose, derive
from welfaredesk.crypto.sign import Label

SECRET = bytes(range(32))
VECTORS = {
    Purpose.DATABASE: "35743854922b97e993db5e9b0238cf28b4757bb40b0de8fc50e8a3acef4ae178",
    Purpose.FILES: "05292c9be7c9b906fc2733449ed180a6c146299ec3ba63b08c12ae5da272d562",
    Purpose.SLOTS: "998dad2b94567f5933a940b6894296ef792fdf6d2e0103f15ca778239b433d41",
    Purpose.BACKUP: "3b0d29100f688fa76e990ade9f0be08e71491274f37ae83eafb51f085a9bcb1d",
    Purpose.DRAFTS: "ca1b99380a3c347d4291f98ee4cb97c93d5afbfea6c683cd03badc4578cd34b1",
    Purpose.ENTE_ROOT: "57a8984c77548e2a854a1b22f47d44e8fd5d02657d5645c00ad5151525de7186",
    Purpose.ENTE_RECOVERY: "3d280aaf244fe419d0eaf1ffd766baaf054a4abde10883d6d89b4b9c8c870a0c",
}


def by_hand(secret: bytes, label: str) -> bytes:
    extracted = hmac.digest(bytes(32), secret, hashlib.sha256)
    return hmac.digest(extracted, label.encode() + b"\x01", hashlib.sha256)


def test_the_library_gives_the_published_vector_of_rfc_5869() -> None:
    # Appendix A.3: no salt, no info.
    derived = HKDF(algorithm=SHA256(), length=42, salt=None, info=b"").derive(b"\x0b" * 22)
    assert derived.hex() == ("8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8")


@pytest.mark.parametrize("purpose", Purpose)
def test_each_purpose_keeps_its_key_for_ever(purpose: Purpose) -> None:
    assert derive(SECRET, purpose).hex() == VECTORS[purpose]
    assert derive(SECRET, purpose) == by_hand(SECRET, f"welfaredesk/v1/{purpose}")


def test_no_two_purposes_share_a_key() -> None:
    assert len({derive(SECRET, purpose) for purpose in Purpose}) == len(Purpose)


@pytest.mark.parametrize("length", [0, 16, 31, 33])
def test_a_secret_of_another_length_is_refused(length: int) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        derive(bytes(length), Purpose.DATABASE)


@pytest.mark.parametrize("label", [*Purpose, *(f"sign/{label}" for label in Label)])
def test_the_written_key_schedule_names_every_label(label: str) -> None:
    page = Path(__file__).parents[3] / "docs" / "key-schedule.md"
    assert f"`welfaredesk/v1/{label}`" in page.read_text(encoding="utf-8")
