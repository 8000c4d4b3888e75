# SPDX-License-Identifier: EUPL-1.2
"""The bar that asks why a record is hidden; nothing is lost, and the notice undoes it."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from welfaredesk.base.errors import Fault
from welfaredesk.base.text import N_, tr
from welfaredesk.desk import records
from welfaredesk.desk.session import Session
from welfaredesk.ui.context import Context
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.card import Card, row
from welfaredesk.ui.parts.field import Field
from welfaredesk.ui.theme import scale

REASON = N_("Perché la nascondi?")
HELP = N_("Non si cancella: esce dagli elenchi, il motivo resta nella storia e si può rimettere in vista.")
HIDE = N_("Nascondi")
HIDDEN = N_("La scheda è nascosta.")


class RetireBar(Card):
    """A reason and one button; Esc puts it away."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setAccessibleName(tr(REASON))
        self.context = context
        self._identity = ""
        self._done: Callable[[], object] = lambda: None
        self.reason = QLineEdit()
        self.field = Field(tr(REASON), self.reason, help_text=tr(HELP), characters=44)
        self.button = Button(tr(HIDE), "eye-off", look="danger")
        self.add(self.field)
        foot = row(gap=scale.S8)
        foot.addWidget(self.button)
        foot.addStretch(1)
        self.body.addLayout(foot)
        self.button.clicked.connect(self.retire)
        self.reason.returnPressed.connect(self.retire)
        self.hide()

    def ask(self, identity: str, *, done: Callable[[], object]) -> None:
        """Ask for the reason of hiding a record; `done` is told when it is hidden, and when that is undone."""
        self._identity, self._done = identity, done
        self.reason.clear()
        self.field.set_problem("")
        self.show()
        self.reason.setFocus()

    @Slot()
    def retire(self) -> None:
        """Hide the record with the reason typed."""
        identity, reason = self._identity, self.reason.text()
        self.context.tasks.change(
            lambda session: records.retire(session, identity, reason), self._retired, owner=self, failed=self._failed
        )

    def _retired(self, _none: None) -> None:
        self.hide()
        self.context.ways.notice.emit(tr(HIDDEN), self._undo)
        self._done()

    def _failed(self, fault: Fault) -> None:
        self.field.set_problem(fault.text)

    def _undo(self) -> None:
        identity, done = self._identity, self._done

        def work(session: Session) -> None:
            records.retire(session, identity, None)

        def told(_none: None) -> None:
            done()

        self.context.tasks.change(work, told, owner=self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Put the bar away with Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)
