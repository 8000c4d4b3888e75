# SPDX-License-Identifier: EUPL-1.2
"""The rows of a diary, read a page at a time as a person scrolls down."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from welfaredesk.ui.parts.chip import ChipMark

STREAM_PAGE = 50
Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
RowRole = int(Qt.ItemDataRole.UserRole) + 1
HeadingRole = int(Qt.ItemDataRole.UserRole) + 2


@dataclass(frozen=True, slots=True)
class StreamRow:
    """One card of the stream; `month` is the heading it stands under, `day` what is shown at its right."""

    key: str
    month: str
    icon: str
    kind: str
    meta: str
    day: str
    text: str
    chips: tuple[ChipMark, ...] = ()

    def spoken(self) -> str:
        """Return the whole card as one sentence after another, for a screen reader and for the clipboard."""
        head = ", ".join(part for part in (self.kind, self.day, self.meta) if part)
        marks = "".join(f" {chip.text}." for chip in self.chips)
        return f"{head}.{marks} {self.text}".strip()


Rows = Callable[[int, int], Sequence[StreamRow]]


def no_rows(_offset: int, _limit: int) -> Sequence[StreamRow]:
    """Return no rows: what a stream shows before it is given some."""
    return ()


class StreamModel(QAbstractListModel):
    """Rows fetched from `rows(offset, limit)`; a page shorter than asked for is the last."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._read: Rows = no_rows
        self._rows: list[StreamRow] = []
        self._ended = True

    def set_rows(self, read: Rows) -> None:
        """Read from another source, from its first page."""
        self.beginResetModel()
        self._read, self._rows = read, list(read(0, STREAM_PAGE))
        self._ended = len(self._rows) < STREAM_PAGE
        self.endResetModel()

    def refresh(self) -> None:
        """Read again what is loaded, keeping its length."""
        self.beginResetModel()
        wanted = max(STREAM_PAGE, len(self._rows))
        self._rows = list(self._read(0, wanted))
        self._ended = len(self._rows) < wanted
        self.endResetModel()

    def row(self, number: int) -> StreamRow:
        """Return the loaded row at `number`."""
        return self._rows[number]

    def place(self, key: str) -> int:
        """Return where the row with this key is among those loaded, or -1."""
        return next((number for number, row in enumerate(self._rows) if row.key == key), -1)

    def rowCount(self, parent: Index = ROOT) -> int:
        """Return how many rows are loaded."""
        return 0 if parent.isValid() else len(self._rows)

    def canFetchMore(self, parent: Index) -> bool:
        """Tell whether there may be more rows."""
        return not parent.isValid() and not self._ended

    def fetchMore(self, parent: Index) -> None:
        """Load one more page."""
        more = list(self._read(len(self._rows), STREAM_PAGE))
        self._ended = len(more) < STREAM_PAGE
        if more:
            self.beginInsertRows(QModelIndex(), len(self._rows), len(self._rows) + len(more) - 1)
            self._rows.extend(more)
            self.endInsertRows()

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """Return a row's key, its whole content, its heading or what a screen reader says."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == RowRole:
            return row
        if role == HeadingRole:
            first = index.row() == 0 or self._rows[index.row() - 1].month != row.month
            return row.month if first else ""
        if role == int(Qt.ItemDataRole.DisplayRole):
            return row.kind
        return row.spoken() if role == int(Qt.ItemDataRole.AccessibleTextRole) else None
