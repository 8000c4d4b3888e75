# SPDX-License-Identifier: EUPL-1.2
"""Primo avvio: from an empty PC to an open desk, with the recovery sheets printed and tested on the way."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QLineEdit, QRadioButton

from welfaredesk.base.errors import Fault
from welfaredesk.base.text import N_, tr
from welfaredesk.desk.session import Session
from welfaredesk.desk.unlocking import Drawn, FirstStart, begin, draw
from welfaredesk.ui.aside import Aside
from welfaredesk.ui.ground import Ground
from welfaredesk.ui.parts.banner import Banner
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.card import row
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.screens.door import WIDE, Door, Patience
from welfaredesk.ui.screens.first_start_pages import (
    EntePage,
    HoldersPage,
    OperatorPage,
    PhrasePage,
    StartPage,
    Welcome,
)
from welfaredesk.ui.screens.first_start_sheets import SheetsPage, TestPage
from welfaredesk.ui.theme import scale

TITLE = N_("Primo avvio")
STEP = N_("Passo {number} di {count}")
ON = N_("Avanti")
BACK = N_("Indietro")
FINISH = N_("Crea l'ente e comincia")
FOUNDING = N_("Creo l'archivio protetto…")
KEYS = N_("Invio")
GO_ON_FROM = (QLineEdit, QRadioButton, QCheckBox)


class FirstStartWizard(Door):
    """The pages one after the other; `opened` carries the session of the new desk, `invited` leads elsewhere."""

    opened = Signal(object)
    invited = Signal()

    def __init__(self, ground: Ground) -> None:
        super().__init__(tr(TITLE), widest=WIDE)
        self._ground = ground
        self._aside = Aside(self)
        self._drawn: tuple[tuple[str, bool], Drawn] | None = None
        self.welcome, self.ente, self.operator = Welcome(), EntePage(), OperatorPage(ground)
        self.phrase, self.holders = PhrasePage(ground), HoldersPage()
        self.sheets, self.test = SheetsPage(ground), TestPage(ground)
        self.pages: tuple[StartPage, ...] = (
            self.welcome,
            self.ente,
            self.operator,
            self.phrase,
            self.holders,
            self.sheets,
            self.test,
        )
        self.at = 0
        self.step = PlainLabel("", "meta")
        self.heading = PlainLabel("", "title", wrap=True)
        self.trouble = Banner(kind="danger")
        self.on_button = Button(tr(ON), look="main", keys=tr(KEYS))
        self.back_button = Button(tr(BACK), "arrow-left", look="quiet")
        self.state = PlainLabel("", "meta")
        self._patience = Patience(self.state)
        self._build()
        self._show(0)

    def _build(self) -> None:
        self.trouble.hide()
        self.state.hide()
        foot = row()
        foot.addWidget(self.on_button)
        foot.addStretch(1)
        foot.addWidget(self.back_button)
        self.card.add(self.step)
        self.card.add(self.heading)
        self.card.add(self.trouble)
        for page in self.pages:
            self.card.add(page)
            page.hide()
        foot.setContentsMargins(0, scale.S12, 0, 0)
        self.card.body.addLayout(foot)
        self.card.add(self.state)
        self.on_button.clicked.connect(self.go_on)
        self.back_button.clicked.connect(self.go_back)
        self.phrase.phrase.submitted.connect(self.go_on)

    def page(self) -> StartPage:
        """Return the page on the screen."""
        return self.pages[self.at]

    def _show(self, number: int) -> None:
        self.page().hide()
        self.at = number
        page = self.page()
        self.step.setText(tr(STEP).format(number=number + 1, count=len(self.pages)))
        self.heading.setText(tr(page.title))
        last = number == len(self.pages) - 1
        self.on_button.set_label(tr(FINISH if last else ON))
        self.back_button.setVisible(number > 0)
        self.trouble.hide()
        page.show()
        self.verticalScrollBar().setValue(0)
        page.first().setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def go_on(self) -> None:
        """Go to the next page, if this one is complete; at the last, found the ente."""
        if self._aside.busy or not self.page().ready():
            return
        if self.page() is self.test:
            self._found()
            return
        if self.page() is self.welcome and self.welcome.invited.isChecked():
            self._aside.close()
            self.invited.emit()
            return
        try:
            self._prepare(self.pages[self.at + 1])
        except Fault as fault:
            self._tell(fault)
            return
        self._show(self.at + 1)

    @Slot()
    def go_back(self) -> None:
        """Go to the page before."""
        if self.at > 0 and not self._aside.busy:
            self._show(self.at - 1)

    def _prepare(self, page: StartPage) -> None:
        alone = self.holders.is_alone()
        if page is self.sheets:
            told = ("\n".join((self.ente.name.text(), *self.holders.holder_names())), alone)
            if self._drawn is None or self._drawn[0] != told:
                kept = self._drawn[1] if self._drawn and self._drawn[0][1] == alone else None
                self._drawn = (told, kept or draw(self._ground.ids, alone=alone))
                self.sheets.show_sheets(
                    self._drawn[1],
                    ente=self.ente.name.text().strip(),
                    holders=self.holders.holder_names(),
                    alone=alone,
                )
        elif page is self.test and self._drawn is not None:
            self.test.ask(self._drawn[1], alone=alone)

    def _found(self) -> None:
        if self._drawn is None:
            return
        drawn, ground = self._drawn[1], self._ground
        start = FirstStart(
            ente=self.ente.name.text().strip(),
            surname=self.operator.surname.text().strip(),
            name=self.operator.name.text().strip(),
            passphrase=self.phrase.phrase.phrase(),
            roles=self.operator.chosen_roles(),
            comuni=tuple(self.ente.comuni.names),
            alone=self.holders.is_alone(),
        )
        profile = self.operator.profile.code() or None
        self.on_button.setEnabled(False)
        self.back_button.setEnabled(False)
        self._patience.begin(tr(FOUNDING))
        self._aside.run(
            lambda: begin(
                ground.profile,
                start,
                drawn=drawn,
                operator_profile=profile,
                clock=ground.clock,
                ids=ground.ids,
                cost=ground.cost,
            ),
            self._opened,
            failed=self._refused,
        )

    def _opened(self, session: Session) -> None:
        self._patience.end()
        self._drawn = None
        self.sheets.forget()
        self.test.forget()
        self.phrase.phrase.clear()
        self._aside.close()
        self.opened.emit(session)

    def _refused(self, fault: Fault) -> None:
        self._patience.end()
        self.on_button.setEnabled(True)
        self.back_button.setEnabled(True)
        self._tell(fault)

    def _tell(self, fault: Fault) -> None:
        self.trouble.show()
        self.trouble.say(fault.text, kind="danger")

    @property
    def busy(self) -> bool:
        """Tell whether the ente is being founded."""
        return self._aside.busy

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go on with Enter from a line or a choice, back with Esc."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(self.focusWidget(), GO_ON_FROM):
            self.go_on()
        elif event.key() == Qt.Key.Key_Escape:
            self.go_back()
        else:
            super().keyPressEvent(event)
