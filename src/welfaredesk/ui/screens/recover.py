# SPDX-License-Identifier: EUPL-1.2
"""Frase dimenticata: the words of the sheets, a new phrase, and the archive opens."""

from PySide6.QtCore import Signal, Slot

from welfaredesk.base.errors import Fault
from welfaredesk.base.text import N_, tr
from welfaredesk.desk.session import Session
from welfaredesk.desk.unlocking import open_session, recover
from welfaredesk.ui.aside import Aside
from welfaredesk.ui.ground import Ground
from welfaredesk.ui.parts.banner import Banner
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.card import row
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.screens.door import WIDE, Door, Patience
from welfaredesk.ui.screens.new_passphrase import NewPassphrase
from welfaredesk.ui.screens.sheet_words import SheetWords
from welfaredesk.ui.theme import scale

TITLE = N_("Frase dimenticata")
LEAD = N_(
    "Servono due dei tre fogli di recupero (uno solo, se l'ente è di una persona). Copia le parole nell'ordine, "
    "con uno spazio fra l'una e l'altra; i numeri si possono lasciare."
)
FIRST = N_("Parole del primo foglio")
SECOND = N_("Parole del secondo foglio (non serve, se l'ente è di una persona)")
NEW = N_("Frase segreta nuova")
SET = N_("Imposta la frase e apri")
BACK = N_("Indietro")
OPENING = N_("Apro l'archivio…")
FIRST_MISSING = N_("Copia almeno un foglio intero: 33 parole.")


class Recover(Door):
    """`opened` carries the session, `left` goes back to the one field."""

    opened = Signal(object)
    left = Signal()

    def __init__(self, ground: Ground) -> None:
        super().__init__(tr(TITLE), widest=WIDE)
        self._ground = ground
        self._aside = Aside(self)
        self.trouble = Banner(kind="danger")
        self.trouble.hide()
        self.first, self.second = SheetWords(tr(FIRST)), SheetWords(tr(SECOND))
        self.phrase = NewPassphrase(ground.ids, label=NEW)
        self.set_button = Button(tr(SET), look="main")
        self.back_button = Button(tr(BACK), "arrow-left", look="quiet")
        self.state = PlainLabel("", "meta")
        self.state.hide()
        self._patience = Patience(self.state)
        foot = row()
        foot.setContentsMargins(0, scale.S12, 0, 0)
        foot.addWidget(self.set_button)
        foot.addStretch(1)
        foot.addWidget(self.back_button)
        self.card.add(PlainLabel(tr(TITLE), "title", wrap=True))
        self.card.add(PlainLabel(tr(LEAD), wrap=True))
        for part in (self.first, self.second, self.phrase, self.trouble):
            self.card.add(part)
        self.card.body.addLayout(foot)
        self.card.add(self.state)
        self.set_button.clicked.connect(self.set_phrase)
        self.phrase.submitted.connect(self.set_phrase)
        self.back_button.clicked.connect(self.left)

    @Slot()
    def set_phrase(self) -> None:
        """Open the archive with the sheets and give it the new phrase."""
        if self._aside.busy:
            return
        if not self.first.whole() and not self.second.whole():
            self.first.field.set_problem(tr(FIRST_MISSING))
            self.first.editor.setFocus()
            return
        if not self.phrase.check():
            return
        ground, phrase = self._ground, self.phrase.phrase()
        shares = [box.text() for box in (self.first, self.second) if box.text().strip()]
        self.trouble.hide()
        self.set_button.setEnabled(False)
        self._patience.begin(tr(OPENING))

        def work() -> Session:
            recover(ground.profile, shares, new=phrase, cost=ground.cost, ids=ground.ids)
            return open_session(ground.profile, phrase, clock=ground.clock, ids=ground.ids)

        self._aside.run(work, self._opened, failed=self._refused)

    def _opened(self, session: Session) -> None:
        self._patience.end()
        self._aside.close()
        self.opened.emit(session)

    def _refused(self, fault: Fault) -> None:
        self._patience.end()
        self.set_button.setEnabled(True)
        self.trouble.show()
        self.trouble.say(fault.text, kind="danger")
        self.ensureWidgetVisible(self.trouble)
