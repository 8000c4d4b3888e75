# SPDX-License-Identifier: EUPL-1.2
"""A round: as many requests as it takes until desk and server hold the same, one when nothing is new."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from welfaredesk.base.exchange_errors import DeskRevoked, NoServer, OtherServer
from welfaredesk.desk.exchange import apart, notes
from welfaredesk.desk.exchange import files as file_queue
from welfaredesk.desk.exchange.place import ServerPlace, fault_of, open_line, server_of
from welfaredesk.desk.exchange.turn import Turns
from welfaredesk.desk.session import Session
from welfaredesk.store import standing
from welfaredesk.sync.line import Line, LineBroken


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchanged:
    """What a round brought about: entries each way, requests, bytes, what waits for a decision, what was refused."""

    sent: int
    received: int
    requests: int
    bytes_up: int
    bytes_down: int
    clashes: int
    refused: int
    seconds: float


_locks: WeakKeyDictionary[Session, threading.Lock] = WeakKeyDictionary()
_locks_guard = threading.Lock()


def exchange(session: Session, *, line: Line | None = None, files: bool = False) -> Exchanged:
    """Do one complete round, and with `files` fetch every attachment that is not here; a second caller waits.

    Raises:
        NoServer: when the desk has none.
        DeskRevoked: when the ente has shut it out; what has not left stays here.
        Fault: when the line, the proxy or the server stops it; everything up to the last word of the server stays.
    """
    place = server_of(session)
    if place is None:
        raise NoServer()
    with alone(session), line_to(place, line) as way:
        started = session.clock.monotonic()
        before = (way.counted.requests, way.counted.up, way.counted.down)
        turns = Turns(session, way, place=place)
        try:
            turns.run()
            apart.after(session, turns.talk, turns.apart)
            file_queue.run(session, turns.talk, everything=files)
        except LineBroken as broken:
            raise fault_of(broken) from broken
        except OtherServer:
            now = session.clock.now()
            session.vault.write(lambda there: notes.keep_broken_word(there, now))
            raise
        except DeskRevoked:
            apart.last_words(session, turns.talk)
            raise
        database = session.vault.read()
        return Exchanged(
            sent=turns.sent,
            received=turns.received,
            requests=way.counted.requests - before[0],
            bytes_up=way.counted.up - before[1],
            bytes_down=way.counted.down - before[2],
            clashes=standing.count_to_decide(database),
            refused=standing.count_refused(database),
            seconds=max(0.0, session.clock.monotonic() - started),
        )


@contextmanager
def alone(session: Session) -> Iterator[None]:
    """Hold the one round that a session may be in."""
    with _locks_guard:
        lock = _locks.setdefault(session, threading.Lock())
    with lock:
        yield


@contextmanager
def line_to(place: ServerPlace, line: Line | None) -> Iterator[Line]:
    """Give the line that was handed, or one of our own that is closed at the end."""
    if line is not None:
        yield line
        return
    opened = open_line(place)
    try:
        yield opened
    finally:
        opened.close()
