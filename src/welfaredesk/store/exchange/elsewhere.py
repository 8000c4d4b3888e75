# SPDX-License-Identifier: EUPL-1.2
"""Parcels of this desk that may reach the server by another way: in a rescue file, or kept apart there."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from welfaredesk.store import desk_notes
from welfaredesk.store.driver import Database

WAYS = "exchange/elsewhere"
DROPPED = "exchange/dropped"


class Way(StrEnum):
    """How a parcel may get there: a rescue file holds it, or the server has given a receipt that it keeps it apart."""

    FILE = "file"
    APART = "apart"


def ways(database: Database) -> dict[bytes, Way]:
    """Return the parcels without a position that may get one by another way, and by which; a receipt counts more."""
    return {bytes(identity): Way(way) for identity, way in desk_notes.get(database, WAYS) or []}


def remember(database: Database, ids: Iterable[bytes], way: Way) -> None:
    """Remember parcels that went another way; those that have a position meanwhile are forgotten."""
    known = ways(database)
    for identity in ids:
        if known.get(identity) is not Way.APART:
            known[identity] = way
    left = [(identity, str(how)) for identity, how in known.items() if _waits(database, identity)]
    desk_notes.put(database, WAYS, left)


def _waits(database: Database, identity: bytes) -> bool:
    found = database.conn.execute("SELECT 1 FROM parcel WHERE id = ? AND position IS NULL", (identity,)).fetchone()
    return found is not None


def keep_dropped(database: Database, desk: str, n: int, *, identity: bytes, data: bytes) -> None:
    """Keep the bytes of a parcel that is made anew while the first one may still get a position."""
    desk_notes.put(database, f"{DROPPED}/{desk}/{n}", (identity, data))


def dropped(database: Database, desk: str, n: int) -> tuple[bytes, bytes] | None:
    """Return id and bytes of a parcel that was made anew, by its number."""
    kept: Any = desk_notes.get(database, f"{DROPPED}/{desk}/{n}")
    return None if kept is None else (bytes(kept[0]), bytes(kept[1]))


def forget_dropped(database: Database, desk: str, n: int) -> None:
    """Forget a parcel that has got its position after all."""
    desk_notes.drop(database, f"{DROPPED}/{desk}/{n}")
