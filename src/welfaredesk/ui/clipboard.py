# SPDX-License-Identifier: EUPL-1.2
"""The clipboard: what was copied from this program does not stay there after a lock."""

from hashlib import sha256

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtWidgets import QApplication


class OwnCopies(QObject):
    """Remembers, by its hash alone, the last text copied from one of our windows."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._clipboard = QGuiApplication.clipboard()
        self._ours: dict[QClipboard.Mode, bytes] = {}
        self._clipboard.changed.connect(self._changed)

    @Slot(QClipboard.Mode)
    def _changed(self, mode: QClipboard.Mode) -> None:
        if self._owned(mode) or QApplication.activeWindow() is not None:
            self._ours[mode] = sha256(self._clipboard.text(mode).encode()).digest()
        else:
            self._ours.pop(mode, None)

    def _owned(self, mode: QClipboard.Mode) -> bool:
        """Tell whether the system says that the text is ours; not every system knows."""
        if mode is QClipboard.Mode.Selection:
            return self._clipboard.ownsSelection()
        return mode is QClipboard.Mode.Clipboard and self._clipboard.ownsClipboard()

    def clear(self) -> None:
        """Empty the clipboard, and the selection of the middle button, where they hold text of ours."""
        for mode, ours in list(self._ours.items()):
            if sha256(self._clipboard.text(mode).encode()).digest() == ours:
                self._clipboard.clear(mode)
        self._ours.clear()
