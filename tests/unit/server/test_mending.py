# SPDX-License-Identifier: EUPL-1.2
"""The file of statements outside the database: what a restored database has lost is there again before anybody asks."""

import shutil
from pathlib import Path

import pytest

from tests.server_of import ServerOf, server_in, server_of
from tests.unit.server.conftest import Office, new_office
from tests.unit.server.office import Desk
from welfaredesk.base.clock import FixedClock
from welfaredesk.base.ids import SeededIds
from welfaredesk.domain.statement import StatementKind
from welfaredesk.server.engine import SQLITE_NAME
from welfaredesk.server.ledger import statements
from welfaredesk.server.statement_files import StatementFiles, length_of


def _kept(server: ServerOf, ente: str) -> list[bytes]:
    with server.ledger.reading() as connection:
        return [data for _, data in statements(connection, ente)]


def _snapshot(server: ServerOf, to: Path) -> None:
    """Copy the database file as a backup of the machine would, with nobody writing."""
    with server.ledger.engine.connect() as plain:
        plain.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    to.mkdir()
    shutil.copy(server.data / SQLITE_NAME, to / SQLITE_NAME)


def _restore(data: Path, kept: Path) -> None:
    for path in data.glob(SQLITE_NAME + "*"):
        path.unlink()
    shutil.copy(kept / SQLITE_NAME, data / SQLITE_NAME)


def test_every_statement_is_in_the_file_too(settled: Office, server: ServerOf) -> None:
    assert server.ledger.files.read(settled.ente.id) == settled.ente.stated


def test_a_desk_revoked_after_the_backup_is_still_revoked_after_the_restore(tmp_path: Path, clock: FixedClock) -> None:
    office, data = new_office(SeededIds(1, clock)), tmp_path / "server"
    ente, anna, bruno = office.ente, office.anna, office.bruno
    with server_of(data, clock=clock) as server:
        anna.exchange(server.line(), office.first())
        bruno.exchange(server.line())
        _snapshot(server, tmp_path / "kept")
        revoked = ente.state(StatementKind.REVOKE, {"desk": bruno.id}, anna.sign)
        anna.exchange(server.line(), [revoked, anna.parcel(office.folder)])
    _restore(data, tmp_path / "kept")
    with server_of(data, clock=clock) as server:
        assert bruno.exchange(server.line()).status == 403
        assert _kept(server, ente.id) == ente.stated
        lost = anna.exchange(server.line())
        assert lost.head is not None
        assert lost.head.mismatch


def test_a_rollback_under_a_running_server_is_noticed_at_the_next_request(tmp_path: Path, clock: FixedClock) -> None:
    office, data = new_office(SeededIds(1, clock)), tmp_path / "server"
    ente, anna, bruno = office.ente, office.anna, office.bruno
    server = server_in(data, clock=clock)
    anna.exchange(server.line(), office.first())
    bruno.exchange(server.line())
    _snapshot(server, tmp_path / "kept")
    revoked = ente.state(StatementKind.REVOKE, {"desk": bruno.id}, anna.sign)
    anna.exchange(server.line(), [revoked])
    server.ledger.engine.dispose()
    _restore(data, tmp_path / "kept")
    assert bruno.exchange(server.line()).status == 403
    server.ledger.close()


def test_a_file_that_was_lost_is_written_again(tmp_path: Path, clock: FixedClock) -> None:
    office, data = new_office(SeededIds(1, clock)), tmp_path / "server"
    with server_of(data, clock=clock) as server:
        office.anna.exchange(server.line(), office.first())
        server.ledger.files.path(office.ente.id).unlink()
    with server_of(data, clock=clock) as server:
        assert server.ledger.files.read(office.ente.id) == office.ente.stated


@pytest.mark.parametrize("left", [1, 5, 20])
def test_a_file_cut_by_a_crash_is_completed(tmp_path: Path, clock: FixedClock, left: int) -> None:
    office, data = new_office(SeededIds(1, clock)), tmp_path / "server"
    with server_of(data, clock=clock) as server:
        office.anna.exchange(server.line(), office.first())
        path = server.ledger.files.path(office.ente.id)
    path.write_bytes(path.read_bytes()[:-left])
    with server_of(data, clock=clock) as server:
        assert server.ledger.files.read(office.ente.id) == office.ente.stated
        assert office.anna.exchange(server.line()).status == 200


def test_a_statement_in_the_file_alone_is_placed(tmp_path: Path, clock: FixedClock) -> None:
    """What a crash between the file and the commit leaves."""
    office, data = new_office(SeededIds(1, clock)), tmp_path / "server"
    ente, anna = office.ente, office.anna
    with server_of(data, clock=clock) as server:
        anna.exchange(server.line(), office.first())
        late = ente.state(StatementKind.OPERATOR, {"operator": ente.ids.new()}, anna.sign)
        server.ledger.files.append(ente.id, [late])
    with server_of(data, clock=clock) as server:
        reply = anna.exchange(server.line(), [late])
        assert reply.refused == {}
        assert len(reply.positions) == 1
        assert _kept(server, ente.id) == ente.stated


def test_a_file_that_contradicts_the_database_stops_handing_down(tmp_path: Path, clock: FixedClock) -> None:
    office, data = new_office(SeededIds(1, clock)), tmp_path / "server"
    ente, anna = office.ente, office.anna
    with server_of(data, clock=clock) as server:
        anna.exchange(server.line(), office.first())
        other = Desk(ente, anna.operator, anna.id, anna.sign)
        head = ente.roster.copy()
        first = ente.state(StatementKind.OPERATOR, {"operator": ente.ids.new()}, anna.sign)
        ente.roster = head
        fork = ente.state(StatementKind.OPERATOR, {"operator": ente.ids.new()}, other.sign)
        anna.exchange(server.line(), [first])
        server.ledger.files.append(ente.id, [fork])
        assert anna.exchange(server.line()).status == 503


def test_a_whole_server_is_made_again_from_the_file(tmp_path: Path, clock: FixedClock) -> None:
    office, data = new_office(SeededIds(1, clock)), tmp_path / "server"
    with server_of(data, clock=clock) as server:
        office.anna.exchange(server.line(), office.first())
    for path in data.glob(SQLITE_NAME + "*"):
        path.unlink()
    with server_of(data, clock=clock) as server:
        assert _kept(server, office.ente.id) == office.ente.stated
        lost = office.anna.exchange(server.line())
        assert lost.head is not None
        assert lost.head.mismatch


def test_what_was_appended_for_nothing_is_taken_back(tmp_path: Path) -> None:
    files = StatementFiles(tmp_path / "statements")
    ente = "0" * 26
    files.append(ente, [b"one", b"two"])
    files.append(ente, [])
    files.shorten(ente, length_of(b"one"))
    files.shorten(ente, 1000)
    assert files.read(ente) == [b"one"]
    assert files.enti() == [ente]
    assert files.read("1" * 26) == []
    assert files.size("1" * 26) == 0
