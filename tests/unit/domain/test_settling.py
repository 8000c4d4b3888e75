# SPDX-License-Identifier: EUPL-1.2
"""Settling a clash: what the entry that closes it says, of plain fields, texts and lists."""

from itertools import count
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.domain.desks import Server
from welfaredesk.domain.entry import EntryKind, EntryRef, Operation, Put, PutText, RowChanges
from welfaredesk.domain.fold import RETIRED, RecordState
from welfaredesk.domain.kinds import Kind
from welfaredesk.domain.settling import (
    Keep,
    seen_to_settle,
    settlement,
    value_before,
    value_standing,
    value_waiting,
    waiting_fields,
    waits_whole,
)


def begun(**changes: Operation) -> Server:
    """Return a record that Anna made and everybody has read."""
    server = Server()
    server.write("anna", dict(changes))
    server.read = dict.fromkeys(server.read, 1)
    return server


def settle(server: Server, keep: Keep, *, kind: Kind | None, desk: str = "bice", which: int = 0) -> RecordState:
    """Settle the clash that comes first, from a desk that has read everything."""
    server.read[desk] = len(server.entries)
    state = server.shown_to(desk)
    ref, field = list(waiting_fields(state))[which]
    numbers = count(1)
    seen = seen_to_settle(state, ref, fields=[field], seen=server.seen_by(desk), desk=desk)
    for changes in settlement(state, ref, field=field, kind=kind, keep=keep, new_row=lambda: f"new{next(numbers)}"):
        made = server.write(desk, changes, kind=EntryKind.SETTLE)
        made.seen.clear()
        made.seen.update(seen)
    return server.state()


def phone() -> Server:
    server = begun(phone=Put("1"))
    server.write("anna", {"phone": Put("2")})
    server.write("bice", {"phone": Put("3")})
    return server


@pytest.mark.parametrize(("keep", "phone_then"), [(Keep.MINE, "3"), (Keep.THEIRS, "2")])
def test_a_plain_field_keeps_one_of_the_two(keep: Keep, phone_then: str) -> None:
    state = settle(phone(), keep, kind=Kind.TEXT)
    assert state.values() == {"phone": phone_then}
    assert not list(state.clashes())


def test_what_was_before_what_stands_and_what_waits_are_told() -> None:
    state = phone().state()
    ((ref, field),) = waiting_fields(state)
    told = (value_before(state, ref, field=field), value_standing(state, field), value_waiting(state, ref, field=field))
    assert told == ("1", "2", "3")
    assert not waits_whole(state, ref)


def test_of_a_text_both_wordings_are_kept() -> None:
    server = begun(notes=PutText("La madre lavora a Viadana."))
    server.write("anna", {"notes": PutText("La madre cerca lavoro.")})
    server.write("bice", {"notes": PutText("La madre lavora a Gussola.")})
    state = settle(server, Keep.BOTH, kind=Kind.LONG_TEXT)
    assert state.values() == {"notes": "La madre cerca lavoro.\nLa madre lavora a Gussola."}
    assert not list(state.clashes())


def test_of_several_codes_all_are_kept() -> None:
    server = begun(areas=Put(["family"]))
    server.write("anna", {"areas": Put(["family", "health"])})
    server.write("bice", {"areas": Put(["home"])})
    assert settle(server, Keep.BOTH, kind=Kind.CHOICES).values() == {"areas": ["family", "health", "home"]}


def row(**said: Any) -> Operation:
    return RowChanges({"r1": said})


def reach() -> Server:
    return begun(reach=RowChanges({"r1": {"kind": "phone", "value": "1"}}))


def rows_of(state: RecordState) -> list[dict[str, Any]]:
    return [{n: v for n, v in row.items() if n != "_row"} for row in state.values().get("reach", [])]


@pytest.mark.parametrize(("keep", "values"), [(Keep.MINE, ["3"]), (Keep.THEIRS, ["2"]), (Keep.BOTH, ["2", "3"])])
def test_a_row_that_both_changed(keep: Keep, values: list[str]) -> None:
    server = reach()
    server.write("anna", {"reach": row(value="2")})
    server.write("bice", {"reach": row(value="3")})
    state = settle(server, keep, kind=Kind.ROWS)
    assert sorted(one["value"] for one in rows_of(state)) == values
    assert all(one["kind"] == "phone" for one in rows_of(state))
    assert not list(state.clashes())


@pytest.mark.parametrize(("keep", "values"), [(Keep.MINE, []), (Keep.THEIRS, ["2"]), (Keep.BOTH, ["2"])])
def test_a_row_that_one_changed_and_the_other_took_out(keep: Keep, values: list[str]) -> None:
    server = reach()
    server.write("anna", {"reach": row(value="2")})
    server.write("bice", {"reach": RowChanges({"r1": None})})
    state = settle(server, keep, kind=Kind.ROWS)
    assert [one["value"] for one in rows_of(state)] == values
    assert not list(state.clashes())


@pytest.mark.parametrize(("keep", "values"), [(Keep.MINE, ["3"]), (Keep.THEIRS, []), (Keep.BOTH, ["3"])])
def test_a_row_taken_out_while_another_changed_it(keep: Keep, values: list[str]) -> None:
    server = reach()
    server.write("anna", {"reach": row(value="2")})
    server.write("anna", {"reach": RowChanges({"r1": None})})
    server.write("bice", {"reach": row(value="3")})
    state = settle(server, keep, kind=Kind.ROWS)
    assert [one["value"] for one in rows_of(state)] == values
    assert not list(state.clashes())


@pytest.mark.parametrize(("keep", "values"), [(Keep.MINE, ["3"]), (Keep.THEIRS, []), (Keep.BOTH, ["3"])])
def test_a_part_that_waits_in_a_row_taken_out_later(keep: Keep, values: list[str]) -> None:
    server = reach()
    server.write("anna", {"reach": row(value="2")})
    server.write("bice", {"reach": row(value="3")})
    server.read["carla"] = 2
    server.write("carla", {"reach": RowChanges({"r1": None})})
    state = settle(server, keep, kind=Kind.ROWS)
    assert [one["value"] for one in rows_of(state)] == values
    assert not list(state.clashes())


@pytest.mark.parametrize(("keep", "values"), [(Keep.MINE, ["3"]), (Keep.THEIRS, []), (Keep.BOTH, ["3"])])
def test_a_row_taken_out_as_it_was_while_another_changed_it(keep: Keep, values: list[str]) -> None:
    server = reach()
    server.write("anna", {"reach": RowChanges({"r1": None})})
    server.write("bice", {"reach": row(value="3")})
    state = settle(server, keep, kind=Kind.ROWS)
    assert [one["value"] for one in rows_of(state)] == values
    assert not list(state.clashes())


def test_a_row_taken_out_whose_inside_waits_is_left_out() -> None:
    """Two desks changed a row in two ways, a third that had seen one of them takes it out: both questions close."""
    server = reach()
    server.write("anna", {"reach": row(value="2")})
    server.write("bice", {"reach": row(value="3")})
    server.read["anna"] = 3
    server.write("anna", {"reach": RowChanges({"r1": None})})
    state = server.state()
    assert [field for _, field in waiting_fields(state)] == ["reach"]
    after = settle(server, Keep.THEIRS, kind=Kind.ROWS, desk="carla")
    assert not rows_of(after)
    assert not list(after.clashes())


def test_two_rows_taken_out_by_two_are_each_kept_or_left() -> None:
    server = begun(reach=RowChanges({"r1": {"value": "1"}, "r2": {"value": "2"}}))
    server.write("anna", {"reach": RowChanges({"r1": {"value": "10"}, "r2": {"value": "20"}})})
    server.write("bice", {"reach": RowChanges({"r1": None, "r2": None})})
    state = settle(server, Keep.BOTH, kind=Kind.ROWS)
    assert [one["value"] for one in rows_of(state)] == ["10", "20"]
    assert not list(state.clashes())


def test_two_that_wait_in_one_field_are_settled_one_by_one() -> None:
    server = phone()
    server.write("carla", {"phone": Put("4")})
    state = settle(server, Keep.MINE, kind=Kind.TEXT, desk="bice")
    assert state.values() == {"phone": "3"}
    assert [clash.waiting.value for clash in state.clashes()] == ["4"]
    assert not list(settle(server, Keep.THEIRS, kind=Kind.TEXT, desk="carla").clashes())


def test_who_goes_on_from_a_waiting_value_is_asked_once() -> None:
    server = phone()
    server.write("bice", {"phone": Put("5")})
    state = server.state()
    assert list(waiting_fields(state)) == [(EntryRef("bice", 2), "phone")]
    assert not list(settle(server, Keep.MINE, kind=Kind.TEXT).clashes())


def test_a_hiding_is_told_with_its_reason_and_a_save_after_it_waits_whole() -> None:
    server = begun(phone=Put("1"))
    server.write("anna", {RETIRED: Put("doppia")}, kind=EntryKind.RETIRE)
    server.write("bice", {"phone": Put("2")})
    state = server.state()
    (found,) = waiting_fields(state)
    assert found == (EntryRef("bice", 1), "phone")
    assert waits_whole(state, found[0])
    assert value_standing(state, RETIRED) == "doppia"


def test_an_act_of_which_a_part_clashes_waits_whole() -> None:
    server = begun(state=Put("open"))
    server.write("anna", {"state": Put("shared")})
    server.write("bice", {"state": Put("closed"), "closed_on": Put("2026-10-19")}, kind=EntryKind.ACT)
    state = server.state()
    assert [field for _, field in waiting_fields(state)] == ["closed_on", "state"]
    assert all(waits_whole(state, ref) for ref, _ in waiting_fields(state))


@given(st.data())
def test_any_clash_of_plain_fields_is_closed_by_any_choice(data: st.DataObject) -> None:
    server = begun(phone=Put("0"))
    for number in range(data.draw(st.integers(1, 5))):
        desk = data.draw(st.sampled_from(["anna", "bice", "carla"]))
        server.read[desk] = data.draw(st.integers(server.read[desk], len(server.entries)))
        server.write(desk, {"phone": Put(str(data.draw(st.integers(0, number + 1))))})
    while list(waiting_fields(server.state())):
        left = sum(1 for _ in server.state().clashes())
        keep = data.draw(st.sampled_from([Keep.MINE, Keep.THEIRS]))
        state = server.state()
        wanted = list(waiting_fields(state))
        chosen = data.draw(st.integers(0, len(wanted) - 1))
        ref, field = wanted[chosen]
        value = value_waiting(state, ref, field=field) if keep is Keep.MINE else value_standing(state, field)
        after = settle(server, keep, kind=Kind.TEXT, desk="anna", which=chosen)
        assert after.values()["phone"] == value
        assert sum(1 for _ in after.clashes()) < left
