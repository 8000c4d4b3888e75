# SPDX-License-Identifier: EUPL-1.2
"""The head of a cartella: whose it is, what to mind, who holds the case."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from welfaredesk.base.text import N_, tr
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.card import column, row
from welfaredesk.ui.parts.chip import ChipMark, ChipRow
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.theme import scale

PRINT = N_("Stampa")
_FACTS_BESIDE_FROM = 760
CASE_MANAGER = N_("Case manager: ")


@dataclass(frozen=True, slots=True)
class PersonHead:
    """What the header shows; `facts` are words such as «9 anni · nata il 14/03/2017 · Gussola»."""

    name: str
    facts: str
    chips: tuple[ChipMark, ...] = ()
    case_manager: str = ""


class PersonHeader(QFrame):
    """A header of at most 96 px while the chips fit one line; the name stays whole longest."""

    print_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("look", "header")
        self.name = PlainLabel("", "title", elide=True)
        self.facts = PlainLabel("", "soft", elide=True)
        self.chips = ChipRow()
        self.case_manager = PlainLabel("", "soft", elide=True)
        self.print_button = Button(tr(PRINT), "printer")
        self.print_button.clicked.connect(self.print_asked)
        self._actions = row()
        self._side = column(gap=scale.S4)
        self._aside: Button | None = None
        self._gap = QWidget()
        self._gap.hide()
        self._build()

    def _build(self) -> None:
        self.name.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.facts.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.case_manager.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        first = self._first = row(gap=scale.S12)
        first.addWidget(self.name)
        first.addWidget(self.facts, 1)
        first.addWidget(self._gap, 1)
        first.addLayout(self._actions)
        self._actions.addWidget(self.print_button)
        second = row(gap=scale.S12)
        second.addWidget(self.chips, 1)
        second.addLayout(self._side)
        self._side.addWidget(self.case_manager, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.body = column(gap=scale.S4)
        self.body.setContentsMargins(scale.S24, scale.S12, scale.S24, scale.S12)
        self.body.addLayout(first)
        self.body.addLayout(second)
        self.setLayout(self.body)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the facts on a line of their own where they would be cut beside the name."""
        super().resizeEvent(event)
        under = event.size().width() < _FACTS_BESIDE_FROM
        if under == (self.body.indexOf(self.facts) < 0):
            (self._first if under else self.body).removeWidget(self.facts)
            self._gap.setVisible(under)
            if under:
                self.body.insertWidget(1, self.facts)
            else:
                self._first.insertWidget(1, self.facts, 1)
            self._place_aside()

    def show_person(self, head: PersonHead) -> None:
        """Show another person."""
        self.name.setText(head.name)
        self.facts.setText(head.facts)
        self.chips.set_chips(head.chips)
        self.case_manager.setText(tr(CASE_MANAGER) + head.case_manager if head.case_manager else "")
        self.setAccessibleName(head.name)

    def set_aside(self, button: Button) -> None:
        """Put a button before the others, or beside the chips where those take several lines."""
        self._aside = button
        self._place_aside()

    def _place_aside(self) -> None:
        if self._aside is None:
            return
        self._actions.removeWidget(self._aside)
        self._side.removeWidget(self._aside)
        if self.body.indexOf(self.facts) < 0:
            self._actions.insertWidget(0, self._aside)
        else:
            self._side.addWidget(self._aside, 0, Qt.AlignmentFlag.AlignRight)

    def set_actions(self, buttons: Sequence[Button]) -> None:
        """Put further buttons before «Stampa»."""
        for number, button in enumerate(buttons):
            self._actions.insertWidget(number, button)
