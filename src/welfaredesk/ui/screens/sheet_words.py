# SPDX-License-Identifier: EUPL-1.2
"""The words of a recovery sheet as somebody copies them, checked while they are typed."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from welfaredesk.base.text import N_, tr
from welfaredesk.desk.unlocking import is_share, unknown_words, words
from welfaredesk.ui.parts.card import column
from welfaredesk.ui.parts.field import Field
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.theme import scale

WORDS = 33
HEIGHT = 96
COUNT = N_("{count} parole su 33")
WHOLE = N_("Foglio copiato bene.")
UNKNOWN = N_("La parola {number}, «{word}», non è in nessun foglio: controlla come è scritta.")
MISCOPIED = N_("Le parole ci sono tutte ma una è sbagliata o fuori posto: confrontale con il foglio.")
MANY = N_("Le parole sono più di 33: un foglio per riquadro.")


class SheetWords(QWidget):
    """A box for 33 words; `changed` is emitted as they are typed."""

    changed = Signal()

    def __init__(self, label: str) -> None:
        super().__init__()
        self.editor = QPlainTextEdit()
        self.field = Field(label, self.editor)
        self.editor.setFixedHeight(HEIGHT)
        self.state = PlainLabel("", "meta", wrap=True)
        laid = column(gap=scale.S4)
        laid.addWidget(self.field)
        laid.addWidget(self.state)
        self.setLayout(laid)
        self.setFocusProxy(self.editor)
        self.editor.textChanged.connect(self._typed)
        self._typed()

    def text(self) -> str:
        """Return what was typed."""
        return self.editor.toPlainText()

    def whole(self) -> bool:
        """Tell whether the sheet is copied well."""
        return is_share(self.text())

    @Slot()
    def _typed(self) -> None:
        typed = words(self.text())
        self.field.set_problem(self._problem(typed))
        self.state.setText(tr(WHOLE) if self.whole() else tr(COUNT).format(count=len(typed)))
        self.changed.emit()

    def _problem(self, typed: list[str]) -> str:
        # The word under the keyboard may still be growing: it is judged once a space follows.
        growing = bool(self.text()) and not self.text()[-1].isspace() and len(typed) < WORDS
        wrong = [place for place in unknown_words(self.text()) if not (growing and place == len(typed) - 1)]
        if wrong:
            return tr(UNKNOWN).format(number=wrong[0] + 1, word=typed[wrong[0]])
        if len(typed) > WORDS:
            return tr(MANY)
        return tr(MISCOPIED) if len(typed) == WORDS and not self.whole() else ""
