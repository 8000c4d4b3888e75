# SPDX-License-Identifier: EUPL-1.2
"""Chips: an icon and a word on a soft ground; the colour never says anything the word does not."""

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy

from welfaredesk.ui.parts.flow import FlowBox
from welfaredesk.ui.parts.plain import PlainLabel, plain_tip
from welfaredesk.ui.theme import fonts, icons, scale
from welfaredesk.ui.theme.current import paint
from welfaredesk.ui.theme.tokens import ink, soft

HEIGHT = 24
_SIDE = 9
_GAP = 6


@dataclass(frozen=True, slots=True)
class ChipMark:
    """What a chip shows; `kind` is danger, attention, done, reserved, accent or neutral."""

    text: str
    icon: str = ""
    kind: str = "neutral"


def chip_width(mark: ChipMark) -> int:
    """Return the width a chip needs to show all its words, in logical pixels."""
    lead = scale.ICON_CHIP + _GAP if mark.icon else 0
    return int(fonts.advance(fonts.meta_strong(), mark.text) + 0.99) + lead + 2 * _SIDE + 2


def draw_chip(painter: QPainter, box: QRect, *, mark: ChipMark, ratio: float, on: str = "surface") -> None:
    """Draw a chip inside `box`, for a screen of `ratio` device pixels to a logical one.

    On a ground as its own it has an edge.
    """
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    lost = paint(soft(mark.kind)) == paint(on)
    edged = lost or mark.kind == "neutral"
    edge = paint(ink(mark.kind) if lost else "line")
    painter.setPen(QPen(QColor(edge), 1) if edged else Qt.PenStyle.NoPen)
    painter.setBrush(QColor(paint(soft(mark.kind))))
    painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), box.height() / 2, box.height() / 2)
    x = box.x() + _SIDE
    if mark.icon:
        picture = icons.pixmap(mark.icon, ink(mark.kind), size=scale.ICON_CHIP, ratio=ratio)
        painter.drawPixmap(QPointF(x, box.y() + (box.height() - scale.ICON_CHIP) / 2), picture)
        x += scale.ICON_CHIP + _GAP
    painter.setFont(fonts.meta_strong())
    painter.setPen(QColor(paint(ink(mark.kind) if mark.kind != "neutral" else "text")))
    room = QRect(x, box.y(), box.right() - _SIDE - x + 2, box.height())
    shown = painter.fontMetrics().elidedText(mark.text, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
    painter.restore()


class Chip(PlainLabel):
    """One chip; it gives way with «…» and then shows its words in a tooltip."""

    def __init__(self, mark: ChipMark) -> None:
        self._mark = mark
        super().__init__(mark.text, "meta")
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return room for all the words."""
        return QSize(chip_width(self._mark), HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """Return room for the icon and a few letters."""
        return QSize(min(72, chip_width(self._mark)), HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the chip."""
        draw_chip(QPainter(self), self.rect(), mark=self._mark, ratio=self.devicePixelRatioF())
        short = self.width() < chip_width(self._mark)
        if short and not self.toolTip():
            plain_tip(self, self._mark.text)


class ChipRow(FlowBox):
    """Chips that wrap."""

    def __init__(self, marks: Iterable[ChipMark] = ()) -> None:
        super().__init__(gap=scale.S8, line_gap=scale.S4)
        self.set_chips(marks)

    def set_chips(self, marks: Iterable[ChipMark]) -> None:
        """Show these chips in place of the present ones."""
        self.clear()
        for mark in marks:
            self.add(Chip(mark))
        self.updateGeometry()
