# SPDX-License-Identifier: EUPL-1.2
"""The service: what every call of a server works with, and how it answers."""

import asyncio
import base64
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import Any

import msgspec
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from welfaredesk.base.clock import Clock
from welfaredesk.base.ids import packed
from welfaredesk.crypto.sign import SigningKey
from welfaredesk.server.callers import Caller
from welfaredesk.server.counts import ITEMS, Counts
from welfaredesk.server.gate import Call, Gate, turned
from welfaredesk.server.ledger import Ledger
from welfaredesk.server.limits import Limits
from welfaredesk.server.storing import Storing
from welfaredesk.server.sums import ScopeSums
from welfaredesk.sync.frames import WireBroken
from welfaredesk.sync.signin import from_header
from welfaredesk.sync.wire import Code, SignIn

MSGPACK = "application/x-msgpack"
BYTES = "application/octet-stream"
CHALLENGE = "WD-Challenge"
IDLE_SECONDS = 120
SLOWEST = 100
"""Bytes a second below which a body counts as cut: what came whole of it is stored, and the desk goes on from there."""


@dataclass(slots=True, kw_only=True)
class Service:
    """Ledger, key, clock, limits, and the folder of sealed files of one server."""

    ledger: Ledger
    key: SigningKey
    clock: Clock
    limits: Limits
    files: Path
    counts: Counts = field(default_factory=Counts)
    sums: ScopeSums = field(default_factory=ScopeSums)
    gate: Gate = field(init=False)
    storing: Storing = field(init=False)

    def __post_init__(self) -> None:
        """Make what goes with them."""
        self.gate = Gate(self.ledger, key=self.key, clock=self.clock, limits=self.limits)
        self.storing = Storing(self.ledger, self.limits.quota, self._stored)

    def _stored(self, count: int) -> None:
        self.counts.add(ITEMS, count)

    @property
    def now_ms(self) -> int:
        """Return the server's own time, which alone judges what is over."""
        return self.clock.now().utc_ms

    def signed(self, request: Request, body: bytes, *, shut_out: bool = False) -> Caller:
        """Return who has signed a call, by its `Authorization` header; with `shut_out` a revoked desk may have.

        Raises:
            Turned: when nobody of this server has.
        """
        sign_in = sign_in_of(request)
        self.gate.check_challenge(sign_in)
        call = Call(method=request.method, path=path_of(request), body=body)
        with self.ledger.reading() as connection:
            return self.gate.caller(connection, sign_in, call=call, shut_out=shut_out)

    def answer(self, caller: Caller, message: Any, *, headers: dict[str, str] | None = None) -> Response:
        """Return an answer to somebody who has signed in, with the next challenge; bytes go as they are."""
        challenge = self.gate.challenge(packed(caller.ente), packed(caller.desk))
        told = {CHALLENGE: base64.urlsafe_b64encode(challenge).rstrip(b"=").decode(), **(headers or {})}
        return plain_answer(message, headers=told)


def plain_answer(message: Any, *, headers: dict[str, str] | None = None) -> Response:
    """Return an answer: bytes as they are, anything else as msgpack."""
    if isinstance(message, bytes):
        return Response(message, headers=headers, media_type=BYTES)
    return Response(msgspec.msgpack.encode(message), headers=headers, media_type=MSGPACK)


def sign_in_of(request: Request) -> SignIn:
    """Return the sign-in that a request carries.

    Raises:
        Turned: when it carries none.
    """
    try:
        return from_header(request.headers.get("authorization", ""))
    except WireBroken:
        raise turned(HTTPStatus.UNAUTHORIZED, Code.CHALLENGE) from None


def path_of(request: Request) -> str:
    """Return the path as it was sent, with its query."""
    raw = request.scope.get("raw_path") or request.url.path.encode()
    query = request.scope.get("query_string", b"")
    path: bytes = raw.partition(b"?")[0] + (b"?" + query if query else b"")
    return path.decode("latin-1")


async def stream(request: Request) -> AsyncIterator[bytes]:
    """Give the body piece by piece; a line on which nothing, or next to nothing, comes for too long counts as cut.

    Raises:
        ClientDisconnect: when the line breaks.
    """
    pieces = request.stream().__aiter__()
    loop = asyncio.get_running_loop()
    waited, size = 0.0, 0
    while True:
        begun = loop.time()
        try:
            async with asyncio.timeout(IDLE_SECONDS):
                piece = await anext(pieces, None)
        except TimeoutError:
            raise ClientDisconnect() from None
        if piece is None:
            return
        # What the server does between two pieces is not the caller's time.
        waited, size = waited + loop.time() - begun, size + len(piece)
        if size < (waited - IDLE_SECONDS) * SLOWEST:
            raise ClientDisconnect()
        # The last one is empty.
        if piece:
            yield piece


async def body_of(request: Request, *, limit: int) -> bytes:
    """Return the body of a small request.

    Raises:
        Turned: when it is larger than `limit`, as soon as that is seen.
    """
    said = request.headers.get("content-length", "")
    if said.isdigit() and int(said) > limit:
        raise turned(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, Code.TOO_LARGE)
    pieces: list[bytes] = []
    size = 0
    async for piece in stream(request):
        size += len(piece)
        if size > limit:
            raise turned(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, Code.TOO_LARGE)
        pieces.append(piece)
    return b"".join(pieces)
