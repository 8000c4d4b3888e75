# SPDX-License-Identifier: EUPL-1.2
"""Ripara: what a damaged archive still holds and a copy become a new one; the damaged one is kept beside it."""

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QLineEdit

from welfaredesk.base.clock import Moment
from welfaredesk.base.errors import Fault
from welfaredesk.base.text import N_, plural, tr
from welfaredesk.desk.copies import SUFFIX
from welfaredesk.desk.repairing import Repaired, repair
from welfaredesk.desk.session import Session
from welfaredesk.desk.unlocking import open_session
from welfaredesk.ui import choose
from welfaredesk.ui.aside import Aside
from welfaredesk.ui.ground import Ground
from welfaredesk.ui.parts.banner import Banner
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.card import row
from welfaredesk.ui.parts.field import Field
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.screens.door import WIDE, Door, Patience
from welfaredesk.ui.words import moment_words

FILE_HELP = N_("Sta nella cartella o sulla chiavetta delle copie e finisce con .wdcopia.")
BROWSE = N_("Scegli…")
MADE = N_("La copia è di {when}.")
OPEN = N_("Apri l'archivio")
BACK = N_("Indietro")
NO_FILE = N_("Questo file non c'è: controlla che la chiavetta sia inserita.")
KINDS = N_("Copie di sicurezza (*.wdcopia)")
SAVED_ONE, SAVED_MANY = N_("modifica recuperata"), N_("modifiche recuperate")
NOTHING_MISSING = N_("Non manca niente.")
MISSING_ONE, MISSING_MANY = N_("modifica manca"), N_("modifiche mancano")
FILE_ONE, FILE_MANY = N_("allegato manca"), N_("allegati mancano")
KEPT = N_("L'archivio danneggiato è nella cartella «{name}», accanto a quello nuovo.")


def outcome(made: Repaired) -> str:
    """Return in words what was saved, what is missing, and where the damaged archive is."""
    missing = []
    if made.missing:
        missing.append(plural(made.missing, MISSING_ONE, many=MISSING_MANY))
    if made.files_missing:
        missing.append(plural(made.files_missing, FILE_ONE, many=FILE_MANY))
    saved = plural(made.entries, SAVED_ONE, many=SAVED_MANY)
    lost = f"{', '.join(missing)}." if missing else tr(NOTHING_MISSING)
    return f"{saved}. {lost} {tr(KEPT).format(name=Path(made.kept_in).name)}"


class Restore(Door):
    """`opened` carries the session, `left` goes back."""

    opened = Signal(object)
    left = Signal()

    TITLE = N_("Ripara l'archivio")
    LEAD = N_(
        "L'archivio danneggiato non viene toccato: resta su questo PC, in una cartella con la data di oggi. Al suo "
        "posto ne nasce uno con tutto quello che si legge ancora e con la copia, se c'è. "
        "Alla fine ti dico che cosa manca."
    )
    FILE = N_("File della copia, se c'è")
    PHRASE = N_("Frase segreta")
    ACT = N_("Ripara")
    WORKING = N_("Leggo tutto quello che si può e controllo…")

    def __init__(self, ground: Ground) -> None:
        super().__init__(tr(self.TITLE), widest=WIDE)
        self._ground = ground
        self._aside = Aside(self)
        self.trouble = Banner(kind="danger")
        self.trouble.hide()
        self.file, self.phrase = QLineEdit(), QLineEdit()
        self.phrase.setEchoMode(QLineEdit.EchoMode.Password)
        self.file_field = Field(tr(self.FILE), self.file, help_text=tr(FILE_HELP))
        self.made = PlainLabel("", "strong", wrap=True)
        self.made.hide()
        self.browse = Button(tr(BROWSE), "folder-open")
        self.restore_button = Button(tr(self.ACT), look="main")
        self.open_button = Button(tr(OPEN), look="main")
        self.open_button.hide()
        self.back_button = Button(tr(BACK), "arrow-left", look="quiet")
        self.state = PlainLabel("", "meta")
        self.state.hide()
        self._patience = Patience(self.state)
        foot = row()
        foot.addWidget(self.restore_button)
        foot.addWidget(self.open_button)
        foot.addStretch(1)
        foot.addWidget(self.back_button)
        self.card.add(PlainLabel(tr(self.TITLE), "title", wrap=True))
        self.card.add(PlainLabel(tr(self.LEAD), wrap=True))
        self.card.add(self.file_field)
        self.card.body.addWidget(self.browse, 0, Qt.AlignmentFlag.AlignLeft)
        for part in (self.made, Field(tr(self.PHRASE), self.phrase), self.trouble):
            self.card.body.addWidget(part)
        self.card.body.addLayout(foot)
        self.card.add(self.state)
        self._connect()

    def _connect(self) -> None:
        self.file.textChanged.connect(self._typed)
        self.browse.clicked.connect(self._browse)
        self.restore_button.clicked.connect(self.restore)
        self.open_button.clicked.connect(self.open)
        self.phrase.returnPressed.connect(self.restore)
        self.back_button.clicked.connect(self.left)

    @Slot()
    def _browse(self) -> None:
        choose.choose_file(self, tr(self.FILE), done=lambda path: self.file.setText(str(path)), kinds=tr(KINDS))

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
        """Begin with the chosen copy, or without one."""
        named = self.file.text().strip()
        copy = Path(named) if named else None
        if self._aside.busy:
            return
        if copy is not None and not copy.is_file():
            self._miss(tr(NO_FILE))
            return
        self._begin_with(copy, self.phrase.text())

    def _begin_with(self, copy: Path | None, phrase: str) -> None:
        ground = self._ground
        self._wait()

        def work() -> Repaired:
            return repair(ground.profile, phrase, clock=ground.clock, ids=ground.ids, copy=copy)

        self._aside.run(work, self._repaired, failed=self._refused)

    def _miss(self, words: str) -> None:
        """Say at the field of the file what is missing."""
        self.file_field.set_problem(words)
        self.file.setFocus()

    def _wait(self) -> None:
        self.trouble.hide()
        self.restore_button.setEnabled(False)
        self._patience.begin(tr(self.WORKING))

    def _repaired(self, made: Repaired) -> None:
        """Say what was saved and what is missing before anything is opened."""
        self._patience.end()
        whole = not made.missing and not made.files_missing
        self._say(outcome(made), "done" if whole else "attention")
        self.restore_button.hide()
        self.back_button.hide()
        self.open_button.show()
        self.open_button.setFocus()

    @Slot()
    def open(self) -> None:
        """Open the archive that was made."""
        phrase, ground = self.phrase.text(), self._ground
        if self._aside.busy:
            return
        self.open_button.setEnabled(False)

        def work() -> Session:
            return open_session(ground.profile, phrase, clock=ground.clock, ids=ground.ids)

        self._aside.run(work, self._opened, failed=self._refused)

    def _opened(self, session: Session) -> None:
        self._aside.close()
        self.opened.emit(session)

    def _refused(self, fault: Fault) -> None:
        self._patience.end()
        self.restore_button.setEnabled(True)
        self.open_button.setEnabled(True)
        self._say(fault.text, "danger")

    def _say(self, words: str, kind: str) -> None:
        self.trouble.show()
        self.trouble.say(words, kind=kind)
