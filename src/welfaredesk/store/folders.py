# SPDX-License-Identifier: EUPL-1.2
"""Folders: one key for each root and circle, granted to groups; and the roster's statements and epochs."""

from dataclasses import dataclass

import msgspec

from welfaredesk.base.ids import Ids
from welfaredesk.crypto.hashes import key_id, sha256
from welfaredesk.crypto.wrap import wrap
from welfaredesk.store.driver import Database

KEY_BYTES = 32
GRANT_LABEL = "folder-grant"
STATEMENTS_IN_ORDER = "position IS NULL, position, former IS NULL, former, n"


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder that this desk can open."""

    id: str
    root: str
    root_type: str
    circle: str
    key: bytes


class GrantBody(msgspec.Struct, frozen=True, array_like=True):
    """What a grant seals: the folder's key with its root, root type and circle, hidden from the server."""

    folder: str
    key: bytes
    root: str
    root_type: str
    circle: str


_GRANTED = "(SELECT min(coalesce(k.position, k.former)) FROM folder_key k WHERE k.folder = folder.id)"
_FIRST_GRANTED = f"{_GRANTED} IS NULL, {_GRANTED}, id"
"""The folder granted first, then those that have left in no grant yet by their ids: nobody takes the place of one."""


def find(database: Database, root: str, circle: str) -> Folder | None:
    """Return the folder of a root and circle, or nothing when it has none yet.

    Two desks may each have made one before they heard of each other: the first to be granted is taken, whole here or
    not. Whoever grants a further one later, to whom he likes, gets nothing of what is written.
    """
    found = database.conn.execute(
        "SELECT id, root, root_type, circle, key FROM folder WHERE root = ? AND circle = ? "
        f"ORDER BY {_FIRST_GRANTED} LIMIT 1",
        (root, circle),
    ).fetchone()
    return None if found is None else Folder(*found)


def by_id(database: Database, identity: str) -> Folder | None:
    """Return a folder with its current key, or nothing when this desk has no key of it."""
    found = database.conn.execute(
        "SELECT id, root, root_type, circle, key FROM folder WHERE id = ?", (identity,)
    ).fetchone()
    return None if found is None else Folder(*found)


def root_type_of(database: Database, root: str) -> str | None:
    """Return what kind of root an id is, or nothing when this desk has no folder of it."""
    found = database.conn.execute(
        f"SELECT root_type FROM folder WHERE root = ? ORDER BY {_FIRST_GRANTED} LIMIT 1", (root,)
    ).fetchone()
    return None if found is None else str(found[0])


def make(database: Database, root: str, *, root_type: str, circle: str, groups: list[str], ids: Ids) -> Folder:
    """Make the folder of a root and circle and grant its key to groups, each at its newest epoch."""
    folder = Folder(ids.opaque(), root, root_type, circle, ids.token(KEY_BYTES))
    database.conn.execute(
        "INSERT INTO folder (id, root, root_type, circle, key) VALUES (?, ?, ?, ?, ?)",
        (folder.id, root, root_type, circle, folder.key),
    )
    database.conn.execute(
        "INSERT INTO folder_key (folder, key_id, key) VALUES (?, ?, ?)", (folder.id, key_id(folder.key), folder.key)
    )
    for group in groups:
        grant(database, folder, group)
    return folder


def grant(database: Database, folder: Folder, group: str) -> None:
    """Seal a folder's current key to a group's newest epoch; the server hears of it at the next exchange."""
    epoch, public = database.conn.execute(
        "SELECT epoch, public FROM group_epoch WHERE grp = ? ORDER BY epoch DESC LIMIT 1", (group,)
    ).fetchone()
    body = msgspec.msgpack.encode(GrantBody(folder.id, folder.key, folder.root, folder.root_type, folder.circle))
    sealed = wrap(public, body, label=GRANT_LABEL, aad=f"{folder.id}/{group}/{epoch}".encode())
    database.conn.execute(
        "INSERT OR REPLACE INTO folder_grant (folder, grp, epoch, sealed, key_id) VALUES (?, ?, ?, ?, ?)",
        (folder.id, group, epoch, sealed, key_id(folder.key)),
    )


def without_grant(database: Database) -> list[Folder]:
    """Return the folders whose key no group has: after a damage, since one is granted as soon as it is made."""
    found = database.conn.execute(
        "SELECT id, root, root_type, circle, key FROM folder WHERE id NOT IN (SELECT folder FROM folder_grant)"
    ).fetchall()
    return [Folder(*row) for row in found]


def knows_group(database: Database, group: str) -> bool:
    """Tell whether the public half of a group is known here."""
    return database.conn.execute("SELECT 1 FROM group_epoch WHERE grp = ? LIMIT 1", (group,)).fetchone() is not None


def groups_of(database: Database, folder: str) -> list[str]:
    """Return the groups that a folder is granted to."""
    found = database.conn.execute("SELECT DISTINCT grp FROM folder_grant WHERE folder = ? ORDER BY grp", (folder,))
    return [group for (group,) in found]


def keep_epoch(
    database: Database, group: str, epoch: int, *, public: bytes, private: bytes | None, recovery_grant: bytes
) -> None:
    """Keep an epoch of a group: its public half, the private one once this desk is a member, its recovery grant."""
    database.conn.execute(
        "INSERT INTO group_epoch (grp, epoch, public, private, recovery_grant) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT (grp, epoch) DO UPDATE SET public = excluded.public, recovery_grant = excluded.recovery_grant, "
        "private = coalesce(excluded.private, private)",
        (group, epoch, public, private, recovery_grant),
    )


def keep_statement(database: Database, kind: str, statement: bytes) -> bytes:
    """Keep a statement of the roster, in order, and return its hash; one that is here already stays as it is."""
    digest = sha256(statement)
    number = database.conn.execute("SELECT coalesce(max(n), 0) + 1 FROM statement").fetchone()[0]
    database.conn.execute(
        "INSERT OR IGNORE INTO statement (hash, n, kind, bytes) VALUES (?, ?, ?, ?)", (digest, number, kind, statement)
    )
    return digest


def statements(database: Database) -> list[bytes]:
    """Return the statements of the roster in order: placed ones by position, then those that wait for one."""
    return [data for (data,) in database.conn.execute(f"SELECT bytes FROM statement ORDER BY {STATEMENTS_IN_ORDER}")]
