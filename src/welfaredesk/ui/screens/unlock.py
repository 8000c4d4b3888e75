# SPDX-License-Identifier: EUPL-1.2
"""Sblocca: one field, when this desk was last worked on, nothing else; no name is readable before it opens."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLineEdit

from welfaredesk.base.errors import DamagedVault, Fault, NewerVault, WrongPassphrase
from welfaredesk.base.text import N_, tr
from welfaredesk.desk.closed import close_to_others, last_work
from welfaredesk.desk.desks_here import FIRST, is_of_this_account, name_of
from welfaredesk.ui.aside import Aside
from welfaredesk.ui.ground import Ground
from welfaredesk.ui.loading import Loading
from welfaredesk.ui.parts.banner import Banner
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.card import row
from welfaredesk.ui.parts.field import Field
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.screens.door import Door, Patience
from welfaredesk.ui.words import moment_words

if TYPE_CHECKING:
    from welfaredesk.desk.session import Session

HERE = N_("Questa postazione")
DEMO_HERE = N_("Ente dimostrativo")
LAST = N_("Ultimo lavoro: {when}")
PHRASE = N_("Frase segreta")
UNLOCK = N_("Sblocca")
FORGOTTEN = N_("Frase dimenticata?")
OPENING = N_("Apro l'archivio…")
WRONG = N_("Non è la frase giusta: l'archivio resta chiuso. Controlla maiuscole e spazi e riprova.")
RESTORE = N_("Ripristina una copia")
DEMO = N_("Le persone di questo ente sono inventate. La frase segreta è già scritta: premi Invio.")
KEYS = N_("Invio")
OTHERS = N_("Lavora un'altra persona?")
OPEN_TO_OTHERS = N_(
    "Su questo disco altri utenti del PC possono arrivare alla cartella dell'archivio. Quello che c'è dentro resta "
    "cifrato, ma potrebbero cancellarlo: di' a chi cura il PC di spostarlo su un disco del sistema."
)
OPENING_MODULES = (
    "welfaredesk.domain.catalogue",
    "welfaredesk.store.driver",
    "welfaredesk.store.vault",
    "welfaredesk.desk.session",
)
"""What opens an archive takes most of a start to load, and is wanted only once the phrase is typed."""


def whose(ground: Ground) -> str:
    """Return what a desk is called before it opens: by its folder if several share this account, nobody's name."""
    name = name_of(ground.profile)
    return tr(HERE) if name in ("", tr(FIRST)) else name


class Unlock(Door):
    """`opened` carries the session; `forgotten` and `restore_asked` lead to the pages that help.

    `working` says that the phrase is being worked out, `others_asked` leads to the desks of this account, `stopped`
    carries why this one is not opened at all.
    """

    opened = Signal(object)
    forgotten = Signal()
    working = Signal()
    restore_asked = Signal()
    others_asked = Signal()
    stopped = Signal(object)

    def __init__(self, ground: Ground) -> None:
        super().__init__(tr(UNLOCK))
        self._ground = ground
        self._aside = Aside(self)
        self.where = PlainLabel(tr(DEMO_HERE) if ground.demo_passphrase else whose(ground), "title", wrap=True)
        self.last = PlainLabel("", "soft", wrap=True)
        self.trouble = Banner(kind="danger")
        self.restore_button = Button(tr(RESTORE), "history")
        self.line = QLineEdit()
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self._loading = Loading(OPENING_MODULES, after=self.line)
        self.field = Field(tr(PHRASE), self.line)
        self.unlock_button = Button(tr(UNLOCK), look="main", keys=tr(KEYS))
        self.forgotten_button = Button(tr(FORGOTTEN), look="quiet")
        self.others_button = Button(tr(OTHERS), "users", look="quiet")
        self.state = PlainLabel("", "meta")
        self._patience = Patience(self.state)
        self._build()

    def _build(self) -> None:
        self.line.returnPressed.connect(self.unlock)
        self.unlock_button.clicked.connect(self.unlock)
        self.forgotten_button.clicked.connect(self.forgotten)
        self.restore_button.clicked.connect(self.restore_asked)
        self.others_button.clicked.connect(self.others_asked)
        self.restore_button.hide()
        self.trouble.hide()
        self.state.hide()
        foot = row()
        foot.addWidget(self.unlock_button)
        foot.addStretch(1)
        foot.addWidget(self.forgotten_button)
        for part in (self.where, self.last, self.field):
            self.card.add(part)
        if self._ground.demo_passphrase:
            self.line.setText(self._ground.demo_passphrase)
            self.line.selectAll()
            self.card.add(PlainLabel(tr(DEMO), "meta", wrap=True))
        self.card.body.addLayout(foot)
        self.card.add(self.state)
        if self._ground.demo_passphrase or not is_of_this_account(self._ground.profile):
            self.others_button.hide()
        self.inner.addWidget(self.others_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.inner.insertWidget(1, self.trouble)
        self.inner.insertWidget(2, self.restore_button, 0, Qt.AlignmentFlag.AlignLeft)
        worked = last_work(self._ground.profile, self._ground.clock)
        if worked is not None:
            today = self._ground.clock.now().local().date()
            self.last.setText(tr(LAST).format(when=moment_words(worked.local(), today)))
        self.last.setVisible(worked is not None)
        if not close_to_others(self._ground.profile):
            self.trouble.show()
            self.trouble.say(tr(OPEN_TO_OTHERS), kind="attention")

    @Slot()
    def unlock(self) -> None:
        """Try the phrase typed, away from the screen: the derivation is slow on purpose."""
        if self._aside.busy or not self.line.text():
            return
        self._loading.finish()
        from welfaredesk.desk.session import open_session

        ground, phrase = self._ground, self.line.text()
        self.field.set_problem("")
        self.trouble.hide()
        self._enable(on=False)
        self._patience.begin(tr(OPENING))
        self._aside.run(
            lambda: open_session(ground.profile, phrase, clock=ground.clock, ids=ground.ids),
            self._opened,
            failed=self._refused,
        )
        self.working.emit()

    def _enable(self, *, on: bool) -> None:
        self.line.setReadOnly(not on)
        self.unlock_button.setEnabled(on)
        self.forgotten_button.setEnabled(on)

    def _opened(self, session: "Session") -> None:
        self._patience.end()
        self.line.clear()
        self._aside.close()
        self.opened.emit(session)

    def _refused(self, fault: Fault) -> None:
        self._patience.end()
        self._enable(on=True)
        if isinstance(fault, NewerVault):
            self.stopped.emit(fault)
            return
        if isinstance(fault, WrongPassphrase):
            self.field.set_problem(tr(WRONG))
        else:
            self.tell(fault)
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.line.selectAll()

    def tell(self, fault: Fault) -> None:
        """Say over the card what is wrong with the archive and what can be done."""
        helps = isinstance(fault, DamagedVault)
        self.trouble.show()
        self.trouble.say(fault.text, kind="danger")
        self.restore_button.setVisible(helps)

    @property
    def busy(self) -> bool:
        """Tell whether a phrase is being tried."""
        return self._aside.busy

    def showEvent(self, event: QShowEvent) -> None:
        """Put the keyboard in the one field."""
        super().showEvent(event)
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
