# SPDX-License-Identifier: EUPL-1.2
"""Sums of scopes, kept as they were last told and carried on by the parcels placed since."""

from dataclasses import dataclass
from threading import Lock

from sqlalchemy import Connection, select

from welfaredesk.server import scope as scopes
from welfaredesk.server.ledger import EnteLine
from welfaredesk.server.scope import Scope
from welfaredesk.server.tables import ITEM
from welfaredesk.server.working import SUM_BYTES, SUM_MODULUS
from welfaredesk.sync.wire import FrameKind

MOST_KEPT = 10_000
MOST_CARRIED = 2_000
"""Positions over which a sum is carried on; over more of them it is as cheap to read every folder."""
_MOVES_SCOPES = frozenset({FrameKind.GRANT, FrameKind.UNGRANT})


@dataclass(frozen=True, slots=True)
class _Known:
    position: int
    h: bytes
    total: int


class ScopeSums:
    """The sum of each scope asked for so far: the same as over its folders, without reading them every time."""

    def __init__(self) -> None:
        """Know none."""
        self._known: dict[tuple[bytes, frozenset[bytes]], _Known] = {}
        self._lock = Lock()

    def total(self, connection: Connection, scope: Scope, line: EnteLine) -> bytes:
        """Return the sum over the folders of a scope, 16 bytes, at the counter row that `connection` sees."""
        place = (scope.ente, scope.groups)
        with self._lock:
            known = self._known.get(place)
        total = None if known is None else _carried(connection, scope, known, line)
        if total is None:
            total = int.from_bytes(scopes.total(scopes.folder_sums(connection, scope)), "big")
        with self._lock:
            if len(self._known) >= MOST_KEPT:
                self._known.clear()
            self._known[place] = _Known(line.position, line.h, total)
        return total.to_bytes(SUM_BYTES, "big")


def _carried(connection: Connection, scope: Scope, known: _Known, line: EnteLine) -> int | None:
    """Return a sum with what was placed since; nothing when the history is another, or folders came or went."""
    if (known.position, known.h) == (line.position, line.h):
        return known.total
    if not 0 < known.position < line.position <= known.position + MOST_CARRIED:
        return None
    wanted = (
        select(ITEM.c.kind, ITEM.c.h, ITEM.c.id, ITEM.c.folder)
        .where(ITEM.c.ente == scope.ente, ITEM.c.position.between(known.position, line.position))
        .order_by(ITEM.c.position)
    )
    first, *since = connection.execute(wanted).all()
    if first.h != known.h or any(row.kind in _MOVES_SCOPES for row in since):
        return None
    parcels = [row for row in since if row.kind == FrameKind.PARCEL]
    held = scopes.held_among(connection, scope, {row.folder for row in parcels})
    new = sum(int.from_bytes(row.id[:SUM_BYTES], "big") for row in parcels if row.folder in held)
    return (known.total + new) % SUM_MODULUS
