# SPDX-License-Identifier: EUPL-1.2
"""The copia di sicurezza: opened after writing, restored equal, never over a vault."""

import threading
import zipfile
from pathlib import Path

import pytest

from tests.opened import PASSPHRASE, add, giulia
from welfaredesk.base.clock import FixedClock
from welfaredesk.base.errors import BadFile, DamagedVault, PlaceTaken, VaultExists, WrongPassphrase
from welfaredesk.base.ids import SeededIds
from welfaredesk.desk import attachments, checking, copies, records
from welfaredesk.desk.preferences import prefer
from welfaredesk.desk.session import Session, open_session
from welfaredesk.store import vault
from welfaredesk.store.copying import MANIFEST

DAY_MS = 24 * 60 * 60 * 1000


def with_attachment(session: Session, tmp_path: Path) -> str:
    document = add(session, "document", title="Carta", person=giulia(session))
    paper = tmp_path / "carta.pdf"
    paper.write_bytes(b"%PDF" + bytes(2_500_000))
    attachments.attach(session, document, paper)
    return document


def restored(copy: Path, profile: Path, clock: FixedClock, ids: SeededIds) -> str:
    return copies.restore(copy, profile, passphrase=PASSPHRASE, clock=clock, ids=ids)


def test_a_restored_copy_is_equal_attachments_too(
    session: Session, tmp_path: Path, clock: FixedClock, ids: SeededIds
) -> None:
    document = with_attachment(session, tmp_path)
    made = copies.write(session, tmp_path / "copia")
    assert made.bytes == (tmp_path / "copia").stat().st_size
    assert restored(tmp_path / "copia", tmp_path / "other", clock, ids) == checking.content_hash(session)
    other = open_session(tmp_path / "other", PASSPHRASE, clock=clock, ids=ids)
    assert checking.check(other).problems == ()
    assert attachments.read_bytes(other, document) == attachments.read_bytes(session, document)
    other.close()


def test_what_stands_only_in_the_log_is_in_the_copy_and_comes_back(
    session: Session, tmp_path: Path, clock: FixedClock, ids: SeededIds
) -> None:
    """A reader holds the log back: the file alone is not all of it."""
    with_attachment(session, tmp_path)
    holding, done = threading.Event(), threading.Event()

    def read() -> None:
        connection = session.vault.read().conn
        connection.execute("BEGIN")
        connection.execute("SELECT count(*) FROM entry").fetchone()
        holding.set()
        done.wait(60)
        connection.execute("ROLLBACK")

    reader = threading.Thread(target=read)
    reader.start()
    holding.wait(60)
    try:
        late = add(session, "person", surname="Tardi", notes="parola " * 1000)
        copies.write(session, tmp_path / "copia")
    finally:
        done.set()
        reader.join()
    with zipfile.ZipFile(tmp_path / "copia") as archive:
        assert archive.getinfo(vault.LOG_NAME).file_size > 0
    assert restored(tmp_path / "copia", tmp_path / "other", clock, ids) == checking.content_hash(session)
    other = open_session(tmp_path / "other", PASSPHRASE, clock=clock, ids=ids)
    assert records.show(other, late).values["surname"] == "Tardi"
    other.close()


def test_a_copy_is_never_written_over_anything_and_never_restored_over_a_vault(
    session: Session, profile: Path, tmp_path: Path, clock: FixedClock, ids: SeededIds
) -> None:
    copies.write(session, tmp_path / "copia")
    with pytest.raises(PlaceTaken):
        copies.write(session, tmp_path / "copia")
    session.close()
    before = {path.name: path.read_bytes() for path in profile.iterdir() if path.is_file()}
    with pytest.raises(VaultExists):
        restored(tmp_path / "copia", profile, clock, ids)
    assert {path.name: path.read_bytes() for path in profile.iterdir() if path.is_file()} == before


def test_a_wrong_passphrase_puts_nothing_in_place(
    session: Session, tmp_path: Path, clock: FixedClock, ids: SeededIds
) -> None:
    copies.write(session, tmp_path / "copia")
    with pytest.raises(WrongPassphrase):
        copies.restore(tmp_path / "copia", tmp_path / "other", passphrase="sbagliata davvero", clock=clock, ids=ids)
    assert [path.name for path in (tmp_path / "other").iterdir()] == ["lock"]


def test_an_archive_that_leads_out_of_its_folder_or_is_no_copy_is_refused(
    session: Session, tmp_path: Path, clock: FixedClock, ids: SeededIds
) -> None:
    copies.write(session, tmp_path / "copia")
    with zipfile.ZipFile(tmp_path / "copia") as archive:
        manifest = archive.read(MANIFEST)
        slots = archive.read(vault.SLOTS_NAME)
    evil = {
        "out": manifest.replace(b'"slots"', b'"../slots"'),
        "no database": manifest.replace(b'"vault.db"', b'"vault.dx"'),
        "no manifest": b"{}",
        "newer": manifest.replace(b'"format":1', b'"format":2'),
    }
    for name, said in evil.items():
        with zipfile.ZipFile(tmp_path / name, "w") as archive:
            archive.writestr(MANIFEST, said)
            archive.writestr("../slots", slots)
        with pytest.raises(BadFile):
            restored(tmp_path / name, tmp_path / "other", clock, ids)
        assert not vault.exists(tmp_path / "other")
    assert not (tmp_path / "slots").exists()


def test_a_copy_of_a_damaged_vault_is_not_called_a_copy(session: Session, tmp_path: Path) -> None:
    giulia(session)
    session.vault.checkpoint()
    path = session.profile / vault.DATABASE_NAME
    with path.open("r+b") as file:
        file.seek(path.stat().st_size - 4000)
        file.write(bytes(100))
    with pytest.raises(DamagedVault):
        copies.write(session, tmp_path / "copia")
    assert not list(tmp_path.glob("copia*"))
    with path.open("r+b") as file:  # so that the session can close on a whole file
        file.truncate(path.stat().st_size)


def test_a_copy_is_due_once_a_day_and_the_newest_three_are_kept(
    session: Session, tmp_path: Path, clock: FixedClock
) -> None:
    folder = tmp_path / "chiavetta"
    assert not copies.due(session)
    prefer(session, "copy_folder", str(folder))
    assert not copies.due(session)
    folder.mkdir()
    (folder / "foto.jpg").write_bytes(b"x")
    (folder / "copia-ALTRA-20260101-000000.wdcopia").write_bytes(b"of another desk")
    for _ in range(5):
        assert copies.due(session)
        copies.copy_now(session)
        assert not copies.due(session)
        assert copies.copy_age_days(session) == 0
        clock.advance(ms=DAY_MS)
    assert len(copies.copies_in(folder, session.identity.desk)) == copies.KEPT
    assert len(list(folder.iterdir())) == copies.KEPT + 2
    clock.advance(ms=2 * DAY_MS)
    assert copies.copy_age_days(session) == copies.REMIND_FROM_DAYS
