# SPDX-License-Identifier: EUPL-1.2
"""Work aside: slow things done before there is a session, so that the window never freezes."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal, Slot

from welfaredesk.base.errors import Bug, Fault
from welfaredesk.base.log import trouble

T = TypeVar("T")


class Aside(QObject):
    """Runs one thing at a time in a thread of its own and answers on the screen's thread."""

    _ended = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="aside")
        self._running = 0
        self._ended.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def run(self, work: Callable[[], T], done: Callable[[T], None], *, failed: Callable[[Fault], None]) -> None:
        """Do `work` aside; then `done` gets its result, or `failed` the fault that stopped it."""

        def finished(future: "Future[T]") -> None:
            fault = _fault_of(future)
            give: Callable[[], Any] = (lambda: done(future.result())) if fault is None else (lambda: failed(fault))
            if shiboken6.isValid(self):
                self._ended.emit(give)

        self._running += 1
        self._pool.submit(work).add_done_callback(finished)

    @Slot(object)
    def _deliver(self, give: Callable[[], None]) -> None:
        self._running -= 1
        give()

    @property
    def busy(self) -> bool:
        """Tell whether something is under way."""
        return self._running > 0

    def close(self) -> None:
        """Wait for what runs and take nothing more."""
        self._pool.shutdown()


def _fault_of(future: "Future[Any]") -> Fault | None:
    error = future.exception()
    if error is None or isinstance(error, Fault):
        return error
    trouble("aside-failed", error)
    return Bug()
