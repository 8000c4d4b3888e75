# SPDX-License-Identifier: EUPL-1.2
"""The card of the settings that changes the passphrase."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from welfaredesk.base.errors import Fault, WrongPassphrase
from welfaredesk.base.text import N_, tr
from welfaredesk.desk.session import Session
from welfaredesk.desk.unlocking import Cost, change_passphrase, cost_here
from welfaredesk.ui.context import Context
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.card import Card, column
from welfaredesk.ui.parts.field import Field
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.screens.new_passphrase import NewPassphrase
from welfaredesk.ui.theme import scale

TITLE = N_("Frase segreta")
OPEN = N_("Cambia la frase segreta…")
OLD = N_("Frase segreta di adesso")
NEW = N_("Frase segreta nuova")
CHANGE = N_("Cambia la frase")
CHANGING = N_("Cambio la frase…")
CHANGED = N_("Frase segreta cambiata: da adesso vale solo quella nuova. I fogli di recupero restano validi.")
WRONG = N_("Non è la frase di adesso. Controlla maiuscole e spazi e riprova.")


class PassphraseCard(Card):
    """Closed it is one button; open, the old phrase and the new one twice."""

    def __init__(self, context: Context, *, cost: Cost | None = None) -> None:
        super().__init__(tr(TITLE), gap=scale.S12)
        self._context = context
        self.cost = cost or cost_here()
        self.open_button = Button(tr(OPEN), "key-round")
        self.old = QLineEdit()
        self.old.setEchoMode(QLineEdit.EchoMode.Password)
        self.old_field = Field(tr(OLD), self.old)
        self.new = NewPassphrase(context.session.ids, label=NEW)
        self.change = Button(tr(CHANGE), look="main")
        self.state = PlainLabel("", "strong", wrap=True)
        self._inside = QWidget()
        laid = column(gap=scale.S12)
        laid.addWidget(self.old_field)
        laid.addWidget(self.new)
        laid.addWidget(self.change)
        self._inside.setLayout(laid)
        self._inside.hide()
        self.state.hide()
        laid.setAlignment(self.change, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self.open_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.add(self._inside)
        self.add(self.state)
        self.open_button.clicked.connect(self._open)
        self.change.clicked.connect(self._change)
        self.new.submitted.connect(self._change)

    @Slot()
    def _open(self) -> None:
        self.open_button.hide()
        self.state.hide()
        self._inside.show()
        self.old.setFocus()

    @Slot()
    def _change(self) -> None:
        if not self.change.isEnabled() or not self.new.check():
            return
        old, new, cost = self.old.text(), self.new.phrase(), self.cost
        self.change.setEnabled(False)
        self.state.setText(tr(CHANGING))
        self.state.show()

        def work(session: Session) -> None:
            change_passphrase(session.profile, old, new=new, cost=cost, ids=session.ids)

        self._context.tasks.change(work, self._changed, owner=self, failed=self._failed)

    def _changed(self, _done: None) -> None:
        self.change.setEnabled(True)
        self.old.clear()
        self.new.clear()
        self.old_field.set_problem("")
        self._inside.hide()
        self.open_button.show()
        self.state.setText(tr(CHANGED))

    def _failed(self, fault: Fault) -> None:
        self.change.setEnabled(True)
        self.state.hide()
        self.old_field.set_problem(tr(WRONG) if isinstance(fault, WrongPassphrase) else fault.text)
        self.old.setFocus()
        self.old.selectAll()
