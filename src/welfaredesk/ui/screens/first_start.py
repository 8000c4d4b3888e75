# SPDX-License-Identifier: EUPL-1.2
"""Primo avvio: from an empty PC to an open desk, with the recovery sheets printed and tested on the way."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QLineEdit, QRadioButton

from welfaredesk.base.errors import Fault
from welfaredesk.base.text import N_, tr
from welfaredesk.desk.unlocking import Drawn, FirstStart, begin, draw
from welfaredesk.ui.ground import Ground
from welfaredesk.ui.screens.first_start_pages import (
    EntePage,
    HoldersPage,
    OperatorPage,
    PhrasePage,
    StartPage,
    Welcome,
)
from welfaredesk.ui.screens.first_start_sheets import SheetsPage, TestPage
from welfaredesk.ui.screens.steps import ON, Steps

TITLE = N_("Primo avvio")
FINISH = N_("Crea l'ente e comincia")
FOUNDING = N_("Creo l'archivio protetto…")


class FirstStartWizard(Steps):
    """The pages one after the other; `invited`, `replaced` and `copied` lead elsewhere."""

    invited = Signal()
    replaced = Signal()
    copied = Signal()
    go_on_from = (QLineEdit, QRadioButton, QCheckBox)

    def __init__(self, ground: Ground) -> None:
        super().__init__(tr(TITLE))
        self._ground = ground
        self._drawn: tuple[tuple[str, bool], Drawn] | None = None
        self.welcome, self.ente, self.operator = Welcome(), EntePage(), OperatorPage(ground)
        self.phrase, self.holders = PhrasePage(ground), HoldersPage()
        self.sheets, self.test = SheetsPage(ground), TestPage(ground)
        self.lay_pages(
            self.welcome,
            self.ente,
            self.operator,
            self.phrase,
            self.holders,
            self.sheets,
            self.test,
        )
        self.phrase.phrase.submitted.connect(self.go_on)

    def _dress(self, page: StartPage) -> None:
        self.on_button.set_label(tr(FINISH if page is self.test else ON))
        self.back_button.setVisible(page is not self.welcome)

    @Slot()
    def go_on(self) -> None:
        """Go to the next page, if this one is complete; at the last, found the ente."""
        if self._aside.busy or not self.page().ready():
            return
        if self.page() is self.test:
            self._found()
            return
        if self.page() is self.welcome and not self.welcome.new.isChecked():
            self._aside.close()
            self._elsewhere()
            return
        try:
            self._prepare(self.pages[self.at + 1])
        except Fault as fault:
            self._tell(fault.text)
            return
        self._show(self.at + 1)

    def _elsewhere(self) -> None:
        if self.welcome.invited.isChecked():
            self.invited.emit()
        elif self.welcome.gone.isChecked():
            self.replaced.emit()
        else:
            self.copied.emit()

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
        self._begin(tr(FOUNDING))
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

    def _forget(self) -> None:
        self._drawn = None
        self.sheets.forget()
        self.test.forget()
        self.phrase.phrase.clear()
