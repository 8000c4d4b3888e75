# SPDX-License-Identifier: EUPL-1.2
"""Sealing in the fold: closed minutes are changed by no save, seen or not; settling only closes questions."""

from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from tests.unit.domain.desks import judged_entry
from welfaredesk.domain.catalogue import find_type
from welfaredesk.domain.entry import ACT, EntryKind, Operation, Put, PutText, RowChanges
from welfaredesk.domain.fold import fold
from welfaredesk.domain.frozen import copy_hash, differing, hash_words
from welfaredesk.domain.machines.minutes_path import MINUTES_PATH
from welfaredesk.domain.sealing import sealed_for
from welfaredesk.domain.settling import waiting_fields, waits_whole
from welfaredesk.domain.staff_members import member_name, member_problems, operator_of

ANNA, BICE = "anna", "bice"
ROW = "0" * 26
entry_of = partial(judged_entry, rules=2, kind=EntryKind.SET)


BORN = entry_of(ANNA, 1, {"state": Put("confirmed"), "health": PutText("Sta meglio")}, seen={})
CLOSING: dict[str, Operation] = {
    "state": Put("closed"),
    "closing": Put("all_answered"),
    "closed_on": Put("2026-10-26"),
    ACT: Put({"name": "close"}),
}
CLOSED = entry_of(ANNA, 2, CLOSING, seen={ANNA: 1}, kind=EntryKind.ACT)
WORDS: dict[str, Operation] = {"family": PutText("La nonna"), "decisions": RowChanges({ROW: {"what": "Altro"}})}


@pytest.mark.parametrize("seen", [1, 2], ids=["unseen", "seen"])
def test_a_save_on_closed_minutes_waits_whole_and_settling_it_changes_nothing(seen: int) -> None:
    late = entry_of(BICE, 1, WORDS, seen={ANNA: seen})
    state = fold([BORN, CLOSED, late])
    closed = fold([BORN, CLOSED]).values()
    assert state.values() == closed
    assert {name for _, name in waiting_fields(state)} == {"family", "decisions"}
    assert waits_whole(state, late.ref)
    settled = entry_of(BICE, 2, WORDS, seen={ANNA: 2, BICE: 1}, kind=EntryKind.SETTLE)
    state = fold([BORN, CLOSED, late, settled])
    assert state.values() == closed
    assert list(waiting_fields(state)) == []


def test_a_settlement_that_had_not_seen_what_waits_leaves_the_question_open() -> None:
    late = entry_of(BICE, 1, WORDS, seen={ANNA: 1})
    settled = entry_of("carla", 1, {"family": Put(None)}, seen={ANNA: 2}, kind=EntryKind.SETTLE)
    state = fold([BORN, CLOSED, late, settled])
    assert {name for _, name in waiting_fields(state)} == {"family", "decisions"}


def test_what_says_again_what_stands_and_what_came_before_the_closing_stand() -> None:
    same = entry_of(BICE, 1, {"health": PutText("Sta meglio")}, seen={ANNA: 2})
    assert list(waiting_fields(fold([BORN, CLOSED, same]))) == []
    before = entry_of(BICE, 1, WORDS, seen={ANNA: 1})
    assert fold([BORN, before, CLOSED]).values()["family"] == "La nonna"


def test_a_seal_that_is_no_end_is_no_declaration() -> None:
    with pytest.raises(TypeError, match="an end is no state"):
        replace(MINUTES_PATH, seals=frozenset({"shared"}))


def test_a_type_says_whether_its_record_is_sealed() -> None:
    type_ = find_type("minutes")
    assert type_ is not None
    assert sealed_for(type_, {"state": "closed"}).startswith("il verbale è chiuso")
    assert sealed_for(type_, {"state": "confirmed"}) == sealed_for(type_, {}) == ""


def test_the_hash_of_a_copy_depends_on_what_it_says_and_not_on_the_order() -> None:
    copy: dict[str, Any] = {"a": "è", "rows": [{"_row": "1", "b": 2}]}
    assert copy_hash(copy) == copy_hash(dict(reversed(copy.items())))
    assert copy_hash(copy) != copy_hash(copy | {"a": "e"})
    assert copy_hash({}) == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
    assert hash_words(copy_hash({})) == "4413 6FA3 55B3 678A"
    assert differing(copy, {"a": "è", "c": 1}, fields=("a", "c", "d")) == ["c"]
    assert differing({"a": ""}, {"a": None}, fields=("a",)) == []


@pytest.mark.parametrize(
    "rows",
    [
        [{"name": "Neri, Ada", "body": "Scuola"}, {"name": "neri  ada", "body": "scuola "}],
        [{"operator": {"id": "1"}, "name": "A"}, {"operator": {"id": "1"}, "name": "B"}],
        [{"presence": "present"}],
    ],
)
def test_a_member_named_twice_or_not_at_all_is_stopped(rows: list[dict[str, Any]]) -> None:
    assert [problem.field for problem in member_problems({"members": rows}, "members")] == ["members"]


@pytest.mark.parametrize(
    "rows",
    [
        [{"name": "Neri, Ada", "body": "Scuola"}, {"name": "Neri, Ada", "body": "ASST"}],
        [{"operator": {"id": "1"}, "name": "A"}, {"operator": {"id": "2"}, "name": "A"}],
        [{"role": "school"}, {"role": "school"}, {"body": "ASST"}],
    ],
)
def test_those_who_may_be_two_are_two(rows: list[dict[str, Any]]) -> None:
    assert list(member_problems({"members": rows}, "members")) == []


def test_a_member_is_called_by_the_name_else_the_desk_else_the_body() -> None:
    operator = {"id": "1", "title": "Bianchi, Lucia"}
    assert member_name({"name": "Ada", "operator": operator}) == "Ada"
    assert member_name({"operator": operator, "body": "ASST"}) == "Bianchi, Lucia"
    assert member_name({"body": "ASST", "role": "npi"}) == "ASST"
    assert (operator_of({"operator": operator}), operator_of({}), operator_of({"operator": "x"})) == ("1", "", "")
