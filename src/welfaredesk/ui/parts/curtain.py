# SPDX-License-Identifier: EUPL-1.2
"""The curtain of F12: covers everything at once and says nothing of anybody."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QWidget

from welfaredesk.base.text import N_, tr
from welfaredesk.ui.parts.button import Glyph
from welfaredesk.ui.parts.card import column
from welfaredesk.ui.parts.hold import KeyboardHold
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.theme import scale

COVERED = N_("Schermo coperto · F12 per tornare")


class Curtain(QFrame):
    """An opaque cover of the whole window; only F12 lifts it, and the keyboard goes back where it was."""

    covered = Signal()
    lifted = Signal()

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self._host = host
        self._hold = KeyboardHold(self, host)
        self.setProperty("look", "curtain")
        self.setAccessibleName(tr(COVERED))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        words = PlainLabel(tr(COVERED), "section")
        laid = column(gap=scale.S16)
        laid.addStretch(1)
        laid.addWidget(Glyph("eye-off", size=32), 0, Qt.AlignmentFlag.AlignHCenter)
        laid.addWidget(words, 0, Qt.AlignmentFlag.AlignHCenter)
        laid.addStretch(1)
        self.setLayout(laid)
        host.installEventFilter(self)
        self.hide()

    def cover(self) -> None:
        """Cover the window and close every small panel open over it."""
        if not self.isHidden():
            return
        while (popup := QApplication.activePopupWidget()) is not None and popup.close():
            pass
        self.setGeometry(self._host.rect())
        self.show()
        self.raise_()
        self._hold.take(self)
        self.covered.emit()

    def lift(self) -> None:
        """Show the window again."""
        self.hide()
        self._hold.give_back()
        self.lifted.emit()

    def toggle(self) -> None:
        """Cover what is shown, show what is covered: the action of F12 everywhere."""
        if self.isHidden():
            self.cover()
        else:
            self.lift()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Lift with F12; swallow every other key."""
        if event.key() == Qt.Key.Key_F12:
            self.lift()
        event.accept()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Keep the keyboard here."""
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Cover the whole of the host at any size."""
        if watched is self._host and event.type() == QEvent.Type.Resize:
            self.setGeometry(self._host.rect())
        return False
