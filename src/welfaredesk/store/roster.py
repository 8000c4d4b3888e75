# SPDX-License-Identifier: EUPL-1.2
"""Rows of keys and grants that the organico asks for: group keys by epoch, the folders of a root, who holds them."""

from dataclasses import dataclass

from welfaredesk.domain.kinds import ORDINARY
from welfaredesk.store.driver import Database
from welfaredesk.store.folders import Folder


@dataclass(frozen=True, slots=True)
class KeptEpoch:
    """An epoch that is kept: its public half, and whether the private one is here too."""

    public: bytes
    has_private: bool


def epochs_known(database: Database) -> dict[tuple[str, int], KeptEpoch]:
    """Return the epochs that are kept, by group and number."""
    found = database.conn.execute("SELECT grp, epoch, public, private IS NOT NULL FROM group_epoch")
    return {(group, epoch): KeptEpoch(bytes(public), bool(private)) for group, epoch, public, private in found}


def drop_epoch(database: Database, group: str, epoch: int) -> None:
    """Forget an epoch whose statement was never placed."""
    database.conn.execute("DELETE FROM group_epoch WHERE grp = ? AND epoch = ?", (group, epoch))


def group_keys(database: Database, group: str) -> dict[int, bytes]:
    """Return the private halves of a group that this desk holds, by epoch."""
    found = database.conn.execute(
        "SELECT epoch, private FROM group_epoch WHERE grp = ? AND private IS NOT NULL ORDER BY epoch", (group,)
    )
    return {int(epoch): bytes(private) for epoch, private in found}


def folders_of_root(database: Database, root: str) -> list[Folder]:
    """Return the folders of a root that this desk can open, the ordinary ones first."""
    found = database.conn.execute(
        "SELECT id, root, root_type, circle, key FROM folder WHERE root = ? ORDER BY circle <> ?, circle, id",
        (root, ORDINARY),
    )
    return [Folder(*row) for row in found]


def roots_of_group(database: Database, group: str) -> set[str]:
    """Return the roots of the folders that a group holds, as far as this desk opens them."""
    found = database.conn.execute(
        "SELECT DISTINCT f.root FROM folder f JOIN folder_grant g ON g.folder = f.id WHERE g.grp = ?", (group,)
    )
    return {str(root) for (root,) in found}


def is_behind(database: Database, folder: str) -> bool:
    """Tell whether a group that holds a folder has a newer epoch than the folder was granted at."""
    found = database.conn.execute(
        "SELECT 1 FROM folder_grant g WHERE folder = ? GROUP BY grp "
        "HAVING max(epoch) < (SELECT max(epoch) FROM group_epoch e WHERE e.grp = g.grp) LIMIT 1",
        (folder,),
    ).fetchone()
    return found is not None


def forget_grant(database: Database, folder: str, group: str) -> None:
    """Forget that a group holds a folder."""
    for table in ("folder_grant", "key_held"):
        database.conn.execute(f"DELETE FROM {table} WHERE folder = ? AND grp = ?", (folder, group))
