# SPDX-License-Identifier: EUPL-1.2
"""The cursor: up to which position this desk has everything, what it may go back to, and going back."""

from dataclasses import dataclass

from welfaredesk.domain.parcel import ZERO_H
from welfaredesk.store import desk_notes
from welfaredesk.store.driver import Database

CURSOR = "exchange/cursor"
WATERMARK = "exchange/watermark"
NEWEST = 8
"""How many of the newest checkpoints are all kept; beyond, one for each doubling of the distance."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """A position and its h, 32 zero bytes at position 0."""

    position: int
    h: bytes


START = Cursor(0, ZERO_H)


class TwoHistories(ValueError):
    """The server gave another h for a position than before: its history was forked."""


def cursor(database: Database) -> Cursor:
    """Return up to where this desk has everything in its scope."""
    kept = desk_notes.get(database, CURSOR)
    return START if kept is None else Cursor(kept[0], kept[1])


def watermark(database: Database) -> int:
    """Return up to which position a tested backup of the server holds everything, as far as this desk was told."""
    return int(desk_notes.get(database, WATERMARK) or 0)


def move(database: Database, position: int, h: bytes, *, signature: bytes, watermark: int) -> None:
    """Move the cursor on, keep the server's word on it, and let go what a tested backup holds.

    Raises:
        TwoHistories: when this desk was told another h for the position.
    """
    known = database.conn.execute("SELECT h FROM checkpoint WHERE position = ?", (position,)).fetchone()
    if known is not None and known[0] != h:
        raise TwoHistories(position)
    desk_notes.put(database, CURSOR, (position, h))
    if position:
        database.conn.execute("INSERT OR REPLACE INTO checkpoint VALUES (?, ?, ?)", (position, h, signature))
        _thin(database, position)
    if watermark > int(desk_notes.get(database, WATERMARK) or 0):
        desk_notes.put(database, WATERMARK, watermark)
        database.conn.execute(
            "UPDATE parcel SET bytes = NULL WHERE position <= ? AND state = 'placed' AND bytes IS NOT NULL",
            (watermark,),
        )


def _thin(database: Database, newest: int) -> None:
    """Keep the newest checkpoints, and of the older ones the oldest of each doubling of the distance.

    The oldest stays, because it is the one that grows into the next doubling.
    """
    found = database.conn.execute("SELECT position FROM checkpoint ORDER BY position").fetchall()
    kept: set[int] = set()
    gone = []
    for (position,) in found[:-NEWEST]:
        step = (newest - position).bit_length()
        if step in kept:
            gone.append((position,))
        kept.add(step)
    database.conn.executemany("DELETE FROM checkpoint WHERE position = ?", gone)


def checkpoints(database: Database, limit: int = 40) -> list[tuple[int, bytes]]:
    """Return positions and their h that the server vouched for, the newest first."""
    found = database.conn.execute("SELECT position, h FROM checkpoint ORDER BY position DESC LIMIT ?", (limit,))
    return [(position, h) for position, h in found]


FORGET = (
    "UPDATE entry SET former = position, position = NULL WHERE position > ?",
    "UPDATE parcel SET former = position, position = NULL, state = 'waiting' WHERE position > ? AND bytes IS NOT NULL",
    "UPDATE parcel SET former = position, position = NULL, state = 'lost' WHERE position > ?",
    "UPDATE item SET former = position, position = NULL, state = 'waiting' WHERE position > ?",
    "UPDATE folder_grant SET position = NULL WHERE position > ?",
    "UPDATE key_held SET position = NULL WHERE position > ?",
    "UPDATE folder_key SET former = position, position = NULL WHERE position > ?",
    "UPDATE statement SET former = position, position = NULL WHERE position > ?",
    "UPDATE folder SET filled_to = 0 WHERE filled_to > ?",
    "DELETE FROM held WHERE position > ?",
    "DELETE FROM checkpoint WHERE position > ?",
)


def forget_above(database: Database, position: int) -> None:
    """Go back to a checkpoint: forget the positions above it, and offer again all that had one, in its old order.

    Nothing else changes: what was placed keeps its bytes and its order until it is placed again.

    Raises:
        KeyError: when the position is no checkpoint.
    """
    found = database.conn.execute("SELECT h FROM checkpoint WHERE position = ?", (position,)).fetchone()
    if found is None and position:
        raise KeyError(position)
    for statement in FORGET:
        database.conn.execute(statement, (position,))
    desk_notes.put(database, CURSOR, (position, found[0] if found else ZERO_H))
    desk_notes.put(database, WATERMARK, min(position, watermark(database)))
