# SPDX-License-Identifier: EUPL-1.2
"""The frozen copies that acts keep, and the one that counts: an act that waits keeps its own for nothing."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from welfaredesk.desk.act_writing import folder_of_acts
from welfaredesk.domain.entry import Entry, EntryKind, EntryRef, Put
from welfaredesk.domain.fold import SEPARATOR, Cell, RecordState, fold
from welfaredesk.domain.judging import frozen_in
from welfaredesk.store import journal
from welfaredesk.store.driver import Database
from welfaredesk.store.records import standing


def entries_of(database: Database, identity: str) -> list[Entry]:
    """Return the entries of a record in order, in the folder in which its acts are."""
    found = standing(database, identity)
    return journal.entries_of(database, identity, folder_of_acts(found)) if found is not None else []


def standing_copy(
    database: Database, identity: str, *, field: str = "", aside: Collection[str] = ()
) -> Mapping[str, Any] | None:
    """Return the copy kept by the last act that set what stands, nothing when none of them keeps one.

    Args:
        database: the reading connection.
        identity: the record.
        field: what stands in this one alone, else in any.
        aside: fields that do not count.
    """
    state = fold(entries_of(database, identity))
    names = [field] if field else [name for name in state.cells if name.partition(SEPARATOR)[0] not in aside]
    acts: set[EntryRef] = set()
    for name in names:
        if name in state.cells:
            acts.update(_acts_behind(state, name, state.cells[name]))
    copies = [frozen_in(state.entries[ref]) for ref in state.order if ref in acts]
    return next((copy for copy in reversed(copies) if copy is not None), None)


def _acts_behind(state: RecordState, name: str, cell: Cell) -> Iterator[EntryRef]:
    """Give the acts that set what stands in a cell, or that waited until somebody let them stand."""
    setters = [state.entries[ref] for ref in cell.setters]
    acts = [one.ref for one in setters if one.header.kind is EntryKind.ACT]
    if acts:
        yield from acts
        return
    settled = [one for one in setters if one.header.kind is EntryKind.SETTLE]
    for entry in state.entries.values():
        said = entry.body.changes.get(name)
        same = entry.header.kind is EntryKind.ACT and isinstance(said, Put) and said.value == cell.value
        if same and any(one.had_seen(entry.ref) for one in settled):
            yield entry.ref
