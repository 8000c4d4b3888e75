# SPDX-License-Identifier: EUPL-1.2
"""The state of the exchange in words, at the bottom of the rail."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy

from welfaredesk.ui.parts.button import high_contrast
from welfaredesk.ui.parts.plain import plain_tip
from welfaredesk.ui.theme import fonts, icons, scale
from welfaredesk.ui.theme.current import paint
from welfaredesk.ui.theme.tokens import ink, soft

_SIDE = 10
_WIDTH = 182
_LINE = 18


@dataclass(frozen=True, slots=True)
class Standing:
    """How things stand: a kind for the colour, an icon, a title and short lines."""

    kind: str
    icon: str
    title: str
    lines: tuple[str, ...] = ()


def wrapped(words: str, width: int) -> list[str]:
    """Return the lines `words` takes in 13 px type at `width` logical pixels."""
    font, lines = fonts.meta(), [""]
    for word in words.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and fonts.advance(font, longer) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


class StateBox(QPushButton):
    """A button that says how the exchange stands; pressing it asks for the details."""

    def __init__(self) -> None:
        super().__init__()
        self._standing = Standing("neutral", "cloud", "")
        self._narrow = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.hide()

    def show_standing(self, standing: Standing) -> None:
        """Show another standing."""
        self._standing = standing
        words = ". ".join(standing.lines)
        self.setAccessibleName(standing.title)
        self.setAccessibleDescription(words)
        self.set_narrow(narrow=self._narrow)
        self.setVisible(bool(standing.title))

    def set_narrow(self, *, narrow: bool) -> None:
        """Show the icon alone, the words in a tooltip, or everything."""
        self._narrow = narrow
        plain_tip(self, " · ".join((self._standing.title, *self._standing.lines)) if narrow else "")
        self.updateGeometry()
        self.update()

    def _lines(self, width: int) -> Sequence[str]:
        return [part for line in self._standing.lines for part in wrapped(line, width)]

    def sizeHint(self) -> QSize:
        """Return room for the title and every line."""
        if self._narrow:
            return QSize(40, 40)
        lines = len(self._lines(_WIDTH - 2 * _SIDE))
        return QSize(_WIDTH, 2 * scale.S8 + 20 + lines * _LINE)

    def minimumSizeHint(self) -> QSize:
        """Return the least size, which is the whole."""
        return QSize(40, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground, the title and the lines."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        kind = self._standing.kind
        edge = "control" if kind == "neutral" else ink(kind)
        painter.setPen(QPen(QColor(paint(edge)), 1) if high_contrast() or self.underMouse() else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(paint("surface" if kind == "neutral" else soft(kind))))
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, scale.RADIUS_CONTROL, scale.RADIUS_CONTROL)
        ratio = self.devicePixelRatioF()
        picture = icons.pixmap(self._standing.icon, ink(kind), size=scale.ICON_CARD, ratio=ratio)
        if self._narrow:
            painter.drawPixmap((self.width() - scale.ICON_CARD) // 2, (self.height() - scale.ICON_CARD) // 2, picture)
            return
        painter.drawPixmap(_SIDE, scale.S8 + 1, picture)
        painter.setPen(QColor(paint("text")))
        painter.setFont(fonts.strong())
        left = _SIDE + scale.ICON_CARD + scale.S8
        title = QRect(left, scale.S8, self.width() - left - _SIDE, 20)
        shown = painter.fontMetrics().elidedText(self._standing.title, Qt.TextElideMode.ElideRight, title.width())
        painter.drawText(title, Qt.AlignmentFlag.AlignVCenter, shown)
        painter.setFont(fonts.meta())
        painter.setPen(QColor(paint("text2")))
        for number, line in enumerate(self._lines(self.width() - 2 * _SIDE)):
            at = QRect(_SIDE, scale.S8 + 22 + number * _LINE, self.width() - 2 * _SIDE, _LINE)
            painter.drawText(at, Qt.AlignmentFlag.AlignVCenter, line)
