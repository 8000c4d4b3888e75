# SPDX-License-Identifier: EUPL-1.2
"""Work of others that the server keeps apart, as this desk was told of it: sealed, and folded nowhere."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from welfaredesk.store import desk_notes
from welfaredesk.store.driver import Database

TOKEN = "apart/token"
LINES = "apart/lines"
DATA = "apart/data"


@dataclass(frozen=True, slots=True)
class ApartLine:
    """A parcel that is kept apart, or a grant that goes with some: a grant has no folder."""

    id: bytes
    desk: str
    folder: str
    k_from: int
    k_to: int
    utc_ms: int

    @property
    def is_grant(self) -> bool:
        """Tell whether it opens folders that are new."""
        return not self.folder


def token(database: Database) -> bytes:
    """Return what named the list that this desk has."""
    return bytes(desk_notes.get(database, TOKEN) or b"")


def lines(database: Database) -> list[ApartLine]:
    """Return what is kept apart, as far as this desk was told, each desk's in its order."""
    return [ApartLine(bytes(one[0]), *one[1:]) for one in desk_notes.get(database, LINES) or []]


def data_of(database: Database, identity: bytes) -> bytes:
    """Return the bytes of a line."""
    return bytes(desk_notes.get(database, f"{DATA}/{identity.hex()}") or b"")


def take(database: Database, found: Sequence[ApartLine], data: dict[bytes, bytes], *, token: bytes) -> None:
    """Keep the list that the server gave, with the bytes that are new.

    What it does not name any more stays, unless it has a position by now: a server that was put back may have
    forgotten it, and its author's desk may be gone.
    """
    named = {one.id for one in found}
    forgotten = [one for one in lines(database) if one.id not in named]
    for identity, held in data.items():
        desk_notes.put(database, f"{DATA}/{identity.hex()}", held)
    _put(database, [*forgotten, *found])
    desk_notes.put(database, TOKEN, token)
    settle(database)


def _put(database: Database, kept: Collection[ApartLine]) -> None:
    rows = [(one.id, one.desk, one.folder, one.k_from, one.k_to, one.utc_ms) for one in kept]
    desk_notes.put(database, LINES, rows)


def settle(database: Database) -> None:
    """Forget what has a position by now, and the grants with nothing left that they open."""
    kept = lines(database)
    left = [one for one in kept if not one.is_grant and not _has_come(database, one)]
    desks = {one.desk for one in left}
    left = [*(one for one in kept if one.is_grant and one.desk in desks), *left]
    if len(left) == len(kept):
        return
    for one in kept:
        if one not in left:
            desk_notes.drop(database, f"{DATA}/{one.id.hex()}")
    _put(database, left)


def _has_come(database: Database, one: ApartLine) -> bool:
    """Tell whether the parcel, or another with the same entries, has a position here."""
    found = database.conn.execute(
        "SELECT 1 FROM parcel WHERE folder = ? AND desk = ? AND k_to >= ? AND position IS NOT NULL LIMIT 1",
        (one.folder, one.desk, one.k_to),
    ).fetchone()
    return found is not None
