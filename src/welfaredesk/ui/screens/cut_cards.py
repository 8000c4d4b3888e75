# SPDX-License-Identifier: EUPL-1.2
"""The cards of the cuts: one that waits for a second person, one to propose again, words that came too late."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from welfaredesk.base.text import N_, tr
from welfaredesk.desk.cut_outlook import Left
from welfaredesk.desk.cutting import Proposal
from welfaredesk.desk.late_words import LateWords
from welfaredesk.ui.line_words import clock_words
from welfaredesk.ui.parts.banner import Banner
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.card import Card, column, row
from welfaredesk.ui.parts.chip import Chip
from welfaredesk.ui.parts.facts import Facts
from welfaredesk.ui.parts.field import Field
from welfaredesk.ui.parts.flow import FlowBox
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.parts.step import Step, buttons_of
from welfaredesk.ui.screens.cut_form import NUMBER_LONG, REASON_LONG
from welfaredesk.ui.screens.cut_words import (
    COPY_STAYS,
    FOR_EVER,
    NOBODY,
    counted,
    cut_facts,
    record_lines,
    state_chip,
)
from welfaredesk.ui.theme import scale

PROPOSES = N_("{name} propone di cancellare per legge: {count}")
MOVED = N_("{name} ha reso riservata: {count}. Resta da togliere dalla parte ordinaria")
NUMBER, REASON = N_("Numero {number}"), N_("Motivo: {reason}")
CONFIRM, REFUSE = N_("Conferma…"), N_("Rifiuta…")
SURE = N_("Cancella per sempre")
CHECK = N_("Hai guardato queste schede? Confermi tu, insieme a {name}.")
WHY_NOT, REFUSE_NOW = N_("Perché no"), N_("Rifiuta la proposta")
OUTDATED = N_("Qualcuno ha scritto in queste schede dopo la tua proposta: non è stato cancellato niente.")
LEFT = N_("Una scheda già cancellata ({label}{whose}) ha ancora parole sul server")
LEFT_SAID = N_("Qualcuno le aveva scritte prima di sapere della cancellazione. Nessuno le vede: proponile di nuovo.")
WHOSE = N_(" di {whose}")
AGAIN, WITHDRAW = N_("Proponi di nuovo"), N_("Ritira")
AUTHORISATION, WHY = N_("Numero dell'autorizzazione"), N_("Motivo")
LATE = N_("Quello che hai scritto non è entrato: {label}{whose}")
LATE_ERASED = N_("La scheda intanto è stata cancellata per legge. Queste parole le vedi solo tu.")
LATE_MOVED = N_("La scheda intanto è passata nella parte riservata. Queste parole le vedi solo tu.")
LATE_LINE = N_("{label}: {words}")
ADD, KEEP, DROP = N_("Aggiungi come nota"), N_("Tieni come appunto"), N_("Elimina")
DROP_SURE = N_("Elimina per sempre")


class CutCard(Card):
    """A card with its trouble, its answers, and a step in place that is asked once more."""

    def __init__(self, title: str) -> None:
        super().__init__(gap=scale.S8)
        self.setAccessibleName(title)
        self.title = PlainLabel(title, "strong", wrap=True)
        self.add(self.title)
        self.trouble = Banner(kind="danger")
        self.trouble.hide()
        self._answers: list[Button] = []

    def foot(self, *parts: QWidget) -> None:
        """End the card with what is answered."""
        for part in (*parts, self.trouble):
            self.add(part)
        self._answers = self.findChildren(Button)

    def wait(self) -> None:
        """Take no second answer while the first is on its way."""
        self.trouble.hide()
        for button in self._answers:
            button.setEnabled(False)

    def say(self, text: str) -> None:
        """Say why an answer did not hold."""
        for button in self._answers:
            button.setEnabled(True)
        self.trouble.show()
        self.trouble.say(text, kind="danger")


class ProposalCard(CutCard):
    """A cut that waits for this operator's word; `confirmed` carries its id, `declined` id and word.

    `opened` carries a record that is to be looked at before.
    """

    confirmed = Signal(str)
    declined = Signal(str, str)
    opened = Signal(str)

    def __init__(self, one: Proposal, today: date) -> None:
        name = one.name or tr(NOBODY)
        said = MOVED if one.circle else PROPOSES
        super().__init__(tr(said).format(name=name, count=counted(len(one.lines))))
        meta = f"{tr(NUMBER).format(number=one.number)} · {clock_words(one.when, today)}"
        self.add(PlainLabel(meta, "meta", wrap=True))
        self.add(PlainLabel(tr(REASON).format(reason=one.reason), wrap=True))
        self.links = self._links(one)
        self.add(Facts(cut_facts(served=True)))
        self.word = QLineEdit()
        self.word.setMaxLength(REASON_LONG)
        self.confirm_button, self.refuse_button = Button(tr(CONFIRM), "check", look="main"), Button(tr(REFUSE), "x")
        sure, refuse = Button(tr(SURE), "trash-2", look="danger"), Button(tr(REFUSE_NOW), look="danger")
        check = f"{tr(CHECK).format(name=name)} {tr(FOR_EVER)}"
        first = buttons_of(self.confirm_button, self.refuse_button)
        self.sure = Step([PlainLabel(check, "strong", wrap=True)], sure, before=first)
        self.refusal = Step([Field(tr(WHY_NOT), self.word, characters=44)], refuse, before=first)
        self.foot(first, self.sure, self.refusal)
        self.confirm_button.clicked.connect(lambda _on=False: self.sure.ask())
        self.refuse_button.clicked.connect(lambda _on=False: self.refusal.ask(self.word))
        self.sure.left.connect(self.confirm_button.setFocus)
        self.refusal.left.connect(self.refuse_button.setFocus)
        sure.clicked.connect(lambda _on=False: self.confirmed.emit(one.id))
        refuse.clicked.connect(lambda _on=False: self.declined.emit(one.id, self.word.text()))
        self.word.returnPressed.connect(refuse.click)

    def _links(self, one: Proposal) -> list[Button]:
        """Show the records, each of those that are here as a way to it."""
        links = []
        for words, record in record_lines(one):
            if not record:
                self.add(PlainLabel(words, "strong", wrap=True))
                continue
            link = Button(words, "eye", look="link")
            link.clicked.connect(lambda _on=False, record=record: self.opened.emit(record))
            self.body.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
            links.append(link)
        return links


class AgainCard(CutCard):
    """One's own proposal that others overtook: to be proposed again or taken back."""

    again = Signal(str)
    withdrawn = Signal(str)

    def __init__(self, one: Proposal) -> None:
        super().__init__(tr(OUTDATED))
        self.add(PlainLabel(f"{tr(NUMBER).format(number=one.number)} · {one.reason}", "meta", wrap=True))
        for line, _ in record_lines(one):
            self.add(PlainLabel(line, wrap=True))
        self.again_button = Button(tr(AGAIN), "rotate-ccw", look="main")
        self.withdraw_button = Button(tr(WITHDRAW), look="quiet")
        self.foot(buttons_of(self.again_button, self.withdraw_button))
        self.again_button.clicked.connect(lambda _on=False: self.again.emit(one.id))
        self.withdraw_button.clicked.connect(lambda _on=False: self.withdrawn.emit(one.id))


class LeftCard(CutCard):
    """A record that is gone and of which words lie at the server; `again` carries record, number and reason."""

    again = Signal(str, str, str)

    def __init__(self, one: Left) -> None:
        super().__init__(tr(LEFT).format(label=one.label.lower(), whose=_of(one.whose)))
        self.add(PlainLabel(tr(LEFT_SAID), wrap=True))
        self.number, self.reason = QLineEdit(one.number), QLineEdit(one.reason)
        self.number.setMaxLength(NUMBER_LONG)
        self.reason.setMaxLength(REASON_LONG)
        self.add(Field(tr(AUTHORISATION), self.number, characters=24))
        self.add(Field(tr(WHY), self.reason, characters=44))
        self.again_button = Button(tr(AGAIN), "rotate-ccw", look="main")
        self.foot(buttons_of(self.again_button))
        self.again_button.clicked.connect(
            lambda _on=False: self.again.emit(one.record, self.number.text(), self.reason.text())
        )


class LateCard(CutCard):
    """What the operator wrote on a record that is gone; `kept` and `dropped` carry its id."""

    kept = Signal(str)
    dropped = Signal(str)

    def __init__(self, one: LateWords, today: date) -> None:
        super().__init__(tr(LATE).format(label=one.label.lower(), whose=_of(one.whose)))
        self.add(PlainLabel(clock_words(one.when, today), "meta"))
        self.add(PlainLabel(tr(LATE_MOVED if one.circle else LATE_ERASED), wrap=True))
        for label, words in one.lines():
            self.add(PlainLabel(tr(LATE_LINE).format(label=label, words=words), "prose", wrap=True))
        self.keep_button = Button(tr(ADD if one.circle else KEEP), "sticky-note", look="main")
        self.drop_button = Button(tr(DROP), "trash-2", look="quiet")
        drop = Button(tr(DROP_SURE), "trash-2", look="danger")
        first = buttons_of(self.keep_button, self.drop_button)
        self.sure = Step([PlainLabel(tr(FOR_EVER), "strong", wrap=True)], drop, before=first)
        self.foot(first, self.sure)
        self.keep_button.clicked.connect(lambda _on=False: self.kept.emit(one.id))
        self.drop_button.clicked.connect(lambda _on=False: self.sure.ask())
        self.sure.left.connect(self.drop_button.setFocus)
        drop.clicked.connect(lambda _on=False: self.dropped.emit(one.id))


def line_of(one: Proposal, today: date, *, withdraw: Callable[[str], object]) -> QWidget:
    """Return a cut about which nothing is to be done here: how it stands, by whom, under which number."""
    whole = QWidget()
    laid = column(gap=scale.S4)
    top = FlowBox(line_gap=scale.S4)
    top.add(Chip(state_chip(one)))
    laid.addWidget(top)
    parts = (counted(len(one.lines)), tr(NUMBER).format(number=one.number), one.name, clock_words(one.when, today))
    laid.addWidget(PlainLabel(" · ".join(part for part in parts if part), wrap=True))
    if one.state == "refused":
        why = ": ".join(part for part in (one.said_no, one.word) if part)
        for words in (why, *([tr(COPY_STAYS)] if one.circle else [])):
            laid.addWidget(PlainLabel(words, "meta", wrap=True))
    elif one.state != "cut":
        for line, _ in record_lines(one):
            laid.addWidget(PlainLabel(line, "meta", wrap=True))
    if one.own and one.state == "waiting":
        button = Button(tr(WITHDRAW), look="link")
        button.clicked.connect(lambda _on=False: withdraw(one.id))
        foot = row(gap=0)
        foot.addWidget(button)
        foot.addStretch(1)
        laid.addLayout(foot)
    whole.setLayout(laid)
    return whole


def _of(whose: str) -> str:
    return tr(WHOSE).format(whose=whose) if whose else ""
