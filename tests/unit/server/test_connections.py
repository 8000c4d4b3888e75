# SPDX-License-Identifier: EUPL-1.2
"""Callers who say nothing, too little or too slowly, on real sockets: nobody keeps the server from the others."""

import asyncio
import logging
import socket
import ssl
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import pytest
import uvicorn
from starlette.requests import ClientDisconnect, Request
from starlette.types import Message

from tests.server_of import server_of
from welfaredesk.base.clock import FixedClock
from welfaredesk.server.connections import Connection, Loop
from welfaredesk.server.place import Place, prepare
from welfaredesk.server.service import IDLE_SECONDS, SLOWEST, stream
from welfaredesk.server.serving import Settings, configured, log_to_standard_error

PATIENCE = 20
ASKED = b"GET /nowhere HTTP/1.1\r\nHost: server\r\n\r\n"


class Hurried(Connection):
    """One that waits for a moment alone."""

    head_seconds = 0.2
    rest_seconds = 0.3


class Small(Loop):
    """A loop that takes three connections of an address."""

    most_of_address = 3


class Short(Loop):
    """A loop that waits for TLS a moment alone."""

    tls_seconds = 0.2


@contextmanager
def listening(
    folder: Path, clock: FixedClock, *, http: type[Connection] = Connection, loop: type[Loop] | None = None
) -> Iterator[int]:
    """Serve on a real socket, and give its port; with a loop of its own TLS is spoken."""
    place = Place(data=folder)
    prepare(place, clock=clock)
    with server_of(folder, clock=clock) as server, closing(socket.create_server(("127.0.0.1", 0))) as made:
        config = uvicorn.Config(
            server.app,
            http=http,
            lifespan="off",
            ws="none",
            log_config=None,
            proxy_headers=False,
            timeout_keep_alive=75,
        )
        if loop is not None:
            config.loop = f"{__name__}:{loop.__name__}"
            config.ssl_certfile, config.ssl_keyfile = str(place.certificate_path), str(place.key_path)
        running = uvicorn.Server(config)
        thread = threading.Thread(target=running.run, args=([made],))
        thread.start()
        try:
            yield made.getsockname()[1]
        finally:
            running.should_exit = True
            thread.join(PATIENCE)


def called(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)


def is_answered(line: socket.socket) -> bool:
    """Ask for something, and tell whether a whole answer comes before the end."""
    said = b""
    try:
        line.sendall(ASKED)
        while not said.endswith(b"unknown") and (more := line.recv(1000)):
            said += more
    except ConnectionError:
        return False
    return said.startswith(b"HTTP/1.1 404")


@pytest.mark.parametrize("said", [b"", b"POST /v1/exchange HTTP/1.1\r\nHost: s"])
def test_whoever_does_not_say_what_he_wants_is_hung_up(tmp_path: Path, clock: FixedClock, said: bytes) -> None:
    with listening(tmp_path / "s", clock, http=Hurried) as port, closing(called(port)) as line:
        line.sendall(said)
        assert line.recv(1) == b""


def test_after_an_answer_the_next_head_has_its_time_too(tmp_path: Path, clock: FixedClock) -> None:
    with listening(tmp_path / "s", clock, http=Hurried) as port, closing(called(port)) as line:
        assert is_answered(line)
        line.sendall(ASKED[:20])
        assert line.recv(1) == b""


def test_what_comes_of_a_body_after_its_answer_comes_to_an_end(tmp_path: Path, clock: FixedClock) -> None:
    with listening(tmp_path / "s", clock, http=Hurried) as port, closing(called(port)) as line:
        line.sendall(b"POST /v1/request HTTP/1.1\r\nHost: s\r\nContent-Length: 1000000\r\n\r\nxx")
        said = b""
        while not said.endswith(b"too_large"):
            said += line.recv(1000)
        line.sendall(b"x")
        assert line.recv(1) == b""


@pytest.mark.skipif(sys.platform == "win32", reason="there the loop is the system's own")
def test_what_serves_has_these_limits(tmp_path: Path) -> None:
    config = configured(Settings(data=str(tmp_path)), "none")
    assert config.http is Connection
    assert config.get_loop_factory() is Loop


def test_whoever_begins_no_tls_is_hung_up(tmp_path: Path, clock: FixedClock) -> None:
    with listening(tmp_path / "s", clock, loop=Short) as port, closing(called(port)) as line:
        assert line.recv(1) == b""


def test_one_address_has_only_so_many_connections(tmp_path: Path, clock: FixedClock) -> None:
    """Whoever says nothing is counted too; who is hung up makes room."""
    with listening(tmp_path / "s", clock, loop=Small) as port, ExitStack() as lines:
        silent, _, spoken = (lines.enter_context(closing(called(port))) for _ in range(3))
        outside = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        outside.check_hostname, outside.verify_mode = False, ssl.CERT_NONE
        first = lines.enter_context(outside.wrap_socket(spoken))
        assert is_answered(first)
        assert lines.enter_context(closing(called(port))).recv(1) == b""
        silent.shutdown(socket.SHUT_WR)
        assert silent.recv(1) == b""
        assert is_answered(lines.enter_context(outside.wrap_socket(called(port))))
        assert is_answered(first)


class _Later(asyncio.SelectorEventLoop):
    """A loop whose time is put on by whoever asks."""

    ahead = 0.0

    def time(self) -> float:
        """Return the time, put on."""
        return super().time() + self.ahead


@pytest.mark.parametrize(("size", "whole"), [(10, False), (SLOWEST * IDLE_SECONDS, True)])
def test_a_body_that_drips_counts_as_cut(size: int, *, whole: bool) -> None:
    loop = _Later()
    left = 5

    async def receive() -> Message:
        nonlocal left
        loop.ahead += IDLE_SECONDS * 0.9
        left -= 1
        return {"type": "http.request", "body": b"x" * size, "more_body": left > 0}

    async def read() -> int:
        request = Request({"type": "http", "method": "POST", "headers": []}, receive)
        return sum([len(piece) async for piece in stream(request)])

    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        if whole:
            assert runner.run(read()) == 5 * size
        else:
            with pytest.raises(ClientDisconnect):
                runner.run(read())
    assert (left == 0) is whole


def test_what_the_server_does_between_two_pieces_is_not_the_callers_time() -> None:
    loop = _Later()
    left = 5

    async def receive() -> Message:
        nonlocal left
        left -= 1
        return {"type": "http.request", "body": b"x", "more_body": left > 0}

    async def read() -> int:
        request, size = Request({"type": "http", "method": "POST", "headers": []}, receive), 0
        async for piece in stream(request):
            loop.ahead += IDLE_SECONDS
            size += len(piece)
        return size

    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        assert runner.run(read()) == 5


def test_what_the_loop_complains_of_is_an_event_without_its_words(caplog: pytest.LogCaptureFixture) -> None:
    loud = [logging.getLogger(name) for name in ("welfaredesk", "uvicorn", "asyncio")]
    before = [(one, one.handlers[:], one.level, one.propagate) for one in loud]
    log_to_standard_error()
    try:
        try:
            raise OSError("Squarcialupi 10.0.0.7")
        except OSError:
            logging.getLogger("asyncio").exception("socket.accept() of Squarcialupi")
        logging.getLogger("uvicorn.error").error("Squarcialupi")
    finally:
        for one, handlers, level, propagate in before:
            one.handlers[:], one.propagate = handlers, propagate
            one.setLevel(level)
    assert caplog.messages == ["server-trouble OSError"]
