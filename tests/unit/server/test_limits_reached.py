# SPDX-License-Identifier: EUPL-1.2
"""Every limit of the admission, reached: room, sizes, numbers, rates, and storing that fails in the middle."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.server_of import AppLine, ServerOf, server_in, server_of
from tests.unit.server.conftest import Office, settle
from tests.unit.server.test_admission import codes, letter_to, ungrant_of
from welfaredesk.base.clock import FixedClock
from welfaredesk.base.ids import packed
from welfaredesk.crypto.hashes import sha256
from welfaredesk.domain.statement import Role, StatementKind
from welfaredesk.server import rates
from welfaredesk.server.ledger import CACHED_ROSTERS, EnteLine
from welfaredesk.server.limits import Limits
from welfaredesk.server.mending import mend
from welfaredesk.server.rates import Rates
from welfaredesk.server.statement_files import StatementFiles
from welfaredesk.sync.frames import encode, raw
from welfaredesk.sync.limits import MOST_FOLDERS, MOST_SEALED
from welfaredesk.sync.parcels import parcel_id
from welfaredesk.sync.wire import End, Fill, FrameKind


@pytest.fixture
def full(office: Office, tmp_path: Path, clock: FixedClock) -> Iterator[AppLine]:
    """Give a line to a server on which the office is settled and where nobody has room for more."""
    data = tmp_path / "full"
    with server_of(data, clock=clock) as roomy:
        settle(office, roomy.line())
    server = server_in(data, clock=clock, limits=Limits(quota=1))
    yield server.line()
    server.ledger.close()


def test_without_room_nothing_is_taken_but_what_gives_room_back(office: Office, full: AppLine) -> None:
    anna = office.anna
    before = len(office.ente.stated)
    office.ente.admit((Role.OPERATORE,), by=anna.sign)
    statement = office.ente.stated[before]
    widened = anna.grant([office.folder], office.group, office.hers)
    assert (
        codes(anna, full, statement, widened, letter_to(office, anna, office.hers), anna.parcel(office.folder))
        == ["quota"] * 4
    )
    assert codes(anna, full, ungrant_of(office, anna, office.group, office.folder)) == ["rule"]


def test_a_parcel_that_was_cut_before_it_came_is_stored_without_its_text(settled: Office, line: AppLine) -> None:
    anna, own = settled.anna, settled.anna.folder()
    assert codes(anna, line, anna.grant([own], settled.anna_own)) == [""]
    parcel = anna.parcel(own, text=b"da cancellare")
    cut = settled.ente.state(StatementKind.CUT, {"parcels": [parcel_id(parcel)]}, anna.sign)
    assert codes(anna, line, cut, parcel) == ["", ""]
    reply = anna.exchange(line, ask=anna.ask(fills=[Fill(packed(own.folder), 0)]))
    assert [named.sealed for _, named in reply.parcels()] == [sha256(parcel.sealed)]


def test_a_message_of_a_later_format_is_named(settled: Office, line: AppLine) -> None:
    anna = settled.anna
    grant, letter = anna.grant([settled.folder], settled.group), letter_to(settled, anna, settled.hers)
    ungrant = ungrant_of(settled, anna, settled.group, settled.folder)
    assert codes(anna, line, replace(grant, format=9)) == ["format"]
    assert codes(anna, line, replace(letter, format=9)) == ["format"]
    assert codes(anna, line, replace(ungrant, format=9)) == ["format"]


def test_a_grant_that_names_a_group_twice_is_named(settled: Office, line: AppLine) -> None:
    grant = settled.anna.grant([settled.folder], settled.group)
    assert codes(settled.anna, line, replace(grant, groups=[*grant.groups, *grant.groups])) == ["format"]


def test_what_is_larger_than_the_format_allows_is_no_request(settled: Office, line: AppLine) -> None:
    grant = settled.anna.grant([settled.folder], settled.group)
    many = [(number.to_bytes(16, "big"), bytes(16)) for number in range(MOST_FOLDERS + 1)]
    for one in (
        replace(grant, folders=many),
        replace(settled.anna.parcel(settled.folder), sealed=bytes(MOST_SEALED + 1)),
    ):
        assert settled.anna.exchange(line, [one]).status == 400


def test_statements_of_another_ente_in_the_file_are_not_placed(
    settled: Office, office_of_others: Office, server: ServerOf, clock: FixedClock
) -> None:
    files, ente, other = server.ledger.files, settled.ente.id, office_of_others.ente.id
    shutil.copy(files.path(ente), files.path(other))
    done = mend(server.ledger, other, now_ms=clock.now().utc_ms)
    assert (done.placed, done.missing) == (0, len(settled.ente.stated))
    assert other not in [one for one in server.ledger.enti() if position_of(server, one)]


def test_a_statement_whose_commit_fails_is_in_no_file(
    settled: Office, server: ServerOf, line: AppLine, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    anna, files = settled.anna, server.ledger.files
    before = files.read(settled.ente.id)
    count = len(settled.ente.stated)
    settled.ente.admit((Role.OPERATORE,), by=anna.sign)
    fresh = settled.ente.stated[count:]

    def full_disk(self: StatementFiles, ente: str, statements: list[bytes]) -> None:
        append(self, ente, statements)
        raise OSError(28, "no space left")

    append = StatementFiles.append
    with monkeypatch.context() as patched:
        patched.setattr(StatementFiles, "append", full_disk)
        assert anna.exchange(line, fresh).status == 503
    assert files.read(settled.ente.id) == before
    assert caplog.messages[-1] == "request-failed OSError"
    assert codes(anna, line, *fresh) == [""] * len(fresh)
    assert files.read(settled.ente.id) == settled.ente.stated


def test_rates_forget_those_who_have_waited_when_too_many_are_known(
    clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rates, "MOST_KEYS", 3)
    bucket = Rates(1.0, 2, clock=clock)
    assert [bucket.wait(caller) for caller in ("a", "a", "a")] == [0, 0, 1]
    assert [bucket.wait(caller) for caller in ("b", "c")] == [0, 0]
    clock.advance(ms=1500)
    assert bucket.wait("d") == 0
    # "b" and "c" had their share back and were forgotten; "a" was not, and has one request, not two.
    assert [bucket.wait("a"), bucket.wait("a")] == [0, 1]


def test_too_many_rosters_are_read_again(settled: Office, server: ServerOf) -> None:
    with server.ledger.reading() as connection:
        line = server.ledger.line(connection, settled.ente.id)
        assert line is not None
        kept = server.ledger.roster(connection, line)
        assert server.ledger.roster(connection, line) is kept
        for number in range(CACHED_ROSTERS + 1):
            server.ledger.remember(EnteLine(ente=str(number)), kept)
        again = server.ledger.roster(connection, line)
    assert again is not kept
    assert again.head == kept.head


def test_what_came_whole_before_rubbish_is_stored(settled: Office, line: AppLine) -> None:
    anna = settled.anna
    frames = anna.request([anna.parcel(settled.folder)], end=False)
    answer = line.ask("POST", "/v1/exchange", headers={}, body=b"".join([*frames, raw(FrameKind.CHECK, b"x")]))
    assert answer.status == 400
    assert len(settled.bruno.exchange(line).parcels()) == 2


@pytest.mark.parametrize("batch", [1, 2, 500])
def test_an_ente_that_comes_is_heard_out_however_small_the_batches(
    office: Office, tmp_path: Path, clock: FixedClock, batch: int
) -> None:
    with server_of(tmp_path / "small", clock=clock, limits=Limits(batch_items=batch)) as small:
        line = small.line()
        assert office.anna.exchange(line, office.first()).refused == {}
        assert office.anna.exchange(line, [office.anna.parcel(office.folder) for _ in range(6)]).refused == {}
        assert office.anna.position == len(office.ente.stated) + 8


def test_a_stranger_who_goes_on_without_saying_who_signs_is_sent_away(
    office: Office, tmp_path: Path, clock: FixedClock
) -> None:
    with server_of(tmp_path / "small", clock=clock, limits=Limits(introduction=300)) as small:
        reply = office.carla.exchange(small.line(), office.first())
        assert reply.status == 403
        assert reply.trouble is not None
        assert reply.trouble.code == "unknown"
        assert small.ledger.enti() == []


@pytest.mark.parametrize("first", [encode(FrameKind.END, End()), raw(FrameKind.STATEMENT, b"x")])
def test_a_request_that_does_not_begin_with_its_head_is_none(line: AppLine, first: bytes) -> None:
    assert line.ask("POST", "/v1/exchange", headers={}, body=first).status == 400


def position_of(server: ServerOf, ente: str) -> int:
    with server.ledger.reading() as connection:
        line = server.ledger.line(connection, ente)
    return 0 if line is None else line.position
