# SPDX-License-Identifier: EUPL-1.2
"""Repair: the damaged vault is kept and named, what can be read is in the new one, what is missing is counted."""

from pathlib import Path

import pytest

from tests.opened import PASSPHRASE, add, giulia
from welfaredesk.base.clock import FixedClock
from welfaredesk.base.errors import DamagedVault, NoVault, WrongPassphrase
from welfaredesk.base.ids import SeededIds
from welfaredesk.desk import attachments, checking, copies, drafts, lists, repairing
from welfaredesk.desk.records import type_named
from welfaredesk.desk.repairing import Repaired
from welfaredesk.desk.session import Session, open_session
from welfaredesk.store import content, vault

PAGE = 4096


def repaired(profile: Path, clock: FixedClock, ids: SeededIds, copy: Path | None = None) -> Repaired:
    return repairing.repair(profile, PASSPHRASE, clock=clock, ids=ids, copy=copy)


def blank_pages(profile: Path, pages: list[int]) -> bytes:
    path = profile / vault.DATABASE_NAME
    data = bytearray(path.read_bytes())
    for page in pages:
        data[(page - 1) * PAGE : page * PAGE] = bytes(PAGE)
    path.write_bytes(data)
    return bytes(data)


def busy(session: Session) -> list[str]:
    person = giulia(session)
    return [add(session, "diary_entry", root=person, text=f"{number} " + "parola " * 150) for number in range(200)]


def test_what_is_lost_without_a_copy_is_counted_and_the_rest_is_there(
    session: Session, profile: Path, clock: FixedClock, ids: SeededIds
) -> None:
    busy(session)
    drafts.keep(session, "a", {"text": "bozza"}, type_name="diary_entry")
    total = content.entry_count(session.vault.read())
    session.close()
    size = (profile / vault.DATABASE_NAME).stat().st_size // PAGE
    damaged = blank_pages(profile, [size // 3, size // 2, size // 2 + 1, size - 5])
    made = repaired(profile, clock, ids)
    assert 0 < made.missing < 20
    assert made.entries == total - made.missing
    assert (Path(made.kept_in) / vault.DATABASE_NAME).read_bytes() == damaged
    again = open_session(profile, PASSPHRASE, clock=clock, ids=ids)
    assert checking.check(again).problems == ()
    assert len(lists.page_of(again, type_named("diary_entry"), limit=500)[0]) >= 200 - made.missing
    assert [draft.values for draft in drafts.all_drafts(again)] == [{"text": "bozza"}]
    add(again, "person", surname="Nuova")
    assert checking.check(again).problems == ()
    again.close()


def test_what_an_older_copy_holds_and_what_the_damaged_vault_holds_come_together(
    session: Session, profile: Path, tmp_path: Path, clock: FixedClock, ids: SeededIds
) -> None:
    busy(session)
    copies.write(session, tmp_path / "copia")
    late = add(session, "person", surname="Tardi")
    total, digest = content.entry_count(session.vault.read()), checking.content_hash(session)
    session.close()
    size = (profile / vault.DATABASE_NAME).stat().st_size // PAGE
    blank_pages(profile, [size // 2, size // 2 + 1])
    made = repaired(profile, clock, ids, tmp_path / "copia")
    assert (made.entries, made.missing) == (total, 0)
    again = open_session(profile, PASSPHRASE, clock=clock, ids=ids)
    assert checking.content_hash(again) == digest
    assert [line.id for line in lists.find_people(again, "tardi")] == [late]
    again.close()


def test_an_attachment_that_no_copy_holds_is_counted(
    session: Session, profile: Path, tmp_path: Path, clock: FixedClock, ids: SeededIds
) -> None:
    document = add(session, "document", title="Carta", person=giulia(session))
    copies.write(session, tmp_path / "copia")
    paper = tmp_path / "carta.pdf"
    paper.write_bytes(bytes(1000))
    attachments.attach(session, document, paper)
    session.close()
    (sealed,) = content.sealed_files(profile)
    sealed.unlink()
    made = repaired(profile, clock, ids, tmp_path / "copia")
    assert (made.missing, made.files_missing) == (0, 1)


def test_a_vault_of_which_nothing_can_be_read_is_left_as_it_is_without_a_copy(
    session: Session, profile: Path, tmp_path: Path, clock: FixedClock, ids: SeededIds
) -> None:
    busy(session)
    copies.write(session, tmp_path / "copia")
    total = content.entry_count(session.vault.read())
    session.close()
    damaged = blank_pages(profile, [1])
    before = sorted(path.name for path in profile.iterdir())
    with pytest.raises(DamagedVault):
        repaired(profile, clock, ids)
    assert (profile / vault.DATABASE_NAME).read_bytes() == damaged
    assert sorted(path.name for path in profile.iterdir()) == before
    made = repaired(profile, clock, ids, tmp_path / "copia")
    assert (made.entries, made.missing) == (total, 0)


def test_a_repair_of_a_whole_vault_loses_nothing_and_can_be_done_twice_in_a_second(
    session: Session, profile: Path, clock: FixedClock, ids: SeededIds
) -> None:
    busy(session)
    digest = checking.content_hash(session)
    session.close()
    first, second = repaired(profile, clock, ids), repaired(profile, clock, ids)
    assert first.kept_in != second.kept_in
    assert first.missing == second.missing == 0
    again = open_session(profile, PASSPHRASE, clock=clock, ids=ids)
    assert checking.content_hash(again) == digest
    again.close()


def test_a_wrong_passphrase_and_an_empty_folder_touch_nothing(
    session: Session, profile: Path, tmp_path: Path, clock: FixedClock, ids: SeededIds
) -> None:
    session.close()
    before = {path.name for path in profile.iterdir()}
    with pytest.raises(WrongPassphrase):
        repairing.repair(profile, "sbagliata davvero", clock=clock, ids=ids)
    assert {path.name for path in profile.iterdir()} == before
    with pytest.raises(NoVault):
        repaired(tmp_path / "empty", clock, ids)
    assert not (tmp_path / "empty").exists()
