# SPDX-License-Identifier: EUPL-1.2
"""Settling: the changes of an entry that closes a clash, with what stands, what waits, or both.

A clash here is (waiting entry, field): of a list, all the cells of the entry that wait in it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Any

from welfaredesk.domain.both_kept import both_lists, both_texts
from welfaredesk.domain.entry import Entry, EntryKind, EntryRef, Operation, Put, PutText, RowChanges
from welfaredesk.domain.fold import RETIRED, SEPARATOR, Cell, RecordState, Waiting, fold
from welfaredesk.domain.judging import ended_unseen
from welfaredesk.domain.kinds import Kind, Value
from welfaredesk.domain.sealing import is_sealed

BOTH_KINDS = frozenset({Kind.LONG_TEXT, Kind.CHOICES, Kind.ROWS})
"""Kinds of field of which two values can be kept as one: of a day or a code one is right, not both."""


class Keep(StrEnum):
    """What is kept of a clash: the value that waits, the one that stands, or both."""

    MINE = "mine"
    THEIRS = "theirs"
    BOTH = "both"


def waiting_fields(state: RecordState) -> Iterator[tuple[EntryRef, str]]:
    """Give entry and field of everything that waits, in the order of the entries.

    What a later waiting entry had seen is not asked about: whoever wrote the later one has already gone on from it.
    """
    found: dict[tuple[EntryRef, str], None] = {}
    for name, cell in state.cells.items():
        for one in cell.waiting:
            if not any(_goes_on_from(state, other, one) for other in cell.waiting):
                found[one.ref, name.partition(SEPARATOR)[0]] = None
    places = {ref: number for number, ref in enumerate(state.order)}
    yield from sorted(found, key=lambda pair: (places[pair[0]], pair[1]))


def _goes_on_from(state: RecordState, later: Waiting, earlier: Waiting) -> bool:
    if later.held and not earlier.held:
        return False
    return later.ref != earlier.ref and state.entries[later.ref].had_seen(earlier.ref)


def waits_whole(state: RecordState, ref: EntryRef) -> bool:
    """Tell whether an entry stands or waits as a whole: an act, or a save on what is sealed, hidden or closed."""
    entry = state.entries[ref]
    if entry.header.kind is EntryKind.ACT or ended_unseen(entry, state.cells):
        return True
    if is_sealed(entry, state.cells, rules=entry.header.rules):
        return True
    return after_retirement(state, entry)


def after_retirement(state: RecordState, entry: Entry) -> bool:
    """Tell whether an entry was written without having seen that its record had been retired."""
    cell = state.cells.get(RETIRED)
    if cell is None or cell.value is None or RETIRED in entry.body.changes:
        return False
    return not any(entry.had_seen(setter) for setter in cell.setters)


def waiting_cells(state: RecordState, ref: EntryRef, *, field: str) -> dict[str, Waiting]:
    """Return the cells of a field in which an entry waits, with what it brought."""
    mine = {name: cell.waiting for name, cell in state.cells.items() if name.partition(SEPARATOR)[0] == field}
    return {name: one for name, waiting in mine.items() for one in waiting if one.ref == ref}


def value_standing(state: RecordState, field: str) -> Value:
    """Return the value of a field that stands."""
    if field == RETIRED:
        return state.retired
    return state.values().get(field)


def value_waiting(state: RecordState, ref: EntryRef, *, field: str) -> Value:
    """Return the value that a field would have with what an entry brought to it."""
    over = {name: one.value for name, one in waiting_cells(state, ref, field=field).items()}
    cells = {
        name: Cell(over.get(name, cell.value))
        for name, cell in state.cells.items()
        if name.partition(SEPARATOR)[0] == field
    }
    return value_standing(RecordState(cells=cells), field)


def value_before(state: RecordState, ref: EntryRef, *, field: str) -> Value:
    """Return the value of a field that the writer of an entry had on the screen."""
    entry = state.entries[ref]
    return value_standing(fold(state.entries[one] for one in state.order if entry.had_seen(one)), field)


def seen_to_settle(
    state: RecordState, ref: EntryRef, *, fields: Iterable[str], seen: Mapping[str, int], desk: str
) -> dict[str, int]:
    """Return the `seen` of the entry that settles: all that is here but other values that wait in the same cells.

    A settle entry closes every clash it had seen both sides of, so the others are left unseen where that is possible:
    not those of its own desk, nor those that came before something it must have seen.
    """
    cells = [name for field in fields for name in waiting_cells(state, ref, field=field)]
    must = {ref, *(setter for name in [*cells, RETIRED] if name in state.cells for setter in state.cells[name].setters)}
    wanted = dict(seen)
    for waiting in (one for name in cells for one in state.cells[name].waiting):
        for other in (waiting.ref, *state.also.get(waiting.ref, ())):
            needed = max((one.k for one in must if one.desk == other.desk), default=0)
            if other.desk != desk and needed < other.k:
                wanted[other.desk] = min(wanted.get(other.desk, 0), other.k - 1)
    return {one: k for one, k in wanted.items() if k}


def settlement(
    state: RecordState, ref: EntryRef, *, field: str, kind: Kind | None, keep: Keep, new_row: Callable[[], str]
) -> list[dict[str, Operation]]:
    """Return the changes that settle a clash, as those of one entry, or of two where one cannot say it all.

    Args:
        state: the record.
        ref: the entry that waits.
        field: the field in which it waits.
        kind: what the field holds, nothing for one that this version does not know.
        keep: what is kept; both only of `BOTH_KINDS`.
        new_row: gives the id of a row that is added to a list.
    """
    waiting = waiting_cells(state, ref, field=field)
    if field in waiting:
        one = waiting[field]
        value = _kept(state.cells[field].value, one, kind=kind, keep=keep)
        return [{field: _said(value, is_text=state.cells[field].is_text or kind is Kind.LONG_TEXT)}]
    rows = sorted({name.split(SEPARATOR)[1] for name in waiting})
    first: dict[str, dict[str, Any] | None] = {}
    then: dict[str, dict[str, Any] | None] = {}
    for row in rows:
        settled = _Row(state, waiting, field, row)
        if keep is Keep.MINE:
            first[row] = settled.mine()
        elif keep is Keep.THEIRS:
            settled.keep_theirs(first, then)
        else:
            settled.keep_both(first, new_row)
    return [{field: RowChanges(some)} for some in (first, then) if some]


def _kept(standing: Value, one: Waiting, *, kind: Kind | None, keep: Keep) -> Value:
    if keep is not Keep.BOTH:
        return one.value if keep is Keep.MINE else standing
    if kind is Kind.CHOICES:
        return both_lists(standing or [], one.value or [])
    return both_texts(one.before or "", standing or "", incoming=one.value or "")


def _said(value: Value, *, is_text: bool) -> Operation:
    return PutText(value) if is_text and isinstance(value, str) else Put(value)


class _Row:
    """One row of a list in which an entry waits."""

    def __init__(self, state: RecordState, waiting: Mapping[str, Waiting], field: str, row: str) -> None:
        self._whole = SEPARATOR.join((field, row))
        self._inside = self._whole + SEPARATOR
        self._row = row
        self._there = self._whole in state.cells and state.cells[self._whole].value is not None
        self._standing = self._parts({name: cell.value for name, cell in state.cells.items()})
        self._waiting = self._parts({name: one.value for name, one in waiting.items()})
        self._taken_out = self._whole in waiting and waiting[self._whole].value is None

    def _parts(self, values: Mapping[str, Any]) -> dict[str, Any]:
        inside = {name: value for name, value in values.items() if name.startswith(self._inside)}
        return {name.removeprefix(self._inside): value for name, value in inside.items()}

    def mine(self) -> dict[str, Any] | None:
        """Return what is said of the row to have it as it waits."""
        return None if self._taken_out else self._waiting

    def keep_theirs(self, first: dict[str, dict[str, Any] | None], then: dict[str, dict[str, Any] | None]) -> None:
        """Say of the row what stands; one that was taken out is named once more only to close what waits inside."""
        said = {name: self._standing.get(name) for name in self._waiting}
        if self._there:
            first[self._row] = said
        elif said:
            first[self._row], then[self._row] = said, None
        else:
            first[self._row] = None

    def keep_both(self, first: dict[str, dict[str, Any] | None], new_row: Callable[[], str]) -> None:
        """Keep a row that one of the two took out; of one that both changed, make a second."""
        if not self._there:
            first[self._row] = self._waiting
            return
        first[self._row] = {name: self._standing.get(name) for name in self._waiting}
        if self._waiting and not self._taken_out:
            more = self._standing | self._waiting
            first[new_row()] = {name: value for name, value in more.items() if value is not None}
