# SPDX-License-Identifier: EUPL-1.2
"""The idle watch: says when nobody has touched the program for as long as the preference allows."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QWindow

from welfaredesk.base.clock import Clock

LOOK_EVERY_MS = 5000
INPUT = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
    }
)


class IdleWatch(QObject):
    """Watches the input of a window; `expired` is emitted once, after `minutes()` without any.

    Both clocks are asked: one that stands still while the PC sleeps would let a night pass unseen.
    """

    expired = Signal()

    def __init__(self, parent: QObject, *, clock: Clock, minutes: Callable[[], int]) -> None:
        super().__init__(parent)
        self._clock, self._minutes = clock, minutes
        self._over = False
        self._steady = self._wall = 0.0
        self.somebody_here()
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.focusWindowChanged.connect(self._focused)

    def stop(self) -> None:
        """Watch no more: the desk is being locked."""
        self._over = True
        self._timer.stop()

    def follow(self, window: QWindow | None) -> None:
        """Watch the input that reaches a window of the system: far fewer events than those of its widgets."""
        if window is not None:
            window.removeEventFilter(self)
            window.installEventFilter(self)

    @Slot(QWindow)
    def _focused(self, window: QWindow | None) -> None:
        self.follow(window)  # menus and small panels have windows of their own

    @Slot()
    def somebody_here(self) -> None:
        """Count from now again."""
        self._steady, self._wall = self._clock.monotonic(), self._clock.now().utc_ms / 1000

    @Slot()
    def look(self) -> None:
        """Compare the time that passed with the preference."""
        passed = max(self._clock.monotonic() - self._steady, self._clock.now().utc_ms / 1000 - self._wall)
        if not self._over and passed >= self._minutes() * 60:
            self._over = True
            self._timer.stop()
            self.expired.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice input and let it pass."""
        if event.type() in INPUT:
            self.somebody_here()
        return False
