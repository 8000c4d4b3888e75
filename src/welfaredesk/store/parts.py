# SPDX-License-Identifier: EUPL-1.2
"""The parts of a record: its entries folded folder by folder, and which of them make it, the same on every desk."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from welfaredesk.domain.catalogue import find_type
from welfaredesk.domain.entry import Entry, EntryUnreadable, decode_body, decode_header
from welfaredesk.domain.fold import SEPARATOR, RecordState, fold
from welfaredesk.domain.guarding import guards_of
from welfaredesk.domain.kinds import ORDINARY
from welfaredesk.domain.record import RecordType
from welfaredesk.domain.soundness import Sound, sound
from welfaredesk.store.driver import Database
from welfaredesk.store.journal import IN_ORDER, decode_seen
from welfaredesk.store.rights import with_roles

FAR = 1 << 62
"""Stands for the position of what has none yet: after everything that has one."""


@dataclass(frozen=True, slots=True)
class Home:
    """Where a folder belongs: its root and its circle."""

    root: str
    circle: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What the entries of a record in one folder lead to."""

    folder: str
    home: Home
    state: RecordState
    last_n: int
    first: int

    @property
    def retired(self) -> str | None:
        """Return why the record is retired, nothing when it is not or its reason is no text."""
        said = self.state.retired
        return said if isinstance(said, str) else None

    @property
    def type_name(self) -> str:
        """Return the type that its first entry names."""
        return self.state.entries[self.state.order[0]].header.type


@dataclass(frozen=True, slots=True)
class Folded:
    """A record as its entries leave it: its type and the parts that make it, those of one root, circle by circle."""

    identity: str
    type: RecordType
    parts: tuple[Part, ...]

    @property
    def root(self) -> str:
        """Return the root that owns the record."""
        return self.parts[0].home.root

    @property
    def retired(self) -> str | None:
        """Return why the record is retired, nothing when it is not."""
        return next((part.retired for part in self.parts if part.retired), None)

    def values(self) -> Sound:
        """Return field to value, of each field what its kind can hold."""
        return merged(self.type, (part.state for part in self.parts))


def merged(type_: RecordType, states: Iterable[RecordState]) -> Sound:
    """Return the values of a record from its parts in several folders, each with fields of its own.

    While a record is being made reserved both circles say the same fields: the ordinary one, where it is still written,
    comes first.
    """
    values: Sound = {}
    for state in states:
        values = sound(type_, state.values()) | values
    return values


def made_of(identity: str, parts: Sequence[Part]) -> Folded | None:
    """Return the record that its parts make, or nothing when this version does not know its type.

    A record lives under one root: the one that is the record itself, else that of the part whose first entry came
    first. Parts elsewhere are somebody's who wrote a known id into a folder of another root: they are not shown, nor is
    a person, or whatever else is a root, in a folder that is not its own.
    """
    readable = [part for part in parts if part.state.order]
    if not readable:
        return None
    if len(readable) > 1:
        home = min(readable, key=lambda part: (part.home.root != identity, part.first, part.folder)).home
        readable = [part for part in readable if part.home.root == home.root]
        readable.sort(key=lambda part: (part.home.circle, part.folder))
    type_ = find_type(readable[0].type_name)
    if type_ is None or (type_.is_root and readable[0].home.root != identity):
        return None
    _leave_to_acts(type_, readable)
    return Folded(identity, type_, tuple(readable))


def _leave_to_acts(type_: RecordType, parts: Sequence[Part]) -> None:
    """Take what acts alone write out of the parts that came later: another folder is no way to begin a record anew."""
    guards = guards_of(type_.name, type_.rules)
    if len(parts) < 2 or not guards:
        return
    begun = min(parts, key=lambda part: (part.first, part.home.circle != ORDINARY, part.folder))
    for part in parts:
        if part is not begun:
            cells = part.state.cells.items()
            part.state.cells = {name: cell for name, cell in cells if name.partition(SEPARATOR)[0] not in guards}


INSERT_RECORD = "INSERT OR REPLACE INTO record VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"


def record_lines(record: Folded) -> Iterator[tuple[Any, ...]]:
    """Give the line of each part of a record."""
    for part in record.parts:
        clashes = sum(len(cell.waiting) for cell in part.state.cells.values())
        yield (
            *(record.identity, part.folder, record.type.name, record.root, part.home.circle),
            *(part.retired, clashes, part.state.rules, part.last_n),
        )


def folded(database: Database, identity: str, homes: dict[str, Home]) -> Folded | None:
    """Return a record folded from the journal; `homes` keeps the folders met so far."""
    found = database.conn.execute(
        "SELECT folder, n, coalesce(position, former), header, body, seen FROM entry "
        f"WHERE record = ? AND body IS NOT NULL ORDER BY folder, {IN_ORDER}",
        (identity,),
    )
    parts = []
    for folder, lines in groupby(found, key=lambda line: str(line[0])):
        home = home_of(database, folder, homes)
        kept = list(lines)
        if home is not None:
            positions = [FAR if line[2] is None else line[2] for line in kept]
            state = fold(_entries(database, (line[2:] for line in kept)))
            last = max(line[1] for line in kept)
            parts.append(Part(folder=folder, home=home, state=state, last_n=last, first=min(positions)))
    return made_of(identity, parts)


def _entries(database: Database, lines: Iterable[Sequence[Any]]) -> Iterator[Entry]:
    for place, header, body, seen in lines:
        try:
            entry = Entry(decode_header(header), decode_body(body), decode_seen(seen))
        except EntryUnreadable:
            continue
        yield with_roles(database, entry, place)


def home_of(database: Database, folder: str, homes: dict[str, Home]) -> Home | None:
    """Return root and circle of a folder, nothing for one that this desk does not have; `homes` keeps those met."""
    if folder not in homes:
        found = database.conn.execute("SELECT root, circle FROM folder WHERE id = ?", (folder,)).fetchone()
        if found is None:
            return None
        homes[folder] = Home(*found)
    return homes[folder]


def homes_of_all(database: Database) -> dict[str, Home]:
    """Return root and circle of every folder."""
    found = database.conn.execute("SELECT id, root, circle FROM folder")
    return {folder: Home(root, circle) for folder, root, circle in found}
