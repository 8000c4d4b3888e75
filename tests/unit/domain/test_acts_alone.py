# SPDX-License-Identifier: EUPL-1.2
"""What acts alone write: an entry that is no act, or an act of something else, changes no state and drops nothing."""

from dataclasses import replace
from typing import Any

import msgspec
import pytest

from tests.unit.domain.test_machines import ALL, ANNA, BICE, BORN, SEEN, act, entry_of
from welfaredesk.domain.catalogue import find_type
from welfaredesk.domain.entry import Entry, EntryKind, Operation, Put, PutText, RowChanges, SpliceText
from welfaredesk.domain.fold import RETIRED, RecordState, fold
from welfaredesk.domain.guarding import fits, guards_of, left_to_acts
from welfaredesk.domain.judging import NOT_OF_THE_ACT, refusal
from welfaredesk.domain.machines.care_path import CARE_PATH
from welfaredesk.domain.machines.project_path import APPROVE
from welfaredesk.domain.machines.referral_path import OPEN_CARE
from welfaredesk.domain.settling import waiting_fields
from welfaredesk.domain.statement import Role

OPERATORE = frozenset({Role.OPERATORE})
OUTSIDE = frozenset({Role.ESTERNO})
CARLA = {"id": "carla"}


def waiting(state: RecordState) -> set[str]:
    """Return the fields in which something waits."""
    return {field for _, field in waiting_fields(state)}


def settle(desk: str, k: int, seen: dict[str, int], *, roles: frozenset[Role] | None, **said: Any) -> Entry:
    """Return an entry that settles."""
    changes: dict[str, Operation] = {field: Put(value) for field, value in said.items()}
    return replace_roles(entry_of(desk, k, changes, seen=seen, kind=EntryKind.SETTLE), roles)


def replace_roles(entry: Entry, roles: frozenset[Role] | None) -> Entry:
    """Return an entry with the roles of its author."""
    return Entry(entry.header, entry.body, entry.seen, roles)


@pytest.mark.parametrize("kind", [EntryKind.SET, EntryKind.SETTLE, EntryKind.RETIRE])
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("status", "closed"),
        ("assignment", "accepted"),
        ("responsible_social_worker", CARLA),
        ("proposed_worker", CARLA),
        ("accepted_on", "2026-10-19"),
        ("case_manager", CARLA),
    ],
)
def test_what_acts_alone_write_waits_when_no_act_says_it(kind: EntryKind, field: str, value: object) -> None:
    wrong = entry_of(BICE, 1, {field: Put(value), "comune": Put("Bozzolo")}, seen=SEEN, kind=kind)
    state = fold([BORN, replace_roles(wrong, ALL)])
    assert state.values() == {"status": "in_care", "comune": "Bozzolo"}
    assert waiting(state) == {field}


@pytest.mark.parametrize(
    "change",
    [
        PutText("closed"),
        SpliceText([(0, 7, "closed")]),
        RowChanges({"x": {"a": 1}}),
        RowChanges({"x": None}),
        Put(None),
        Put([]),
    ],
)
def test_however_a_state_is_written_it_waits(change: Operation) -> None:
    wrong = entry_of(BICE, 1, {"status": change}, seen=SEEN)
    state = fold([BORN, wrong])
    assert state.values()["status"] == "in_care"
    assert waiting(state) == {"status"}


@pytest.mark.parametrize("name", ["status/x", "status/x/y"])
@pytest.mark.parametrize("kind", [EntryKind.SET, EntryKind.ACT])
def test_a_state_has_no_rows(name: str, kind: EntryKind) -> None:
    changes: dict[str, Operation] = {name: Put(True)}
    if kind is EntryKind.ACT:
        changes |= act("name-case-manager", case_manager=CARLA)
    state = fold([BORN, entry_of(BICE, 1, changes, seen=SEEN, kind=kind)])
    assert state.values() == {"status": "in_care", "comune": "Gussola"}


def test_a_save_that_says_the_state_as_it_stands_is_a_save_as_any() -> None:
    same = entry_of(BICE, 1, {"status": Put("in_care"), "notes": Put("x"), "accepted_on": Put("")}, seen=SEEN)
    state = fold([BORN, same])
    assert state.values()["notes"] == "x"
    assert waiting(state) == set()


def test_what_is_kept_once_said_may_be_filled_and_not_changed() -> None:
    first = entry_of(BICE, 1, {"number": Put("2026/AB-1")}, seen=SEEN)
    second = entry_of(ANNA, 2, {"number": Put("2026/AB-2"), "closed_on": Put("2026-10-19")}, seen={BICE: 1})
    state = fold([BORN, first, second])
    assert (state.values()["number"], state.values()["closed_on"]) == ("2026/AB-1", "2026-10-19")
    assert waiting(state) == {"number"}


def test_entries_of_rules_before_acts_fold_as_they_did() -> None:
    born = entry_of(ANNA, 1, {"status": Put("in_care")}, seen={}, rules=1)
    old = entry_of(BICE, 1, {"status": Put("closed"), "case_manager": Put(CARLA)}, seen=SEEN, rules=1)
    assert fold([born, old]).values() == {"status": "closed", "case_manager": CARLA}
    newer = entry_of(ANNA, 2, {"comune": Put("Gussola")}, seen={})
    assert fold([born, newer, old]).values()["status"] == "closed"


def test_nobody_gets_milder_rules_by_naming_older_ones() -> None:
    born = entry_of(ANNA, 1, {"status": Put("in_care")}, seen={}, rules=1)
    newer = entry_of(ANNA, 2, {"comune": Put("Gussola")}, seen={})
    closed: dict[str, Operation] = {"status": Put("closed")}
    for changes, kind in (
        (closed, EntryKind.SET),
        (closed, EntryKind.ACT),
        (act("close", status="closed"), EntryKind.ACT),
    ):
        late = entry_of(BICE, 1, changes, seen={ANNA: 2}, rules=1, kind=kind, roles=OUTSIDE)
        assert fold([born, newer, late]).values()["status"] == "in_care"
        assert fold([BORN, entry_of(BICE, 1, changes, seen={}, rules=1, kind=kind, roles=OUTSIDE)]).values() == (
            {"status": "in_care", "comune": "Gussola"}
        )


@pytest.mark.parametrize("type_name", ["person", "moon"])
def test_nobody_is_judged_as_if_he_wrote_in_another_type(type_name: str) -> None:
    for kind, changes in (
        (EntryKind.SET, {"status": Put("closed")}),
        (EntryKind.ACT, act("close", status="closed")),
    ):
        wrong = entry_of(BICE, 1, dict(changes), seen=SEEN, kind=kind, roles=OUTSIDE)
        forged = Entry(msgspec.structs.replace(wrong.header, type=type_name), wrong.body, wrong.seen, wrong.roles)
        state = fold([BORN, forged])
        assert state.values()["status"] == "in_care"
        assert waiting(state) == {"status"}


def test_what_a_newer_version_wrote_is_shown() -> None:
    newer = entry_of(BICE, 1, {"status": Put("handed_on")}, seen=SEEN, rules=99)
    state = fold([BORN, newer])
    assert (state.values()["status"], state.rules) == ("handed_on", 99)
    after = entry_of(ANNA, 2, {"assignment": Put("accepted")}, seen={BICE: 1})
    assert "assignment" not in fold([BORN, newer, after]).values()


UNLAWFUL = entry_of(
    BICE, 1, act("transfer", assignment="assigned", proposed_worker=CARLA), seen=SEEN, kind=EntryKind.ACT, roles=OUTSIDE
)


@pytest.mark.parametrize("roles", [ALL, None, OPERATORE, OUTSIDE])
def test_an_act_that_waits_is_let_stand_by_who_has_its_right(roles: frozenset[Role] | None) -> None:
    settling = settle("carla", 1, {ANNA: 1, BICE: 1}, roles=roles, assignment="assigned", proposed_worker=CARLA)
    state = fold([BORN, UNLAWFUL, settling])
    stands = roles in (ALL, None)
    assert ("assignment" in state.values()) is stands
    assert (waiting(state) == set()) is stands


def test_what_is_held_back_takes_no_waiting_act_out_of_sight() -> None:
    seen = {ANNA: 1, BICE: 1}
    wrong = entry_of("carla", 1, {"assignment": Put("accepted"), "proposed_worker": Put(CARLA)}, seen=seen)
    forged = settle("carla", 2, seen, roles=OUTSIDE, assignment="assigned", proposed_worker=CARLA)
    state = fold([BORN, UNLAWFUL, wrong, forged])
    assert [ref for ref, field in waiting_fields(state) if field == "assignment"] == [UNLAWFUL.ref, forged.ref]
    lawful = settle("dina", 1, seen, roles=ALL, assignment="assigned", proposed_worker=CARLA)
    assert fold([BORN, UNLAWFUL, wrong, forged, lawful]).values()["assignment"] == "assigned"


def test_nothing_stands_by_settling_that_no_act_brought() -> None:
    wrong = entry_of(BICE, 1, {"status": Put("closed")}, seen=SEEN)
    seen = {ANNA: 1, BICE: 1}
    mine = settle("carla", 1, seen, roles=ALL, status="closed")
    assert fold([BORN, wrong, mine]).values()["status"] == "in_care"
    theirs = settle("carla", 1, seen, roles=OUTSIDE, status="in_care")
    assert waiting(fold([BORN, wrong, theirs])) == set()
    unseen = settle("carla", 1, SEEN, roles=ALL, assignment="assigned")
    assert "assignment" not in fold([BORN, UNLAWFUL, unseen]).values()
    other = settle("carla", 1, seen, roles=ALL, assignment="accepted")
    assert "assignment" not in fold([BORN, UNLAWFUL, other]).values()


@pytest.mark.parametrize(
    "changes",
    [
        act("moon", status="closed"),
        act("suspend", status="closed"),
        act("suspend", status="suspended", assignment="accepted"),
        act("suspend", status="suspended", responsible_social_worker=CARLA),
    ],
)
def test_what_is_not_the_acts_own_needs_the_rights_of_all(changes: dict[str, Operation]) -> None:
    wrong = entry_of(BICE, 1, changes, seen=SEEN, kind=EntryKind.ACT, roles=OPERATORE)
    assert refusal(wrong, fold([BORN])) is not None
    said = {name: change.value for name, change in changes.items() if name != "_act" and isinstance(change, Put)}
    seen = {ANNA: 1, BICE: 1}
    alone = fold([BORN, wrong, settle("dina", 1, seen, roles=OPERATORE, **said)])
    assert waiting(alone) != set()
    whole = fold([BORN, wrong, settle("dina", 1, seen, roles=ALL, **said)])
    assert {name: whole.values().get(name) for name in said} == said


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        (act("accept", assignment="accepted", responsible_social_worker=CARLA), NOT_OF_THE_ACT),
        (act("accept", assignment="accepted", responsible_social_worker={"id": []}), NOT_OF_THE_ACT),
        (act("accept", assignment="accepted", responsible_social_worker="carla"), NOT_OF_THE_ACT),
        (act("accept", assignment="accepted", status="closed"), NOT_OF_THE_ACT),
        (act("accept", assignment="accepted", responsible_social_worker={"id": BICE}), None),
        (act("accept", assignment="accepted", proposed_worker=CARLA), NOT_OF_THE_ACT),
        (act("name-case-manager", case_manager=CARLA) | {"status": PutText("closed")}, NOT_OF_THE_ACT),
        (act("accept", assignment="accepted", number="2026/AB-3", comune="Bozzolo"), None),
    ],
)
def test_an_act_writes_only_its_own(changes: dict[str, Operation], told: str | None) -> None:
    done = entry_of(BICE, 1, changes, seen=SEEN, kind=EntryKind.ACT, roles=ALL)
    assert refusal(done, fold([BORN])) == told
    assert (waiting(fold([BORN, done])) == set()) is (told is None)


def test_a_code_that_an_act_sets_is_that_code() -> None:
    assert fits(OPEN_CARE, "outcome", value="care_episode", values={}, actor=BICE)
    assert not fits(OPEN_CARE, "outcome", value="guidance", values={}, actor=BICE)


def test_the_fields_left_to_acts_are_said_of_a_record_that_is_there() -> None:
    type_ = find_type("care_episode")
    assert type_ is not None
    names = ["comune", "status", "number", "closed_on"]
    assert left_to_acts(type_, names, standing={"number": "2026/AB-1"}) == ["status", "number"]
    assert guards_of("person", 1) == {}
    assert guards_of("moon", 1) == {}
    with pytest.raises(TypeError, match="guards moon"):
        replace(type_, machines=(replace(CARE_PATH, guards=frozenset({"moon"})),))


def test_hiding_a_record_stays_no_act() -> None:
    hidden = entry_of(BICE, 1, {RETIRED: Put("doppia")}, seen=SEEN, kind=EntryKind.RETIRE)
    assert fold([BORN, hidden]).retired == "doppia"


def counts_on(standing: Any, value: Any) -> bool:
    """Tell whether an approval may write a version where one stands."""
    return fits(APPROVE, "version", value=value, values={"version": standing}, actor=ANNA)


# Of two who did not see each other the second says the same number, and waits for another reason.
@pytest.mark.parametrize(("standing", "value"), [(None, 1), (2, 3), (2, 2), ("x", 1)])
def test_a_number_that_an_act_counts_goes_on_from_the_one_that_stands(standing: Any, value: Any) -> None:
    assert counts_on(standing, value)


@pytest.mark.parametrize(("standing", "value"), [(None, 2), (2, 4), (2, 0), (2, -1), (2, True), (2, "3"), (2, None)])
def test_a_number_that_an_act_counts_leaps_nowhere(standing: Any, value: Any) -> None:
    assert not counts_on(standing, value)


def of_a_plan(desk: str, k: int, changes: dict[str, Operation], *, kind: EntryKind = EntryKind.SET) -> Entry:
    """Return an entry of a plan whose writer had seen the first one."""
    made = entry_of(desk, k, changes, seen=SEEN if k > 1 or desk != ANNA else {}, kind=kind)
    return Entry(msgspec.structs.replace(made.header, type="project"), made.body, made.seen, made.roles)


SENT = of_a_plan(ANNA, 1, {"state": Put("to_approve")})
BACK = act("send-back", state="draft", submitted_on="")


@pytest.mark.parametrize("change", [PutText("Rifatto"), SpliceText([(0, 0, "Rifatto")]), Put("Rifatto")])
def test_the_comment_of_a_sending_back_is_written_by_the_act_alone(change: Operation) -> None:
    back = of_a_plan(BICE, 1, BACK | {"send_back_reason": PutText("Manca la casa")}, kind=EntryKind.ACT)
    assert refusal(back, fold([SENT])) is None
    stands = fold([SENT, back])
    assert stands.values()["send_back_reason"] == "Manca la casa"
    later = of_a_plan(BICE, 2, {"send_back_reason": change, "needs": PutText("Una casa")})
    state = fold([SENT, back, later])
    assert (state.values()["send_back_reason"], state.values()["needs"]) == ("Manca la casa", "Una casa")
    assert waiting(state) == {"send_back_reason"}


@pytest.mark.parametrize(
    "more",
    [
        {"send_back_reason": SpliceText([(0, 0, "Manca")])},
        {"approval_note": PutText("Va bene")},
        {"submitted_on": PutText("")},
        {"state": PutText("draft")},
    ],
)
def test_an_act_writes_a_text_of_its_own_whole_and_no_other(more: dict[str, Operation]) -> None:
    wrong = of_a_plan(BICE, 1, BACK | more, kind=EntryKind.ACT)
    assert refusal(wrong, fold([SENT])) is not None
