# SPDX-License-Identifier: EUPL-1.2
"""Records: appending the entries of a save and writing what they fold to, in the caller's transaction."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from welfaredesk.base.ids import Ids
from welfaredesk.domain.catalogue import find_type
from welfaredesk.domain.entry import Entry, EntryKind, Operation, Put
from welfaredesk.domain.fold import RETIRED, Clash, RecordState, fold
from welfaredesk.domain.kinds import ORDINARY, Value
from welfaredesk.domain.record import RecordType
from welfaredesk.store import derive, journal, rows
from welfaredesk.store.driver import Database
from welfaredesk.store.journal import Author, Tail, Writing


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderChange:
    """What a save changes in one folder of a record, and what its writer had seen there."""

    folder: str
    circle: str
    changes: dict[str, Operation]
    seen: dict[str, int]


@dataclass(frozen=True, slots=True)
class Standing:
    """A record as it stands: what kind, where, its values and whether it is retired."""

    type: RecordType
    root: str
    circles: dict[str, str]
    values: dict[str, Value]
    retired: str | None
    clashes: int


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
    known = database.conn.execute("SELECT 1 FROM record WHERE id = ? LIMIT 1", (identity,)).fetchone()
    written = []
    states: dict[str, RecordState] = {}
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
        entry = journal.append(database, writing, author=author, save=save, ids=ids, tail=tail)
        written.append(entry)
        states[part.folder] = fold([entry] if known is None else journal.entries_of(database, identity, part.folder))
        _write_record(database, type_, identity, root=root, part=part, state=states[part.folder])
    if known is not None:
        for folder in folders_of(database, identity):
            if folder not in states:
                states[folder] = fold(journal.entries_of(database, identity, folder))
    former = derive.forget(database, identity) if known is not None else None
    _write_derived(database, type_, identity, root=root, states=list(states.values()), former=former)
    return written


def retirement(reason: str | None) -> dict[str, Operation]:
    """Return the change that hides a record with its reason, or brings it back with none."""
    return {RETIRED: Put(reason)}


def _write_record(
    database: Database, type_: RecordType, identity: str, *, root: str, part: FolderChange, state: RecordState
) -> None:
    last = database.conn.execute(
        "SELECT max(n) FROM entry WHERE record = ? AND folder = ?", (identity, part.folder)
    ).fetchone()[0]
    database.conn.execute(
        "INSERT OR REPLACE INTO record VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            identity,
            part.folder,
            type_.name,
            root,
            part.circle,
            state.retired,
            sum(1 for _ in state.clashes()),
            state.rules,
            last,
        ),
    )


def _write_derived(
    database: Database,
    type_: RecordType,
    identity: str,
    *,
    root: str,
    states: list[RecordState],
    former: set[str] | None = None,
) -> None:
    retired = next((state.retired for state in states if state.retired), None)
    if retired is not None:
        rows.delete_row(database, type_, identity)
        derive.touch_lines(database, type_, root, values={}, former=former or set())
        return
    values = merged(states)
    rows.write_row(database, type_, identity, root=root, values=values)
    derive.derive(database, type_, identity, root=root, values=values, former=former)


def merged(states: list[RecordState]) -> dict[str, Any]:
    """Return the values of a record from its parts in several folders, each with fields of its own."""
    values: dict[str, Any] = {}
    for state in states:
        values |= state.values()
    return values


def folders_of(database: Database, identity: str) -> list[str]:
    """Return the folders that hold parts of a record."""
    found = database.conn.execute("SELECT folder FROM record WHERE id = ? ORDER BY circle, folder", (identity,))
    return [folder for (folder,) in found]


def standing(database: Database, identity: str) -> Standing | None:
    """Return a record as it stands, retired ones from their entries, or nothing when it is not here."""
    parts = database.conn.execute(
        "SELECT type, root, circle, folder, retired, clashes FROM record WHERE id = ? ORDER BY circle",
        (identity,),
    ).fetchall()
    type_ = find_type(parts[0][0]) if parts else None
    if type_ is None:
        return None
    circles = {circle: folder for _, _, circle, folder, _, _ in parts}
    retired = next((part[4] for part in parts if part[4] is not None), None)
    values = rows.read_row(database, type_, identity) if retired is None else None
    if values is None:
        values = merged([fold(journal.entries_of(database, identity, folder)) for folder in circles.values()])
    plain = {name: value for name, value in values.items() if not name.startswith("_")}
    return Standing(type_, parts[0][1], circles, plain, retired, sum(part[5] for part in parts))


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
    return merged(states)


def clashes_of(database: Database, identity: str) -> Iterator[tuple[str, Clash]]:
    """Give folder and clash of everything that waits in a record."""
    for folder in folders_of(database, identity):
        for clash in fold(journal.entries_of(database, identity, folder)).clashes():
            yield folder, clash


def rebuild(database: Database) -> int:
    """Write every row anew from the journal alone and return how many records there are."""
    connection = database.conn
    roots = dict(connection.execute("SELECT id, root FROM folder").fetchall())
    circles = dict(connection.execute("SELECT id, circle FROM folder").fetchall())
    found = connection.execute(
        "SELECT record, folder, type, min(n) FROM entry GROUP BY record, folder ORDER BY min(n)"
    ).fetchall()
    _empty(database)
    grouped: dict[str, list[tuple[str, str]]] = {}
    for record, folder, type_name, _ in found:
        grouped.setdefault(record, []).append((folder, type_name))
    for record, places in grouped.items():
        type_ = find_type(places[0][1])
        if type_ is None:
            continue
        states = []
        for folder, _ in places:
            state = fold(journal.entries_of(database, record, folder))
            part = FolderChange(folder=folder, circle=circles.get(folder, ORDINARY), changes={}, seen={})
            _write_record(database, type_, record, root=roots[folder], part=part, state=state)
            states.append(state)
        _write_derived(database, type_, record, root=roots[places[0][0]], states=states)
    return len(grouped)


def _empty(database: Database) -> None:
    connection = database.conn
    tables = ["record", "link", "name_token", "recognition", "person_line", "word_row"]
    tables += [name for name in database.table_names() if name.startswith("r_")]
    for table in tables:
        connection.execute(f'DELETE FROM "{table}"')
    connection.execute("INSERT INTO words (words) VALUES ('delete-all')")
