# SPDX-License-Identifier: EUPL-1.2
"""The line between desks and a server, which a story can pull out, make mute, or break after some bytes."""

import socket
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from enum import Enum

PIECE = 4096
PATIENCE = 30


class State(Enum):
    """How the line is: it carries, nobody answers, or it takes the call and says nothing."""

    THROUGH = "through"
    DOWN = "down"
    MUTE = "mute"


class Relay:
    """A port of this machine that carries what comes to another port, as long as the story lets it."""

    def __init__(self, target: int) -> None:
        self._target = target
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []
        self._lock = threading.Lock()
        self._state = State.THROUGH
        self._left: int | None = None
        self.called, self.broken = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        """Return the address that desks are told."""
        return f"https://127.0.0.1:{self._listening.getsockname()[1]}"

    def pull(self, *, after: int | None = None) -> None:
        """Pull the line out: at once, or when the server has answered that many more bytes; then `broken` is set."""
        with self._lock:
            self._left = after
            self.broken.clear()
            if after is None:
                self._state = State.DOWN
        if after is None:
            self._hang_up()

    def mute(self) -> None:
        """Take calls from now on and carry nothing; `called` is set when one came."""
        with self._lock:
            self._state = State.MUTE
            self.called.clear()

    def mend(self) -> None:
        """Put the line back."""
        with self._lock:
            self._state, self._left = State.THROUGH, None

    def close(self) -> None:
        """End for good."""
        self._listening.close()
        self._hang_up()

    def _hang_up(self) -> None:
        with self._lock:
            gone, self._open = self._open, []
        for one in gone:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()

    def _serve(self) -> None:
        while True:
            try:
                near, _ = self._listening.accept()
            except OSError:
                return
            with self._lock:
                state = self._state
                self._open.append(near)
            self.called.set()
            if state is State.DOWN:
                self._hang_up()
            elif state is State.THROUGH:
                self._carry(near)

    def _carry(self, near: socket.socket) -> None:
        far = socket.create_connection(("127.0.0.1", self._target), timeout=PATIENCE)
        far.settimeout(None)
        with self._lock:
            self._open.append(far)
        for source, sink, answers in ((near, far, False), (far, near, True)):
            threading.Thread(target=self._pass, args=(source, sink), kwargs={"answers": answers}, daemon=True).start()

    def _pass(self, source: socket.socket, sink: socket.socket, *, answers: bool) -> None:
        with suppress(OSError):
            while data := source.recv(PIECE):
                sink.sendall(self._allowed(data) if answers else data)
                if answers and self._left == 0:
                    break
            for one in (source, sink):
                one.shutdown(socket.SHUT_RDWR)
        if answers and self._left == 0:
            self.pull()
            self.broken.set()

    def _allowed(self, data: bytes) -> bytes:
        with self._lock:
            if self._left is None:
                return data
            part = data[: self._left]
            self._left -= len(part)
            return part


@contextmanager
def relayed(port: int) -> Iterator[Relay]:
    """Carry to a port until the caller is done."""
    with closing(Relay(port)) as relay:
        yield relay
