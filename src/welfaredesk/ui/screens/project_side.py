# SPDX-License-Identifier: EUPL-1.2
"""What stands beside a plan: what is missing, its reviews, its contracts, and what the staff decided."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from welfaredesk.base.clock import today
from welfaredesk.base.text import N_, plural, tr
from welfaredesk.desk.plan.from_staff import ProjectTask
from welfaredesk.desk.plan.page import ContractLine, ProjectPage, ReviewLine
from welfaredesk.domain.access import may_write
from welfaredesk.domain.periods import day_words
from welfaredesk.ui.context import Context
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.card import Card, column, instead_of
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.parts.task_row import TaskMark, TaskRow
from welfaredesk.ui.screens.project_words import BY, LATE, STATES
from welfaredesk.ui.screens.staff_words import day_said
from welfaredesk.ui.theme import scale

MISSING = N_("Da completare")
REVIEWS, NEW_REVIEW, NO_REVIEWS = N_("Verifiche"), N_("Nuova verifica"), N_("Ancora nessuna verifica.")
GO_ON_REVIEW = N_("Continua la verifica")
DUE, NEXT = N_("Da fare: era per {day}"), N_("Prossima: {day}")
REVIEW_OF = N_("Verifica di {day}")
CONTRACTS, NEW_CONTRACT = N_("Contratto con la persona e la famiglia"), N_("Prepara un contratto")
NO_CONTRACTS = N_("Ancora nessun contratto.")
CONTRACT_OF, OF_VERSION = N_("Contratto {number}"), N_("versione {version}")
TASKS, TO_PROJECT, IN_PROJECT = N_("Compiti dallo staff"), N_("Porta nel progetto"), N_("Già nel progetto")
NO_TASKS = N_("Nessun compito deciso in uno staff.")


class SideList(Card):
    """A titled card of rows with at most one button; `opened` and `acted` carry a row, `asked` is the button."""

    opened = Signal(str)
    acted = Signal(str)
    asked = Signal()

    def __init__(self, title: str, *, empty: str, ask: str = "", icon: str = "plus") -> None:
        super().__init__(gap=scale.S4)
        self.setAccessibleName(title)
        self._empty = empty
        self.rows: dict[str, TaskRow] = {}
        self.lead = PlainLabel("", "strong", wrap=True)
        self._list = QWidget()
        self.button = Button(ask, icon, look="link")
        self.button.clicked.connect(self.asked)
        for widget in (PlainLabel(title, "section", wrap=True), self.lead, self._list):
            self.add(widget)
        self.body.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        self.button.setVisible(bool(ask))  # only once it lies in the card: before, it would be a window
        self.lead.hide()

    def show_rows(self, marks: Sequence[TaskMark], *, lead: str = "") -> None:
        """Show these rows under a sentence."""
        self.lead.setText(lead)
        self.lead.setVisible(bool(lead))
        fresh, laid = QWidget(), column(gap=scale.S4)
        self.rows = {}
        if not marks and self._empty:
            laid.addWidget(PlainLabel(self._empty, "soft", wrap=True))
        for mark in marks:
            made = TaskRow(mark)
            made.opened.connect(self.opened)
            made.acted.connect(self.acted)
            self.rows[mark.key] = made
            laid.addWidget(made)
        fresh.setLayout(laid)
        self._list = instead_of(self._list, fresh)
        self.updateGeometry()


class ProjectSide(QWidget):
    """The cards beside a plan."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._may = may_write(context.session.identity.roles, "project")
        self.missing = Card(gap=scale.S4)
        self.missing.setAccessibleName(tr(MISSING))
        self.said = PlainLabel("", "soft", wrap=True)
        for label in (PlainLabel(tr(MISSING), "section"), self.said):
            self.missing.add(label)
        self.reviews = SideList(tr(REVIEWS), empty=tr(NO_REVIEWS), ask=tr(NEW_REVIEW) if self._may else "")
        self.contracts = SideList(tr(CONTRACTS), empty=tr(NO_CONTRACTS), ask=tr(NEW_CONTRACT) if self._may else "")
        self.tasks = SideList(tr(TASKS), empty=tr(NO_TASKS))
        laid = column(gap=scale.S12)
        for card in (self.missing, self.reviews, self.contracts, self.tasks):
            laid.addWidget(card)
        laid.addStretch(1)
        self.setLayout(laid)
        self.contracts.opened.connect(partial(context.ways.page.emit, "contract"))
        self._minutes: dict[str, str] = {}
        self.tasks.opened.connect(self._to_minutes)

    def show_page(self, page: ProjectPage) -> None:
        """Show what belongs to a plan."""
        self.missing.setVisible(bool(page.missing))
        self.said.setText("\n".join(f"{one}." for one in page.missing))
        begun = any(one.state == "draft" for one in page.reviews)
        self.reviews.button.set_label(tr(GO_ON_REVIEW if begun else NEW_REVIEW))
        now, due = today(self.context.clock), str(page.values.get("next_review_on") or "")
        lead = tr(DUE).format(day=day_words(page.review_due, now)) if page.review_due is not None else ""
        if not lead and due and page.state != "concluded":
            lead = tr(NEXT).format(day=day_said(due, now))
        self.reviews.show_rows([self._review(one) for one in page.reviews], lead=lead)
        self.contracts.show_rows([self._contract(one) for one in page.contracts])
        self._minutes = {one.id: one.minutes for one in page.tasks}
        self.tasks.show_rows([self._task(one) for one in page.tasks])

    def _review(self, one: ReviewLine) -> TaskMark:
        codes = self.context.codes
        result = codes.label("review_result", one.result) if one.result else ""
        state = codes.label("project_review_state", one.state)
        return TaskMark(
            key=one.id,
            title=tr(REVIEW_OF).format(day=day_said(one.held_on, today(self.context.clock))),
            pressing=state if one.state == "draft" else "",
            kind="attention" if one.state == "draft" else "",
            meta=result,
            icon=codes.icon("project_review_state", one.state),
        )

    def _contract(self, one: ContractLine) -> TaskMark:
        codes = self.context.codes
        day = day_said(one.signed_on or one.issued_on, today(self.context.clock))
        version = tr(OF_VERSION).format(version=one.version) if one.version else ""
        return TaskMark(
            key=one.id,
            title=tr(CONTRACT_OF).format(number=one.number),
            pressing=codes.label("contract_state", one.state),
            kind=STATES.get(one.state, "neutral"),
            meta=" · ".join(part for part in (day, version) if part),
            icon=codes.icon("contract_state", one.state),
        )

    def _task(self, one: ProjectTask) -> TaskMark:
        codes, now = self.context.codes, today(self.context.clock)
        kind, pressing = "", codes.label("task_outcome", one.outcome) if one.outcome else ""
        if one.due_on is not None and one.late(now):
            late = plural((now - one.due_on).days, N_("giorno"), many=N_("giorni"))
            kind, pressing = "danger", tr(LATE).format(days=late)
        due = tr(BY).format(day=day_words(one.due_on, now)) if one.due_on is not None else ""
        there = tr(IN_PROJECT) if one.action else ""
        return TaskMark(
            key=one.id,
            title=one.what,
            pressing=pressing,
            kind=kind,
            meta=" · ".join(part for part in (one.who, due, there) if part),
            icon="check" if one.action else "list-checks",
            action=tr(TO_PROJECT) if self._may and not one.action and one.state == "open" else "",
        )

    def _to_minutes(self, task: str) -> None:
        if self._minutes.get(task):
            self.context.ways.minutes.emit(self._minutes[task])
