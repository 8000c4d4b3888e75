# SPDX-License-Identifier: EUPL-1.2
"""The cut notes that stand in a folder: who may have written them, and what they leave of which parcel."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from welfaredesk.domain import cut_note
from welfaredesk.domain.cut_note import CutNote
from welfaredesk.domain.entry import EntryUnreadable, Header, decode_body, decode_header
from welfaredesk.store import folders
from welfaredesk.store.driver import Database
from welfaredesk.store.journal import IN_ORDER


@dataclass(frozen=True, slots=True, kw_only=True)
class CutOrder:
    """A cut of the roster as a desk carries it out.

    `desks` are those of the one or two people who ordered it: a note of anybody else is none. Who orders alone may do
    so only in folders that nobody but his `own` groups holds.
    """

    parcels: frozenset[bytes]
    desks: frozenset[str]
    own: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """What a note leaves of an entry: its header, and its body unless it goes."""

    header: Header
    header_bytes: bytes
    body: bytes | None


@dataclass(slots=True)
class Left:
    """All that the notes of a folder say together: by parcel what is left of each entry, and the records that go."""

    lines: dict[bytes, dict[tuple[str, int], Line]] = field(default_factory=dict)
    records: dict[str, str] = field(default_factory=dict)


def lawful(database: Database, folder: str, orders: Sequence[CutOrder]) -> list[CutOrder]:
    """Return the orders that may take something out of a folder."""
    holding = frozenset(folders.groups_of(database, folder))
    return [order for order in orders if order.own is None or (holding and holding <= order.own)]


def left_by(database: Database, folder: str, orders: Sequence[CutOrder]) -> Left:
    """Return what the notes in a folder leave, the later ones above the earlier."""
    left = Left()
    for desk, note in notes_in(database, folder):
        parcels = frozenset(note.parcels)
        if not parcels or not any(desk in order.desks and parcels <= order.parcels for order in orders):
            continue
        left.records.update(note.records)
        found = dict(_lines(note))
        for parcel in parcels:
            left.lines.setdefault(parcel, {}).update(found)
    return left


def notes_in(database: Database, folder: str) -> Iterator[tuple[str, CutNote]]:
    """Give the notes in a folder in their order, each with the desk that wrote it."""
    found = database.conn.execute(
        f"SELECT desk, body FROM entry WHERE folder = ? AND type = ? AND body IS NOT NULL ORDER BY {IN_ORDER}",
        (folder, cut_note.TYPE),
    ).fetchall()
    for desk, body in found:
        try:
            note = cut_note.from_body(decode_body(body))
        except EntryUnreadable:
            continue
        if note is not None:
            yield str(desk), note


def _lines(note: CutNote) -> Iterator[tuple[tuple[str, int], Line]]:
    for data, body in note.lines:
        try:
            header = decode_header(data)
        except EntryUnreadable:
            continue
        yield (header.desk, header.k), Line(header, data, body)
