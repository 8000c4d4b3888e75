# SPDX-License-Identifier: EUPL-1.2
"""The connections of a server: whoever does not say what he wants is hung up, and one address has only so many."""

import asyncio
import os
import socket
import sys
from collections import Counter
from collections.abc import Callable
from typing import Any, ClassVar, cast

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

if sys.platform != "win32":
    import resource

MOST_FILES = 8_192
"""A connection that says nothing costs 0.3 MB while its TLS is awaited."""


class Connection(H11Protocol):
    """A connection on which each request must say within a time what it wants; a body has a pace of its own."""

    head_seconds: ClassVar[float] = 30.0
    """From the connection, or the first byte of a later request, to the end of a head."""
    rest_seconds: ClassVar[float] = 900.0
    """For what still comes of a body that was answered before its end."""
    _deadline: asyncio.TimerHandle | None = None
    _given = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Wait for the first request."""
        super().connection_made(cast(asyncio.Transport, transport))
        self._wait(self.head_seconds)

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        super().connection_lost(exc)
        self._wait(0)

    def data_received(self, data: bytes) -> None:
        """Take bytes; those of a head that is not whole leave it the time that it has left."""
        super().data_received(data)
        if self.conn.our_state in {h11.SEND_RESPONSE, h11.SEND_BODY}:
            self._wait(0)
        else:
            self._wait(self.rest_seconds if self.conn.their_state is h11.SEND_BODY else self.head_seconds)

    def _wait(self, seconds: float) -> None:
        """Hang up after so many seconds, of which those that passed already count; 0: wait for as long as it takes."""
        if seconds == self._given:
            return
        self._given = seconds
        if self._deadline is not None:
            self._deadline.cancel()
        self._deadline = self.loop.call_later(seconds, self.transport.abort) if seconds else None


class _Counted(socket.socket):
    """A connection that is told of when it is closed."""

    gone: Callable[[], None] | None = None

    def close(self) -> None:
        """Close it, and tell."""
        super().close()
        gone, self.gone = self.gone, None
        if gone is not None:
            gone()


class _Listening(socket.socket):
    """A socket that takes only so many connections of one address, counted before they have said anything."""

    most = 0

    def __init__(self, *, fileno: int) -> None:
        super().__init__(fileno=fileno)
        self._of_address: Counter[str] = Counter()

    def accept(self) -> tuple[socket.socket, Any]:
        """Take a connection.

        Raises:
            BlockingIOError: when none came but of an address that has too many: it is closed.
        """
        made, address = super().accept()
        host = str(address[0])
        if self._of_address[host] >= self.most:
            made.close()
            raise BlockingIOError
        self._of_address[host] += 1
        counted = _Counted(made.family, made.type, made.proto, fileno=made.detach())
        counted.gone = lambda: self._gone(host)
        return counted, address

    def _gone(self, host: str) -> None:
        self._of_address[host] -= 1
        if not self._of_address[host]:
            del self._of_address[host]


class Loop(asyncio.SelectorEventLoop):
    """The loop of a server that speaks TLS itself, and knows from whom its connections come."""

    tls_seconds: ClassVar[float] = 20.0
    most_of_address: ClassVar[int] = 512
    """The PCs of an office may come from one address."""

    async def create_server(self, *args: Any, **named: Any) -> asyncio.Server:
        """Listen as asked, within limits when TLS is spoken: behind a proxy everybody comes from one address."""
        if named.get("ssl") is not None:
            listening = _Listening(fileno=os.dup(named["sock"].fileno()))
            listening.most = self.most_of_address
            listening.setblocking(False)
            named |= {"sock": listening, "ssl_handshake_timeout": self.tls_seconds}
        return await super().create_server(*args, **named)


LOOP = f"{__name__}:{Loop.__name__}" if sys.platform != "win32" else "auto"
"""The loop that uvicorn is told; on Windows its own."""


def allow_many_files() -> None:
    """Let this process have enough connections, as far as the system lets it: the usual 1,024 are soon reached."""
    if sys.platform != "win32":
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = MOST_FILES if hard == resource.RLIM_INFINITY else min(MOST_FILES, hard)
        if soft != resource.RLIM_INFINITY and soft < wanted:
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
