# SPDX-License-Identifier: EUPL-1.2
"""Salvage: a damaged vault is kept as it is; what can still be read of it and of a copy goes into a new one."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from welfaredesk.base.errors import Fault
from welfaredesk.crypto.hashes import chain
from welfaredesk.store import records, schema
from welfaredesk.store.driver import Database, connect, driver, errors_as_faults, open_database
from welfaredesk.store.journal import CHAIN_START, keep_head

ENTRY_COLUMNS = (
    *("desk", "seq", "k", "save", "folder", "record", "type", "kind"),
    *("operator", "utc_ms", "header", "body", "seen", "position"),
)
PLAIN_TABLES = {
    "folder": ("id", "root", "root_type", "circle", "key"),
    "folder_grant": ("folder", "grp", "epoch", "sealed"),
    "statement": ("hash", "n", "kind", "bytes", "position"),
    "group_epoch": ("grp", "epoch", "public", "private", "recovery_grant"),
    "draft": ("key", "type", "record", "root", "payload", "utc_ms"),
    "meta": ("key", "value"),
    "audit": ("n", "utc_ms", "offset", "operator", "act", "record", "root", "why", "detail", "sent"),
    "sealed_file": ("sha256", "folder", "bytes", "received"),
}
SPAN = 4096


@dataclass(frozen=True, slots=True)
class Salvaged:
    """What went into the new vault: entries, and how many are known to be missing."""

    entries: int
    missing: int


def salvage(sources: Iterable[Path], target: Path, *, key: bytes) -> Salvaged:
    """Make a new database out of what the sources still hold, the first that has a thing wins.

    Args:
        sources: the damaged database, then that of the last copy.
        target: the new database; nothing may be there.
        key: the raw key that all were written with.
    """
    database = open_database(target, key)
    schema.create(database)
    connection = database.conn
    connection.execute("BEGIN IMMEDIATE")
    highest: dict[str, int] = {}
    found: dict[tuple[str, int], tuple[Any, ...]] = {}
    for source in sources:
        for row in _entries(source, key):
            found.setdefault((row[0], row[1]), row)
            highest[row[0]] = max(highest.get(row[0], 0), row[1])
        for table, columns in PLAIN_TABLES.items():
            _keep(database, table, columns, rows=_rows(source, key, table, columns=columns))
    _append(database, found)
    count = len(found)
    records.rebuild(database)
    connection.execute("COMMIT")
    with errors_as_faults():
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    database.close()
    return Salvaged(count, sum(highest.values()) - count)


def _keep(database: Database, table: str, columns: tuple[str, ...], *, rows: Iterable[tuple[Any, ...]]) -> None:
    marks = ", ".join("?" * len(columns))
    names = ", ".join(columns)
    database.conn.executemany(f"INSERT OR IGNORE INTO {table} ({names}) VALUES ({marks})", rows)


def _append(database: Database, found: dict[tuple[str, int], tuple[Any, ...]]) -> None:
    """Write the entries in the order they were declared, chained anew."""
    previous = CHAIN_START
    ordered = sorted(found.values(), key=lambda row: (row[13] is None, row[13] or 0, row[9], row[0], row[1]))
    names = ", ".join(ENTRY_COLUMNS)
    marks = ", ".join("?" * (len(ENTRY_COLUMNS) + 2))
    for number, row in enumerate(ordered, start=1):
        previous = chain(previous, row[10])
        database.conn.execute(f"INSERT INTO entry (n, {names}, chain) VALUES ({marks})", (number, *row, previous))
    keep_head(database, len(ordered), previous)


def _entries(source: Path, key: bytes) -> Iterator[tuple[Any, ...]]:
    """Give the entries of a damaged database that can still be read, around the pages that cannot."""
    top = _one(source, key, "SELECT max(n) FROM entry")
    # Without a readable end, look as far as a vault of ten years could reach.
    spans = [(start, start + SPAN) for start in range(0, (top or 2_000_000) + 1, SPAN)]
    names = ", ".join(ENTRY_COLUMNS)
    question = f"SELECT {names} FROM entry WHERE n > ? AND n <= ?"
    while spans:
        first, last = spans.pop(0)
        rows = _all(source, key, question, (first, last))
        if rows is not None:
            yield from rows
        elif last - first > 1:
            middle = (first + last) // 2
            spans[:0] = [(first, middle), (middle, last)]


def _rows(source: Path, key: bytes, table: str, *, columns: tuple[str, ...]) -> Iterator[tuple[Any, ...]]:
    """Give the rows of a small table up to the first page that cannot be read, from both ends."""
    names = ", ".join(columns)
    seen: set[Any] = set()
    for order in ("", f" ORDER BY {columns[0]} DESC"):
        for row in _some(source, key, f"SELECT {names} FROM {table}{order}"):
            if row[: len(columns)] not in seen:
                seen.add(row)
                yield row


def _some(source: Path, key: bytes, question: str) -> Iterator[tuple[Any, ...]]:
    try:
        connection = connect(source, key, mode="ro")
    except (driver.DatabaseError, Fault):
        return
    try:
        yield from connection.execute(question)
    except driver.DatabaseError:
        return
    finally:
        connection.close()


def _all(source: Path, key: bytes, question: str, values: tuple[Any, ...]) -> list[tuple[Any, ...]] | None:
    try:
        connection = connect(source, key, mode="ro")
    except driver.DatabaseError:
        return None
    try:
        return connection.execute(question, values).fetchall()
    except driver.DatabaseError:
        return None
    finally:
        connection.close()


def _one(source: Path, key: bytes, question: str) -> int | None:
    rows = _all(source, key, question, ())
    return int(rows[0][0]) if rows and rows[0][0] is not None else None


def has_identity(path: Path, key: bytes) -> bool:
    """Tell whether a salvaged database still knows whose desk it is: without that it cannot be opened."""
    return bool(_all(path, key, "SELECT 1 FROM meta WHERE key = 'desk/identity'", ()))
