# SPDX-License-Identifier: EUPL-1.2
"""A box to tick and a round one to pick, with words exactly as written."""

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QRadioButton

from welfaredesk.ui.theme import fonts, icons, scale
from welfaredesk.ui.theme.current import paint

_BOX = 20
_LEFT = 2
INDENT = _LEFT + _BOX + scale.S8
"""How far from the left the words begin, in pixels."""


def _size(label: str) -> QSize:
    words = int(fonts.advance(fonts.interface(), label) + 0.99)
    return QSize(_LEFT + _BOX + scale.S8 + words + scale.S8, scale.TARGET)


def _draw(button: QAbstractButton, label: str, *, round_box: bool) -> None:
    painter = QPainter(button)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ticked = button.isChecked()
    top = (button.height() - _BOX) // 2
    box = QRectF(_LEFT + 0.75, top + 0.75, _BOX - 1.5, _BOX - 1.5)
    radius = _BOX / 2 if round_box else 4
    live = button.isEnabled()
    painter.setPen(QPen(QColor(paint("accent" if ticked and live else "control")), 1.5))
    painter.setBrush(QColor(paint("accent" if ticked and live and not round_box else "surface")))
    painter.drawRoundedRect(box, radius, radius)
    if ticked and round_box:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(paint("accent" if live else "control")))
        painter.drawEllipse(box.adjusted(4, 4, -4, -4))
    elif ticked:
        token = "on_accent" if live else "text2"
        picture = icons.pixmap("check", token, size=_BOX - 4, ratio=button.devicePixelRatioF())
        painter.drawPixmap(QPointF(_LEFT + 2, top + 2), picture)
    painter.setFont(fonts.interface())
    painter.setPen(QColor(paint("text" if live else "text2")))
    left = _LEFT + _BOX + scale.S8
    room = QRect(left, 0, button.width() - left, button.height())
    shown = painter.fontMetrics().elidedText(label, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)


class Tick(QCheckBox):
    """A box to tick; its label is its accessible name."""

    def __init__(self, label: str, *, ticked: bool = False) -> None:
        super().__init__()
        self._label = label
        self.setAccessibleName(label)
        self.setChecked(ticked)

    def label(self) -> str:
        """Return the words beside the box."""
        return self._label

    def sizeHint(self) -> QSize:
        """Return room for the box and the words."""
        return _size(self._label)

    def minimumSizeHint(self) -> QSize:
        """Return room for the box and a few letters."""
        return QSize(64, scale.TARGET)

    def hitButton(self, pos: QPoint) -> bool:
        """Take a click on the words too."""
        return self.rect().contains(pos)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box and the words."""
        _draw(self, self._label, round_box=False)


class Pick(QRadioButton):
    """A round box, one of several in the same parent; its label is its accessible name."""

    def __init__(self, label: str, *, picked: bool = False) -> None:
        super().__init__()
        self._label = label
        self.setAccessibleName(label)
        self.setChecked(picked)

    def label(self) -> str:
        """Return the words beside the box."""
        return self._label

    def sizeHint(self) -> QSize:
        """Return room for the box and the words."""
        return _size(self._label)

    def minimumSizeHint(self) -> QSize:
        """Return room for the box and a few letters."""
        return QSize(64, scale.TARGET)

    def hitButton(self, pos: QPoint) -> bool:
        """Take a click on the words too."""
        return self.rect().contains(pos)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box and the words."""
        _draw(self, self._label, round_box=True)
