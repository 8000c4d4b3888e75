# SPDX-License-Identifier: EUPL-1.2
"""A server that alters what it keeps: a parcel with a flipped bit is not folded, is named, and comes right later."""

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.opened import add
from tests.world.exchange.checks import check_all
from tests.world.exchange.machine import Machine
from tests.world.exchange.readers import Item, items_of
from tests.world.exchange.test_scenarios import level, told
from tests.world.exchange.world import World, calm, world_of
from welfaredesk.desk import records
from welfaredesk.desk.exchange import notes
from welfaredesk.domain.parcel import decode_parcel
from welfaredesk.sync.wire import FrameKind

EVERY = 97
"""A bit in so many is flipped at a whole desk; each one is where a parcel is read (`test_bits`)."""


@pytest.fixture
def pair() -> Iterator[World]:
    """Return a world of two desks and nothing wrong."""
    with world_of(4243, desks=2) as made:
        level(made)
        yield made


def last_parcel(world: World) -> Item:
    """Return the newest parcel of the ledger."""
    return [item for item in items_of(world.server.database) if item.kind == FrameKind.PARCEL][-1]


def keep(database: Path, item: Item, data: bytes) -> None:
    """Let a server keep other bytes of an item."""
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE item SET data = ? WHERE position = ?", (data, item.position))


def flipped(item: Item) -> Iterator[bytes]:
    """Give the bytes of a parcel with one bit of its text flipped."""
    sealed = decode_parcel(item.data).sealed
    first = item.data.index(sealed) * 8
    for bit in range(first, first + len(sealed) * 8, EVERY):
        data = bytearray(item.data)
        data[bit // 8] ^= 1 << bit % 8
        yield bytes(data)


def named(machine: Machine) -> list[tuple[str | None, int]]:
    """Return folder and position of the parcels that a desk names as not folded."""
    return [(one.folder, one.position) for one in notes.bad(machine.read())]


def test_an_altered_parcel_is_kept_aside_and_said_and_right_again_once_it_is_as_it_was(
    pair: World, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL)
    first, second = pair.machines
    person = add(first.session, "person", surname="Prova", notes="Una riga.")
    assert pair.exchange(first)
    disk, item, tried = second.image(pair.folder / "before"), last_parcel(pair), 0
    for data in flipped(item):
        second.go_back(disk)
        keep(pair.server.database, item, data)
        pair.exchange(second)
        assert told(lambda: records.show(second.session, person)) == "not_found"
        assert (item.folder, item.position) in named(second)
        tried += 1
    assert tried > 5
    keep(pair.server.database, item, item.data)
    calm(pair)
    check_all(pair, oracle=False)
    assert named(second) == []
    assert records.show(second.session, person).values["surname"] == "Prova"
