# SPDX-License-Identifier: EUPL-1.2
"""The working copy in which items are admitted one after the other, and from which a transaction is written."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import BindParameter, Connection, bindparam, select

from welfaredesk.base.ids import packed
from welfaredesk.crypto.hashes import position_hash
from welfaredesk.domain.parcel import Parcel, decode_parcel
from welfaredesk.domain.roster import Roster
from welfaredesk.server.items import Row
from welfaredesk.server.ledger import EnteLine, Ledger
from welfaredesk.server.tables import A_PARCEL, CHAIN, DESK, FOLDER, HOLDING, ITEM
from welfaredesk.sync.wire import FrameKind

SUM_BYTES = 16
SUM_MODULUS = 1 << (8 * SUM_BYTES)
CHUNK = 300
_BYTES = select(DESK.c.bytes).where(DESK.c.ente == bindparam("of_ente"), DESK.c.desk == bindparam("of_desk"))
_SOME_FOLDERS: BindParameter[bytes] = bindparam("some", expanding=True)
_FOLDERS = select(FOLDER.c.folder, FOLDER.c.key, FOLDER.c.sum, FOLDER.c.count, FOLDER.c.last).where(
    FOLDER.c.ente == bindparam("of_ente"), FOLDER.c.folder.in_(_SOME_FOLDERS)
)
_HELD = select(HOLDING.c.folder, HOLDING.c.grp, HOLDING.c.key, HOLDING.c.position).where(
    HOLDING.c.ente == bindparam("of_ente"), HOLDING.c.folder.in_(_SOME_FOLDERS)
)
_CHAINS = select(CHAIN.c.folder, CHAIN.c.desk, CHAIN.c.k, CHAIN.c.id).where(
    CHAIN.c.ente == bindparam("of_ente"), CHAIN.c.folder.in_(_SOME_FOLDERS)
)
_NUMBERS = select(ITEM.c.n, ITEM.c.data).where(
    ITEM.c.ente == bindparam("of_ente"),
    A_PARCEL,
    ITEM.c.desk == bindparam("of_desk"),
    ITEM.c.n.in_(bindparam("some", expanding=True)),
)
_IDS = select(ITEM.c.id).where(ITEM.c.ente == bindparam("of_ente"), ITEM.c.id.in_(bindparam("some", expanding=True)))


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

    def is_readable_with(self, key: bytes) -> bool:
        """Tell whether each group that holds the folder has one of its keys."""
        return all((group, key) in self.held for group in self.groups)


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
        self.placed: list[Row] = []
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
        wanted = {"of_ente": self.ente, "of_desk": packed(desk)}
        self.used_bytes = int(connection.execute(_BYTES, wanted).scalar_one_or_none() or 0)

    def read(self, wanted: Wanted) -> None:
        """Read what a batch needs, in few questions however many items it has."""
        for folders in chunks(wanted.folders):
            self._read_folders(folders)
        for numbers in chunks(wanted.numbers):
            self._read_numbers(numbers)
        for ids in chunks(wanted.ids):
            self.ids.update(self._connection.execute(_IDS, {"of_ente": self.ente, "some": ids}).scalars())

    def _read_folders(self, folders: list[bytes]) -> None:
        wanted = {"of_ente": self.ente, "some": folders}
        for folder, key, total, count, last in self._connection.execute(_FOLDERS, wanted):
            self.folders[folder] = FolderState(key, int.from_bytes(total, "big"), count, last)
        for folder, group, key, position in self._connection.execute(_HELD, wanted):
            self.folders[folder].held[group, key] = position
        for folder, desk, k, id_ in self._connection.execute(_CHAINS, wanted):
            self.chains[folder, desk] = (k, id_)

    def _read_numbers(self, numbers: list[tuple[bytes, int]]) -> None:
        by_desk: dict[bytes, list[int]] = {}
        for desk, n in numbers:
            by_desk.setdefault(desk, []).append(n)
        # Desk by desk: SQLite finds no index for pairs, and would read every parcel of the ente.
        for desk, some in by_desk.items():
            wanted = {"of_ente": self.ente, "of_desk": desk, "some": some}
            for n, data in self._connection.execute(_NUMBERS, wanted):
                self.numbers[desk, n] = decode_parcel(data).signature

    def place(self, item: Item) -> int:
        """Give an item the next position, and return it."""
        self.position += 1
        self.h = position_hash(self.h, self.position, item=item.id)
        self.placed.append(
            Row(
                position=self.position,
                kind=int(item.kind),
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
        for chunk in chunks(ids):
            chosen = select(ITEM.c.position, ITEM.c.folder, ITEM.c.data).where(
                ITEM.c.ente == self.ente, A_PARCEL, ITEM.c.id.in_(chunk)
            )
            found += [(row.position, row.folder, row.data) for row in self._connection.execute(chosen)]
        wanted = set(ids)
        found += [(one.position, one.folder, one.data) for one in self.placed if one.folder and one.id in wanted]
        return found

    def held_by(self, group: bytes) -> set[bytes]:
        """Return the folders that a group holds."""
        wanted = select(HOLDING.c.folder).where(HOLDING.c.ente == self.ente, HOLDING.c.grp == group).distinct()
        found = {folder for folder in self._connection.execute(wanted).scalars() if folder not in self.folders}
        return found | {folder for folder, state in self.folders.items() if group in state.groups}

    def holders(self, folders: Iterable[bytes]) -> dict[bytes, set[bytes]]:
        """Return the groups that hold each folder."""
        wanted = set(folders)
        for chunk in chunks(folder for folder in wanted if folder not in self.folders):
            self._read_folders(chunk)
        return {folder: self.folders[folder].groups for folder in wanted}


def chunks(wanted: Iterable[Any]) -> list[list[Any]]:
    ordered = sorted(wanted)
    return [ordered[start : start + CHUNK] for start in range(0, len(ordered), CHUNK)]


__all__ = ["SUM_BYTES", "SUM_MODULUS", "FolderState", "Item", "Wanted", "Working"]
