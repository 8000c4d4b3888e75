# SPDX-License-Identifier: EUPL-1.2
"""A real server application in the process of a test: on a temporary SQLite, with a line to it without sockets."""

import asyncio
import atexit
from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from starlette.types import ASGIApp

from welfaredesk.base.clock import Clock
from welfaredesk.crypto.sign import SigningKey
from welfaredesk.server.app import application
from welfaredesk.server.engine import SQLITE_NAME, sqlite_url
from welfaredesk.server.ledger import STATEMENTS_NAME, Ledger
from welfaredesk.server.limits import Limits
from welfaredesk.server.serving import mend_all
from welfaredesk.sync.line import Answer, Counted, LineBroken

PIECE = 16 * 1024


_LOOPS: list[asyncio.Runner] = []
"""Loops at rest: a request takes one, or makes one more."""


@contextmanager
def _loop() -> Iterator[asyncio.Runner]:
    runner = _LOOPS.pop() if _LOOPS else asyncio.Runner()
    try:
        yield runner
    finally:
        _LOOPS.append(runner)


@atexit.register
def _close_loops() -> None:
    while _LOOPS:
        _LOOPS.pop().close()


@dataclass(slots=True)
class AppLine:
    """A line straight into an application; worlds put their own faults around it.

    `client` is the address that the server sees. A body that raises while it is read is a cut upload: the
    application sees the line break, and the exception goes on to the caller.
    """

    app: ASGIApp
    client: str = "127.0.0.1"
    aim: str = "in this process"
    counted: Counted = field(default_factory=Counted)

    def ask(self, method: str, path: str, *, headers: Mapping[str, str], body: Iterable[bytes] | bytes = b"") -> Answer:
        """Send a request and return the answer."""
        self.counted.requests += 1
        pieces = iter([body] if isinstance(body, bytes) else body)
        call = _Call(self._scope(method, path, headers), _joined(pieces), self.counted)
        with _loop() as loop:
            loop.run(call.run(self.app))
        if call.broken is not None:
            raise call.broken
        if not call.status:
            raise LineBroken()
        return Answer(call.status, call.headers, self._read(b"".join(call.sent)))

    def _read(self, data: bytes) -> Iterator[bytes]:
        for start in range(0, len(data), PIECE):
            piece = data[start : start + PIECE]
            self.counted.down += len(piece)
            yield piece

    def close(self) -> None:
        """Do what an HTTP line does when it is closed: nothing is open here."""

    def _scope(self, method: str, path: str, headers: Mapping[str, str]) -> dict[str, Any]:
        plain, _, query = path.partition("?")
        return {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.4"},
            "http_version": "1.1",
            "method": method,
            "scheme": "https",
            "path": plain,
            "raw_path": plain.encode(),
            "query_string": query.encode(),
            "root_path": "",
            "headers": [(name.lower().encode(), value.encode("latin-1")) for name, value in headers.items()],
            "client": (self.client, 1),
            "server": ("server", 443),
        }


def _joined(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Join what comes at once, as a socket does; where the line breaks, what came before is handed on first."""
    held: list[bytes] = []
    try:
        for piece in pieces:
            held.append(piece)
            if sum(map(len, held)) >= PIECE:
                yield b"".join(held)
                held = []
    except LineBroken:
        if held:
            yield b"".join(held)
        raise
    if held:
        yield b"".join(held)


@dataclass(slots=True)
class _Call:
    scope: dict[str, Any]
    pieces: Iterator[bytes]
    counted: Counted
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    sent: list[bytes] = field(default_factory=list)
    broken: Exception | None = None
    read: bool = False

    async def run(self, app: ASGIApp) -> None:
        await app(self.scope, self._receive, self._send)

    async def _receive(self) -> MutableMapping[str, Any]:
        if self.read:
            # Whoever listens for the end of the line waits until the answer is sent.
            await asyncio.Event().wait()
        try:
            piece = next(self.pieces, None)
        except LineBroken as error:
            self.broken, self.read = error, True
            return {"type": "http.disconnect"}
        if piece is None:
            self.read = True
            return {"type": "http.request", "body": b"", "more_body": False}
        self.counted.up += len(piece)
        return {"type": "http.request", "body": piece, "more_body": True}

    async def _send(self, message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            self.status = int(message["status"])
            self.headers = {name.decode().lower(): value.decode("latin-1") for name, value in message["headers"]}
        elif message["type"] == "http.response.body":
            self.sent.append(bytes(message.get("body", b"")))


@dataclass(slots=True)
class ServerOf:
    """A server in this process: its application, its ledger, its key, its folder."""

    app: ASGIApp
    ledger: Ledger
    key: SigningKey
    data: Path

    def line(self, client: str = "127.0.0.1") -> AppLine:
        """Return a line to it."""
        return AppLine(self.app, client)


@cache
def _empty() -> bytes:
    """Return the database of a server that nobody has called, its tables made once in this process."""
    with TemporaryDirectory() as folder:
        Ledger(sqlite_url(Path(folder)), statements=Path(folder) / STATEMENTS_NAME).close()
        return (Path(folder) / SQLITE_NAME).read_bytes()


def server_in(
    data: Path, *, clock: Clock, key: SigningKey | None = None, url: str | None = None, limits: Limits | None = None
) -> ServerOf:
    """Open (or open again) a server whose folder is `data`, on SQLite there unless `url` names another database."""
    data.mkdir(parents=True, exist_ok=True)
    if url is None and not (data / SQLITE_NAME).exists():
        (data / SQLITE_NAME).write_bytes(_empty())
    key = key or SigningKey.from_bytes(bytes(range(32)))
    ledger = Ledger(url or sqlite_url(data), statements=data / STATEMENTS_NAME)
    mend_all(ledger, now_ms=clock.now().utc_ms)
    app = application(ledger, key=key, clock=clock, files=data / "files", limits=limits)
    return ServerOf(app, ledger, key, data)


@contextmanager
def server_of(
    data: Path, *, clock: Clock, key: SigningKey | None = None, url: str | None = None, limits: Limits | None = None
) -> Iterator[ServerOf]:
    """Give a server in this process, and close it at the end."""
    server = server_in(data, clock=clock, key=key, url=url, limits=limits)
    try:
        yield server
    finally:
        server.ledger.close()
