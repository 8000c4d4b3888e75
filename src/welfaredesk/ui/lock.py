# SPDX-License-Identifier: EUPL-1.2
"""The lock: drafts kept, the place kept, the copy made, the database closed, the process replaced."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot

from welfaredesk.base.errors import DiskFull, Fault
from welfaredesk.base.log import note, trouble
from welfaredesk.desk import copies
from welfaredesk.desk.erasing import Order, erase
from welfaredesk.desk.exchange.shutting import ordered, shut_out
from welfaredesk.desk.preferences import lock_minutes, prefer
from welfaredesk.desk.session import Session
from welfaredesk.ui.asked import SystemSignals
from welfaredesk.ui.clipboard import OwnCopies
from welfaredesk.ui.idle import IdleWatch
from welfaredesk.ui.shell import Shell


class Lock(QObject):
    """Locks a shell once: by hand, after the idle minutes, when the system asks, when the window closes.

    `locked` is emitted when nothing of the desk is open any more; it carries whether to open it again.
    """

    locked = Signal(bool)

    def __init__(self, shell: Shell, system: SystemSignals) -> None:
        super().__init__(shell)
        self._shell = shell
        self._done = False
        self.copies = OwnCopies(self)
        session = shell.context.session
        self.idle = IdleWatch(self, clock=session.clock, minutes=lambda: lock_minutes(session))
        self.idle.expired.connect(self.lock)
        self.idle.follow(shell.window().windowHandle())
        shell.context.ways.lock.connect(self.lock)
        shell.context.ways.erase.connect(self.erase)
        system.asked.connect(self.lock)
        self._system = system

    @Slot()
    def lock(self) -> None:
        """Lock and ask to be opened again."""
        self._lock(again=True)

    @Slot()
    def erase(self) -> None:
        """Lock, erase the vault, and begin again as on an empty PC; only of a desk that was shut out with that wish."""
        out = shut_out(self._shell.context.session)
        if out is not None and out.wipe:
            self._lock(again=True, erased=ordered(out, self._shell.context.clock))

    def leave(self) -> None:
        """Lock because the window closes."""
        self._lock(again=False)

    def _lock(self, *, again: bool, erased: Order | None = None) -> None:
        if self._done:
            return
        self._done = True
        self.idle.stop()
        context = self._shell.context
        place = self._shell.place()
        self._shell.cover()
        self.copies.clear()
        for written in self._shell.written_on():
            _try("draft-lost", written.before_lock)
        _try("place-lost", lambda: prefer(context.session, "place", place))
        context.exchanging.stop()
        context.tasks.close()
        if erased is None:
            _try("copy-missed", lambda: _copy(context.session))
        _try("close-failed", context.session.close)
        if erased is not None:
            _try("erase-failed", lambda: erase(context.session.profile, erased))
        self._system.let_sleep()
        note("locked", again=int(again))
        self.locked.emit(again)


def _copy(session: Session) -> None:
    if copies.due(session):
        copies.copy_now(session)


def _try(event: str, step: Callable[[], object]) -> None:
    """Do a step of the lock; nothing that fails there may leave the desk open.

    A full disk is tried once more: the first fault let the ballast go, and there is room for a draft now.
    """
    try:
        step()
    except DiskFull:
        try:
            step()
        except Fault as fault:
            trouble(event, fault)
    except Fault as fault:
        trouble(event, fault)
