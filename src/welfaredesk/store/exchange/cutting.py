# SPDX-License-Identifier: EUPL-1.2
"""The lawful cut in a vault: bodies go for good, headers and hashes stay, and what survives stands where it stood."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from welfaredesk.crypto.hashes import DIGEST_LENGTH, sha256
from welfaredesk.domain import cut_note
from welfaredesk.domain.entry import Body, EntryUnreadable, Put, decode_body, decode_header
from welfaredesk.domain.parcel import decode_parcel, encode_parcel
from welfaredesk.store import desk_notes, journal, records
from welfaredesk.store.driver import Database
from welfaredesk.store.exchange import cut_notes, entering
from welfaredesk.store.exchange.cut_notes import CutOrder, Left, Line
from welfaredesk.store.exchange.outgoing import Span
from welfaredesk.store.files import sealed_path

FILES = "cut/files"
ASKED_AT_ONCE = 500


@dataclass(slots=True)
class Done:
    """What was carried out so far: records to be folded again, records that are gone, sealed files without a key."""

    touched: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)
    files: dict[str, str] = field(default_factory=dict)
    has_cut: bool = False

    def took(self, record: str, body: bytes) -> None:
        """Note that a body of a record was taken out."""
        self.files.update((name, record) for name in _files_in(body))
        self.touched.add(record)
        self.has_cut = True


def settle(database: Database, orders: Sequence[CutOrder], *, desk: str, folders: Iterable[str]) -> frozenset[str]:
    """Carry out all cuts in some folders, and return the records touched; what is done already changes nothing.

    Args:
        database: the vault.
        orders: the cuts of the roster.
        desk: this desk: what it wrote late on a record that is cut is kept aside for its operator.
        folders: where to look.
    """
    done = Done()
    for folder in sorted(folders):
        _Folder(database, folder, cut_notes.lawful(database, folder, orders), desk, done).settle()
    finish(database, done)
    return frozenset(done.touched)


def finish(database: Database, done: Done) -> None:
    """Fold again what was touched, and forget what derives from the words that are gone."""
    records.refold(database, sorted(done.touched))
    for record in done.gone:
        if not records.folders_of(database, record):
            database.conn.execute("DELETE FROM draft WHERE record = ?1 OR (record IS NULL AND root = ?1)", (record,))
    if done.has_cut:
        _forget_files(database, done.files)
        # The index keeps the words of what was taken out until its parts are merged.
        database.conn.execute("INSERT INTO words (words) VALUES ('optimize')")


@dataclass(frozen=True, slots=True)
class _Folder:
    """A folder in which cuts are carried out."""

    database: Database
    id: str
    orders: Sequence[CutOrder]
    desk: str
    done: Done

    def settle(self) -> None:
        named = frozenset(parcel for order in self.orders for parcel in order.parcels)
        found = self.database.conn.execute(
            "SELECT id, desk, k_from, k_to, position FROM parcel WHERE folder = ? ORDER BY position IS NULL, position",
            (self.id,),
        ).fetchall()
        parcels = [row for row in found if row[0] in named]
        notes_came = bool(parcels)
        while notes_came:
            left = cut_notes.left_by(self.database, self.id, self.orders)
            notes_came = False
            for identity, desk, k_from, k_to, position in parcels:
                span = Span(self.id, desk, k_from, k_to)
                lines = left.lines.get(identity, {})
                notes_came |= self._parcel(span, lines, left=left, position=position)
            self._late(left)
        for identity, *_ in parcels:
            self._close(identity)

    def _parcel(self, span: Span, lines: dict[tuple[str, int], Line], *, left: Left, position: int | None) -> bool:
        """Leave of a parcel what the notes leave; tell whether a note came back with it."""
        present = {
            int(k): (number, header, body, record)
            for k, number, header, body, record in self.database.conn.execute(
                "SELECT k, n, header, body, record FROM entry WHERE folder = ? AND desk = ? AND k BETWEEN ? AND ?",
                span.values,
            )
        }
        missing, brought = [], False
        for k in range(span.k_from, span.k_to + 1):
            line = lines.get((span.desk, k))
            stays = line is not None and line.body is not None and line.header.record not in left.records
            if k not in present:
                if line is not None and entering.fits(line.header, span, k=k) and _holds(line):
                    missing.append(line if stays else Line(line.header, line.header_bytes, None))
                continue
            number, header, body, record = present[k]
            if body is not None and not stays:
                self._take_out(number, body, record=record)
            elif body is None and stays and line is not None and line.header_bytes == header and _holds(line):
                self.database.conn.execute("UPDATE entry SET body = ? WHERE n = ?", (line.body, number))
                self.done.touched.add(record)
                brought |= line.header.type == cut_note.TYPE
        self._append(span, missing, position=position)
        return brought or any(line.header.type == cut_note.TYPE and line.body is not None for line in missing)

    def _append(self, span: Span, lines: Sequence[Line], *, position: int | None) -> None:
        """Put entries that this desk never had, or has no more, behind the others, and work out what was seen then."""
        if not lines:
            return
        number, link = journal.head(self.database)
        end = journal.Tail("", 0, number, link)
        rows = [
            journal.line_after(end, line.header, body=line.body, seen=line.header.seen, position=position)
            for line in lines
        ]
        self.database.conn.executemany(journal.INSERT, rows)
        end.keep(self.database)
        place = (span.folder, span.desk)
        self.done.touched |= entering.see_again(self.database, place, lines[0].header.k)
        self.done.touched.update(line.header.record for line in lines)

    def _take_out(self, number: int, body: bytes, *, record: str) -> None:
        self.database.conn.execute("UPDATE entry SET body = NULL WHERE n = ?", (number,))
        self.done.took(record, body)

    def _late(self, left: Left) -> None:
        """Take out what was written on a record that is cut and left in other parcels, whenever it was."""
        for record, type_name in left.records.items():
            self.database.conn.execute(
                "INSERT OR IGNORE INTO cut_record VALUES (?, ?, ?)", (self.id, record, type_name)
            )
            self.done.gone.add(record)
            late = self.database.conn.execute(
                "SELECT n, desk, header, body FROM entry WHERE record = ? AND folder = ? AND body IS NOT NULL",
                (record, self.id),
            ).fetchall()
            for number, desk, header, body in late:
                if desk == self.desk:
                    self._keep_aside(header, body)
                self._take_out(number, b"" if desk == self.desk else body, record=record)

    def _keep_aside(self, data: bytes, body: bytes) -> None:
        header = decode_header(data)
        self.database.conn.execute(
            "INSERT OR IGNORE INTO late (hash, folder, record, type, utc_ms, body) VALUES (?, ?, ?, ?, ?, ?)",
            (header.body_hash, self.id, header.record, header.type, header.utc_ms, body),
        )

    def _close(self, identity: bytes) -> None:
        """Leave of the sealed bytes their hash: a parcel that is cut can be offered again, and has nothing in it."""
        found = self.database.conn.execute("SELECT bytes FROM parcel WHERE id = ?", (identity,)).fetchone()
        parcel = None if found[0] is None else decode_parcel(found[0])
        if parcel is not None and len(parcel.sealed) != DIGEST_LENGTH:
            bare = encode_parcel(replace(parcel, sealed=sha256(parcel.sealed)))
            self.database.conn.execute("UPDATE parcel SET bytes = ? WHERE id = ?", (bare, identity))
        self.database.conn.execute(
            "UPDATE parcel SET state = 'placed' WHERE id = ? AND state = 'unreadable'", (identity,)
        )
        self.database.conn.execute("DELETE FROM aside WHERE parcel = ?", (identity,))


def _holds(line: Line) -> bool:
    return line.body is None or sha256(line.body) == line.header.body_hash


def _files_in(body: bytes) -> Iterator[str]:
    """Give the names of the sealed files whose keys a body holds."""
    try:
        said = decode_body(body)
    except EntryUnreadable:
        return
    yield from files_of(said)


def files_of(body: Body) -> Iterator[str]:
    """Give the names of the sealed files whose keys the changes of an entry hold."""
    for change in body.changes.values():
        value: Any = change.value if isinstance(change, Put) else None
        if isinstance(value, dict) and isinstance(value.get("sha256"), str) and "key" in value:
            yield value["sha256"]


def _forget_files(database: Database, files: dict[str, str]) -> None:
    """Forget sealed files of which nobody has the key any more, and remember to take them off the disk."""
    gone = list(desk_notes.get(database, FILES) or [])
    for name, record in files.items():
        kept = database.conn.execute("SELECT body FROM entry WHERE record = ? AND body IS NOT NULL", (record,))
        if name in gone or any(name in _files_in(body) for (body,) in kept):
            continue
        database.conn.execute("DELETE FROM sealed_file WHERE sha256 = ?", (name,))
        gone.append(name)
    desk_notes.put(database, FILES, gone)


def files_to_take_off(database: Database) -> list[str]:
    """Return the sealed files of cut entries that may still be on the disk."""
    return list(desk_notes.get(database, FILES) or [])


def take_off(profile: Path, names: Iterable[str]) -> None:
    """Take sealed files off the disk."""
    for name in names:
        sealed_path(profile, name).unlink(missing_ok=True)


def is_to_clean(database: Database) -> bool:
    """Tell whether something was cut that may still lie on the disk beside the database."""
    return desk_notes.get(database, FILES) is not None


def cleaned(database: Database) -> None:
    """Remember that nothing of what was cut lies on the disk beside the database."""
    desk_notes.drop(database, FILES)


def folders_of_parcels(database: Database, parcels: Iterable[bytes]) -> set[str]:
    """Return the folders that parcels with these ids are in, of those that are here."""
    wanted = list(parcels)
    found: set[str] = set()
    for start in range(0, len(wanted), ASKED_AT_ONCE):
        some = wanted[start : start + ASKED_AT_ONCE]
        marks = ", ".join("?" * len(some))
        rows = database.conn.execute(f"SELECT DISTINCT folder FROM parcel WHERE id IN ({marks})", some)
        found.update(str(folder) for (folder,) in rows)
    return found


def places_of_parcels(database: Database, parcels: Iterable[bytes]) -> dict[bytes, tuple[str, str]]:
    """Return folder and desk of the parcels with these ids, of those that are here."""
    wanted = list(parcels)
    found: dict[bytes, tuple[str, str]] = {}
    for start in range(0, len(wanted), ASKED_AT_ONCE):
        some = wanted[start : start + ASKED_AT_ONCE]
        marks = ", ".join("?" * len(some))
        rows = database.conn.execute(f"SELECT id, folder, desk FROM parcel WHERE id IN ({marks})", some)
        found.update((bytes(one), (str(folder), str(desk))) for one, folder, desk in rows)
    return found


def cut_records(database: Database) -> frozenset[tuple[str, str]]:
    """Return folder and id of every record that was cut."""
    found = database.conn.execute("SELECT folder, record FROM cut_record")
    return frozenset((folder, record) for folder, record in found)


def mark_withheld(database: Database, parcels: Collection[bytes]) -> None:
    """Note parcels that came without their text and that no cut names: whoever holds them back is not the law."""
    database.conn.executemany("UPDATE parcel SET state = 'unreadable' WHERE id = ?", [(one,) for one in parcels])
