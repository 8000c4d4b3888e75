# SPDX-License-Identifier: EUPL-1.2
"""A short notice at the bottom of the window, with «Annulla» where what was done can be undone."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QEnterEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QWidget

from welfaredesk.base.text import N_, tr
from welfaredesk.ui.parts.announce import announce
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.card import row
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.theme import scale

UNDO = N_("Annulla")
MILLISECONDS = 8000
_WIDEST = 640


class Notice(QFrame):
    """One notice over the bottom of `host`; it stays 8 seconds, longer while mouse or keyboard are on it.

    `undo_asked` carries the token given with the notice.
    """

    undo_asked = Signal(object)

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self._host = host
        self._token: object = None
        self.setProperty("look", "notice")
        self.words = PlainLabel("", wrap=True)
        self.undo = Button(tr(UNDO), look="undo")
        self.undo.clicked.connect(self._undo)
        self.undo.installEventFilter(self)
        laid = row(gap=scale.S16)
        laid.setContentsMargins(scale.S16, scale.S8, scale.S12, scale.S8)
        laid.addWidget(self.words, 1)
        laid.addWidget(self.undo)
        self.setLayout(laid)
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.setInterval(MILLISECONDS)
        self.timer.timeout.connect(self.hide)
        host.installEventFilter(self)
        self.hide()

    def say(self, text: str, *, undo: object = None) -> None:
        """Show a sentence; with a token in `undo`, offer to undo it."""
        self._token = undo
        self.words.setText(text)
        self.setAccessibleName(text)
        self.undo.setVisible(undo is not None)
        self._place()
        self.show()
        self.raise_()
        self.timer.start()
        announce(self, text)

    @Slot()
    def _undo(self) -> None:
        token, self._token = self._token, None
        self.timer.stop()
        self.hide()
        self.undo_asked.emit(token)

    def _place(self) -> None:
        width = min(_WIDEST, self._host.width() - 2 * scale.S16)
        self.setFixedWidth(width)
        laid = self.layout()
        high = laid.heightForWidth(width) if laid is not None and laid.hasHeightForWidth() else -1
        self.setFixedHeight(max(high, self.undo.sizeHint().height() + 2 * scale.S8, 48))
        self.move((self._host.width() - width) // 2, self._host.height() - self.height() - scale.S16)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Stay while the mouse is on it."""
        super().enterEvent(event)
        self.timer.stop()

    def leaveEvent(self, event: QEvent) -> None:
        """Count the seconds again when the mouse leaves."""
        super().leaveEvent(event)
        self._count_again()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go away with Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    def _count_again(self) -> None:
        if self.isVisible() and not self.undo.hasFocus() and not self.underMouse():
            self.timer.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the bottom of the host, and while the keyboard is on «Annulla»."""
        if watched is self._host and event.type() == QEvent.Type.Resize and not self.isHidden():
            self._place()
        elif watched is self.undo and event.type() == QEvent.Type.FocusIn:
            self.timer.stop()
        elif watched is self.undo and event.type() == QEvent.Type.FocusOut:
            self._count_again()
        return False
