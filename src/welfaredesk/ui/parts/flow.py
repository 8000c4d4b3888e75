# SPDX-License-Identifier: EUPL-1.2
"""A row that wraps: chips and small buttons go to the next line instead of asking for more width."""

from PySide6.QtCore import QMargins, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLayout, QLayoutItem, QSizePolicy, QWidget

from welfaredesk.ui.parts.card import clear_out
from welfaredesk.ui.theme import scale


class FlowLayout(QLayout):
    """Lays its items from the left and breaks the line where the next one does not fit.

    Heights are kept until something in it asks for another size: the layouts around ask for them many times over.
    """

    def __init__(self, parent: QWidget | None = None, *, gap: int = scale.S8, line_gap: int = scale.S4) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self._heights: dict[int, int] = {}
        self._gap, self._line_gap = gap, line_gap
        self.setContentsMargins(QMargins(0, 0, 0, 0))
        if parent is not None:
            parent.setLayout(self)

    def addItem(self, item: QLayoutItem) -> None:
        """Add an item at the end."""
        self._items.append(item)
        self.invalidate()

    def count(self) -> int:
        """Return how many items there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """Return the item at `index`, or None past the end."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Remove and return the item at `index`, or None past the end."""
        self.invalidate()
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def invalidate(self) -> None:
        """Forget the heights: something in it has another size."""
        self._heights.clear()
        super().invalidate()

    def expandingDirections(self) -> Qt.Orientation:
        """Ask for no more room than needed."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Say that the height depends on the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of all lines at `width`, or at the most that its widget takes of it."""
        host = self.parentWidget()
        width = min(width, host.maximumWidth()) if host is not None else width
        if width not in self._heights:
            self._heights[width] = self._lay(QRect(0, 0, width, 0), QPoint(), move=False)
        return self._heights[width]

    def setGeometry(self, rect: QRect) -> None:
        """Place the items inside `rect`."""
        super().setGeometry(rect)
        self._lay(rect, rect.topLeft(), move=True)

    def sizeHint(self) -> QSize:
        """Return the size of one single line."""
        shown = [item.sizeHint() for item in self._items if not item.isEmpty()]
        width = sum(size.width() for size in shown) + self._gap * max(0, len(shown) - 1)
        return QSize(width, max((size.height() for size in shown), default=0))

    def minimumSize(self) -> QSize:
        """Return the least size of the largest item."""
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def _lay(self, rect: QRect, origin: QPoint, *, move: bool) -> int:
        y = 0
        for line in self._lines(rect.width()):
            high = max(size.height() for _item, size in line)
            x = 0
            for item, size in line:
                if move:
                    corner = origin + QPoint(x, y + (high - size.height()) // 2)
                    item.setGeometry(QRect(corner, size))
                x += size.width() + self._gap
            y += high + self._line_gap
        return max(0, y - self._line_gap)

    def _lines(self, room: int) -> list[list[tuple[QLayoutItem, QSize]]]:
        lines: list[list[tuple[QLayoutItem, QSize]]] = []
        used = 0
        for item in self._items:
            if item.isEmpty():
                continue
            hint = item.sizeHint()
            width = min(hint.width(), max(room, item.minimumSize().width()))
            high = item.heightForWidth(width) if item.hasHeightForWidth() else hint.height()
            if not lines or used + width > room:
                lines.append([])
                used = 0
            lines[-1].append((item, QSize(width, high)))
            used += width + self._gap
        return lines


class FlowBox(QWidget):
    """A widget whose children flow; its height follows its width."""

    def __init__(self, *, gap: int = scale.S8, line_gap: int = scale.S4) -> None:
        super().__init__()
        self.flow = FlowLayout(self, gap=gap, line_gap=line_gap)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def add(self, widget: QWidget) -> None:
        """Add a child at the end."""
        self.flow.addWidget(widget)

    def clear(self) -> None:
        """Remove every child."""
        clear_out(self.flow)

    def minimumSizeHint(self) -> QSize:
        """Ask for the width of the widest child at its narrowest and the height at the present width."""
        least = self.flow.minimumSize()
        return QSize(least.width(), self.flow.heightForWidth(max(self.width(), least.width())))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for another height at another width."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.updateGeometry()
