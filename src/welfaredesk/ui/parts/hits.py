# SPDX-License-Identifier: EUPL-1.2
"""Found things in a list: a label, a detail at the right, and headings where they come in groups."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from welfaredesk.ui.parts.announce import announce
from welfaredesk.ui.parts.button import high_contrast
from welfaredesk.ui.parts.stream_model import ROOT, Index
from welfaredesk.ui.theme import fonts, icons, scale
from welfaredesk.ui.theme.current import changes, paint

HitRole = int(Qt.ItemDataRole.UserRole) + 1
GroupRole = int(Qt.ItemDataRole.UserRole) + 2
_HEADING = 26


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found; `group` is the heading it stands under."""

    key: str
    label: str
    detail: str = ""
    group: str = ""
    icon: str = ""

    def spoken(self) -> str:
        """Return what a screen reader says."""
        return ", ".join(part for part in (self.label, self.detail) if part)


class _HitModel(QAbstractListModel):
    """The hits of one question."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.hits: tuple[Hit, ...] = ()

    def show_hits(self, hits: Sequence[Hit]) -> None:
        self.beginResetModel()
        self.hits = tuple(hits)
        self.endResetModel()

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self.hits)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        if not index.isValid():
            return None
        hit = self.hits[index.row()]
        if role == HitRole:
            return hit
        if role == GroupRole:
            first = index.row() == 0 or self.hits[index.row() - 1].group != hit.group
            return hit.group if first else ""
        if role == int(Qt.ItemDataRole.DisplayRole):
            return hit.label
        return hit.spoken() if role == int(Qt.ItemDataRole.AccessibleTextRole) else None


class _HitCells(QStyledItemDelegate):
    """Draws a hit in one line, 36 high."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(100, scale.ROW + (_HEADING if index.data(GroupRole) else 0))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        hit: Hit = index.data(HitRole)
        box = QRect(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        group = str(index.data(GroupRole) or "")
        if group:
            painter.setFont(fonts.meta_strong())
            painter.setPen(QColor(paint("text2")))
            at = QRect(box.x() + scale.S8, box.y(), box.width(), _HEADING)
            painter.drawText(at, Qt.AlignmentFlag.AlignVCenter, group)
            box.setTop(box.top() + _HEADING)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(QPen(QColor(paint("accent")), 1) if high_contrast() else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(paint("accent_soft")))
            ground = QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.drawRoundedRect(ground, scale.RADIUS_CONTROL, scale.RADIUS_CONTROL)
            painter.fillRect(QRectF(box.x(), box.y() + 8, 3, box.height() - 16), QColor(paint("accent")))
        self._words(painter, box.adjusted(scale.S8 + 2, 0, -scale.S8, 0), hit)
        painter.restore()

    def _words(self, painter: QPainter, room: QRect, hit: Hit) -> None:
        if hit.icon:
            ratio = painter.device().devicePixelRatioF()
            picture = icons.pixmap(hit.icon, "text2", size=scale.ICON_CARD, ratio=ratio)
            painter.drawPixmap(room.x(), room.y() + (room.height() - scale.ICON_CARD) // 2, picture)
            room.setLeft(room.left() + scale.ICON_CARD + scale.S8)
        label = int(fonts.advance(fonts.interface(), hit.label) + 1)
        detail = int(fonts.advance(fonts.meta(), hit.detail) + 1)
        if label + detail + scale.S12 > room.width():
            detail = min(detail, max(room.width() - label - scale.S12, room.width() // 3))
        painter.setFont(fonts.meta())
        painter.setPen(QColor(paint("text2")))
        side = QRect(room.right() + 1 - detail, room.y(), detail, room.height())
        shown = painter.fontMetrics().elidedText(hit.detail, Qt.TextElideMode.ElideRight, detail)
        painter.drawText(side, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, shown)
        painter.setFont(fonts.interface())
        painter.setPen(QColor(paint("text")))
        room.setRight(side.left() - scale.S12)
        shown = painter.fontMetrics().elidedText(hit.label, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)


class HitList(QListView):
    """A list driven from a line elsewhere: it never takes the keyboard itself."""

    picked = Signal(Hit)

    def __init__(self, label: str) -> None:
        super().__init__()
        self._hits = _HitModel(self)
        self.setProperty("look", "hits")
        self.setAccessibleName(label)
        self.setModel(self._hits)
        self.setItemDelegate(_HitCells(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.clicked.connect(self._clicked)
        changes.changed.connect(self.viewport().update)

    @Slot(QModelIndex)
    def _clicked(self, index: QModelIndex) -> None:
        self.picked.emit(self._hits.hits[index.row()])

    def show_hits(self, hits: Sequence[Hit]) -> None:
        """Show these hits, the first one marked."""
        self._hits.show_hits(hits)
        if hits:
            self.setCurrentIndex(self._hits.index(0, 0))

    def hits(self) -> tuple[Hit, ...]:
        """Return the hits shown."""
        return self._hits.hits

    def wanted_height(self) -> int:
        """Return the height all the hits take."""
        groups = len({hit.group for hit in self._hits.hits if hit.group})
        return len(self._hits.hits) * scale.ROW + groups * _HEADING

    def step(self, by: int) -> None:
        """Mark another hit, `by` places further down."""
        count = len(self._hits.hits)
        if count:
            place = max(0, min(count - 1, self.currentIndex().row() + by))
            self.setCurrentIndex(self._hits.index(place, 0))
            announce(self, self._hits.hits[place].spoken())

    def marked(self) -> Hit | None:
        """Return the marked hit, if there is one."""
        index = self.currentIndex()
        return self._hits.hits[index.row()] if index.isValid() else None
