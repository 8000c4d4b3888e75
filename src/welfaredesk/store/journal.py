# SPDX-License-Identifier: EUPL-1.2
"""The journal: entries appended in order, read back by record, chained so that an old page is noticed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

from welfaredesk.base.clock import Moment
from welfaredesk.base.ids import Ids
from welfaredesk.crypto.hashes import chain, sha256
from welfaredesk.domain.entry import (
    FORMAT,
    Body,
    Entry,
    EntryKind,
    EntryUnreadable,
    Header,
    Operation,
    Seen,
    decode_body,
    decode_header,
    encode_body,
    encode_header,
    seen_difference,
)
from welfaredesk.domain.restated import restated
from welfaredesk.store import rights
from welfaredesk.store.driver import Database

SALT_BYTES = 16
CHAIN_START = b"\0" * 32
CHAINED_AT_ONCE = 5000
COLUMNS = (
    *("n", "desk", "seq", "k", "save", "folder", "record", "type", "kind", "operator", "utc_ms"),
    *("header", "body", "seen", "position", "chain"),
)
INSERT = f"INSERT INTO entry ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})"
IN_ORDER = "position IS NULL, position, former IS NULL, former, k, n"
"""The order of a fold: placed ones by position, those whose position was forgotten as they stood, own unsent last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Who writes: the desk, its operator, and the declared time."""

    desk: str
    operator: str
    moment: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """One entry to append: which record of which folder, what changes, and what the writer had seen."""

    folder: str
    record: str
    type: str
    rules: int
    kind: EntryKind
    changes: dict[str, Operation]
    seen: Seen


@dataclass(slots=True)
class Tail:
    """The end of the journal as one desk goes on from it; within a transaction many entries share one."""

    desk: str
    seq: int
    number: int
    link: bytes
    last: dict[str, tuple[int, dict[str, int] | None]] = field(default_factory=dict)

    def keep(self, database: Database) -> None:
        """Keep the number and link of the last entry; an entry without it would be noticed by the next check."""
        keep_head(database, self.number, self.link)


def tail_of(database: Database, desk: str) -> Tail:
    """Return where the journal ends now."""
    number, link = head(database)
    seq = database.conn.execute("SELECT max(seq) FROM entry WHERE desk = ?", (desk,)).fetchone()[0] or 0
    return Tail(desk, int(seq), number, link)


def append(
    database: Database, writing: Writing, *, author: Author, save: str, ids: Ids, tail: Tail | None = None
) -> Entry:
    """Append one entry at the end of the journal and return it; the caller holds the transaction.

    With a `tail` the caller appends several and keeps it at the end.
    """
    end = tail or tail_of(database, author.desk)
    body = Body(ids.token(SALT_BYTES), writing.changes)
    body_bytes = encode_body(body)
    k, before = end.last.get(writing.folder) or _last_in(database, writing.folder, author.desk)
    header = Header(
        format=FORMAT,
        desk=author.desk,
        seq=end.seq + 1,
        k=k + 1,
        save=save,
        folder=writing.folder,
        record=writing.record,
        type=writing.type,
        rules=writing.rules,
        kind=writing.kind,
        seen=seen_difference(before, writing.seen),
        operator=author.operator,
        utc_ms=author.moment.utc_ms,
        offset=author.moment.offset,
        body_hash=sha256(body_bytes),
    )
    entry = Entry(header, body, dict(writing.seen))
    _insert(database, entry, body_bytes, end=end)
    end.last[writing.folder] = (header.k, entry.seen)
    if tail is None:
        end.keep(database)
    return entry


def _last_in(database: Database, folder: str, desk: str) -> tuple[int, dict[str, int] | None]:
    """Return the number of a desk's last entry in a folder and what it had seen, 0 and nothing for the first."""
    last = database.conn.execute(
        "SELECT k, seen FROM entry WHERE folder = ? AND desk = ? ORDER BY k DESC LIMIT 1", (folder, desk)
    ).fetchone()
    return (0, None) if last is None else (int(last[0]), decode_seen(last[1]))


def _insert(database: Database, entry: Entry, body_bytes: bytes, *, end: Tail) -> None:
    """Write the entry after the end, and move the end on."""
    end.seq = entry.header.seq
    database.conn.execute(INSERT, line_after(end, entry.header, body=body_bytes, seen=entry.seen, position=None))


def line_after(
    end: Tail, header: Header, *, body: bytes | None, seen: Mapping[str, int], position: int | None
) -> tuple[Any, ...]:
    """Return the line of an entry that goes at the end, in the order of `COLUMNS`, and move the end on."""
    header_bytes = encode_header(header)
    end.number, end.link = end.number + 1, chain(end.link, header_bytes)
    return (
        end.number,
        header.desk,
        header.seq,
        header.k,
        header.save,
        header.folder,
        header.record,
        header.type,
        header.kind.value,
        header.operator,
        header.utc_ms,
        header_bytes,
        body,
        encode_seen(seen),
        position,
        end.link,
    )


def head(database: Database) -> tuple[int, bytes]:
    """Return the number of the last entry and its link, kept apart so that a lost end is noticed."""
    found = database.conn.execute("SELECT entries, chain FROM head").fetchone()
    return (0, CHAIN_START) if found is None else (int(found[0]), found[1])


def keep_head(database: Database, entries: int, link: bytes) -> None:
    """Keep the number of the last entry and its link."""
    database.conn.execute("INSERT OR REPLACE INTO head VALUES (1, ?, ?)", (entries, link))


def encode_seen(seen: Mapping[str, int]) -> bytes | None:
    """Return what a writer had seen as its column keeps it."""
    return msgspec.msgpack.encode(seen) if seen else None


def decode_seen(stored: Any) -> dict[str, int]:
    """Return what a writer had seen, whole."""
    return msgspec.msgpack.decode(stored, type=dict[str, int]) if stored else {}


def entries_of(database: Database, record: str, folder: str) -> list[Entry]:
    """Return the entries of a record in one folder in the order of the fold, without bodies that nobody can read.

    What an author has said again that they had seen is said in them, and not by itself.
    """
    return restated(_entries_of(database, record, folder))


def _entries_of(database: Database, record: str, folder: str) -> Iterator[Entry]:
    found = database.conn.execute(
        "SELECT header, body, seen, coalesce(position, former) FROM entry "
        "WHERE record = ? AND folder = ? AND body IS NOT NULL "
        f"ORDER BY {IN_ORDER}",
        (record, folder),
    )
    for header, body, seen, place in found:
        try:
            entry = Entry(decode_header(header), decode_body(body), decode_seen(seen))
        except EntryUnreadable:
            continue
        yield rights.with_roles(database, entry, place)


def rechain(database: Database, start: int) -> None:
    """Number and chain the entries from `start` on anew, after some were taken out or written anew."""
    before = database.conn.execute(
        "SELECT n, chain FROM entry WHERE n < ? ORDER BY n DESC LIMIT 1", (start,)
    ).fetchone()
    number, link = (0, CHAIN_START) if before is None else (int(before[0]), before[1])
    page = "SELECT n, header FROM entry WHERE n >= ? ORDER BY n LIMIT ?"
    while some := database.conn.execute(page, (start, CHAINED_AT_ONCE)).fetchall():
        lines = []
        for old, header in some:
            number, link = number + 1, chain(link, header)
            lines.append((number, link, old))
        database.conn.executemany("UPDATE entry SET n = ?, chain = ? WHERE n = ?", lines)
        start = some[-1][0] + 1
    keep_head(database, number, link)


def seen_now(database: Database, folder: str) -> dict[str, int]:
    """Return for each desk its highest `k` in the folder: what a page opened now has seen."""
    found = database.conn.execute("SELECT desk, max(k) FROM entry WHERE folder = ? GROUP BY desk", (folder,))
    return {desk: int(k) for desk, k in found}


def chain_problems(database: Database) -> Iterator[str]:
    """Give what is wrong with the chain: a link that does not follow, a body that is not the one written, a lost end.

    The words are for a log of checks: numbers of entries, nothing of what they say.
    """
    previous, expected = CHAIN_START, 0
    for number, header, body, link in database.conn.execute("SELECT n, header, body, chain FROM entry ORDER BY n"):
        expected += 1
        if number != expected:
            yield f"entry {expected} is missing"
            expected = number
        if chain(previous, header) != link:
            yield f"entry {number} does not follow the one before it"
        if body is not None and sha256(body) != decode_header(header).body_hash:
            yield f"the body of entry {number} is not the one written"
        previous = link
    said, last = head(database)
    if said != expected or last != previous:
        yield f"the journal ends at entry {expected}, its head says {said}"
