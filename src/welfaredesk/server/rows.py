# SPDX-License-Identifier: EUPL-1.2
"""The rows of the ledger that a reply is made of, asked for in pieces that fit in memory."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import BindParameter, Connection, Select, and_, bindparam, or_, select

from welfaredesk.server.items import Row
from welfaredesk.server.ledger import Ledger
from welfaredesk.server.scope import Scope
from welfaredesk.server.tables import A_PARCEL, HOLDING, ITEM
from welfaredesk.sync.wire import FrameKind

ROWS = 500
BYTES = 1 << 20
_TO_ALL = (int(FrameKind.STATEMENT), int(FrameKind.GRANT), int(FrameKind.UNGRANT))
_LETTER, _PARCEL = int(FrameKind.LETTER), int(FrameKind.PARCEL)

# The statements are made once: to put one together costs more than to execute it.
_ENTE: BindParameter[bytes] = bindparam("of_ente")
_DESK: BindParameter[bytes] = bindparam("by_desk")
_GROUPS: BindParameter[bytes] = bindparam("in_groups", expanding=True)
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
).where(ITEM.c.ente == _ENTE)
_READ = select(HOLDING.c.folder).where(
    HOLDING.c.ente == _ENTE, HOLDING.c.folder == ITEM.c.folder, HOLDING.c.grp.in_(_GROUPS)
)
_MINE = or_(ITEM.c.desk == _DESK, _READ.exists())
_BETWEEN = and_(ITEM.c.position > bindparam("after"), ITEM.c.position <= bindparam("upto"))
_IN_SCOPE = (
    _ROWS.where(
        _BETWEEN,
        or_(
            ITEM.c.kind.in_(_TO_ALL),
            and_(ITEM.c.kind == _LETTER, or_(ITEM.c.desk == _DESK, ITEM.c.grp.in_(_GROUPS))),
            and_(ITEM.c.kind == _PARCEL, _MINE),
        ),
    )
    .order_by(ITEM.c.position)
    .limit(ROWS)
)
_OF_FOLDER = (
    _ROWS.where(A_PARCEL, ITEM.c.folder == bindparam("of_folder"), _BETWEEN).order_by(ITEM.c.position).limit(ROWS)
)
_AT = _ROWS.where(ITEM.c.position.in_(bindparam("some", expanding=True))).order_by(ITEM.c.position)
_NAMED = _ROWS.where(ITEM.c.id >= bindparam("first"), ITEM.c.id <= bindparam("last"), _MINE).limit(2)


def _values(scope: Scope) -> dict[str, Any]:
    return {"of_ente": scope.ente, "by_desk": scope.desk, "in_groups": sorted(scope.groups)}


def _piece(connection: Connection, wanted: Select[Any], values: Mapping[str, Any]) -> tuple[list[Row], bool]:
    """Return rows up to about a megabyte, and whether there may be more."""
    rows: list[Row] = []
    size = 0
    with connection.execution_options(stream_results=True).execute(wanted, values) as found:
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
    with ledger.reading() as connection:
        return _piece(connection, _IN_SCOPE, {**_values(scope), "after": after, "upto": upto})


def of_folder(ledger: Ledger, scope: Scope, folder: bytes, *, after: int, upto: int) -> tuple[list[Row], bool]:
    """Return the parcels of a folder between two positions, in order, and whether there may be more."""
    values = {"of_ente": scope.ente, "of_folder": folder, "after": after, "upto": upto}
    with ledger.reading() as connection:
        return _piece(connection, _OF_FOLDER, values)


def at(ledger: Ledger, scope: Scope, positions: Sequence[int]) -> list[Row]:
    """Return the items at some positions, in order: few at a time."""
    with ledger.reading() as connection:
        found = connection.execute(_AT, {"of_ente": scope.ente, "some": list(positions)})
        return [Row(*row) for row in found]


def named(ledger: Ledger, scope: Scope, ids: Sequence[bytes]) -> list[Row]:
    """Return the parcels in scope whose ids begin so (8 to 32 bytes); what is not there is left out."""
    rows: list[Row] = []
    with ledger.reading() as connection:
        for id_ in ids:
            full = id_ + b"\xff" * (32 - len(id_))
            found = connection.execute(_NAMED, {**_values(scope), "first": id_, "last": full})
            rows += [Row(*row) for row in found if row.kind == _PARCEL]
    return rows
