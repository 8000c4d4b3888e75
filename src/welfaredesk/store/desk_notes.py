# SPDX-License-Identifier: EUPL-1.2
"""What a desk keeps for itself: settings that travel nowhere, drafts, and the log of readings."""

from dataclasses import dataclass
from typing import Any

import msgspec

from welfaredesk.base.clock import Moment
from welfaredesk.store.driver import Database

LAST_READING = "audit/last"


def put(database: Database, key: str, value: Any) -> None:
    """Keep a value of this desk under a name."""
    database.conn.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (f"desk/{key}", msgspec.msgpack.encode(value)))


def get(database: Database, key: str) -> Any:
    """Return a value of this desk, or nothing."""
    found = database.conn.execute("SELECT value FROM meta WHERE key = ?", (f"desk/{key}",)).fetchone()
    return None if found is None else msgspec.msgpack.decode(found[0])


def drop(database: Database, key: str) -> None:
    """Forget a value of this desk."""
    database.conn.execute("DELETE FROM meta WHERE key = ?", (f"desk/{key}",))


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A form that is being filled: what it is on, what it says, and the state it was opened on."""

    key: str
    type: str
    record: str | None
    root: str | None
    values: dict[str, Any]
    seen: str | None
    utc_ms: int


def save_draft(database: Database, draft: Draft) -> None:
    """Keep a draft in place of its earlier one."""
    payload = msgspec.msgpack.encode({"values": draft.values, "seen": draft.seen})
    database.conn.execute(
        "INSERT OR REPLACE INTO draft VALUES (?, ?, ?, ?, ?, ?)",
        (draft.key, draft.type, draft.record, draft.root, payload, draft.utc_ms),
    )


def drop_draft(database: Database, key: str) -> None:
    """Forget a draft that was saved or given up."""
    database.conn.execute("DELETE FROM draft WHERE key = ?", (key,))


def drafts(database: Database) -> list[Draft]:
    """Return the drafts, the newest first."""
    found = database.conn.execute("SELECT key, type, record, root, payload, utc_ms FROM draft ORDER BY utc_ms DESC")
    result = []
    for key, type_name, record, root, payload, utc_ms in found:
        said = msgspec.msgpack.decode(payload)
        result.append(
            Draft(
                key=key,
                type=type_name,
                record=record,
                root=root,
                values=said["values"],
                seen=said["seen"],
                utc_ms=utc_ms,
            )
        )
    return result


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A line of the audit: who did what to which record, when, why."""

    moment: Moment
    operator: str
    act: str
    record: str | None = None
    root: str | None = None
    why: str | None = None
    detail: str | None = None


def log_reading(database: Database, reading: Reading) -> None:
    """Append a line to the audit, and keep its number elsewhere: a lost end is noticed."""
    number = database.conn.execute(
        "INSERT INTO audit (utc_ms, offset, operator, act, record, root, why, detail) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            reading.moment.utc_ms,
            reading.moment.offset,
            reading.operator,
            reading.act,
            reading.record,
            reading.root,
            reading.why,
            reading.detail,
        ),
    ).lastrowid
    put(database, LAST_READING, number)


def count_readings(database: Database) -> int:
    """Return how many lines the audit has."""
    return int(database.conn.execute("SELECT count(*) FROM audit").fetchone()[0])


def count_odd_readings(database: Database) -> int:
    """Return by how many lines the audit differs from what was written."""
    return abs(int(get(database, LAST_READING) or 0) - count_readings(database))


def last_reading(database: Database, act: str, record: str, *, operator: str) -> int | None:
    """Return when the operator last did the act on the record, in milliseconds, or nothing."""
    found = database.conn.execute(
        "SELECT utc_ms FROM audit WHERE record = ? AND act = ? AND operator = ? ORDER BY n DESC LIMIT 1",
        (record, act, operator),
    ).fetchone()
    return None if found is None else int(found[0])


def readings(database: Database, *, record: str | None = None, since_ms: int | None = None) -> list[Reading]:
    """Return the audit, the oldest first, of one record or of all, since a moment or from the start."""
    found = database.conn.execute(
        "SELECT utc_ms, offset, operator, act, record, root, why, detail FROM audit "
        "WHERE (?1 IS NULL OR record = ?1 OR root = ?1) AND utc_ms >= coalesce(?2, 0) ORDER BY n",
        (record, since_ms),
    )
    return [
        Reading(moment=Moment(ms, offset), operator=who, act=act, record=one, root=root, why=why, detail=detail)
        for ms, offset, who, act, one, root, why, detail in found
    ]
