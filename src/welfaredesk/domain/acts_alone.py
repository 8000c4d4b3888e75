# SPDX-License-Identifier: EUPL-1.2
"""What an entry that is no act says of fields that acts alone write: it waits, unless it settles a waiting act."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Protocol

from welfaredesk.domain.access import may
from welfaredesk.domain.catalogue import find_type
from welfaredesk.domain.entry import Entry, EntryKind, EntryRef
from welfaredesk.domain.guarding import fits, guards_of, is_empty, is_guarded, whole_in, writes
from welfaredesk.domain.judging import Move, act_named, machines_of, moves, named
from welfaredesk.domain.kinds import Values
from welfaredesk.domain.machine import No
from welfaredesk.domain.statement import Role

NO_FIELDS: frozenset[str] = frozenset()


class WaitingValue(Protocol):
    """A value that waits in a cell."""

    @property
    def ref(self) -> EntryRef:
        """Return the entry that brought it."""
        ...

    @property
    def value(self) -> Any:
        """Return the value."""
        ...


class HeldCell(Protocol):
    """What stands in a cell and what waits in it, as the fold keeps it."""

    @property
    def value(self) -> Any:
        """Return what stands."""
        ...

    @property
    def waiting(self) -> Sequence[WaitingValue]:
        """Return what waits."""
        ...


class HeldRecord(Protocol):
    """A record as the fold has it so far."""

    @property
    def cells(self) -> Mapping[str, HeldCell]:
        """Return the cells by their names."""
        ...

    @property
    def entries(self) -> Mapping[EntryRef, Entry]:
        """Return the entries taken."""
        ...

    @property
    def order(self) -> Sequence[EntryRef]:
        """Return the entries in their order."""
        ...

    @property
    def rules(self) -> int:
        """Return the highest rules of an entry taken."""
        ...

    def values(self) -> dict[str, Any]:
        """Return field to value."""
        ...


def rules_for(entry: Entry, record: HeldRecord) -> int:
    """Return the rules by which an entry is judged: its own, or those of what its writer had before him.

    A program of older rules only shows a record in which newer ones were written: an entry that had seen one, or goes
    on from a record that began by newer rules, does not get milder ones by naming them.
    """
    own = entry.header.rules
    if record.rules <= own:
        return own
    type_ = find_type(entry.header.type)
    had = [one.header.rules for ref, one in record.entries.items() if ref == record.order[0] or entry.had_seen(ref)]
    return max([own, *(one for one in had if type_ is None or one <= type_.rules)])


def held_back(entry: Entry, record: HeldRecord, *, wanted: Mapping[str, Any], rules: int) -> frozenset[str]:
    """Return the cells of an entry that is no act which wait, because an act alone may write that there.

    Args:
        entry: the entry.
        record: the record as it was before.
        wanted: cell to the value that the entry wants in it.
        rules: the rules by which it is judged.
    """
    guards = guards_of(entry.header.type, rules)
    if not guards or entry.header.kind is EntryKind.ACT:
        return NO_FIELDS
    return frozenset(
        name
        for name, value in wanted.items()
        if name.partition("/")[0] in guards and not _may_stand(entry, record, name, value=value, rules=rules)
    )


def _may_stand(entry: Entry, record: HeldRecord, name: str, *, value: Any, rules: int) -> bool:
    cell = record.cells.get(name)
    standing = None if cell is None else cell.value
    if "/" in name:  # a guarded field has no rows
        return False
    if standing == value or (is_empty(standing) and is_empty(value)):
        return True
    if not is_guarded(guards_of(entry.header.type, rules), name, standing=standing):
        return True
    if cell is None or entry.header.kind is not EntryKind.SETTLE:
        return False
    return any(
        one.value == value
        and entry.had_seen(one.ref)
        and may_settle(record, one.ref, field=name, roles=entry.roles, rules=rules)
        for one in cell.waiting
    )


def may_settle(record: HeldRecord, act: EntryRef, *, field: str, roles: Collection[Role] | None, rules: int) -> bool:
    """Tell whether these roles may let stand what an act that waits wrote in a field: they need the right of that act.

    Of an act that is none of the type's, or that wrote there what is not its own to write, the rights of all. What
    bars the act in what stands by now, bars this too.
    """
    waiting = record.entries[act]
    if waiting.header.kind is not EntryKind.ACT or bar_of(record, act, fields=[field], rules=rules):
        return False
    needed = _needed(record, waiting, field=field, rules=rules)
    return roles is None or all(may(roles, one.action.deed, table=one.machine.table) for one in needed)


def bar_of(record: HeldRecord, act: EntryRef, *, fields: Iterable[str], rules: int | None = None) -> str:
    """Return what stands by now and bars what an act that waits wrote in some fields, nothing where nothing does.

    Where the state of the record alone refuses the act by now, that is what bars it.
    It is judged by the rules of whoever settles it here, if no others are given.
    """
    entry, values = record.entries[act], record.values()
    by = _rules_here(record, entry) if rules is None else rules
    for field in fields if entry.header.kind is EntryKind.ACT else ():
        for one in _needed(record, entry, field=field, rules=by):
            if writes(one.machine, one.action, field=field) and (why := one.action.barred(values)):
                answer = one.machine.answer(one.action, one.machine.state_of(values))
                return answer.why if isinstance(answer, No) else why
    return ""


def _rules_here(record: HeldRecord, entry: Entry) -> int:
    """Return the rules by which what this program writes in a record is judged."""
    type_ = find_type(entry.header.type)
    return record.rules if type_ is None else max(record.rules, type_.rules)


def _needed(record: HeldRecord, act: Entry, *, field: str, rules: int) -> list[Move]:
    """Return the acts whose right whoever lets stand what an act wrote in a field needs."""
    machines = machines_of(act.header.type, rules)
    move = named(machines, act_named(act))
    if move is not None and _is_its_own(act, move, field, record.values()):
        return [move]
    return list(moves(machines))


def _is_its_own(act: Entry, move: Move, field: str, values: Values) -> bool:
    value = whole_in(act.header.type, field, change=act.body.changes.get(field))
    if field == move.machine.field:
        return value in move.action.moves.values()
    actor = act.operator
    if not writes(move.machine, move.action, field=field):
        return False
    return fits(move.action, field, value=value, values=values, actor=actor)


def left_waiting(record: HeldRecord, ref: EntryRef, *, fields: Iterable[str], roles: Collection[Role]) -> list[str]:
    """Return those of some fields in which an entry waits that these roles may not let stand."""
    entry = record.entries[ref]
    rules = _rules_here(record, entry)
    guards = guards_of(entry.header.type, rules)
    return [
        name
        for name in fields
        if name in record.cells
        and is_guarded(guards, name, standing=record.cells[name].value)
        and not may_settle(record, ref, field=name, roles=roles, rules=rules)
    ]
