# SPDX-License-Identifier: EUPL-1.2
"""Draws a diary row as a card under its month."""

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from welfaredesk.ui.parts import prose
from welfaredesk.ui.parts.chip import HEIGHT as CHIP_HEIGHT
from welfaredesk.ui.parts.chip import chip_width, draw_chip
from welfaredesk.ui.parts.stream_model import HeadingRole, Index, RowRole, StreamRow
from welfaredesk.ui.theme import fonts, icons, scale
from welfaredesk.ui.theme.current import current, paint

HEADING = 30
HEAD = 24
MOST_LINES = 6
_EDGE = scale.S16
_TOP = 10
_BOTTOM = 12
_NARROW = 460
_KEPT_TEXTS = 256


class StreamDelegate(QStyledItemDelegate):
    """Measures and draws cards; laid out text is kept by key and width."""

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._view = view
        self._laid: dict[tuple[StreamRow, int], prose.LaidProse] = {}
        self._heights: dict[tuple[StreamRow, int], int] = {}

    def forget(self) -> None:
        """Lay every text out again."""
        self._laid.clear()
        self._heights.clear()

    def card_width(self) -> int:
        """Return the width of a card: the list's, less the gutter its scroll bar stands in."""
        return min(self._view.width() - scale.GUTTER, scale.STREAM_WIDEST)

    def _text(self, row: StreamRow, width: int) -> prose.LaidProse:
        key = (row, width)
        if key not in self._laid:
            if len(self._laid) > _KEPT_TEXTS:
                self._laid.clear()
            room = prose.prose_width(width - 2 * _EDGE)
            self._laid[key] = prose.lay(row.text, width=room, most=MOST_LINES)
        return self._laid[key]

    def _head_lines(self, row: StreamRow, width: int) -> int:
        return 2 if width < _NARROW and (row.chips or row.meta) else 1

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of the heading, if there is one, and of the whole card."""
        key = (index.data(RowRole), self.card_width())
        if key not in self._heights:
            self._heights[key] = self._height(*key)
        return QSize(100, self._heights[key] + (HEADING if index.data(HeadingRole) else 0))

    def _height(self, row: StreamRow, width: int) -> int:
        high = _TOP + HEAD * self._head_lines(row, width) + _BOTTOM + scale.S12
        return high + (self._text(row, width).height + scale.S4 if row.text else 0)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the heading and the card."""
        row: StreamRow = index.data(RowRole)
        box = QRect(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        heading = str(index.data(HeadingRole) or "")
        if heading:
            painter.setFont(fonts.meta_strong())
            painter.setPen(QColor(paint("text2")))
            at = QRect(box.x(), box.y(), box.width(), HEADING - scale.S8)
            painter.drawText(at, Qt.AlignmentFlag.AlignVCenter, heading)
            box.setTop(box.top() + HEADING)
        width = self.card_width()
        card = QRect(box.x(), box.y(), width, box.height() - scale.S12)
        self._ground(painter, card, option)
        self._head(painter, card, row)
        if row.text:
            painter.setPen(QColor(paint("text")))
            top = card.y() + _TOP + HEAD * self._head_lines(row, width) + scale.S4
            prose.draw(painter, QPointF(card.x() + _EDGE, top), prose=self._text(row, width))
        painter.restore()

    def _ground(self, painter: QPainter, card: QRect, option: QStyleOptionViewItem) -> None:
        state = option.state
        focused = bool(state & QStyle.StateFlag.State_HasFocus)
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        wide = current().focus_width if focused else 1
        token = "focus" if focused else "control" if chosen else "line"
        painter.setPen(QPen(QColor(paint(token)), wide))
        painter.setBrush(QColor(paint("surface")))
        half = wide / 2
        box = QRectF(card).adjusted(half, half, -half, -half)
        painter.drawRoundedRect(box, scale.RADIUS_CARD, scale.RADIUS_CARD)

    def _head(self, painter: QPainter, card: QRect, row: StreamRow) -> None:
        ratio = painter.device().devicePixelRatioF()
        line = QRect(card.x() + _EDGE, card.y() + _TOP, card.width() - 2 * _EDGE, HEAD)
        picture = icons.pixmap(row.icon, "accent", size=scale.ICON_CARD, ratio=ratio)
        painter.drawPixmap(QPointF(line.x(), line.y() + (HEAD - scale.ICON_CARD) / 2), picture)
        line.setLeft(line.left() + scale.ICON_CARD + scale.S8)
        two = self._head_lines(row, card.width()) == 2
        right = _words(painter, line, row.day, font=fonts.meta(), token="text2", right=True)
        under = QRect(card.x() + _EDGE, line.y() + HEAD, card.width() - 2 * _EDGE, HEAD)
        chips = under if two else line.adjusted(0, 0, -right - (scale.S8 if right else 0), 0)
        taken = self._chips(painter, chips, row, ratio=ratio)
        first = line.adjusted(0, 0, -right - scale.S8 if two else -right - taken - scale.S12, 0)
        used = _words(painter, first, row.kind, font=fonts.strong(), token="text")
        meta = under.adjusted(0, 0, -taken, 0) if two else first.adjusted(used + 10, 0, 0, 0)
        _words(painter, meta, row.meta, font=fonts.meta(), token="text2")

    def _chips(self, painter: QPainter, room: QRect, row: StreamRow, *, ratio: float) -> int:
        taken = 0
        for mark in reversed(row.chips):
            width = min(chip_width(mark), room.width() // 2)
            top = room.y() + (HEAD - CHIP_HEIGHT) // 2
            box = QRect(room.right() + 1 - taken - width, top, width, CHIP_HEIGHT)
            draw_chip(painter, box, mark=mark, ratio=ratio)
            taken += width + scale.S8
        return taken


def _words(painter: QPainter, room: QRect, text: str, *, font: QFont, token: str, right: bool = False) -> int:
    """Draw `text` in `room`, cut if it must be, and return the width it took."""
    painter.setFont(font)
    painter.setPen(QColor(paint(token)))
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, max(0, room.width()))
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | side | Qt.TextFlag.TextSingleLine, shown)
    return painter.fontMetrics().horizontalAdvance(shown)
