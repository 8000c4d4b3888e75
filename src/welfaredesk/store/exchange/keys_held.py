# SPDX-License-Identifier: EUPL-1.2
"""Keys held: of a folder whose key was turned, which of its keys each group was granted, and who lacks one.

The newest key of a group stands beside its grant, the others in `key_held`: a folder of one key needs no line there.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from welfaredesk.store.driver import Database
from welfaredesk.store.folders import Folder

KEEP = """
INSERT INTO key_held (folder, grp, key_id, position) VALUES (?1, ?2, ?3, ?4)
ON CONFLICT (folder, grp, key_id) DO UPDATE SET position = coalesce(position, excluded.position)
"""
KEEP_REPLACED = """
INSERT OR IGNORE INTO key_held (folder, grp, key_id, position)
SELECT folder, grp, key_id, position FROM folder_grant
WHERE folder = ? AND grp = ? AND key_id IS NOT ? AND key_id IS NOT NULL AND item IS NOT NULL
"""
IS_OLDER = """
SELECT 1 FROM folder_key mine JOIN folder_key theirs ON theirs.folder = mine.folder
WHERE mine.folder = excluded.folder AND mine.key_id = excluded.key_id AND theirs.key_id = folder_grant.key_id
AND coalesce(mine.position, mine.former) < coalesce(theirs.position, theirs.former)
"""
"""In the place of a grant's line by another: whether the other is of a key that was granted before its own."""
FIRST_GRANT = """
SELECT min(position) FROM (
    SELECT position FROM folder_grant WHERE folder = ?1 AND key_id = ?2
    UNION ALL SELECT position FROM key_held WHERE folder = ?1 AND key_id = ?2
)
"""
"""The position at which a key of a folder was first granted to anybody, as far as this desk was told."""
LACKING = """
SELECT f.id, f.root, f.root_type, f.circle, k.key, g.grp, coalesce(max(g.position), ?1),
    k.key = f.key AS newest, coalesce(k.position, k.former, ?1) AS place, k.turn AS turn
FROM folder_key t JOIN folder f ON f.id = t.folder JOIN folder_key k ON k.folder = t.folder
JOIN folder_grant g ON g.folder = t.folder
WHERE t.turn > 0 AND f.whole = 1
AND NOT EXISTS (SELECT 1 FROM folder_grant h WHERE h.folder = k.folder AND h.grp = g.grp AND h.key_id = k.key_id)
AND NOT EXISTS (SELECT 1 FROM key_held h WHERE h.folder = k.folder AND h.grp = g.grp AND h.key_id = k.key_id)
GROUP BY f.id, k.key_id, g.grp ORDER BY f.id, newest, place, turn, g.grp
"""
FAR = 1 << 60
"""Behind every position: where stands what has none yet."""


def keep(database: Database, folder: str, group: str, *, key: bytes, position: int | None) -> None:
    """Remember that a group was granted a key, by its id."""
    database.conn.execute(KEEP, (folder, group, key, position))


def keep_replaced(database: Database, folder: str, group: str, *, by: bytes) -> None:
    """Remember the keys that a group was granted before the line of its grant names another."""
    database.conn.execute(KEEP_REPLACED, (folder, group, by))


def with_another(database: Database, keys: Mapping[str, bytes]) -> set[str]:
    """Return which folders some group was granted with another key than this, as far as this desk was told."""
    marks = ", ".join("?" * len(keys))
    found = database.conn.execute(f"SELECT folder, key_id FROM folder_grant WHERE folder IN ({marks})", [*keys])
    return {folder for folder, key in found if key != keys[folder]}


def forget(database: Database, folder: str, group: str, *, before: int) -> None:
    """Forget which keys of a folder a group was granted before a position."""
    database.conn.execute(
        "DELETE FROM key_held WHERE folder = ? AND grp = ? AND coalesce(position, 0) < ?", (folder, group, before)
    )


@dataclass(frozen=True, slots=True)
class Lack:
    """A group that holds a folder since a position and was never granted the folder's key that stands here."""

    folder: Folder
    group: str
    since: int


def lacking(database: Database) -> list[Lack]:
    """Return which groups lack which keys of the folders that are whole here, the oldest keys of each first."""
    return [Lack(Folder(*row[:5]), str(row[5]), int(row[6])) for row in database.conn.execute(LACKING, (FAR,))]
