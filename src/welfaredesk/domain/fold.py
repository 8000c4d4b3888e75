# SPDX-License-Identifier: EUPL-1.2
"""The fold: from the entries of a record in one folder, in order, to what stands and what waits.

It reads the entries alone: never time, settings, other folders, order of arrival or locale. One rule: an entry changes
a cell only if it had seen an entry that set the standing value, or sets the same value; otherwise it waits. What acts
alone write waits when no act says it. A copy that one operator makes of a record begins it, in as many entries as it
takes.

A cell is a field, or one value of one row of a list: `members`, `members/ROW`, `members/ROW/since`.

A desk that lived twice may have sent the same entry under two names. Both are one entry: the first in order counts, the
other folds to nothing, and whoever has seen either has seen both. Where names have come to stand for other entries,
their author says again what his had seen (ADR 0008).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import msgspec

from welfaredesk.domain.acts_alone import NO_FIELDS, held_back, rules_for
from welfaredesk.domain.copying import goes_on_copying
from welfaredesk.domain.entry import (
    ACT,
    COPIED,
    Entry,
    EntryKind,
    EntryRef,
    Header,
    Put,
    PutText,
    SpliceText,
)
from welfaredesk.domain.judging import ended_unseen, refusal
from welfaredesk.domain.restated import restated
from welfaredesk.domain.sealing import breaks_seal, only_closes
from welfaredesk.domain.text_merge import apply_splice, merge

RETIRED = "_retired"
SEPARATOR = "/"
Words: TypeAlias = tuple[str, str, bytes]
"""What an entry is known by under any name: operator, save, and hash of the body, in which there is a random salt."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A value that waits for its author: the entry that brought it and the value that it had seen.

    One that is `held` waits because acts alone write there: it closes nothing, and takes no act's place.
    """

    ref: EntryRef
    value: Any
    before: Any
    held: bool = False


@dataclass(slots=True)
class Cell:
    """What stands in one cell, which entries set it, and what waits."""

    value: Any = None
    setters: list[EntryRef] = field(default_factory=list)
    waiting: list[Waiting] = field(default_factory=list)
    is_text: bool = False


@dataclass(frozen=True, slots=True)
class Clash:
    """A waiting value of a cell and the one that stands."""

    cell: str
    waiting: Waiting
    standing: Any


@dataclass(slots=True)
class RecordState:
    """A record in one folder, as its entries leave it."""

    cells: dict[str, Cell] = field(default_factory=dict)
    entries: dict[EntryRef, Entry] = field(default_factory=dict)
    order: list[EntryRef] = field(default_factory=list)
    rules: int = 0
    also: dict[EntryRef, list[EntryRef]] = field(default_factory=dict)
    words: dict[Words, EntryRef] = field(default_factory=dict)
    seen: dict[tuple[EntryRef, ...], "RecordState"] = field(default_factory=dict, compare=False, repr=False)
    """What folds of parts of these entries led to, so that none is made twice."""

    @property
    def retired(self) -> str | None:
        """Return the reason of the retirement, nothing for a record that is not retired."""
        cell = self.cells.get(RETIRED)
        return None if cell is None else cell.value

    def clashes(self) -> Iterator[Clash]:
        """Give what waits, cell by cell in the order of their names."""
        for name in sorted(self.cells):
            cell = self.cells[name]
            for waiting in cell.waiting:
                yield Clash(name, waiting, cell.value)

    def values(self) -> dict[str, Any]:
        """Return field to value, rows of lists in the order of their ids, nothing for what was emptied."""
        plain: dict[str, Any] = {}
        lists: dict[str, dict[str, dict[str, Any]]] = {}
        for name in sorted(self.cells):
            cell = self.cells[name]
            parts = name.split(SEPARATOR)
            if name == RETIRED or cell.value in (None, ""):
                continue
            if len(parts) == 1:
                plain[name] = cell.value
            elif len(parts) == 2:
                lists.setdefault(parts[0], {}).setdefault(parts[1], {"_row": parts[1]})
            elif parts[1] in lists.get(parts[0], {}):
                lists[parts[0]][parts[1]][parts[2]] = cell.value
        return plain | {name: list(rows.values()) for name, rows in lists.items() if rows}


def fold(entries: Iterable[Entry]) -> RecordState:
    """Return the state that the entries of one record in one folder lead to, given in order."""
    some = restated(entries)
    state = RecordState()
    if len(some) > 1:
        for entry in some:
            _is_second(state, entry)
    for entry in some:
        apply(state, entry)
    return state


def apply(state: RecordState, entry: Entry) -> None:
    """Take one more entry into the state; the same entry a second time, under any name, changes nothing."""
    if entry.ref in state.entries or _is_second(state, entry):
        return
    if state.also:
        entry = msgspec.structs.replace(entry, also=state.also)
    if not state.order:
        _begin(state, entry)
        return
    entry = _of_its_type(state, entry)
    wanted = _cells_of(state, entry)
    rules = rules_for(entry, state)
    said = {name: value for name, (value, _) in wanted.items()}
    if only_closes(entry, state.cells, wanted=said, rules=rules):
        for name in wanted.keys() & state.cells.keys():
            _close_seen(state.cells[name], entry)
    else:
        _take_all(state, entry, wanted, rules=rules)
    state.entries[entry.ref] = entry
    state.order.append(entry.ref)
    state.rules = max(state.rules, entry.header.rules)


def _take_all(state: RecordState, entry: Entry, wanted: dict[str, tuple[Any, bool]], *, rules: int) -> None:
    whole, held = False, NO_FIELDS
    if not goes_on_copying(entry, state.entries.values()):
        whole = _waits_whole(state, entry, wanted, rules=rules)
        held = held_back(entry, state, wanted={name: value for name, (value, _) in wanted.items()}, rules=rules)
    for name, (value, is_text) in wanted.items():
        _take(state, entry, name, _Wish(value, is_text, waits=whole, held=name in held))


def _of_its_type(state: RecordState, entry: Entry) -> Entry:
    """Return an entry as one of the type that its record began with: whoever names another is judged all the same."""
    type_name = state.entries[state.order[0]].header.type
    if entry.header.type == type_name:
        return entry
    return msgspec.structs.replace(entry, header=msgspec.structs.replace(entry.header, type=type_name))


def words_of(header: Header, operator: str = "") -> Words:
    """Return what an entry is known by under any name; `operator` is who signed it, where the header names another."""
    return operator or header.operator, header.save, header.body_hash


def _is_second(state: RecordState, entry: Entry) -> bool:
    """Tell whether an entry stands under another name already, and keep under which ones it does."""
    ref = entry.ref
    first = state.words.setdefault(words_of(entry.header, entry.signer), ref)
    if first == ref:
        return False
    if ref not in state.also.setdefault(first, []):
        state.also[first].append(ref)
        # Of those taken before none knew yet that there is anything to know.
        state.entries |= {one: msgspec.structs.replace(taken, also=state.also) for one, taken in state.entries.items()}
    return True


def _begin(state: RecordState, entry: Entry) -> None:
    """Take the first entry: whatever it says stands, there is nothing to have seen."""
    ref = entry.ref
    for name, (value, is_text) in _cells_of(state, entry).items():
        state.cells[name] = Cell(value, [ref], is_text=is_text)
    state.entries[ref] = entry
    state.order.append(ref)
    state.rules = entry.header.rules


@dataclass(frozen=True, slots=True)
class _Wish:
    value: Any
    is_text: bool
    waits: bool
    held: bool


def _cells_of(state: RecordState, entry: Entry) -> dict[str, tuple[Any, bool]]:
    """Return cell to the value wanted for it, and whether it is a text that can be merged."""
    wanted: dict[str, tuple[Any, bool]] = {}
    for name, change in entry.body.changes.items():
        if name in {ACT, COPIED}:
            continue
        match change:
            case Put(value):
                wanted[name] = (value, False)
            case PutText(text):
                wanted[name] = (text, True)
            case SpliceText(splices):
                wanted[name] = (_spliced(state, entry, name, splices), True)
            case _:
                for row, said in change.rows.items():
                    wanted[f"{name}/{row}"] = (None if said is None else True, False)
                    for part, value in (said or {}).items():
                        wanted[f"{name}/{row}/{part}"] = (value, False)
    return wanted


def _spliced(state: RecordState, entry: Entry, name: str, splices: list[tuple[int, int, str]]) -> str:
    """Return the text that splices make; where what they were made on is lost, their words go below what stands."""
    try:
        return apply_splice(_as_seen(state, entry, name) or "", splices)
    except ValueError:
        cell = state.cells.get(name)
        standing = [cell.value] if cell is not None and cell.value else []
        return "\n".join([*standing, *(words for _, _, words in splices if words)])


def _waits_whole(state: RecordState, entry: Entry, wanted: dict[str, tuple[Any, bool]], *, rules: int) -> bool:
    """Tell whether the entry waits as a whole.

    It had not seen a retirement or a closing, or would change what is sealed, or it is an act of which one part would
    wait, or one that its author, the state of the record or the roster placed before it do not allow.
    """
    retirement = state.cells.get(RETIRED)
    retired = retirement is not None and retirement.value is not None and RETIRED not in wanted
    if retired and retirement is not None and not any(entry.had_seen(ref) for ref in retirement.setters):
        return True
    if ended_unseen(entry, state.cells):
        return True
    hides = {RETIRED} if entry.header.kind is EntryKind.RETIRE else NO_FIELDS
    if breaks_seal(entry, state.cells, wanted={name: wanted[name][0] for name in wanted.keys() - hides}, rules=rules):
        return True
    if entry.header.kind is not EntryKind.ACT:
        return False
    if refusal(entry, state, rules=rules) is not None:
        return True
    return any(not _may_set(state, entry, name, value) for name, (value, _) in wanted.items())


def _may_set(state: RecordState, entry: Entry, name: str, value: Any) -> bool:
    cell = state.cells.get(name)
    if cell is None or not cell.setters or cell.value == value:
        return True
    if value is None and name.count(SEPARATOR) == 1 and not _saw_whole_row(state, entry, name):
        return False
    return _saw_standing(cell, entry)


def _saw_standing(cell: Cell, entry: Entry) -> bool:
    """Tell whether the writer had the standing value on the screen: of a merged text, all that went into it."""
    seen = (entry.had_seen(ref) for ref in cell.setters)
    return all(seen) if cell.is_text or not cell.setters else any(seen)


def _saw_whole_row(state: RecordState, entry: Entry, name: str) -> bool:
    """Tell whether every value of a row had been seen: whoever takes a row out takes its values out of sight too."""
    inside = name + SEPARATOR
    return all(
        any(entry.had_seen(ref) for ref in cell.setters)
        for other, cell in state.cells.items()
        if other.startswith(inside) and cell.value is not None
    )


def _take(state: RecordState, entry: Entry, name: str, wish: _Wish) -> None:
    cell = state.cells.setdefault(name, Cell(is_text=wish.is_text))
    if wish.held:
        cell.waiting.append(Waiting(entry.ref, wish.value, _as_seen(state, entry, name), held=True))
        return
    _close_seen(cell, entry)
    if wish.waits:
        cell.waiting.append(Waiting(entry.ref, wish.value, _as_seen(state, entry, name)))
    elif _is_history(state, cell, entry):
        return
    elif cell.setters and cell.value == wish.value:
        cell.setters.append(entry.ref)
    elif _may_set(state, entry, name, wish.value):
        cell.value = wish.value
        cell.setters = [entry.ref]
        cell.is_text = wish.is_text
    elif wish.is_text and cell.is_text:
        _merge_text(state, entry, name, wish.value)
    else:
        cell.waiting.append(Waiting(entry.ref, wish.value, _as_seen(state, entry, name)))


def _close_seen(cell: Cell, entry: Entry) -> None:
    """Close the clashes whose both sides the writer of this entry had seen."""
    if cell.waiting and _saw_standing(cell, entry):
        cell.waiting = [waiting for waiting in cell.waiting if not entry.had_seen(waiting.ref)]


def _is_history(state: RecordState, cell: Cell, entry: Entry) -> bool:
    """Tell whether the standing value was set by somebody who had seen this entry: then it is history."""
    return bool(cell.setters) and all(state.entries[ref].had_seen(entry.ref) for ref in cell.setters)


def _merge_text(state: RecordState, entry: Entry, name: str, incoming: str) -> None:
    cell = state.cells[name]
    before = _as_seen(state, entry, name)
    merged = merge(before or "", cell.value or "", incoming=incoming or "")
    if merged.overlaps:
        cell.waiting.append(Waiting(entry.ref, incoming, before))
    else:
        cell.value = merged.text
        cell.setters.append(entry.ref)


def _as_seen(state: RecordState, entry: Entry, name: str) -> Any:
    """Return the value of a cell in the fold of exactly the entries that the writer had seen."""
    seen = [state.entries[ref] for ref in state.order if entry.had_seen(ref)]
    if len(seen) == len(state.order):
        cell = state.cells.get(name)
        return None if cell is None else cell.value
    cell = _part(state, seen).cells.get(name)
    return None if cell is None else cell.value


def _part(state: RecordState, some: list[Entry]) -> RecordState:
    """Return the fold of some of the entries; where an entry stands under two names, what was kept does not count."""
    if state.also:
        return fold(some)
    key = tuple(entry.ref for entry in some)
    if key in state.seen:
        return state.seen[key]
    known = next((end for end in range(len(key) - 1, 0, -1) if key[:end] in state.seen), 0)
    found = _copy(state.seen[key[:known]]) if known else RecordState(seen=state.seen)
    for entry in some[known:]:
        apply(found, entry)
    state.seen[key] = found
    return found


def _copy(state: RecordState) -> RecordState:
    cells = {
        name: Cell(cell.value, list(cell.setters), list(cell.waiting), cell.is_text)
        for name, cell in state.cells.items()
    }
    return RecordState(
        cells, dict(state.entries), list(state.order), state.rules, words=dict(state.words), seen=state.seen
    )
