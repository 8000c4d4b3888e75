# SPDX-License-Identifier: EUPL-1.2
"""A layer over the whole of a window that keeps the keyboard until it is closed."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QWidget

from welfaredesk.ui.parts.card import column
from welfaredesk.ui.parts.hold import KeyboardHold
from welfaredesk.ui.parts.keyboard import turn_within
from welfaredesk.ui.parts.page import bring_into_view
from welfaredesk.ui.theme import scale
from welfaredesk.ui.theme.current import paint

_SCRIM = 120


class Overlay(QWidget):
    """A dimmed layer with one panel; Esc or a click beside the panel closes it, the keyboard goes back.

    Put the content in `panel_body`. `closed` is emitted however it closes.
    """

    closed = Signal()

    def __init__(self, host: QWidget, label: str, *, widest: int, tallest: int) -> None:
        super().__init__(host)
        self._host = host
        self._widest, self._tallest = widest, tallest
        self._hold = KeyboardHold(self, host)
        self.setAccessibleName(label)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.panel = QFrame(self)
        self.panel.setProperty("look", "sheet")
        self.panel.setAccessibleName(label)
        self.panel_body = column(gap=scale.S12, margins=scale.S16)
        self.panel.setLayout(self.panel_body)
        host.installEventFilter(self)
        self.hide()

    def open_with(self, first: QWidget) -> None:
        """Show the layer with the keyboard in `first`."""
        self._place()
        self.show()
        self.raise_()
        self._hold.take(first)
        bring_into_view(first)

    def close_layer(self) -> None:
        """Hide the layer and give the keyboard back."""
        if self.isHidden():
            return
        self.hide()
        self._hold.give_back()
        self.closed.emit()

    def _place(self) -> None:
        self.setGeometry(self._host.rect())
        width = min(self._widest, self.width() - 2 * scale.S16)
        height = min(self._tallest, self.height() - 2 * scale.S16)
        top = max(scale.S16, min(72, (self.height() - height) // 2))
        self.panel.setGeometry((self.width() - width) // 2, top, width, height)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Dim what lies beneath."""
        shade = QColor(paint("scrim"))
        shade.setAlpha(_SCRIM)
        QPainter(self).fillRect(self.rect(), shade)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close with Esc; no key goes to the page beneath."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_layer()
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Close with a click beside the panel."""
        if not self.panel.geometry().contains(event.position().toPoint()):
            self.close_layer()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Keep Tab inside the panel."""
        turn_within(self.panel, forward=forward)
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Cover the whole of the host at any size."""
        if watched is self._host and event.type() == QEvent.Type.Resize and not self.isHidden():
            self._place()
        return False
