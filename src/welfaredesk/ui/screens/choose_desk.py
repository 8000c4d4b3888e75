# SPDX-License-Identifier: EUPL-1.2
"""Chi lavora adesso: the desks of people who share one account of the PC, and room for one more."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from welfaredesk.base.clock import Clock
from welfaredesk.base.machine_errors import NameTaken
from welfaredesk.base.text import N_, tr
from welfaredesk.desk.desks_here import LONGEST, DeskHere, new_profile
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.card import column, row
from welfaredesk.ui.parts.field import Field
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.screens.door import Door
from welfaredesk.ui.theme import scale
from welfaredesk.ui.words import moment_words

TITLE = N_("Chi lavora adesso?")
LEAD = N_("Su questo PC lavorano più persone. Ognuna ha la sua postazione, con la sua frase segreta.")
LEAD_ONE = N_("Ogni persona ha la sua postazione, con la sua frase segreta: nessuna apre quella di un'altra.")
NEW = N_("Una nuova postazione")
LAST, BACK = N_("Ultimo lavoro: {when}"), N_("Indietro")
NEVER, REFUSED, ERASED = N_("mai usata"), N_("non si può aprire"), N_("archivio cancellato")
ADD = N_("Aggiungi una postazione…")
NAME = N_("Come si chiama la nuova postazione")
NAME_HELP = N_("Si legge prima di sbloccare: meglio un colore, una stanza o una sigla che il tuo nome.")
MAKE = N_("Continua")


class ChooseDesk(Door):
    """`chosen` carries the profile of a desk, or that of one to be made."""

    chosen = Signal(object)

    def __init__(self, desks: Sequence[DeskHere], *, clock: Clock) -> None:
        super().__init__(tr(TITLE))
        self.title = PlainLabel(tr(TITLE), "title", wrap=True)
        self.card.add(self.title)
        self.card.add(PlainLabel(tr(LEAD if len(desks) > 1 else LEAD_ONE), wrap=True))
        today = clock.now().local().date()
        self.buttons: list[Button] = []
        for desk in desks:
            worked = moment_words(desk.worked.local(), today) if desk.worked is not None else tr(NEVER)
            gone = tr(REFUSED) if desk.refused else tr(ERASED) if desk.erased else ""
            said = gone or (worked if desk.worked is None else tr(LAST).format(when=worked))
            button = Button(desk.name, "lock", keys=said, left=True)
            button.setAccessibleDescription(said)
            button.clicked.connect(partial(self._choose, desk))
            self.card.add(button)
            self.buttons.append(button)
        self.add_button = Button(tr(ADD), "plus", look="quiet")
        self.add_button.clicked.connect(self._add)
        self.card.body.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.line = QLineEdit()
        self.line.setMaxLength(LONGEST)
        self.field = Field(tr(NAME), self.line, help_text=tr(NAME_HELP))
        self.make_button = Button(tr(MAKE), look="main")
        self.line.returnPressed.connect(self._make)
        self.make_button.clicked.connect(self._make)
        self.back_button = Button(tr(BACK), "arrow-left", look="quiet")
        self.back_button.clicked.connect(self._back)
        foot = row()
        foot.addWidget(self.make_button)
        foot.addStretch(1)
        foot.addWidget(self.back_button)
        laid = column(gap=scale.S12)
        laid.addWidget(self.field)
        laid.addLayout(foot)
        self.adding = QWidget()
        self.adding.setLayout(laid)
        self.adding.hide()
        self.card.add(self.adding)

    def _choose(self, desk: DeskHere) -> None:
        self.chosen.emit(desk.profile)

    @Slot()
    def _add(self) -> None:
        """Ask for a name in the place of the desks: below them a small screen would not show it."""
        self._turn(adding=True)
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _back(self) -> None:
        self._turn(adding=False)
        self.add_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _turn(self, *, adding: bool) -> None:
        for button in (*self.buttons, self.add_button):
            button.setHidden(adding)
        self.adding.setVisible(adding)
        self.title.setText(tr(NEW if adding else TITLE))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back from the name with Esc."""
        if event.key() == Qt.Key.Key_Escape and self.adding.isVisible():
            self._back()
        else:
            super().keyPressEvent(event)

    @Slot()
    def _make(self) -> None:
        try:
            profile = new_profile(self.line.text())
        except NameTaken as fault:
            self.field.set_problem(fault.text)
            self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.chosen.emit(profile)

    def showEvent(self, event: QShowEvent) -> None:
        """Have the keyboard on the first desk."""
        super().showEvent(event)
        (self.buttons[0] if self.buttons else self.add_button).setFocus(Qt.FocusReason.OtherFocusReason)
