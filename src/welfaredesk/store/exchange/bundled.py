# SPDX-License-Identifier: EUPL-1.2
"""What goes into a bundle, and folders that came in one: keys and grants, still to be proved by their authors."""

from collections.abc import Sequence
from dataclasses import dataclass

from welfaredesk.crypto.hashes import key_id
from welfaredesk.domain.entry import Header, decode_header, encode_header
from welfaredesk.domain.parcel import Parcel, encode_parcel
from welfaredesk.store import desk_notes
from welfaredesk.store.driver import Database
from welfaredesk.store.exchange import scope
from welfaredesk.store.folders import Folder

UNPROVED = "exchange/unproved"


@dataclass(frozen=True, slots=True)
class GrantLine:
    """A group that holds a folder's current key, the epoch, and the position of the grant."""

    group: str
    epoch: int
    position: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ParcelLine:
    """A parcel that has a position."""

    id: bytes
    position: int
    desk: str
    n: int
    k_from: int
    k_to: int


def packable(database: Database, group: str, *, upto: int) -> list[Folder]:
    """Return the folders that a group holds and that are whole here: circle by circle, the latest activity first.

    Folders in which something could not be read, or was cut, are left out.
    """
    found = database.conn.execute(
        "SELECT f.id, f.root, f.root_type, f.circle, f.key FROM folder f "
        "JOIN folder_grant g ON g.folder = f.id AND g.grp = ?1 AND g.position <= ?2 "
        "WHERE f.whole = 1 AND NOT EXISTS (SELECT 1 FROM aside a WHERE a.folder = f.id) "
        "AND NOT EXISTS (SELECT 1 FROM entry e WHERE e.folder = f.id AND e.body IS NULL) "
        "GROUP BY f.id ORDER BY f.circle <> 'ordinary', f.circle, "
        "(SELECT max(position) FROM parcel p WHERE p.folder = f.id AND p.position <= ?2) DESC, f.id",
        (group, upto),
    )
    return [Folder(*row) for row in found]


def grants_of(database: Database, folder: Folder, *, upto: int) -> list[GrantLine]:
    """Return the groups that hold the current key of a folder, as it was granted by a position."""
    found = database.conn.execute(
        "SELECT grp, epoch, position FROM folder_grant WHERE folder = ? AND key_id = ? AND position <= ? ORDER BY grp",
        (folder.id, key_id(folder.key), upto),
    )
    return [GrantLine(*row) for row in found]


def parcels_of(database: Database, folder: str, *, upto: int) -> list[ParcelLine]:
    """Return the parcels of a folder that stand at a position or before, in order."""
    found = database.conn.execute(
        "SELECT id, position, desk, n, k_from, k_to FROM parcel WHERE folder = ? AND position <= ? ORDER BY position",
        (folder, upto),
    )
    return [
        ParcelLine(id=identity, position=position, desk=desk, n=n, k_from=k_from, k_to=k_to)
        for identity, position, desk, n, k_from, k_to in found
    ]


def entries_of(database: Database, folder: str, parcels: Sequence[ParcelLine]) -> list[tuple[Header, bytes]] | None:
    """Return the entries of some parcels of a folder, in their order; nothing when one is not here."""
    found = database.conn.execute(
        "SELECT desk, k, header, body FROM entry WHERE folder = ? AND position IS NOT NULL AND body IS NOT NULL",
        (folder,),
    )
    here = {(desk, k): (header, body) for desk, k, header, body in found}
    entries = []
    for one in parcels:
        for k in range(one.k_from, one.k_to + 1):
            if (one.desk, k) not in here:
                return None
            header, body = here[one.desk, k]
            entries.append((decode_header(header), body))
    return entries


@dataclass(frozen=True, slots=True)
class Freshness:
    """How many parcels have a position, how many of them after another one, and how many bytes these are."""

    parcels: int
    fresh: int
    fresh_bytes: int


def freshness(database: Database, after: int) -> Freshness:
    """Return how much has come since a position."""
    total = database.conn.execute("SELECT count(*) FROM parcel WHERE position IS NOT NULL").fetchone()[0]
    fresh, size = database.conn.execute(
        "SELECT count(*), coalesce(sum(length(bytes)), 0) FROM parcel WHERE position > ?", (after,)
    ).fetchone()
    return Freshness(int(total), int(fresh), int(size))


def take_folder(database: Database, folder: Folder, grants: Sequence[GrantLine]) -> None:
    """Take a folder that came in a bundle: its key, and who else holds it."""
    last = max((line.position for line in grants), default=None)
    scope.take_folder(database, folder, whole=False, position=last)
    database.conn.executemany(
        "INSERT OR IGNORE INTO folder_grant (folder, grp, epoch, sealed, key_id, item, position) "
        "VALUES (?, ?, ?, x'', ?, x'', ?)",
        [(folder.id, line.group, line.epoch, key_id(folder.key), line.position) for line in grants],
    )


def unproved(database: Database) -> list[str]:
    """Return the folders that came in a bundle and whose authors' signatures have not been seen yet."""
    return list(desk_notes.get(database, UNPROVED) or [])


def put_unproved(database: Database, folders: Sequence[str]) -> None:
    """Replace the folders whose authors' signatures have not been seen yet."""
    desk_notes.put(database, UNPROVED, list(folders))


def has_no_other(database: Database, folder: str, identities: Sequence[bytes], *, upto: int) -> bool:
    """Tell whether the parcels of a folder up to a position are these, all of them and no other."""
    found = database.conn.execute("SELECT id FROM parcel WHERE folder = ? AND position <= ?", (folder, upto))
    return {bytes(identity) for (identity,) in found} == set(identities)


def has_entries(database: Database, entries: Sequence[tuple[Header, bytes]]) -> bool:
    """Tell whether these entries stand here, byte by byte."""
    for header, body in entries:
        found = database.conn.execute(
            "SELECT header, body FROM entry WHERE folder = ? AND desk = ? AND k = ?",
            (header.folder, header.desk, header.k),
        ).fetchone()
        if found is None or found[0] != encode_header(header) or found[1] != body:
            return False
    return True


def keep_bytes(database: Database, parcel: Parcel, identity: bytes) -> None:
    """Keep the bytes of a parcel that came in a bundle, so that it can be offered again."""
    database.conn.execute(
        "UPDATE parcel SET bytes = ?, previous = ? WHERE id = ?",
        (encode_parcel(parcel), parcel.header.previous, identity),
    )
