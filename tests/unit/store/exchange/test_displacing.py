# SPDX-License-Identifier: EUPL-1.2
"""Displacing: whose entries give their numbers up, and what an unsent entry had seen by another name."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.opened import add
from tests.two_vaults import Sequence, Shared, desks, folder_of, id_of, parcel_of, state_renamed
from welfaredesk.base.clock import FixedClock
from welfaredesk.desk import history, records
from welfaredesk.domain.entry import EntryRef
from welfaredesk.domain.restated import RESTATED
from welfaredesk.store import journal, rights
from welfaredesk.store import records as stored
from welfaredesk.store.driver import Database
from welfaredesk.store.exchange import arrivals, cursor, displacing, outgoing
from welfaredesk.store.exchange.arrivals import Arrival
from welfaredesk.store.exchange.saying_again import Speaker

OTHER = "5rpv0000000000000000000000"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two desks of a person: the one has said three comuni, the other has seen them all and written after."""

    a: Shared
    b: Shared
    person: str
    folder: str


@pytest.fixture
def pair(tmp_path: Path, clock: FixedClock) -> Iterator[Pair]:
    with ExitStack() as stack:
        a, b = desks(stack, tmp_path, "ab", clock=clock)
        sequence = Sequence()
        person = add(a.session, "person", surname="Verdi", comune="Crema")
        folder = folder_of(a, person)
        a.share(folder, b)
        for comune in ("Lodi", "Pavia"):
            a.send(sequence)
            a.take(sequence)
            b.take(sequence)
            records.change(a.session, person, {"comune": comune})
        a.send(sequence)
        b.take(sequence)
        records.change(b.session, person, {"notes": "Visto tutto"})
        yield Pair(a, b, person, folder)


def own(desk: Shared) -> Speaker:
    """Return a desk as it says anew what its entries had seen."""
    return Speaker(desk.desk, desk.session.author, desk.session.ids)


@pytest.mark.parametrize("has_place", [True, False])
def test_only_entries_without_a_position_give_way_and_their_parcel_can_be_saved(pair: Pair, *, has_place: bool) -> None:
    a, b, person, folder = pair.a, pair.b, pair.person, pair.folder
    if not has_place:
        b.session.vault.write(lambda database: cursor.forget_above(database, 1))
    theirs = a.entries(folder, a.desk, (2, 3))
    named = [replace(header, desk=OTHER, k=k) for k, (header, _) in enumerate(theirs, start=1)]
    others = [(replace(header, body_hash=bytes(32)), body) for header, body in theirs]
    touched = b.session.vault.write(lambda database: displacing.make_room(database, others, own=own(b), others=named))
    b.sound()
    if has_place:
        assert touched is None
        return
    assert touched == frozenset({person})
    assert records.show(b.session, person).values["comune"] == "Crema"
    assert [(one.desk, one.k_from) for one in outgoing.refused(b.database)] == [(a.desk, 2), (a.desk, 3)]
    *_, last = journal.entries_of(b.database, person, folder)
    assert last.seen == {a.desk: 1, OTHER: 2}


def give_way(desk: Shared, *, renamed: set[str]) -> frozenset[str]:
    """Let a desk give up what came again under other names of some desks."""
    return desk.session.vault.write(lambda database: displacing.come_again(database, own=own(desk), renamed=renamed))


@pytest.mark.parametrize("all_again", [True, False])
def test_what_has_lost_its_position_gives_way_once_all_of_it_came_under_another_name(
    pair: Pair, *, all_again: bool
) -> None:
    a, b, person, folder = pair.a, pair.b, pair.person, pair.folder
    b.session.vault.write(lambda database: cursor.forget_above(database, 1))
    theirs = a.entries(folder, a.desk, (2, 3 if all_again else 2))
    named = [(replace(header, desk=OTHER, k=k), body) for k, (header, body) in enumerate(theirs, start=1)]
    parcel = parcel_of(named, key=bytes(32), n=1, previous=b"")
    again = Arrival(position=9, id=id_of(parcel), parcel=parcel, entries=named)
    b.session.vault.write(lambda database: arrivals.place(database, [again]))
    assert give_way(b, renamed=set()) == frozenset()
    touched = give_way(b, renamed={a.desk})
    b.sound()
    *_, last = journal.entries_of(b.database, person, folder)
    if not all_again:
        assert touched == frozenset()
        assert last.seen == {a.desk: 3}
        return
    assert touched == frozenset({person})
    assert last.seen == {a.desk: 1, OTHER: 2}
    assert records.show(b.session, person).values["comune"] == "Pavia"


def test_what_has_left_stays_as_it_was_signed_and_its_desk_says_again_what_it_had_seen(pair: Pair) -> None:
    a, b, person, folder = pair.a, pair.b, pair.person, pair.folder

    def seal(database: Database) -> None:
        for one in outgoing.pending(database, b.desk, most_entries=9, most_bytes=1 << 20):
            b.seal(database, one)

    b.session.vault.write(seal)
    b.session.vault.write(lambda database: cursor.forget_above(database, 1))
    state_renamed(b, a.desk, OTHER)
    left = [one.id for one in outgoing.waiting(b.database) if one.desk == b.desk]
    theirs = a.entries(folder, a.desk, (2, 3))
    others = [(replace(header, body_hash=bytes(32)), body) for header, body in theirs]
    touched = b.session.vault.write(lambda database: displacing.make_room(database, others, own=own(b), others=()))
    b.sound()
    assert touched == frozenset({person})
    assert [one.id for one in outgoing.waiting(b.database) if one.desk == b.desk] == left
    assert len(b.entries(folder, b.desk, (1, 2))) == len(left) + 1
    named = [(replace(header, desk=OTHER, k=k), body) for k, (header, body) in enumerate(theirs, start=1)]
    parcel = parcel_of(named, key=bytes(32), n=1, previous=b"")
    again = Arrival(position=9, id=id_of(parcel), parcel=parcel, entries=named)
    b.session.vault.write(lambda database: arrivals.place(database, [again]))
    (mine,) = [one for one in journal.entries_of(b.database, person, folder) if one.header.desk == b.desk]
    assert mine.header.seen[a.desk] == 3
    assert [mine.had_seen(EntryRef(*one)) for one in ((a.desk, 1), (a.desk, 2), (OTHER, 2))] == [True, False, True]
    found = stored.standing(b.database, person)
    assert found is not None
    assert RESTATED not in {line["field"] for line in history.lines(b.session, found, person)}
    b.sound()


def test_what_is_said_again_counts_of_names_that_the_roster_knew_before(pair: Pair) -> None:
    """Or the same entry would be read in two ways, by who heard of the name first."""
    a, b = pair.a, pair.b
    assert rights.renamed_at(b.database, None) == frozenset()
    state_renamed(b, a.desk, OTHER)
    assert rights.renamed_at(b.database, None) == {a.desk, OTHER}
    assert rights.renamed_at(b.database, 7) == {OTHER}
    placed = "UPDATE statement SET position = 6 WHERE kind = 'identity'"
    b.session.vault.write(lambda database: database.conn.execute(placed))
    assert [rights.renamed_at(b.database, place) for place in (6, 7)] == [{OTHER}, {a.desk, OTHER}]
