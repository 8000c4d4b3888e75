# SPDX-License-Identifier: EUPL-1.2
"""What arrives: parcels with their positions, their entries placed in the journal, every touched record folded once."""

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, field
from typing import Any

import msgspec

from welfaredesk.base.ids import spelled
from welfaredesk.domain.entry import Header
from welfaredesk.domain.parcel import Parcel
from welfaredesk.store import bulk, records
from welfaredesk.store.driver import Database
from welfaredesk.store.exchange import entering
from welfaredesk.store.exchange.cursor import watermark
from welfaredesk.store.exchange.displacing import DISPLACED
from welfaredesk.store.exchange.entering import Entering
from welfaredesk.store.exchange.kept import COLUMNS, INSERT, Kept, ParcelState, kept_of, line_of
from welfaredesk.store.exchange.outgoing import Span, write_position

ASKED_AT_ONCE = 500
NOT_ITS_RANGE = "the entries are not those that the header names"


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A parcel at its position, opened; `trouble` says why nothing in it could be read, and then it has no entries.

    A parcel that came in a bundle has neither sealed text nor signature; one that was cut, the hash of its text in
    the place of it, and no entries.
    """

    position: int
    id: bytes
    parcel: Parcel
    entries: Sequence[tuple[Header, bytes]]
    trouble: str = ""
    cut: bool = False

    @property
    def span(self) -> Span:
        """Return the entries that its header names."""
        header = self.parcel.header
        return Span(spelled(header.folder), spelled(header.desk), header.k_from, header.k_to)


class ParcelsBroken(ValueError):
    """A desk's parcels in a folder do not follow each other: the server, or the desk, is broken or hostile."""

    def __init__(self, span: Span, position: int) -> None:
        """Keep where it was noticed."""
        super().__init__(f"{type(self).__name__}: folder {span.folder}, desk {span.desk}, k {span.k_from}")
        self.span = span
        self.position = position


class GapInParcels(ParcelsBroken):
    """A parcel is missing before this one."""


class TwoParcels(ParcelsBroken):
    """There is another parcel with the same entries' numbers."""


@dataclass(slots=True)
class _Batch:
    """What the parcels of one call share: spans that have a position, by folder and desk, and what they touch.

    `again` are spans of known parcels that get a position in this call, after one that they had was forgotten; `empty`
    are folders in which nothing stands yet, so that nothing need be asked of them.
    """

    database: Database
    utc_ms: int
    watermark: int
    empty: frozenset[str]
    spans: dict[tuple[str, str], list[tuple[int, int]]] = field(default_factory=dict)
    again: dict[tuple[str, str], list[tuple[int, int]]] = field(default_factory=dict)
    parcels: list[Any] = field(default_factory=list)
    moved: list[tuple[bytes, Span, int]] = field(default_factory=list)
    states: list[tuple[str, bytes]] = field(default_factory=list)
    filled: dict[str, int] = field(default_factory=dict)


def place(
    database: Database, arrivals: Iterable[Arrival], *, utc_ms: int = 0, watermark_now: int | None = None
) -> frozenset[str]:
    """Place parcels with their entries, fold every record they touch once, and return the ids of those records.

    The same parcel again changes nothing; under another position it moves, and its records are folded again. What
    cannot be read is kept aside and named, and stops nothing.

    Raises:
        GapInParcels: when a desk's parcel before one of these is missing: nothing was placed.
        TwoParcels: when another parcel with the same numbers has a position: nothing was placed.
    """
    ordered = sorted(arrivals, key=lambda one: one.position)
    mark = watermark(database) if watermark_now is None else watermark_now
    batch = _Batch(database, utc_ms, mark, _empty(database, {one.span.folder for one in ordered}))
    known = _positions(database, [one.id for one in ordered])
    entered = Entering(database, empty=batch.empty)
    for arrival in ordered:
        _take(batch, arrival, entered, known=known)
    database.conn.executemany(INSERT, batch.parcels)
    touched = entered.write()
    for identity, span, position in batch.moved:
        write_position(database, identity, span, position=position)
        touched.moved.update(entering.records_in(database, span))
    database.conn.executemany("UPDATE parcel SET state = ? WHERE id = ?", batch.states)
    database.conn.executemany(
        "UPDATE folder SET filled_to = max(filled_to, ?) WHERE id = ? AND whole = 0",
        [(position, folder) for folder, position in batch.filled.items()],
    )
    records.refold(database, sorted((touched.known | touched.moved) - touched.new))
    bulk.write_new(database, touched.fresh)
    return frozenset(touched.known | touched.moved | touched.new)


def _take(batch: _Batch, arrival: Arrival, entered: Entering, *, known: dict[bytes, "_Known"]) -> None:
    span, position = arrival.span, arrival.position
    batch.filled[span.folder] = max(position, batch.filled.get(span.folder, 0))
    is_whole = arrival.cut or entering.is_range(arrival.entries, span)
    trouble = arrival.trouble or ("" if is_whole else NOT_ITS_RANGE)
    state = ParcelState.UNREADABLE if trouble else ParcelState.PLACED
    before = known.get(arrival.id)
    if before is None:
        _stop_at_breaks(batch, span, position)
        data = arrival.parcel
        if position <= batch.watermark and not trouble:
            data = msgspec.structs.replace(data, sealed=b"")
        batch.parcels.append(line_of(data, arrival.id, position=position, state=state, utc_ms=batch.utc_ms))
        known[arrival.id] = _Known(position, state)
    else:
        if before.position != position:
            batch.moved.append((arrival.id, span, position))
            if before.position is None:
                batch.again.setdefault((span.folder, span.desk), []).append((span.k_from, span.k_to))
        if before.state is ParcelState.PLACED or (before.state, trouble != "") == (ParcelState.UNREADABLE, True):
            return
        batch.states.append((str(state), arrival.id))
    if trouble:
        entered.set_aside(span, parcel=arrival.id, why=trouble)
    elif not arrival.cut:
        entered.take(arrival.entries, span, parcel=arrival.id, position=position)
    if before is None:
        _drop_stale(batch, span)


@dataclass(frozen=True, slots=True)
class _Known:
    position: int | None
    state: ParcelState


def _positions(database: Database, identities: Sequence[bytes]) -> dict[bytes, _Known]:
    found: dict[bytes, _Known] = {}
    for start in range(0, len(identities), ASKED_AT_ONCE):
        some = identities[start : start + ASKED_AT_ONCE]
        marks = ", ".join("?" * len(some))
        rows = database.conn.execute(f"SELECT id, position, state FROM parcel WHERE id IN ({marks})", some)
        found.update((identity, _Known(position, ParcelState(state))) for identity, position, state in rows)
    return found


def _empty(database: Database, folders: Set[str]) -> frozenset[str]:
    """Return which of some folders hold neither an entry nor a parcel."""
    found: set[str] = set()
    ordered = sorted(folders)
    for start in range(0, len(ordered), ASKED_AT_ONCE):
        some = ordered[start : start + ASKED_AT_ONCE]
        question = (
            f"SELECT id FROM folder f WHERE id IN ({', '.join('?' * len(some))}) "
            "AND NOT EXISTS (SELECT 1 FROM entry e WHERE e.folder = f.id) "
            "AND NOT EXISTS (SELECT 1 FROM parcel p WHERE p.folder = f.id)"
        )
        found.update(folder for (folder,) in database.conn.execute(question, some))
    return frozenset(found)


def _stop_at_breaks(batch: _Batch, span: Span, position: int) -> None:
    """Take a new parcel behind those of its desk in the folder that have a position."""
    key = (span.folder, span.desk)
    if span.folder in batch.empty:
        batch.spans.setdefault(key, [])
    elif key not in batch.spans:
        rows = batch.database.conn.execute(
            "SELECT k_from, k_to FROM parcel WHERE folder = ? AND desk = ? AND k_to >= ? AND position IS NOT NULL",
            (*key, span.k_from - 1),
        )
        batch.spans[key] = [(k_from, k_to) for k_from, k_to in rows]
    taken = [*batch.spans[key], *batch.again.get(key, ())]
    if any(k_from <= span.k_to and span.k_from <= k_to for k_from, k_to in taken):
        raise TwoParcels(span, position)
    if span.k_from != 1 and not any(k_to == span.k_from - 1 for _, k_to in taken):
        raise GapInParcels(span, position)
    batch.spans[key].append((span.k_from, span.k_to))


def _drop_stale(batch: _Batch, span: Span) -> None:
    """Forget what the same desk offered before the server went back, in the place of a parcel that says the same."""
    if span.folder in batch.empty:
        return
    batch.database.conn.execute(
        "DELETE FROM parcel WHERE folder = ? AND desk = ? AND k_to >= ? AND k_from <= ? AND position IS NULL "
        "AND reason IS NOT ?",
        (span.folder, span.desk, span.k_from, span.k_to, DISPLACED),
    )


def previous_of(database: Database, folder: str, *, desk: str, k_from: int) -> bytes:
    """Return the id of the parcel whose entries end just before `k_from`, nothing for a desk's first in a folder.

    It is what the header of the parcel that starts at `k_from` must name. Nothing is returned for a gap either.
    """
    found = database.conn.execute(
        "SELECT id FROM parcel WHERE folder = ? AND desk = ? AND k_to = ? ORDER BY position IS NULL LIMIT 1",
        (folder, desk, k_from - 1),
    ).fetchone()
    return b"" if found is None else bytes(found[0])


@dataclass(frozen=True, slots=True)
class Aside:
    """What could not be read: one entry, or with `k` the first of a whole parcel."""

    folder: str
    desk: str
    k: int
    parcel: bytes
    why: str


def aside(database: Database) -> list[Aside]:
    """Return what was kept aside because nobody could read it, by folder, desk and number."""
    found = database.conn.execute("SELECT folder, desk, k, parcel, why FROM aside ORDER BY folder, desk, k")
    return [Aside(*row) for row in found]


def unreadable(database: Database) -> list[Kept]:
    """Return the parcels that could not be opened, in order, with their bytes: after an update they may be."""
    found = database.conn.execute(f"SELECT {COLUMNS} FROM parcel WHERE state = 'unreadable' ORDER BY position")
    return kept_of(found)


class Held(msgspec.Struct, frozen=True, array_like=True):
    """A parcel of the main stream whose folder is not whole yet, still closed, as it was named in its message."""

    position: int
    desk: str
    folder: str
    n: int
    k_from: int
    k_to: int
    last: int
    last_h: bytes
    sealed: bytes
    signature: bytes


def hold(database: Database, one: Held) -> None:
    """Keep a parcel closed until its folder is whole."""
    database.conn.execute(
        "INSERT OR REPLACE INTO held VALUES (?, ?, ?)", (one.position, one.folder, msgspec.msgpack.encode(one))
    )


def held(database: Database, folder: str) -> list[Held]:
    """Return the parcels that wait for a folder to be whole, in the order of their positions."""
    found = database.conn.execute("SELECT bytes FROM held WHERE folder = ? ORDER BY position", (folder,))
    return [msgspec.msgpack.decode(data, type=Held) for (data,) in found]


def let_go(database: Database, folder: str) -> None:
    """Forget the parcels that waited for a folder: they were placed."""
    database.conn.execute("DELETE FROM held WHERE folder = ?", (folder,))
