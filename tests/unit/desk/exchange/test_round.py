# SPDX-License-Identifier: EUPL-1.2
"""The round: what one desk saves another sees, in as few requests as can be, and nothing is lost on the way."""

from tests.opened import giulia
from tests.unit.desk.exchange.office import Office, database, same, sound
from welfaredesk.desk import records
from welfaredesk.store import standing


def test_an_ente_that_started_alone_brings_everything_and_changes_not_one_entry(office: Office) -> None:
    desk = office.found()
    person = giulia(desk)

    def journal() -> list[tuple[bytes, bytes, bytes]]:
        rows = database(desk).conn.execute("SELECT header, body, chain FROM entry ORDER BY n")
        return [tuple(row) for row in rows]

    before = journal()
    assert office.attach(desk) == len(before)
    assert journal() == before
    assert standing.count_unsent(database(desk)) == 0
    assert records.show(desk, person).title == "Ferrari, Giulia"
    sound(desk)


def test_nothing_new_is_one_request(office: Office) -> None:
    desk = office.found()
    office.attach(desk)
    done = office.round(desk)
    assert (done.requests, done.sent, done.received, done.refused, done.clashes) == (1, 0, 0, 0, 0)


def test_two_desks_see_the_same(office: Office) -> None:
    first = office.found()
    person = giulia(first)
    office.attach(first)
    second = office.enrol(first)
    office.round(second)
    assert records.show(second, person).title == "Ferrari, Giulia"
    records.change(second, person, {"comune": "Martignana di Po"})
    office.round(second)
    done = office.round(first)
    assert (done.requests, done.received) == (1, 1)
    assert records.show(first, person).values["comune"] == "Martignana di Po"
    assert same(first, second)
    for desk in (first, second):
        sound(desk)
        assert standing.count_unsent(database(desk)) == 0
