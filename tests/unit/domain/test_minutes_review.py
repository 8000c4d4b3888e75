# SPDX-License-Identifier: EUPL-1.2
"""The review of minutes in the fold: it goes on when they are closed, changes nothing else, and old rules know none."""

from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from tests.unit.domain.desks import judged_entry
from welfaredesk.domain.entry import ACT, Entry, EntryKind, Operation, Put, PutText, RowChanges
from welfaredesk.domain.fold import RecordState, fold
from welfaredesk.domain.judging import Actor, judged, machines_of, named, refusal
from welfaredesk.domain.machine import Go, No
from welfaredesk.domain.machines.minutes_path import MINUTES_PATH
from welfaredesk.domain.machines.minutes_review import APPROVE, MINUTES_REVIEW
from welfaredesk.domain.settling import waiting_fields
from welfaredesk.domain.statement import Role

ANNA, BICE, CARLA = "anna", "bice", "carla"
ALL = frozenset(Role)
ROW = "0" * 26
entry_of = partial(judged_entry, rules=3)


def act(name: str, **said: Any) -> dict[str, Operation]:
    """Return the changes of an act."""
    return {**{field: Put(value) for field, value in said.items()}, ACT: Put({"name": name})}


def approval(who: str, **said: Any) -> dict[str, Operation]:
    """Return the changes of an approval."""
    return act("approve", review="approved", approved_by={"id": who}, approved_on="2026-10-26", **said)


def waiting(state: RecordState) -> set[str]:
    """Return the fields in which something waits."""
    return {field for _, field in waiting_fields(state)}


TEXT: dict[str, Operation] = {"state": Put("confirmed"), "health": PutText("Sta meglio")}
BORN = entry_of(ANNA, 1, TEXT, seen={}, kind=EntryKind.SET)
CLOSED = entry_of(ANNA, 2, act("close", state="closed", closing="all_answered", closed_on="2026-10-26"), seen={ANNA: 1})


@pytest.mark.parametrize("seen", [1, 2], ids=["unseen", "seen"])
def test_closed_minutes_are_approved_and_nothing_else_in_them_changes(seen: int) -> None:
    approved = entry_of(BICE, 1, approval(BICE), seen={ANNA: seen})
    state = fold([BORN, CLOSED, approved])
    before = fold([BORN, CLOSED]).values()
    assert state.values() == before | {"review": "approved", "approved_by": {"id": BICE}, "approved_on": "2026-10-26"}
    assert waiting(state) == set()


@pytest.mark.parametrize(
    "more",
    [
        {"health": PutText("Sta peggio")},
        {"decisions": RowChanges({ROW: {"what": "Altro"}})},
        {"state": Put("draft")},
        {"send_back_reason": PutText("Non è suo")},
    ],
    ids=["text", "row", "state", "another act's field"],
)
@pytest.mark.parametrize("some", [[BORN], [BORN, CLOSED]], ids=["open", "closed"])
def test_an_approval_that_writes_anything_else_waits_whole(more: dict[str, Operation], some: list[Entry]) -> None:
    wrong = entry_of(BICE, 1, approval(BICE) | more, seen={ANNA: len(some)})
    state = fold([*some, wrong])
    assert state.values() == fold(some).values()
    assert waiting(state) == {"review", "approved_by", "approved_on", *more}


@pytest.mark.parametrize("kind", [EntryKind.SET, EntryKind.SETTLE])
def test_no_save_approves_closed_or_open(kind: EntryKind) -> None:
    for some in ([BORN], [BORN, CLOSED]):
        wrong = entry_of(BICE, 1, {"review": Put("approved")}, seen={ANNA: len(some)}, kind=kind)
        state = fold([*some, wrong])
        assert "review" not in state.values()
        # To settle on what is sealed only closes a question.
        assert waiting(state) == (set() if len(some) > 1 and kind is EntryKind.SETTLE else {"review"})


def test_who_approved_is_whoever_acts() -> None:
    wrong = entry_of(BICE, 1, approval(CARLA), seen={ANNA: 1})
    assert refusal(wrong, fold([BORN])) is not None
    again = entry_of(CARLA, 1, approval(CARLA), seen={ANNA: 1, BICE: 1})
    state = fold([BORN, entry_of(BICE, 1, approval(BICE), seen={ANNA: 1}), again])
    assert state.values()["approved_by"] == {"id": CARLA}


def test_of_an_approval_and_a_sending_back_the_first_stands_and_the_other_can_be_decided_when_closed() -> None:
    approved = entry_of(BICE, 1, approval(BICE), seen={ANNA: 2})
    said = act("send-back", review="sent_back", sent_back_by={"id": CARLA}, sent_back_on="2026-10-26")
    back = entry_of(CARLA, 1, said | {"send_back_reason": PutText("Mancano le ore")}, seen={ANNA: 2})
    state = fold([BORN, CLOSED, approved, back])
    assert state.values()["review"] == "approved"
    assert waiting(state) == {"review", "sent_back_by", "sent_back_on", "send_back_reason"}
    chosen = {name: change for name, change in back.body.changes.items() if name != ACT}
    settled = entry_of(BICE, 2, chosen, seen={ANNA: 2, BICE: 1, CARLA: 1}, kind=EntryKind.SETTLE)
    state = fold([BORN, CLOSED, approved, back, settled])
    assert waiting(state) == set()
    assert (state.values()["review"], state.values()["send_back_reason"]) == ("sent_back", "Mancano le ore")
    # With a word of the text in it the same settling closes the question and writes nothing.
    mixed = entry_of(
        BICE, 2, chosen | {"health": PutText("No")}, seen={ANNA: 2, BICE: 1, CARLA: 1}, kind=EntryKind.SETTLE
    )
    state = fold([BORN, CLOSED, approved, back, mixed])
    assert (state.values()["review"], state.values()["health"]) == ("approved", "Sta meglio")


def test_a_settling_lets_nothing_stand_beyond_the_end_that_no_act_brought() -> None:
    noted = entry_of(BICE, 1, approval(BICE) | {"approval_note": PutText("Va bene")}, seen={ANNA: 2})
    for said in ({"approval_note": PutText("Non va bene")}, {"send_back_reason": PutText("Da rifare")}):
        settled = entry_of(CARLA, 1, dict(said), seen={ANNA: 2, BICE: 1}, kind=EntryKind.SETTLE)
        assert fold([BORN, CLOSED, noted, settled]).values() == fold([BORN, CLOSED, noted]).values()


def test_by_the_rules_of_before_there_is_no_review() -> None:
    assert machines_of("minutes", 2) == (MINUTES_PATH,)
    born = entry_of(ANNA, 1, TEXT, seen={}, kind=EntryKind.SET, rules=2)
    closed = entry_of(ANNA, 2, CLOSED.body.changes, seen={ANNA: 1}, rules=2)
    old = entry_of(BICE, 1, approval(BICE), seen={ANNA: 2}, rules=2)
    state = fold([born, closed, old])
    assert state.values() == fold([born, closed]).values()
    assert waiting(state) == {"review", "approved_by", "approved_on"}
    # Minutes that were closed by those rules are approved by the new ones.
    new = entry_of(BICE, 1, approval(BICE), seen={ANNA: 2})
    assert fold([born, closed, new]).values()["review"] == "approved"


def test_what_is_closed_moves_by_the_review_alone() -> None:
    machines = machines_of("minutes", 3)
    for name in ("approve", "send-back", "share", "revise", "close", "to-tasks"):
        move = named(machines, name)
        assert move is not None
        answer = judged(machines, move, values={"state": "closed"}, actor=Actor(ANNA, ALL))
        assert isinstance(answer, Go if name in {"approve", "send-back", "to-tasks"} else No)
    outside = judged(machines, _move("approve"), values={}, actor=Actor(ANNA, frozenset({Role.ESTERNO})))
    assert isinstance(outside, No)


def _move(name: str) -> Any:
    return named(machines_of("minutes", 3), name)


def test_a_machine_that_goes_on_beyond_the_end_has_none() -> None:
    with pytest.raises(TypeError, match="has no end"):
        replace(MINUTES_REVIEW, ends=frozenset({"approved"}), ended="Finita")
    assert APPROVE.freezes
