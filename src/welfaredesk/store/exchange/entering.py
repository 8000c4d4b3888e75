# SPDX-License-Identifier: EUPL-1.2
"""Entering: entries of other desks appended to the journal with their exact bytes, and what they had seen, whole."""

from collections.abc import Sequence, Set
from dataclasses import dataclass, field
from typing import Any

from welfaredesk.base.ids import is_id
from welfaredesk.domain.entry import (
    FORMAT,
    Entry,
    EntryUnreadable,
    Header,
    decode_body,
    decode_header,
    seen_whole,
)
from welfaredesk.domain.fold import fold
from welfaredesk.store import journal
from welfaredesk.store.driver import Database
from welfaredesk.store.exchange.outgoing import IN_SPAN, Span
from welfaredesk.store.parts import Folded, Home, Part, home_of, made_of
from welfaredesk.store.rights import with_roles

ASKED_AT_ONCE = 500
LARGEST = 2**62
NOT_A_BODY = "the body cannot be read"


class TwoEntries(ValueError):
    """An entry with a number that this desk has from the same desk, and it is another one."""


@dataclass(frozen=True, slots=True)
class _Fresh:
    """An entry just appended: its number in the journal, its position, and itself when its body can be read."""

    number: int
    position: int
    folder: str
    entry: Entry | None


@dataclass(slots=True)
class Touched:
    """The records that entries touch: known to the desk before, moved only, new to it; the new ones folded."""

    known: set[str]
    new: set[str]
    fresh: list[Folded]
    moved: set[str] = field(default_factory=set)


def is_range(entries: Sequence[tuple[Header, bytes]], span: Span) -> bool:
    """Tell whether entries are those of a span, one by one, and each header can be kept at all."""
    if len(entries) != span.k_to - span.k_from + 1:
        return False
    return all(fits(header, span, k=k) for k, (header, _) in enumerate(entries, start=span.k_from))


def fits(header: Header, span: Span, *, k: int) -> bool:
    """Tell whether a header is that of the entry `k` of a span, and can be kept at all."""
    if (header.desk, header.folder, header.k, header.format) != (span.desk, span.folder, k, FORMAT):
        return False
    numbers = (header.seq, header.rules, header.utc_ms, header.offset)
    return is_id(header.record) and all(-LARGEST < number < LARGEST for number in numbers)


class Entering:
    """Entries on their way into the journal within one transaction: taken one after the other, written at the end."""

    def __init__(self, database: Database, *, empty: Set[str] = frozenset()) -> None:
        """Start behind the last entry of the journal; in the folders `empty` nothing stands yet."""
        self._database = database
        self._empty = empty
        number, link = journal.head(database)
        self._end = journal.Tail("", 0, number, link)
        self._lines: list[tuple[Any, ...]] = []
        self._records: dict[str, list[_Fresh]] = {}
        self._seen: dict[tuple[str, str], dict[str, int]] = {}
        self._aside: list[tuple[str, str, int, bytes, str]] = []
        self._again: dict[tuple[str, str], int] = {}
        self._named = database.conn.execute("SELECT 1 FROM aside LIMIT 1").fetchone() is not None

    def set_aside(self, span: Span, *, parcel: bytes, why: str) -> None:
        """Name a parcel in which nothing can be read."""
        self._aside.append((span.folder, span.desk, span.k_from, parcel, why))

    def take(self, entries: Sequence[tuple[Header, bytes]], span: Span, *, parcel: bytes, position: int) -> None:
        """Append the entries of a parcel that are not here yet.

        Raises:
            TwoEntries: when one is here with the same number and is another: nothing was taken.
        """
        present = self._present(span)
        for header, _ in entries:
            here = present.get(header.k)
            # Not byte for byte: on its way the order of what was seen is not kept.
            if here is not None and decode_header(here[0]) != header:
                raise TwoEntries(f"folder {span.folder}, desk {span.desk}, k {header.k}")
        if present:
            moved = f"UPDATE entry SET position = ?, former = NULL WHERE {IN_SPAN}"
            self._database.conn.execute(moved, (position, *span.values))
            for k in present:
                self._records.setdefault(present[k][1], [])
        if self._named:
            self._database.conn.execute(f"DELETE FROM aside WHERE {IN_SPAN}", span.values)
        for header, body in entries:
            if header.k not in present:
                self._append(header, body, parcel=parcel, position=position)

    def _present(self, span: Span) -> dict[int, tuple[bytes, str]]:
        if span.folder in self._empty:
            return {}
        found = self._database.conn.execute(f"SELECT k, header, record FROM entry WHERE {IN_SPAN}", span.values)
        return {k: (header, record) for k, header, record in found}

    def _append(self, header: Header, body: bytes, *, parcel: bytes, position: int) -> None:
        place = (header.folder, header.desk)
        seen = self._seen[place] = seen_whole(self._seen_before(header), header.seen)
        line = journal.line_after(self._end, header, body=body, seen=seen, position=position)
        self._lines.append(line)
        try:
            entry = with_roles(self._database, Entry(header, decode_body(body), seen), position)
        except EntryUnreadable:
            entry = None
            self._aside.append((*place, header.k, parcel, NOT_A_BODY))
        fresh = _Fresh(self._end.number, position, header.folder, entry)
        self._records.setdefault(header.record, []).append(fresh)

    def _seen_before(self, header: Header) -> dict[str, int] | None:
        """Return what the entry before had seen; when later ones are here already, theirs is worked out again."""
        place = (header.folder, header.desk)
        if place in self._seen or header.folder in self._empty:
            return self._seen.get(place)
        last = self._database.conn.execute("SELECT max(k) FROM entry WHERE folder = ? AND desk = ?", place).fetchone()[
            0
        ]
        if last is None:
            return None
        if last > header.k:
            self._again[place] = header.k
        found = self._database.conn.execute(
            "SELECT seen FROM entry WHERE folder = ? AND desk = ? AND k < ? ORDER BY k DESC LIMIT 1",
            (*place, header.k),
        ).fetchone()
        return None if found is None else journal.decode_seen(found[0])

    def write(self) -> Touched:
        """Write the entries and fold the records that are new to the desk."""
        known = self._known(list(self._records))
        connection = self._database.conn
        connection.executemany(journal.INSERT, self._lines)
        connection.executemany("INSERT OR REPLACE INTO aside VALUES (?, ?, ?, ?, ?)", self._aside)
        if self._lines:
            self._end.keep(self._database)
        for place, k in self._again.items():
            known |= see_again(self._database, place, k)
        new = set(self._records) - known
        homes: dict[str, Home] = {}
        folded = (self._folded(record, homes) for record in self._records if record in new)
        return Touched(known, new, [one for one in folded if one is not None])

    def _known(self, identities: Sequence[str]) -> set[str]:
        found: set[str] = set()
        for start in range(0, len(identities), ASKED_AT_ONCE):
            some = identities[start : start + ASKED_AT_ONCE]
            question = f"SELECT DISTINCT record FROM entry WHERE record IN ({', '.join('?' * len(some))})"
            found.update(record for (record,) in self._database.conn.execute(question, some))
        return found

    def _folded(self, identity: str, homes: dict[str, Home]) -> Folded | None:
        """Fold a record from entries just appended, which stand in the order of their positions."""
        by_folder: dict[str, list[_Fresh]] = {}
        for one in self._records[identity]:
            by_folder.setdefault(one.folder, []).append(one)
        parts = []
        for folder, some in by_folder.items():
            home = home_of(self._database, folder, homes)
            if home is not None:
                state = fold(one.entry for one in some if one.entry is not None)
                parts.append(
                    Part(folder=folder, home=home, state=state, last_n=some[-1].number, first=some[0].position)
                )
        return made_of(identity, parts)


def see_again(database: Database, place: tuple[str, str], first: int) -> set[str]:
    """Work out again what a desk's entries from `first` on had seen, up to the next gap, and return their records."""
    before = database.conn.execute(
        "SELECT seen FROM entry WHERE folder = ? AND desk = ? AND k < ? ORDER BY k DESC LIMIT 1", (*place, first)
    ).fetchone()
    seen = None if before is None else journal.decode_seen(before[0])
    lines = []
    touched: set[str] = set()
    found = database.conn.execute(
        "SELECT n, k, record, header FROM entry WHERE folder = ? AND desk = ? AND k >= ? ORDER BY k", (*place, first)
    )
    for expected, (number, k, record, header) in enumerate(found.fetchall(), start=first):
        if k != expected:
            break
        seen = seen_whole(seen, decode_header(header).seen)
        lines.append((journal.encode_seen(seen), number))
        touched.add(record)
    database.conn.executemany("UPDATE entry SET seen = ? WHERE n = ?", lines)
    return touched


def name_again(database: Database) -> None:
    """Forget the names of bodies that could not be read by an older version and can be read by this one."""
    found = database.conn.execute(
        "SELECT a.folder, a.desk, a.k, e.body FROM aside a "
        "JOIN entry e ON e.folder = a.folder AND e.desk = a.desk AND e.k = a.k WHERE e.body IS NOT NULL"
    ).fetchall()
    for folder, desk, k, body in found:
        try:
            decode_body(body)
        except EntryUnreadable:
            continue
        database.conn.execute("DELETE FROM aside WHERE folder = ? AND desk = ? AND k = ?", (folder, desk, k))


def records_in(database: Database, span: Span) -> set[str]:
    """Return the records that the entries of a span are of."""
    found = database.conn.execute(f"SELECT DISTINCT record FROM entry WHERE {IN_SPAN}", span.values)
    return {record for (record,) in found}
