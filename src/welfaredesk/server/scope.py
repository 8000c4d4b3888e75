# SPDX-License-Identifier: EUPL-1.2
"""The scope: the folders that a caller's groups hold, their sums, and their order for a fresh desk."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import msgspec
from sqlalchemy import ColumnElement, Connection, func, select, text

from welfaredesk.base.ids import packed
from welfaredesk.server.tables import A_PARCEL, BUNDLE, FOLDER, HOLDING, ITEM, NO_PARCEL
from welfaredesk.server.working import SUM_BYTES, SUM_MODULUS
from welfaredesk.sync.wire import BundleInfo, FolderSum, FrameKind, Ungrant

CHUNK = 300


@dataclass(frozen=True, slots=True)
class Scope:
    """An ente and the groups with which it is read, as they travel; `desk` is whoever reads."""

    ente: bytes
    desk: bytes
    groups: frozenset[bytes]

    @classmethod
    def of(cls, ente: str, desk: str, *, groups: frozenset[bytes]) -> "Scope":
        """Return the scope of a desk."""
        return cls(packed(ente), packed(desk), groups)


@dataclass(frozen=True, slots=True)
class FolderAt:
    """A folder of a scope: where its last parcel stands, whether the operator's own group holds it."""

    folder: bytes
    last: int
    own: bool


def folder_sums(connection: Connection, scope: Scope) -> list[FolderSum]:
    """Return what stands of each folder of a scope."""
    held = select(HOLDING.c.folder).where(HOLDING.c.ente == scope.ente, HOLDING.c.grp.in_(sorted(scope.groups)))
    wanted = (
        select(FOLDER.c.folder, FOLDER.c.sum, FOLDER.c.count, FOLDER.c.last)
        .where(FOLDER.c.ente == scope.ente, FOLDER.c.folder.in_(held))
        .order_by(FOLDER.c.folder)
    )
    return [FolderSum(*row) for row in connection.execute(wanted)]


def total(sums: Iterable[FolderSum]) -> bytes:
    """Return the sum over folders, 16 bytes."""
    return (sum(int.from_bytes(one.sum, "big") for one in sums) % SUM_MODULUS).to_bytes(SUM_BYTES, "big")


def held_among(connection: Connection, scope: Scope, folders: Collection[bytes]) -> set[bytes]:
    """Return which of some folders are in a scope."""
    found: set[bytes] = set()
    ordered = sorted(set(folders))
    for start in range(0, len(ordered), CHUNK):
        wanted = select(HOLDING.c.folder).where(
            HOLDING.c.ente == scope.ente,
            HOLDING.c.folder.in_(ordered[start : start + CHUNK]),
            HOLDING.c.grp.in_(sorted(scope.groups)),
        )
        found.update(connection.execute(wanted).scalars())
    return found


def by_activity(connection: Connection, scope: Scope, *, own: frozenset[bytes], upto: int) -> list[FolderAt]:
    """Return the folders granted by `upto`: those of the operator's own group, then by latest activity.

    Activity after `upto` does not count, so that a fresh desk that comes back finds the same order.
    """
    wanted = (
        select(HOLDING.c.folder, HOLDING.c.grp, FOLDER.c.last)
        .join(FOLDER, (FOLDER.c.ente == HOLDING.c.ente) & (FOLDER.c.folder == HOLDING.c.folder))
        .where(HOLDING.c.ente == scope.ente, HOLDING.c.grp.in_(sorted(scope.groups)), HOLDING.c.position <= upto)
    )
    lasts: dict[bytes, int] = {}
    owned: set[bytes] = set()
    for folder, group, last in connection.execute(wanted):
        lasts[folder] = last
        if group in own:
            owned.add(folder)
    for folder, last in lasts.items():
        if last > upto:
            lasts[folder] = _last_before(connection, scope, folder, upto)
    lines = [FolderAt(folder, last, folder in owned) for folder, last in lasts.items()]
    return sorted(lines, key=lambda one: (not one.own, -one.last, one.folder))


def _last_before(connection: Connection, scope: Scope, folder: bytes, upto: int) -> int:
    wanted = select(func.max(ITEM.c.position)).where(
        ITEM.c.ente == scope.ente, A_PARCEL, ITEM.c.folder == folder, ITEM.c.position <= upto
    )
    return int(connection.execute(wanted).scalar_one() or 0)


def grants_of(connection: Connection, scope: Scope, folder: bytes) -> list[int]:
    """Return the positions of the grants of a folder to the groups of a scope."""
    wanted = select(HOLDING.c.position).where(
        HOLDING.c.ente == scope.ente, HOLDING.c.folder == folder, HOLDING.c.grp.in_(sorted(scope.groups))
    )
    return sorted(set(connection.execute(wanted).scalars()))


NOTHING: Mapping[bytes, int] = MappingProxyType({})


def grants_to(
    connection: Connection,
    scope: Scope,
    groups: Collection[bytes],
    *,
    upto: int,
    covered: Mapping[bytes, int] = NOTHING,
) -> list[int]:
    """Return the positions of all grants to some groups of folders that they still hold.

    A grant of folders that are all `covered`, up to its position, says nothing new.
    """
    wanted = (
        select(HOLDING.c.position, HOLDING.c.folder)
        .where(HOLDING.c.ente == scope.ente, HOLDING.c.grp.in_(sorted(groups)), HOLDING.c.position <= upto)
        .distinct()
    )
    return sorted({at for at, folder in connection.execute(wanted) if at > covered.get(folder, 0)})


def grants_beside(
    connection: Connection,
    scope: Scope,
    folders: Collection[bytes],
    *,
    upto: int,
    covered: Mapping[bytes, int] = NOTHING,
) -> list[int]:
    """Return the positions of the grants of folders, as far as they are not covered, to groups outside the scope."""
    found: set[int] = set()
    ordered = sorted(folders)
    for start in range(0, len(ordered), CHUNK):
        wanted = select(HOLDING.c.position, HOLDING.c.folder).where(
            HOLDING.c.ente == scope.ente,
            HOLDING.c.folder.in_(ordered[start : start + CHUNK]),
            HOLDING.c.grp.not_in(sorted(scope.groups)),
            HOLDING.c.position <= upto,
        )
        found.update(at for at, folder in connection.execute(wanted) if at > covered.get(folder, 0))
    return sorted(found)


def granted_by(connection: Connection, scope: Scope, *, upto: int) -> list[bytes]:
    """Return the folders of a scope that were granted to it by a position."""
    wanted = (
        select(HOLDING.c.folder)
        .where(HOLDING.c.ente == scope.ente, HOLDING.c.grp.in_(sorted(scope.groups)), HOLDING.c.position <= upto)
        .distinct()
    )
    return list(connection.execute(wanted).scalars())


def positions(connection: Connection, scope: Scope, kind: FrameKind, *, upto: int) -> list[int]:
    """Return the positions of all items of a kind that is not the parcel."""
    wanted = (
        select(ITEM.c.position)
        .where(ITEM.c.ente == scope.ente, NO_PARCEL, text(f"kind = {int(kind)}"), ITEM.c.position <= upto)
        .order_by(ITEM.c.position)
    )
    return list(connection.execute(wanted).scalars())


def letters(connection: Connection, scope: Scope, *, upto: int) -> list[int]:
    """Return the positions of the letters to the groups of a scope."""
    wanted = (
        select(ITEM.c.position)
        .where(
            ITEM.c.ente == scope.ente,
            NO_PARCEL,
            text(f"kind = {int(FrameKind.LETTER)}"),
            ITEM.c.position <= upto,
            ITEM.c.grp.in_(sorted(scope.groups)),
        )
        .order_by(ITEM.c.position)
    )
    return list(connection.execute(wanted).scalars())


def withdrawn(connection: Connection, scope: Scope, groups: Collection[bytes], *, upto: int) -> list[int]:
    """Return the positions of the ungrants of folders that some groups do not hold any more."""
    newest = _ungrants(connection, scope, ITEM.c.grp.in_(sorted(groups)), upto=upto)
    return sorted(at for (folder, group), at in newest.items() if not _holds(connection, scope, folder, group))


def left_by_others(
    connection: Connection, scope: Scope, folders: Collection[bytes], *, upto: int
) -> dict[bytes, list[int]]:
    """Return by folder the positions of the ungrants from groups outside the scope that hold it no more.

    The grant of a group that still holds a folder may name another that does not.
    """
    newest = _ungrants(connection, scope, ITEM.c.grp.not_in(sorted(scope.groups)), upto=upto)
    among = {line: at for line, at in newest.items() if line[0] in folders}
    found: dict[bytes, list[int]] = {}
    for (folder, group), at in among.items():
        if not _holds(connection, scope, folder, group):
            found.setdefault(folder, []).append(at)
    return found


def _ungrants(
    connection: Connection, scope: Scope, groups: ColumnElement[bool], *, upto: int
) -> dict[tuple[bytes, bytes], int]:
    """Return the position of the newest ungrant of each folder from each of some groups."""
    wanted = (
        select(ITEM.c.position, ITEM.c.grp, ITEM.c.data)
        .where(
            ITEM.c.ente == scope.ente,
            NO_PARCEL,
            text(f"kind = {int(FrameKind.UNGRANT)}"),
            ITEM.c.position <= upto,
            groups,
        )
        .order_by(ITEM.c.position)
    )
    return {
        (msgspec.msgpack.decode(data, type=Ungrant).folder, group): position
        for position, group, data in connection.execute(wanted)
    }


def _holds(connection: Connection, scope: Scope, folder: bytes, group: bytes) -> bool:
    wanted = select(HOLDING.c.folder).where(
        HOLDING.c.ente == scope.ente, HOLDING.c.folder == folder, HOLDING.c.grp == group
    )
    return connection.execute(wanted.limit(1)).first() is not None


def bundles(connection: Connection, scope: Scope) -> list[BundleInfo]:
    """Return the bundles that wait for the groups of a scope, newest generation first."""
    wanted = (
        select(BUNDLE)
        .where(BUNDLE.c.ente == scope.ente, BUNDLE.c.grp.in_(sorted(scope.groups)))
        .order_by(BUNDLE.c.upto.desc(), BUNDLE.c.generation, BUNDLE.c.part)
    )
    return [
        BundleInfo(row.id, row.grp, row.generation, row.part, row.parts, row.upto, row.size)
        for row in connection.execute(wanted)
    ]
