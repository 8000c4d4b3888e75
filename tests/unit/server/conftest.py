# SPDX-License-Identifier: EUPL-1.2
"""A server and an ente of two operators for each test, on SQLite and, where it is asked, on PostgreSQL too."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.postgres import new_database
from tests.server_of import AppLine, ServerOf, server_of
from tests.unit.server.office import Desk, Ente, Item
from welfaredesk.base.clock import FixedClock
from welfaredesk.base.ids import SeededIds
from welfaredesk.domain.statement import Role
from welfaredesk.sync.grants import FolderKey


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> Iterator[str | None]:
    """Give the address of a database: the server's own file, and a PostgreSQL."""
    if request.param == "sqlite":
        yield None
        return
    with new_database() as address:
        yield address


@pytest.fixture
def server(tmp_path: Path, clock: FixedClock) -> Iterator[ServerOf]:
    """Give a server on SQLite."""
    with server_of(tmp_path / "server", clock=clock) as running:
        yield running


@pytest.fixture
def line(server: ServerOf) -> AppLine:
    """Give a line to it."""
    return server.line()


@dataclass(slots=True, repr=False)
class Office:
    """Anna founds and leads, Bruno works with her in one group; Carla has a group of her own and no part in theirs."""

    ente: Ente
    anna: Desk
    bruno: Desk
    carla: Desk
    group: str
    hers: str
    anna_own: str
    bruno_own: str
    folder: FolderKey
    carlas: FolderKey

    def first(self) -> list[Item]:
        """Return what Anna pushes when the ente comes to a server: statements, the group's folder, a parcel."""
        return [*self.ente.stated, self.anna.grant([self.folder], self.group), self.anna.parcel(self.folder)]


@pytest.fixture
def office(ids: SeededIds) -> Office:
    """Give an ente that no server knows yet."""
    return new_office(ids)


def new_office(ids: SeededIds) -> Office:
    """Return an ente of three."""
    ente = Ente(ids)
    anna = ente.found()
    group = ente.group(anna)
    anna_own = ente.group(anna, "own")
    bruno = ente.admit((Role.OPERATORE,), by=anna.sign)
    ente.join(bruno, group, by=anna)
    bruno_own = ente.group(bruno, "own")
    carla = ente.admit((Role.OPERATORE, Role.COORDINATORE), by=anna.sign)
    hers = ente.group(carla)
    return Office(ente, anna, bruno, carla, group, hers, anna_own, bruno_own, anna.folder(), carla.folder())


@pytest.fixture
def settled(office: Office, line: AppLine) -> Office:
    """Give an ente that the server holds: Anna's and Carla's folders are there, with a parcel each."""
    settle(office, line)
    return office


def settle(office: Office, line: AppLine) -> None:
    """Bring an ente to a server."""
    assert office.anna.exchange(line, office.first()).refused == {}
    hers: list[Item] = [office.carla.grant([office.carlas], office.hers), office.carla.parcel(office.carlas)]
    assert office.carla.exchange(line, hers).refused == {}


@pytest.fixture
def office_of_others(clock: FixedClock) -> Office:
    """Give another ente."""
    return new_office(SeededIds(2, clock))
