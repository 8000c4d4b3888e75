# SPDX-License-Identifier: EUPL-1.2
"""Attachments: sealed beside the database, shown from memory, and in clear only where the person said."""

import os
from pathlib import Path

import pytest

from tests.opened import PASSPHRASE, add, giulia
from welfaredesk.base.clock import FixedClock
from welfaredesk.base.errors import BadFile, BadInput, DamagedVault, NotFound, PlaceTaken
from welfaredesk.base.ids import SeededIds
from welfaredesk.desk import attachments, checking, reading, records
from welfaredesk.desk.opened_files import private_folder
from welfaredesk.desk.session import Session, open_session
from welfaredesk.store import content

MIB = 1024 * 1024


@pytest.fixture
def document(session: Session) -> str:
    return add(session, "document", title="Carta", person=giulia(session))


def paper(tmp_path: Path, size: int, name: str = "carta.pdf") -> Path:
    path = tmp_path / name
    path.write_bytes(os.urandom(size))
    return path


@pytest.mark.parametrize("size", [0, 1, MIB - 1, MIB, MIB + 1, 3 * MIB + 17])
def test_a_file_comes_back_byte_by_byte(size: int, session: Session, document: str, tmp_path: Path) -> None:
    source = paper(tmp_path, size)
    attached = attachments.attach(session, document, source)
    assert attached.bytes == size
    assert attachments.read_bytes(session, document) == source.read_bytes()
    out = attachments.take_out(session, document, tmp_path / "fuori.pdf")
    assert (out.sha256, out.bytes) == (attached.sha256, size)
    assert (tmp_path / "fuori.pdf").read_bytes() == source.read_bytes()
    (sealed,) = content.sealed_files(session.profile)
    assert size < 16 or source.read_bytes()[:16] not in sealed.read_bytes()
    assert checking.check(session).ok


def test_the_same_file_twice_is_sealed_with_two_keys(session: Session, document: str, tmp_path: Path) -> None:
    source = paper(tmp_path, 1000)
    attachments.attach(session, document, source)
    attachments.attach(session, document, source)
    assert len(content.sealed_files(session.profile)) == 2
    told = [line for line in records.history(session, document) if line["field"] == "attachment"]
    assert len(told) == 2
    assert told[0]["after"] == told[1]["before"]


@pytest.mark.parametrize("name", [b"caff\xe8.pdf", b"x" * 255, "però — 奶奶.pdf".encode(), b"<b>a\n\x01b.pdf"])
def test_any_name_that_a_disk_may_have_is_taken(name: bytes, session: Session, document: str, tmp_path: Path) -> None:
    source = Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name))
    source.write_bytes(b"data")
    attachments.attach(session, document, source)
    assert attachments.read_bytes(session, document) == b"data"
    opened = attachments.open_elsewhere(session, document)
    assert opened.parent == private_folder(session.profile)
    assert source.stem not in opened.name


def test_what_is_no_file_is_refused(session: Session, document: str, tmp_path: Path) -> None:
    for path in (tmp_path / "missing", tmp_path):
        with pytest.raises(BadFile):
            attachments.attach(session, document, path)
    huge = tmp_path / "huge"
    with huge.open("wb") as target:
        target.truncate(attachments.LARGEST + 1)
    with pytest.raises(BadFile):
        attachments.attach(session, document, huge)
    with pytest.raises(NotFound):
        attachments.read_bytes(session, document)
    person = add(session, "person", surname="Verdi")
    with pytest.raises(BadInput):
        attachments.attach(session, person, paper(tmp_path, 1))


@pytest.mark.parametrize("how", ["gone", "flipped", "cut"])
def test_a_sealed_file_that_is_not_as_written_leaves_nothing_in_clear(
    how: str, session: Session, document: str, tmp_path: Path
) -> None:
    attachments.attach(session, document, paper(tmp_path, 3 * MIB))
    (sealed,) = content.sealed_files(session.profile)
    data = bytearray(sealed.read_bytes())
    data[-1] ^= 1
    if how == "gone":
        sealed.unlink()
    else:
        sealed.write_bytes(data if how == "flipped" else data[: 2 * MIB])
    with pytest.raises(DamagedVault):
        attachments.read_bytes(session, document)
    with pytest.raises(DamagedVault):
        attachments.take_out(session, document, tmp_path / "fuori")
    with pytest.raises(DamagedVault):
        attachments.open_elsewhere(session, document)
    assert not (tmp_path / "fuori").exists()
    assert list(private_folder(session.profile).iterdir()) == []
    assert len(checking.check(session).problems) == 1


def test_nothing_is_overwritten_and_every_reading_is_logged_first(
    session: Session, document: str, tmp_path: Path
) -> None:
    attachments.attach(session, document, paper(tmp_path, 10))
    (tmp_path / "fuori").write_bytes(b"mine")
    with pytest.raises(PlaceTaken):
        attachments.take_out(session, document, tmp_path / "fuori")
    assert (tmp_path / "fuori").read_bytes() == b"mine"
    attachments.read_bytes(session, document)
    attachments.open_elsewhere(session, document)
    acts = [line["act"] for line in reading.lines(session, record=document)]
    assert acts == ["document-out", "document", "document-opened-elsewhere"]


def test_the_private_folder_is_for_its_owner_and_empty_after_close_and_at_the_next_start(
    session: Session, document: str, profile: Path, tmp_path: Path, clock: FixedClock, ids: SeededIds
) -> None:
    attachments.attach(session, document, paper(tmp_path, 10))
    opened = attachments.open_elsewhere(session, document)
    assert opened.stat().st_mode & 0o077 == 0
    assert opened.parent.stat().st_mode & 0o077 == 0
    (opened.parent / ".~lock.documento#").write_text("left by another program")
    (opened.parent / "folder" / "deeper").mkdir(parents=True)
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "kept").write_text("kept")
    (opened.parent / "link").symlink_to(outside)
    opened.chmod(0o400)
    session.close()
    assert list(private_folder(profile).iterdir()) == []
    assert (outside / "kept").read_text() == "kept"
    (private_folder(profile) / "left at a crash").write_text("words")
    open_session(profile, PASSPHRASE, clock=clock, ids=ids).close()
    assert list(private_folder(profile).iterdir()) == []
