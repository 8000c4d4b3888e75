# SPDX-License-Identifier: EUPL-1.2
"""The frame of the page of one record: a head that stays, one column that scrolls, a foot that stays."""

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QLayout, QSizePolicy, QWidget

from welfaredesk.ui.parts.card import clear_out, column, row
from welfaredesk.ui.parts.page import Page
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.theme import scale


class HeadLine(QWidget):
    """Words with what belongs beside them, which goes under them where the words would be cut."""

    def __init__(self, words: PlainLabel, *others: QWidget) -> None:
        super().__init__()
        self._words, self._others = words, others
        beside = row(gap=scale.S12)
        for other in others:
            beside.addWidget(other)
        beside.addStretch(0)
        self._laid = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._laid.setContentsMargins(0, 0, 0, 0)
        self._laid.setSpacing(scale.S4)
        self._laid.addWidget(words, 1)
        self._laid.addLayout(beside)
        self.setLayout(self._laid)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def fit(self) -> None:
        """Choose between one line and two."""
        shown = [other.sizeHint().width() + scale.S12 for other in self._others if not other.isHidden()]
        wanted = self._words.fontMetrics().horizontalAdvance(self._words.text()) + sum(shown)
        ways = QBoxLayout.Direction
        self._laid.setDirection(ways.TopToBottom if shown and wanted > self.width() else ways.LeftToRight)

    def minimumSizeHint(self) -> QSize:
        """Return a width at which the words may be cut: otherwise they could never go over the rest."""
        return QSize(80, super().minimumSizeHint().height())

    def event(self, event: QEvent) -> bool:
        """Choose again when something in it changed."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.fit()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose again at another width."""
        super().resizeEvent(event)
        self.fit()


class Framed:
    """Lays `head`, `page` and `foot` on a screen.

    What is being written lies in `room`, which the screen puts on its page; what saves it in `foot_row`.
    """

    def __init__(self, screen: QWidget, label: str) -> None:
        self.page = Page(label)
        self.page.body.setContentsMargins(scale.S24, scale.S16, scale.S24, scale.S24)
        self.head, self.foot = QFrame(), QFrame()
        self.head.setProperty("look", "header")
        self.foot.setProperty("look", "foot")
        self.head_lines = column(gap=scale.S4)
        self.head_lines.setContentsMargins(scale.S24, scale.S12, scale.S24, scale.S12)
        self.head.setLayout(self.head_lines)
        self.foot_row = row(gap=scale.S12)
        self.after = row(gap=scale.S8)
        foot = row(gap=scale.S12)
        foot.setContentsMargins(scale.S24, scale.S8, scale.S24, scale.S8)
        foot.addLayout(self.foot_row, 1)
        foot.addStretch(0)
        foot.addLayout(self.after)
        self.foot.setLayout(foot)
        self.room = column(gap=0)
        laid = column(gap=0)
        for widget in (self.head, self.page, self.foot):
            laid.addWidget(widget)
        laid.setStretch(1, 1)
        screen.setLayout(laid)

    def line(self, words: QWidget, *others: QWidget) -> None:
        """Add a line to the head: words, and what belongs beside them; anything else stands in it alone."""
        self.head_lines.addWidget(HeadLine(words, *others) if isinstance(words, PlainLabel) else words)

    def put(self, editor: QWidget, *saving: QWidget) -> None:
        """Put in what is being written, and in the foot what saves it; the last of that takes the width there is."""
        self.room.addWidget(editor)
        for number, widget in enumerate(saving, 1):
            self.foot_row.addWidget(widget, 1 if number == len(saving) else 0)

    def drop(self) -> None:
        """Take away what was put in."""
        rooms: tuple[QLayout, ...] = (self.room, self.foot_row)
        for laid in rooms:
            clear_out(laid)
