# SPDX-License-Identifier: EUPL-1.2
"""The diary as a stream of cards under their months."""

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView

from welfaredesk.base.text import N_, tr
from welfaredesk.ui.parts.stream_delegate import StreamDelegate
from welfaredesk.ui.parts.stream_model import Rows, StreamModel
from welfaredesk.ui.theme import scale
from welfaredesk.ui.theme.current import changes

DIARY = N_("Diario")


class Stream(QListView):
    """A list of cards; arrows move, Enter or a double click opens, Ctrl+C copies the card's words.

    Make it 16 wider than what stands above it: that gutter is for its scroll bar.

    `rows(offset, limit)` is asked for pages as a person scrolls; `opened` carries the key of a card.
    """

    opened = Signal(str)
    current_changed = Signal(str)

    def __init__(self, label: str = "") -> None:
        super().__init__()
        self.setProperty("look", "stream")
        self.setAccessibleName(label or tr(DIARY))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self._rows = StreamModel(self)
        self._cards = StreamDelegate(self)
        self.setModel(self._rows)
        self.setItemDelegate(self._cards)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setMinimumSize(240, 200)
        self.setMaximumWidth(scale.STREAM_WIDEST + scale.GUTTER)
        self.verticalScrollBar().setSingleStep(24)
        self.doubleClicked.connect(self._open)
        self.selectionModel().currentChanged.connect(self._current)
        changes.changed.connect(self._restyled)

    def set_rows(self, rows: Rows) -> None:
        """Show the rows of another source."""
        self._cards.forget()
        self._rows.set_rows(rows)
        self._first()

    def refresh(self) -> None:
        """Read the loaded rows again and stay on the same card."""
        key = self.current_key()
        place = self.verticalScrollBar().value()
        self._rows.refresh()
        self.select(key)
        self.verticalScrollBar().setValue(place)

    def current_key(self) -> str:
        """Return the key of the current card, or an empty string."""
        index = self.currentIndex()
        return self._rows.row(index.row()).key if index.isValid() else ""

    def select(self, key: str) -> None:
        """Make the loaded card with this key the current one."""
        place = self._rows.place(key)
        if place >= 0:
            self.setCurrentIndex(self._rows.index(place, 0))

    def loaded(self) -> int:
        """Return how many rows have been read."""
        return self._rows.rowCount()

    def _first(self) -> None:
        if self._rows.rowCount():
            selection = self.selectionModel()
            selection.setCurrentIndex(self._rows.index(0, 0), selection.SelectionFlag.NoUpdate)

    @Slot(QModelIndex)
    def _open(self, index: QModelIndex) -> None:
        if index.isValid():
            self.opened.emit(self._rows.row(index.row()).key)

    @Slot(QModelIndex, QModelIndex)
    def _current(self, new: QModelIndex, _old: QModelIndex) -> None:
        self.current_changed.emit(self._rows.row(new.row()).key if new.isValid() else "")

    @Slot()
    def _restyled(self) -> None:
        self._cards.forget()
        self.scheduleDelayedItemsLayout()
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open with Enter, copy with Ctrl+C, move with the arrows."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._open(self.currentIndex())
        elif event.matches(QKeySequence.StandardKey.Copy) and self.currentIndex().isValid():
            QGuiApplication.clipboard().setText(self._rows.row(self.currentIndex().row()).spoken())
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the cards out again for another width."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._cards.forget()
            self.scheduleDelayedItemsLayout()
