# SPDX-License-Identifier: EUPL-1.2
"""Tables of any length: rows 36 high, only the visible pages read."""

from collections.abc import Sequence
from math import ceil

from PySide6.QtCore import QModelIndex, QObject, QRect, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from welfaredesk.ui.parts.chip import HEIGHT as CHIP_HEIGHT
from welfaredesk.ui.parts.chip import ChipMark, chip_width, draw_chip
from welfaredesk.ui.parts.columns import Share, shared
from welfaredesk.ui.parts.stream_model import Index
from welfaredesk.ui.parts.table_model import CellRole, Column, ReadRows, TableModel, row_id
from welfaredesk.ui.theme import fonts, scale
from welfaredesk.ui.theme.current import changes, paint

KEPT_WORDS = 2000
MEASURED = 16


class _Cells(QStyledItemDelegate):
    """Draws plain words and chips; the row a person is on has a soft ground and a bar.

    A key must be on the screen within two frames, and a window shows some hundred cells: colours, heights of the type
    and cut words are worked out once and kept until the theme changes.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._colours: dict[str, QColor] = {}
        self._cut: dict[tuple[str, int, bool], str] = {}
        self._metrics = {strong: QFontMetrics(_font(strong=strong)) for strong in (False, True)}
        changes.changed.connect(self._colours.clear)

    def _colour(self, token: str) -> QColor:
        found = self._colours.get(token)
        if found is None:
            found = self._colours[token] = QColor(paint(token))
        return found

    def _fitted(self, words: str, width: int, *, strong: bool) -> str:
        kept = self._cut.get((words, width, strong))
        if kept is None:
            if len(self._cut) >= KEPT_WORDS:
                self._cut.clear()
            kept = self._metrics[strong].elidedText(words, Qt.TextElideMode.ElideRight, width)
            self._cut[(words, width, strong)] = kept
        return kept

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        box = QRect(option.rect)
        first = index.column() == 0
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.fillRect(box, self._colour("accent_soft" if chosen else "surface"))
        edged = chosen and self._colour("accent_soft") == self._colour("surface")  # high contrast has one ground
        painter.fillRect(QRect(box.x(), box.bottom(), box.width(), 1), self._colour("accent" if edged else "line"))
        if edged:
            painter.fillRect(QRect(box.x(), box.y(), box.width(), 1), self._colour("accent"))
        if chosen and first:
            painter.fillRect(QRect(box.x(), box.y() + 4, 3, box.height() - 9), self._colour("accent"))
        room = box.adjusted(scale.S12, 0, -scale.S12, 0)
        cell = index.data(CellRole)
        if isinstance(cell, ChipMark):
            width = min(chip_width(cell), room.width())
            at = QRect(room.x(), room.y() + (room.height() - CHIP_HEIGHT) // 2, width, CHIP_HEIGHT)
            on = "accent_soft" if chosen else "surface"
            draw_chip(painter, at, mark=cell, ratio=painter.device().devicePixelRatioF(), on=on)
            return
        shown = self._fitted(str(cell), room.width(), strong=first)
        metrics = self._metrics[first]
        x = room.x()
        if int(index.data(int(Qt.ItemDataRole.TextAlignmentRole))) & int(Qt.AlignmentFlag.AlignRight):
            x = room.right() + 1 - metrics.horizontalAdvance(shown)
        painter.setFont(_font(strong=first))
        painter.setPen(self._colour("text" if first or chosen else "text2"))
        painter.drawText(x, room.y() + (room.height() + metrics.ascent() - metrics.descent()) // 2, shown)


def _font(*, strong: bool) -> QFont:
    return fonts.strong() if strong else fonts.interface()


class Table(QTableView):
    """A table of whole rows; Enter or a double click opens, a heading asks for another order.

    `opened` and `current_changed` carry a row's id; `sort_asked` a column's key and whether downwards.
    """

    opened = Signal(str)
    current_changed = Signal(str)
    sort_asked = Signal(str, bool)

    def __init__(self, columns: Sequence[Column], label: str) -> None:
        super().__init__()
        self._rows = TableModel(columns, self)
        self._order = ("", False)
        self._needed = [0] * len(self._rows.columns)
        self.setAccessibleName(label)
        self.setModel(self._rows)
        self.setItemDelegate(_Cells(self))
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumSize(240, 120)
        self._headers()
        self.doubleClicked.connect(self._open)
        self.selectionModel().currentRowChanged.connect(self._current)
        changes.changed.connect(self._fit_columns)

    def _headers(self) -> None:
        side = self.verticalHeader()
        side.setVisible(False)
        side.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        side.setMinimumSectionSize(scale.ROW)
        side.setDefaultSectionSize(scale.ROW)
        top = self.horizontalHeader()
        top.setHighlightSections(False)
        top.setSectionsClickable(True)
        top.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        top.setFixedHeight(scale.ROW)
        top.sectionClicked.connect(self._sorted)

    def set_rows(self, ids: Sequence[str], read: ReadRows) -> None:
        """Show these rows; `read` is asked for at most 48 of them at a time, when they are looked at."""
        self._rows.set_rows(ids, read)
        self._measure()
        self._fit_columns()
        if ids:
            self.selectRow(0)

    def current_id(self) -> str:
        """Return the id of the current row, or an empty string."""
        return row_id(self.currentIndex())

    def set_order(self, key: str, *, downwards: bool) -> None:
        """Mark in the heading the order the rows are in."""
        self._order = (key, downwards)
        self._rows.set_order(key, downwards=downwards)

    @Slot(int)
    def _sorted(self, section: int) -> None:
        key = self._rows.columns[section].key
        self.sort_asked.emit(key, self._order == (key, False))

    @Slot(QModelIndex)
    def _open(self, index: QModelIndex) -> None:
        if index.isValid():
            self.opened.emit(row_id(index))

    @Slot(QModelIndex, QModelIndex)
    def _current(self, new: QModelIndex, _old: QModelIndex) -> None:
        self.current_changed.emit(row_id(new))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open with Enter, move with the arrows."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the columns the room there is."""
        super().resizeEvent(event)
        self._fit_columns()

    def _measure(self) -> None:
        """Learn how wide the first rows' words are; a table that is searched never grows narrower while one types."""
        rows = self._rows.first_rows(MEASURED)
        for place in range(len(self._needed)):
            metrics = QFontMetrics(_font(strong=not place))
            wide = self._needed[place]
            for cell in {row[place] for row in rows if place < len(row)}:
                words = chip_width(cell) if isinstance(cell, ChipMark) else metrics.horizontalAdvance(cell) + 1
                wide = max(wide, words)
            self._needed[place] = wide

    @Slot()
    def _fit_columns(self) -> None:
        one = fonts.digits_width(fonts.interface(), 1)
        shares = []
        for column, wide in zip(self._rows.columns, self._needed, strict=True):
            planned = round(column.width * one) + 2 * scale.S12
            heading = ceil(fonts.advance(fonts.meta_strong(), column.label + (" ↑" if self._order[0] else "")))
            needed = max(heading, wide) + 2 * scale.S12 + 1 if wide else planned
            shares.append(Share(planned, needed, column.drop, column.stretches))
        for place, width in enumerate(shared(shares, self.viewport().width())):
            self.setColumnHidden(place, not width)
            self.setColumnWidth(place, max(48, width))
