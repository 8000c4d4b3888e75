# SPDX-License-Identifier: EUPL-1.2
"""Tables of any length: rows 36 high, only the visible pages read."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QRect, Qt, Signal, Slot
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen, QResizeEvent
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
from welfaredesk.ui.parts.stream_model import Index
from welfaredesk.ui.parts.table_model import CellRole, Column, ReadRows, TableModel, row_id
from welfaredesk.ui.theme import fonts, scale
from welfaredesk.ui.theme.current import changes, paint


class _Cells(QStyledItemDelegate):
    """Draws plain words and chips; the row a person is on has a soft ground and a bar."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        box = QRect(option.rect)
        painter.save()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.fillRect(box, QColor(paint("accent_soft" if chosen else "surface")))
        painter.setPen(QPen(QColor(paint("line")), 1))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        if chosen and index.column() == 0:
            painter.fillRect(QRect(box.x(), box.y() + 4, 3, box.height() - 9), QColor(paint("accent")))
        room = box.adjusted(scale.S12, 0, -scale.S12, 0)
        cell = index.data(CellRole)
        if isinstance(cell, ChipMark):
            width = min(chip_width(cell), room.width())
            at = QRect(room.x(), room.y() + (room.height() - CHIP_HEIGHT) // 2, width, CHIP_HEIGHT)
            painter_ratio = painter.device().devicePixelRatioF()
            draw_chip(painter, at, mark=cell, ratio=painter_ratio)
        else:
            first = index.column() == 0
            painter.setFont(fonts.strong() if first else fonts.interface())
            painter.setPen(QColor(paint("text" if first or chosen else "text2")))
            shown = painter.fontMetrics().elidedText(str(cell), Qt.TextElideMode.ElideRight, room.width())
            side = index.data(int(Qt.ItemDataRole.TextAlignmentRole))
            painter.drawText(room, int(side) | int(Qt.TextFlag.TextSingleLine), shown)
        painter.restore()


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

    @Slot()
    def _fit_columns(self) -> None:
        columns, room = self._rows.columns, self.viewport().width()
        one = fonts.digits_width(fonts.interface(), 1)
        widths = [round(column.width * one) + 2 * scale.S12 for column in columns]
        shown = set(range(len(columns)))
        for number in sorted(shown, key=lambda n: -columns[n].drop):
            if sum(widths[n] for n in shown) <= room or not columns[number].drop:
                break
            shown.discard(number)
        spare = room - sum(widths[n] for n in shown)
        stretching = [n for n in shown if columns[n].stretches] or list(shown)[:1]
        for number in range(len(columns)):
            extra = spare // len(stretching) if number in stretching else 0
            self.setColumnHidden(number, number not in shown)
            self.setColumnWidth(number, max(48, widths[number] + extra))
