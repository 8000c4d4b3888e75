# SPDX-License-Identifier: EUPL-1.2
"""What is left when a desk lived twice and lost its end too: numbers that the other copy took, entries sent by both."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.opened import add
from tests.two_vaults import Sequence, Shared, desks, folder_of, state_renamed
from tests.unit.store.exchange.test_going_back import clone, give_identity, go_back
from welfaredesk.base.clock import FixedClock
from welfaredesk.base.ids import SeededIds
from welfaredesk.desk import history, records
from welfaredesk.domain.entry import EntryRef, encode_header
from welfaredesk.store import journal
from welfaredesk.store import records as stored
from welfaredesk.store.driver import Database
from welfaredesk.store.exchange import leaving
from welfaredesk.store.exchange.entering import Entering, TwoEntries
from welfaredesk.store.exchange.outgoing import Span


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as opened:
        yield opened


@dataclass(frozen=True, slots=True)
class Level:
    """Two desks that are level, what they are level on, and a person that both have."""

    a: Shared
    b: Shared
    sequence: Sequence
    person: str


def level(stack: ExitStack, tmp_path: Path, clock: FixedClock) -> Level:
    """Return two desks that are level."""
    a, b = desks(stack, tmp_path, "ab", clock=clock)
    sequence = Sequence()
    person = add(a.session, "person", surname="Verdi", comune="Gussola")
    a.share(folder_of(a, person), b)
    a.send(sequence)
    a.take(sequence)
    b.take(sequence)
    return Level(a, b, sequence, person)


def places(desk: Shared, folder: str) -> list[tuple[str, int, int | None]]:
    """Return desk, number and position of the entries of a folder."""
    found = desk.database.conn.execute(
        "SELECT desk, k, position FROM entry WHERE folder = ? ORDER BY position IS NULL, position, desk, k", (folder,)
    )
    return [(name, k, position) for name, k, position in found.fetchall()]


def test_the_same_save_under_two_names_stands_once_and_asks_nobody(
    stack: ExitStack, tmp_path: Path, clock: FixedClock
) -> None:
    start = level(stack, tmp_path, clock)
    a, b, sequence, person = start.a, start.b, start.sequence, start.person
    folder, former, fresh = folder_of(a, person), a.desk, SeededIds(77, clock).opaque()
    records.change(a.session, person, {"comune": "Viadana"})
    a.session.close()
    one, two = (clone(stack, tmp_path / "a", tmp_path / name, clock=clock) for name in ("one", "two"))
    records.change(b.session, person, {"comune": "Sabbioneta"})
    b.send(sequence)
    one.send(sequence)
    give_identity(two, fresh)
    two.session.read_roster()
    two.send(sequence)
    for desk in (b, one, two):
        desk.take(sequence)
        assert [name for name, _, _ in places(desk, folder)] == [former, b.desk, former, fresh]
        assert records.show(desk.session, person).values["comune"] == "Sabbioneta"
        assert [clash.waiting.ref for _, clash in stored.clashes_of(desk.database, person)] == [(former, 2)]
        found = stored.standing(desk.database, person)
        assert found is not None
        told = [line["position"] for line in history.lines(desk.session, found, person) if line["field"] == "comune"]
        assert told == [1, 2, 3]
        desk.sound()
    assert b.hash(folder) == one.hash(folder) == two.hash(folder)


def test_what_had_a_position_that_was_forgotten_goes_to_the_new_name_too(
    stack: ExitStack, tmp_path: Path, clock: FixedClock
) -> None:
    start = level(stack, tmp_path, clock)
    a, b, sequence, person = start.a, start.b, start.sequence, start.person
    folder, former, fresh = folder_of(a, person), a.desk, SeededIds(77, clock).opaque()
    a.session.close()
    one, two = (clone(stack, tmp_path / "a", tmp_path / name, clock=clock) for name in ("one", "two"))
    other = Sequence(list(sequence.placed))
    records.change(two.session, person, {"comune": "Viadana"})
    two.send(other)
    two.take(other)
    records.change(one.session, person, {"notes": "Dell'altra copia"})
    one.send(sequence)
    go_back(two, sequence)
    assert places(two, folder) == [(former, 1, 1), (former, 2, None)]
    give_identity(two, fresh)
    two.session.read_roster()
    assert places(two, folder) == [(former, 1, 1), (fresh, 1, None)]
    two.take(sequence)
    two.send(sequence)
    for desk in (b, one, two):
        desk.take(sequence)
        values = records.show(desk.session, person).values
        assert (values["comune"], values["notes"]) == ("Viadana", "Dell'altra copia")
        desk.sound()


def test_what_is_pushed_out_under_an_older_name_was_seen_by_what_left_under_the_next_and_not_the_other_way(
    stack: ExitStack, tmp_path: Path, clock: FixedClock
) -> None:
    start = level(stack, tmp_path, clock)
    a, sequence, person = start.a, start.sequence, start.person
    folder, former = folder_of(a, person), a.desk
    next_, last = (SeededIds(seed, clock).opaque() for seed in (77, 78))
    a.session.close()
    one, two = (clone(stack, tmp_path / "a", tmp_path / name, clock=clock) for name in ("one", "two"))
    other = Sequence(list(sequence.placed))
    records.change(two.session, person, {"comune": "Viadana"})
    two.send(other)
    two.take(other)
    give_identity(two, next_)
    two.session.read_roster()
    records.change(two.session, person, {"comune": "Sabbioneta"})
    two.send(other)
    two.take(other)
    records.change(one.session, person, {"notes": "Dell'altra copia"})
    go_back(two, sequence)
    entries = one.entries(folder, former, (2, 2))

    def placed_again(database: Database) -> None:
        database.conn.execute("UPDATE entry SET position = 9, former = NULL WHERE desk = ?", (next_,))
        assert leaving.push_out(database, entries, same=1)

    two.session.vault.write(placed_again)
    state_renamed(two, former, next_)
    state_renamed(two, next_, last)
    give_identity(two, last)
    found = {entry.ref: entry for entry in journal.entries_of(two.database, person, folder)}
    first, second = EntryRef(last, 1), EntryRef(next_, 1)
    assert found[second].had_seen(first)
    assert not found[second].had_seen(EntryRef(former, 2))
    assert not found[first].had_seen(second)
    two.sound()


def test_a_parcel_of_other_entries_under_own_numbers_leaves_those_as_they_are(
    stack: ExitStack, tmp_path: Path, clock: FixedClock
) -> None:
    start = level(stack, tmp_path, clock)
    a, person = start.a, start.person
    folder = folder_of(a, person)
    records.change(a.session, person, {"comune": "Viadana"})
    records.change(a.session, person, {"comune": "Sabbioneta"})
    first, (header, body) = a.entries(folder, a.desk, (2, 3))
    others = [first, (replace(header, body_hash=bytes(32)), body)]

    def work(database: Database) -> None:
        with pytest.raises(TwoEntries):
            Entering(database).take(others, Span(folder, a.desk, 2, 3), parcel=bytes(32), position=9)

    a.session.vault.write(work)
    assert places(a, folder) == [(a.desk, 1, 1), (a.desk, 2, None), (a.desk, 3, None)]


def test_own_entries_that_come_back_are_known_whatever_the_order_of_what_they_had_seen(
    stack: ExitStack, tmp_path: Path, clock: FixedClock
) -> None:
    start = level(stack, tmp_path, clock)
    a, b, person = start.a, start.b, start.person
    folder = folder_of(a, person)
    records.change(a.session, person, {"comune": "Viadana"})
    ((header, body),) = a.entries(folder, a.desk, (2, 2))
    kept, back = (replace(header, seen=seen) for seen in ({a.desk: 1, b.desk: 1}, {b.desk: 1, a.desk: 1}))
    assert encode_header(kept) != encode_header(back)

    def work(database: Database) -> None:
        own = "folder = ? AND desk = ? AND k = 2"
        database.conn.execute(f"UPDATE entry SET header = ? WHERE {own}", (encode_header(kept), folder, a.desk))
        Entering(database).take([(back, body)], Span(folder, a.desk, 2, 2), parcel=bytes(32), position=9)

    a.session.vault.write(work)
    assert places(a, folder)[-1] == (a.desk, 2, 9)
