# SPDX-License-Identifier: EUPL-1.2
"""Loading: what is wanted in a moment is brought into memory while the person reads and types."""

import importlib
from collections import deque
from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget

STEP_MS = 50


class Loading(QObject):
    """Loads modules once a widget is painted, each in a turn of its own: keys are heard between them."""

    def __init__(self, modules: Iterable[str], *, after: QWidget) -> None:
        super().__init__(after)
        self._left = deque(modules)
        self._timer = QTimer(self, interval=STEP_MS)
        self._timer.timeout.connect(self._step)
        after.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Begin with the first painting."""
        if event.type() is QEvent.Type.Paint:
            watched.removeEventFilter(self)
            self._timer.start()
        return False

    def finish(self) -> None:
        """Load at once what is left."""
        while self._left:
            importlib.import_module(self._left.popleft())

    def _step(self) -> None:
        if self._left:
            importlib.import_module(self._left.popleft())
        else:
            self._timer.stop()
