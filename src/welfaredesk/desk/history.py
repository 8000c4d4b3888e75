# SPDX-License-Identifier: EUPL-1.2
"""History: every change of every field of a record, from its entries."""

from collections.abc import Iterator
from typing import Any

from welfaredesk.base.clock import Moment
from welfaredesk.desk.session import Session
from welfaredesk.domain.entry import Entry
from welfaredesk.domain.fold import RETIRED, RecordState, apply
from welfaredesk.store import journal
from welfaredesk.store.records import Standing


def lines(session: Session, found: Standing, identity: str) -> Iterator[dict[str, Any]]:
    """Give each change: operator, declared moment, position, field, before, after, and whether it waits."""
    database = session.vault.read()
    for folder in found.circles.values():
        state = RecordState()
        for entry in journal.entries_of(database, identity, folder):
            before = state.values() | _retirement(state)
            apply(state, entry)
            after = state.values() | _retirement(state)
            yield from _line(entry, before, after)


def _retirement(state: RecordState) -> dict[str, Any]:
    return {} if state.retired is None else {RETIRED: state.retired}


def _line(entry: Entry, before: dict[str, Any], after: dict[str, Any]) -> Iterator[dict[str, Any]]:
    header = entry.header
    for field in entry.body.changes:
        waits = before.get(field) == after.get(field)
        yield {
            "field": field,
            "operator": header.operator,
            "when": Moment(header.utc_ms, header.offset).iso(),
            "position": None,
            "before": before.get(field),
            "after": after.get(field),
            "kind": str(header.kind),
            "waits": waits,
        }
