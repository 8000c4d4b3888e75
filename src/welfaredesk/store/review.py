# SPDX-License-Identifier: EUPL-1.2
"""What a review asks the rows: minutes that were shared, who is case manager, and the copies that reviews keep."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from welfaredesk.domain.entry import ACT, EntryKind, EntryUnreadable, Put, decode_body
from welfaredesk.domain.kinds import Value
from welfaredesk.domain.record import RecordType
from welfaredesk.store.driver import Database
from welfaredesk.store.journal import IN_ORDER
from welfaredesk.store.rows import select_rows

AT_ONCE = 400


def _marks(some: Sequence[str]) -> str:
    return ", ".join("?" * len(some))


def managers(database: Database) -> dict[str, set[str]]:
    """Return the case managers of the open prese in carico, by person."""
    found: dict[str, set[str]] = defaultdict(set)
    rows = database.conn.execute(
        "SELECT _root, case_manager FROM r_care_episode WHERE case_manager IS NOT NULL AND coalesce(status, '') <> ?",
        ("closed",),
    )
    for root, link in rows:
        named = msgspec.json.decode(link)
        if isinstance(named, dict) and named.get("id"):
            found[root].add(str(named["id"]))
    return found


def shared_minutes(database: Database, type_: RecordType, *, since: str) -> list[dict[str, Value]]:
    """Return the minutes of sittings from a day on that are not a draft, the earliest first."""
    where = "\"when\" >= ? AND state IN ('shared', 'confirmed', 'closed')"
    return list(select_rows(database, type_, where=where, order='"when", _id', values=(since,)))


def in_state(
    database: Database, type_: RecordType, *, states: Sequence[str], to: tuple[str, str] | None = None
) -> list[dict[str, Value]]:
    """Return the records of a type in some states, an empty one for those that say none.

    Args:
        database: the reading connection.
        type_: a type with a field `state`.
        states: the states wanted.
        to: a field and what it links to.
    """
    where, values = f"coalesce(state, '') IN ({_marks(states)})", list(states)
    if to is not None:
        where += " AND _id IN (SELECT source FROM link WHERE target = ? AND source_type = ? AND field = ?)"
        values += [to[1], type_.name, to[0]]
    return list(select_rows(database, type_, where=where, values=tuple(values)))


def late_tasks(database: Database, type_: RecordType, *, on: str) -> list[dict[str, Value]]:
    """Return the tasks that are not ended and were due before a day, the earliest first."""
    where = "due_on < ? AND coalesce(state, 'open') = 'open'"
    return list(select_rows(database, type_, where=where, order="due_on, _id", values=(on,)))


def acts_said(database: Database, records: Iterable[str], names: Iterable[str]) -> dict[str, list[dict[str, Any]]]:
    """Return what some acts of records say (name, frozen copy, and `by`: who wrote it), by record in their order."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    wanted, all_ = list(names), sorted(set(records))
    # The name stands in the bytes of the act: of those without it no copy is read.
    named = " OR ".join("instr(body, CAST(? AS BLOB)) > 0" for _ in wanted)
    for some in (all_[start : start + AT_ONCE] for start in range(0, len(all_), AT_ONCE)):
        lines = database.conn.execute(
            f"SELECT record, operator, body FROM entry WHERE record IN ({_marks(some)}) AND kind = ? "
            f"AND body IS NOT NULL AND ({named}) ORDER BY record, {IN_ORDER}",
            (*some, EntryKind.ACT.value, *wanted),
        )
        for record, operator, body in lines:
            said = _act_in(body)
            if said.get("name") in wanted:
                found[record].append(said | {"by": operator})
    return found


def _act_in(body: bytes) -> dict[str, Any]:
    try:
        said = decode_body(body).changes.get(ACT)
    except EntryUnreadable:
        return {}
    value = said.value if isinstance(said, Put) else None
    return value if isinstance(value, dict) else {}
