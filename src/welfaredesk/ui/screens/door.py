# SPDX-License-Identifier: EUPL-1.2
"""The door: the quiet page in the middle of the window that stands before an open desk."""

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QSizePolicy, QWidget

from welfaredesk.base.text import N_, tr
from welfaredesk.ui.parts.announce import announce
from welfaredesk.ui.parts.card import Card, column, row
from welfaredesk.ui.parts.page import Page
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.theme import scale

BRAND = N_("WelfareDesk")
PATIENCE_MS = 400
NARROW, WIDE = 440, 680


class Door(Page):
    """A page with one card in its middle; what stands in it goes into `card`."""

    def __init__(self, label: str, *, widest: int = NARROW) -> None:
        super().__init__(label, margins=scale.S16)
        self.brand = PlainLabel(tr(BRAND), "brand")
        self.card = Card(gap=scale.S12)
        self.card.body.setContentsMargins(scale.S24, scale.S24, scale.S24, scale.S24)
        inner = QWidget()
        inner.setMaximumWidth(widest)
        inner.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.inner = column(gap=scale.S12)
        self.inner.addWidget(self.brand)
        self.inner.addWidget(self.card)
        inner.setLayout(self.inner)
        middle = row(gap=0)
        middle.addStretch(1)
        middle.addWidget(inner, 1000)
        middle.addStretch(1)
        self.body.addStretch(2)
        self.body.addLayout(middle)
        self.body.addStretch(3)


class Patience(QObject):
    """Says what is going on only if it takes longer than 400 ms."""

    def __init__(self, label: PlainLabel) -> None:
        super().__init__(label)
        self._label = label
        self._words = ""
        self._timer = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._timer.timeout.connect(self._say)

    def begin(self, words: str) -> None:
        """Have `words` said if the end does not come soon."""
        self._words = words
        self._timer.start()

    def end(self) -> None:
        """Say nothing more."""
        self._timer.stop()
        self._label.setText("")
        self._label.hide()

    def _say(self) -> None:
        self._label.setText(self._words)
        self._label.show()
        announce(self._label, self._words)
