# SPDX-License-Identifier: EUPL-1.2
"""Items besides parcels: statements of the roster, grants and ungrants of folders, letters, as signed and sent."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby, product
from typing import TypeAlias

from welfaredesk.crypto.hashes import sha256
from welfaredesk.store import folders
from welfaredesk.store.driver import Database
from welfaredesk.store.exchange import keys_held
from welfaredesk.store.folders import Folder


class ItemKind(StrEnum):
    """What an item is."""

    GRANT = "grant"
    UNGRANT = "ungrant"
    LETTER = "letter"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A grant, ungrant or letter as this desk keeps it: `data` are the bytes of its message as signed and sent."""

    id: bytes
    kind: ItemKind
    data: bytes
    position: int | None
    state: str
    reason: str | None


@dataclass(frozen=True, slots=True)
class GrantedFolder:
    """A folder named in a grant, and the id of the key that was granted."""

    folder: str
    key_id: bytes


def unsent_statements(database: Database) -> list[bytes]:
    """Return the statements that have no position, in order: those that had one first."""
    found = database.conn.execute(
        f"SELECT bytes FROM statement WHERE position IS NULL ORDER BY {folders.STATEMENTS_IN_ORDER}"
    )
    return [data for (data,) in found]


def place_statement(database: Database, kind: str, data: bytes, *, position: int) -> bool:
    """Keep a statement at its position, own or of others; tell whether it is new to this desk."""
    digest = sha256(data)
    known = database.conn.execute("SELECT 1 FROM statement WHERE hash = ?", (digest,)).fetchone() is not None
    if not known:
        folders.keep_statement(database, kind, data)
    statement_placed(database, digest, position)
    return not known


def statement_placed(database: Database, digest: bytes, position: int) -> None:
    """Write the position of a statement that is here."""
    database.conn.execute("UPDATE statement SET position = ?, former = NULL WHERE hash = ?", (position, digest))


def drop_statement(database: Database, digest: bytes) -> None:
    """Forget an own statement that was refused, as one that was chained to a head no longer newest."""
    database.conn.execute("DELETE FROM statement WHERE hash = ? AND position IS NULL", (digest,))


Groups: TypeAlias = tuple[str, ...]


def unsent_grants(database: Database) -> list[tuple[Folder, Groups]]:
    """Return each folder, with its current key, whose grants are in no message yet, and the groups they are for."""
    found = database.conn.execute(
        "SELECT DISTINCT f.id, f.root, f.root_type, f.circle, f.key, g.grp FROM folder_grant g "
        "JOIN folder f ON f.id = g.folder WHERE g.item IS NULL ORDER BY f.id, g.grp"
    )
    lines = [(Folder(*row[:5]), row[5]) for row in found]
    return [(folder, tuple(group for _, group in some)) for folder, some in groupby(lines, key=lambda line: line[0])]


def is_granted(database: Database, folder: str) -> bool:
    """Tell whether a key of a folder was sealed for any group: before that nobody else can have it."""
    found = database.conn.execute("SELECT 1 FROM folder_grant WHERE folder = ? AND item IS NOT NULL LIMIT 1", (folder,))
    return found.fetchone() is not None


def grant_sent(
    database: Database, identity: bytes, data: bytes, *, groups: Sequence[str], granted: Iterable[str]
) -> None:
    """Keep a grant's message, sealed for groups, and the folders in it: it is offered until it has a position."""
    keep_grant(database, identity, data)
    database.conn.executemany(
        "UPDATE folder_grant SET item = ? WHERE folder = ? AND grp = ? AND item IS NULL",
        [(identity, folder, group) for folder in granted for group in groups],
    )


def keep_grant(database: Database, identity: bytes, data: bytes) -> None:
    """Keep an own grant that waits for a position."""
    _keep(database, identity, ItemKind.GRANT, data=data, utc_ms=0)


def place_grant(
    database: Database,
    identity: bytes,
    data: bytes,
    *,
    epochs: Mapping[str, int],
    granted: Sequence[GrantedFolder],
    position: int,
) -> None:
    """Keep a grant at its position, own or of others, and who may read the folders in it: groups and their epochs."""
    _keep(database, identity, ItemKind.GRANT, data=data, utc_ms=0)
    item_placed(database, identity, position)
    others = keys_held.with_another(database, {one.folder: one.key_id for one in granted})
    turned = [one for one in granted if one.folder in others]
    for one, group in product(turned, epochs):
        keys_held.keep_replaced(database, one.folder, group, by=one.key_id)
    database.conn.executemany(
        "INSERT INTO folder_grant (folder, grp, epoch, sealed, key_id, item, position) VALUES (?, ?, ?, x'', ?, ?, ?) "
        "ON CONFLICT (folder, grp, epoch) DO UPDATE SET position = excluded.position, item = excluded.item, "
        "key_id = excluded.key_id WHERE folder_grant.key_id IS excluded.key_id OR folder_grant.position IS NOT NULL "
        f"AND NOT EXISTS ({keys_held.IS_OLDER})",
        [
            (one.folder, group, epoch, one.key_id, identity, position)
            for one in granted
            for group, epoch in epochs.items()
        ],
    )
    for one, group in product(turned, epochs):
        keys_held.keep(database, one.folder, group, key=one.key_id, position=position)
    database.conn.executemany(
        "UPDATE folder_key SET position = ?, former = NULL WHERE folder = ? AND key_id = ? AND position IS NULL",
        [(position, one.folder, one.key_id) for one in granted],
    )


def grants_of(database: Database, folder: str) -> list[bytes]:
    """Return the messages by which groups hold a folder, as far as they are here."""
    found = database.conn.execute(
        "SELECT DISTINCT i.bytes FROM folder_grant g JOIN item i ON i.id = g.item WHERE g.folder = ?", (folder,)
    )
    return [bytes(data) for (data,) in found]


def ungrants(database: Database) -> list[tuple[bytes, int | None]]:
    """Return the messages of ungrants, of whomever, that were not refused, with their positions."""
    found = database.conn.execute(
        "SELECT bytes, position FROM item WHERE kind = ? AND state <> 'refused'", (str(ItemKind.UNGRANT),)
    )
    return [(bytes(data), position) for data, position in found]


def place_ungrant(
    database: Database, identity: bytes, data: bytes, *, group: str, folder: str, position: int
) -> frozenset[str]:
    """Keep an ungrant at its position and return the groups that hold the folder still."""
    _keep(database, identity, ItemKind.UNGRANT, data=data, utc_ms=0)
    item_placed(database, identity, position)
    database.conn.execute(
        "DELETE FROM folder_grant WHERE folder = ? AND grp = ? AND coalesce(position, 0) < ?", (folder, group, position)
    )
    keys_held.forget(database, folder, group, before=position)
    return frozenset(folders.groups_of(database, folder))


def keep_ungrant(database: Database, identity: bytes, data: bytes, *, utc_ms: int) -> None:
    """Keep an own ungrant that waits for a position."""
    _keep(database, identity, ItemKind.UNGRANT, data=data, utc_ms=utc_ms)


def keep_letter(database: Database, identity: bytes, data: bytes, *, utc_ms: int) -> None:
    """Keep an own letter that waits for a position."""
    _keep(database, identity, ItemKind.LETTER, data=data, utc_ms=utc_ms)


def _keep(database: Database, identity: bytes, kind: ItemKind, *, data: bytes, utc_ms: int) -> None:
    database.conn.execute(
        "INSERT OR IGNORE INTO item (id, kind, bytes, state, utc_ms) VALUES (?, ?, ?, 'waiting', ?)",
        (identity, str(kind), data, utc_ms),
    )


def unsent_items(database: Database, *kinds: ItemKind) -> list[Item]:
    """Return the items of some kinds that wait for a position, those that had one first, in their old order."""
    marks = ", ".join("?" * len(kinds))
    found = database.conn.execute(
        "SELECT id, kind, bytes, position, state, reason FROM item WHERE position IS NULL AND state = 'waiting' "
        f"AND kind IN ({marks}) ORDER BY former IS NULL, former, number",
        [str(kind) for kind in kinds],
    )
    return [
        Item(id=identity, kind=ItemKind(kind), data=data, position=position, state=state, reason=reason)
        for identity, kind, data, position, state, reason in found
    ]


def unsent_letters(database: Database) -> list[Item]:
    """Return the letters that wait for a position."""
    return unsent_items(database, ItemKind.LETTER)


def item_placed(database: Database, identity: bytes, position: int) -> None:
    """Write the position of an item that is here."""
    database.conn.execute(
        "UPDATE item SET position = ?, former = NULL, state = 'placed', reason = NULL WHERE id = ?",
        (position, identity),
    )


def letter_placed(database: Database, identity: bytes, position: int) -> None:
    """Write the position of an own letter."""
    item_placed(database, identity, position)


def refuse_item(database: Database, identity: bytes, code: str) -> None:
    """Keep an item as refused, with the server's reason."""
    database.conn.execute(
        "UPDATE item SET state = 'refused', reason = ? WHERE id = ? AND position IS NULL", (code, identity)
    )


def drop_item(database: Database, identity: bytes) -> None:
    """Forget an item without a position; the grants in it are unsent again and sealed anew."""
    database.conn.execute("DELETE FROM item WHERE id = ? AND position IS NULL", (identity,))
    database.conn.execute("UPDATE folder_grant SET item = NULL WHERE item = ? AND position IS NULL", (identity,))


def drop_grants(database: Database, group: str) -> None:
    """Forget the grants to a group that have no position: what they were sealed to is made anew with another key."""
    found = database.conn.execute(
        "SELECT DISTINCT item FROM folder_grant WHERE grp = ? AND position IS NULL AND item IS NOT NULL", (group,)
    ).fetchall()
    for (identity,) in found:
        drop_item(database, identity)


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterIn:
    """A letter that arrived, opened."""

    id: bytes
    position: int
    group: str
    desk: str
    n: int
    text: bytes


def take_letter(database: Database, letter: LetterIn) -> bool:
    """Keep a letter that arrived; tell whether it is new: the same one again changes its position only."""
    known = database.conn.execute("SELECT 1 FROM letter_in WHERE id = ?", (letter.id,)).fetchone() is not None
    database.conn.execute(
        "INSERT INTO letter_in (id, position, grp, desk, n, text) VALUES (?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (id) DO UPDATE SET position = excluded.position",
        (letter.id, letter.position, letter.group, letter.desk, letter.n, letter.text),
    )
    return not known


def letters_in(database: Database, *, after: int = 0) -> list[LetterIn]:
    """Return the letters that arrived after a position, in order."""
    found = database.conn.execute(
        "SELECT id, position, grp, desk, n, text FROM letter_in WHERE position > ? ORDER BY position", (after,)
    )
    return [
        LetterIn(id=identity, position=position, group=group, desk=desk, n=n, text=text)
        for identity, position, group, desk, n, text in found
    ]
