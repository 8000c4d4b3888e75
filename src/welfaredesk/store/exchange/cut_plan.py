# SPDX-License-Identifier: EUPL-1.2
"""What a cut of some records takes: the parcels that hold their entries, and the notes that carry the rest on."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from welfaredesk.domain import cut_note
from welfaredesk.domain.cut_note import CutNote
from welfaredesk.domain.entry import EntryUnreadable, decode_body, decode_header
from welfaredesk.store import desk_notes
from welfaredesk.store.driver import Database
from welfaredesk.store.exchange.kept import own_desk
from welfaredesk.store.exchange.outgoing import IN_SPAN, Span

MOST_LINES = 1_000
MOST_TEXT = 1_000_000
PENDING = "cut/pending"


@dataclass(frozen=True, slots=True)
class Part:
    """A record in one of its folders."""

    folder: str
    record: str


@dataclass(frozen=True, slots=True)
class _OldNote:
    """A note that stands: its place, its parcel, what it says."""

    place: tuple[str, int]
    parcel: bytes
    note: CutNote


@dataclass(frozen=True, slots=True)
class FolderPlan:
    """What goes in one folder: parcels, records with their types, and the places of older notes that are replaced."""

    folder: str
    parcels: frozenset[bytes]
    records: dict[str, str]
    replaced: frozenset[tuple[str, int]]


def parts_of(database: Database, record: str) -> list[tuple[Part, str]]:
    """Return the parts of a record by the entries that are here, folded or not, each with its circle."""
    found = database.conn.execute(
        "SELECT DISTINCT e.folder, f.circle FROM entry e JOIN folder f ON f.id = e.folder WHERE e.record = ?", (record,)
    )
    return [(Part(folder, record), circle) for folder, circle in found]


def records_of_root(database: Database, root: str) -> list[str]:
    """Return the records that have entries in a folder of a root."""
    found = database.conn.execute(
        "SELECT DISTINCT e.record FROM entry e JOIN folder f ON f.id = e.folder WHERE f.root = ? AND e.type <> ?",
        (root, cut_note.TYPE),
    )
    return [record for (record,) in found]


def is_complete(database: Database, parts: Iterable[Part]) -> bool:
    """Tell whether every entry of some parts has a position, and their folders are whole."""
    for part in parts:
        found = database.conn.execute(
            "SELECT whole, EXISTS (SELECT 1 FROM entry WHERE record = ? AND folder = ? AND position IS NULL) "
            "FROM folder WHERE id = ?",
            (part.record, part.folder, part.folder),
        ).fetchone()
        if found is None or not found[0] or found[1]:
            return False
    return True


def plan(database: Database, parts: Collection[Part], *, cut: Collection[bytes]) -> list[FolderPlan]:
    """Return by folder what a cut of some parts takes; `cut` are the parcels that are cut already."""
    by_folder: dict[str, set[str]] = {}
    for part in parts:
        by_folder.setdefault(part.folder, set()).add(part.record)
    return [_plan(database, folder, records, cut=cut) for folder, records in sorted(by_folder.items())]


def _plan(database: Database, folder: str, records: set[str], *, cut: Collection[bytes]) -> FolderPlan:
    parcels, types = set(), {}
    for record in records:
        for identity, type_name in database.conn.execute(
            "SELECT DISTINCT p.id, e.type FROM entry e JOIN parcel p ON p.folder = e.folder AND p.desk = e.desk "
            "AND e.k BETWEEN p.k_from AND p.k_to WHERE e.record = ? AND e.folder = ? AND p.position IS NOT NULL",
            (record, folder),
        ):
            types[record] = str(type_name)
            if identity not in cut:
                parcels.add(bytes(identity))
    replaced = set()
    for old in _notes(database, folder):
        if any(body is not None and decode_header(header).record in records for header, body in old.note.lines):
            parcels |= {*old.note.parcels, old.parcel}
            types |= dict(old.note.records)
            replaced.add(old.place)
    return FolderPlan(folder, frozenset(parcels), types, frozenset(replaced))


def _notes(database: Database, folder: str) -> Iterator[_OldNote]:
    found = database.conn.execute(
        "SELECT e.desk, e.k, e.body, p.id FROM entry e JOIN parcel p ON p.folder = e.folder AND p.desk = e.desk "
        "AND e.k BETWEEN p.k_from AND p.k_to WHERE e.folder = ? AND e.type = ? AND e.body IS NOT NULL",
        (folder, cut_note.TYPE),
    ).fetchall()
    for desk, k, body, identity in found:
        try:
            note = cut_note.from_body(decode_body(body))
        except EntryUnreadable:
            continue
        if note is not None:
            yield _OldNote((desk, k), bytes(identity), note)


def notes_for(database: Database, plan: FolderPlan) -> Iterator[CutNote]:
    """Give the notes of a cut in a folder: header of every entry in its parcels, body of every one that survives."""
    records = sorted(plan.records.items())
    parcels: list[bytes] = []
    lines: list[tuple[bytes, bytes | None]] = []
    size = 0
    for identity in sorted(plan.parcels):
        for line in _lines(database, plan, identity):
            if len(lines) >= MOST_LINES or size > MOST_TEXT:
                yield CutNote(parcels, records, lines)
                parcels, lines, size = [], [], 0
            if identity not in parcels:
                parcels.append(identity)
            lines.append(line)
            size += len(line[0]) + len(line[1] or b"")
    if lines:
        yield CutNote(parcels, records, lines)


def _lines(database: Database, plan: FolderPlan, identity: bytes) -> list[tuple[bytes, bytes | None]]:
    desk, k_from, k_to = database.conn.execute(
        "SELECT desk, k_from, k_to FROM parcel WHERE id = ?", (identity,)
    ).fetchone()
    found = database.conn.execute(
        f"SELECT k, record, header, body FROM entry WHERE {IN_SPAN} ORDER BY k",
        Span(plan.folder, desk, k_from, k_to).values,
    )
    return [
        (header, None if record in plan.records or (desk, k) in plan.replaced else body)
        for k, record, header, body in found
    ]


def put_pending(database: Database, waiting: Sequence[dict[str, object]]) -> None:
    """Keep the cuts that are stated once their notes have left."""
    desk_notes.put(database, PENDING, list(waiting))


def pending(database: Database) -> list[dict[str, object]]:
    """Return the cuts that are stated once their notes have left."""
    return list(desk_notes.get(database, PENDING) or [])


def has_left(database: Database, save: str) -> bool:
    """Tell whether all entries of an own save have a position."""
    found = database.conn.execute(
        "SELECT 1 FROM entry WHERE position IS NULL AND desk = ? AND save = ? LIMIT 1",
        (own_desk(database) or "", save),
    ).fetchone()
    return found is None


def letters(database: Database, start: bytes) -> list[tuple[str, bytes]]:
    """Return desk and text of the letters that arrived whose text begins so, in their order."""
    found = database.conn.execute(
        "SELECT desk, text FROM letter_in WHERE substr(text, 1, ?) = ? ORDER BY position", (len(start), start)
    )
    return [(desk, bytes(text)) for desk, text in found]


@dataclass(frozen=True, slots=True)
class Late:
    """What this desk wrote on a record before it heard that it was cut: kept for its author alone."""

    hash: bytes
    folder: str
    record: str
    type: str
    utc_ms: int
    body: bytes


def late(database: Database) -> list[Late]:
    """Return what was written too late and its author has not thrown away, the oldest first."""
    found = database.conn.execute(
        "SELECT hash, folder, record, type, utc_ms, body FROM late WHERE hidden = 0 ORDER BY utc_ms, hash"
    )
    return [Late(*row) for row in found]


def drop_late(database: Database, identity: bytes) -> bool:
    """Throw away what was written too late; what has not left yet goes as soon as it has. Tell whether it was there."""
    found = database.conn.execute("UPDATE late SET hidden = 1 WHERE hash = ? AND hidden = 0 RETURNING 1", (identity,))
    was_there = found.fetchone() is not None
    forget_hidden(database)
    return was_there


def forget_hidden(database: Database) -> None:
    """Forget what was thrown away and has left."""
    if database.conn.execute("SELECT 1 FROM late WHERE hidden = 1 LIMIT 1").fetchone() is None:
        return
    waiting = database.conn.execute("SELECT header FROM entry WHERE position IS NULL AND body IS NULL").fetchall()
    kept = {decode_header(header).body_hash for (header,) in waiting}
    hidden = [row[0] for row in database.conn.execute("SELECT hash FROM late WHERE hidden = 1").fetchall()]
    gone = [(one,) for one in hidden if one not in kept]
    database.conn.executemany("DELETE FROM late WHERE hash = ?", gone)


def cut_line(database: Database, record: str) -> tuple[str, str]:
    """Return the folder and the type of a record that was cut, nothing in them when none was."""
    found = database.conn.execute("SELECT folder, type FROM cut_record WHERE record = ?", (record,)).fetchone()
    return ("", "") if found is None else (str(found[0]), str(found[1]))


def left_at_server(database: Database, cut: Collection[bytes]) -> list[str]:
    """Return the records that were cut and of which words lie in a parcel that no cut names.

    They were written late, or carried on by the note of another cut that was confirmed at the same time.
    """
    found = database.conn.execute(
        "SELECT DISTINCT c.record, p.id FROM cut_record c JOIN entry e ON e.record = c.record AND e.folder = c.folder "
        "JOIN parcel p ON p.folder = e.folder AND p.desk = e.desk AND e.k BETWEEN p.k_from AND p.k_to "
        "WHERE p.position IS NOT NULL"
    )
    left = {str(record) for record, identity in found if bytes(identity) not in cut}
    gone: dict[str, set[str]] = {}
    for folder, record in database.conn.execute("SELECT folder, record FROM cut_record").fetchall():
        gone.setdefault(folder, set()).add(record)
    for folder, some in gone.items():
        for old in _notes(database, folder):
            carried = {decode_header(header).record for header, body in old.note.lines if body is not None}
            left |= carried & some
    return sorted(left)
