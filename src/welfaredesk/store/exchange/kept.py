# SPDX-License-Identifier: EUPL-1.2
"""The parcels that a desk keeps: how each stands, and its bytes for as long as they may be needed again."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from welfaredesk.base.ids import spelled
from welfaredesk.domain.parcel import Parcel, decode_parcel, encode_parcel
from welfaredesk.store import desk_notes
from welfaredesk.store.driver import Database

RENEWED = "exchange/renewed"
"""The note of the identities that this desk has had: each with the one after it (desk), and by folder its last number
that had a position (bases), the last one that was written here (own), and where the numbers beyond the base went, if
not to 1, 2, 3 (to). A name that gave way before has a further line for the folders concerned (part)."""

OTHERS = "exchange/others"
"""The note of what another life of this desk wrote under its name: by desk and folder, the first such number."""


class ParcelState(StrEnum):
    """How a parcel stands.

    A waiting one has no position yet; a placed one has; a refused one holds its folder's queue; an unreadable one has
    a position and nothing in it could be read; a lost one had a position, and its bytes were let go.
    """

    WAITING = "waiting"
    PLACED = "placed"
    REFUSED = "refused"
    UNREADABLE = "unreadable"
    LOST = "lost"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A parcel as this desk keeps it; `parcel` is nothing once its bytes were let go."""

    id: bytes
    folder: str
    desk: str
    n: int
    k_from: int
    k_to: int
    parcel: Parcel | None
    position: int | None
    state: ParcelState
    reason: str | None
    utc_ms: int


COLUMNS = "id, folder, desk, n, k_from, k_to, bytes, position, state, reason, utc_ms"
INSERT = (
    "INSERT INTO parcel (id, folder, desk, n, k_from, k_to, previous, position, bytes, state, reason, utc_ms) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


def line_of(parcel: Parcel, identity: bytes, *, position: int | None, state: ParcelState, utc_ms: int) -> Any:
    """Return the line of a parcel as `INSERT` takes it; one without sealed text, as in a bundle, has no bytes."""
    header = parcel.header
    return (
        *(identity, spelled(header.folder), spelled(header.desk), header.n, header.k_from, header.k_to),
        *(header.previous, position, encode_parcel(parcel) if parcel.sealed else None, str(state), None, utc_ms),
    )


def kept_of(lines: Iterable[Any]) -> list[Kept]:
    """Return parcels from lines of `COLUMNS`."""
    return [
        Kept(
            id=identity,
            folder=folder,
            desk=desk,
            n=n,
            k_from=k_from,
            k_to=k_to,
            parcel=None if data is None else decode_parcel(data),
            position=position,
            state=ParcelState(state),
            reason=reason,
            utc_ms=utc_ms,
        )
        for identity, folder, desk, n, k_from, k_to, data, position, state, reason, utc_ms in lines
    ]


def own_names(database: Database) -> list[str]:
    """Return the id of this desk and those that it had, the present one first."""
    present, renewed = own_desk(database), desk_notes.get(database, RENEWED) or []
    return [*([] if present is None else [present]), *dict.fromkeys(one["former"] for one in renewed)]


def own_desk(database: Database) -> str | None:
    """Return the id of this desk, nothing in a vault that has no identity yet."""
    identity = desk_notes.get(database, "identity")
    return None if identity is None else str(identity["desk"])
