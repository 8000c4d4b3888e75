# SPDX-License-Identifier: EUPL-1.2
"""Columns beside one another where there is room, one under the other where there is not."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from welfaredesk.ui.theme import scale

_LEAST = 240


class Beside(QWidget):
    """Widgets in a row from `wide_from` logical pixels on, in a column under it; `shares` part the width.

    A share of 0 leaves a widget its own width; in a column everything takes the whole width.
    `turned` carries whether they now stand beside one another.
    """

    turned = Signal(bool)

    def __init__(self, widgets: Sequence[QWidget], *, shares: Sequence[int], wide_from: int) -> None:
        super().__init__()
        self._wide_from, self._shares = wide_from, tuple(shares)
        self._widgets = tuple(widgets)
        self._widths = [(one.minimumWidth(), one.maximumWidth()) for one in self._widgets]
        self._laid = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._laid.setContentsMargins(0, 0, 0, 0)
        self._laid.setSpacing(scale.S16)
        for widget in self._widgets:
            self._laid.addWidget(widget)
        self.setLayout(self._laid)
        self._wide: bool | None = None
        self._first: QWidget | None = None
        self._turn(wide=True)

    @property
    def wide(self) -> bool:
        """Tell whether the columns stand beside one another."""
        return bool(self._wide)

    def lead_with(self, first: QWidget) -> None:
        """Let one of the widgets stand on top where they are one under the other."""
        self._first = first
        self._order()

    def _order(self) -> None:
        on_top = [one for one in self._widgets if one is self._first and not self._wide]
        for number, widget in enumerate([*on_top, *(one for one in self._widgets if one not in on_top)]):
            if self._laid.indexOf(widget) != number:
                self._laid.removeWidget(widget)
                self._laid.insertWidget(number, widget)
        for number, widget in enumerate(self._widgets):
            self._laid.setStretch(self._laid.indexOf(widget), self._shares[number] if self._wide else 0)

    def _turn(self, *, wide: bool) -> None:
        if wide == self._wide:
            return
        self._wide = wide
        ways = QBoxLayout.Direction
        self._laid.setDirection(ways.LeftToRight if wide else ways.TopToBottom)
        for number, widget in enumerate(self._widgets):
            least, most = self._widths[number]
            widget.setMinimumWidth(least if wide else 0)
            widget.setMaximumWidth(most if wide else 16777215)
        self._order()
        self.turned.emit(wide)

    def minimumSizeHint(self) -> QSize:
        """Return a width at which there is but one column: otherwise a row could never become one."""
        least = super().minimumSizeHint()
        return QSize(min(least.width(), _LEAST), least.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose between a row and a column."""
        super().resizeEvent(event)
        self._turn(wide=event.size().width() >= self._wide_from)
