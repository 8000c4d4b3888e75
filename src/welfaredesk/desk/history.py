# SPDX-License-Identifier: EUPL-1.2
"""History: every change of every field of a record, from its entries."""

from collections.abc import Iterator
from typing import Any

from welfaredesk.base.clock import Moment
from welfaredesk.desk.session import Session
from welfaredesk.domain.entry import ACT, COPIED, Entry, EntryRef
from welfaredesk.domain.fold import RETIRED, SEPARATOR, RecordState, apply, fold
from welfaredesk.domain.judging import act_named
from welfaredesk.domain.settling import value_waiting
from welfaredesk.store import agenda, journal
from welfaredesk.store.records import Standing


def lines(session: Session, found: Standing, identity: str) -> Iterator[dict[str, Any]]:
    """Give each change: operator, declared moment, position, field, before, after, and whether it waits.

    Of a copy `operator` and `when` are those of the words, on the word of `copied_by`, who copied them on `copied_on`;
    the copies of an older program do not tell when.
    Of a change that had to wait `proposed` is what it brought, whether it still waits or not.
    """
    database = session.vault.read()
    for folder in found.circles.values():
        entries = list(journal.entries_of(database, identity, folder))
        positions = agenda.positions_of(database, identity, folder)
        waiting = _waiting(fold(entries))
        state = RecordState()
        for entry in entries:
            before = state.values() | _retirement(state)
            apply(state, entry)
            if entry.ref not in state.entries:
                continue  # the same entry under another name
            after = state.values() | _retirement(state)
            waited = {field for ref, field in _waiting(state) if ref == entry.ref}
            for line in _lines(entry, before, after):
                field = line["field"]
                line |= {"position": positions.get(entry.ref), "waits": (entry.ref, field) in waiting}
                if field in waited:
                    line["proposed"] = value_waiting(state, entry.ref, field=field)
                yield line


def _waiting(state: RecordState) -> set[tuple[EntryRef, str]]:
    return {(clash.waiting.ref, clash.cell.partition(SEPARATOR)[0]) for clash in state.clashes()}


def _retirement(state: RecordState) -> dict[str, Any]:
    return {} if state.retired is None else {RETIRED: state.retired}


def _lines(entry: Entry, before: dict[str, Any], after: dict[str, Any]) -> Iterator[dict[str, Any]]:
    header, copied = entry.header, entry.original
    said: dict[str, Any] = {"act": act_named(entry)} if ACT in entry.body.changes else {}
    written = Moment(header.utc_ms, header.offset).iso()
    if copied is not None:
        said |= {"copied_by": entry.operator, "copied_on": written if COPIED in entry.body.changes else None}
    for field in entry.body.changes:
        if field in {ACT, COPIED}:
            continue
        yield said | {
            "field": field,
            "operator": entry.operator if copied is None else copied.operator,
            "when": written if copied is None else Moment(copied.utc_ms, copied.offset).iso(),
            "position": None,
            "before": before.get(field),
            "after": after.get(field),
            "kind": str(header.kind),
            "waits": False,
        }
