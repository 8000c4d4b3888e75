# SPDX-License-Identifier: EUPL-1.2
"""The mailbox: sealed invitations, and the requests of new desks that answer them."""

from http import HTTPStatus
from typing import Annotated

import msgspec
from sqlalchemy import ColumnElement, Connection, RowMapping, func, select, update

from welfaredesk.base.ids import packed, spelled
from welfaredesk.domain.roster import Roster
from welfaredesk.server.callers import Caller, may_widen
from welfaredesk.server.engine import insert_new
from welfaredesk.server.gate import turned
from welfaredesk.server.limits import HOUR_MS
from welfaredesk.server.service import Service
from welfaredesk.server.tables import INVITATION, REQUEST
from welfaredesk.sync.frames import WireBroken, decoded
from welfaredesk.sync.invitation import Request, decode_request, request_id
from welfaredesk.sync.wire import Bytes16, Code

MOST_SEALED = 16 * 1024


class Posted(msgspec.Struct, frozen=True, array_like=True):
    """An invitation as the inviting desk posts it: its id, sealed bytes, and for how many hours it holds."""

    id: Bytes16
    sealed: Annotated[bytes, msgspec.Meta(min_length=1, max_length=MOST_SEALED)]
    hours: Annotated[int, msgspec.Meta(ge=1, le=168)]


def post_invitation(service: Service, caller: Caller, body: bytes) -> dict[str, int]:
    """Keep an invitation; the same one again changes nothing.

    Raises:
        Turned: when it is none, when another has its id, when the desk has too many open.
    """
    try:
        posted = decoded(Posted, body)
    except WireBroken:
        raise turned(HTTPStatus.BAD_REQUEST, Code.FORMAT) from None
    if caller.is_root:
        raise turned(HTTPStatus.FORBIDDEN, Code.NOT_YOURS)
    ente, desk = packed(caller.ente), packed(caller.desk)
    until_ms = service.now_ms + min(posted.hours * HOUR_MS, service.limits.invitation_ms)
    row = {"id": posted.id, "ente": ente, "desk": desk, "sealed": posted.sealed, "until_ms": until_ms, "used": False}
    with service.ledger.writing() as connection:
        mine = (INVITATION.c.ente == ente) & (INVITATION.c.desk == desk) & (INVITATION.c.until_ms > service.now_ms)
        others = mine & INVITATION.c.used.is_(False) & (INVITATION.c.id != posted.id)
        waiting = select(func.count()).select_from(INVITATION).where(others)
        if connection.execute(waiting).scalar_one() >= service.limits.invitations:
            raise turned(HTTPStatus.FORBIDDEN, Code.TOO_MANY)
        insert_new(connection, INVITATION, [row])
        kept = _invitation(connection, posted.id)
    if kept is None or kept["ente"] != ente or kept["sealed"] != posted.sealed:
        raise turned(HTTPStatus.CONFLICT, Code.USED)
    return {"expires": int(kept["until_ms"])}


def _invitation(connection: Connection, id_: bytes) -> RowMapping | None:
    return connection.execute(select(INVITATION).where(INVITATION.c.id == id_)).mappings().one_or_none()


def _open_invitation(service: Service, connection: Connection, id_: bytes) -> RowMapping:
    """Return an invitation that still holds by this server's clock; used or not."""
    found = _invitation(connection, id_)
    if found is None or found["until_ms"] <= service.now_ms:
        raise turned(HTTPStatus.NOT_FOUND, Code.UNKNOWN)
    return found


def invitation(service: Service, id_: bytes) -> bytes:
    """Return a sealed invitation to whoever knows its id, which only the code gives.

    Raises:
        Turned: when it is not there, over, or used: all three alike.
    """
    with service.ledger.reading() as connection:
        found = _open_invitation(service, connection, id_)
    if found["used"]:
        raise turned(HTTPStatus.NOT_FOUND, Code.UNKNOWN)
    return bytes(found["sealed"])


def post_request(service: Service, body: bytes) -> dict[str, str]:
    """Keep the request of a new desk; an invitation takes one, and the same again changes nothing.

    Raises:
        Turned: when it is none, its invitation does not hold, or another request has it.
    """
    try:
        request = decode_request(body)
    except ValueError:
        raise turned(HTTPStatus.BAD_REQUEST, Code.FORMAT) from None
    id_ = request_id(request)
    with service.ledger.writing() as connection:
        found = _open_invitation(service, connection, request.invitation)
        if _request(connection, id_) is not None:
            return {"state": _state(service, connection, id_)}
        if found["used"]:
            raise turned(HTTPStatus.CONFLICT, Code.USED)
        row = {
            "id": id_,
            "ente": found["ente"],
            "invitation": request.invitation,
            "desk": packed(request.desk),
            "data": body,
            "at_ms": service.now_ms,
            "refused": False,
        }
        # Of two that come at once the second waits here for the first, and then changes no row.
        taken = update(INVITATION).where(INVITATION.c.id == request.invitation, INVITATION.c.used.is_(False))
        if connection.execute(taken.values(used=True)).rowcount != 1:
            raise turned(HTTPStatus.CONFLICT, Code.USED)
        connection.execute(REQUEST.insert().values(**row))
    return {"state": "waiting"}


def _request(connection: Connection, id_: bytes) -> RowMapping | None:
    return connection.execute(select(REQUEST).where(REQUEST.c.id == id_)).mappings().one_or_none()


def request_state(service: Service, id_: bytes) -> dict[str, str]:
    """Return what became of a request: waiting, approved or refused.

    Raises:
        Turned: when there is none.
    """
    with service.ledger.reading() as connection:
        return {"state": _state(service, connection, id_)}


def _state(service: Service, connection: Connection, id_: bytes) -> str:
    found = _request(connection, id_)
    if found is None:
        raise turned(HTTPStatus.NOT_FOUND, Code.UNKNOWN)
    if found["refused"]:
        return "refused"
    return "approved" if _is_admitted(service, connection, found) else "waiting"


def _is_admitted(service: Service, connection: Connection, row: RowMapping) -> bool:
    line = service.ledger.line(connection, spelled(row["ente"]))
    if line is None:
        return False
    request = msgspec.msgpack.decode(row["data"], type=Request)
    desk = service.ledger.roster(connection, line).desks.get(request.desk)
    return desk is not None and not desk.revoked and desk.sign == request.sign


def requests(service: Service, caller: Caller) -> list[tuple[bytes, int]]:
    """Return the requests that wait for the caller's word, oldest first, each with when it came."""
    with service.ledger.reading() as connection:
        wanted = (
            select(REQUEST)
            .where(_answered_by(service, connection, caller), REQUEST.c.refused.is_(False))
            .where(REQUEST.c.at_ms > service.now_ms - service.limits.invitation_ms)
            .order_by(REQUEST.c.at_ms, REQUEST.c.id)
            .limit(service.limits.requests)
        )
        rows = connection.execute(wanted).mappings().all()
        return [(row["data"], row["at_ms"]) for row in rows if not _is_admitted(service, connection, row)]


def _answered_by(service: Service, connection: Connection, caller: Caller) -> ColumnElement[bool]:
    """Return which requests wait for a caller: those of the ente; his own alone when he only controls or is outside."""
    ente = packed(caller.ente)
    of_ente = REQUEST.c.ente == ente
    line = service.ledger.line(connection, caller.ente)
    roster = Roster() if line is None else service.ledger.roster(connection, line)
    if caller.is_root or may_widen(roster, caller.desk):
        return of_ente
    own = [packed(desk.id) for desk in roster.desks_of(roster.desks[caller.desk].operator)]
    invited = select(INVITATION.c.id).where(INVITATION.c.ente == ente, INVITATION.c.desk.in_(own))
    return of_ente & REQUEST.c.invitation.in_(invited)


def refuse_request(service: Service, caller: Caller, id_: bytes) -> dict[str, str]:
    """Refuse a request that waits for the caller's word.

    Raises:
        Turned: when there is none.
    """
    with service.ledger.writing() as connection:
        mine = update(REQUEST).where(REQUEST.c.id == id_, _answered_by(service, connection, caller))
        if connection.execute(mine.values(refused=True)).rowcount != 1:
            raise turned(HTTPStatus.NOT_FOUND, Code.UNKNOWN)
    return {"state": "refused"}
