# SPDX-License-Identifier: EUPL-1.2
"""Records: appending the entries of a save and writing what they fold to, in the caller's transaction."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from welfaredesk.base.errors import FolderArriving, NewerRecord
from welfaredesk.base.ids import Ids
from welfaredesk.domain.catalogue import find_type
from welfaredesk.domain.entry import Entry, EntryKind, Operation, Put
from welfaredesk.domain.fold import RETIRED, Clash, fold
from welfaredesk.domain.kinds import Value
from welfaredesk.domain.record import RecordType
from welfaredesk.store import bulk, derive, journal, rows
from welfaredesk.store.driver import Database
from welfaredesk.store.journal import Author, Tail, Writing
from welfaredesk.store.parts import FAR, INSERT_RECORD, Folded, Home, Part, folded, homes_of_all, merged, record_lines

REBUILT_AT_ONCE = 5000


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderChange:
    """What a save changes in one folder of a record, and what its writer had seen there."""

    folder: str
    circle: str
    changes: dict[str, Operation]
    seen: dict[str, int]


@dataclass(frozen=True, slots=True)
class Standing:
    """A record as it stands; `newer` when a newer version wrote in it, so that this one may only show it."""

    type: RecordType
    root: str
    circles: dict[str, str]
    values: dict[str, Value]
    retired: str | None
    clashes: int
    newer: bool = False


def write(
    database: Database,
    type_: RecordType,
    identity: str,
    *,
    root: str,
    parts: list[FolderChange],
    author: Author,
    save: str,
    ids: Ids,
    kind: EntryKind = EntryKind.SET,
    tail: Tail | None = None,
) -> list[Entry]:
    """Append one entry per folder, fold, and replace the row with all that derives from it.

    Whoever writes many records in one transaction gives the `tail` that they share, and keeps it at the end.
    """
    known = _stop_at_read_only(database, type_, identity, parts, tail=tail)
    written = []
    made = []
    for part in parts:
        writing = Writing(
            folder=part.folder,
            record=identity,
            type=type_.name,
            rules=type_.rules,
            kind=kind,
            changes=part.changes,
            seen=part.seen,
        )
        end = tail or journal.tail_of(database, author.desk)
        entry = journal.append(database, writing, author=author, save=save, ids=ids, tail=end)
        if tail is None:
            end.keep(database)
        written.append(entry)
        if not known:
            home = Home(root, part.circle)
            made.append(Part(folder=part.folder, home=home, state=fold([entry]), last_n=end.number, first=FAR))
    if known:
        refold(database, [identity])
    else:
        _write(database, Folded(identity, type_, tuple(sorted(made, key=lambda one: one.home.circle))), former=None)
    return written


def _stop_at_read_only(
    database: Database, type_: RecordType, identity: str, parts: list[FolderChange], *, tail: Tail | None
) -> bool:
    """Tell whether the record is here already.

    Raises:
        NewerRecord: when a newer version wrote in it, by rules that this one does not know.
        FolderArriving: when a folder that would be written in is not whole yet.
    """
    rules = database.conn.execute("SELECT max(rules) FROM record WHERE id = ?", (identity,)).fetchone()[0]
    if rules is not None and rules > type_.rules:
        raise NewerRecord()
    for part in parts:
        if tail is not None and part.folder in tail.last:
            continue
        found = database.conn.execute("SELECT whole FROM folder WHERE id = ?", (part.folder,)).fetchone()
        if found is not None and not found[0]:
            raise FolderArriving()
    return rules is not None


def retirement(reason: str | None) -> dict[str, Operation]:
    """Return the change that hides a record with its reason, or brings it back with none."""
    return {RETIRED: Put(reason)}


def _write(database: Database, record: Folded, *, former: set[str] | None) -> None:
    """Write a record and all that derives from it; `former`: whom an earlier row named, nothing for a new one."""
    database.conn.executemany(INSERT_RECORD, record_lines(record))
    if record.retired is not None:
        rows.delete_row(database, record.type, record.identity)
        derive.touch_lines(database, record.type, record.root, values={}, former=former or set())
        return
    values = record.values()
    rows.write_row(database, record.type, record.identity, root=record.root, values=values)
    derive.derive(database, record.type, record.identity, root=record.root, values=values, former=former)


def refold(database: Database, identities: Iterable[str]) -> None:
    """Fold records anew from the journal and write their rows with all that derives from them."""
    homes: dict[str, Home] = {}
    asked = list(identities)
    derive.forget_words(database, asked)
    for identity in asked:
        former = derive.forget_links(database, identity)
        before = database.conn.execute("DELETE FROM record WHERE id = ? RETURNING type, root", (identity,)).fetchall()
        record = folded(database, identity, homes)
        for type_name, root in set(before):
            if record is None or (type_name, root) != (record.type.name, record.root):
                _take_out(database, type_name, identity, root=root, former=former)
        if record is not None:
            _write(database, record, former=former)


def _take_out(database: Database, type_name: str, identity: str, *, root: str, former: set[str]) -> None:
    """Take out the row of a record that is no longer of that type or under that root."""
    type_ = find_type(type_name)
    if type_ is not None:
        rows.delete_row(database, type_, identity)
        derive.touch_lines(database, type_, root, values={}, former=former)


def folders_of(database: Database, identity: str) -> list[str]:
    """Return the folders that hold parts of a record."""
    found = database.conn.execute("SELECT folder FROM record WHERE id = ? ORDER BY circle, folder", (identity,))
    return [folder for (folder,) in found]


def retired_of(database: Database, root: str, type_name: str) -> list[str]:
    """Return the records of a type under a root that are hidden."""
    found = database.conn.execute(
        "SELECT DISTINCT id FROM record WHERE type = ? AND root = ? AND retired IS NOT NULL ORDER BY id",
        (type_name, root),
    )
    return [record for (record,) in found]


def standing(database: Database, identity: str) -> Standing | None:
    """Return a record as it stands, retired ones from their entries, or nothing when it is not here."""
    parts = database.conn.execute(
        "SELECT type, root, circle, folder, retired, clashes, rules FROM record WHERE id = ? ORDER BY circle, folder",
        (identity,),
    ).fetchall()
    type_ = find_type(parts[0][0]) if parts else None
    if type_ is None:
        return None
    circles = {circle: folder for _, _, circle, folder, *_ in parts}
    retired = next((part[4] for part in parts if part[4] is not None), None)
    values = rows.read_row(database, type_, identity) if retired is None else None
    if values is None:
        states = [fold(journal.entries_of(database, identity, folder)) for folder in circles.values()]
        values = merged(type_, states)
    plain = {name: value for name, value in values.items() if not name.startswith("_")}
    newer = any(part[6] > type_.rules for part in parts)
    return Standing(type_, parts[0][1], circles, plain, retired, sum(part[5] for part in parts), newer)


def said_by_all(database: Database, type_: RecordType, name: str) -> Iterator[Value]:
    """Give what every record of a type says in a field, retired ones too."""
    for (identity,) in database.conn.execute("SELECT DISTINCT id FROM record WHERE type = ?", (type_.name,)).fetchall():
        found = standing(database, identity)
        if found is not None and found.values.get(name) is not None:
            yield found.values[name]


def as_seen(
    database: Database, found: Standing, identity: str, *, seen: dict[str, dict[str, int]], desk: str
) -> dict[str, Value]:
    """Return the values that a record had in the state shown: own entries, and of other desks those seen then."""
    states = []
    for folder in found.circles.values():
        had = seen.get(folder, {})
        entries = journal.entries_of(database, identity, folder)
        shown = (one for one in entries if one.header.desk == desk or one.header.k <= had.get(one.header.desk, 0))
        states.append(fold(shown))
    return merged(found.type, states)


def clashes_of(database: Database, identity: str) -> Iterator[tuple[str, Clash]]:
    """Give folder and clash of everything that waits in a record."""
    for folder in folders_of(database, identity):
        for clash in fold(journal.entries_of(database, identity, folder)).clashes():
            yield folder, clash


def rebuild(database: Database) -> int:
    """Write every row anew from the journal alone and return how many records there are."""
    homes = homes_of_all(database)
    found = database.conn.execute("SELECT record FROM entry GROUP BY record ORDER BY min(n)").fetchall()
    _empty(database)
    for start in range(0, len(found), REBUILT_AT_ONCE):
        some = (folded(database, identity, homes) for (identity,) in found[start : start + REBUILT_AT_ONCE])
        bulk.write_new(database, [record for record in some if record is not None])
    return len(found)


def _empty(database: Database) -> None:
    connection = database.conn
    tables = ["record", "link", "name_token", "recognition", "person_line", "word_row"]
    tables += [name for name in database.table_names() if name.startswith("r_")]
    for table in tables:
        connection.execute(f'DELETE FROM "{table}"')
    connection.execute("INSERT INTO words (words) VALUES ('delete-all')")
