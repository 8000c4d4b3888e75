# SPDX-License-Identifier: EUPL-1.2
"""Sealing: in some states nothing in a record changes any more, whether its closing had been seen or not."""

from collections.abc import Collection, Mapping
from typing import Any, Protocol

from welfaredesk.base.text import tr
from welfaredesk.domain.acts_alone import HeldCell
from welfaredesk.domain.entry import Entry, EntryKind
from welfaredesk.domain.judging import machines_of
from welfaredesk.domain.kinds import Values
from welfaredesk.domain.record import RecordType


class SealedCell(Protocol):
    """What stands in a cell, as the fold keeps it."""

    @property
    def value(self) -> Any:
        """Return what stands."""
        ...


def is_sealed(entry: Entry, cells: Mapping[str, SealedCell], *, rules: int) -> bool:
    """Tell whether the record of an entry stands in a state in which nothing changes any more."""
    for machine in machines_of(entry.header.type, rules):
        cell = cells.get(machine.field)
        # Whoever writes with another program may have put there what no set can hold.
        if cell is not None and isinstance(cell.value, str) and cell.value in machine.seals:
            return True
    return False


def breaks_seal(entry: Entry, cells: Mapping[str, SealedCell], *, wanted: Mapping[str, Any], rules: int) -> bool:
    """Tell whether a save, or what a retirement says besides, would change what is sealed."""
    if entry.header.kind not in {EntryKind.SET, EntryKind.RETIRE} or not is_sealed(entry, cells, rules=rules):
        return False
    return any((cells[name].value if name in cells else None) != value for name, value in wanted.items())


def only_closes(entry: Entry, cells: Mapping[str, HeldCell], *, wanted: Mapping[str, Any], rules: int) -> bool:
    """Tell whether an entry settles what waits on a sealed record: it closes the question and writes nothing.

    Of what goes on beyond the end it may let stand what waits there.
    """
    if entry.header.kind is not EntryKind.SETTLE or not is_sealed(entry, cells, rules=rules):
        return False
    if not open_beyond(entry.header.type, rules).issuperset(wanted):
        return True
    return not all(name in cells and _is_there(cells[name], value) for name, value in wanted.items())


def _is_there(cell: HeldCell, value: Any) -> bool:
    """Tell whether a value stands or waits in a cell."""
    return cell.value == value or any(one.value == value for one in cell.waiting)


def open_beyond(type_name: str, rules: int) -> frozenset[str]:
    """Return the fields of a type that acts still change when its record is closed and sealed."""
    beyond = (machine.own for machine in machines_of(type_name, rules) if machine.beyond)
    return frozenset().union(*beyond)


def sealed_for(type_: RecordType, values: Values, *, fields: Collection[str] = ()) -> str:
    """Return why nothing in a record may change any more, as it stands in a sentence, nothing when it may.

    Where `fields` are given, only these: what goes on beyond the end may.
    """
    if fields and open_beyond(type_.name, type_.rules).issuperset(fields):
        return ""
    for machine in machines_of(type_.name, type_.rules):
        if machine.state_of(values) in machine.seals:
            why = tr(machine.ended)
            return why[:1].lower() + why[1:]
    return ""
