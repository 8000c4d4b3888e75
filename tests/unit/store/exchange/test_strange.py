# SPDX-License-Identifier: EUPL-1.2
"""Strange arrivals: gaps, twins, rubbish, newer versions. Nothing stops a batch that is only ugly."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import msgspec
import pytest

from tests.opened import add
from tests.two_vaults import Sequence, Shared, desks, folder_of, id_of, parcel_of
from welfaredesk.base.clock import FixedClock
from welfaredesk.base.errors import FolderArriving, NewerRecord
from welfaredesk.crypto.hashes import sha256
from welfaredesk.desk import records
from welfaredesk.domain.entry import Body, EntryKind, Header, Put, PutText, RowChanges, encode_body
from welfaredesk.store import journal
from welfaredesk.store import records as stored
from welfaredesk.store.exchange import arrivals, scope
from welfaredesk.store.exchange.arrivals import Arrival, GapInParcels, TwoParcels

STRANGER = "3" * 26


@pytest.fixture
def two(tmp_path: Path, clock: FixedClock) -> Iterator[list[Shared]]:
    with ExitStack() as stack:
        yield desks(stack, tmp_path, "ab", clock=clock)


class Stranger:
    """A desk that writes what it likes into a folder."""

    def __init__(self, desk: Shared, folder: str) -> None:
        """Take the folder of a desk that knows it."""
        self.folder = folder
        self.key = next(iter(scope.keys_of(desk.database, folder).values()))
        self.k = 0
        self.previous = b""

    def entry(self, record: str, type_name: str, body: bytes, *, rules: int = 1) -> tuple[Header, bytes]:
        """Return the next entry with any bytes as its body."""
        self.k += 1
        header = Header(
            format=1,
            desk=STRANGER,
            seq=self.k,
            k=self.k,
            save="4" * 26,
            folder=self.folder,
            record=record,
            type=type_name,
            rules=rules,
            kind=EntryKind.SET,
            seen={},
            operator="5" * 26,
            utc_ms=1,
            offset=0,
            body_hash=sha256(body),
        )
        return header, body

    def parcel(self, position: int, *entries: tuple[Header, bytes], trouble: str = "") -> Arrival:
        """Return the next parcel."""
        parcel = parcel_of(list(entries), key=self.key, n=position, previous=self.previous)
        self.previous = id_of(parcel)
        taken = () if trouble else entries
        return Arrival(position=position, id=self.previous, parcel=parcel, entries=taken, trouble=trouble)


def place(desk: Shared, *some: Arrival) -> frozenset[str]:
    return desk.session.vault.write(lambda database: arrivals.place(database, some))


def put(**changes: object) -> bytes:
    return encode_body(Body(b"salt", {name: Put(value) for name, value in changes.items()}))


@pytest.fixture
def person(two: list[Shared]) -> str:
    return add(two[0].session, "person", surname="Verdi", comune="Gussola")


@pytest.fixture
def stranger(two: list[Shared], person: str) -> Stranger:
    return Stranger(two[0], folder_of(two[0], person))


def test_a_gap_is_refused_by_name_and_nothing_of_the_batch_stays(
    two: list[Shared], person: str, stranger: Stranger
) -> None:
    first = stranger.parcel(1, stranger.entry(person, "person", put(comune="Uno")))
    stranger.parcel(2, stranger.entry(person, "person", put(comune="Due")))
    third = stranger.parcel(3, stranger.entry(person, "person", put(comune="Tre")))
    with pytest.raises(GapInParcels, match=stranger.folder):
        place(two[0], first, third)
    assert two[0].entries(stranger.folder, STRANGER, (1, 9)) == []
    two[0].sound()


def test_two_parcels_for_one_place_are_noticed(two: list[Shared], person: str, stranger: Stranger) -> None:
    place(two[0], stranger.parcel(1, stranger.entry(person, "person", put(comune="Uno"))))
    stranger.k, stranger.previous = 0, b""
    with pytest.raises(TwoParcels):
        place(two[0], stranger.parcel(2, stranger.entry(person, "person", put(comune="Due"))))


RUBBISH: dict[str, bytes] = {
    "no message": b"\xc1rubbish",
    "nothing": b"",
    "another shape": msgspec.msgpack.encode({"a": 1}),
    "an operation of tomorrow": msgspec.msgpack.encode([b"salt", {"comune": ["?", 1]}]),
}


@pytest.mark.parametrize("what", RUBBISH)
def test_a_body_that_nobody_reads_is_kept_aside_and_stops_nothing(
    what: str, two: list[Shared], person: str, stranger: Stranger
) -> None:
    a, b = two
    a.share(stranger.folder, b)
    other = "6" * 26
    parcel = stranger.parcel(
        1,
        stranger.entry(person, "person", RUBBISH[what]),
        stranger.entry(other, "deadline", RUBBISH[what]),
        stranger.entry(person, "person", put(notes="buona")),
    )
    assert place(a, parcel) == {person, other}
    assert [(one.k, one.parcel) for one in arrivals.aside(a.database)] == [(1, parcel.id), (2, parcel.id)]
    values = records.show(a.session, person).values
    assert (values["surname"], values["comune"], values["notes"]) == ("Verdi", "Gussola", "buona")
    assert stored.standing(a.database, other) is None
    a.sound()
    a.session.vault.write(stored.rebuild)
    a.sound()
    assert [body for _, body in a.entries(stranger.folder, STRANGER, (1, 1))] == [RUBBISH[what]]


def test_a_parcel_that_does_not_open_is_kept_aside_and_read_when_it_can_be(
    two: list[Shared], person: str, stranger: Stranger
) -> None:
    a, b = two
    sequence = Sequence()
    a.share(stranger.folder, b)
    a.send(sequence, folder=stranger.folder)
    b.take(sequence)
    closed = stranger.entry(person, "person", put(comune="Uno"))
    sealed = stranger.parcel(5, closed, trouble="the seal is broken")
    follows = stranger.parcel(6, stranger.entry(person, "person", put(comune="Due")))
    for desk in two:
        place(desk, sealed, follows)
        assert [(one.k, one.why) for one in arrivals.aside(desk.database)] == [(1, "the seal is broken")]
        assert [(one.id, one.parcel) for one in arrivals.unreadable(desk.database)] == [(sealed.id, sealed.parcel)]
        desk.sound()
    opened = Arrival(position=5, id=sealed.id, parcel=sealed.parcel, entries=[closed])
    assert place(b, opened) == {person}
    assert not arrivals.aside(b.database)
    assert not arrivals.unreadable(b.database)
    order = [entry.header.k for entry in journal.entries_of(b.database, person, stranger.folder)]
    assert order == [1, 1, 2]
    b.sound()


def test_entries_that_are_not_those_of_the_header_are_set_aside(
    two: list[Shared], person: str, stranger: Stranger
) -> None:
    header, body = stranger.entry(person, "person", put(comune="Uno"))
    lying = msgspec.structs.replace(header, utc_ms=2**63)
    parcel = stranger.parcel(1, (lying, body))
    place(two[0], parcel)
    assert [one.k for one in arrivals.aside(two[0].database)] == [1]
    two[0].sound()


UGLY = {
    "numbers for texts": put(surname=5, notes=[1], birth={"a": 1}),
    "texts for lists": put(reachabilities="x", cautions=[1, "a"]),
    "links to nothing": put(family_doctor={"id": 5}),
    "a retirement that is no text": put(_retired={"a": 1}),
    "rows of rows": encode_body(Body(b"s", {"reachabilities": RowChanges({"a/b": {"c/d": 1, "_row": 5}})})),
    "a row's value": encode_body(Body(b"s", {"reachabilities": RowChanges({"7" * 26: {"value": 5, "_row": []}})})),
    "a long text for a name": encode_body(Body(b"s", {"surname": PutText("x" * 5000), "no/such": PutText("y")})),
    "numbers too long": put(birth=2**63 + 5, in_protection=2**63 + 5, surname=2**63 + 5),
}


@pytest.mark.parametrize("what", UGLY)
@pytest.mark.parametrize("record", ["", "6" * 26])
def test_values_that_a_field_cannot_hold_are_kept_and_not_shown(
    what: str, record: str, two: list[Shared], person: str, stranger: Stranger
) -> None:
    record = record or person
    place(two[0], stranger.parcel(1, stranger.entry(record, "person", UGLY[what])))
    two[0].sound()
    two[0].session.vault.write(stored.rebuild)
    two[0].sound()
    assert set(records.show(two[0].session, person).values) <= {"surname", "comune"}


def test_a_type_of_tomorrow_is_kept_and_shows_after_an_update(
    two: list[Shared], person: str, stranger: Stranger
) -> None:
    unknown, known = "6" * 26, "7" * 26
    place(
        two[0],
        stranger.parcel(
            1,
            stranger.entry(unknown, "tomorrow", put(a=1)),
            stranger.entry(known, "deadline", put(title="x", tomorrow="y")),
        ),
    )
    assert stored.standing(two[0].database, unknown) is None
    assert two[0].database.conn.execute("SELECT count(*) FROM entry WHERE record = ?", (unknown,)).fetchone() == (1,)
    two[0].sound()


def test_a_record_by_rules_of_tomorrow_is_shown_and_not_written(
    two: list[Shared], person: str, stranger: Stranger
) -> None:
    place(two[0], stranger.parcel(1, stranger.entry(person, "person", put(notes="domani"), rules=99)))
    found = stored.standing(two[0].database, person)
    assert found is not None
    assert found.newer
    before = journal.head(two[0].database)
    with pytest.raises(NewerRecord):
        records.change(two[0].session, person, {"notes": "oggi"})
    assert journal.head(two[0].database) == before


def test_a_known_id_written_under_another_root_changes_nothing(two: list[Shared], person: str) -> None:
    a, b = two
    mine = add(b.session, "person", surname="Altra")
    b.share(folder_of(b, mine), a)
    a.share(folder_of(a, person), b)
    sequence = Sequence()
    for desk in (a, b):
        desk.send(sequence)
    a.take(sequence)
    b.take(sequence)
    stranger = Stranger(b, folder_of(b, mine))
    for desk in two:
        place(desk, stranger.parcel(len(sequence.placed) + 1, stranger.entry(person, "person", put(surname="Falsa"))))
        stranger.k, stranger.previous = 0, b""
        assert records.show(desk.session, person).values["surname"] == "Verdi"
        desk.sound()
    assert a.hash(folder_of(a, person), folder_of(b, mine)) == b.hash(folder_of(a, person), folder_of(b, mine))


def test_a_folder_that_is_arriving_is_read_only_and_its_parcels_are_held(two: list[Shared], person: str) -> None:
    a, b = two
    sequence = Sequence()
    folder = folder_of(a, person)
    a.send(sequence, folder=folder)
    a.share(folder, b)
    b.session.vault.write(lambda database: scope.fill_again(database, [folder]))
    assert scope.not_whole(b.database) == [(folder, 0)]
    one = sequence.placed[0]
    held = arrivals.Held(
        position=1, desk=a.desk, folder=folder, n=1, k_from=1, k_to=1, last=0, last_h=b"", sealed=b"s", signature=b"t"
    )
    b.session.vault.write(lambda database: arrivals.hold(database, held))
    assert arrivals.held(b.database, folder) == [held]
    place(b, one)
    assert scope.not_whole(b.database) == [(folder, 1)]
    with pytest.raises(FolderArriving):
        records.change(b.session, person, {"notes": "presto"})
    b.session.vault.write(lambda database: scope.mark_whole(database, folder, filled_to=1))
    b.session.vault.write(lambda database: arrivals.let_go(database, folder))
    assert (scope.not_whole(b.database), arrivals.held(b.database, folder)) == ([], [])
    assert scope.is_whole(b.database, folder)
    records.change(b.session, person, {"notes": "adesso"})
