# SPDX-License-Identifier: EUPL-1.2
"""Tasks: a screen asks a question or asks for a change and gets the answer on its own thread."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal, Slot

from welfaredesk.base.errors import Bug, Fault
from welfaredesk.base.log import trouble
from welfaredesk.desk.session import Session

T = TypeVar("T")

READERS = 2


class _Answer:
    """What came back, for whom, and whether anybody still waits for it."""

    def __init__(self, owner: QObject, give: Callable[[], None], fresh: Callable[[], bool]) -> None:
        self.owner = owner
        self.give = give
        self.fresh = fresh


class Tasks(QObject):
    """Runs questions and changes away from the screen; `touched` says which records a save touched."""

    touched = Signal(object)
    troubled = Signal(object)
    _answered = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        """Start with an open session."""
        super().__init__(parent)
        self.session = session
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="reader")
        self._changes = ThreadPoolExecutor(1, thread_name_prefix="change")
        self._latest: dict[str, int] = {}
        self._running = 0
        self._closed = False
        self._answered.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        session.on_touched(self.touched.emit)

    def ask(
        self,
        question: Callable[[Session], T],
        done: Callable[[T], None],
        *,
        owner: QObject,
        failed: Callable[[Fault], None] | None = None,
        latest: str | None = None,
    ) -> None:
        """Ask a question off the screen's thread; `done` gets the answer if `owner` still lives.

        Args:
            question: what is asked; it must not touch any widget.
            done: gets the answer on the screen's thread.
            owner: whose question it is.
            failed: gets the fault; without it the shell shows the fault as a notice.
            latest: a name under which only the newest question is answered.
        """
        self._run(self._readers, question, done, owner=owner, failed=failed, latest=latest)

    def change(
        self,
        work: Callable[[Session], T],
        done: Callable[[T], None],
        *,
        owner: QObject,
        failed: Callable[[Fault], None] | None = None,
    ) -> None:
        """Ask for a change, one after the other; `done` is called once it is durable."""
        self._run(self._changes, work, done, owner=owner, failed=failed, latest=None)

    def _run(
        self,
        pool: ThreadPoolExecutor,
        work: Callable[[Session], T],
        done: Callable[[T], None],
        *,
        owner: QObject,
        failed: Callable[[Fault], None] | None,
        latest: str | None,
    ) -> None:
        number = self._latest.get(latest, 0) + 1 if latest else 0
        if latest:
            self._latest[latest] = number

        def fresh() -> bool:
            return latest is None or self._latest.get(latest) == number

        def finished(future: "Future[T]") -> None:
            if future.cancelled():
                return
            fault = _fault_of(future)
            if fault is None:
                answer = _Answer(owner, lambda: done(future.result()), fresh)
            else:
                tell: Callable[[Fault], Any] = failed or self.troubled.emit
                answer = _Answer(owner, lambda: tell(fault), fresh)
            self._answered.emit(answer)

        if self._closed:
            return
        self._running += 1
        pool.submit(work, self.session).add_done_callback(finished)

    @Slot(object)
    def _deliver(self, answer: _Answer) -> None:
        self._running -= 1
        if shiboken6.isValid(answer.owner) and answer.fresh():
            answer.give()

    @property
    def busy(self) -> bool:
        """Tell whether a question or change is still under way: tests wait for this to end."""
        return self._running > 0

    def close(self) -> None:
        """Wait for what runs and take nothing more: what is asked later is not answered."""
        self._closed = True
        self._changes.shutdown()
        self._readers.shutdown(cancel_futures=True)


def _fault_of(future: "Future[Any]") -> Fault | None:
    error = future.exception()
    if error is None:
        return None
    if isinstance(error, Fault):
        return error
    trouble("task-failed", error)
    return Bug()
