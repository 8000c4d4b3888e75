# SPDX-License-Identifier: EUPL-1.2
"""A reader that polls misses no position, however many write at once; with a bare sequence it does."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import Connection, text

from tests.postgres import new_database
from tests.server_of import ServerOf, server_of
from tests.unit.server.office import Desk, Ente
from welfaredesk.base.clock import FixedClock
from welfaredesk.base.ids import SeededIds
from welfaredesk.domain.statement import Role
from welfaredesk.server.engine import open_engine

WRITERS = 4
ROUNDS = 6
BATCH = 5


@pytest.fixture(params=["sqlite", "postgresql"])
def server(request: pytest.FixtureRequest, tmp_path: Path, clock: FixedClock) -> Iterator[ServerOf]:
    """Give a server on each of the two databases."""
    if request.param == "sqlite":
        with server_of(tmp_path / "server", clock=clock) as running:
            yield running
        return
    with new_database() as url, server_of(tmp_path / "server", clock=clock, url=url) as running:
        yield running


def _desks(server: ServerOf, ids: SeededIds) -> tuple[Ente, list[Desk]]:
    """Return an ente at the server with a reader and writers of one group, each writer with a folder of its own."""
    ente = Ente(ids)
    first = ente.found()
    group = ente.group(first)
    desks = [first]
    for _ in range(WRITERS):
        desk = ente.admit((Role.OPERATORE,), by=first.sign)
        ente.join(desk, group, by=first)
        desks.append(desk)
    assert first.exchange(server.line(), ente.stated).refused == {}
    return ente, desks


def _write(server: ServerOf, desk: Desk, group: str) -> None:
    folder = desk.folder()
    line = server.line()
    assert desk.exchange(line, [desk.grant([folder], group)]).refused == {}
    for _ in range(ROUNDS):
        reply = desk.exchange(line, [desk.parcel(folder) for _ in range(BATCH)])
        assert reply.status == 200
        assert reply.refused == {}


def test_a_reader_misses_nothing_while_many_write(server: ServerOf, ids: SeededIds) -> None:
    ente, (reader, *writers) = _desks(server, ids)
    group = next(iter(ente.roster.groups))
    seen: list[int] = []
    line = server.line()
    with ThreadPoolExecutor(WRITERS) as pool:
        working = [pool.submit(_write, server, desk, group) for desk in writers]
        while not all(one.done() for one in working):
            seen += reader.exchange(line, server=server.key.public).positions
        for one in working:
            one.result()
    seen += reader.exchange(line).positions
    head = reader.position
    assert head == len(ente.stated) + WRITERS * (1 + ROUNDS * BATCH)
    assert seen == list(range(len(ente.stated) + 1, head + 1))


def _take(connection: Connection, statement: str) -> int:
    return int(connection.execute(text(statement)).scalar_one())


def test_a_bare_sequence_loses_rows_to_a_reader_that_polls() -> None:
    """The negative control: positions from a sequence, a slow commit, and a reader that moves its cursor past it."""
    with new_database() as url:
        engine = open_engine(url)
        with engine.begin() as making:
            making.execute(text("CREATE TABLE item (position BIGSERIAL PRIMARY KEY, body TEXT)"))
        took, read = Event(), Event()

        def slow() -> int:
            with engine.connect() as connection, connection.begin():
                position = _take(connection, "INSERT INTO item (body) VALUES ('slow') RETURNING position")
                took.set()
                assert read.wait(30)
            return position

        with ThreadPoolExecutor(1) as pool:
            late = pool.submit(slow)
            assert took.wait(30)
            with engine.connect() as quick, quick.begin():
                _take(quick, "INSERT INTO item (body) VALUES ('quick') RETURNING position")
            with engine.connect() as reader, reader.begin():
                cursor = _take(reader, "SELECT max(position) FROM item")
            read.set()
            lost = late.result()
        with engine.connect() as reader, reader.begin():
            later = reader.execute(text("SELECT position FROM item WHERE position > :cursor"), {"cursor": cursor})
            assert lost not in list(later.scalars())
        assert lost < cursor
        engine.dispose()


def test_the_counter_row_makes_the_quick_wait_for_the_slow(clock: FixedClock, tmp_path: Path) -> None:
    """The same interleaving with the counter row: who comes second gets no position before the first commits."""
    with new_database() as url, server_of(tmp_path / "server", clock=clock, url=url) as server:
        ente, (first, second, *_) = _desks(server, SeededIds(3, clock))
        ledger = server.ledger
        with ThreadPoolExecutor(1) as pool, ledger.writing() as slow:
            held = ledger.line(slow, ente.id, lock=True)
            assert held is not None
            quick = pool.submit(second.exchange, server.line(), [second.grant([second.folder()], _group(ente))])
            with ledger.reading() as reader:
                stands = ledger.line(reader, ente.id)
            assert stands == held
            assert not quick.done()
        assert quick.result().check.position == held.position + 1
        assert first.exchange(server.line()).positions == [held.position + 1]


def _group(ente: Ente) -> str:
    return next(iter(ente.roster.groups))
