# SPDX-License-Identifier: EUPL-1.2
"""Salvage: a damaged vault is kept as it is; what can still be read of it and of a copy goes into a new one."""

from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from welfaredesk.crypto.hashes import chain, key_id, sha256
from welfaredesk.crypto.seal import SealBroken
from welfaredesk.crypto.wrap import SealingKey, unwrap
from welfaredesk.domain.entry import EntryUnreadable, decode_body, decode_header
from welfaredesk.store import desk_notes, migrations, records
from welfaredesk.store.driver import Database, errors_as_faults, open_database
from welfaredesk.store.exchange.cursor import CURSOR
from welfaredesk.store.folders import GRANT_LABEL, GrantBody
from welfaredesk.store.journal import CHAIN_START, keep_head
from welfaredesk.store.parts import FAR
from welfaredesk.store.wreck import Wreck

PLAIN_TABLES = {
    "folder": ("id", "root", "root_type", "circle", "key", "whole", "filled_to"),
    "folder_key": ("folder", "key_id", "key", "turn", "position", "former"),
    "folder_grant": ("folder", "grp", "epoch", "sealed", "key_id", "item", "position"),
    "key_held": ("folder", "grp", "key_id", "position"),
    "statement": ("hash", "n", "kind", "bytes", "position", "former"),
    "group_epoch": ("grp", "epoch", "public", "private", "recovery_grant"),
    "draft": ("key", "type", "record", "root", "payload", "utc_ms"),
    "meta": ("key", "value"),
    "audit": ("n", "utc_ms", "offset", "operator", "act", "record", "root", "why", "detail", "sent"),
    "sealed_file": ("sha256", "folder", "bytes", "received"),
    "parcel": (
        *("id", "folder", "desk", "n", "k_from", "k_to", "previous", "position", "former"),
        *("bytes", "state", "reason", "utc_ms"),
    ),
    "item": ("id", "kind", "bytes", "position", "former", "state", "reason", "utc_ms"),
    "letter_in": ("id", "position", "grp", "desk", "n", "text"),
    "reading_in": ("desk", "n", "utc_ms", "offset", "operator", "act", "record", "root", "why", "detail"),
    "question": ("id", "operator", "grp", "utc_ms", "offset", "about", "state", "person"),
    "answer": ("question", "id", "operator", "said"),
    "told": ("id", "operator", "grp", "record", "why", "utc_ms", "offset", "noted"),
    "checkpoint": ("position", "h", "signature"),
    "aside": ("folder", "desk", "k", "parcel", "why"),
    "cut_record": ("folder", "record", "type"),
    "late": ("hash", "folder", "record", "type", "utc_ms", "body", "hidden"),
}
"""What is copied as it is. What was held for folders that were arriving comes again."""
TORN = (
    "DELETE FROM parcel WHERE position IS NOT NULL AND state = 'placed' AND k_to - k_from + 1 > (SELECT count(*) "
    "FROM entry e WHERE e.folder = parcel.folder AND e.desk = parcel.desk AND e.k BETWEEN k_from AND k_to)"
)
"""Parcels of which entries were lost: without them the sum over the folder differs and they come again."""
SPAN = 4096
INDEXES = {
    "entry_seq": ("desk", "seq"),
    "entry_place": ("folder", "desk", "k"),
    "entry_record": ("record", "folder", "n"),
}
"""Where numbers of entries are told beside their table."""
MOST_ON_A_PAGE = 16
"""More entries than one page can hold: five ids, a header, and a link of the chain each."""
MOST_UNDER_A_PAGE = 500 * MOST_ON_A_PAGE
"""More entries than one page can hide, the pages below it too; the root hides all."""
PATIENCE = 20_000
"""How many unreadable stretches are looked into, the longest first: a minute at most."""
PATIENCE_BEHIND = 500
"""How many of them where nothing more need be."""


@dataclass(frozen=True, slots=True)
class Salvaged:
    """What went into the new vault: entries, and how many are known to be missing."""

    entries: int
    missing: int


class _Row(NamedTuple):
    """An entry as its table keeps it."""

    n: int
    desk: str
    seq: int
    k: int
    save: str
    folder: str
    record: str
    type: str
    kind: str
    operator: str
    utc_ms: int
    header: bytes
    body: bytes | None
    seen: bytes | None
    position: int | None
    former: int | None

    @property
    def order(self) -> tuple[int, int]:
        """Return the place in the journal: those that have or had a position by it, the others as they were written."""
        place = self.former if self.position is None else self.position
        return FAR if place is None else place, self.n


def salvage(sources: Iterable[Path], target: Path, *, key: bytes) -> Salvaged:
    """Make a new database out of what the sources still hold, the first that has a thing wins.

    Args:
        sources: the damaged database, then that of the last copy.
        target: the new database; nothing may be there.
        key: the raw key that all were written with.
    """
    with errors_as_faults(), closing(open_database(target, key)) as database:
        migrations.create(database)
        database.conn.execute("BEGIN IMMEDIATE")
        made = _fill(database, [Wreck(source, key) for source in sources])
        database.conn.execute("COMMIT")
        database.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    return made


def _fill(database: Database, wrecks: list[Wreck]) -> Salvaged:
    found: dict[tuple[str, int], _Row] = {}
    places: set[tuple[str, str, int]] = set()
    highest: dict[str, int] = {}
    length = 0
    for wreck in wrecks:
        length = max(length, _length(wreck))
        for desk, seq in wreck.all("SELECT desk, max(seq) FROM entry INDEXED BY entry_seq GROUP BY desk") or ():
            highest[desk] = max(highest.get(desk, 0), seq)
        for row in _entries(wreck):
            highest[row.desk] = max(highest.get(row.desk, 0), row.seq)
            place = (row.folder, row.desk, row.k)
            if (row.desk, row.seq) not in found and place not in places and _is_as_written(row):
                found[row.desk, row.seq] = row
                places.add(place)
        for table, columns in PLAIN_TABLES.items():
            here = _present(wreck, table, columns)
            if here:
                _keep(database, table, here, rows=_rows(wreck, table, columns=here))
        wreck.close()
    _open_grants(database)
    _name_keys(database)
    known = {folder for (folder,) in database.conn.execute("SELECT id FROM folder")}
    rows = sorted((row for row in found.values() if row.folder in known), key=lambda row: row.order)
    _append(database, rows)
    database.conn.execute(TORN)
    # Everything is asked for again: what is here already changes nothing.
    desk_notes.drop(database, CURSOR)
    desk_notes.put(database, desk_notes.LAST_READING, desk_notes.count_readings(database))
    records.rebuild(database)
    return Salvaged(len(rows), max(length, sum(highest.values()), len(rows)) - len(rows))


def _keep(database: Database, table: str, columns: tuple[str, ...], *, rows: Iterable[tuple[Any, ...]]) -> None:
    marks = ", ".join("?" * len(columns))
    names = ", ".join(columns)
    database.conn.executemany(f"INSERT OR IGNORE INTO {table} ({names}) VALUES ({marks})", rows)


def _present(wreck: Wreck, table: str, columns: tuple[str, ...]) -> tuple[str, ...]:
    """Return those of the columns that a file has: a copy may be older than this version."""
    found = {row[1] for row in wreck.all(f"PRAGMA table_info({table})") or ()}
    return tuple(name for name in columns if name in found)


def _name_keys(database: Database) -> None:
    """Keep the key of each folder under its id, where an older file, or a page that is lost, did not."""
    found = database.conn.execute("SELECT id, key FROM folder").fetchall()
    named = [(folder, key_id(key), key) for folder, key in found]
    database.conn.executemany("INSERT OR IGNORE INTO folder_key (folder, key_id, key) VALUES (?, ?, ?)", named)


def _append(database: Database, rows: list[_Row]) -> None:
    """Write the entries in their order, chained anew."""
    previous = CHAIN_START
    names = ", ".join(_Row._fields)
    marks = ", ".join("?" * (len(_Row._fields) + 1))
    for number, row in enumerate(rows, start=1):
        previous = chain(previous, row.header)
        values = (*row._replace(n=number), previous)
        database.conn.execute(f"INSERT INTO entry ({names}, chain) VALUES ({marks})", values)
    keep_head(database, len(rows), previous)


def _is_as_written(row: _Row) -> bool:
    """Tell whether an entry's columns and body are those of its header: an old page may have come between."""
    try:
        header = decode_header(row.header)
        if row.body is not None:
            decode_body(row.body)
    except EntryUnreadable:
        return False
    said = (header.desk, header.seq, header.k, header.folder, header.record, header.type, str(header.kind))
    kept = (row.desk, row.seq, row.k, row.folder, row.record, row.type, row.kind)
    return said == kept and (row.body is None or sha256(row.body) == header.body_hash)


def _length(wreck: Wreck) -> int:
    """Return how many entries the journal has, 0 when nothing that can be read says it for certain."""
    return max(
        wreck.number("SELECT entries FROM head"),
        wreck.number("SELECT max(n) FROM entry"),
        wreck.number("SELECT max(n) FROM entry INDEXED BY entry_record"),
    )


def _told(wreck: Wreck) -> int:
    """Return the highest number of an entry that anything still tells, 0 when nothing does."""
    highest = 0
    ways = [(f"n FROM entry INDEXED BY {index}", columns) for index, columns in INDEXES.items()]
    for what, columns in (*ways, ("last_n FROM record", ("id",))):
        for way in ("", " DESC"):
            order = ", ".join(f"{column}{way}" for column in columns)
            highest = max(highest, max((n for (n,) in wreck.some(f"SELECT {what} ORDER BY {order}")), default=0))
    return highest


def _entries(wreck: Wreck) -> Iterator[_Row]:
    """Give the entries that can still be read, around the pages that cannot."""
    length = _length(wreck)
    end = max(length, _told(wreck))
    yield from _between(wreck, 0, end, patience=PATIENCE)
    if not length and wreck.number("SELECT count(*) FROM sqlite_master WHERE name = 'entry'"):
        yield from _behind(wreck, end)


def _behind(wreck: Wreck, end: int) -> Iterator[_Row]:
    """Give the entries behind the last number that anything tells.

    Numbers have no gaps: what is missing in a row is on broken pages, or under them. So far it is looked for behind the
    last that can be read, and as far as the whole file can hold entries.
    """
    broken = len(wreck.all("PRAGMA cipher_integrity_check") or ())
    farthest = wreck.number("PRAGMA page_count") * MOST_ON_A_PAGE
    while wreck.all("SELECT n FROM entry WHERE n > ? LIMIT 1", (end,)) != []:
        near = min(end + broken * MOST_ON_A_PAGE, farthest)
        found = list(_between(wreck, end, near, patience=PATIENCE))
        if not found:
            far = min(near + broken * MOST_UNDER_A_PAGE, farthest)
            found = list(_between(wreck, near, far, patience=PATIENCE_BEHIND))
        if not found:
            return
        yield from found
        end = max(row.n for row in found)


def _between(wreck: Wreck, start: int, end: int, *, patience: int) -> Iterator[_Row]:
    """Give the entries with a number above one and up to another."""
    spans = deque((first, min(first + SPAN, end)) for first in range(start, end, SPAN))
    here = _present(wreck, "entry", _Row._fields)
    names = ", ".join(name if name in here else f"NULL AS {name}" for name in _Row._fields)
    # No more rows than numbers: to see that there are none the next page would be read, which may be broken.
    question = f"SELECT {names} FROM entry WHERE n > ? AND n <= ? LIMIT ?"
    while spans:
        first, last = spans.popleft()
        rows = wreck.all(question, (first, last, last - first))
        if rows is not None:
            yield from (_Row(*row) for row in rows)
        elif last - first > 1 and patience:
            patience -= 1
            middle = (first + last) // 2
            spans.extend(((first, middle), (middle, last)))


def _rows(wreck: Wreck, table: str, *, columns: tuple[str, ...]) -> Iterator[tuple[Any, ...]]:
    """Give the rows of a small table up to the first page that cannot be read, from both ends."""
    names = ", ".join(columns)
    seen: set[Any] = set()
    for order in ("", f" ORDER BY {columns[0]} DESC"):
        for row in wreck.some(f"SELECT {names} FROM {table}{order}"):
            if row not in seen:
                seen.add(row)
                yield row


def _open_grants(database: Database) -> None:
    """Find lost folders again: a grant holds a folder whole, sealed to a group that this desk may be a member of."""
    found = database.conn.execute(
        "SELECT g.folder, g.grp, g.epoch, g.sealed, e.private FROM folder_grant g "
        "JOIN group_epoch e ON e.grp = g.grp AND e.epoch = g.epoch "
        "WHERE e.private IS NOT NULL AND length(g.sealed) > 0 AND g.folder NOT IN (SELECT id FROM folder)"
    ).fetchall()
    for folder, group, epoch, sealed, private in found:
        aad = f"{folder}/{group}/{epoch}".encode()
        try:
            plain = unwrap(SealingKey.from_bytes(private), sealed, label=GRANT_LABEL, aad=aad)
            body = msgspec.msgpack.decode(plain, type=GrantBody)
        except (SealBroken, ValueError):
            continue
        database.conn.execute(
            "INSERT OR IGNORE INTO folder (id, root, root_type, circle, key) VALUES (?, ?, ?, ?, ?)",
            (body.folder, body.root, body.root_type, body.circle, body.key),
        )


def has_identity(path: Path, key: bytes) -> bool:
    """Tell whether a salvaged database still knows whose desk it is: without that it cannot be opened."""
    with closing(Wreck(path, key)) as wreck:
        return bool(wreck.all("SELECT 1 FROM meta WHERE key = 'desk/identity'"))
