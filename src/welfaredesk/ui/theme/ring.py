# SPDX-License-Identifier: EUPL-1.2
"""The focus ring: drawn round the button that has the keyboard, with a gap, over whatever lies beneath."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QApplication, QWidget
from shiboken6 import isValid

from welfaredesk.ui.theme import scale
from welfaredesk.ui.theme.current import current

GAP = 2
_MOVES = frozenset({QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.ZOrderChange})


class _Ring(QWidget):
    """One ring in one window, transparent to the mouse."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("focusRing")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.seen = QRect()

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(self.seen)
        painter.setPen(QPen(QColor(tokens.focus), tokens.focus_width))
        half = tokens.focus_width / 2
        radius = scale.RADIUS_CONTROL + GAP + half
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(half, half, -half, -half), radius, radius)


class FocusRing(QObject):
    """Follows the keyboard focus of the application and rings buttons; editors and lists draw their own."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._ring: _Ring | None = None
        self._watched: list[QWidget] = []
        self._target: QWidget | None = None
        app.focusChanged.connect(self._moved)

    @Slot(QWidget, QWidget)
    def _moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        self._leave()
        if not isinstance(new, QAbstractButton) or new.property("ownFocus"):
            return
        self._target = new
        self._ring = _Ring(new.window())
        widget: QWidget | None = new
        while widget is not None:
            widget.installEventFilter(self)
            self._watched.append(widget)
            widget = None if widget.isWindow() else widget.parentWidget()
        new.destroyed.connect(self._leave)
        self._place()

    @Slot()
    def _leave(self) -> None:
        for widget in self._watched:
            if isValid(widget):
                widget.removeEventFilter(self)
        self._watched.clear()
        if self._target is not None and isValid(self._target):
            # A button left behind dies later with its page: by then the ring is round another.
            self._target.destroyed.disconnect(self._leave)
        self._target = None
        if self._ring is not None and isValid(self._ring):
            self._ring.hide()
            self._ring.deleteLater()
        self._ring = None

    def _place(self) -> None:
        if self._ring is None or self._target is None or not isValid(self._ring):
            return
        target, window = self._target, self._target.window()
        reach = GAP + current().focus_width
        box = QRect(target.mapTo(window, QPoint(0, 0)), target.size()).adjusted(-reach, -reach, reach, reach)
        seen = box
        above = target.parentWidget()
        while above is not None and above is not window:
            if isinstance(above.parentWidget(), QAbstractScrollArea):
                seen = seen.intersected(QRect(above.mapTo(window, QPoint(0, 0)), above.size()))
            above = above.parentWidget()
        self._ring.setGeometry(box)
        self._ring.seen = seen.translated(-box.topLeft())
        self._ring.setVisible(target.isVisible() and not seen.isEmpty())
        self._ring.raise_()
        self._ring.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the button and everything it lies in."""
        if event.type() in _MOVES:
            self._place()
        return False
