# SPDX-License-Identifier: EUPL-1.2
"""Copies: entries of whoever copies that say whose words they bring, and what such an entry may not do."""

from typing import Any

import msgspec
import pytest

from tests.unit.domain.test_acts_alone import OPERATORE, replace_roles, waiting
from tests.unit.domain.test_machines import ANNA, BICE, act, entry_of
from welfaredesk.domain.entry import COPIED, Body, Entry, EntryKind, Operation, Original, Put
from welfaredesk.domain.fold import fold

MARK: dict[str, Operation] = {COPIED: Put({"operator": ANNA, "utc_ms": 5, "offset": 60, "desk": ANNA, "k": 2})}
NAMED = act("name-case-manager", case_manager={"id": ANNA})
CARLA = "carla"


def copy(k: int, changes: dict[str, Operation], *, kind: EntryKind = EntryKind.SET, by: str = BICE) -> Entry:
    """Return an entry by which an operator who may name nobody copies words of Anna."""
    return replace_roles(entry_of(by, k, changes | MARK, seen={}, kind=kind), OPERATORE)


def old_copy(k: int, changes: dict[str, Operation], *, kind: EntryKind = EntryKind.SET) -> Entry:
    """Return the same as an older program wrote it: Anna stands in the header, the desk is that of Bice."""
    plain = replace_roles(entry_of(BICE, k, changes, seen={}, kind=kind), OPERATORE)
    return msgspec.structs.replace(plain, header=msgspec.structs.replace(plain.header, operator=ANNA), signer=BICE)


BEGUN = {"status": Put("in_care"), "comune": Put("Gussola")}


def test_a_copy_says_who_wrote_it_and_whose_words_it_brings() -> None:
    made = copy(1, dict(BEGUN))
    assert (made.operator, made.original) == (BICE, Original(ANNA, 5, 60, ANNA, 2))
    older = old_copy(1, dict(BEGUN))
    assert (older.operator, older.original) == (BICE, Original(ANNA, 0, 0))
    assert entry_of(BICE, 1, dict(BEGUN), seen={}).original is None
    assert COPIED not in fold([made]).cells


@pytest.mark.parametrize(
    "said", [None, {}, {"operator": ANNA}, {"operator": 1, "utc_ms": 5, "offset": 0}, [ANNA, 5, 60]]
)
@pytest.mark.parametrize("odd", [{}, {"utc_ms": 2**62}, {"utc_ms": -1}, {"offset": 1440}])
def test_a_mark_that_is_none_makes_no_copy(said: Any, odd: dict[str, int]) -> None:
    whole = {"operator": ANNA, "utc_ms": 5, "offset": 60} | odd if odd else said
    entry = entry_of(BICE, 1, {COPIED: Put(whole), **BEGUN}, seen={})
    assert (entry.original, entry.operator) == (None, BICE)
    assert fold([entry]).values() == {"status": "in_care", "comune": "Gussola"}


@pytest.mark.parametrize("one", [copy, old_copy])
def test_states_and_acts_of_others_stand_in_a_copy_that_one_operator_makes(one: Any) -> None:
    entries = [
        one(1, {"comune": Put("Gussola")}),
        one(2, {"status": Put("in_care")}),
        one(3, dict(NAMED), kind=EntryKind.ACT),
    ]
    state = fold(entries)
    assert state.values() == {"status": "in_care", "comune": "Gussola", "case_manager": {"id": ANNA}}
    assert waiting(state) == set()


@pytest.mark.parametrize("one", [copy, old_copy])
def test_once_somebody_else_wrote_a_copy_is_judged_by_who_copies(one: Any) -> None:
    begun = [one(1, dict(BEGUN)), entry_of(ANNA, 1, {"comune": Put("Bozzolo")}, seen={BICE: 1})]
    state = fold([*begun, one(2, dict(NAMED), kind=EntryKind.ACT), one(3, {"status": Put("closed")})])
    assert state.values() == {"status": "in_care", "comune": "Bozzolo"}
    assert waiting(state) == {"case_manager", "status"}


def test_nobody_goes_on_with_a_copy_of_another_nor_without_the_mark() -> None:
    begun = copy(1, dict(BEGUN))
    other = fold([begun, copy(1, dict(NAMED), kind=EntryKind.ACT, by=CARLA)])
    bare = entry_of(BICE, 2, dict(NAMED), seen={}, kind=EntryKind.ACT)
    assert waiting(other) == waiting(fold([begun, replace_roles(bare, OPERATORE)])) == {"case_manager"}


def test_a_copy_goes_beside_what_a_reserved_circle_keeps_for_itself() -> None:
    def of_referral(entry: Entry) -> Entry:
        return msgspec.structs.replace(entry, header=msgspec.structs.replace(entry.header, type="referral"))

    taken = act("accept", state="accepted", accepted_on="2026-10-19", assignee={"id": ANNA})
    parts = [copy(1, {"subject": Put("Un minore")}), copy(2, taken, kind=EntryKind.ACT)]
    beside = entry_of(ANNA, 1, {"referrer": Put("La scuola")}, seen={})
    ordinary = entry_of(ANNA, 1, {"subject": Put("Un minore")}, seen={})
    empty = msgspec.structs.replace(beside, body=Body(b"", {}))
    assert waiting(fold(map(of_referral, [beside, *parts]))) == set()
    assert waiting(fold(map(of_referral, [ordinary, *parts])))
    assert waiting(fold(map(of_referral, [empty, *parts])))


def test_an_older_copy_is_judged_by_the_operator_of_its_desk_and_is_no_second_name_of_what_it_copies() -> None:
    def of_referral(entry: Entry) -> Entry:
        return msgspec.structs.replace(entry, header=msgspec.structs.replace(entry.header, type="referral"))

    born = entry_of(ANNA, 1, {"state": Put("assigned"), "assignee": Put({"id": ANNA})}, seen={})
    taken = act("accept", state="accepted", accepted_on="2026-10-19", assignee={"id": ANNA})
    entries = [born, msgspec.structs.replace(old_copy(1, taken, kind=EntryKind.ACT), seen={ANNA: 1})]
    assert fold(map(of_referral, entries)).values()["state"] == "assigned"
    again = msgspec.structs.replace(born, header=msgspec.structs.replace(born.header, desk=BICE), signer=BICE)
    assert fold([born, again]).order == [born.ref, again.ref]
