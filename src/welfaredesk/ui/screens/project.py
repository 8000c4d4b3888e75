# SPDX-License-Identifier: EUPL-1.2
"""Progetto: whose it is and where it stands, goals with their actions, money, and beside them reviews and contracts."""

from collections.abc import Callable, Iterator
from datetime import date

from PySide6.QtCore import Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from welfaredesk.base.clock import today
from welfaredesk.base.text import N_, tr
from welfaredesk.desk.plan import contracts, from_staff, projects, reviews
from welfaredesk.desk.plan.page import ProjectPage, project_page
from welfaredesk.desk.plan.papers import print_project
from welfaredesk.desk.session import Session
from welfaredesk.domain.access import Deed
from welfaredesk.domain.names import link_title
from welfaredesk.ui.context import Context
from welfaredesk.ui.parts.banner import Banner
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.card import column
from welfaredesk.ui.parts.chip import ChipMark
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.record_editor import RecordEditor
from welfaredesk.ui.said import field_names
from welfaredesk.ui.screens.minutes_parts import NotesPart
from welfaredesk.ui.screens.print_view import Papers
from welfaredesk.ui.screens.project_changes import ChangesView
from welfaredesk.ui.screens.project_form import ProjectForm
from welfaredesk.ui.screens.project_review import ReviewSheet
from welfaredesk.ui.screens.project_side import ProjectSide
from welfaredesk.ui.screens.project_words import state_mark
from welfaredesk.ui.screens.readers import READERS, ReadersView
from welfaredesk.ui.screens.staff_words import day_said
from welfaredesk.ui.screens.written_page import WrittenPage
from welfaredesk.ui.theme import scale

SITUATION, RECORD = N_("Staff"), N_("Storia e altro")
PRINT, SHARE, FILE = N_("Stampa"), N_("Chi può leggere"), "progetto.pdf"
VERSION, STALE = N_("Versione {number}"), N_("Da riapprovare")
REVIEW, FOLLOWED = N_("verifica: {day}"), N_("segue {who}")
CHANGED = N_("Dopo l'approvazione è cambiato: {what}. Vale quello che è stato approvato, finché non si riapprova.")
APPROVED = N_("Approvato da {who}, {day}.")
APPROVED_WITH = N_("Approvato da {who}, {day}: «{note}»")
SENT_BACK = N_("Rimandato da chi approva: «{why}»")
SEE, SINCE_APPROVED = N_("Vedi"), N_("Che cosa è cambiato dopo l'approvazione")
SAVED, BROUGHT = N_("Progetto salvato"), N_("Il compito ora è un'azione del progetto")
UNREAD, SHARE_NOW = N_("Ne fanno parte e non lo leggono ancora: {who}."), N_("Condividi")
SHARED, NOT_SHARED = N_("Progetto condiviso con chi ne fa parte"), N_("Lo leggevano già tutti")
SIDE, WIDE_FROM = 296, 900


class ProjectScreen(WrittenPage[ProjectPage]):
    """One progetto personalizzato."""

    name = "project"
    label = N_("Progetto")
    icon = "target"
    under = "cartelle"
    deed = Deed.READ_CASES
    saved_words = SAVED

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent, read=project_page)
        self.print_button = Button(tr(PRINT), "printer", look="quiet")
        self.situation_button = Button(tr(SITUATION), "users", look="quiet")
        self.share_button = Button(tr(SHARE), "users", look="quiet")
        self.record_button = Button(tr(RECORD), "history", look="quiet")
        self.changed = Banner(kind="attention")
        self.unread = Banner(kind="neutral")
        self.approved = PlainLabel("", "soft", wrap=True)
        self.side = ProjectSide(context)
        self.review, self.papers = ReviewSheet(context, self), Papers(self, context, unsaved=self.is_unsaved)
        self.notes = NotesPart(context)
        self._build()
        self._listen()

    def _build(self) -> None:
        self.frame.line(self.title, self.chips)
        self.frame.line(self.said, self.print_button, self.situation_button, self.case_button)
        main, laid = QWidget(), column(gap=scale.S12)
        for widget in (self.path, self.changed, self.unread, self.approved):
            laid.addWidget(widget)
        laid.addLayout(self.frame.room)
        laid.addWidget(self.notes)
        laid.addStretch(1)
        main.setLayout(laid)
        self.side.setFixedWidth(SIDE)
        self._lay([main, self.side], shares=(1, 0), wide_from=WIDE_FROM)
        for button in (self.share_button, self.record_button):
            self.frame.after.addWidget(button)
        told = (self.chips, self.changed, self.unread, self.approved, self.notes, self.side, self.frame.foot)
        self.until_read = (*told, self.print_button, self.situation_button, self.case_button)
        self.keeps = (self.path, self.review, self.notes.keeper)
        self._bare()

    def _listen(self) -> None:
        ways, side = self.context.ways, self.side
        self.situation_button.clicked.connect(self._to_situation)
        self.share_button.clicked.connect(self.show_readers)
        self.record_button.clicked.connect(lambda: ways.record.emit(self.identity))
        side.reviews.asked.connect(lambda: self._begin(reviews.start_review, self.review.open))
        side.reviews.opened.connect(self.review.open)
        side.contracts.asked.connect(lambda: self._begin(contracts.start_contract, self._to_contract))
        side.tasks.acted.connect(self._bring)
        self.unread.action_asked.connect(self._share)
        self.notes.added.connect(self._read_again)
        self.changed.action_asked.connect(self.show_changes)
        self.review.saved.connect(self._read_again)
        self.print_button.clicked.connect(self.print_paper)
        QShortcut(QKeySequence("Ctrl+P"), self).activated.connect(self.print_paper)

    def _turn_to(self, identity: str) -> None:
        self.review.close_layer()
        super()._turn_to(identity)

    def _show(self, page: ProjectPage) -> None:
        self._head(page)
        self._told(page)
        self.side.show_page(page)
        self.side.show()
        self.notes.show_notes(self.identity, page.notes)
        self.notes.setVisible(page.state == "concluded" or bool(page.notes))
        self.frame.foot.show()
        self._offer_editor(page, writable=True)

    def _head(self, page: ProjectPage) -> None:
        codes, values = self.context.codes, page.values
        self.title.setText(page.name)
        kind = codes.label("project_kind", str(values.get("kind") or ""))
        marks = [ChipMark(kind, "target", "accent"), state_mark(codes, page.state, of="project_state")]
        if page.version:
            marks.append(ChipMark(tr(VERSION).format(number=page.version), "layers"))
        if page.changed:
            marks.append(ChipMark(tr(STALE), "triangle-alert", "attention"))
        self.chips.set_chips(marks)
        self.chips.show()
        self.said.setText(" · ".join(_period(page, self._today())))
        self.print_button.show()
        self.case_button.setVisible(bool(page.person))
        self.situation_button.setVisible(bool(page.situation))

    def _today(self) -> date:
        return today(self.context.clock)

    def _told(self, page: ProjectPage) -> None:
        """Say what was approved and by whom, what changed since, and why it was sent back."""
        values = page.values
        labels = field_names(page.shown.type, page.changed)
        why = str(values.get("send_back_reason") or "")
        words = tr(CHANGED).format(what=labels) if labels else tr(SENT_BACK).format(why=why)
        self.changed.say(words, action=tr(SEE) if labels else "")
        self.changed.setVisible(bool(labels) or (page.state == "draft" and bool(why)))
        self.unread.say(tr(UNREAD).format(who="; ".join(page.not_reading)), kind="neutral", action=tr(SHARE_NOW))
        self.unread.setVisible(bool(page.not_reading))
        note, day = str(values.get("approval_note") or ""), str(values.get("approved_on") or "")
        words = APPROVED_WITH if note else APPROVED
        self.approved.setText(
            tr(words).format(day=day_said(day, self._today()), who=link_title(values.get("approved_by")), note=note)
        )
        self.approved.setVisible(bool(day))

    def _editor_of(self, page: ProjectPage) -> RecordEditor:
        return RecordEditor(self.context, page.shown.type, shown=page.shown, form=ProjectForm(self.context))

    def _first(self, editor: RecordEditor) -> QWidget | None:
        """Return what a draft does not say yet, its needs first: a plan that goes on is followed by its path."""
        page = self.opened
        if page is None or page.state != "draft":
            return None
        return editor.form.first_control(empty=bool(page.values.get("needs")))

    def _begin(self, begin: Callable[[Session, str], str], done: Callable[[str], None]) -> None:
        project = self.identity
        self.context.tasks.change(lambda session: begin(session, project), done, owner=self)

    def _to_contract(self, contract: str) -> None:
        self.context.ways.page.emit("contract", contract)

    @Slot(str)
    def _bring(self, task: str) -> None:
        """Make a task an action, without a goal until one is chosen for it."""
        self._carry_out(lambda session, project: from_staff.bring_in(session, project, task), told=tr(BROUGHT))

    @Slot()
    def _share(self) -> None:
        project = self.identity

        def done(count: int) -> None:
            self._said_done(tr(SHARED) if count else tr(NOT_SHARED))

        self.context.tasks.change(lambda session: projects.share(session, project), done, owner=self)

    @Slot()
    def _to_situation(self) -> None:
        if self.opened is not None:
            self.context.ways.record.emit(self.opened.situation)

    @Slot()
    def print_paper(self) -> None:
        """Lay the project on paper over the page, to be printed or kept."""
        project = self.identity
        self.papers.show(lambda session: print_project(session, project), title=tr(PRINT), name=FILE)

    @Slot()
    def show_changes(self) -> None:
        """Lay over the page what is not as it was approved, its words marked."""
        if self.opened is not None:
            self.review.layers.lay(tr(SINCE_APPROVED), ChangesView(self.context, self.opened))

    @Slot()
    def show_readers(self) -> None:
        """Lay over the page who may read this project."""
        view = ReadersView(self.context, self.identity)
        view.ask()
        self.review.layers.lay(tr(READERS), view)

    def touched(self, ids: frozenset[str]) -> None:
        """Read again what was touched, the review that lies over it too."""
        self.review.touched(ids)
        super().touched(ids)


def _period(page: ProjectPage, now: date) -> Iterator[str]:
    """Give what the head says of a plan: its number, from when to when, the next review, who follows it."""
    values = page.values
    if values.get("number"):
        yield str(values["number"])
    if values.get("starts_on") or values.get("ends_on"):
        yield " – ".join(day_said(str(values.get(name) or ""), now) or "…" for name in ("starts_on", "ends_on"))
    if values.get("next_review_on") and page.state != "concluded":
        yield tr(REVIEW).format(day=day_said(str(values["next_review_on"]), now))
    if values.get("operator"):
        yield tr(FOLLOWED).format(who=link_title(values["operator"]))
