# SPDX-License-Identifier: EUPL-1.2
"""Entries of one desk placed on another: the same rows whatever the order, clashes as the fold says."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.opened import add
from tests.two_vaults import Sequence, Shared, desks, folder_of
from tests.unit.store.test_rebuild import everything
from welfaredesk.base.clock import FixedClock
from welfaredesk.desk import lists, records
from welfaredesk.store import records as stored
from welfaredesk.store.exchange import arrivals


@pytest.fixture
def four(tmp_path: Path, clock: FixedClock) -> Iterator[list[Shared]]:
    with ExitStack() as stack:
        yield desks(stack, tmp_path, ["a", "b", "c", "d"], clock=clock)


def clashing(desk: Shared, identity: str) -> list[tuple[str, object, object]]:
    return [
        (clash.cell, clash.standing, clash.waiting.value) for _, clash in stored.clashes_of(desk.database, identity)
    ]


def test_what_one_desk_writes_is_found_on_another(four: list[Shared]) -> None:
    a, b, *_ = four
    person = add(a.session, "person", surname="Ferrari", name="Giulia", birth="2017-03-14")
    add(a.session, "case_file", person=person, opened_on="2025-02-03")
    diary = add(a.session, "diary_entry", root=person, text="Colloquio con la maestra", when="2026-10-12T10:00:00Z")
    a.share(folder_of(a, person), b)
    sequence = Sequence()
    a.send(sequence)
    touched = b.take(sequence)
    assert {person, diary} <= touched
    assert lists.case_ids(b.session, "ferr giu") == [person]
    assert lists.person_lines(b.session, [person])[0].last_contact == "2026-10-12"
    assert lists.count_words(b.session, "maestra") == 1
    assert records.show(b.session, diary).values == records.show(a.session, diary).values
    assert a.hash(folder_of(a, person)) == b.hash(folder_of(a, person))
    b.sound()


def test_a_value_that_two_changed_waits_on_both_desks(four: list[Shared]) -> None:
    a, b, *_ = four
    sequence = Sequence()
    person = add(a.session, "person", surname="Verdi", comune="Gussola")
    a.share(folder_of(a, person), b)
    a.send(sequence)
    a.take(sequence)
    b.take(sequence)
    records.change(a.session, person, {"comune": "Viadana"})
    records.change(b.session, person, {"comune": "Sabbioneta"})
    b.send(sequence)
    a.send(sequence)
    a.take(sequence)
    b.take(sequence)
    for desk in (a, b):
        assert records.show(desk.session, person).values["comune"] == "Sabbioneta"
        assert clashing(desk, person) == [("comune", "Sabbioneta", "Viadana")]
        desk.sound()
    records.change(a.session, person, {"comune": "Casalmaggiore"})
    a.send(sequence)
    b.take(sequence)
    assert clashing(b, person) == []
    assert records.show(b.session, person).values["comune"] == "Casalmaggiore"


def test_own_unsent_work_is_folded_last(four: list[Shared]) -> None:
    a, b, *_ = four
    sequence = Sequence()
    person = add(a.session, "person", surname="Verdi", comune="Gussola")
    a.share(folder_of(a, person), b)
    a.send(sequence)
    b.take(sequence)
    records.change(b.session, person, {"comune": "Viadana"})
    records.change(a.session, person, {"comune": "Sabbioneta"})
    a.send(sequence)
    b.take(sequence)
    assert clashing(b, person) == [("comune", "Sabbioneta", "Viadana")]
    assert records.show(b.session, person).state == "to_decide"


ACTS = st.lists(
    st.tuples(
        st.integers(0, 1),
        st.sampled_from(["name", "notes", "diary", "retire", "back", "send", "take"]),
        st.integers(0, 3),
    ),
    max_size=16,
)


def act(desk: Shared, what: str, number: int, *, person: str, sequence: Sequence) -> None:
    """Do one thing on a desk that has the person, or try to."""
    here = stored.standing(desk.database, person) is not None
    match what:
        case "send":
            desk.send(sequence, most=1 + number)
        case "take":
            desk.take(sequence)
        case "name" if here:
            records.change(desk.session, person, {"surname": f"Prova{number}", "comune": f"Comune{number % 2}"})
        case "notes" if here:
            shown = str(records.show(desk.session, person).values.get("notes") or "Uno due tre")
            records.change(desk.session, person, {"notes": f"{shown}\n\nRiga {number} di {desk.desk[:4]}"})
        case "diary" if here:
            when = f"2026-0{1 + number}-10T10:00:00Z"
            add(desk.session, "diary_entry", root=person, text=f"Nota {number}", when=when)
        case "retire" | "back" if here:
            records.retire(desk.session, person, "doppia" if what == "retire" else None)
        case _:
            pass


@given(acts=ACTS, cut=st.integers(0, 16))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_order_of_arrival_gives_equal_content(
    four: list[Shared], acts: list[tuple[int, str, int]], cut: int
) -> None:
    a, b, at_once, one_by_one = four
    sequence = Sequence()
    for desk in four:
        desk.session.vault.write(
            lambda database: database.conn.execute("DELETE FROM meta WHERE key LIKE 'desk/exchange/c%'")
        )
        desk.session.vault.write(lambda database: database.conn.execute("DELETE FROM checkpoint"))
    person = add(a.session, "person", surname="Base", comune="Gussola")
    folder = folder_of(a, person)
    a.share(folder, b, at_once, one_by_one)
    for who, what, number in acts:
        act((a, b)[who], what, number, person=person, sequence=sequence)
    for _ in range(2):
        for desk in (b, a):
            desk.send(sequence)
            desk.take(sequence)
    b.take(sequence)
    at_once.take(sequence, until=min(cut, len(sequence.placed)))
    at_once.take(sequence)
    for until in range(len(sequence.placed)):
        one_by_one.take(sequence, until=until + 1)
    assert len({desk.hash(folder) for desk in four}) == 1
    assert len({str(clashing(desk, person)) for desk in four}) == 1
    for desk in four:
        before = everything(desk.database)
        desk.session.vault.write(stored.rebuild)
        assert everything(desk.database) == before
        desk.sound()


def test_the_same_parcels_again_change_nothing(four: list[Shared]) -> None:
    a, b, *_ = four
    sequence = Sequence()
    person = add(a.session, "person", surname="Verdi")
    a.share(folder_of(a, person), b)
    a.send(sequence)
    b.take(sequence)
    before = everything(b.database), b.database.conn.execute("SELECT count(*) FROM entry").fetchone()
    assert b.session.vault.write(lambda database: arrivals.place(database, sequence.placed)) == frozenset()
    assert (everything(b.database), b.database.conn.execute("SELECT count(*) FROM entry").fetchone()) == before
