# SPDX-License-Identifier: EUPL-1.2
"""Comparing: what the file wants against what is here, knowing what it wanted the last time."""

from dataclasses import dataclass, field
from typing import Any

from welfaredesk.base.ids import derived_id
from welfaredesk.desk.importing.said import Flat
from welfaredesk.desk.importing.wanted import Wanted, alike, equal, field_at, mark
from welfaredesk.domain.changes import said
from welfaredesk.domain.kinds import Value, Values
from welfaredesk.domain.record import RecordType

Rows = list[dict[str, Any]]


@dataclass(slots=True)
class Comparison:
    """What is to be written, and the paths on which ours stands against the file's."""

    changes: Flat = field(default_factory=dict)
    kept: list[str] = field(default_factory=list)
    row_ids: dict[tuple[str, str], str] = field(default_factory=dict)


def row_id(record: str, name: str, *, slot: str) -> str:
    """Return the id of the row that the file's slot of a list becomes."""
    return derived_id(record, f"import/{name}/{slot}")


def slots_of(values: Flat) -> dict[tuple[str, str], dict[str, Value]]:
    """Return the parts that values say of each row of a list, by field and slot."""
    found: dict[tuple[str, str], dict[str, Value]] = {}
    for path, value in values.items():
        name, *rest = path.split("/")
        if rest:
            found.setdefault((name, rest[0]), {})[rest[1]] = value
    return found


def nested(type_: RecordType, values: Flat, *, record: str) -> dict[str, Value]:
    """Return the values of a new record, the rows of its lists with their ids."""
    plain = {path: value for path, value in values.items() if "/" not in path}
    for (name, slot), parts in sorted(slots_of(values).items(), key=lambda one: one[0]):
        plain.setdefault(name, []).append({"_row": row_id(record, name, slot=slot)} | parts)
    return plain


def compare(wanted: Wanted, standing: Values, *, record: str, before: dict[str, bytes] | None) -> Comparison:
    """Return what differs; `before` has the marks of what the file said the last time, or nothing is known of it.

    What the file says as it did before is left alone: whoever changed it here meant to. What it says anew is written
    where ours is empty or is what it said before; where a person typed something else, ours stands and is told.
    """
    found = Comparison()
    for (name, slot), parts in slots_of(wanted.values).items():
        found.row_ids[(name, slot)] = _row_here(wanted.type, standing, record=record, place=(name, slot), parts=parts)
    for path, value in wanted.values.items():
        ours = _standing_at(standing, path, found)
        if said(ours) is not None and equal(said(ours), said(value)):
            continue
        if before is not None and before.get(path) == mark(value):
            continue
        untouched = before is not None and path in before and said(ours) is not None and mark(ours) == before[path]
        if untouched or (said(ours) is None and (before is None or path not in before)):
            found.changes[path] = value
        elif not alike(ours, value, declared=field_at(wanted.type, path)):
            found.kept.append(path)
    return found


def _row_here(
    type_: RecordType, standing: Values, *, record: str, place: tuple[str, str], parts: dict[str, Value]
) -> str:
    """Return the row that a slot is: the one it made, else one typed here that says the same, else a new one."""
    name, slot = place
    made = row_id(record, name, slot=slot)
    rows: Rows = standing.get(name) or []
    if any(row.get("_row") == made for row in rows):
        return made
    for row in rows:
        if name == "members":
            same = equal(row.get("person"), parts.get("person"))
        else:
            same = all(
                row.get(part) is not None and alike(row[part], value, declared=field_at(type_, f"{name}/{slot}/{part}"))
                for part, value in parts.items()
                if part != "kind"
            )
        if same and row.get("_row"):
            return str(row["_row"])
    return made


def _standing_at(standing: Values, path: str, found: Comparison) -> Value:
    name, *rest = path.split("/")
    if not rest:
        return standing.get(name)
    wanted = found.row_ids[(name, rest[0])]
    rows: Rows = standing.get(name) or []
    return next((row.get(rest[1]) for row in rows if row.get("_row") == wanted), None)


def merged(wanted: Wanted, standing: Values, *, found: Comparison) -> dict[str, Value]:
    """Return the fields that change, the lists whole, ready to be compared with what stands."""
    given: dict[str, Value] = {path: value for path, value in found.changes.items() if "/" not in path}
    for (name, slot), parts in slots_of(found.changes).items():
        rows: Rows = given.get(name) or [dict(row) for row in standing.get(name) or []]
        identity = found.row_ids[(name, slot)]
        row = next((row for row in rows if row.get("_row") == identity), None)
        if row is None:
            # A row taken out here and changed there comes back whole, not as the one part that changed.
            rows.append({"_row": identity} | slots_of(wanted.values)[(name, slot)])
        else:
            row.update(parts)
        given[name] = rows
    return given
