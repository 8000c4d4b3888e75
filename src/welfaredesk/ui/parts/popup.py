# SPDX-License-Identifier: EUPL-1.2
"""Small panels beside a control: one that takes the keyboard and one that leaves it where it is."""

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QWidget

from welfaredesk.ui.parts.card import column
from welfaredesk.ui.theme import scale


class PopupCard(QFrame):
    """A small panel with its own keyboard; Esc, Enter or a click outside closes it."""

    closed = Signal()

    def __init__(self, anchor: QWidget, label: str) -> None:
        super().__init__(anchor, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self._anchor = anchor
        self.setProperty("look", "popup")
        self.setAccessibleName(label)
        self.body = column(gap=scale.S8, margins=scale.S12)
        self.setLayout(self.body)

    def open_by(self, first: QWidget) -> None:
        """Show the panel under its control, or above for want of room, with the keyboard in `first`."""
        self.adjustSize()
        corner = self._anchor.mapToGlobal(QPoint(0, self._anchor.height() + scale.S4))
        screen = self._anchor.screen().availableGeometry()
        if corner.y() + self.height() > screen.bottom():
            corner.setY(max(screen.top(), corner.y() - self._anchor.height() - self.height() - scale.S8))
        corner.setX(max(screen.left(), min(corner.x(), screen.right() - self.width())))
        self.move(corner)
        self.show()
        first.setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close with Esc or Enter."""
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.close()
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Give the keyboard back to the control."""
        super().hideEvent(event)
        self.closed.emit()
        self._anchor.setFocus(Qt.FocusReason.PopupFocusReason)


class Drop(QFrame):
    """A panel inside the window, under a line that keeps the keyboard."""

    def __init__(self, anchor: QWidget) -> None:
        super().__init__(anchor)
        self._anchor = anchor
        self.setProperty("look", "popup")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.body = column(gap=0, margins=scale.S4)
        self.setLayout(self.body)
        self.hide()
        anchor.destroyed.connect(self.deleteLater)

    def drop(self, *, width: int, height: int) -> None:
        """Show the panel under its line, or above where there is more room, inside the window."""
        window = self._anchor.window()
        if self.parentWidget() is not window:
            self.setParent(window)
        top = self._anchor.mapTo(window, QPoint(0, 0))
        below = window.height() - top.y() - self._anchor.height() - 2 * scale.S4
        above = top.y() - 2 * scale.S4
        under = below >= min(height, above)
        height = max(scale.ROW + 2 * scale.S4, min(height, below if under else above))
        width = min(width, window.width() - 2 * scale.S4)
        x = max(scale.S4, min(top.x(), window.width() - width - scale.S4))
        y = top.y() + self._anchor.height() + scale.S4 if under else top.y() - height - scale.S4
        self.setGeometry(QRect(x, y, width, height))
        self.show()
        self.raise_()

    def lift(self) -> None:
        """Hide the panel and go home to the line that owns it."""
        self.hide()
        if self.parentWidget() is not self._anchor:
            self.setParent(self._anchor)
