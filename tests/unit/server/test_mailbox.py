# SPDX-License-Identifier: EUPL-1.2
"""Invitations and requests: single use, over by the server's clock, of one ente."""

import msgspec

from tests.server_of import AppLine
from tests.unit.server.conftest import Office, settle
from welfaredesk.base.clock import FixedClock
from welfaredesk.domain.statement import Role
from welfaredesk.sync.invitation import Request, draw_code, encode_request, invitation_id, make_request, request_id

HOUR_MS = 3_600_000


def post(office: Office, line: AppLine, code: str, *, hours: int = 48, sealed: bytes = b"sealed") -> int:
    """Post Anna's invitation, and return the status."""
    body = msgspec.msgpack.encode((invitation_id(code), sealed, hours))
    return office.anna.call(line, "POST", "/v1/invitation", body=body).status


def get(line: AppLine, code: str) -> tuple[int, bytes]:
    """Get an invitation by its code."""
    answer = line.ask("GET", f"/v1/invitation/{invitation_id(code).hex()}", headers={})
    return answer.status, answer.whole()


def ask(line: AppLine, request: Request) -> tuple[int, dict[str, str]]:
    """Post a request."""
    answer = line.ask("POST", "/v1/request", headers={}, body=encode_request(request))
    return answer.status, msgspec.msgpack.decode(answer.whole(), type=dict[str, str])


def state(line: AppLine, request: Request) -> str:
    """Return what became of a request."""
    answer = line.ask("GET", f"/v1/request/{request_id(request).hex()}", headers={})
    return msgspec.msgpack.decode(answer.whole(), type=dict[str, str])["state"]


def test_an_invitation_is_used_once(settled: Office, line: AppLine) -> None:
    ids = settled.ente.ids
    code = draw_code(ids)
    assert post(settled, line, code) == post(settled, line, code) == 200
    assert post(settled, line, code, sealed=b"another") == 409
    assert get(line, code) == (200, b"sealed")
    request = make_request(code, desk=ids.opaque(), sign=b"s" * 32, seal=b"e" * 32)
    other = make_request(code, desk=ids.opaque(), sign=b"t" * 32, seal=b"e" * 32)
    assert ask(line, request) == ask(line, request) == (200, {"state": "waiting"})
    assert ask(line, other)[0] == 409
    assert get(line, code)[0] == 404
    assert state(line, request) == "waiting"


def test_an_invitation_is_over_by_the_clock_of_the_server(settled: Office, line: AppLine, clock: FixedClock) -> None:
    code = draw_code(settled.ente.ids)
    post(settled, line, code, hours=2)
    clock.advance(ms=2 * HOUR_MS - 1)
    assert get(line, code)[0] == 200
    clock.advance(ms=1)
    assert get(line, code) == get(line, draw_code(settled.ente.ids))
    request = make_request(code, desk=settled.ente.ids.opaque(), sign=b"s" * 32, seal=b"e" * 32)
    assert ask(line, request)[0] == 404


def test_a_request_is_approved_by_the_roster_and_by_nothing_else(settled: Office, line: AppLine) -> None:
    code = draw_code(settled.ente.ids)
    post(settled, line, code)
    anna, ente = settled.anna, settled.ente
    desk = ente.admit((), by=anna.sign, operator=anna.operator)
    request = make_request(code, desk=desk.id, sign=desk.sign.public, seal=desk.seal.public)
    ask(line, request)
    assert [data for data, _ in listed(settled, line)] == [encode_request(request)]
    assert state(line, request) == "waiting"
    anna.exchange(line, ente.stated)
    assert state(line, request) == "approved"
    assert listed(settled, line) == []


def listed(office: Office, line: AppLine) -> list[tuple[bytes, int]]:
    """Return the requests that wait."""
    answer = office.anna.call(line, "GET", "/v1/requests")
    return msgspec.msgpack.decode(answer.whole(), type=list[tuple[bytes, int]])


def test_a_request_is_refused_by_its_own_ente(settled: Office, line: AppLine, office_of_others: Office) -> None:
    settle(office_of_others, line)
    code = draw_code(settled.ente.ids)
    post(settled, line, code)
    request = make_request(code, desk=settled.ente.ids.opaque(), sign=b"s" * 32, seal=b"e" * 32)
    ask(line, request)
    path = f"/v1/request/{request_id(request).hex()}/refuse"
    assert listed(office_of_others, line) == []
    assert office_of_others.anna.call(line, "POST", path).status == 404
    assert settled.anna.call(line, "POST", path).status == 200
    assert state(line, request) == "refused"
    assert listed(settled, line) == []


def test_who_only_controls_or_comes_from_outside_refuses_nobody_but_whom_he_invited(
    settled: Office, line: AppLine
) -> None:
    """He would keep every newcomer out: an invitation whose request is refused is worth nothing."""
    ente, anna = settled.ente, settled.anna
    dpo = ente.admit((Role.DPO,), by=anna.sign)
    anna.exchange(line, ente.stated)
    asked = []
    for desk in (anna, dpo):
        code = draw_code(ente.ids)
        body = msgspec.msgpack.encode((invitation_id(code), b"sealed", 48))
        assert desk.call(line, "POST", "/v1/invitation", body=body).status == 200
        asked.append(make_request(code, desk=ente.ids.opaque(), sign=b"s" * 32, seal=b"e" * 32))
        ask(line, asked[-1])
    answer = dpo.call(line, "GET", "/v1/requests").whole()
    seen = msgspec.msgpack.decode(answer, type=list[tuple[bytes, int]])
    assert [data for data, _ in seen] == [encode_request(asked[1])]
    paths = [f"/v1/request/{request_id(one).hex()}/refuse" for one in asked]
    assert [dpo.call(line, "POST", path).status for path in paths] == [404, 200]
    assert [state(line, one) for one in asked] == ["waiting", "refused"]


def test_rubbish_is_no_invitation_and_no_request(settled: Office, line: AppLine) -> None:
    assert settled.anna.call(line, "POST", "/v1/invitation", body=b"rubbish").status == 400
    assert line.ask("POST", "/v1/request", headers={}, body=b"rubbish").status == 400
    assert line.ask("POST", "/v1/request", headers={}, body=b"r" * 100_000).status == 413
    for path in ("/v1/request/zz", f"/v1/request/{'0' * 32}", f"/v1/invitation/{'0' * 31}"):
        assert line.ask("GET", path, headers={}).status == 404


def test_a_desk_has_only_so_many_invitations_open(settled: Office, line: AppLine) -> None:
    codes = [draw_code(settled.ente.ids) for _ in range(51)]
    assert [post(settled, line, code) for code in codes] == [200] * 50 + [403]
    # The last that found room, sent again because its answer was lost.
    assert post(settled, line, codes[49]) == 200


def test_a_stranger_who_asks_too_often_waits(settled: Office, line: AppLine, clock: FixedClock) -> None:
    assert settled.ente.roster.head
    path = f"/v1/invitation/{'0' * 32}"
    answers = [line.ask("GET", path, headers={}) for _ in range(601)]
    assert [one.status for one in answers] == [404] * 600 + [429]
    assert int(answers[-1].headers["retry-after"]) >= 1
    assert AppLine(line.app, "10.0.0.9").ask("GET", path, headers={}).status == 404
    clock.advance(ms=1000)
    assert line.ask("GET", path, headers={}).status == 404
