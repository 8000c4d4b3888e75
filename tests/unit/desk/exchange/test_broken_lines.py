# SPDX-License-Identifier: EUPL-1.2
"""Lines that break: cut at every sixteenth byte of a push and of a pull, replies lost, requests said again."""

import pytest

from tests.opened import add, giulia
from tests.unit.desk.exchange.lines import CutLine, KeptLine, TwiceLine
from tests.unit.desk.exchange.office import Office, database, pair, same, sound
from welfaredesk.base.exchange_errors import NoLine
from welfaredesk.desk import records
from welfaredesk.desk.session import Session
from welfaredesk.store import standing

EVERY = 16


def numbers(session: Session) -> tuple[int, int]:
    entries = database(session).conn.execute("SELECT count(*), count(position) FROM entry").fetchone()
    return int(entries[0]), int(entries[1])


def write(session: Session, person: str, number: int) -> None:
    """Change a short field, add a line to the diary and open a further folder."""
    records.change(session, person, {"comune": f"Comune {number}"})
    add(session, "diary_entry", person=person, text=f"Visita numero {number}: tutto bene in casa, si riprova lunedì.")


def test_a_push_cut_at_every_sixteenth_byte_arrives_whole_and_once(office: Office) -> None:
    first, second, person = pair(office)
    cut, broken = 0, 0
    while True:
        write(first, person, cut)
        line = CutLine(office.line, up=cut)
        try:
            office.round(first, line)
        except NoLine:
            broken += 1
        if not line.broke:
            break
        office.round(first)
        assert standing.count_unsent(database(first)) == 0
        cut += EVERY
    assert broken > 30
    office.round(second)
    assert same(first, second)
    assert numbers(first) == (numbers(first)[0], numbers(first)[0])
    assert numbers(second) == (numbers(second)[0], numbers(second)[0])
    sound(first)
    sound(second)


def test_a_pull_cut_at_every_sixteenth_byte_is_taken_up_again(office: Office) -> None:
    first, second, person = pair(office)
    cut = broken = untouched = 0
    while True:
        write(first, person, cut)
        office.round(first)
        line = CutLine(office.line, down=cut)
        before = numbers(second)
        try:
            office.round(second, line)
        except NoLine:
            broken += 1
            # Nothing of a reply that broke before the server's word, all of one that broke behind it.
            assert numbers(second) in {before, (before[0] + 2, before[1] + 2)}
            untouched += numbers(second) == before
        if not line.broke:
            break
        office.round(second)
        assert same(first, second)
        cut += EVERY
    assert broken >= untouched > 30
    sound(second)


def test_a_first_filling_cut_anywhere_completes_and_takes_nothing_twice(office: Office) -> None:
    first = office.found()
    for number in range(3):
        person = giulia(first)
        write(first, person, number)
    office.attach(first)
    second = office.enrol(first)
    cut, size = 300, 1
    while cut < 60_000:
        line = CutLine(office.line, down=cut)
        try:
            office.round(second, line)
        except NoLine:
            cut += 900
            size = line.most_down
            continue
        break
    assert size > 1
    office.round(second)
    office.round(first)
    assert same(first, second)
    sound(second)


def test_a_lost_reply_does_not_send_twice(office: Office) -> None:
    first, second, person = pair(office)
    write(first, person, 1)
    with pytest.raises(NoLine):
        office.round(first, CutLine(office.line, down=0))
    total = numbers(first)[0]
    done = office.round(first)
    assert done.sent == 2
    assert numbers(first) == (total, total)
    parcels = database(first).conn.execute("SELECT count(*), count(DISTINCT position) FROM parcel").fetchone()
    assert parcels[0] == parcels[1]
    office.round(second)
    assert same(first, second)


def test_a_round_of_which_every_request_arrives_twice_counts_once(office: Office) -> None:
    first, second, person = pair(office)
    twice = TwiceLine(office.line)
    for number in range(2):
        write(first, person, number)
        done = office.round(first, twice)
        assert (done.sent, done.clashes, done.refused) == (2, 0, 0)
        assert len(set(numbers(first))) == 1
        assert office.round(second, twice).received == 2
    assert same(first, second)
    sound(second)


def test_what_was_asked_before_can_be_said_again_and_changes_nothing(office: Office) -> None:
    first, second, person = pair(office)
    kept = KeptLine(office.line)
    for number in range(3):
        write(first, person, number)
        office.round(first, kept)
    office.round(second)
    position = office.round(first)
    kept.again()
    again = office.round(first)
    assert (again.sent, again.received, again.requests) == (0, 0, 1)
    assert position.refused == again.refused == 0
    assert office.round(second).received == 0
    assert same(first, second)
