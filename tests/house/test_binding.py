# SPDX-License-Identifier: EUPL-1.2
"""The guard before any bump of Qt: PySide6 6.12.0 on Python 3.11 loses a reference to None at each call."""

import sys

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from pytestqt.qtbot import QtBot

CALLS = 2000


class Listener(QObject):
    """Counts the events that Qt brings."""

    def __init__(self) -> None:
        super().__init__()
        self.heard = 0

    def customEvent(self, event: QEvent) -> None:
        """Count one; returning None is what the broken version miscounts."""
        self.heard += 1


def test_a_call_from_qt_that_returns_nothing_loses_no_reference(qtbot: QtBot) -> None:
    listener = Listener()
    before = sys.getrefcount(None)
    for _ in range(CALLS):
        QCoreApplication.sendEvent(listener, QEvent(QEvent.Type.User))
    assert listener.heard == CALLS
    assert sys.getrefcount(None) > before - CALLS // 10
