# SPDX-License-Identifier: EUPL-1.2
"""The working copy in which items are admitted one after the other, and from which a transaction is written."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Connection, select

from welfaredesk.base.ids import packed
from welfaredesk.crypto.hashes import position_hash
from welfaredesk.domain.parcel import Parcel, decode_parcel
from welfaredesk.domain.roster import Roster
from welfaredesk.server.ledger import EnteLine, Ledger
from welfaredesk.server.tables import A_PARCEL, CHAIN, DESK, FOLDER, HOLDING, ITEM
from welfaredesk.sync.wire import FrameKind

SUM_BYTES = 16
SUM_MODULUS = 1 << (8 * SUM_BYTES)
CHUNK = 300


@dataclass(slots=True)
class FolderState:
    """A folder as it stands: its current key, its sum, and (group, key) to the position of the grant."""

    key: bytes
    sum: int = 0
    count: int = 0
    last: int = 0
    held: dict[tuple[bytes, bytes], int] = field(default_factory=dict)
    given_up: set[bytes] = field(default_factory=set)

    @property
    def groups(self) -> set[bytes]:
        """Return the groups that hold the folder."""
        return {group for group, _ in self.held}

    @property
    def keys(self) -> set[bytes]:
        """Return the ids of the keys that the folder has had."""
        return {self.key, *(key for _, key in self.held)}

    @property
    def is_readable_by_all(self) -> bool:
        """Tell whether each group that holds the folder has its current key."""
        return all((group, self.key) in self.held for group in self.groups)


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """An item that was admitted, at its position."""

    position: int
    kind: FrameKind
    id: bytes
    h: bytes
    desk: bytes
    folder: bytes | None
    group: bytes | None
    n: int
    data: bytes


@dataclass(slots=True, kw_only=True)
class Item:
    """An item about to be placed: what its row holds besides position and h."""

    kind: FrameKind
    id: bytes
    desk: bytes
    data: bytes
    folder: bytes | None = None
    group: bytes | None = None
    n: int = 0


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a batch of items will ask of the database: folders, (desk, n) of parcels, ids of the other items."""

    folders: frozenset[bytes]
    numbers: frozenset[tuple[bytes, int]]
    ids: frozenset[bytes]


class Working:
    """What stands in an ente, read once for a batch, changed by the items admitted in it."""

    def __init__(self, ledger: Ledger, connection: Connection, *, base: EnteLine, desk: str, now_ms: int) -> None:
        """Start from a counter row."""
        self.base = base
        self.ente = packed(base.ente)
        self.now_ms = now_ms
        self.roster: Roster = ledger.roster(connection, base)
        self.position, self.h = base.position, base.h
        self.statements: list[tuple[bytes, bytes]] = []
        self.placed: list[Placed] = []
        self.cut: list[tuple[int, bytes]] = []
        self.voided: set[bytes] = set()
        self.folders: dict[bytes, FolderState] = {}
        self.chains: dict[tuple[bytes, bytes], tuple[int, bytes]] = {}
        self.numbers: dict[tuple[bytes, int], bytes] = {}
        self.ids: set[bytes] = set()
        self.changed: set[bytes] = set()
        self.moved: set[tuple[bytes, bytes]] = set()
        self.added_bytes = 0
        self._connection = connection
        wanted = select(DESK.c.bytes).where(DESK.c.ente == self.ente, DESK.c.desk == packed(desk))
        self.used_bytes = int(connection.execute(wanted).scalar_one_or_none() or 0)

    def read(self, wanted: Wanted) -> None:
        """Read what a batch needs, in few questions however many items it has."""
        for folders in _chunks(wanted.folders):
            self._read_folders(folders)
        for numbers in _chunks(wanted.numbers):
            self._read_numbers(numbers)
        for ids in _chunks(wanted.ids):
            chosen = select(ITEM.c.id).where(ITEM.c.ente == self.ente, ITEM.c.id.in_(ids))
            self.ids.update(self._connection.execute(chosen).scalars())

    def _read_folders(self, folders: list[bytes]) -> None:
        lines = select(FOLDER.c.folder, FOLDER.c.key, FOLDER.c.sum, FOLDER.c.count, FOLDER.c.last)
        chosen = lines.where(FOLDER.c.ente == self.ente, FOLDER.c.folder.in_(folders))
        for folder, key, total, count, last in self._connection.execute(chosen):
            self.folders[folder] = FolderState(key, int.from_bytes(total, "big"), count, last)
        held = select(HOLDING).where(HOLDING.c.ente == self.ente, HOLDING.c.folder.in_(folders))
        for row in self._connection.execute(held):
            self.folders[row.folder].held[row.grp, row.key] = row.position
        chains = select(CHAIN).where(CHAIN.c.ente == self.ente, CHAIN.c.folder.in_(folders))
        for row in self._connection.execute(chains):
            self.chains[row.folder, row.desk] = (row.k, row.id)

    def _read_numbers(self, numbers: list[tuple[bytes, int]]) -> None:
        by_desk: dict[bytes, list[int]] = {}
        for desk, n in numbers:
            by_desk.setdefault(desk, []).append(n)
        # Desk by desk: SQLite finds no index for pairs, and would read every parcel of the ente.
        for desk, some in by_desk.items():
            chosen = select(ITEM.c.n, ITEM.c.data).where(
                ITEM.c.ente == self.ente, A_PARCEL, ITEM.c.desk == desk, ITEM.c.n.in_(some)
            )
            for n, data in self._connection.execute(chosen):
                self.numbers[desk, n] = decode_parcel(data).signature

    def place(self, item: Item) -> int:
        """Give an item the next position, and return it."""
        self.position += 1
        self.h = position_hash(self.h, self.position, item=item.id)
        self.placed.append(
            Placed(
                position=self.position,
                kind=item.kind,
                id=item.id,
                h=self.h,
                desk=item.desk,
                folder=item.folder,
                group=item.group,
                n=item.n,
                data=item.data,
            )
        )
        self.ids.add(item.id)
        self.added_bytes += len(item.data)
        return self.position

    def place_parcel(self, parcel: Parcel, item: Item) -> None:
        """Give a parcel the next position, and move its folder and its desk's chain on."""
        header = parcel.header
        state = self.folders[header.folder]
        state.last = self.place(item)
        state.sum = (state.sum + int.from_bytes(item.id[:SUM_BYTES], "big")) % SUM_MODULUS
        state.count += 1
        self.numbers[header.desk, header.n] = parcel.signature
        self.chains[header.folder, header.desk] = (header.k_to, item.id)
        self.moved.add((header.folder, header.desk))
        self.changed.add(header.folder)

    def parcels_named(self, ids: Iterable[bytes]) -> list[tuple[int, bytes, bytes]]:
        """Return position, folder and data of the parcels with these ids that are here already."""
        found: list[tuple[int, bytes, bytes]] = []
        for chunk in _chunks(ids):
            chosen = select(ITEM.c.position, ITEM.c.folder, ITEM.c.data).where(
                ITEM.c.ente == self.ente, A_PARCEL, ITEM.c.id.in_(chunk)
            )
            found += [(row.position, row.folder, row.data) for row in self._connection.execute(chosen)]
        wanted = set(ids)
        found += [(one.position, one.folder, one.data) for one in self.placed if one.folder and one.id in wanted]
        return found

    def holders(self, folders: Iterable[bytes]) -> dict[bytes, set[bytes]]:
        """Return the groups that hold each folder."""
        wanted = set(folders)
        for chunk in _chunks(folder for folder in wanted if folder not in self.folders):
            self._read_folders(chunk)
        return {folder: self.folders[folder].groups for folder in wanted}


def _chunks(wanted: Iterable[Any]) -> list[list[Any]]:
    ordered = sorted(wanted)
    return [ordered[start : start + CHUNK] for start in range(0, len(ordered), CHUNK)]


def reads(groups: Iterable[bytes], ente: bytes) -> ColumnElement[bool]:
    """Return the condition that an item's folder is held by one of the groups."""
    held = select(HOLDING.c.folder).where(
        HOLDING.c.ente == ente, HOLDING.c.folder == ITEM.c.folder, HOLDING.c.grp.in_(sorted(groups))
    )
    return held.exists()


__all__ = ["SUM_BYTES", "SUM_MODULUS", "FolderState", "Item", "Placed", "Wanted", "Working", "reads"]
