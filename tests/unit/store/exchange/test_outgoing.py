# SPDX-License-Identifier: EUPL-1.2
"""What waits to leave: sorted into parcels, held by a refusal, tried again, and said on each record."""

from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import pytest

from tests.opened import add
from tests.two_vaults import Sequence, Shared, desks, folder_of
from welfaredesk.base.clock import FixedClock
from welfaredesk.desk import records
from welfaredesk.store import standing
from welfaredesk.store.driver import Database
from welfaredesk.store.exchange import outgoing
from welfaredesk.store.exchange.outgoing import Pending

LIMIT = 1 << 20


@pytest.fixture
def desk(tmp_path: Path, clock: FixedClock) -> Iterator[Shared]:
    with ExitStack() as stack:
        yield desks(stack, tmp_path, ["a"], clock=clock)[0]


def pending(desk: Shared, *, entries: int = 1000, size: int = LIMIT) -> list[Pending]:
    return outgoing.pending(desk.database, desk.desk, most_entries=entries, most_bytes=size)


def sealed(desk: Shared, folder: str) -> bytes:
    def seal(database: Database) -> bytes:
        found = outgoing.pending(database, desk.desk, most_entries=1000, most_bytes=LIMIT)
        return desk.seal(database, next(one for one in found if one.folder == folder))

    return desk.session.vault.write(seal)


def test_the_oldest_save_leaves_first_and_a_parcel_is_not_too_long(desk: Shared) -> None:
    first, second = (add(desk.session, "person", surname=name) for name in ("Uno", "Due"))
    for number in range(5):
        records.change(desk.session, first, {"notes": f"nota {number}"})
    one, two = folder_of(desk, first), folder_of(desk, second)
    mine = [found for found in pending(desk, entries=4) if found.folder in (one, two)]
    assert mine == [Pending(one, 1, 4), Pending(two, 1, 1), Pending(one, 5, 6)]
    by_size = [found for found in pending(desk, size=1) if found.folder == one]
    assert by_size == [Pending(one, k, k) for k in range(1, 7)]
    assert sum(found.k_to - found.k_from + 1 for found in pending(desk)) == standing.count_unsent(desk.database)


def test_a_folder_that_nobody_was_granted_or_that_is_arriving_does_not_leave(desk: Shared) -> None:
    person = add(desk.session, "person", surname="Uno")
    folder = folder_of(desk, person)
    for change in ("UPDATE folder SET whole = 0 WHERE id = ?", "DELETE FROM folder_grant WHERE folder = ?"):
        assert folder in {one.folder for one in pending(desk)}
        with pytest.raises(ZeroDivisionError):
            desk.session.vault.write(partial(_left_out, desk=desk, change=change, folder=folder))


def _left_out(database: Database, *, desk: Shared, change: str, folder: str) -> None:
    """Look at what is pending after a change, and take the change back."""
    database.conn.execute(change, (folder,))
    found = outgoing.pending(database, desk.desk, most_entries=9, most_bytes=LIMIT)
    assert folder not in {one.folder for one in found}
    raise ZeroDivisionError


def test_a_refusal_holds_its_folder_alone_and_is_tried_again_with_a_new_number(desk: Shared) -> None:
    first, second = (add(desk.session, "person", surname=name) for name in ("Uno", "Due"))
    one, two = folder_of(desk, first), folder_of(desk, second)
    identity = sealed(desk, one)
    n = outgoing.next_n(desk.database, desk.desk)
    assert standing.state_of(desk.database, first) == (standing.RecordPlace.SENT, None)
    desk.session.vault.write(lambda database: outgoing.refuse(database, identity, "quota"))
    records.change(desk.session, first, {"notes": "intanto"})
    assert {found.folder for found in pending(desk)} & {one, two} == {two}
    assert [(kept.id, kept.reason) for kept in outgoing.refused(desk.database)] == [(identity, "quota")]
    assert standing.count_refused(desk.database) == 1
    assert standing.state_of(desk.database, first) == (standing.RecordPlace.REFUSED, None)
    assert standing.state_of(desk.database, second) == (standing.RecordPlace.SAVED, None)
    assert desk.session.vault.write(lambda database: outgoing.retry(database, identity))
    assert Pending(one, 1, 2) in pending(desk)
    assert outgoing.next_n(desk.database, desk.desk) == n
    assert outgoing.previous_parcel(desk.database, one, desk.desk) == b""
    again = sealed(desk, one)
    assert outgoing.previous_parcel(desk.database, one, desk.desk) == again
    assert not desk.session.vault.write(lambda database: outgoing.retry(database, identity))


def test_a_receipt_gives_all_entries_of_the_parcel_its_position(desk: Shared) -> None:
    person = add(desk.session, "person", surname="Uno")
    records.change(desk.session, person, {"notes": "due"})
    identity = sealed(desk, folder_of(desk, person))
    before = standing.count_unsent(desk.database)

    def receive(database: Database) -> tuple[bool, bool]:
        number = outgoing.next_n(database, desk.desk) - 1
        wrong = outgoing.receive_own(database, desk.desk, n=number, short_id=b"x" * 8, position=7)
        return wrong, outgoing.receive_own(database, desk.desk, n=number, short_id=identity[:8], position=7)

    assert desk.session.vault.write(receive) == (False, True)
    assert standing.count_unsent(desk.database) == before - 2
    assert standing.state_of(desk.database, person) == (standing.RecordPlace.RECEIVED, 7)
    shown = records.show(desk.session, person).answer()
    assert (shown["_state"], shown["_position"]) == ("received", 7)
    records.change(desk.session, person, {"notes": "tre"})
    assert standing.state_of(desk.database, person) == (standing.RecordPlace.SAVED, None)
    assert standing.last_position(desk.database) == 7


def test_a_parcel_for_another_desk_is_forwarded_before_own_ones(tmp_path: Path, clock: FixedClock) -> None:
    with ExitStack() as stack:
        a, b = desks(stack, tmp_path, "ab", clock=clock)
        person = add(a.session, "person", surname="Uno")
        folder = folder_of(a, person)
        a.share(folder, b)
        identity = sealed(a, folder)
        mine = add(b.session, "person", surname="Due")
        sealed(b, folder_of(b, mine))
        parcel = outgoing.waiting(a.database)[0].parcel
        assert parcel is not None
        for _ in range(2):
            b.session.vault.write(lambda database: outgoing.keep_parcel(database, parcel, identity, utc_ms=1))
        assert [kept.desk for kept in outgoing.waiting(b.database)] == [a.desk, b.desk]
        sequence = Sequence()
        a.send(sequence, folder=folder)
        assert b.take(sequence) == {person}
        assert [kept.desk for kept in outgoing.waiting(b.database)] == [b.desk]
        assert records.show(b.session, person).values["surname"] == "Uno"
        b.sound()
