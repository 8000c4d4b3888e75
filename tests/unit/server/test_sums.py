# SPDX-License-Identifier: EUPL-1.2
"""The sum over a scope is that of its folders, however it was come by: read anew, or carried on from the last time."""

from collections.abc import Iterator

import pytest
from sqlalchemy import update

from tests.server_of import AppLine, ServerOf, server_of
from tests.unit.server.conftest import Office, settle
from tests.unit.server.office import Desk
from welfaredesk.base.clock import FixedClock
from welfaredesk.base.ids import packed
from welfaredesk.server import scope as scopes
from welfaredesk.server.ledger import EnteLine
from welfaredesk.server.scope import Scope
from welfaredesk.server.sums import ScopeSums
from welfaredesk.server.tables import FOLDER
from welfaredesk.sync.grants import make_ungrant
from welfaredesk.sync.parcels import parcel_id
from welfaredesk.sync.wire import FrameKind

WHOLE = 1 << 128


@pytest.fixture
def other(clock: FixedClock, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerOf]:
    with server_of(tmp_path_factory.mktemp("other"), clock=clock) as running:
        yield running


def told(desk: Desk, line: AppLine) -> tuple[bytes, int]:
    """Return the sum in END, and the sum of what SCOPE says of each folder."""
    reply = desk.exchange(line, ask=desk.ask(want_sum=True, want_scope=True))
    folders = reply.of(FrameKind.SCOPE)
    return reply.end.sum, sum(int.from_bytes(one.sum, "big") for one in folders) % WHOLE


def is_right(desk: Desk, line: AppLine) -> bool:
    said, folders = told(desk, line)
    return int.from_bytes(said, "big") == folders


def test_the_sum_is_that_of_the_folders_after_whatever_happens(settled: Office, line: AppLine) -> None:
    anna, bruno, carla = settled.anna, settled.bruno, settled.carla
    desks = (anna, bruno, carla)
    seen = {told(bruno, line)[0]}
    assert all(is_right(desk, line) for desk in desks)
    anna.exchange(line, [anna.parcel(settled.folder), anna.parcel(settled.folder)])
    assert all(is_right(desk, line) for desk in desks)
    seen.add(told(bruno, line)[0])
    carla.exchange(line, [carla.parcel(settled.carlas)])
    assert all(is_right(desk, line) for desk in desks)
    seen.add(told(bruno, line)[0])
    assert len(seen) == 2  # what Carla writes is not in Bruno's scope
    new = anna.folder()
    anna.exchange(line, [anna.grant([new], settled.group), anna.parcel(new)])
    assert all(is_right(desk, line) for desk in desks)
    anna.exchange(line, [anna.grant([settled.folder], settled.hers)])
    assert all(is_right(desk, line) for desk in desks)
    gone = make_ungrant(
        ente=settled.ente.id,
        group=settled.group,
        folder=settled.folder.folder,
        ids=settled.ente.ids,
        desk=anna.id,
        sign=anna.sign,
    )
    assert anna.exchange(line, [gone]).refused == {}
    assert all(is_right(desk, line) for desk in desks)
    before = told(bruno, line)[0]
    carla.exchange(line, [carla.parcel(settled.folder)])
    assert told(bruno, line)[0] == before
    assert all(is_right(desk, line) for desk in desks)


def test_a_sum_told_once_is_carried_on_without_reading_the_folders(
    settled: Office, server: ServerOf, line: AppLine
) -> None:
    before = int.from_bytes(told(settled.bruno, line)[0], "big")
    with server.ledger.writing() as connection:
        connection.execute(update(FOLDER).values(sum=bytes(16)))
    parcel = settled.anna.parcel(settled.folder)
    assert settled.anna.exchange(line, [parcel]).refused == {}
    after = (before + int.from_bytes(parcel_id(parcel)[:16], "big")) % WHOLE
    assert int.from_bytes(told(settled.bruno, line)[0], "big") == after


def test_the_sum_of_another_history_is_not_carried_on(settled: Office, server: ServerOf, other: ServerOf) -> None:
    sums, scope = ScopeSums(), Scope.of(settled.ente.id, settled.bruno.id, groups=frozenset({packed(settled.group)}))
    assert total(sums, server, scope) == plain(server, scope)
    for desk in (settled.anna, settled.carla):
        desk.chains.clear()
        desk.position, desk.h = 0, bytes(32)
    settle(settled, other.line())
    settled.anna.exchange(other.line(), [settled.anna.parcel(settled.folder)])
    assert total(sums, other, scope) == plain(other, scope) != plain(server, scope)


def total(sums: ScopeSums, server: ServerOf, scope: Scope) -> bytes:
    with server.ledger.reading() as connection:
        return sums.total(connection, scope, line_of(server, scope))


def plain(server: ServerOf, scope: Scope) -> bytes:
    with server.ledger.reading() as connection:
        return scopes.total(scopes.folder_sums(connection, scope))


def line_of(server: ServerOf, scope: Scope) -> EnteLine:
    ente = server.ledger.enti()[0]
    assert packed(ente) == scope.ente
    with server.ledger.reading() as connection:
        found = server.ledger.line(connection, ente)
    assert found is not None
    return found
