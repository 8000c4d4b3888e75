# SPDX-License-Identifier: EUPL-1.2
"""The card that asks why a cartella is opened on call; the reason is told to whoever follows the person."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLineEdit

from welfaredesk.base.text import N_, tr
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.card import Card, row
from welfaredesk.ui.parts.field import Field
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.theme import scale

WHY = N_("Perché apri questa cartella?")
SAID = N_("La leggi solo per la reperibilità. Il motivo resta scritto, e chi segue la persona lo vede in Oggi.")
HELP = N_("Per esempio: chiamata dei Carabinieri alle 2, il bambino è in pronto soccorso.")
OPEN = N_("Apri")
EMPTY = N_("Scrivi il motivo, anche in poche parole.")
WIDEST = 640


class WhyCard(Card):
    """A reason and one button; `given` carries the reason."""

    given = Signal(str)

    def __init__(self) -> None:
        super().__init__(tr(WHY), gap=scale.S12)
        self.setMaximumWidth(WIDEST)
        self.reason = QLineEdit()
        self.reason.setMaxLength(500)
        self.field = Field(tr(WHY), self.reason, help_text=tr(HELP), characters=48)
        self.button = Button(tr(OPEN), "folder-open", look="main")
        self.add(PlainLabel(tr(SAID), wrap=True))
        self.add(self.field)
        foot = row(gap=scale.S8)
        foot.addWidget(self.button)
        foot.addStretch(1)
        self.body.addLayout(foot)
        self.button.clicked.connect(self.give)
        self.reason.returnPressed.connect(self.give)
        self.hide()

    def ask(self) -> None:
        """Ask for the reason."""
        self.reason.clear()
        self.field.set_problem("")
        self.show()
        self.reason.setFocus()

    @Slot()
    def give(self) -> None:
        """Give the reason that was typed."""
        said = self.reason.text().strip()
        if not said:
            self.field.set_problem(tr(EMPTY))
            return
        self.hide()
        self.given.emit(said)
