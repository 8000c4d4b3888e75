# SPDX-License-Identifier: EUPL-1.2
"""Going back: a server restored from an older day, positions forgotten and given again, and clones of a desk."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import pairwise
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.opened import PASSPHRASE, add
from tests.two_vaults import Sequence, Shared, desks, folder_of
from tests.unit.store.test_rebuild import everything
from welfaredesk.base.clock import FixedClock
from welfaredesk.base.ids import SeededIds
from welfaredesk.desk import drafts, records
from welfaredesk.desk.session import open_session
from welfaredesk.domain.entry import seen_of_token
from welfaredesk.store import desk_notes, standing
from welfaredesk.store import records as stored
from welfaredesk.store.driver import Database
from welfaredesk.store.exchange import arrivals, cursor, leaving, outgoing, rounds
from welfaredesk.store.exchange.cursor import Cursor, TwoHistories
from welfaredesk.store.exchange.saying_again import Speaker
from welfaredesk.store.journal import Author


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as opened:
        yield opened


def go_back(desk: Shared, sequence: Sequence) -> int:
    """Let a desk find the newest checkpoint that the sequence still has, and forget what is above."""
    found = [*cursor.checkpoints(desk.database), (0, bytes(32))]
    match = next(position for position, h in found if position <= len(sequence.placed) and sequence.h(position) == h)
    desk.session.vault.write(lambda database: cursor.forget_above(database, match))
    return match


def three_saves(a: Shared, b: Shared, sequence: Sequence) -> str:
    """Let two desks change a person's comune without having seen each other, and take everything."""
    person = add(a.session, "person", surname="Verdi", comune="Gussola")
    a.share(folder_of(a, person), b)
    a.send(sequence, folder=folder_of(a, person))
    a.take(sequence)
    b.take(sequence)
    records.change(a.session, person, {"comune": "Viadana"})
    records.change(b.session, person, {"comune": "Sabbioneta"})
    b.send(sequence, folder=folder_of(a, person))
    a.send(sequence, folder=folder_of(a, person))
    a.take(sequence)
    b.take(sequence)
    return person


def test_after_a_restore_everything_is_offered_again_and_folded_in_the_new_order(
    stack: ExitStack, tmp_path: Path, clock: FixedClock
) -> None:
    a, b = desks(stack, tmp_path, "ab", clock=clock)
    sequence = Sequence()
    person = three_saves(a, b, sequence)
    folder = folder_of(a, person)
    assert records.show(a.session, person).values["comune"] == "Sabbioneta"
    before = everything(b.database)
    sequence.placed[1:] = []
    assert go_back(b, sequence) == 1
    # Nothing moves before the new positions are known: own work and that of others keep their bytes and their order.
    assert everything(b.database) == before
    assert [kept.desk for kept in outgoing.waiting(b.database)] == [b.desk, a.desk]
    assert cursor.cursor(b.database) == Cursor(1, sequence.h(1))
    # The other order this time: a's save comes first.
    assert go_back(a, sequence) == 1
    mine = next(kept for kept in outgoing.waiting(a.database) if kept.desk == a.desk)
    assert mine.parcel is not None
    sequence.take(mine.parcel, mine.id, a.entries(folder, a.desk, (mine.k_from, mine.k_to)))
    b.send(sequence, folder=folder)
    for desk in (a, b):
        desk.take(sequence)
        assert records.show(desk.session, person).values["comune"] == "Viadana"
        desk.sound()
    assert a.hash(folder) == b.hash(folder)
    assert outgoing.left(a.database)[0].position == 2
    assert outgoing.waiting(a.database) == outgoing.waiting(b.database) == []


def test_work_that_gets_its_forgotten_place_again_stands_before_what_came_after_it_meanwhile(
    stack: ExitStack, tmp_path: Path, clock: FixedClock
) -> None:
    a, b = desks(stack, tmp_path, "ab", clock=clock)
    sequence = Sequence()
    person = add(a.session, "person", surname="Verdi", comune="Gussola")
    a.share(folder_of(a, person), b)
    a.send(sequence)
    a.take(sequence)
    b.take(sequence)
    placed = len(sequence.placed)
    records.change(a.session, person, {"comune": "Viadana"})
    records.change(b.session, person, {"comune": "Sabbioneta"})
    a.send(sequence)
    a.take(sequence)
    a.session.vault.write(lambda database: cursor.forget_above(database, placed))
    b.send(sequence)
    a.take(sequence)
    a.sound()
    assert records.show(a.session, person).values["comune"] == "Viadana"


def test_a_parcel_under_another_position_moves(stack: ExitStack, tmp_path: Path, clock: FixedClock) -> None:
    a, b = desks(stack, tmp_path, "ab", clock=clock)
    sequence = Sequence()
    person = three_saves(a, b, sequence)
    theirs = next(one for one in sequence.placed if one.span.desk == b.desk)
    touched = a.session.vault.write(
        lambda database: arrivals.place(
            database,
            [arrivals.Arrival(position=9, id=theirs.id, parcel=theirs.parcel, entries=theirs.entries)],
        )
    )
    assert touched == {person}
    assert records.show(a.session, person).values["comune"] == "Viadana"
    a.sound()


def test_a_second_history_is_noticed(stack: ExitStack, tmp_path: Path, clock: FixedClock) -> None:
    (a,) = desks(stack, tmp_path, "a", clock=clock)

    def move(database: Database, h: bytes) -> None:
        cursor.move(database, 5, h, signature=b"", watermark=0)

    a.session.vault.write(lambda database: move(database, b"1" * 32))
    with pytest.raises(TwoHistories):
        a.session.vault.write(lambda database: move(database, b"2" * 32))
    with pytest.raises(KeyError):
        a.session.vault.write(lambda database: cursor.forget_above(database, 4))
    assert cursor.cursor(a.database) == Cursor(5, b"1" * 32)


def test_checkpoints_thin_out_with_the_distance(stack: ExitStack, tmp_path: Path, clock: FixedClock) -> None:
    (a,) = desks(stack, tmp_path, "a", clock=clock)

    def move_on(database: Database) -> None:
        for position in range(1, 3001):
            cursor.move(database, position, position.to_bytes(32, "big"), signature=b"", watermark=0)

    a.session.vault.write(move_on)
    kept = [position for position, _ in cursor.checkpoints(a.database)]
    assert kept[:8] == list(range(3000, 2992, -1))
    assert len(kept) < 30
    # However far it has to go back, at most about as much again is asked for twice.
    assert all(newer - older <= 2 * (3001 - newer) + 8 for newer, older in pairwise([*kept, 0]))


def test_bytes_go_once_a_backup_holds_them(stack: ExitStack, tmp_path: Path, clock: FixedClock) -> None:
    a, b = desks(stack, tmp_path, "ab", clock=clock)
    sequence = Sequence()
    three_saves(a, b, sequence)
    end = len(sequence.placed)
    a.session.vault.write(lambda db: cursor.move(db, end, sequence.h(end), signature=b"", watermark=end - 1))
    kept = {one.position: one.parcel is None for one in outgoing.left(a.database)}
    assert [kept[one.position] for one in sequence.placed if one.span.desk == a.desk] == [True, False]
    assert cursor.watermark(a.database) == end - 1


def clone(stack: ExitStack, source: Path, target: Path, *, clock: FixedClock) -> Shared:
    """Return an open copy of a closed desk."""
    shutil.copytree(source, target)
    session = open_session(target, PASSPHRASE, clock=clock, ids=SeededIds(900, clock))
    stack.callback(session.close)
    return Shared(session)


def give_identity(desk: Shared, fresh: str) -> frozenset[str]:
    """Let a desk go on under a new identity."""
    former = desk.desk

    def work(database: Database) -> frozenset[str]:
        desk_notes.put(database, "identity", desk_notes.get(database, "identity") | {"desk": fresh})
        author = Author(desk=fresh, operator=desk.session.identity.operator, moment=desk.session.clock.now())
        return leaving.renumber(database, former, own=Speaker(fresh, lambda: author, desk.session.ids))

    return desk.session.vault.write(work)


def seal_all(desk: Shared) -> None:
    """Seal what is pending, without sending it."""

    def work(database: Database) -> None:
        for one in outgoing.pending(database, desk.desk, most_entries=9, most_bytes=1 << 20):
            desk.seal(database, one)

    desk.session.vault.write(work)


def test_a_clone_takes_a_new_identity_and_loses_nothing(stack: ExitStack, tmp_path: Path, clock: FixedClock) -> None:
    a, b = desks(stack, tmp_path, "ab", clock=clock)
    sequence = Sequence()
    person = add(a.session, "person", surname="Verdi", comune="Gussola")
    folder = folder_of(a, person)
    a.share(folder, b)
    a.send(sequence)
    a.take(sequence)
    b.take(sequence)
    a.session.close()
    twin, late = (clone(stack, tmp_path / "a", tmp_path / name, clock=clock) for name in ("twin", "late"))
    records.change(twin.session, person, {"comune": "Viadana"})
    twin.send(sequence)
    twin.take(sequence)
    records.change(late.session, person, {"notes": "Scritto sul gemello"})
    records.change(late.session, person, {"comune": "Sabbioneta"})
    seen = records.show(late.session, person).entry
    drafts.keep(late.session, "x", type_name="person", values={"notes": "bozza"}, record=person, seen=seen)
    seal_all(late)
    former, fresh, unknown = late.desk, SeededIds(77, clock).opaque(), sequence.placed[-1]
    receipt = outgoing.Receipt(unknown.parcel.header.n, unknown.id[:8], unknown.position)
    received = late.session.vault.write(lambda database: outgoing.receive_many(database, former, [receipt]))
    assert received.unknown == (receipt,)
    assert give_identity(late, fresh) == {person}
    draft = drafts.draft_of(late.session, "x")
    assert draft is not None
    assert leaving.carried(late.database, seen_of_token(str(draft.seen))) == {folder: {former: 1, fresh: 2}}
    again = records.show(late.session, person).entry
    assert leaving.carried(late.database, seen_of_token(again)) == {folder: {former: 1, fresh: 2}}
    assert [clash for _, clash in stored.clashes_of(late.database, person)] == []
    late.sound()
    late.session.close()
    late = Shared(open_session(tmp_path / "late", PASSPHRASE, clock=clock, ids=SeededIds(78, clock)))
    stack.callback(late.session.close)
    assert late.desk == fresh
    late.take(sequence)
    late.send(sequence)
    for desk in (b, twin, late):
        desk.take(sequence)
        values = records.show(desk.session, person).values
        assert (values["comune"], values["notes"]) == ("Viadana", "Scritto sul gemello")
        assert [clash.waiting.value for _, clash in stored.clashes_of(desk.database, person)] == ["Sabbioneta"]
        desk.sound()
    assert b.hash(folder) == twin.hash(folder) == late.hash(folder)
    assert standing.count_unsent(late.database) == 0


def test_an_entry_is_the_same_in_whatever_order_it_says_what_was_seen(
    stack: ExitStack, tmp_path: Path, clock: FixedClock
) -> None:
    a, b = desks(stack, tmp_path, "ab", clock=clock)
    person = three_saves(a, b, Sequence())
    records.change(a.session, person, {"comune": "Gussola"})
    ((header, body),) = a.entries(folder_of(a, person), a.desk, (3, 3))
    as_it_came = replace(header, seen=dict(reversed(header.seen.items())))
    assert list(as_it_came.seen) != list(header.seen)
    assert rounds.same_until(a.database, [(as_it_came, body)]) is None
    assert rounds.same_until(a.database, [(replace(header, seen={}), body)]) == 0
