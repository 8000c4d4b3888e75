# SPDX-License-Identifier: EUPL-1.2
"""The history of a field: who changed it, when, from what, to what."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from welfaredesk.base.text import N_, tr
from welfaredesk.ui.parts.card import Snug, column
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.theme import scale
from welfaredesk.ui.theme.current import paint

BEFORE = N_("Prima: ")
AFTER = N_("Dopo: ")
EMPTY = N_("(vuoto)")
_INDENT = 24


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a field, in words ready to show; an empty value is said to be empty."""

    who: str
    when: str
    before: str
    after: str


class _Step(QWidget):
    """One change: a dot on the line, who and when, before and after."""

    def __init__(self, change: Change, *, last: bool) -> None:
        super().__init__()
        self._last = last
        empty = tr(EMPTY)
        before, after = tr(BEFORE) + (change.before or empty), tr(AFTER) + (change.after or empty)
        laid = column(gap=2)
        laid.setContentsMargins(_INDENT, 0, 0, 0 if last else scale.S16)
        self.labels = [
            PlainLabel(f"{change.who} · {change.when}", "meta", wrap=True),
            PlainLabel(before, "soft", wrap=True),
            PlainLabel(after, wrap=True),
        ]
        for label in self.labels:
            laid.addWidget(label)
        self.setLayout(laid)
        self.setAccessibleName(f"{change.who}, {change.when}. {before}. {after}")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(paint("line")), 2))
        if not self._last:
            painter.drawLine(QPointF(7, 18), QPointF(7, self.height()))
        token = "focus" if self.hasFocus() else "accent"
        painter.setPen(QPen(QColor(paint(token)), 2))
        painter.setBrush(QColor(paint(token if self.hasFocus() else "surface")))
        painter.drawEllipse(QRectF(3, 5, 8, 8))


class Timeline(Snug):
    """Changes from the newest to the oldest."""

    def __init__(self, label: str, changes: Sequence[Change] = ()) -> None:
        super().__init__()
        self.setAccessibleName(label)
        self._laid = column(gap=0)
        self.setLayout(self._laid)
        self.set_changes(changes)

    def steps(self) -> list[QWidget]:
        """Return the changes as they are shown."""
        found = (self._laid.itemAt(number) for number in range(self._laid.count()))
        return [step for item in found if item is not None and (step := item.widget()) is not None]

    def set_changes(self, changes: Sequence[Change]) -> None:
        """Show these changes in place of the present ones."""
        while (item := self._laid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        for number, change in enumerate(changes):
            self._laid.addWidget(_Step(change, last=number == len(changes) - 1))
