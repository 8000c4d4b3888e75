# SPDX-License-Identifier: EUPL-1.2
"""Collecting: cycles in memory are looked for on the thread of the windows, never on that of a question.

Whichever thread finds a cycle destroys what is in it. A window or a timer that is destroyed away from its own thread
takes the program down, sooner or later, in the middle of something else.
"""

import gc

from PySide6.QtCore import QObject, QTimer

from welfaredesk.base.cycles import look_when_due

EVERY_MS = 1000


class Collecting(QObject):
    """Takes the search for cycles over from the interpreter, from its making until `stop`."""

    def __init__(self, parent: QObject) -> None:
        """Begin, on the thread of the windows."""
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(look_when_due)
        self._timer.start()

    def stop(self) -> None:
        """Give the search back to the interpreter."""
        self._timer.stop()
        gc.enable()
