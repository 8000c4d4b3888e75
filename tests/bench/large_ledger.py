# SPDX-License-Identifier: EUPL-1.2
"""A large ledger: what a request costs in an ente that holds ten thousand, a hundred thousand, two million parcels.

    python -m tests.bench.large_ledger FOLDER [SIZE ...]

Pushing two million parcels takes hours. The ledger is filled with rows that nobody pushed, a hundred parcels in each
folder of the desks' own group: positions, h, sums and indexes are as they would be, only the signatures are of
another parcel. Then real desks push, pull and begin anew on top of it, on SQLite and on PostgreSQL.
"""

import hashlib
import json
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select, text, update

from tests.bench.exchange_line import Serving, serving
from tests.bench.server_desks import PARCELS_OF_REQUEST, TEXT, Thin, cpu_of, databases, office
from tests.unit.server.office import Item
from welfaredesk.base.ids import packed
from welfaredesk.crypto.hashes import position_hash
from welfaredesk.domain.parcel import ZERO_H, encode_parcel
from welfaredesk.server.engine import open_engine, sqlite_url, writing
from welfaredesk.server.tables import CHAIN, ENTE, FOLDER, HOLDING, ITEM, PARCEL
from welfaredesk.server.working import SUM_BYTES, SUM_MODULUS
from welfaredesk.sync.http_line import HttpLine
from welfaredesk.sync.wire import Fresh

AT_ONCE = 20_000
OF_A_FOLDER = 100
ROUNDS = 150
PULLS = 50
FIRST_FOLDER = 20_000
"""Bytes after which a reply to a fresh desk ends: less than its statements and one folder."""
SIZES = (10_000, 100_000, 2_000_000)


def _name(kind: str, number: int, *, size: int = 16) -> bytes:
    return hashlib.sha256(f"{kind}/{number}".encode()).digest()[:size]


@dataclass(frozen=True, slots=True)
class Filling:
    """What the rows are made of: ente, group, position of the grant, and the bytes of a parcel as long as a save."""

    ente: bytes
    group: bytes
    grant: int
    data: bytes


def filling(thin: Thin) -> Filling:
    """Return the filling for a desk that has its ente on a server already."""
    desk = thin.desk
    folder = thin.desk.folder()
    chains, n = dict(desk.chains), desk.n
    data = encode_parcel(desk.parcel(folder, text=TEXT))
    desk.chains, desk.n = chains, n
    group = packed(next(iter(desk.ente.roster.groups)))
    return Filling(packed(desk.ente.id), group, len(desk.ente.stated) + 1, data)


def grow(url: str, made: Filling, *, to: int) -> tuple[int, bytes]:
    """Put parcels into an ente until it has `to` positions, and return where it stands then."""
    engine = open_engine(url)
    mine = ENTE.c.ente == made.ente
    try:
        with writing(engine) as connection:
            position, h = connection.execute(select(ENTE.c.position, ENTE.c.h).where(mine)).one()
        while position < to:
            with writing(engine) as connection:
                position, h = _put(connection, made, position, h=h, upto=min(to, position + AT_ONCE))
                connection.execute(update(ENTE).where(mine).values(position=position, h=h))
        with writing(engine) as connection:
            connection.execute(text("ANALYZE"))
    finally:
        engine.dispose()
    return position, h


def _put(connection: Connection, made: Filling, before: int, *, h: bytes, upto: int) -> tuple[int, bytes]:
    items = list(_items(made, before, h=h, upto=upto))
    connection.execute(ITEM.insert(), items)
    folders: dict[bytes, list[dict[str, Any]]] = {}
    for item in items:
        folders.setdefault(item["folder"], []).append(item)
    rows = [{"ente": made.ente, "folder": folder} for folder in folders]
    key = {"key": _name("key", 0)}
    told = [{"sum": _sum(some), "count": len(some), "last": some[-1]["position"]} for some in folders.values()]
    connection.execute(FOLDER.insert(), [row | key | more for row, more in zip(rows, told, strict=True)])
    held = {"grp": made.group, "position": made.grant}
    connection.execute(HOLDING.insert(), [row | key | held for row in rows])
    chain = {"desk": _name("desk", 0), "k": OF_A_FOLDER, "id": bytes(32)}
    connection.execute(CHAIN.insert(), [row | chain for row in rows])
    return upto, items[-1]["h"]


def _sum(items: Sequence[dict[str, Any]]) -> bytes:
    total = sum(int.from_bytes(one["id"][:SUM_BYTES], "big") for one in items)
    return (total % SUM_MODULUS).to_bytes(SUM_BYTES, "big")


def _items(made: Filling, before: int, *, h: bytes, upto: int) -> Iterator[dict[str, Any]]:
    for number in range(before + 1, upto + 1):
        id_ = _name("parcel", number, size=32)
        h = position_hash(h, number, item=id_)
        yield {
            "ente": made.ente,
            "position": number,
            "kind": PARCEL,
            "id": id_,
            "h": h,
            "desk": _name("desk", number % 40),
            # Each filling begins its folders anew: none is gone on with.
            "folder": _name("folder", before * AT_ONCE + (number - before) // OF_A_FOLDER),
            "grp": None,
            "n": number,
            "data": made.data,
        }


def measured(thin: Sequence[Thin], server: Serving) -> dict[str, dict[str, float]]:
    """Return what requests cost, on the clock and on the server's processor: of a fresh desk, pushes, pulls, idle ones.

    The first request of a server that has just started is counted with nobody: it reads the roster.
    """
    writer, reader = thin[0], thin[1]
    stands = reader.desk.position, reader.desk.h
    reader.desk.exchange(reader.line)
    found: dict[str, dict[str, float]] = {}
    first = partial(_asked, reader, at=(0, ZERO_H), fresh=Fresh(), limit=FIRST_FOLDER)
    found["fresh_first_folder"] = _timed(server, [first] * 20, each=1)
    found["first_sum"] = _timed(server, [partial(_asked, reader, at=stands, want_sum=True)], each=1)
    found["nothing_new"] = _timed(server, [partial(_asked, reader, want_sum=True)] * ROUNDS, each=1)
    writer.seal(ROUNDS)
    found["push"] = _timed(server, [partial(_push, writer, items) for items in writer.sealed], each=PARCELS_OF_REQUEST)
    writer.seal(PULLS)
    pulls: list[float] = []
    used = 0.0
    for items in writer.sealed:
        _push(writer, items)
        before, began = cpu_of(server.process), time.perf_counter()
        reply = reader.desk.exchange(reader.line, ask=reader.desk.ask(want_sum=True))
        pulls.append(time.perf_counter() - began)
        used += cpu_of(server.process) - before
        assert len(reply.parcels()) >= PARCELS_OF_REQUEST
    found["pull_of_new"] = _told(pulls, used, each=1)
    return found


def _push(one: Thin, items: Sequence[Item]) -> None:
    reply = one.desk.exchange(one.line, items)
    assert not reply.refused, reply.refused


def _asked(one: Thin, *, at: tuple[int, bytes] | None = None, **more: Any) -> None:
    position, h = at or (one.desk.position, one.desk.h)
    ask = one.desk.ask(position=position, h=h, **more)
    reply = one.desk.exchange(one.line, ask=ask, move=False)
    assert reply.status == 200, reply.trouble
    assert ask.fresh is None or reply.filled


def _timed(server: Serving, deeds: Sequence[Callable[[], None]], *, each: int) -> dict[str, float]:
    before, taken = cpu_of(server.process), []
    for deed in deeds:
        began = time.perf_counter()
        deed()
        taken.append(time.perf_counter() - began)
    return _told(taken, cpu_of(server.process) - before, each=each)


def _told(taken: list[float], used: float, *, each: int) -> dict[str, float]:
    ordered = sorted(taken)
    return {
        "median_ms": round(ordered[len(ordered) // 2] * 1000, 1),
        "p95_ms": round(ordered[len(ordered) * 95 // 100] * 1000, 1),
        "cpu_ms_per_parcel" if each > 1 else "cpu_ms": round(used * 1000 / len(taken) / each, 2),
    }


def bytes_of(url: str, folder: Path) -> int:
    """Return how large a database is."""
    if not url:
        return sum(path.stat().st_size for path in folder.glob("ledger.sqlite*"))
    engine = open_engine(url)
    with engine.connect() as connection:
        size = int(connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one())
    engine.dispose()
    return size


def flat(folder: Path, url: str, *, sizes: Sequence[int] = SIZES) -> list[dict[str, Any]]:
    """Return what requests cost in an ente that holds so many parcels already, from few to many."""
    with serving(folder, database=url) as server:
        thin = office(900, server.url)
    made, found = filling(thin[0]), []
    for size in sizes:
        began = time.perf_counter()
        position, h = grow(url or sqlite_url(folder), made, to=size)
        filled = time.perf_counter() - began
        for one in thin:
            one.desk.position, one.desk.h = position, h
        with serving(folder, database=url) as server:
            for one in thin:
                one.line = HttpLine(server.url, None)
            costs = measured(thin, server)
            for one in thin:
                one.line.close()
        megabytes = round(bytes_of(url, folder) / 1_000_000)
        found.append({"parcels_held": size, "filled_s": round(filled), "database_mb": megabytes, **costs})
        print(json.dumps(found[-1]), file=sys.stderr, flush=True)
    return found


if __name__ == "__main__":
    place, asked = Path(sys.argv[1]), [int(word) for word in sys.argv[2:]] or SIZES
    told: dict[str, Any] = {}
    for kind in ("sqlite", "postgresql"):
        with databases(place) as urls:
            told[kind] = flat(place / kind, urls[kind], sizes=asked)
    shutil.rmtree(place, ignore_errors=True)
    print(json.dumps(told, indent=1))
