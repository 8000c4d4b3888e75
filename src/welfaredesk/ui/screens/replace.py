# SPDX-License-Identifier: EUPL-1.2
"""Il PC di prima non c'è più: from the recovery sheets to a desk with everything that had left the one that is gone."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from welfaredesk.base.text import N_, tr
from welfaredesk.desk.exchange.place import WayOut
from welfaredesk.desk.replacing import replace_desk
from welfaredesk.desk.session import Session
from welfaredesk.desk.unlocking import open_session
from welfaredesk.ui.ground import Ground
from welfaredesk.ui.parts.field import Field
from welfaredesk.ui.screens.enrol_pages import OwnPhrasePage, PlacePage
from welfaredesk.ui.screens.first_start_pages import StartPage
from welfaredesk.ui.screens.recover import FIRST, FIRST_MISSING, LEAD, SECOND
from welfaredesk.ui.screens.sheet_words import SheetWords
from welfaredesk.ui.screens.steps import ON, Steps

TITLE = N_("Il PC di prima non c'è più")
FINISH = N_("Rifai la postazione")
WORKING = N_("Cerco il server e rifaccio la postazione…")


class GonePage(PlacePage):
    """Where the server is, and whose desk is gone."""

    title = TITLE
    LEAD = N_(
        "Le cartelle che erano state inviate tornano tutte; quello che non era ancora partito si è perso con il PC. "
        "La postazione di prima viene revocata: se un giorno si ritrova, non entra più. "
        "Indirizzo e impronta li dice chi cura il server, o un collega da Impostazioni."
    )
    LETTERS = N_("La tua sigla")
    LETTERS_HELP = N_("Le lettere dei tuoi numeri: AB se scrivevi 2026/AB-12. Lavoravi da solo? Lascia vuoto.")

    def __init__(self) -> None:
        super().__init__()
        self.letters = QLineEdit()
        self.body.addWidget(Field(tr(self.LETTERS), self.letters, help_text=tr(self.LETTERS_HELP)))

    def last(self) -> QLineEdit:
        """Return the line of the letters."""
        return self.letters


class SharesPage(StartPage):
    """The words of the sheets."""

    title = N_("I fogli di recupero")

    def __init__(self) -> None:
        super().__init__(tr(LEAD))
        self.boxes = (SheetWords(tr(FIRST)), SheetWords(tr(SECOND)))
        for box in self.boxes:
            self.body.addWidget(box)

    def shares(self) -> list[str]:
        """Return the sheets that were copied."""
        return [box.text() for box in self.boxes if box.text().strip()]

    def ready(self) -> bool:
        """Ask for one sheet at least, each of them whole."""
        first, second = self.boxes
        if not self.shares():
            first.field.set_problem(tr(FIRST_MISSING))
        wrong = [box for box in (first, second) if not box.whole() and (box is first or box.text().strip())]
        if wrong:
            wrong[0].editor.setFocus()
        return not wrong

    def first(self) -> QWidget:
        """Begin at the first sheet."""
        return self.boxes[0].editor

    def forget(self) -> None:
        """Drop the words."""
        for box in self.boxes:
            box.editor.clear()


class Replace(Steps):
    """Address and letters, sheets, phrase; `left` goes back. `line` is another way to the server than its address."""

    left = Signal()

    def __init__(self, ground: Ground, *, line: WayOut | None = None) -> None:
        super().__init__(tr(TITLE))
        self._ground, self._line = ground, line
        self.gone, self.sheets, self.phrase = GonePage(), SharesPage(), OwnPhrasePage(ground.ids)
        self.lay_pages(self.gone, self.sheets, self.phrase)
        self.phrase.phrase.submitted.connect(self.go_on)

    def _dress(self, page: StartPage) -> None:
        self.on_button.set_label(tr(FINISH if page is self.phrase else ON))

    @Slot()
    def go_on(self) -> None:
        """Go to the next page, if this one is complete; at the last, come back into the ente."""
        if self._aside.busy or not self.page().ready():
            return
        if self.page() is self.phrase:
            self._replace()
        else:
            self._show(self.at + 1)

    @Slot()
    def go_back(self) -> None:
        """Go to the page before, or back to where an ente is founded."""
        if self._aside.busy:
            return
        if self.at:
            self._show(self.at - 1)
            return
        self.sheets.forget()
        self._aside.close()
        self.left.emit()

    def _replace(self) -> None:
        ground, line, phrase = self._ground, self._line, self.phrase.phrase.phrase()
        url, fingerprint = self.gone.address.text().strip(), self.gone.fingerprint.text().strip()
        letters, shares = self.gone.letters.text().strip(), self.sheets.shares()

        def work() -> Session:
            replace_desk(
                ground.profile,
                url,
                fingerprint=fingerprint,
                shares=shares,
                passphrase=phrase,
                operator=letters,
                clock=ground.clock,
                ids=ground.ids,
                cost=ground.cost,
                line=line,
            )
            return open_session(ground.profile, phrase, clock=ground.clock, ids=ground.ids)

        self._begin(tr(WORKING))
        self._aside.run(work, self._opened, failed=self._refused)

    def _forget(self) -> None:
        self.sheets.forget()
        self.phrase.phrase.clear()
