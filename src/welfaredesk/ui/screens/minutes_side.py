# SPDX-License-Identifier: EUPL-1.2
"""What stands beside minutes: the decisions of the time before, those of now as tasks, and who answered."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from welfaredesk.base.clock import today
from welfaredesk.base.text import N_, tr
from welfaredesk.desk.staff.minutes import Answer, MinutesPage
from welfaredesk.desk.staff.tasks import Decision
from welfaredesk.domain.access import Deed, may
from welfaredesk.domain.kinds import Value
from welfaredesk.ui.context import Context
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.card import Card, column, instead_of
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.parts.task_row import TaskRow
from welfaredesk.ui.screens.act_strip import ActStrip
from welfaredesk.ui.screens.staff_words import answer_mark, decision_mark, expected_words, member_words, when_words
from welfaredesk.ui.theme import scale

EARLIER, EARLIER_OF = N_("La volta prima"), N_("La volta prima, {day}")
NO_EARLIER = N_("Non ci sono decisioni precedenti.")
TASKS, NO_DECISIONS = N_("Decisioni e compiti"), N_("Ancora nessuna decisione salvata.")
WHO, ANSWERS = N_("Chi partecipa"), N_("Risposte al verbale")
ANSWER_OF, OPEN_PAPER = N_("Risposta di {name}"), N_("Apri «{name}»")
MISSING = N_("Attesi e non presenti: {who}.")
NOT_SHARED = N_("Si risponde quando il verbale è condiviso.")


class DecisionRows(Card):
    """Decisions as rows; one that is a task shows its path when it is pressed.

    `to_task` carries a row; `chosen` says that one was pressed.
    """

    to_task = Signal(str)
    chosen = Signal()

    def __init__(self, context: Context, title: str, *, empty: str, offers: bool) -> None:
        super().__init__(gap=scale.S4)
        self.setAccessibleName(title)
        self.context, self._empty = context, empty
        self._offers = offers and may(context.session.identity.roles, Deed.CONDUCT_CASES)
        self.heading = PlainLabel(title, "section", wrap=True)
        self.rows: dict[str, TaskRow] = {}
        self._tasks: dict[str, str] = {}
        self._list = QWidget()
        self.strip = ActStrip(context, framed=False)
        for widget in (self.heading, self._list, self.strip):
            self.add(widget)

    def show_decisions(self, decisions: Sequence[Decision]) -> None:
        """Show these decisions."""
        now = today(self.context.clock)
        self.rows, self._tasks = {}, {one.row: one.task for one in decisions}
        fresh, laid = QWidget(), column(gap=scale.S4)
        if not decisions:
            laid.addWidget(PlainLabel(self._empty, "soft", wrap=True))
        for one in decisions:
            made = TaskRow(decision_mark(one, self.context.codes, today=now, offers=self._offers))
            made.opened.connect(self._choose)
            made.acted.connect(self.to_task)
            self.rows[one.row] = made
            laid.addWidget(made)
        fresh.setLayout(laid)
        self._list = instead_of(self._list, fresh)
        self.updateGeometry()

    @Slot(str)
    def _choose(self, row: str) -> None:
        if self._tasks.get(row):
            self.chosen.emit()
            self.strip.show_record(self._tasks[row])


class PeoplePart(Card):
    """Who takes part, and what each answered; the answer that is pressed shows its path, one's own at once.

    `paper_asked` carries an answer whose paper is to be shown.
    """

    paper_asked = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__(gap=scale.S4)
        self.setAccessibleName(tr(WHO))
        self.context = context
        self.members, self.missing = QWidget(), PlainLabel("", "soft", wrap=True)
        self.said = PlainLabel(tr(NOT_SHARED), "meta", wrap=True)
        self.heading = PlainLabel(tr(ANSWERS), "section")
        self.rows: dict[str, TaskRow] = {}
        self._names: dict[str, str] = {}
        self._chosen = ""
        self._list = QWidget()
        self.whose = PlainLabel("", "strong", wrap=True)
        self.strip = ActStrip(context, framed=False)
        self.papers: dict[str, Mapping[str, Value]] = {}
        self.paper_button = Button("", "paperclip", look="quiet")
        self.paper_button.clicked.connect(lambda: self.paper_asked.emit(self._chosen))
        self.paper_button.hide()
        title = PlainLabel(tr(WHO), "section")
        some = (title, self.members, self.missing, self.heading, self.said, self._list)
        for widget in (*some, self.whose, self.paper_button, self.strip):
            self.add(widget)

    def show_people(self, page: MinutesPage) -> None:
        """Show the members of some minutes and their answers."""
        codes = self.context.codes
        fresh, laid = QWidget(), column(gap=0)
        for one in page.members:
            name, _, about = member_words(one, codes).partition(" · ")
            presence = codes.label("staff_presence", one.presence) if one.presence else ""
            laid.addWidget(PlainLabel(name, wrap=True))
            laid.addWidget(PlainLabel(" · ".join(part for part in (about, presence) if part), "meta", wrap=True))
            laid.addSpacing(scale.S4)
        fresh.setLayout(laid)
        self.members = instead_of(self.members, fresh)
        self.missing.setText(tr(MISSING).format(who=expected_words(page.missing, codes)))
        self.missing.setVisible(bool(page.missing))
        self.said.setVisible(not page.answers)
        self._show_answers(page.answers, asking=page.state in {"shared", "confirmed"})

    def _show_answers(self, answers: Sequence[Answer], *, asking: bool) -> None:
        fresh, laid = QWidget(), column(gap=scale.S4)
        self.rows = {}
        for one in answers:
            made = TaskRow(answer_mark(one, self.context.codes, today=today(self.context.clock)))
            made.opened.connect(self.choose)
            self.rows[one.id] = made
            laid.addWidget(made)
        fresh.setLayout(laid)
        self._list = instead_of(self._list, fresh)
        self.papers = {one.id: one.paper for one in answers if one.paper}
        names = {one.id: one.name for one in answers}
        if names.keys() != self._names.keys():
            me = self.context.session.identity.operator
            self._chosen = next((one.id for one in answers if one.operator == me and one.state == "asked"), "")
        self._names = names
        self.choose(self._chosen if asking else "")

    @Slot(str)
    def choose(self, answer: str) -> None:
        """Show what may be done with an answer, and whose it is."""
        self._chosen = answer
        name = self._names.get(answer, "")
        self.whose.setText(tr(ANSWER_OF).format(name=name))
        self.whose.setVisible(bool(name))
        self.paper_button.set_label(tr(OPEN_PAPER).format(name=self.papers.get(answer, {}).get("name")))
        self.paper_button.setVisible(answer in self.papers)
        self.strip.show_record(answer)
        self.updateGeometry()


def earlier_title(page: MinutesPage, context: Context) -> str:
    """Return the heading of the decisions of the time before."""
    day = when_words(page.earlier_when, today(context.clock)).rpartition(",")[0]
    return tr(EARLIER_OF).format(day=day) if day else tr(EARLIER)
