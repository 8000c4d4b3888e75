# SPDX-License-Identifier: EUPL-1.2
"""Judging: whether an act may be done, by the state of its record, by right, and by whoever is named for it.

One place for the screens, the commands and the fold: the first two ask before, the fold once more where it is placed.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from welfaredesk.base.text import N_
from welfaredesk.domain.access import WHO, may
from welfaredesk.domain.catalogue import find_type
from welfaredesk.domain.entry import ACT, Entry, EntryKind, EntryRef, Put
from welfaredesk.domain.guarding import NOT_WHOLE, fits, guards_of, is_guarded, whole_in, writes
from welfaredesk.domain.kinds import Values
from welfaredesk.domain.machine import Action, Go, Machine, No
from welfaredesk.domain.soundness import sound_copy
from welfaredesk.domain.statement import Role

UNKNOWN_ACT = N_("Questa azione non è tra quelle che il programma conosce")
NOT_THE_STATE = N_("L'azione porta a uno stato diverso da quello che la scheda avrebbe")
NOT_OF_THE_ACT = N_("L'azione scrive in un campo che non è suo")
NOT_NAMED = N_("Può farlo solo la persona indicata")


@dataclass(frozen=True, slots=True)
class Move:
    """An action with the machine that it moves."""

    machine: Machine
    action: Action


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: the operator and his roles, nothing where the roster does not say them."""

    operator: str
    roles: Collection[Role] | None


class StandingCell(Protocol):
    """What stands in a cell and which entries set it, as the fold keeps it."""

    value: Any
    setters: list[EntryRef]


class StandingRecord(Protocol):
    """A record as the fold has it so far."""

    def values(self) -> dict[str, Any]:
        """Return field to value."""
        ...


def machines_of(type_name: str, rules: int) -> tuple[Machine, ...]:
    """Return the machines that judge entries of a type written by these rules."""
    type_ = find_type(type_name)
    return () if type_ is None else type_.machines_for(rules)


def moves(machines: Collection[Machine]) -> Iterator[Move]:
    """Give every action of some machines."""
    for machine in machines:
        for action in machine.actions:
            yield Move(machine, action)


def named(machines: Collection[Machine], name: str) -> Move | None:
    """Return the action of that name, or nothing."""
    return next((move for move in moves(machines) if move.action.name == name), None)


def judged(machines: Collection[Machine], move: Move, *, values: Values, actor: Actor) -> Go | No:
    """Return where an action leads now, or why it may not be done: what stands first, then right, then who is named."""
    machine, action = move.machine, move.action
    for other in machines:
        if other is not machine and not machine.beyond and other.state_of(values) in other.ends:
            return No(other.ended)
    answer = machine.answer(action, machine.state_of(values))
    if isinstance(answer, No):
        return answer
    if barred := action.barred(values):
        return No(barred)
    if actor.roles is not None and not may(actor.roles, action.deed, table=machine.table):
        return No(WHO[action.deed])
    person = values.get(action.only) if action.only else None
    if isinstance(person, dict) and person.get("id") not in (None, actor.operator):
        return No(NOT_NAMED)
    return answer


def act_named(entry: Entry) -> str:
    """Return the name of the act that an entry is, nothing for one that does not say it."""
    said = entry.body.changes.get(ACT)
    value = said.value if isinstance(said, Put) else None
    return str(value.get("name") or "") if isinstance(value, dict) else ""


def frozen_in(entry: Entry) -> Mapping[str, Any] | None:
    """Return the copy that an act keeps of what was on the screen, nothing when it keeps none."""
    said = entry.body.changes.get(ACT)
    value = said.value if isinstance(said, Put) else None
    return copy_in(entry.header.type, value)


def copy_in(type_name: str, said: Any) -> dict[str, Any] | None:
    """Return the frozen copy in what an act of a type says, of each field what it can hold, or nothing."""
    frozen, type_ = said.get("frozen") if isinstance(said, dict) else None, find_type(type_name)
    if not isinstance(frozen, dict):
        return None
    return frozen if type_ is None else sound_copy(type_, frozen)


def refusal(entry: Entry, record: StandingRecord, *, rules: int | None = None) -> str | None:
    """Return why an act may not stand on a record as it is, nothing when it may or its type has no machine.

    It is judged by its own rules, or by newer ones that its writer had before him.
    """
    by = entry.header.rules if rules is None else rules
    machines = machines_of(entry.header.type, by)
    if not machines:
        return None
    move = named(machines, act_named(entry))
    if move is None:
        return UNKNOWN_ACT
    values = record.values()
    answer = judged(machines, move, values=values, actor=Actor(entry.operator, entry.roles))
    if isinstance(answer, No):
        return answer.why
    said = entry.body.changes.get(move.machine.field)
    state = said.value if isinstance(said, Put) else move.machine.state_of(values)
    if state != answer.to:
        return NOT_THE_STATE
    return None if _keeps_to_its_own(entry, move, values, rules=by) else NOT_OF_THE_ACT


def _keeps_to_its_own(entry: Entry, move: Move, values: Values, *, rules: int) -> bool:
    """Tell whether an act writes, of the fields that acts alone write, only its own, and there what it may."""
    guards, actor = guards_of(entry.header.type, rules), entry.operator
    machines = machines_of(entry.header.type, rules)
    sealed = any(values.get(one.field) in one.seals for one in machines if isinstance(values.get(one.field), str))
    for name, change in entry.body.changes.items():
        field = name.partition("/")[0]
        if (sealed or move.machine.beyond) and name != ACT and not writes(move.machine, move.action, field=name):
            return False
        if not is_guarded(guards, field, standing=values.get(field)):
            continue
        value = whole_in(entry.header.type, field, change=change)
        if name != field or value is NOT_WHOLE or not writes(move.machine, move.action, field=field):
            return False
        if not fits(move.action, field, value=value, values=values, actor=actor):
            return False
    return True


def goes_beyond(entry: Entry, machines: Collection[Machine]) -> bool:
    """Tell whether an entry is an act that may be done beyond the end of its record."""
    if entry.header.kind is not EntryKind.ACT:
        return False
    move = named(machines, act_named(entry))
    return move is not None and move.machine.beyond


def ended_unseen(entry: Entry, cells: Mapping[str, StandingCell]) -> bool:
    """Tell whether an entry was written without having seen that its record was closed, and is not done beyond that."""
    machines = machines_of(entry.header.type, entry.header.rules)
    if goes_beyond(entry, machines):
        return False
    for machine in machines:
        cell = cells.get(machine.field)
        if cell is None or machine.field in entry.body.changes:
            continue
        # Whoever writes with another program may have put there what no set can hold.
        if not isinstance(cell.value, str) or cell.value not in machine.ends:
            continue
        if not any(entry.had_seen(ref) for ref in cell.setters):
            return True
    return False
