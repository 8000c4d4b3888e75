# SPDX-License-Identifier: EUPL-1.2
"""A large ledger: rows of parcels that nobody pushed, put into the database at once, for the figures alone."""

import hashlib
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, func, select, update

from tests.unit.server.office import Desk
from welfaredesk.base.ids import packed
from welfaredesk.domain.parcel import ZERO_H
from welfaredesk.server.engine import open_engine, writing
from welfaredesk.server.tables import CHAIN, ENTE, FOLDER, HOLDING, ITEM, PARCEL
from welfaredesk.sync.http_line import HttpLine
from welfaredesk.sync.wire import FrameKind

AT_ONCE = 20_000
OF_A_FOLDER = 100
DATA = bytes(range(256)) + bytes(range(144))
"""As long as a parcel of a save; nobody opens it."""


def _name(kind: str, number: int, *, size: int = 16) -> bytes:
    return hashlib.sha256(f"{kind}/{number}".encode()).digest()[:size]


def grow(url: str, desk: Desk, *, to: int) -> None:
    """Put parcels of other desks into an ente until it holds `to`, a hundred in each folder of another group."""
    ente = packed(desk.ente.id)
    engine = open_engine(url)
    try:
        with writing(engine) as connection:
            here = connection.execute(select(func.count()).select_from(ITEM).where(ITEM.c.ente == ente)).scalar_one()
            position = connection.execute(select(ENTE.c.position).where(ENTE.c.ente == ente)).scalar_one()
        done = 0
        while done < to - here:
            count = min(AT_ONCE, to - here - done)
            with writing(engine) as connection:
                _put(connection, ente, position + done, count=count)
            done += count
        with writing(engine) as connection:
            connection.execute(
                update(ENTE).where(ENTE.c.ente == ente).values(position=position + done, h=_h(position + done))
            )
    finally:
        engine.dispose()


def _h(position: int) -> bytes:
    return _name("h", position, size=32)


def _put(connection: Connection, ente: bytes, before: int, *, count: int) -> None:
    connection.execute(ITEM.insert(), list(_items(ente, before, count)))
    folders = sorted({number // OF_A_FOLDER for number in range(before + 1, before + count + 1)})
    fresh = [number for number in folders if number * OF_A_FOLDER > before or (number == folders[0] and not before)]
    rows = [{"ente": ente, "folder": _name("folder", number)} for number in fresh]
    key = {"key": _name("key", 0)}
    if rows:
        sums = {"sum": bytes(16), "count": OF_A_FOLDER, "last": before + count}
        connection.execute(FOLDER.insert(), [row | key | sums for row in rows])
        held = {"grp": _name("group", 0), "position": before + 1}
        connection.execute(HOLDING.insert(), [row | key | held for row in rows])
        chain = {"desk": _name("desk", 0), "k": OF_A_FOLDER, "id": bytes(32)}
        connection.execute(CHAIN.insert(), [row | chain for row in rows])


def _items(ente: bytes, before: int, count: int) -> Iterator[dict[str, Any]]:
    for number in range(before + 1, before + count + 1):
        yield {
            "ente": ente,
            "position": number,
            "kind": PARCEL,
            "id": _name("parcel", number, size=32),
            "h": _h(number),
            "desk": _name("desk", number % 40),
            "folder": _name("folder", number // OF_A_FOLDER),
            "grp": None,
            "n": number,
            "data": DATA,
        }


def at_head(desk: Desk, line: HttpLine) -> None:
    """Bring the cursor of a desk to the head: what was put there is in none of its folders."""
    desk.position, desk.h = 0, ZERO_H
    reply = desk.exchange(line)
    assert reply.status == 200
    assert reply.of(FrameKind.CHECK)
