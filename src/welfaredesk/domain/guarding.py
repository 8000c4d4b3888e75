# SPDX-License-Identifier: EUPL-1.2
"""The fields that acts alone write: the states of a record, and those that its machines name besides."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from welfaredesk.domain.catalogue import find_type
from welfaredesk.domain.entry import Operation, Put, PutText
from welfaredesk.domain.kinds import Kind, Values
from welfaredesk.domain.machine import Action, Machine
from welfaredesk.domain.record import RecordType

NOT_WHOLE = object()
COUNTED = "+"
"""What an action sets where it counts on from the number that stands."""


@cache
def guards_of(type_name: str, rules: int) -> Mapping[str, bool]:
    """Return the fields of a type that acts alone write, by these rules: always, or (False) once they say something.

    By rules that this version does not know it guards nothing: such a record is shown, and written by nobody here.
    """
    type_ = find_type(type_name)
    if type_ is None or rules > type_.rules:
        return {}
    machines = type_.machines_for(rules)
    kept = dict.fromkeys((name for one in machines for name in one.kept), False)
    return kept | dict.fromkeys((name for one in machines for name in one.guarded), True)


def is_guarded(guards: Mapping[str, bool], field: str, *, standing: Any) -> bool:
    """Tell whether acts alone may write a field in which that stands."""
    always = guards.get(field)
    return always is not None and (always or not is_empty(standing))


def left_to_acts(type_: RecordType, names: Iterable[str], *, standing: Values) -> list[str]:
    """Return those of some fields that acts alone may write in a record that is there."""
    guards = guards_of(type_.name, type_.rules)
    return [name for name in names if is_guarded(guards, name, standing=standing.get(name))]


def writes(machine: Machine, action: Action, *, field: str) -> bool:
    """Tell whether a field belongs to an action."""
    asked = (ask.field for ask in action.asks)
    return field in {machine.field, action.makes, *action.sets, *action.may_set, *asked}


def whole_in(type_name: str, field: str, *, change: Operation | None) -> Any:
    """Return the whole value that a change writes in a field, `NOT_WHOLE` for a part, or a text where none stands."""
    if isinstance(change, Put):
        return change.value
    type_ = find_type(type_name)
    prose = type_ is not None and type_.has(field) and type_.field(field).kind is Kind.LONG_TEXT
    return change.text if prose and isinstance(change, PutText) else NOT_WHOLE


def fits(action: Action, field: str, *, value: Any, values: Values, actor: str) -> bool:
    """Tell whether an action may write this in a field; what it asks for is whatever was answered."""
    if field in action.may_set:
        standing = _id_in(values.get(field))
        if action.instead and standing not in (_id_in(values.get(action.instead)), _id_in(value)):
            return False
        return _id_in(value) != "" and _id_in(value) == _id_in(values.get(action.may_set[field]))
    source = action.sets.get(field)
    if source is None:
        return True
    if source.startswith("="):
        return bool(value == source.removeprefix("="))
    if source == COUNTED:
        return _counts_on(value, standing=values.get(field))
    if not source:
        return is_empty(value)
    named = _id_in(value)
    return named != "" and named in (_id_in(values.get(source.removeprefix("@"))), actor)


def next_number(standing: Any) -> int:
    """Return one more than the number that stands, of one that is none the first."""
    return standing + 1 if _is_count(standing) else 1


def _counts_on(value: Any, *, standing: Any) -> bool:
    """Tell whether a number goes on from the one that stands; one of two who did not see each other is not ahead."""
    return _is_count(value) and 0 < value <= next_number(standing)


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


def _id_in(link: Any) -> str:
    """Return what a link names; another desk's program may have put anything there."""
    named = link.get("id") if isinstance(link, dict) else None
    return named if isinstance(named, str) else ""


def is_empty(value: Any) -> bool:
    """Tell whether a value says nothing."""
    return value is None or value == ""
