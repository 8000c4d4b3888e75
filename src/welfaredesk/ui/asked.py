# SPDX-License-Identifier: EUPL-1.2
"""The one signal of a system that wants nothing left open."""

from PySide6.QtCore import QObject, Signal


class SystemSignals(QObject):
    """Emits `asked` when the PC goes to sleep or its screen is locked; where nobody says so, never."""

    asked = Signal()

    def let_sleep(self) -> None:
        """Let the PC sleep now: the desk is locked."""
