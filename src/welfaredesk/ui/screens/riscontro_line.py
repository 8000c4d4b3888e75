# SPDX-License-Identifier: EUPL-1.2
"""The line of the riscontro in the sheet of a new cartella: «Chiedi se è già seguita», and the answer."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Slot

from welfaredesk.base.clock import today
from welfaredesk.base.errors import Fault
from welfaredesk.base.text import N_, tr
from welfaredesk.desk import riscontro
from welfaredesk.desk.riscontro import About, AskState
from welfaredesk.ui.context import Context
from welfaredesk.ui.parts.announce import announce
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.card import Snug, column
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.screens.riscontro_words import standing_words
from welfaredesk.ui.theme import scale

ASK = N_("Chiedi se è già seguita")
ASK_SAID = N_("Lo chiede al coordinamento: risponde chi chiamare, o che non la segue nessuno.")
WHO = N_("Riscontro")


class RiscontroLine(Snug):
    """A sentence and a button; hidden while too little is typed, or the ente has no server."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._about = About()
        self.words = PlainLabel("", wrap=True)
        self.button = Button(tr(ASK), "phone")
        self.setAccessibleName(tr(WHO))
        laid = column(gap=scale.S8)
        laid.addWidget(self.words)
        laid.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        self.setLayout(laid)
        self.button.clicked.connect(self.ask)
        context.exchanging.changed.connect(self.look)
        self.hide()

    def show_typed(self, values: Mapping[str, Any]) -> None:
        """Look what may be asked of a person as typed now."""
        said = {name: str(values.get(name) or "") for name in ("surname", "name", "birth", "tax_code")}
        self._about = About(**said)
        self.look()

    @Slot()
    def look(self) -> None:
        """Ask the desk how the question stands."""
        about = self._about
        self.context.tasks.ask(
            lambda session: riscontro.state_of(session, about), self.show_state, owner=self, latest="riscontro"
        )

    def show_state(self, state: AskState) -> None:
        """Show the button, how the question stands, or nothing."""
        question = state.question
        self.button.setVisible(state.may_ask and question is None)
        words = standing_words(question, today(self.context.clock)) if question else tr(ASK_SAID)
        if question is not None and words != self.words.text():
            announce(self, words)
        self.words.setText(words)
        self.setVisible(question is not None or state.may_ask)

    @Slot()
    def ask(self) -> None:
        """Ask, and let the question leave now."""
        about = self._about
        self.button.setEnabled(False)

        def done(_question: str) -> None:
            self.button.setEnabled(True)
            self.context.exchanging.now()
            self.look()

        self.context.tasks.change(lambda session: riscontro.ask(session, about), done, owner=self, failed=self._failed)

    def _failed(self, fault: Fault) -> None:
        self.button.setEnabled(True)
        self.words.setText(fault.text)
        announce(self, fault.text)
