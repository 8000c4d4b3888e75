# SPDX-License-Identifier: EUPL-1.2
"""The text of a bundle: folders with their keys, the parcels that it stands for, and their entries."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from welfaredesk.base.ids import packed, spelled
from welfaredesk.domain.entry import EntryRef
from welfaredesk.sync.columns import ColumnReader, ColumnsBroken, ColumnWriter
from welfaredesk.sync.enclosing import Enclosed
from welfaredesk.sync.grants import FolderKey
from welfaredesk.sync.id_table import IdReader, IdWriter
from welfaredesk.sync.limits import MOST_ENTRIES, MOST_LISTED
from welfaredesk.sync.packing import Lines, PackedEntry, read_lines, write_lines

_One = TypeVar("_One")
_KEY_BYTES = 32
_ID_BYTES = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedParcel:
    """A parcel that a bundle stands for: its id and position, and which entries it holds."""

    id: bytes
    position: int
    desk: str
    n: int
    k_from: int
    k_to: int


@dataclass(frozen=True, slots=True)
class Holder:
    """A group that holds the key of a folder: the epoch it was granted to, and the position of the grant."""

    group: str
    epoch: int
    position: int


@dataclass(frozen=True, slots=True)
class FolderContent:
    """A folder: key, parcels by position, the entries of these parcels in the same order, and who holds the key."""

    key: FolderKey
    parcels: Sequence[PlacedParcel]
    entries: Sequence[PackedEntry]
    holders: Sequence[Holder] = ()


def size_of(folder: FolderContent) -> int:
    """Return about how many bytes a folder takes before it is compressed."""
    return 100 + 60 * len(folder.parcels) + sum(60 + len(body) for _, body in folder.entries)


def content_of(folders: Sequence[FolderContent]) -> Enclosed:
    """Return the text of a bundle of these folders.

    Raises:
        ValueError: when the entries of a folder are not those of its parcels.
    """
    out = ColumnWriter()
    out.number(len(folders))
    for folder in folders:
        out.chance(packed(folder.key.folder) + folder.key.key + packed(folder.key.root))
    out.names([folder.key.root_type for folder in folders])
    out.names([folder.key.circle for folder in folders])
    _write_holders(out, folders)
    out.column([len(folder.parcels) for folder in folders])
    parcels = [parcel for folder in folders for parcel in folder.parcels]
    for desk in out.indexes([parcel.desk for parcel in parcels]):
        out.chance(packed(desk))
    out.column([parcel.n for parcel in parcels], rising=True)
    out.column([parcel.k_from for parcel in parcels])
    out.column([parcel.k_to - parcel.k_from for parcel in parcels])
    out.column([parcel.position for parcel in parcels], rising=True)
    for parcel in parcels:
        out.chance(parcel.id)
    table = IdWriter()
    table.know(*_known([folder.key for folder in folders], parcels))
    for folder in folders:
        _write_entries(out, folder, table=table)
    table.write(out)
    return Enclosed(out.written(), out.beside())


def folders_in(content: Enclosed) -> list[FolderContent]:
    """Return the folders of a text.

    Raises:
        ColumnsBroken: when it is none.
    """
    text = ColumnReader(content.data, content.beside)
    lines = text.number()
    if not 0 <= lines <= MOST_LISTED:
        raise ColumnsBroken("a bundle holds no such number of folders")
    keys = _read_keys(text, lines)
    holders = _read_holders(text, lines)
    counts = text.column(lines)
    if any(count < 0 for count in counts) or sum(counts) > MOST_LISTED:
        raise ColumnsBroken("a bundle holds no such number of parcels")
    parcels = iter(_read_parcels(text, sum(counts)))
    indexed = [_take(parcels, count) for count in counts]
    table = IdReader(_known(keys, [parcel for some in indexed for parcel in some]))
    runs = [_read_runs(text, some, table=table) for some in indexed]
    ids = table.read(text)
    text.end()
    return [
        FolderContent(key, some, _entries(key.folder, some, runs=its, ids=ids), holding)
        for key, some, its, holding in zip(keys, indexed, runs, holders, strict=True)
    ]


def _known(keys: Sequence[FolderKey], parcels: Sequence[PlacedParcel]) -> list[str]:
    """Return the ids that stand before the entries: roots and desks."""
    return list(dict.fromkeys([*(key.root for key in keys), *(parcel.desk for parcel in parcels)]))


def _take(some: Iterator[_One], count: int) -> list[_One]:
    return [next(some) for _ in range(count)]


def _read_keys(text: ColumnReader, lines: int) -> list[FolderKey]:
    ids = [(text.chance(_ID_BYTES), text.chance(_KEY_BYTES), text.chance(_ID_BYTES)) for _ in range(lines)]
    kinds = zip(text.names(lines), text.names(lines), strict=True)
    return [
        FolderKey(spelled(folder), key, spelled(root), root_type, circle)
        for (folder, key, root), (root_type, circle) in zip(ids, kinds, strict=True)
    ]


def _write_holders(out: ColumnWriter, folders: Sequence[FolderContent]) -> None:
    holders = [holder for folder in folders for holder in folder.holders]
    out.column([len(folder.holders) for folder in folders])
    for group in out.indexes([holder.group for holder in holders]):
        out.chance(packed(group))
    out.column([holder.epoch for holder in holders])
    out.column([holder.position for holder in holders])


def _read_holders(text: ColumnReader, lines: int) -> list[tuple[Holder, ...]]:
    counts = text.column(lines)
    if any(count < 0 for count in counts) or sum(counts) > MOST_LISTED:
        raise ColumnsBroken("a bundle names no such number of groups")
    numbers, known = text.indexes(sum(counts))
    groups = [spelled(text.chance(_ID_BYTES)) for _ in range(known)]
    epochs, positions = text.column(len(numbers)), text.column(len(numbers))
    if any(epoch < 1 for epoch in epochs) or any(position < 1 for position in positions):
        raise ColumnsBroken("a grant has an epoch and a position")
    holders = (Holder(groups[n], epoch, at) for n, epoch, at in zip(numbers, epochs, positions, strict=True))
    return [tuple(_take(holders, count)) for count in counts]


def _read_parcels(text: ColumnReader, lines: int) -> list[PlacedParcel]:
    numbers, known = text.indexes(lines)
    desks = [spelled(text.chance(_ID_BYTES)) for _ in range(known)]
    ns, firsts, more, positions = (text.column(lines) for _ in range(4))
    if any(count < 0 for count in more) or any(first < 1 for first in firsts):
        raise ColumnsBroken("a parcel holds at least one entry")
    return [
        PlacedParcel(
            id=text.chance(_KEY_BYTES),
            position=positions[line],
            desk=desks[numbers[line]],
            n=ns[line],
            k_from=firsts[line],
            k_to=firsts[line] + more[line],
        )
        for line in range(lines)
    ]


def _runs(parcels: Sequence[PlacedParcel]) -> list[tuple[str, int, int]]:
    """Return the runs of entries, (desk, first k, number), that parcels hold: those of one desk that follow on."""
    runs: list[tuple[str, int, int]] = []
    for parcel in sorted(parcels, key=lambda one: (one.desk, one.k_from)):
        count = parcel.k_to - parcel.k_from + 1
        if runs and runs[-1][0] == parcel.desk and sum(runs[-1][1:]) == parcel.k_from:
            desk, first, before = runs[-1]
            if before + count <= MOST_ENTRIES:
                runs[-1] = (desk, first, before + count)
                continue
        runs.append((parcel.desk, parcel.k_from, count))
    return runs


def _write_entries(out: ColumnWriter, folder: FolderContent, *, table: IdWriter) -> None:
    by_place = {header.ref: (header, body) for header, body in folder.entries}
    places = [EntryRef(one.desk, k) for one in folder.parcels for k in range(one.k_from, one.k_to + 1)]
    if len(folder.entries) != len(places) or by_place.keys() != set(places) or len(by_place) != len(places):
        raise ValueError("the entries of a folder are those of its parcels")
    for desk, first, count in _runs(folder.parcels):
        write_lines(out, [by_place[EntryRef(desk, k)] for k in range(first, first + count)], table=table)


_Run = tuple[str, int, Lines]


def _read_runs(text: ColumnReader, parcels: Sequence[PlacedParcel], *, table: IdReader) -> list[_Run]:
    return [(desk, first, read_lines(text, table, count=count)) for desk, first, count in _runs(parcels)]


def _entries(
    folder: str, parcels: Sequence[PlacedParcel], *, runs: list[_Run], ids: Sequence[str]
) -> list[PackedEntry]:
    """Return the entries of a folder in the order of its parcels."""
    by_place: dict[tuple[str, int], PackedEntry] = {}
    for desk, first, lines in runs:
        for entry in lines.entries(ids, desk=desk, folder=folder, k_from=first):
            by_place[desk, entry[0].k] = entry
    ordered = [(parcel.desk, k) for parcel in parcels for k in range(parcel.k_from, parcel.k_to + 1)]
    if len(by_place) != len(ordered):
        raise ColumnsBroken("two parcels hold one entry")
    return [by_place[place] for place in ordered]
