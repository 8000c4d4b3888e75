# SPDX-License-Identifier: EUPL-1.2
"""A parcel that is not as its author made it: never folded, named, its folder asked anew, the rest goes on."""

from tests.opened import add, giulia
from tests.unit.desk.exchange.lines import AlteringLine
from tests.unit.desk.exchange.office import Office, database, same, sound, staged
from welfaredesk.base.ids import packed
from welfaredesk.desk import records
from welfaredesk.desk.exchange import notes
from welfaredesk.desk.session import Session
from welfaredesk.store import folders
from welfaredesk.store.exchange import scope


def pair(office: Office) -> tuple[Session, Session, list[str]]:
    persons = staged(office, _pair).split()
    first, second = office.desks
    return first, second, persons


def _pair(office: Office) -> str:
    first = office.found()
    persons = [giulia(first), giulia(first)]
    office.attach(first)
    second = office.enrol(first)
    office.round(second)
    office.round(first)
    return " ".join(persons)


def folder_of(session: Session, root: str) -> str:
    found = folders.find(database(session), root, "ordinary")
    assert found is not None
    return found.id


def test_a_changed_bit_is_mended_in_the_same_round(office: Office) -> None:
    first, second, persons = pair(office)
    folder = folder_of(first, persons[0])
    for person in persons:
        add(first, "diary_entry", person=person, text="Una riga che arriva storta.")
        records.change(first, person, {"comune": "Viadana"})
    office.round(first)
    line = AlteringLine(office.line, packed(folder), times=1)
    done = office.round(second, line)
    assert line.altered == 1
    assert done.received == 4
    assert notes.bad(database(second)) == []
    assert scope.not_whole(database(second)) == []
    assert same(first, second)
    sound(second)


def test_a_parcel_that_is_always_changed_is_named_and_stops_no_other_folder(office: Office) -> None:
    first, second, persons = pair(office)
    folder = folder_of(first, persons[0])
    for person in persons:
        records.change(first, person, {"comune": "Viadana"})
    office.round(first)
    line = AlteringLine(office.line, packed(folder), times=1000)
    office.round(second, line)
    assert {(one.folder, one.code) for one in notes.bad(database(second))} == {(folder, "signature")}
    assert [one for one, _ in scope.not_whole(database(second))] == [folder]
    assert records.show(second, persons[0]).values["comune"] == "Gussola"
    assert records.show(second, persons[1]).values["comune"] == "Viadana"
    records.change(first, persons[1], {"comune": "Sabbioneta"})
    office.round(first)
    office.round(second, line)
    assert records.show(second, persons[1]).values["comune"] == "Sabbioneta"
    office.round(second)
    assert notes.bad(database(second)) == []
    assert same(first, second)
    sound(second)


def test_a_desk_that_lost_a_parcel_finds_it_again_by_the_sum(office: Office) -> None:
    first, second, persons = pair(office)
    folder = folder_of(first, persons[0])
    forgotten = "DELETE FROM parcel WHERE folder = ? AND k_to = (SELECT max(k_to) FROM parcel WHERE folder = ?)"
    second.vault.write(lambda db: db.conn.execute(forgotten, (folder, folder)))
    records.change(first, persons[1], {"comune": "Sabbioneta"})
    office.round(first)
    done = office.round(second)
    assert done.requests == 3
    assert scope.not_whole(database(second)) == []
    assert office.round(second).requests == 1
    assert same(first, second)
