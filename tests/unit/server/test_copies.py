# SPDX-License-Identifier: EUPL-1.2
"""Copies of a server: tested before they count, never put over anything; and the check that tells what is wrong."""

import os
import tarfile
from pathlib import Path

import pytest
from sqlalchemy import update

from tests.server_of import ServerOf, server_of
from tests.unit.server.conftest import Office
from tests.unit.server.test_depot import SHA, put
from welfaredesk.base.clock import FixedClock
from welfaredesk.base.errors import BadFile
from welfaredesk.base.server_errors import DamagedCopy, LedgerExists
from welfaredesk.crypto.certificate import key_to_pem
from welfaredesk.domain.statement import StatementKind
from welfaredesk.server import checking, copies
from welfaredesk.server.place import Place, opened, write_private
from welfaredesk.server.tables import CHAIN, ENTE, FOLDER, ITEM
from welfaredesk.sync.letters import seal_letter


@pytest.fixture
def filled(settled: Office, server: ServerOf) -> Office:
    """Give a server with one of everything."""
    anna, line = settled.anna, server.line()
    public = settled.ente.roster.groups[settled.group].public
    letter = seal_letter(
        b"x", ente=settled.ente.id, group=settled.group, epoch=1, public=public, desk=anna.id, n=1, sign=anna.sign
    )
    anna.exchange(line, [letter, anna.grant([anna.folder()], settled.group)])
    assert put(anna, line, settled.folder.folder)[0] == 200
    write_private(server.data / "server.key", key_to_pem(server.key))
    return settled


def test_a_copy_is_restored_elsewhere_and_served(
    filled: Office, server: ServerOf, url: str | None, tmp_path: Path, clock: FixedClock
) -> None:
    """Onto SQLite and onto PostgreSQL."""
    target = tmp_path / "copy.tar"
    made = copies.write(server.ledger, target, place=Place(data=server.data))
    place = Place(data=tmp_path / "restored", database=url or "")
    assert copies.restore(target, place=place) == made
    assert place.key().public == server.key.public
    with opened(place) as ledger:
        found = checking.check(ledger, files=place.files_folder)
    assert (found.problems, found.enti, found.files) == ([], 1, 1)
    assert found.items == made.items == filled.anna.position
    with server_of(place.data, clock=clock, key=place.key(), url=url) as again:
        reply = filled.anna.exchange(again.line(), server=server.key.public)
        assert reply.check.watermark == filled.anna.position
        assert filled.bruno.call(again.line(), "GET", f"/v1/file/{SHA}").status == 200


@pytest.mark.skipif(os.name == "nt", reason="there a file has no bits of rights")
def test_a_copy_holds_the_key_of_the_server_and_is_for_whoever_made_it(
    filled: Office, server: ServerOf, tmp_path: Path
) -> None:
    assert filled.anna.position
    target = tmp_path / "copy.tar"
    before = os.umask(0)
    try:
        copies.write(server.ledger, target, place=Place(data=server.data))
    finally:
        os.umask(before)
    assert target.stat().st_mode & 0o777 == 0o600


def test_a_tested_copy_moves_the_watermark(filled: Office, server: ServerOf, tmp_path: Path) -> None:
    line = server.line()
    assert filled.anna.exchange(line).check.watermark == 0
    copies.write(server.ledger, tmp_path / "copy.tar", place=Place(data=server.data))
    head = filled.anna.position
    filled.anna.exchange(line, [filled.anna.parcel(filled.folder)])
    assert filled.anna.exchange(line).check.watermark == head < filled.anna.position


def test_a_restore_overwrites_nothing(filled: Office, server: ServerOf, tmp_path: Path) -> None:
    assert filled.anna.position
    target = tmp_path / "copy.tar"
    copies.write(server.ledger, target, place=Place(data=server.data))
    with pytest.raises(LedgerExists):
        copies.restore(target, place=Place(data=server.data))
    copies.restore(target, place=Place(data=tmp_path / "once"))
    with pytest.raises(LedgerExists):
        copies.restore(target, place=Place(data=tmp_path / "once"))


def test_statements_that_outlived_the_database_are_kept(
    filled: Office, server: ServerOf, tmp_path: Path, clock: FixedClock
) -> None:
    target = tmp_path / "copy.tar"
    copies.write(server.ledger, target, place=Place(data=server.data))
    ente, anna, bruno = filled.ente, filled.anna, filled.bruno
    bruno.exchange(server.line())
    anna.exchange(server.line(), [ente.state(StatementKind.REVOKE, {"desk": bruno.id}, anna.sign)])
    place = Place(data=tmp_path / "restored")
    place.data.mkdir()
    (server.data / "statements").rename(place.data / "statements")
    copies.restore(target, place=place)
    with server_of(place.data, clock=clock, key=place.key()) as again:
        assert bruno.exchange(again.line()).status == 403


@pytest.mark.parametrize("where", [0.2, 0.5, 0.8])
def test_a_changed_copy_is_refused(filled: Office, server: ServerOf, tmp_path: Path, where: float) -> None:
    assert filled.anna.position
    target = tmp_path / "copy.tar"
    copies.write(server.ledger, target, place=Place(data=server.data))
    data = bytearray(target.read_bytes())
    data[int(len(data) * where)] ^= 1
    target.write_bytes(data)
    with pytest.raises((DamagedCopy, BadFile)):
        copies.restore(target, place=Place(data=tmp_path / "restored"))
    assert not (tmp_path / "restored").exists()


def test_what_is_no_copy_is_refused(tmp_path: Path) -> None:
    (tmp_path / "text").write_text("no copy", encoding="utf-8")
    with tarfile.open(tmp_path / "escape", "w") as tar:
        tar.add(tmp_path / "text", arcname="../outside")
    for name in ("text", "escape", "missing"):
        with pytest.raises(BadFile):
            copies.restore(tmp_path / name, place=Place(data=tmp_path / "restored"))
    assert not (tmp_path / "outside").exists()


def _problems(server: ServerOf) -> list[str]:
    return [words for words, _ in checking.check(server.ledger, files=server.data / "files").problems]


def test_the_check_names_what_is_wrong(filled: Office, server: ServerOf) -> None:
    assert _problems(server) == []
    (server.data / "files" / filled.ente.id / SHA).write_bytes(b"changed")
    server.ledger.files.path(filled.ente.id).write_bytes(b"")
    with server.ledger.writing() as connection:
        connection.execute(update(FOLDER).values(count=9))
        connection.execute(update(ENTE).values(position=ENTE.c.position + 1))
        connection.execute(update(CHAIN).values(k=CHAIN.c.k))
    assert _problems(server) == [checking.HEAD, checking.SUMS, checking.KEPT, checking.FILES_LOST]


@pytest.mark.parametrize(
    ("column", "value", "problem"),
    [("h", b"x" * 32, checking.H), ("data", b"rubbish", checking.SIGNED), ("id", b"y" * 32, checking.H)],
)
def test_the_check_finds_one_changed_row(
    filled: Office, server: ServerOf, column: str, value: bytes, problem: str
) -> None:
    position = filled.anna.position - 1
    with server.ledger.writing() as connection:
        connection.execute(update(ITEM).where(ITEM.c.position == position).values({column: value}))
    assert problem in _problems(server)


def test_the_check_finds_a_gap(filled: Office, server: ServerOf) -> None:
    with server.ledger.writing() as connection:
        connection.execute(ITEM.delete().where(ITEM.c.position == filled.anna.position - 1))
    assert _problems(server)[0] == checking.GAP
