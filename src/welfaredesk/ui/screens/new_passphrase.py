# SPDX-License-Identifier: EUPL-1.2
"""A new passphrase, typed twice or proposed as five words, its strength said in words."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from welfaredesk.base.ids import Ids
from welfaredesk.base.text import N_, tr
from welfaredesk.desk.unlocking import Strength, propose_words, strength
from welfaredesk.ui.parts.announce import announce
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.card import column
from welfaredesk.ui.parts.field import Field
from welfaredesk.ui.parts.flow import FlowBox
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.theme import scale

NEW = N_("Frase segreta")
AGAIN = N_("La stessa frase, un'altra volta")
HELP = N_("Almeno 15 caratteri, oppure cinque parole proposte dal programma. Gli spazi contano come caratteri.")
PROPOSE = N_("Proponi cinque parole")
SHOW = N_("Mostra")
HIDE = N_("Nascondi")
SAID = {
    Strength.SHORT: N_("Troppo corta: mancano {missing} caratteri."),
    Strength.ENOUGH: N_("Abbastanza lunga. Se è una frase nota o ripete le stesse lettere, cambiala."),
    Strength.GOOD: N_("Buona: lunga e varia."),
    Strength.WORDS: N_("Ottima: cinque parole a caso, difficili da indovinare e facili da ricordare."),
}
DIFFERENT = N_("Le due frasi non sono uguali.")
PROPOSED = N_("Scrivila di nuovo qui sotto a mano: così resta in mente. Finché la vedi, puoi annotarla.")
LEAST = 15


class NewPassphrase(QWidget):
    """The two fields and their help; `problem` says whether the phrase may be used."""

    submitted = Signal()

    def __init__(self, ids: Ids, *, label: str = NEW) -> None:
        super().__init__()
        self._ids = ids
        self.line, self.again = QLineEdit(), QLineEdit()
        self.field = Field(tr(label), self.line, help_text=tr(HELP))
        self.again_field = Field(tr(AGAIN), self.again)
        self.worth = PlainLabel("", "strong", wrap=True)
        self.hint = PlainLabel("", "meta", wrap=True)
        self.propose = Button(tr(PROPOSE), "refresh-cw")
        self.show_button = Button(tr(SHOW), "eye")
        self._build()

    def _build(self) -> None:
        for line in (self.line, self.again):
            line.setEchoMode(QLineEdit.EchoMode.Password)
            line.setMaximumWidth(scale.FIELD_WIDEST)
            line.textChanged.connect(self._typed)
            line.returnPressed.connect(self.submitted)
        self.propose.clicked.connect(self._propose)
        self.show_button.clicked.connect(self._turn)
        buttons = FlowBox()
        buttons.add(self.propose)
        buttons.add(self.show_button)
        laid = column(gap=scale.S12)
        for part in (self.field, self.worth, buttons, self.hint, self.again_field):
            laid.addWidget(part)
        self.setLayout(laid)
        self.setFocusProxy(self.line)
        self.worth.hide()
        self.hint.hide()

    def phrase(self) -> str:
        """Return what was typed."""
        return self.line.text()

    def check(self) -> bool:
        """Say beside the fields what is wrong and tell whether nothing is."""
        short = strength(self.line.text()) is Strength.SHORT
        self.field.set_problem(self._short() if short else "")
        same = self.line.text() == self.again.text()
        self.again_field.set_problem("" if same or short else tr(DIFFERENT))
        if short or not same:
            (self.line if short else self.again).setFocus()
        return not short and same

    def clear(self) -> None:
        """Forget what was typed."""
        self.line.clear()
        self.again.clear()
        self._reveal(shown=False)

    def _short(self) -> str:
        missing = max(1, LEAST - len(" ".join(self.line.text().split())))
        return tr(SAID[Strength.SHORT]).format(missing=missing)

    @Slot()
    def _typed(self) -> None:
        self.field.set_problem("")
        self.again_field.set_problem("")
        worth = strength(self.line.text())
        said = self._short() if worth is Strength.SHORT else tr(SAID[worth])
        self.worth.setVisible(bool(self.line.text()))
        self.worth.setText(said)

    @Slot()
    def _propose(self) -> None:
        self.line.setText(propose_words(self._ids))
        self.again.clear()
        self._reveal(shown=True)
        self.hint.setText(tr(PROPOSED))
        self.hint.show()
        announce(self.line, self.line.text())
        self.again.setFocus()

    @Slot()
    def _turn(self) -> None:
        self._reveal(shown=self.line.echoMode() == QLineEdit.EchoMode.Password)

    def _reveal(self, *, shown: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        self.line.setEchoMode(mode)
        self.again.setEchoMode(mode)
        self.show_button.set_label(tr(HIDE if shown else SHOW))
        self.show_button.set_icon_name("eye-off" if shown else "eye")
