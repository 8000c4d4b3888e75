# SPDX-License-Identifier: EUPL-1.2
"""What waits: deadlines not done, entries to take up again, records that two desks changed differently."""

from collections.abc import Collection
from dataclasses import dataclass

from welfaredesk.domain.entry import EntryRef
from welfaredesk.domain.kinds import Value
from welfaredesk.domain.record import RecordType
from welfaredesk.store.driver import Database
from welfaredesk.store.rows import select_rows


@dataclass(frozen=True, slots=True)
class Waiting:
    """A record that waits for a decision."""

    record: str
    type: str
    root: str


def open_deadlines(database: Database, type_: RecordType, *, until: str, limit: int) -> list[dict[str, Value]]:
    """Return deadlines not done whose day is `until` or before, the oldest first."""
    where = "done_on IS NULL AND coalesce(due_on, substr(due_at, 1, 10)) <= ?"
    order = f"coalesce(due_at, due_on), _id LIMIT {int(limit)}"
    return list(select_rows(database, type_, where=where, order=order, values=(until,)))


def to_take_up(database: Database, type_: RecordType, *, since: str, until: str, limit: int) -> list[dict[str, Value]]:
    """Return diary entries to take up again by `until` that nothing followed in their root, written from `since` on."""
    table = f'"r_{type_.name}"'
    where = (
        f'"when" >= ? AND follow_up_by <= ? AND NOT EXISTS (SELECT 1 FROM {table} later '
        f'WHERE later._root = {table}._root AND later."when" > {table}."when")'
    )
    order = f"follow_up_by, _id LIMIT {int(limit)}"
    return list(select_rows(database, type_, where=where, order=order, values=(since, until)))


def latest(database: Database, type_: RecordType, order: str, *, where: str = "", limit: int) -> list[dict[str, Value]]:
    """Return the records of a type, the latest first by one of its fields; `where` names a field that says nothing."""
    for name in filter(None, (order, where)):
        type_.field(name)
    condition = f'"{where}" IS NULL OR "{where}" = \'\'' if where else "1"
    found = select_rows(database, type_, where=condition, order=f'"{order}" DESC, _id DESC LIMIT {int(limit)}')
    return list(found)


def in_states(
    database: Database,
    type_: RecordType,
    order: str,
    *,
    states: Collection[str],
    said: str,
    limit: int,
    field: str = "state",
) -> list[dict[str, Value]]:
    """Return the records in some states, or that say none, with something in the field `said`, the latest first."""
    for name in (order, said, field):
        type_.field(name)
    where = f'"{said}" > \'\' AND ("{field}" IS NULL OR "{field}" IN ({", ".join("?" * len(states))}))'
    order = f'"{order}" DESC, _id DESC LIMIT {int(limit)}'
    return list(select_rows(database, type_, where=where, order=order, values=tuple(states)))


def latest_between(
    database: Database, type_: RecordType, *, first: str, last: str, flag: str = "", limit: int
) -> list[dict[str, Value]]:
    """Return records whose moment lies from `first` up to `last` left out, the latest first; `flag` must be yes."""
    where = '"when" >= ? AND "when" < ?' + (f' AND "{type_.field(flag).name}" = 1' if flag else "")
    order = f'"when" DESC, _id DESC LIMIT {int(limit)}'
    return list(select_rows(database, type_, where=where, order=order, values=(first, last)))


def counted(database: Database, type_: RecordType, *, where: str, value: str | None) -> int:
    """Return how many records of a type have a value in a field, or say nothing there."""
    type_.field(where)
    found = database.conn.execute(f'SELECT count(*) FROM "r_{type_.name}" WHERE "{where}" IS ?', (value,)).fetchone()
    return int(found[0])


def to_decide(database: Database, *, limit: int) -> list[Waiting]:
    """Return the records that two desks changed differently, the latest first."""
    found = database.conn.execute(
        "SELECT DISTINCT id, type, root FROM record WHERE clashes > 0 ORDER BY last_n DESC LIMIT ?", (limit,)
    ).fetchall()
    return [Waiting(*row) for row in found]


def record_of_entry(database: Database, folder: str, ref: EntryRef) -> str | None:
    """Return the record that an entry of a folder changed, nothing when the entry is not here."""
    found = database.conn.execute(
        "SELECT record FROM entry WHERE folder = ? AND desk = ? AND k = ?", (folder, ref.desk, ref.k)
    ).fetchone()
    return None if found is None else str(found[0])


def positions_of(database: Database, record: str, folder: str) -> dict[EntryRef, int]:
    """Return the positions of the entries of a record in one folder, of those that have one."""
    found = database.conn.execute(
        "SELECT desk, k, position FROM entry WHERE record = ? AND folder = ? AND position IS NOT NULL",
        (record, folder),
    )
    return {EntryRef(desk, k): int(position) for desk, k, position in found}
