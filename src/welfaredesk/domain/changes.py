# SPDX-License-Identifier: EUPL-1.2
"""Changes: from what was shown and what is wanted to the operations of an entry, only what differs."""

from collections.abc import Callable
from typing import Any

from welfaredesk.domain.entry import Operation, Put, PutText, RowChanges, SpliceText
from welfaredesk.domain.kinds import Kind, Value, Values
from welfaredesk.domain.record import RecordType
from welfaredesk.domain.text_merge import merge, splice_of

SPLICE_FROM = 128
"""Characters from which a changed text is written as splices, if they come out at a quarter of it (see docs/adr)."""


def said(value: Value) -> Value:
    """Return a value as it is kept: None for every way of saying nothing, texts without blanks around."""
    if isinstance(value, str):
        return value.strip() or None
    return None if isinstance(value, list | dict) and not value else value


def difference(type_: RecordType, shown: Values, *, wanted: Values, new_row: Callable[[], str]) -> dict[str, Operation]:
    """Return field to operation for the fields of `wanted` that differ from what was shown.

    Args:
        type_: whose fields they are.
        shown: what stood on the screen.
        wanted: what is wanted; fields it does not name stay.
        new_row: gives the id of a row that has none yet.
    """
    found: dict[str, Operation] = {}
    for field in type_.fields:
        if field.name not in wanted:
            continue
        before, after = said(shown.get(field.name)), said(wanted[field.name])
        if field.kind is Kind.ROWS:
            rows = row_changes(before or [], after or [], new_row=new_row)
            if rows:
                found[field.name] = RowChanges(rows)
        elif before != after:
            found[field.name] = _text_change(before, after) if field.kind is Kind.LONG_TEXT else Put(after)
    return found


def _text_change(before: str | None, after: str | None) -> Operation:
    """Return a text change, as splices when the text is long and little of it changed."""
    old, new = before or "", after or ""
    if len(new) >= SPLICE_FROM and old:
        splices = splice_of(old, new)
        if sum(len(inserted) + 8 for _, _, inserted in splices) * 4 < len(new):
            return SpliceText(list(splices))
    return PutText(new)


def row_changes(
    before: list[dict[str, Any]], after: list[dict[str, Any]], *, new_row: Callable[[], str]
) -> dict[str, dict[str, Any] | None]:
    """Return row id to what changed in it: all of a new row, only the differing values of one that was there."""
    old = {row["_row"]: row for row in before if "_row" in row}
    changes: dict[str, dict[str, Any] | None] = {}
    kept = {row["_row"] for row in after if row.get("_row")}
    # Rows stand in the order of their ids, and ids of one millisecond come in any order.
    fresh = iter(sorted(new_row() for row in after if not row.get("_row")))
    for row in after:
        values = {name: said(value) for name, value in row.items() if name != "_row"}
        identity = row.get("_row") or _same_row(values, old, kept)
        if identity is None:
            changes[next(fresh)] = {name: value for name, value in values.items() if value is not None}
            continue
        kept.add(identity)
        earlier = old.get(identity, {})
        differing = {name: value for name, value in values.items() if said(earlier.get(name)) != value}
        differing |= {name: None for name in earlier if name != "_row" and name not in values}
        if differing or identity not in old:
            changes[identity] = differing
    changes |= {identity: None for identity in old if identity not in kept}
    return changes


def carried_over(
    type_: RecordType, before: Values, *, mine: Values, theirs: Values, new_row: Callable[[], str]
) -> dict[str, Value]:
    """Return what a form holds once it takes a record as it stands: what was written in it, upon what others wrote.

    Rows are taken one by one and value by value, long texts are merged; where both wrote in one place it stays as it
    was written in the form.

    Args:
        type_: whose fields they are.
        before: what the form had shown.
        mine: what it holds.
        theirs: the record as it stands.
        new_row: gives the id of a row that has none yet.
    """
    found: dict[str, Value] = {}
    for name, value in mine.items():
        was, now, other = said(before.get(name)), said(value), said(theirs.get(name))
        kind = type_.field(name).kind
        if was == now:
            found[name] = other
        elif kind is Kind.ROWS:
            found[name] = _rows_upon(other or [], was or [], row_changes(was or [], now or [], new_row=new_row))
        elif kind is Kind.LONG_TEXT and other != was:
            merged = merge(was or "", other or "", incoming=now or "")
            found[name] = now if merged.overlaps else said(merged.text)
        else:
            found[name] = now
    return found


def _rows_upon(
    rows: list[dict[str, Any]], before: list[dict[str, Any]], changes: dict[str, dict[str, Any] | None]
) -> list[dict[str, Any]] | None:
    """Return rows with changes upon them; a row that others took away and was written in comes back."""
    were = {row["_row"]: row for row in before if "_row" in row}
    found = {row["_row"]: row for row in rows}
    for identity, change in changes.items():
        if change is None:
            found.pop(identity, None)
            continue
        row = {"_row": identity} | were.get(identity, {}) | found.get(identity, {}) | change
        found[identity] = {name: value for name, value in row.items() if value is not None}
    return [found[identity] for identity in sorted(found)] or None


def _same_row(values: dict[str, Any], old: dict[str, dict[str, Any]], kept: set[str]) -> str | None:
    """Return the id of a row that says exactly the same, so that a list given back without ids is no change."""
    wanted = {name: value for name, value in values.items() if value is not None}
    for identity, row in old.items():
        if identity not in kept and {n: v for n, v in row.items() if n != "_row"} == wanted:
            return identity
    return None


def by_circle(
    type_: RecordType, changes: dict[str, Operation], *, whole: str | None
) -> dict[str, dict[str, Operation]]:
    """Return the changes sorted by the circle they go to: each field's own, or that of the whole record."""
    found: dict[str, dict[str, Operation]] = {}
    for name, change in changes.items():
        found.setdefault(whole or type_.circle_of(name), {})[name] = change
    return found
