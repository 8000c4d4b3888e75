# SPDX-License-Identifier: EUPL-1.2
"""State machines: every state and action has an answer, and the fold judges acts as the tables say."""

from dataclasses import replace
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from welfaredesk.desk.resources import code_lists
from welfaredesk.domain.access import WHO, Deed, may
from welfaredesk.domain.catalogue import CATALOGUE, find_type
from welfaredesk.domain.entry import ACT, Body, Entry, EntryKind, Header, Operation, Put
from welfaredesk.domain.fold import RecordState, fold
from welfaredesk.domain.judging import Actor, act_named, frozen_in, judged, machines_of, moves, named, refusal
from welfaredesk.domain.machine import STRANGE_STATE, Action, Go, Machine, No, pairs
from welfaredesk.domain.machines.care_path import CARE_PATH, CLOSE, ENDED
from welfaredesk.domain.machines.referral_path import REFERRAL_PATH
from welfaredesk.domain.record import RecordType
from welfaredesk.domain.settling import waiting_fields, waits_whole
from welfaredesk.domain.statement import Role

MACHINES = [(type_, machine) for type_ in CATALOGUE for machine in type_.machines]
PAIRS = [
    pytest.param(machine, state, action, id=f"{type_.name}.{machine.field}-{state}-{action.name}")
    for type_, machine in MACHINES
    for state, action in pairs(machine)
]
EACH = pytest.mark.parametrize(
    ("type_", "machine"), MACHINES, ids=[f"{type_.name}.{machine.field}" for type_, machine in MACHINES]
)
ALL = frozenset(Role)
ANNA, BICE = "anna", "bice"


@pytest.mark.parametrize(("machine", "state", "action"), PAIRS)
def test_every_state_answers_every_action(machine: Machine, state: str, action: Action) -> None:
    answer = machine.answer(action, state)
    if isinstance(answer, Go):
        assert answer.to in machine.states
    else:
        assert answer.why[0].isupper()
        assert not answer.why.endswith(".")


@EACH
def test_a_state_that_nobody_knows_is_refused_by_every_action(type_: RecordType, machine: Machine) -> None:
    assert all(machine.answer(action, "moon") == No(STRANGE_STATE) for action in machine.actions)


@EACH
def test_every_state_is_reached_and_left(type_: RecordType, machine: Machine) -> None:
    start = machine.state_of({})
    assert start in machine.states
    reached = {start, *(to for action in machine.actions for to in action.moves.values())}
    first = {"referred"} if type_.name == "care_episode" and machine.field == "status" else set()
    assert reached | first | {"in_assessment"} >= set(machine.states)
    final = {"in_care"} if type_.name == "referral" else set()
    left = {state for action in machine.actions for state in action.moves}
    assert left | final >= set(machine.states)


@EACH
def test_actions_have_names_of_their_own_words_and_a_right(type_: RecordType, machine: Machine) -> None:
    names = [move.action.name for move in moves(type_.machines)]
    assert len(set(names)) == len(names)
    for action in machine.actions:
        assert action.deed in WHO
        assert any(may((role,), action.deed, table=machine.table) for role in Role)
        assert len(action.key) == 1
        for ask in action.asks:
            assert not type_.field(ask.field).retired
    for state in machine.states:
        offered = [action.key for action in machine.actions if state in action.moves]
        assert len(set(offered)) == len(offered)


@EACH
def test_the_codes_of_the_field_are_the_states(type_: RecordType, machine: Machine) -> None:
    codes = code_lists()[type_.field(machine.field).codes or ""]
    assert [one.code for one in codes] == list(machine.states)


@pytest.mark.parametrize(
    ("values", "state"),
    [
        ({}, "received"),
        ({"answered_on": "2026-10-13", "outcome": "guidance"}, "concluded"),
        ({"answered_on": "2026-10-13", "outcome": "care_episode"}, "in_care"),
        ({"outcome": "in_assessment"}, "accepted"),
        ({"outcome": "care_episode", "state": "received"}, "received"),
    ],
)
def test_what_says_no_state_has_the_one_that_its_answer_tells(values: dict[str, Any], state: str) -> None:
    assert REFERRAL_PATH.state_of(values) == state


def test_a_machine_that_does_not_know_better_begins_nowhere() -> None:
    machine = Machine(field="status", states=("a",), actions=())
    assert machine.state_of({}) == ""


def test_a_table_with_a_hole_is_no_declaration() -> None:
    with pytest.raises(TypeError, match="does not answer"):
        Machine(field="status", states=("a", "b"), actions=(replace(CLOSE, moves={"a": "b"}, refusals={}),))
    with pytest.raises(TypeError, match="has no reason"):
        Machine(field="status", states=("a",), actions=(), ends=frozenset({"a"}))
    type_ = find_type("care_episode")
    assert type_ is not None
    with pytest.raises(TypeError, match="which is no field"):
        replace(type_, machines=(replace(CARE_PATH, field="moon"),))


@pytest.mark.parametrize("role", list(Role))
def test_only_whoever_assigns_assigns(role: Role) -> None:
    machines = machines_of("care_episode", 2)
    move = named(machines, "assign")
    assert move is not None
    answer = judged(machines, move, values={}, actor=Actor(ANNA, (role,)))
    allowed = role in {Role.COORDINATORE, Role.RESPONSABILE}
    assert answer == (Go("assigned") if allowed else No(WHO[Deed.ASSIGN_CASES]))


def test_only_the_one_named_accepts_and_anybody_when_nobody_is() -> None:
    machines = machines_of("care_episode", 2)
    move = named(machines, "accept")
    assert move is not None
    given = {"assignment": "assigned", "proposed_worker": {"id": BICE}}
    assert isinstance(judged(machines, move, values=given, actor=Actor(ANNA, ALL)), No)
    assert judged(machines, move, values=given, actor=Actor(BICE, ALL)) == Go("accepted")
    assert judged(machines, move, values={}, actor=Actor(ANNA, ALL)) == Go("accepted")


def test_a_closed_record_moves_only_by_the_machine_that_closed_it() -> None:
    machines = machines_of("care_episode", 2)
    values = {"status": "closed", "assignment": "assigned"}
    answers = {
        move.action.name: judged(machines, move, values=values, actor=Actor(ANNA, ALL)) for move in moves(machines)
    }
    assert {name for name, answer in answers.items() if isinstance(answer, Go)} == {"reopen"}
    assert answers["accept"] == No(ENDED)


def test_entries_of_older_rules_are_judged_as_then() -> None:
    assert machines_of("care_episode", 1) == ()
    assert machines_of("person", 9) == ()
    old = replace(CARE_PATH, since=2, until=3)
    assert [old.judges(rules) for rules in (1, 2, 3)] == [False, True, False]


def entry_of(
    desk: str,
    k: int,
    changes: dict[str, Operation],
    *,
    seen: dict[str, int],
    kind: EntryKind = EntryKind.SET,
    rules: int = 2,
    roles: frozenset[Role] | None = ALL,
) -> Entry:
    """Return an entry of a presa in carico."""
    header = Header(
        *(1, desk, k, k, f"{desk}/{k}", "folder", "record", "care_episode", rules, kind, seen, desk, 0, 0, b"")
    )
    return Entry(header, Body(b"", changes), seen, roles if kind is EntryKind.ACT else None)


def act(name: str, **said: Any) -> dict[str, Operation]:
    """Return the changes of an act."""
    return {**{field: Put(value) for field, value in said.items()}, ACT: Put({"name": name})}


BORN = entry_of(ANNA, 1, {"status": Put("in_care"), "comune": Put("Gussola")}, seen={})
SEEN = {ANNA: 1}


def values_after(*entries: Entry) -> dict[str, Any]:
    return fold([BORN, *entries]).values()


def test_an_act_stands_and_leaves_no_field_of_its_own() -> None:
    closing = entry_of(BICE, 1, act("close", status="closed", closed_on="2026-10-19"), seen=SEEN, kind=EntryKind.ACT)
    assert values_after(closing) == {"status": "closed", "comune": "Gussola", "closed_on": "2026-10-19"}
    assert ACT not in fold([BORN, closing]).cells


@pytest.mark.parametrize("odd", [[], {}, ["closed"], {"closed": 1}, 1, True, 1.5])
@pytest.mark.parametrize("kind", [EntryKind.SET, EntryKind.ACT])
def test_a_state_that_is_no_word_stops_no_fold(odd: object, kind: EntryKind) -> None:
    wrong = entry_of(BICE, 1, {"status": Put(odd), "comune": Put("Gussola")}, seen={})
    changes = {"comune": Put("Bozzolo")} | (act("close", status="closed") if kind is EntryKind.ACT else {})
    state = fold([wrong, entry_of(ANNA, 1, changes, seen={BICE: 1}, kind=kind)])
    # What is empty says no state: then the act finds the one that a record begins in.
    stands = kind is EntryKind.SET or not odd
    assert state.values()["comune"] == ("Bozzolo" if stands else "Gussola")


@pytest.mark.parametrize(
    ("changes", "roles"),
    [
        (act("reopen", status="reopened"), ALL),
        (act("close", status="suspended"), ALL),
        (act("close"), ALL),
        (act("moon", status="closed"), ALL),
        ({"status": Put("closed")}, ALL),
        ({"status": Put("closed"), ACT: Put("close")}, ALL),
        (act("close", status="closed"), frozenset({Role.ESTERNO})),
        (act("name-case-manager", case_manager={"id": BICE}), frozenset({Role.OPERATORE})),
    ],
)
def test_an_act_that_may_not_be_done_waits_whole(changes: dict[str, Operation], roles: frozenset[Role]) -> None:
    wrong = entry_of(BICE, 1, changes, seen=SEEN, kind=EntryKind.ACT, roles=roles)
    state = fold([BORN, wrong])
    assert state.values() == {"status": "in_care", "comune": "Gussola"}
    waiting = {field for ref, field in waiting_fields(state) if ref == wrong.ref}
    assert waiting == {name for name in changes if name != ACT}
    assert refusal(wrong, fold([BORN])) is not None
    assert waits_whole(state, wrong.ref)


def test_an_act_of_older_rules_or_of_somebody_the_roster_does_not_know_is_only_whole() -> None:
    born = entry_of(ANNA, 1, {"status": Put("in_care")}, seen={}, rules=1)
    old = entry_of(BICE, 1, {"status": Put("closed")}, seen=SEEN, kind=EntryKind.ACT, rules=1)
    assert fold([born, old]).values()["status"] == "closed"
    unknown = entry_of(BICE, 1, act("close", status="closed"), seen=SEEN, kind=EntryKind.ACT, roles=None)
    assert values_after(unknown)["status"] == "closed"


def test_a_save_that_had_not_seen_the_closing_waits_whole() -> None:
    closing = entry_of(ANNA, 2, act("close", status="closed"), seen=SEEN, kind=EntryKind.ACT)
    edit = entry_of(BICE, 1, {"comune": Put("Bozzolo"), "notes": Put("nuova")}, seen=SEEN)
    state = fold([BORN, closing, edit])
    assert state.values() == {"status": "closed", "comune": "Gussola"}
    assert {field for _, field in waiting_fields(state)} == {"comune", "notes"}
    assert waits_whole(state, edit.ref)
    seen = entry_of(BICE, 1, {"comune": Put("Bozzolo")}, seen={ANNA: 2})
    assert values_after(closing, seen)["comune"] == "Bozzolo"
    before = fold([BORN, edit, closing])
    assert before.values()["comune"] == "Bozzolo"
    assert before.values()["status"] == "closed"


def test_two_who_name_a_case_manager_ask_and_one_stands() -> None:
    first, second = (
        entry_of(desk, k, act("name-case-manager", case_manager={"id": who}), seen=SEEN, kind=EntryKind.ACT)
        for desk, k, who in ((ANNA, 2, "carla"), (BICE, 1, "dina"))
    )
    state = fold([BORN, first, second])
    assert state.values()["case_manager"] == {"id": "carla"}
    assert [ref for ref, _ in waiting_fields(state)] == [second.ref]


def test_the_same_acceptance_twice_is_one() -> None:
    said: dict[str, Any] = {"assignment": "accepted", "responsible_social_worker": {"id": BICE}}
    first = entry_of(BICE, 1, act("accept", **said, accepted_on="2026-10-19"), seen=SEEN, kind=EntryKind.ACT)
    again = entry_of("bice2", 1, act("accept", **said, accepted_on="2026-10-19"), seen=SEEN, kind=EntryKind.ACT)
    state = fold([BORN, first, again])
    assert state.values()["assignment"] == "accepted"


def test_a_frozen_copy_is_read_back() -> None:
    told = {"name": "close", "frozen": {"comune": "Gussola"}}
    closing = entry_of(BICE, 1, {"status": Put("closed"), ACT: Put(told)}, seen=SEEN, kind=EntryKind.ACT)
    assert frozen_in(closing) == {"comune": "Gussola"}
    assert frozen_in(BORN) is None
    assert frozen_in(msgspec.structs.replace(closing, body=Body(b"", act("close")))) is None


@st.composite
def histories(draw: st.DrawFn) -> list[Entry]:
    """Give acts and saves of two desks on one presa in carico, each from what it had seen."""
    entries = [BORN]
    machines = machines_of("care_episode", 2)
    for _ in range(draw(st.integers(1, 9))):
        desk = draw(st.sampled_from([ANNA, BICE]))
        others = [one for one in entries if one.header.desk != desk]
        shown = draw(st.integers(0 if desk == ANNA else 1, max(len(others), 1)))
        seen = {one.header.desk: one.header.k for one in others[:shown]}
        own = [one for one in entries if one.header.desk == desk]
        state = fold([one for one in entries if one in own or one in others[:shown]])
        kind = draw(st.sampled_from([EntryKind.ACT, EntryKind.ACT, EntryKind.SET]))
        if kind is EntryKind.SET:
            changes: dict[str, Operation] = {"comune": Put(draw(st.sampled_from(["Gussola", "Bozzolo", None])))}
            name, value = draw(st.sampled_from([("comune", None), ("status", "closed"), ("assignment", "accepted")]))
            changes |= {} if value is None else {name: Put(value)}
        else:
            move = draw(st.sampled_from(list(moves(machines))))
            answer = judged(machines, move, values=state.values(), actor=Actor(desk, ALL))
            to = answer.to if isinstance(answer, Go) else draw(st.sampled_from(move.machine.states))
            changes = act(move.action.name, **{move.machine.field: to})
        roles = draw(st.sampled_from([ALL, frozenset({Role.OPERATORE}), frozenset({Role.ESTERNO})]))
        entries.append(entry_of(desk, len(own) + 1, changes, seen=seen, kind=kind, roles=roles))
    return entries


@given(histories())
@settings(max_examples=150)
def test_whatever_two_desks_do_the_states_follow_the_tables_and_nothing_is_dropped(entries: list[Entry]) -> None:
    machines = machines_of("care_episode", 2)
    state = RecordState()
    for number, entry in enumerate(entries):
        before = state.values()
        state = fold(entries[: number + 1])
        after = state.values()
        if not number:
            continue
        stands = all(
            change.value == after.get(name)
            for name, change in entry.body.changes.items()
            if name != ACT and isinstance(change, Put)
        )
        waits = {name for ref, name in waiting_fields(state) if ref == entry.ref}
        for machine in machines:
            if machine.state_of(before) == machine.state_of(after):
                continue
            move = named(machines, act_named(entry))
            assert move is not None
            assert entry.header.kind is EntryKind.ACT
            assert machine.answer(move.action, machine.state_of(before)) == Go(machine.state_of(after))
            assert entry.roles is not None
            assert may(entry.roles, move.action.deed)
        history = any(one.had_seen(entry.ref) for one in entries[: number + 1])
        assert stands or waits or history
    assert fold(entries).values() == state.values()
