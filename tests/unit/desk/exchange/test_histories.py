# SPDX-License-Identifier: EUPL-1.2
"""Histories that part: a server from an old copy, a desk from a snapshot, two desks that write at once."""

import shutil
from pathlib import Path

import pytest

from tests.opened import PASSPHRASE, add, giulia
from tests.server_of import server_in
from tests.unit.desk.exchange.office import Office, database, everybody, pair, same, sound
from welfaredesk.base.ids import SeededIds
from welfaredesk.desk import records
from welfaredesk.desk.session import Session, open_session
from welfaredesk.store import standing
from welfaredesk.store.exchange import rounds


def restart(office: Office, kept: Path) -> None:
    """Put an old copy of the server's folder in the place of the one that is there."""
    office.server.ledger.close()
    shutil.rmtree(office.server.data)
    shutil.copytree(kept, office.server.data)
    office.server = server_in(office.server.data, clock=office.clock, key=office.server.key)
    office.stack.callback(office.server.ledger.close)


def keep(office: Office, name: str) -> Path:
    office.server.ledger.close()
    kept = office.folder / name
    shutil.copytree(office.server.data, kept)
    office.server = server_in(office.server.data, clock=office.clock, key=office.server.key)
    office.stack.callback(office.server.ledger.close)
    return kept


def texts(session: Session, person: str) -> set[str]:
    found = database(session).conn.execute("SELECT text FROM r_diary_entry").fetchall()
    return {text for (text,) in found}


def test_two_desks_write_at_once_and_both_have_both(office: Office) -> None:
    first, second, person = pair(office)
    records.change(first, person, {"comune": "Viadana"})
    records.change(second, person, {"comune": "Sabbioneta"})
    add(first, "diary_entry", person=person, text="Dal primo.")
    add(second, "diary_entry", person=person, text="Dal secondo.")
    office.round(first)
    done = office.round(second)
    assert done.clashes == 1
    assert office.round(first).clashes == 1
    assert texts(first, person) == texts(second, person) == {"Dal primo.", "Dal secondo."}
    assert same(first, second)
    sound(first)
    sound(second)


@pytest.mark.parametrize("who_calls_first", [0, 1])
def test_a_server_restored_from_an_old_copy_is_given_back_all_it_lost(office: Office, who_calls_first: int) -> None:
    first, second, person = pair(office)
    kept = keep(office, "copy")
    for number in range(3):
        add(first, "diary_entry", person=person, text=f"Primo {number}.")
        office.round(first)
        add(second, "diary_entry", person=person, text=f"Secondo {number}.")
        office.round(second)
    office.round(first)
    restart(office, kept)
    add(first, "diary_entry", person=person, text="Dopo il ripristino.")
    desks = [first, second]
    everybody(office, desks[who_calls_first], desks[1 - who_calls_first], first, second, first)
    assert len(texts(first, person)) == 7
    assert texts(first, person) == texts(second, person)
    assert same(first, second)
    for desk in desks:
        assert standing.count_unsent(database(desk)) == 0
        assert standing.count_refused(database(desk)) == 0
        sound(desk)
    third = office.enrol(first, name="three")
    office.round(third)
    assert texts(third, person) == texts(first, person)


def test_a_desk_put_back_by_a_snapshot_goes_on_under_a_new_identity(office: Office) -> None:
    first, second, person = pair(office)
    profile = second.profile
    second.close()
    shutil.copytree(profile, office.folder / "snapshot")
    second = open_session(profile, PASSPHRASE, clock=office.clock, ids=SeededIds(31, office.clock))
    add(second, "diary_entry", person=person, text="Prima della fotografia ritrovata.")
    office.round(second)
    former = second.identity.desk
    second.close()
    shutil.rmtree(profile)
    shutil.copytree(office.folder / "snapshot", profile)
    second = open_session(profile, PASSPHRASE, clock=office.clock, ids=SeededIds(32, office.clock))
    office.stack.callback(second.close)
    add(second, "diary_entry", person=person, text="Scritto dopo il ritorno.")
    office.round(second)
    assert second.identity.desk != former
    assert second.identity.letters not in {"AA", "AB"}
    assert standing.count_unsent(database(second)) == 0
    assert texts(second, person) == {"Prima della fotografia ritrovata.", "Scritto dopo il ritorno."}
    office.round(first)
    assert same(first, second)
    sound(first)
    sound(second)
    add(second, "diary_entry", person=person, text="E si continua.")
    assert office.round(second).requests == 1
    office.round(first)
    assert same(first, second)


def test_two_copies_of_one_desk_write_on_and_lose_nothing(office: Office) -> None:
    first, second, person = pair(office)
    profile = second.profile
    second.close()
    shutil.copytree(profile, office.folder / "clone")
    one = open_session(profile, PASSPHRASE, clock=office.clock, ids=SeededIds(41, office.clock))
    two = open_session(office.folder / "clone", PASSPHRASE, clock=office.clock, ids=SeededIds(42, office.clock))
    for session in (one, two):
        office.stack.callback(session.close)
    for number in range(2):
        add(one, "diary_entry", person=person, text=f"Copia uno, {number}.")
        add(two, "diary_entry", person=person, text=f"Copia due, {number}.")
        office.round(two)
        office.round(one)
    everybody(office, two, one, first, two)
    assert len(texts(first, person)) == 4
    assert one.identity.desk != two.identity.desk
    assert same(first, one, two)
    for session in (first, one, two):
        sound(session)
        assert standing.count_unsent(database(session)) == 0


def test_a_folder_granted_later_arrives_whole_while_editing_goes_on(office: Office) -> None:
    first, second, person = pair(office)
    note = add(first, "quick_note", text="Solo mio.")
    office.round(first)
    office.round(second)
    before = len(rounds.all_folders(database(second)))
    other = giulia(first)
    for number in range(30):
        add(first, "diary_entry", person=other, text=f"Annotazione {number}.")
        office.round(first)
    add(second, "diary_entry", person=person, text="Intanto si scrive.")
    done = office.round(second)
    assert done.requests == 1
    assert len(rounds.all_folders(database(second))) > before
    assert len(texts(second, other)) == 31
    office.round(first)
    assert same(first, second)
    assert records.show(first, note).values["text"] == "Solo mio."
