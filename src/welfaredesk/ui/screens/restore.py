# SPDX-License-Identifier: EUPL-1.2
"""Ripristina: a copy takes the place of a damaged archive, which is kept whole beside it."""

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QLineEdit

from welfaredesk.base.clock import Moment
from welfaredesk.base.errors import Fault
from welfaredesk.base.text import N_, tr
from welfaredesk.desk.copies import SUFFIX
from welfaredesk.desk.session import Session
from welfaredesk.desk.unlocking import open_session, restore_beside
from welfaredesk.ui import choose
from welfaredesk.ui.aside import Aside
from welfaredesk.ui.ground import Ground
from welfaredesk.ui.parts.banner import Banner
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.field import Field
from welfaredesk.ui.parts.flow import FlowBox
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.screens.door import WIDE, Door, Patience
from welfaredesk.ui.words import moment_words

TITLE = N_("Ripristina una copia")
LEAD = N_(
    "L'archivio danneggiato non viene toccato: resta su questo PC, in una cartella accanto, con la data di oggi. "
    "Al suo posto torna la copia. Quello che è stato scritto dopo la copia non c'è."
)
FILE = N_("File della copia")
FILE_HELP = N_("Sta nella cartella o sulla chiavetta delle copie e finisce con .wdcopia.")
BROWSE = N_("Scegli…")
MADE = N_("La copia è di {when}.")
PHRASE = N_("Frase segreta di quando fu fatta la copia")
RESTORE = N_("Ripristina e apri")
BACK = N_("Torna indietro")
WORKING = N_("Ripristino e controllo la copia…")
NO_FILE = N_("Questo file non c'è: controlla che la chiavetta sia inserita.")
KINDS = N_("Copie di sicurezza (*.wdcopia)")


class Restore(Door):
    """`opened` carries the session, `left` goes back."""

    opened = Signal(object)
    left = Signal()

    def __init__(self, ground: Ground) -> None:
        super().__init__(tr(TITLE), widest=WIDE)
        self._ground = ground
        self._aside = Aside(self)
        self.trouble = Banner(kind="danger")
        self.trouble.hide()
        self.file, self.phrase = QLineEdit(), QLineEdit()
        self.phrase.setEchoMode(QLineEdit.EchoMode.Password)
        self.file_field = Field(tr(FILE), self.file, help_text=tr(FILE_HELP))
        self.made = PlainLabel("", "strong", wrap=True)
        self.made.hide()
        self.browse = Button(tr(BROWSE), "folder-open")
        self.restore_button = Button(tr(RESTORE), look="main")
        self.back_button = Button(tr(BACK), "arrow-left", look="quiet")
        self.state = PlainLabel("", "meta")
        self.state.hide()
        self._patience = Patience(self.state)
        foot = FlowBox()
        foot.add(self.restore_button)
        foot.add(self.back_button)
        self.card.add(PlainLabel(tr(TITLE), "title", wrap=True))
        self.card.add(PlainLabel(tr(LEAD), wrap=True))
        self.card.add(self.file_field)
        self.card.body.addWidget(self.browse, 0, Qt.AlignmentFlag.AlignLeft)
        for part in (self.made, Field(tr(PHRASE), self.phrase), self.trouble):
            self.card.body.addWidget(part)
        self.card.add(foot)
        self.card.add(self.state)
        self._connect()

    def _connect(self) -> None:
        self.file.textChanged.connect(self._typed)
        self.browse.clicked.connect(self._browse)
        self.restore_button.clicked.connect(self.restore)
        self.phrase.returnPressed.connect(self.restore)
        self.back_button.clicked.connect(self.left)

    @Slot()
    def _browse(self) -> None:
        choose.choose_file(self, tr(FILE), done=lambda path: self.file.setText(str(path)), kinds=tr(KINDS))

    @Slot(str)
    def _typed(self, text: str) -> None:
        self.file_field.set_problem("")
        path = Path(text)
        known = text.endswith(SUFFIX) and path.is_file()
        self.made.setVisible(known)
        if known:
            self.made.setText(tr(MADE).format(when=self._when(path)))

    def _when(self, path: Path) -> str:
        now = self._ground.clock.now()
        written: datetime = Moment(path.stat().st_mtime_ns // 1_000_000, now.offset).local()
        return moment_words(written, now.local().date())

    @Slot()
    def restore(self) -> None:
        """Restore the chosen copy and open it."""
        copy, phrase, ground = Path(self.file.text().strip()), self.phrase.text(), self._ground
        if self._aside.busy:
            return
        if not self.file.text().strip() or not copy.is_file():
            self.file_field.set_problem(tr(NO_FILE))
            self.file.setFocus()
            return
        self.trouble.hide()
        self.restore_button.setEnabled(False)
        self._patience.begin(tr(WORKING))

        def work() -> Session:
            restore_beside(ground.profile, copy, passphrase=phrase, clock=ground.clock, ids=ground.ids)
            return open_session(ground.profile, phrase, clock=ground.clock, ids=ground.ids)

        self._aside.run(work, self._opened, failed=self._refused)

    def _opened(self, session: Session) -> None:
        self._patience.end()
        self._aside.close()
        self.opened.emit(session)

    def _refused(self, fault: Fault) -> None:
        self._patience.end()
        self.restore_button.setEnabled(True)
        self.trouble.show()
        self.trouble.say(fault.text, kind="danger")
