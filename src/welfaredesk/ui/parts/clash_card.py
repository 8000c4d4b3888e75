# SPDX-License-Identifier: EUPL-1.2
"""The clash card: a sentence, then what there was, what stands and what waits, with the differing words marked."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from welfaredesk.base.text import N_, tr
from welfaredesk.ui.parts.beside import Beside
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.card import Card, column, row
from welfaredesk.ui.parts.chip import Chip, ChipMark
from welfaredesk.ui.parts.marked_text import Mark, MarkedText, Stretch
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.theme import scale

EMPTY, WHOLE = N_("(niente)"), N_("Testo intero")
_WIDE_FROM = 640


@dataclass(frozen=True, slots=True, kw_only=True)
class ClashSide:
    """One of the three columns: its title, whose it is and since when, its words, and what a chip says of it."""

    title: str
    said: str = ""
    words: tuple[Stretch, ...] = ()
    chip: ChipMark | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClashShown:
    """What a card shows: the sentence, where it is about, and the three sides."""

    sentence: str
    about: str
    more: str
    sides: tuple[ClashSide, ...]

    @property
    def shortened(self) -> bool:
        """Tell whether words that nobody touched are left out."""
        return any(one.mark is Mark.SOFT for side in self.sides for one in side.words)


class _Side(Card):
    def __init__(self, side: ClashSide) -> None:
        super().__init__(gap=scale.S8, fills=True)
        self.setAccessibleName(side.title)
        head = row()
        head.addWidget(PlainLabel(side.title, "strong", elide=True), 1)
        if side.chip is not None:
            head.addWidget(Chip(side.chip), 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(head)
        if side.said:
            self.add(PlainLabel(side.said, "meta", wrap=True))
        if any(one.text for one in side.words):
            self.words = MarkedText(side.words)
            self.add(self.words)
        else:
            self.add(PlainLabel(tr(EMPTY), "soft"))
        self.body.addStretch(1)


class ClashCard(QWidget):
    """One clash; `opened` asks for the record it is about, `whole_asked` for the words left out."""

    opened = Signal()
    whole_asked = Signal()

    def __init__(self, shown: ClashShown) -> None:
        super().__init__()
        self.setAccessibleName(shown.sentence)
        self.sentence = PlainLabel(shown.sentence, "section", wrap=True)
        self.about = Button(shown.about, "folder-open", look="link")
        self.about.clicked.connect(self.opened)
        self.sides = [_Side(side) for side in shown.sides]
        self.whole = Button(tr(WHOLE), "file-text", look="link")
        self.whole.clicked.connect(self.whole_asked)
        where = row(gap=scale.S12)
        where.addWidget(self.about)
        where.addWidget(PlainLabel(shown.more, "soft", elide=True), 1)
        where.addWidget(self.whole)
        laid = column(gap=scale.S12)
        laid.addWidget(self.sentence)
        laid.addLayout(where)
        laid.addWidget(Beside(self.sides, shares=[1] * len(self.sides), wide_from=_WIDE_FROM))
        self.setLayout(laid)
        self.whole.setVisible(shown.shortened)
