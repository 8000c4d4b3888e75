# SPDX-License-Identifier: EUPL-1.2
"""The exchange: one POST that carries items up and brings items down."""

from collections.abc import Iterator
from http import HTTPStatus
from itertools import chain
from typing import Any

from sqlalchemy import Connection, bindparam, select, update
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response, StreamingResponse

from welfaredesk.base.ids import packed
from welfaredesk.server import apart
from welfaredesk.server import scope as scopes
from welfaredesk.server.callers import Caller, live_groups
from welfaredesk.server.counts import DOWN, UP
from welfaredesk.server.engine import insert_new
from welfaredesk.server.fresh import fresh
from welfaredesk.server.gate import turned
from welfaredesk.server.handing import Handing
from welfaredesk.server.ledger import EnteLine
from welfaredesk.server.reception import Reception
from welfaredesk.server.scope import Scope
from welfaredesk.server.service import BYTES, Service, stream
from welfaredesk.server.storing import desk_row
from welfaredesk.server.tables import DESK
from welfaredesk.server.writer import Writer
from welfaredesk.sync.frames import WireBroken, encode
from welfaredesk.sync.signin import sign_check
from welfaredesk.sync.wire import (
    FORMAT,
    Ask,
    BundleInfo,
    Code,
    End,
    FolderSum,
    FrameKind,
    ReplyHead,
    RequestHead,
)

PIECE = 32 * 1024
CONTACT_MS = 10 * 60_000
_CONTACT = select(DESK.c.version, DESK.c.unsent, DESK.c.seen_ms).where(
    DESK.c.ente == bindparam("of_ente"), DESK.c.desk == bindparam("of_desk")
)


async def exchange(service: Service, request: Request) -> Response:
    """Answer `POST /v1/exchange`: store what comes, as it comes, then hand down what the desk may read.

    Raises:
        Turned: when the caller may not come in, or sends what is no request.
    """
    reception = Reception(service)
    try:
        async for data in stream(request):
            service.counts.add(UP, len(data))
            await run_in_threadpool(reception.take, data)
        return await run_in_threadpool(_answer, service, reception)
    except ClientDisconnect:
        await run_in_threadpool(reception.store)
        return Response(status_code=HTTPStatus.BAD_REQUEST)
    except WireBroken:
        raise turned(HTTPStatus.BAD_REQUEST, Code.FORMAT) from None


def _answer(service: Service, reception: Reception) -> Response:
    """Store what is left and answer: at once when the answer is short, otherwise piece by piece."""
    reception.store()
    head, ask = reception.head, reception.ask
    if head is None or ask is None or not (reception.ended or reception.is_turning_back()):
        raise turned(HTTPStatus.BAD_REQUEST, Code.FORMAT)
    pieces = _pieces(service, _reply(service, reception, head, ask))
    first = next(pieces)
    if len(first) < PIECE:
        return Response(first, media_type=BYTES)
    return StreamingResponse(chain([first], pieces), media_type=BYTES)


def _pieces(service: Service, frames: Iterator[bytes]) -> Iterator[bytes]:
    """Join frames to pieces that are worth sending; a short one is the last."""
    held: list[bytes] = []
    size = 0
    for frame in frames:
        held.append(frame)
        size += len(frame)
        if size >= PIECE:
            service.counts.add(DOWN, size)
            yield b"".join(held)
            held, size = [], 0
    service.counts.add(DOWN, size)
    yield b"".join(held)


def _reply(service: Service, reception: Reception, head: RequestHead, ask: Ask) -> Iterator[bytes]:
    """Return the frames of a reply; where everything stands is read here, at once."""
    sign_in, ledger = head.sign_in, service.ledger
    challenge = service.gate.challenge(sign_in.ente, sign_in.desk)
    caller = reception.caller
    if reception.is_turning_back() or caller is None:
        told = ReplyHead(FORMAT, challenge, 0, mismatch=reception.mismatch, match=reception.match)
        return iter([encode(FrameKind.HEAD, told), encode(FrameKind.END, End())])
    bundles: list[BundleInfo] = []
    sums: list[FolderSum] = []
    with ledger.reading() as connection:
        contact = _contact(connection, caller, ask, now_ms=service.now_ms)
        line = ledger.line(connection, caller.ente) or EnteLine(ente=caller.ente)
        roster = ledger.roster(connection, line)
        groups = live_groups(roster, caller.desk, now_ms=service.now_ms)
        scope = Scope.of(caller.ente, caller.desk, groups=groups)
        if ask.fresh is not None:
            bundles = scopes.bundles(connection, scope)
        if ask.want_scope:
            sums = scopes.folder_sums(connection, scope)
        total = service.sums.total(connection, scope, line) if ask.want_sum else b""
        waiting = apart.token(connection, scope, roster)
    _note_contact(service, caller, contact)

    def check(position: int, h: bytes) -> bytes:
        made = sign_check(
            ente=caller.ente,
            position=position,
            h=h,
            watermark=line.watermark,
            request=sign_in.signature,
            sign=service.key,
        )
        return encode(FrameKind.CHECK, made)

    handing = Handing(
        ledger=ledger,
        head=line,
        roster=roster,
        scope=scope,
        ask=ask,
        writer=Writer(caller.desk, check),
        check_bytes=service.limits.check_bytes,
    )
    first = ReplyHead(FORMAT, challenge, line.position, bundles=bundles, apart=waiting)
    return _frames(handing, first, reception, sums=sums, total=total)


def _frames(
    handing: Handing, first: ReplyHead, reception: Reception, *, sums: list[FolderSum], total: bytes
) -> Iterator[bytes]:
    ask, writer = handing.ask, handing.writer
    yield writer.took(encode(FrameKind.HEAD, first))
    for one in reception.refused:
        yield writer.took(encode(FrameKind.REFUSED, one))
    if ask.fresh is not None:
        yield from fresh(handing, ask.fresh, bundles=first.bundles)
    else:
        yield from handing.main()
    if not handing.more:
        yield from handing.fills(ask.fills)
    if not handing.more:
        yield from handing.fetched()
    if ask.want_scope and not handing.more:
        for line in sums:
            yield writer.took(encode(FrameKind.SCOPE, line))
    yield encode(FrameKind.END, End(sum=b"" if handing.more else total, more=handing.more))


def _contact(connection: Connection, caller: Caller, ask: Ask, *, now_ms: int) -> dict[str, Any]:
    """Return what is to be noted of a desk that is here: version and unsent; nothing when that stands already."""
    if caller.is_root:
        return {}
    of_desk = {"of_ente": packed(caller.ente), "of_desk": packed(caller.desk)}
    known = connection.execute(_CONTACT, of_desk).one_or_none()
    values: dict[str, Any] = {"version": ask.version[:40], "unsent": min(ask.unsent, 1 << 40), "seen_ms": now_ms}
    if known is not None and (known.version, known.unsent) == (values["version"], values["unsent"]):
        return {} if 0 <= now_ms - known.seen_ms < CONTACT_MS else values
    return values


def _note_contact(service: Service, caller: Caller, values: dict[str, Any]) -> None:
    if not values:
        return
    ente, desk = packed(caller.ente), packed(caller.desk)
    mine = (DESK.c.ente == ente) & (DESK.c.desk == desk)
    with service.ledger.writing() as connection:
        insert_new(connection, DESK, [desk_row(ente, desk)])
        connection.execute(update(DESK).where(mine).values(**values))
