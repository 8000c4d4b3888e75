# SPDX-License-Identifier: EUPL-1.2
"""The form that asks for an erasure by law, or makes a record reserved: first what will happen, then the act."""

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QLineEdit, QScrollArea, QVBoxLayout, QWidget

from welfaredesk.base.errors import Fault
from welfaredesk.base.text import N_, tr
from welfaredesk.desk import cutting, reserving
from welfaredesk.desk.cut_outlook import Outlook
from welfaredesk.desk.cutting import Proposal
from welfaredesk.desk.session import Session
from welfaredesk.domain.kinds import RESERVED
from welfaredesk.ui.context import Context
from welfaredesk.ui.parts.banner import Banner
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.card import Snug, column
from welfaredesk.ui.parts.choice_chips import ChoiceChips
from welfaredesk.ui.parts.code_picker import Choice, CodePicker
from welfaredesk.ui.parts.facts import Facts
from welfaredesk.ui.parts.field import Field
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.screens.cut_words import (
    FOR_EVER,
    HAD_IT,
    HAD_IT_SAID,
    TWO,
    counted,
    cut_facts,
    own_facts,
    reserve_facts,
)
from welfaredesk.ui.screens.sheet_words import SheetWords
from welfaredesk.ui.theme import scale

CUT_TITLE, RESERVE_TITLE = N_("Cancella per legge: {title}"), N_("Rendi riservata: {title}")
WHOLE = N_("Tutta la cartella: {count}.")
WHERE = N_("In quale parte riservata")
NUMBER, NUMBER_HELP = N_("Numero dell'autorizzazione"), N_("L'atto o il protocollo che la dispone.")
REASON, REASON_HELP = N_("Motivo"), N_("Senza nomi di persone: resta scritto per sempre.")
TO, TO_GROUP = N_("Chi conferma"), N_("Chi coordina")
SHEET, SECOND_SHEET = N_("Parole del foglio di recupero"), N_("Parole del secondo foglio di recupero")
SHEET_MISSING = N_("Copia tutte le parole del foglio: sono 33.")
SHEETS_SAID = N_("L'ente lavora su un PC solo: al posto della seconda persona servono i fogli di recupero.")
PROPOSE, CUT_NOW, MOVE = N_("Proponi la cancellazione"), N_("Cancella per sempre"), N_("Rendi riservata")
NOBODY = N_("Nell'ente non c'è una seconda persona che possa confermare. Invita un collega, poi riprova.")
PROPOSED = N_("Proposta inviata: aspetta la conferma di una seconda persona.")
CUT_DONE, MOVED, MOVING = (
    N_("Cancellata per sempre."),
    N_("Ora è riservata."),
    N_("Copiata nella parte riservata. Dove era sparisce quando una seconda persona conferma."),
)
COORDINATION = "coordination"
NUMBER_LONG, REASON_LONG = 200, 2_000
"""What a letter between desks may hold of each."""


class CutForm(Snug):
    """What happens, the number and the reason; `done` carries the proposal, `button` belongs into the foot."""

    done = Signal(object)

    def __init__(self, context: Context, found: Outlook, *, reserve: bool) -> None:
        super().__init__()
        self.context, self.found, self._reserve = context, found, reserve
        self.trouble = Banner(kind="danger")
        self.number, self.reason = QLineEdit(), QLineEdit()
        self.number.setMaxLength(NUMBER_LONG)
        self.reason.setMaxLength(REASON_LONG)
        self.circle = ChoiceChips(found.circles, tr(WHERE), always=True)
        self.circle.choose(RESERVED)
        self.to = CodePicker(self._seconds(), tr(TO))
        self.sheets = [SheetWords(tr(words)) for words in (SHEET, SECOND_SHEET)[: found.sheets]]
        self.button = Button(self._verb(), "lock" if reserve else "trash-2", look="main" if reserve else "danger")
        self.button.clicked.connect(self.act)
        self.setLayout(self._laid())
        self.trouble.hide()
        if not (found.own or found.sheets or found.seconds):
            self.trouble.show()
            self.trouble.say(tr(NOBODY), kind="attention")
            self.button.setEnabled(False)

    def title(self) -> str:
        """Return what stands over the form."""
        return tr(RESERVE_TITLE if self._reserve else CUT_TITLE).format(title=self.found.title or self.found.label)

    def first(self) -> QWidget:
        """Return where the keyboard begins."""
        return self.button if self.found.own else self.number

    def _verb(self) -> str:
        if self._reserve:
            return tr(MOVE)
        return tr(CUT_NOW if self.found.own or self.found.sheets else PROPOSE)

    def _seconds(self) -> list[Choice]:
        """Return who may be asked, the group of coordination first where somebody else is in it."""
        people = [Choice(identity, name) for identity, name in self.found.seconds]
        return [Choice(COORDINATION, tr(TO_GROUP)), *people] if self.found.to_group else people

    def _laid(self) -> QVBoxLayout:
        found, served = self.found, not self.found.sheets
        laid = column(gap=scale.S12)
        if found.whole:
            laid.addWidget(PlainLabel(tr(WHOLE).format(count=counted(found.count)), "strong", wrap=True))
        facts = reserve_facts if self._reserve else cut_facts
        if found.own:
            facts, served = own_facts, self.context.exchanging.state.connected
        laid.addWidget(Facts(facts(served=served)))
        if self._reserve:
            laid.addWidget(self._readers())
        if not found.own:
            if found.sheets or not self._reserve:
                laid.addWidget(PlainLabel(tr(FOR_EVER if found.sheets else TWO), "strong", wrap=True))
            self._add_act(laid)
        laid.addWidget(self.trouble)
        return laid

    def _readers(self) -> QWidget:
        box = QWidget()
        laid = column(gap=0)
        laid.addWidget(PlainLabel(tr(HAD_IT), "strong", wrap=True))
        laid.addWidget(PlainLabel(" · ".join(self.found.had_it), wrap=True))
        laid.addWidget(PlainLabel(tr(HAD_IT_SAID), "meta", wrap=True))
        box.setLayout(laid)
        return box

    def _add_act(self, laid: QVBoxLayout) -> None:
        if self._reserve and len(self.found.circles) > 1:
            laid.addWidget(PlainLabel(tr(WHERE), "strong"))
            laid.addWidget(self.circle)
        self.number_field = Field(tr(NUMBER), self.number, help_text=tr(NUMBER_HELP), characters=24)
        self.reason_field = Field(tr(REASON), self.reason, help_text=tr(REASON_HELP), characters=44)
        laid.addWidget(self.number_field)
        laid.addWidget(self.reason_field)
        choices = self._seconds()
        if choices and not self.found.sheets:
            self.to.set_code(choices[0].code)
            laid.addWidget(Field(tr(TO), self.to, characters=30))
        if self.sheets:
            laid.addWidget(PlainLabel(tr(SHEETS_SAID), "meta", wrap=True))
        for sheet in self.sheets:
            laid.addWidget(sheet)
        self.number.returnPressed.connect(self.reason.setFocus)

    @Slot()
    def act(self) -> None:
        """Do what the form says, or say what is missing."""
        self.trouble.hide()
        missing = next((sheet for sheet in self.sheets if not sheet.whole()), None)
        if missing is not None:
            missing.field.set_problem(tr(SHEET_MISSING))
            missing.editor.setFocus()
            return
        self.button.setEnabled(False)
        found, reserve = self.found, self._reserve
        number, reason = self.number.text(), self.reason.text()
        to = self.to.code() if self.to.code() not in {"", COORDINATION} else None
        shares = [sheet.text() for sheet in self.sheets]
        circle = self.circle.code() or RESERVED

        def work(session: Session) -> Proposal:
            if reserve:
                wanted = [found.record]
                made = reserving.reserve(
                    session, wanted, number=number, reason=reason, circle=circle, to=to, shares=shares
                )
                return made.proposal
            if found.own:
                return cutting.cut_own(session, [found.record])
            wanted, root = ([], found.root) if found.whole else ([found.record], None)
            return cutting.propose(session, wanted, number=number, reason=reason, root=root, to=to, shares=shares)

        self.context.tasks.change(work, self._acted, owner=self, failed=self._failed)

    def _acted(self, made: Proposal) -> None:
        said = {"cut": MOVED, "waiting": MOVING} if self._reserve else {"cut": CUT_DONE, "waiting": PROPOSED}
        self.context.ways.notice.emit(tr(said.get(made.state, CUT_DONE)), None)
        self.context.exchanging.now()
        self.done.emit(made)

    def _failed(self, fault: Fault) -> None:
        self.button.setEnabled(True)
        self.trouble.show()
        self.trouble.say(fault.text, kind="danger")
        QTimer.singleShot(0, self, self._to_trouble)

    def _to_trouble(self) -> None:
        """Bring the fault into view where the form is longer than its sheet."""
        around = self.parentWidget()
        while around is not None and not isinstance(around, QScrollArea):
            around = around.parentWidget()
        if around is not None:
            around.ensureWidgetVisible(self.trouble)
