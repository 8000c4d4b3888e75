# SPDX-License-Identifier: EUPL-1.2
"""The head of a page: its title, a sentence beside it, and its actions at the right."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.card import column, row
from welfaredesk.ui.parts.flow import FlowBox
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.theme import fonts, scale

_ONE_LINE_FROM = 560


class PageHead(QWidget):
    """A title 24 px high with a soft sentence and the actions; what does not fit beside it goes under it."""

    def __init__(self, title: str, *, actions: Iterable[Button] = ()) -> None:
        super().__init__()
        self.title = PlainLabel(title, "title", elide=True)
        self.said = PlainLabel("", "soft", elide=True)
        self.under = PlainLabel("", "soft", wrap=True)
        words = row(gap=scale.S12)
        words.addWidget(self.title, 0, Qt.AlignmentFlag.AlignBaseline)
        words.addWidget(self.said, 1, Qt.AlignmentFlag.AlignBaseline)
        buttons = FlowBox(gap=scale.S8, line_gap=scale.S8)
        self._any = False
        for button in actions:
            buttons.add(button)
            self._any = True
        self._buttons = buttons
        self._laid = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._laid.setSpacing(scale.S8)
        self._laid.addLayout(words, 1)
        self._laid.addWidget(buttons)
        if not self._any:
            buttons.hide()
        whole = column(gap=scale.S4)
        whole.addLayout(self._laid)
        whole.addWidget(self.under)
        self.setLayout(whole)
        self.under.hide()

    def say(self, text: str) -> None:
        """Show a sentence beside the title."""
        self.said.setText(text)
        self.under.setText(text)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the actions under the title where there is no room beside it."""
        super().resizeEvent(event)
        needed = self.title.sizeHint().width() + self._buttons.sizeHint().width() + scale.S12 + scale.S8
        narrow = self._any and event.size().width() < max(needed, _ONE_LINE_FROM)
        ways = QBoxLayout.Direction
        self._laid.setDirection(ways.TopToBottom if narrow else ways.LeftToRight)
        self._fit()

    def _fit(self) -> None:
        """Put the sentence under the rest where it would be cut beside the title."""
        beside = self._laid.direction() == QBoxLayout.Direction.LeftToRight and self._any
        taken = self.title.sizeHint().width() + scale.S12
        taken += self._buttons.sizeHint().width() + scale.S8 if beside else 0
        words = fonts.advance(fonts.interface(), self.said.text())
        under = bool(self.said.text()) and taken + words > self.width()
        self.said.setVisible(not under)
        self.under.setVisible(under)
