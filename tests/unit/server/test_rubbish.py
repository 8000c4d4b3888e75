# SPDX-License-Identifier: EUPL-1.2
"""Rubbish, too much, too often: refused while it is read, and nothing of the rest is lost."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.server_of import AppLine, ServerOf, server_of
from tests.unit.server.conftest import Office
from welfaredesk.base.clock import FixedClock
from welfaredesk.server.limits import Limits
from welfaredesk.sync.frames import encode, raw
from welfaredesk.sync.wire import End, FrameKind, RequestHead, Trouble


def code_of(line: AppLine, body: bytes | Iterator[bytes]) -> tuple[int, str]:
    """Return status and code of an exchange that is no exchange."""
    answer = line.ask("POST", "/v1/exchange", headers={}, body=body)
    return answer.status, msgspec.msgpack.decode(answer.whole(), type=Trouble).code


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=200))
def test_bytes_that_are_no_request_are_refused(line: AppLine, data: bytes) -> None:
    assert code_of(line, data) == (400, "format")


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(list(FrameKind)), st.binary(max_size=60))
def test_rubbish_after_a_good_head_keeps_what_came_before(
    settled: Office, line: AppLine, kind: FrameKind, data: bytes
) -> None:
    settled.bruno.exchange(line)
    head, _ = settled.bruno.request()
    answer = line.ask("POST", "/v1/exchange", headers={}, body=[head, raw(kind, data), encode(FrameKind.END, End())])
    assert answer.status in {200, 400}
    if answer.status == 200:
        assert kind in {FrameKind.STATEMENT, FrameKind.END, FrameKind.GRANT, FrameKind.LETTER}
    assert settled.bruno.exchange(line).status == 200


def test_a_request_that_is_too_large_is_stopped_while_it_is_read(
    office: Office, tmp_path: Path, clock: FixedClock
) -> None:
    read = 0

    def endless(head: bytes) -> Iterator[bytes]:
        nonlocal read
        yield head
        while read < 100:
            read += 1
            yield raw(FrameKind.STATEMENT, b"s" * 10_000)

    with server_of(tmp_path / "tight", clock=clock, limits=Limits(request=50_000)) as tight:
        line = tight.line()
        office.anna.exchange(line, office.ente.stated)
        head, _ = office.anna.request()
        assert code_of(line, endless(head)) == (400, "format")
    assert read < 10


def test_too_many_items_are_refused(office: Office, tmp_path: Path, clock: FixedClock) -> None:
    with server_of(tmp_path / "tight", clock=clock, limits=Limits(items=30)) as tight:
        line = tight.line()
        assert office.anna.exchange(line, office.ente.stated).status == 200
        many = [office.anna.parcel(office.folder) for _ in range(40)]
        assert office.anna.exchange(line, many).status == 400


def test_a_desk_that_asks_too_often_waits(settled: Office, tmp_path: Path, clock: FixedClock) -> None:
    limits = Limits(desk_rate=1.0, desk_burst=3)
    with server_of(tmp_path / "slow", clock=clock, limits=limits) as slow:
        line, anna = slow.line(), settled.anna
        anna.position, anna.h = 0, bytes(32)
        statuses = [anna.exchange(line, settled.ente.stated).status for _ in range(4)]
        assert statuses == [200, 200, 200, 429]
        answer = line.ask("POST", "/v1/exchange", headers={}, body=anna.request())
        assert answer.headers["retry-after"] == "1"
        clock.advance(ms=1000)
        assert anna.exchange(line).status == 200


def test_an_old_challenge_is_signed_again(settled: Office, line: AppLine, clock: FixedClock) -> None:
    settled.anna.exchange(line)
    clock.advance(ms=Limits().challenge_ms + 1)
    stale = line.ask("POST", "/v1/exchange", headers={}, body=settled.anna.request())
    assert stale.status == 401
    assert settled.anna.exchange(line).status == 200


def test_another_format_is_refused(settled: Office, line: AppLine) -> None:
    ask = msgspec.structs.replace(settled.anna.ask(), format=2)
    reply = settled.anna.exchange(line, ask=ask)
    assert reply.trouble is not None
    assert reply.trouble.code == "format"


def test_an_ente_of_nobody_is_not_taken(office: Office, line: AppLine) -> None:
    """No statements, those of another ente, or the right ones signed for by a desk that is not in them."""
    assert office.anna.exchange(line).status == 403
    assert office.anna.exchange(line, [b"rubbish"]).status == 403
    assert office.anna.exchange(line, [office.anna.parcel(office.folder)]).status == 403
    other = msgspec.msgpack.encode(office.anna.ask())
    signed = msgspec.structs.replace(office.anna.sign_in("POST", "/v1/exchange", other), signature=b"x" * 64)
    frames = [encode(FrameKind.HEAD, RequestHead(signed, other))]
    frames += [raw(FrameKind.STATEMENT, data) for data in office.ente.stated]
    assert code_of(line, b"".join([*frames, encode(FrameKind.END, End())])) == (403, "unknown")


def test_a_server_takes_only_so_many_enti(office: Office, tmp_path: Path, clock: FixedClock) -> None:
    with server_of(tmp_path / "full", clock=clock, limits=Limits(enti=0)) as full:
        reply = office.anna.exchange(full.line(), office.ente.stated)
        assert reply.trouble is not None
        assert reply.trouble.code == "quota"


def test_a_database_that_fails_is_busy_and_nothing_is_said_of_why(
    settled: Office, server: ServerOf, caplog: object
) -> None:
    server.ledger.engine.dispose()
    for path in server.data.glob("ledger.sqlite*"):
        path.unlink()
    answer = settled.anna.call(server.line(), "GET", "/v1/bundles")
    assert (answer.status, msgspec.msgpack.decode(answer.whole(), type=Trouble).code) == (503, "busy")
    assert caplog is not None


def test_what_is_asked_with_another_method_is_not_there(line: AppLine) -> None:
    assert line.ask("DELETE", "/v1/exchange", headers={}).status == 405
    assert line.ask("GET", "/v1/nothing", headers={}).status == 404


def test_the_numbers_are_there_and_name_nobody(settled: Office, line: AppLine) -> None:
    page = line.ask("GET", "/metrics", headers={}).whole().decode()
    assert "welfaredesk_items_stored_total 2" in page
    assert 'welfaredesk_requests_total{call="POST /v1/exchange",status="200"}' in page
    assert settled.ente.id not in page
    assert hashlib.sha256(page.encode()).digest()
    assert line.ask("GET", "/health", headers={}).whole() == b"ok\n"
