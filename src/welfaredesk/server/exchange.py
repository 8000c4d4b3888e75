# SPDX-License-Identifier: EUPL-1.2
"""The exchange: one POST that carries items up and brings items down."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from sqlalchemy import update
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response, StreamingResponse

from welfaredesk.base.ids import packed
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
        await run_in_threadpool(reception.store)
    except ClientDisconnect:
        await run_in_threadpool(reception.store)
        return Response(status_code=HTTPStatus.BAD_REQUEST)
    except WireBroken:
        raise turned(HTTPStatus.BAD_REQUEST, Code.FORMAT) from None
    head, ask = reception.head, reception.ask
    if head is None or ask is None or not (reception.ended or reception.is_turning_back()):
        raise turned(HTTPStatus.BAD_REQUEST, Code.FORMAT)
    frames = await run_in_threadpool(_reply, service, reception, head, ask)
    return StreamingResponse(_pieces(service, frames), media_type=BYTES)


def _pieces(service: Service, frames: Iterator[bytes]) -> Iterator[bytes]:
    """Join frames to pieces that are worth sending."""
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
    _keep_contact(service, caller, ask)
    bundles: list[BundleInfo] = []
    sums: list[FolderSum] = []
    with ledger.reading() as connection:
        line = ledger.line(connection, caller.ente) or EnteLine(ente=caller.ente)
        roster = ledger.roster(connection, line)
        groups = live_groups(roster, caller.desk, now_ms=service.now_ms)
        scope = Scope.of(caller.ente, caller.desk, groups=groups)
        if ask.fresh is not None:
            bundles = scopes.bundles(connection, scope)
        if ask.want_sum or ask.want_scope:
            sums = scopes.folder_sums(connection, scope)

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
    first = ReplyHead(FORMAT, challenge, line.position, bundles=bundles)
    return _frames(handing, first, reception, sums)


def _frames(handing: Handing, first: ReplyHead, reception: Reception, sums: list[FolderSum]) -> Iterator[bytes]:
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
    total = scopes.total(sums) if ask.want_sum and not handing.more else b""
    yield encode(FrameKind.END, End(sum=total, more=handing.more))


def _keep_contact(service: Service, caller: Caller, ask: Ask) -> None:
    """Note that a desk was here, with which version and how much it has not sent; not at each call."""
    ente, desk = packed(caller.ente), packed(caller.desk)
    if caller.is_root:
        return
    mine = (DESK.c.ente == ente) & (DESK.c.desk == desk)
    with service.ledger.reading() as connection:
        known = connection.execute(DESK.select().where(mine)).one_or_none()
    now_ms, unsent = service.now_ms, min(ask.unsent, 1 << 40)
    values: dict[str, Any] = {"version": ask.version[:40], "unsent": unsent, "seen_ms": now_ms}
    same = known is not None and known.version == values["version"] and known.unsent == unsent
    if known is not None and same and 0 <= now_ms - known.seen_ms < CONTACT_MS:
        return
    with service.ledger.writing() as connection:
        insert_new(connection, DESK, [desk_row(ente, desk)])
        connection.execute(update(DESK).where(mine).values(**values))
