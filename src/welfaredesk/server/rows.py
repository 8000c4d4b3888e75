# SPDX-License-Identifier: EUPL-1.2
"""The rows of the ledger that a reply is made of, asked for in pieces that fit in memory."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Select, and_, false, or_, select

from welfaredesk.server.ledger import Ledger
from welfaredesk.server.scope import Scope
from welfaredesk.server.tables import A_PARCEL, ITEM
from welfaredesk.server.working import reads
from welfaredesk.server.writer import Row
from welfaredesk.sync.wire import FrameKind

ROWS = 500
BYTES = 1 << 20
CHUNK = 300
_TO_ALL = (int(FrameKind.STATEMENT), int(FrameKind.GRANT), int(FrameKind.UNGRANT))
_ROWS = select(
    ITEM.c.position,
    ITEM.c.kind,
    ITEM.c.id,
    ITEM.c.h,
    ITEM.c.desk,
    ITEM.c.folder,
    ITEM.c.grp,
    ITEM.c.n,
    ITEM.c.data,
)


def _piece(connection: Connection, wanted: Select[Any]) -> tuple[list[Row], bool]:
    """Return rows up to about a megabyte, and whether there may be more."""
    rows: list[Row] = []
    size = 0
    with connection.execution_options(stream_results=True).execute(wanted.limit(ROWS)) as found:
        for row in found:
            rows.append(Row(*row))
            size += len(rows[-1].data)
            if size >= BYTES:
                return rows, True
    return rows, len(rows) == ROWS


def in_scope(ledger: Ledger, scope: Scope, *, after: int, upto: int) -> tuple[list[Row], bool]:
    """Return what may be handed to a desk between two positions, in order, and whether there may be more.

    Grants and ungrants to others are among it; which of them concern the desk is seen only inside them.
    """
    mine = or_(ITEM.c.desk == scope.desk, reads(scope.groups, scope.ente) if scope.groups else false())
    letter = and_(
        ITEM.c.kind == int(FrameKind.LETTER), or_(ITEM.c.desk == scope.desk, ITEM.c.grp.in_(sorted(scope.groups)))
    )
    kinds = or_(ITEM.c.kind.in_(_TO_ALL), letter, and_(ITEM.c.kind == int(FrameKind.PARCEL), mine))
    wanted = _ROWS.where(ITEM.c.ente == scope.ente, ITEM.c.position > after, ITEM.c.position <= upto, kinds)
    with ledger.reading() as connection:
        return _piece(connection, wanted.order_by(ITEM.c.position))


def of_folder(ledger: Ledger, scope: Scope, folder: bytes, *, after: int, upto: int) -> tuple[list[Row], bool]:
    """Return the parcels of a folder between two positions, in order, and whether there may be more."""
    wanted = _ROWS.where(
        ITEM.c.ente == scope.ente, A_PARCEL, ITEM.c.folder == folder, ITEM.c.position > after, ITEM.c.position <= upto
    )
    with ledger.reading() as connection:
        return _piece(connection, wanted.order_by(ITEM.c.position))


def at(ledger: Ledger, scope: Scope, positions: Sequence[int]) -> list[Row]:
    """Return the items at some positions, in order: few at a time."""
    with ledger.reading() as connection:
        wanted = _ROWS.where(ITEM.c.ente == scope.ente, ITEM.c.position.in_(list(positions)))
        return [Row(*row) for row in connection.execute(wanted.order_by(ITEM.c.position))]


def named(ledger: Ledger, scope: Scope, ids: Sequence[bytes]) -> list[Row]:
    """Return the parcels in scope whose ids begin so (8 to 32 bytes); what is not there is left out."""
    mine = or_(ITEM.c.desk == scope.desk, reads(scope.groups, scope.ente) if scope.groups else false())
    rows: list[Row] = []
    with ledger.reading() as connection:
        for id_ in ids:
            full = id_ + b"\xff" * (32 - len(id_))
            wanted = _ROWS.where(ITEM.c.ente == scope.ente, ITEM.c.id >= id_, ITEM.c.id <= full, mine)
            found = connection.execute(wanted.limit(2))
            rows += [Row(*row) for row in found if row.kind == int(FrameKind.PARCEL)]
    return rows
