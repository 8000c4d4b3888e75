# SPDX-License-Identifier: EUPL-1.2
"""The card of work that arrived after a revocation: whose and where; read, accepted, or not, with a reason."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from welfaredesk.base.text import N_, tr
from welfaredesk.desk.apart_work import ApartEntry, ApartWork
from welfaredesk.ui.line_words import clock_words
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.card import Card, Snug, column, instead_of
from welfaredesk.ui.parts.field import Field
from welfaredesk.ui.parts.flow import FlowBox
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.screens.exchange_words import entries_words, folder_words
from welfaredesk.ui.theme import scale

TITLE = N_("Arrivato dopo una revoca")
LEAD = N_(
    "Il server lo tiene da parte, cifrato. Se lo accetti entra nella cartella con il nome di chi l'ha scritto; "
    "se no resta da parte, con il motivo."
)
REVOKED = N_("Lavoro di {name}, arrivato dopo la revoca della postazione {letters}: {entries}")
REMOVED = N_("Lavoro di {name}, che non legge più la cartella: {entries}")
READ, ACCEPT, DECLINE = N_("Leggi"), N_("Accetta"), N_("Non accettare…")
WHY, NOT_ACCEPTED, BACK = N_("Perché non lo accetti"), N_("Non accettare"), N_("Annulla")
WHY_HELP = N_("Lo vede chi legge la cartella. Il lavoro non si cancella: resta da parte.")
LEAVING = N_("Accettato: entra con la prossima sincronizzazione.")
NOT_YOURS = N_("Decide chi segue la cartella: il titolare, il case manager o chi coordina.")
DECLINED = N_("Non accettato da {name}, {when}: «{reason}». Resta da parte.")
OF = N_("{act}: {what}")
MORE = N_("… e altre {count}")
MOST_SHOWN = 30


class ApartRow(Snug):
    """One work: its sentence, what may be done with it, and when asked what it says."""

    read_asked = Signal(str)
    accept_asked = Signal(str)
    decline_asked = Signal(str, str)

    def __init__(self, work: ApartWork, today: date) -> None:
        super().__init__()
        self.work = work
        self.said = PlainLabel(_sentence(work), "strong", wrap=True)
        self.state = PlainLabel(_state(work, today), wrap=True)
        self.read_button = Button(tr(READ), "eye")
        self.accept_button = Button(tr(ACCEPT), "check", look="main")
        self.decline_button = Button(tr(DECLINE), "x")
        self.reason = QLineEdit()
        self.why = Field(tr(WHY), self.reason, help_text=tr(WHY_HELP))
        self.sure_button, self.back_button = Button(tr(NOT_ACCEPTED), look="danger"), Button(tr(BACK))
        self._asking = QWidget()
        self._words = QWidget()
        self._build(today)

    def _build(self, today: date) -> None:
        place = f"{folder_words(self.work)} · {clock_words(self.work.when, today)}"
        laid = column(gap=scale.S4)
        for label in (self.said, PlainLabel(place, "meta", wrap=True), self.state):
            laid.addWidget(label)
        self.state.setVisible(bool(self.state.text()))
        buttons = FlowBox(line_gap=scale.S8)
        for button in (self.read_button, self.accept_button, self.decline_button):
            button.setAccessibleDescription(tr(OF).format(act=button.label(), what=self.said.text()))
            buttons.add(button)
        decides = self.work.may_accept and self.work.state != "leaving"
        self.accept_button.setVisible(decides)
        self.decline_button.setVisible(decides and self.work.state == "waiting")
        asking, sure = column(gap=scale.S8), FlowBox(line_gap=scale.S8)
        sure.add(self.sure_button)
        sure.add(self.back_button)
        asking.addWidget(self.why)
        asking.addWidget(sure)
        self._asking.setLayout(asking)
        for part in (buttons, self._asking, self._words):
            laid.addWidget(part)
        self.setLayout(laid)
        self._asking.hide()
        self._words.hide()
        self.read_button.clicked.connect(lambda: self.read_asked.emit(self.work.id))
        self.accept_button.clicked.connect(lambda: self.accept_asked.emit(self.work.id))
        self.decline_button.clicked.connect(lambda: self._ask(asked=True))
        self.back_button.clicked.connect(lambda: self._ask(asked=False))
        self.sure_button.clicked.connect(lambda: self.decline_asked.emit(self.work.id, self.reason.text()))
        self.reason.returnPressed.connect(self.sure_button.click)

    def _ask(self, *, asked: bool) -> None:
        self._asking.setVisible(asked)
        (self.reason if asked else self.decline_button).setFocus()

    def show_entries(self, entries: Sequence[ApartEntry], today: date) -> None:
        """Show what the work says."""
        laid = column(gap=scale.S8)
        for one in entries[:MOST_SHOWN]:
            laid.addWidget(PlainLabel(f"{one.label} · {clock_words(one.when, today)}", "meta", wrap=True))
            for label, words in one.words:
                laid.addWidget(PlainLabel(f"{label}: {words}", wrap=True))
        if len(entries) > MOST_SHOWN:
            laid.addWidget(PlainLabel(tr(MORE).format(count=len(entries) - MOST_SHOWN), "meta"))
        fresh = QWidget()
        fresh.setLayout(laid)
        self._words = instead_of(self._words, fresh)
        self.read_button.setEnabled(False)

    def shown_words(self) -> list[str]:
        """Return what is shown of the work, line by line."""
        return [one.text() for one in self._words.findChildren(PlainLabel)]


class ApartCard(Card):
    """All such work; hidden when there is none."""

    read_asked = Signal(str)
    accept_asked = Signal(str)
    decline_asked = Signal(str, str)

    def __init__(self) -> None:
        super().__init__(tr(TITLE), gap=scale.S12)
        self.add(PlainLabel(tr(LEAD), "meta", wrap=True))
        self._held = QWidget()
        self.add(self._held)
        self.rows: dict[str, ApartRow] = {}
        self._shown: list[ApartWork] = []

    def show_works(self, works: list[ApartWork], today: date) -> None:
        """Show these; a row in which somebody writes or reads is not painted anew while nothing has changed."""
        self.setVisible(bool(works))
        if works == self._shown:
            return
        self._shown = list(works)
        laid = column(gap=scale.S16)
        self.rows = {}
        for work in works:
            one = ApartRow(work, today)
            one.read_asked.connect(self.read_asked)
            one.accept_asked.connect(self.accept_asked)
            one.decline_asked.connect(self.decline_asked)
            self.rows[work.id] = one
            laid.addWidget(one)
        fresh = QWidget()
        fresh.setLayout(laid)
        self._held = instead_of(self._held, fresh)


def _sentence(work: ApartWork) -> str:
    said = REVOKED if work.cause == "revoked" else REMOVED
    return tr(said).format(name=work.name, letters=work.letters, entries=entries_words(work.entries))


def _state(work: ApartWork, today: date) -> str:
    if work.state == "leaving":
        return tr(LEAVING)
    words = [] if work.may_accept else [tr(NOT_YOURS)]
    no = work.declined
    if no is not None:
        words.insert(0, tr(DECLINED).format(name=no.name, when=clock_words(no.when, today), reason=no.reason))
    return " ".join(words)
