# SPDX-License-Identifier: EUPL-1.2
"""The server is killed in the middle of storing: every receipt given is there, nothing twice, nothing out of place."""

from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from signal import SIGTERM

import pytest
from sqlalchemy import select

from tests.postgres import new_database
from tests.world.server_kills import Office, Servers, new_office, servers
from tests.world.values import Dice
from welfaredesk.base.ids import packed
from welfaredesk.server.checking import check
from welfaredesk.server.engine import sqlite_url
from welfaredesk.server.ledger import STATEMENTS_NAME, Ledger, statements
from welfaredesk.server.tables import ITEM, PARCEL

KILLS_OF_A_LEDGER = 10


@pytest.fixture(scope="module")
def running() -> Iterator[Servers]:
    with servers() as ready:
        yield ready


def as_it_lies(data: Path, url: str, office: Office) -> None:
    """Look at what the killed process has left, before another opens it: the file holds what the database holds."""
    ledger = Ledger(url or sqlite_url(data), statements=data / STATEMENTS_NAME)
    ente = office.ente.id
    with ledger.reading() as connection:
        line = ledger.line(connection, ente)
        assert line is not None
        stored = [statement for _, statement in statements(connection, ente)]
        for one in office.pushers:
            assert one.answered <= set(stored)
            for position, h in one.checks.items():
                assert ledger.h_at(connection, ente, position=position) == h
        rows = connection.execute(select(ITEM).where(ITEM.c.ente == packed(ente), ITEM.c.kind == PARCEL)).all()
    here = {(row.desk, row.n): (row.position, row.id[:8]) for row in rows}
    assert len(here) == len(rows)
    for one in office.pushers:
        desk = packed(one.desk.id)
        assert {n: here[desk, n] for n in one.receipts} == one.receipts
        beyond = sum(1 for author, n in here if author == desk and n not in one.receipts)
        office.kept_unanswered += bool(beyond)
        office.lost_unanswered += bool(one.pending) and not beyond
    assert ledger.files.read(ente)[: len(stored)] == stored
    assert check(ledger, files=data / "files").problems == []
    ledger.close()


def whole(data: Path, url: str, office: Office) -> None:
    """Look at what stands once everything has been pushed again: all of it, each once, and the file agrees."""
    ledger = Ledger(url or sqlite_url(data), statements=data / STATEMENTS_NAME)
    ente = office.ente.id
    with ledger.reading() as connection:
        stored = [statement for _, statement in statements(connection, ente)]
        rows = connection.execute(
            select(ITEM.c.desk, ITEM.c.n).where(ITEM.c.ente == packed(ente), ITEM.c.kind == PARCEL)
        )
        numbers = Counter((row.desk, row.n) for row in rows)
    assert numbers == Counter((packed(one.desk.id), n) for one in office.pushers for n in range(1, one.desk.n + 1))
    assert stored == office.ente.stated
    assert ledger.files.read(ente) == stored
    assert check(ledger, files=data / "files").problems == []
    ledger.close()


def kill_in_the_middle_of_storing(running: Servers, folder: Path, database: str, *, kills: int, first: int) -> Office:
    """Kill so many times, on a new ledger every few, and return the last office with all that was hit."""
    kept = lost = 0
    for start in range(0, kills, KILLS_OF_A_LEDGER):
        data = folder / str(start)
        with ExitStack() as stack:
            url = stack.enter_context(new_database()) if database == "postgresql" else ""
            address = running.start(data, url)
            office = new_office(first + start, address)
            for number in range(start, min(kills, start + KILLS_OF_A_LEDGER)):
                dice = Dice.of(first + number)
                office.until_killed(address, running, answers=1 + dice.below(6), wait=dice.below(60_000) / 1_000_000)
                as_it_lies(data, url, office)
                address = running.start(data, url)
                office.again(address)
            running.end(SIGTERM)
            whole(data, url, office)
        kept, lost = kept + office.kept_unanswered, lost + office.lost_unanswered
    office.kept_unanswered, office.lost_unanswered = kept, lost
    return office


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_a_killed_server_has_all_it_gave_receipts_for(running: Servers, tmp_path: Path, database: str) -> None:
    office = kill_in_the_middle_of_storing(running, tmp_path, database, kills=3, first=100)
    assert office.kept_unanswered + office.lost_unanswered > 0


@pytest.mark.long
@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_a_hundred_kills_of_a_server_lose_no_receipt(running: Servers, tmp_path: Path, database: str) -> None:
    office = kill_in_the_middle_of_storing(running, tmp_path, database, kills=100, first=3000)
    assert office.kept_unanswered > 0
    assert office.lost_unanswered > 0
