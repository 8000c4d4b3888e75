# SPDX-License-Identifier: EUPL-1.2
"""A long table whose ids are known first and whose rows are read by pages."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from welfaredesk.ui.parts.chip import ChipMark
from welfaredesk.ui.parts.paged import Pages
from welfaredesk.ui.parts.stream_model import ROOT, Index

Cell = str | ChipMark
TableRow = tuple[Cell, ...]
ReadRows = Callable[[Sequence[str]], Sequence[TableRow]]
CellRole = int(Qt.ItemDataRole.UserRole) + 1


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its key for sorting, its heading, its width in characters.

    A column that `stretches` takes what is left; for want of room the largest `drop` goes first, 0 never.
    """

    key: str
    label: str
    width: int = 12
    stretches: bool = False
    right: bool = False
    drop: int = 0


def no_rows(_ids: Sequence[str]) -> Sequence[TableRow]:
    """Return no rows: what a table shows before it is given some."""
    return ()


class TableModel(QAbstractTableModel):
    """The model of a table; a cell is words or a chip."""

    def __init__(self, columns: Sequence[Column], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._pages: Pages[TableRow] = Pages((), no_rows)
        self._order = ("", False)

    def set_rows(self, ids: Sequence[str], read: ReadRows) -> None:
        """Show other rows."""
        self.beginResetModel()
        self._pages = Pages(ids, read)
        self.endResetModel()

    def set_order(self, key: str, *, downwards: bool) -> None:
        """Mark the column the rows are in the order of."""
        self._order = (key, downwards)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)

    def id_at(self, number: int) -> str:
        """Return the id of the row at `number`."""
        return self._pages.id_at(number)

    def first_rows(self, most: int) -> list[TableRow]:
        """Return the first rows, those that are seen before anybody scrolls."""
        found = (self._pages.row_at(number) for number in range(min(most, len(self._pages))))
        return [row for row in found if row is not None]

    def rowCount(self, parent: Index = ROOT) -> int:
        """Return how many rows there are in all."""
        return 0 if parent.isValid() else len(self._pages)

    def columnCount(self, parent: Index = ROOT) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(self.columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> object:
        """Return a column's heading and its side."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == int(Qt.ItemDataRole.TextAlignmentRole):
            return self._side(section)
        if role != int(Qt.ItemDataRole.DisplayRole):
            return None
        column = self.columns[section]
        return f"{column.label} {'↓' if self._order[1] else '↑'}" if column.key == self._order[0] else column.label

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """Return a cell's words, its chip or its side."""
        if not index.isValid():
            return None
        if role == int(Qt.ItemDataRole.TextAlignmentRole):
            return self._side(index.column())
        words = (int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.AccessibleTextRole))
        if role not in (CellRole, *words):
            return None
        row = self._pages.row_at(index.row())
        cell: Cell = row[index.column()] if row is not None and index.column() < len(row) else ""
        if role == CellRole:
            return cell
        shown = cell.text if isinstance(cell, ChipMark) else cell
        if role == int(Qt.ItemDataRole.AccessibleTextRole):
            return f"{self.columns[index.column()].label}: {shown}"
        return shown

    def _side(self, section: int) -> int:
        side = Qt.AlignmentFlag.AlignRight if self.columns[section].right else Qt.AlignmentFlag.AlignLeft
        return int(side | Qt.AlignmentFlag.AlignVCenter)


def row_id(index: QModelIndex) -> str:
    """Return the id of the row of a model index, or an empty string."""
    model = index.model()
    return model.id_at(index.row()) if index.isValid() and isinstance(model, TableModel) else ""
