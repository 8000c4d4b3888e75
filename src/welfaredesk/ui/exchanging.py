# SPDX-License-Identifier: EUPL-1.2
"""The exchange in the background of an open window: after a save, when the line returns, by timer, on request."""

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from welfaredesk.base.clock import Moment
from welfaredesk.base.errors import Bug, Fault
from welfaredesk.base.exchange_errors import NoServer
from welfaredesk.base.ids import Ids
from welfaredesk.base.log import trouble
from welfaredesk.desk.exchange import ledger, schedule
from welfaredesk.desk.exchange.idle import when_idle
from welfaredesk.desk.exchange.kept_way import KEPT_MS, KeptWay, MakeLine
from welfaredesk.desk.exchange.place import WayOut, line_of, server_of
from welfaredesk.desk.exchange.round import Exchanged, exchange
from welfaredesk.desk.session import Session

T = TypeVar("T")
STOP_SECONDS = 3.0
"""How long a lock waits for a round that was told to stop; what it had not yet applied is asked again next time."""
LINE_BACK_MS = 1_500


@dataclass(frozen=True, slots=True)
class LineState:
    """How the line stands: whether there is a server, whether a round runs, the last whole one, what is wrong."""

    connected: bool = False
    running: bool = False
    last: Moment | None = None
    fault: Fault | None = None
    since: Moment | None = None


def _round(session: Session, line: WayOut | None) -> Exchanged:
    """Do a round, and after one that brought nothing a piece of the idle work of bundles."""
    done = exchange(session, line=line)
    if not done.sent and not done.received:
        when_idle(session, line=line)
    return done


class Exchanging(QObject):
    """Talks to the server in a thread of its own, one thing at a time; `changed` says that `state` is another.

    Nothing begins before `start`. A fault of a round is kept in the state and told nowhere else: the next one
    tries again.
    """

    changed = Signal()
    _saved = Signal()
    _ended = Signal(object)

    def __init__(self, session: Session, *, line: MakeLine = line_of) -> None:
        """Hold the session; `line` makes the way to the server, kept from one thing that is done to the next."""
        super().__init__()
        self._session = session
        self.state = LineState()
        self._way = KeptWay(session, make=line)
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="exchange")
        self._under_way: set[Future[Any]] = set()
        self._worker = self._failures = self._waiting = 0
        self._again = self._started = self._stopped = self._kept = False
        self._timer = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.now)
        self._resting = QTimer(self, singleShot=True, interval=KEPT_MS)
        self._resting.timeout.connect(self.let_line_go)
        self._saved.connect(self._after_save, Qt.ConnectionType.QueuedConnection)
        self._ended.connect(self._give, Qt.ConnectionType.QueuedConnection)

    def start(self) -> None:
        """Begin: a first round at once if the ente has a server, then when saves and timers ask for one."""
        self._started = True
        self._session.on_touched(self._touched)
        self.server_changed()

    @Slot()
    def server_changed(self) -> None:
        """Look again whether the ente has a server, and exchange with it."""
        connected = server_of(self._session) is not None
        self._put(LineState(connected=connected, last=ledger.last_exchange(self._session) if connected else None))
        self.now()

    @Slot()
    def now(self) -> None:
        """Exchange now; while a round runs, once more after it."""
        if self._stopped or not self._started or not self.state.connected:
            return
        if self.state.running:
            self._again = True
            return
        self._timer.stop()
        self._again = False
        self._put(replace(self.state, running=True))
        self._submit(_round, self._went, failed=self._failed)

    def ask(
        self,
        work: Callable[[Session, WayOut], T],
        done: Callable[[T], None],
        *,
        owner: QObject,
        failed: Callable[[Fault], None],
    ) -> None:
        """Ask something else of the server, away from the screen; `done` gets the answer if `owner` lives."""

        def asked(session: Session, line: WayOut | None) -> T:
            if line is None:
                raise NoServer()
            return work(session, line)

        self.join(asked, done, owner=owner, failed=failed)

    def join(
        self,
        work: Callable[[Session, WayOut | None], T],
        done: Callable[[T], None],
        *,
        owner: QObject,
        failed: Callable[[Fault], None],
    ) -> None:
        """Do what a desk without a server does too: there the line is nothing."""

        def give(result: T) -> None:
            if shiboken6.isValid(owner):
                done(result)

        def tell(fault: Fault) -> None:
            if shiboken6.isValid(owner):
                failed(fault)

        if not self._stopped:
            self._submit(work, give, failed=tell)

    @Slot()
    def line_returned(self) -> None:
        """Try soon: the system says that there is a network again."""
        if self.state.connected and not self.state.running and self.state.fault is not None:
            self._wait(LINE_BACK_MS)

    @Slot()
    def let_line_go(self) -> None:
        """Keep the connection no longer, and one in use only to the end of what it does: the network is another."""
        self._kept = False
        if self._waiting == 0:
            self._way.let_go()

    def stop(self) -> None:
        """Begin nothing more, give up what runs and the line; return when it has ended, or after some seconds."""
        self._stopped = True
        self._timer.stop()
        self._resting.stop()
        running = [one for one in self._under_way if not one.done()]
        self._way.let_go()
        wait(running, STOP_SECONDS)
        self._pool.shutdown(wait=False, cancel_futures=True)

    @property
    def busy(self) -> bool:
        """Tell whether anything is under way: tests wait for this to end."""
        return self._waiting > 0 and not self._stopped

    @property
    def next_in_ms(self) -> int:
        """Return how long until the next round, -1 when none is planned."""
        return self._timer.remainingTime()

    def _submit(
        self,
        work: Callable[[Session, WayOut | None], T],
        done: Callable[[T], None],
        *,
        failed: Callable[[Fault], None],
    ) -> None:
        def finished(future: "Future[T]") -> None:
            self._under_way.discard(future)
            if self._stopped or future.cancelled():
                return
            fault = _fault_of(future)
            told = (lambda: done(future.result())) if fault is None else (lambda: failed(fault))
            self._ended.emit(told)

        self._waiting += 1
        self._resting.stop()
        future = self._pool.submit(self._run, work)
        self._under_way.add(future)
        future.add_done_callback(finished)

    def _run(self, work: Callable[[Session, WayOut | None], T]) -> T:
        self._worker = threading.get_ident()
        self._kept, done = True, False
        try:
            way = self._way.take()
            if self._stopped:
                self._way.let_go()
            told = work(self._session, way)
            done = True
            return told
        finally:
            self._worker = 0
            (self._way.rest if done and self._kept and not self._stopped else self._way.let_go)()

    @Slot(object)
    def _give(self, told: Callable[[], None]) -> None:
        self._waiting -= 1
        if not self._stopped:
            self._resting.start()
            told()

    def _touched(self, _ids: frozenset[str]) -> None:
        """Hear of a save, on the thread that saved; what the exchange itself brought asks for no other round."""
        if threading.get_ident() != self._worker and not self._stopped:
            self._saved.emit()

    @Slot()
    def _after_save(self) -> None:
        if self.state.running:
            self._again = True
        elif self.state.connected:
            self._wait(schedule.after_save_ms(self._session.ids))

    def _wait(self, milliseconds: int) -> None:
        """Plan the next round, never later than one already planned."""
        planned = self._timer.remainingTime()
        if not self._stopped and (planned < 0 or milliseconds < planned):
            self._timer.start(milliseconds)

    def _went(self, _exchanged: object) -> None:
        self._failures = 0
        self._put(LineState(connected=True, last=ledger.last_exchange(self._session)))
        again, self._again = self._again, False
        pause = schedule.after_save_ms if again else _idle_ms
        self._wait(pause(self._session.ids))

    def _failed(self, fault: Fault) -> None:
        self._failures += 1
        self._again = False
        since = self.state.since or self._session.clock.now()
        self._put(LineState(connected=True, last=self.state.last, fault=fault, since=since))
        self._wait(schedule.next_ms(self._failures, self._session.ids))

    def _put(self, state: LineState) -> None:
        self.state = state
        self.changed.emit()


def _idle_ms(ids: Ids) -> int:
    return schedule.next_ms(0, ids)


def _fault_of(done: "Future[Any]") -> Fault | None:
    error = done.exception()
    if error is None or isinstance(error, Fault):
        return error
    trouble("exchange-failed", error)
    return Bug()
