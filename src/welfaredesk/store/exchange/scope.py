# SPDX-License-Identifier: EUPL-1.2
"""The scope: the folders that this desk was granted, whether each is whole, and what goes when one is taken back."""

import sys
from array import array
from collections.abc import Collection, Sequence

from welfaredesk.base.ids import Ids
from welfaredesk.crypto.hashes import key_id
from welfaredesk.store import folders
from welfaredesk.store.driver import Database
from welfaredesk.store.exchange import keys_held
from welfaredesk.store.exchange.kept import own_desk
from welfaredesk.store.exchange.leaving import forget_folder
from welfaredesk.store.folders import KEY_BYTES, Folder

SUM_BYTES = 16
WHOLE = 1 << (8 * SUM_BYTES)


class WorkLeft(ValueError):
    """The folder holds own work that has not left yet, so it is not forgotten."""


def take_folder(database: Database, folder: Folder, *, whole: bool, position: int | None = None) -> None:
    """Take a folder that was granted, or another key of a known one.

    Args:
        database: the vault.
        folder: what the grant's sealed part says, with the granted key.
        whole: whether everything in it will come in the main stream; else it is filled first and read-only till then.
        position: of the grant, which decides what key is the current one.
    """
    database.conn.execute(
        "INSERT OR IGNORE INTO folder (id, root, root_type, circle, key, whole) VALUES (?, ?, ?, ?, ?, ?)",
        (folder.id, folder.root, folder.root_type, folder.circle, folder.key, int(whole)),
    )
    _keep_key(database, folder.id, folder.key, position=position)


KEEP_KEY = f"""
INSERT INTO folder_key (folder, key_id, key, turn, position)
SELECT ?1, ?2, ?3, (SELECT count(*) FROM folder_key WHERE folder = ?1), min(coalesce(first, ?4), coalesce(?4, first))
FROM (SELECT ({keys_held.FIRST_GRANT}) AS first) WHERE true
ON CONFLICT (folder, key_id) DO UPDATE SET position = coalesce(position, excluded.position)
"""


def _keep_key(database: Database, folder: str, key: bytes, *, position: int | None) -> None:
    """Keep a key, and choose the current one: that of the latest grant, or one turned here since."""
    database.conn.execute(KEEP_KEY, (folder, key_id(key), key, position))
    choose_key(database, folder)


CURRENT_KEY = """
UPDATE folder SET key = (
    SELECT key FROM folder_key k WHERE k.folder = ?1
    ORDER BY position IS NULL AND former IS NULL AND turn = (SELECT max(turn) FROM folder_key WHERE folder = ?1) DESC,
    coalesce(position, former) DESC, turn DESC LIMIT 1
) WHERE id = ?1
"""


def choose_key(database: Database, folder: str) -> None:
    """Make the key of the latest grant the current one, the same on every desk; a key just turned here goes first."""
    database.conn.execute(CURRENT_KEY, (folder,))


def turn_key(database: Database, folder: str, *, ids: Ids) -> Folder:
    """Give a folder a new key and grant it to all groups that hold the folder; the old one still opens old parcels.

    Raises:
        KeyError: when this desk does not have the folder.
    """
    found = folders.by_id(database, folder)
    if found is None:
        raise KeyError(folder)
    turned = Folder(found.id, found.root, found.root_type, found.circle, ids.token(KEY_BYTES))
    _keep_key(database, folder, turned.key, position=None)
    for group in folders.groups_of(database, folder):
        keys_held.keep_replaced(database, folder, group, by=key_id(turned.key))
        folders.grant(database, turned, group)
    return turned


def was_turned(database: Database, folder: str, *, since: int) -> bool:
    """Tell whether a folder has a key that was granted after a position."""
    found = database.conn.execute(
        "SELECT 1 FROM folder_key WHERE folder = ? AND position > ? LIMIT 1", (folder, since)
    ).fetchone()
    return found is not None


def keys_of(database: Database, folder: str) -> dict[bytes, bytes]:
    """Return the keys that a folder ever had here, by their ids."""
    found = database.conn.execute("SELECT key_id, key FROM folder_key WHERE folder = ?", (folder,))
    return {bytes(identity): bytes(key) for identity, key in found}


def mark_whole(database: Database, folder: str, *, filled_to: int = 0) -> None:
    """Open a folder for writing: all its parcels are here."""
    database.conn.execute(
        "UPDATE folder SET whole = 1, filled_to = max(filled_to, ?) WHERE id = ?", (filled_to, folder)
    )


def fill_again(database: Database, wanted: Sequence[str]) -> None:
    """Ask folders again from their start, because what is here is not what the server holds."""
    database.conn.executemany("UPDATE folder SET whole = 0, filled_to = 0 WHERE id = ?", [(one,) for one in wanted])


def not_whole(database: Database) -> list[tuple[str, int]]:
    """Return the folders that are still arriving, each with the position up to which it was filled."""
    found = database.conn.execute("SELECT id, filled_to FROM folder WHERE whole = 0 ORDER BY id")
    return [(folder, filled_to) for folder, filled_to in found]


def is_whole(database: Database, folder: str) -> bool:
    """Tell whether this desk has the folder and all that belongs in it."""
    found = database.conn.execute("SELECT whole FROM folder WHERE id = ?", (folder,)).fetchone()
    return found is not None and bool(found[0])


def sums(database: Database) -> dict[str, tuple[int, int]]:
    """Return for each folder of the scope the sum of its parcels' ids, modulo 2^128, and their number."""
    found: dict[str, tuple[int, int]] = {}
    rows = database.conn.execute(
        "SELECT folder, id FROM parcel INDEXED BY parcel_sum WHERE position IS NOT NULL "
        "AND folder IN (SELECT id FROM folder)"
    )
    for folder, identity in rows:
        total, count = found.get(folder, (0, 0))
        found[folder] = ((total + int.from_bytes(identity[:SUM_BYTES], "big")) % WHOLE, count + 1)
    return found


def scope_sum(database: Database, *, without: Collection[str] = ()) -> bytes:
    """Return the sum over all folders of the scope but some, as the server's END carries it: 16 bytes."""
    # One text of all ids: to fetch them one by one takes ten times as long.
    spelled = database.conn.execute(
        "SELECT group_concat(substr(hex(id), 1, ?), '') FROM parcel INDEXED BY parcel_sum WHERE position IS NOT NULL "
        f"AND folder IN (SELECT id FROM folder) AND folder NOT IN ({', '.join('?' * len(without))})",
        (2 * SUM_BYTES, *without),
    ).fetchone()[0]
    numbers = array("Q", bytes.fromhex(spelled or ""))
    if sys.byteorder == "little":
        numbers.byteswap()
    total = (sum(numbers[0::2]) << 64) + sum(numbers[1::2])
    return (total % WHOLE).to_bytes(SUM_BYTES, "big")


def drop_folder(database: Database, folder: str) -> frozenset[str]:
    """Forget a folder that was taken back, with all that was in it, and return the records that are gone or changed.

    Raises:
        WorkLeft: when own entries in it have no position yet: they leave first.
    """
    left = database.conn.execute(
        "SELECT 1 FROM entry WHERE position IS NULL AND folder = ? AND desk = ? LIMIT 1",
        (folder, own_desk(database) or ""),
    ).fetchone()
    if left is not None:
        raise WorkLeft(folder)
    return forget_folder(database, folder)
