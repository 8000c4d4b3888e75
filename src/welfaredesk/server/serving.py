# SPDX-License-Identifier: EUPL-1.2
"""Serving: the application behind a socket, from the first start of a folder to the end of the process."""

import logging
import os
import signal
import socket
import ssl
import sys
from collections.abc import Callable, Generator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType

import msgspec
import uvicorn
from starlette.types import ASGIApp
from uvicorn.supervisors import Multiprocess

from welfaredesk.base.clock import Clock, SystemClock
from welfaredesk.base.errors import Fault
from welfaredesk.base.log import note, trouble
from welfaredesk.base.server_errors import CannotListen
from welfaredesk.crypto.fingerprint import fingerprint
from welfaredesk.server.app import application
from welfaredesk.server.connections import LOOP, Connection, allow_many_files
from welfaredesk.server.counts import Counts
from welfaredesk.server.ledger import Ledger
from welfaredesk.server.mending import mend
from welfaredesk.server.place import Place, opened, prepare

SETTINGS = "WELFAREDESK_SERVE"
BACKLOG = 1024
GRACE = 3
"""Seconds for what is under way at the end; what is cut goes on at the next exchange."""
LOOPBACK = ("127.0.0.1", "localhost", "::1")


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What `serve` was told."""

    data: str
    database: str = ""
    files: str = ""
    host: str = "127.0.0.1"
    port: int = 8443
    workers: int = 1
    plain: bool = False
    counts: str = ""
    """Where several processes tell each other what they have counted."""

    @property
    def place(self) -> Place:
        """Return where the server keeps what it has."""
        return Place(data=Path(self.data), database=self.database, files=self.files)


class Ready(msgspec.Struct, frozen=True):
    """What is told when the server can be reached."""

    listening: str
    fingerprint: str


def mend_all(ledger: Ledger, *, now_ms: int) -> None:
    """Compare the file of statements with the database, ente by ente, before anybody is served."""
    for ente in sorted({*ledger.enti(), *ledger.files.enti()}):
        mend(ledger, ente, now_ms=now_ms)


class _Server(uvicorn.Server):
    """Says when it is ready, and ends with 0 when it is asked to end."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Say that it is ready once it listens."""
        await super().startup(sockets)
        if self.started:
            self._ready()

    @contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        """End at SIGTERM and SIGINT, and do not raise them again."""
        asked = (signal.SIGTERM, signal.SIGINT)
        before = [(one, signal.signal(one, self._asked_to_end)) for one in asked]
        try:
            yield
        finally:
            for one, handler in before:
                signal.signal(one, handler)

    def _asked_to_end(self, number: int, frame: FrameType | None) -> None:
        self.handle_exit(number, frame)


def listen(settings: Settings) -> socket.socket:
    """Return a socket that listens; port 0 takes one that is free.

    Raises:
        CannotListen: when the address cannot be had.
    """
    address = spelled_address(settings.host, settings.port)
    with ExitStack() as stack:
        try:
            family = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)[0][0]
            # With the protocol named, the loop turns off Nagle's waiting on what it accepts.
            made = stack.enter_context(socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP))
            if os.name == "posix":
                made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            made.bind((settings.host, settings.port))
            made.listen(BACKLOG)
        except (OSError, OverflowError, UnicodeError):
            raise CannotListen(address=address) from None
        stack.pop_all()
    return made


def log_to_standard_error() -> None:
    """Write the log, which holds ids and counts only, where whoever runs a service looks for it."""
    spoken = logging.StreamHandler(sys.stderr)
    spoken.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    log = logging.getLogger("welfaredesk")
    log.addHandler(spoken)
    log.setLevel(logging.INFO)
    # What these say holds addresses, and the words of exceptions.
    for name in ("uvicorn", "asyncio"):
        theirs = logging.getLogger(name)
        theirs.addHandler(_ClassAlone())
        theirs.propagate = False


class _ClassAlone(logging.Handler):
    """Says of an exception its class, and of anything else nothing."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write the class of what was raised."""
        if record.exc_info and record.exc_info[1] is not None:
            trouble("server-trouble", record.exc_info[1])


def spelled_address(host: str, port: int) -> str:
    """Return host and port as they stand in an address."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def serve(settings: Settings, *, clock: Clock, ready: Callable[[Ready], None]) -> None:
    """Serve until SIGTERM or SIGINT; `ready` is called once, when the server can be reached.

    Raises:
        CannotListen: when the address cannot be had.
        NoDatabase: when the database does not answer.
    """
    place = settings.place
    key = prepare(place, clock=clock)
    allow_many_files()
    with ExitStack() as stack:
        listening = stack.enter_context(listen(settings))
        ledger = stack.enter_context(opened(place))
        mend_all(ledger, now_ms=clock.now().utc_ms)
        port = listening.getsockname()[1]
        scheme = "http" if settings.plain else "https"
        told = Ready(f"{scheme}://{spelled_address(settings.host, port)}", fingerprint(key.public))
        note("serving", port=port, workers=settings.workers)
        if settings.workers > 1:
            counts = stack.enter_context(TemporaryDirectory(prefix="welfaredesk-counts-", ignore_cleanup_errors=True))
            os.environ[SETTINGS] = msgspec.json.encode(msgspec.structs.replace(settings, counts=counts)).decode()
            ready(told)
            Multiprocess(configured(settings, f"{__name__}:from_environment"), [listening]).run()
            return
        app = application(ledger, key=key, clock=clock, files=place.files_folder)
        _Server(configured(settings, app), lambda: ready(told)).run([listening])
    note("ended")


def from_environment() -> ASGIApp:
    """Return the application of one of several processes, by what the first one has left in the environment.

    One that cannot begin ends without a word of its own; the first one goes on trying.
    """
    settings = msgspec.json.decode(os.environ[SETTINGS], type=Settings)
    log_to_standard_error()
    place = settings.place
    try:
        ledger = ExitStack().enter_context(opened(place))
        key, counts = place.key(), Counts(Path(settings.counts))
    except (Fault, OSError) as error:
        trouble("not-started", error)
        sys.exit(1)
    return application(ledger, key=key, clock=SystemClock(), files=place.files_folder, counts=counts)


def configured(settings: Settings, app: ASGIApp | str) -> uvicorn.Config:
    """Return how an application, or the name of what makes it, is served."""
    place = settings.place
    return uvicorn.Config(
        app,
        http=Connection,
        loop=LOOP,
        factory=isinstance(app, str),
        workers=settings.workers,
        lifespan="off",
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=False,
        # Behind a proxy on this machine the address of who asks is the one that the proxy says.
        proxy_headers=settings.plain,
        forwarded_allow_ips=",".join(LOOPBACK),
        ssl_certfile=None if settings.plain else str(place.certificate_path),
        ssl_keyfile=None if settings.plain else str(place.key_path),
        ssl_context_factory=None if settings.plain else _newest_tls,
        timeout_keep_alive=75,
        timeout_graceful_shutdown=GRACE,
        backlog=BACKLOG,
    )


def _newest_tls(_config: uvicorn.Config, make: Callable[[], ssl.SSLContext]) -> ssl.SSLContext:
    """Speak TLS 1.3 alone: every desk does."""
    context = make()
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    return context
