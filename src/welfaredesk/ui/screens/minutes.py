# SPDX-License-Identifier: EUPL-1.2
"""Situazione: left the decisions of the time before, in the middle the minutes by domain, right who is here."""

from collections.abc import Callable

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from welfaredesk.base.clock import today
from welfaredesk.base.text import N_, tr
from welfaredesk.desk.session import Session
from welfaredesk.desk.staff import minutes as desk
from welfaredesk.desk.staff import tasks
from welfaredesk.desk.staff.minutes import MinutesPage
from welfaredesk.desk.staff.minutes_rules import written_fields
from welfaredesk.desk.staff.papers import print_minutes, print_sheets
from welfaredesk.documents.cartella import Pdf
from welfaredesk.domain.access import Deed
from welfaredesk.domain.records.minutes import DECIDED, DOMAINS
from welfaredesk.ui.context import Context
from welfaredesk.ui.parts.banner import Banner
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.card import Card, stacked
from welfaredesk.ui.parts.sheet import Sheet, lay_over
from welfaredesk.ui.record_editor import RecordEditor
from welfaredesk.ui.said import field_names
from welfaredesk.ui.screens.cartella_documents import DocumentView
from welfaredesk.ui.screens.minutes_parts import ClosedText, NotesPart, PreparationPart
from welfaredesk.ui.screens.minutes_side import (
    EARLIER,
    NO_DECISIONS,
    NO_EARLIER,
    TASKS,
    DecisionRows,
    PeoplePart,
    earlier_title,
)
from welfaredesk.ui.screens.print_view import Papers
from welfaredesk.ui.screens.queue_words import sent_back_words
from welfaredesk.ui.screens.staff_words import state_chip, when_words
from welfaredesk.ui.screens.written_page import WrittenPage
from welfaredesk.ui.theme import scale

SITUATION, PRINT = N_("Situazione"), N_("Stampa")
SHEETS, FILE = N_("Stampa le schede per prepararsi"), "verbale.pdf"
SAVED, TASK_MADE = N_("Verbale salvato"), N_("La decisione ora è un compito")
CHANGED_SHARED = N_("Dopo la condivisione è cambiato: {what}. Per confermarlo va riportato in bozza e ricondiviso.")
CHANGED_CLOSED = N_("Arrivato da altri e non entrato nel testo chiuso: {what}. Se serve, si aggiunge una nota.")
SIDE, WIDE_FROM = 280, 1040


class MinutesScreen(WrittenPage[MinutesPage]):
    """The minutes of one situation in one sitting."""

    name = "minutes"
    label = N_("Verbale")
    icon = "clipboard-list"
    under = "staff"
    deed = Deed.READ_CASES
    saved_words = SAVED
    said_wraps = False

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent, read=desk.minutes_page)
        self.papers = Papers(self, context, unsaved=self.is_unsaved)
        self.situation_button = Button(tr(SITUATION), "users", look="quiet")
        self.print_button = Button(tr(PRINT), "printer", look="quiet")
        self.sheets_button = Button(tr(SHEETS), "printer", look="quiet")
        self.changed, self.sent_back = Banner(kind="attention"), Banner(kind="attention")
        self.text = Card(gap=scale.S12)
        self.closed = ClosedText(context)
        self.notes = NotesPart(context)
        self.earlier = DecisionRows(context, tr(EARLIER), empty=tr(NO_EARLIER), offers=False)
        self.decisions = DecisionRows(context, tr(TASKS), empty=tr(NO_DECISIONS), offers=True)
        self.prepared = PreparationPart(context)
        self.people = PeoplePart(context)
        self.page, self.foot = self.frame.page, self.frame.foot
        self._build()
        self._listen()

    def _build(self) -> None:
        self.frame.line(self.title, self.chips)
        self.frame.line(self.said, self.print_button, self.situation_button, self.case_button)
        self.text.body.addLayout(self.frame.room)
        left, right = stacked(self.earlier, self.prepared, self.sheets_button), stacked(self.people, self.decisions)
        main = stacked(self.path, self.sent_back, self.changed, self.text, self.closed, self.notes)
        for side in (left, right):
            side.setFixedWidth(SIDE)
        self._earlier, self._main = left, main
        self._lay([left, main, right], shares=(0, 1, 0), wide_from=WIDE_FROM)
        hidden = (self.sent_back, self.changed, self.text, self.closed, self.notes, self.chips, self.case_button)
        self.until_read = (*hidden, self.foot)
        strips = (self.path, self.people.strip, self.earlier.strip, self.decisions.strip)
        self.keeps = (*strips, self.prepared.keeper, self.notes.keeper)
        self._bare()

    def _listen(self) -> None:
        self.decisions.to_task.connect(self._make_task)
        # Of two tasks on one page one shows its path: their keys are the same.
        self.decisions.chosen.connect(lambda: self.earlier.strip.show_record(""))
        self.earlier.chosen.connect(lambda: self.decisions.strip.show_record(""))
        self.notes.added.connect(self._read_again)
        self.situation_button.clicked.connect(self._to_situation)
        self.print_button.clicked.connect(lambda: self.print_paper(print_minutes, tr(PRINT)))
        self.sheets_button.clicked.connect(lambda: self.print_paper(print_sheets, tr(SHEETS)))
        self.people.paper_asked.connect(self._show_paper)

    def _show(self, page: MinutesPage) -> None:
        self._head(page)
        self.earlier.heading.setText(earlier_title(page, self.context))
        self.earlier.show_decisions(page.earlier)
        self.decisions.show_decisions(page.decisions)
        self.prepared.show_prepared(page)
        self.people.show_people(page)
        closed = page.state == "closed"
        # What was decided before comes first while one writes; who reads closed minutes wants the text.
        self.columns.lead_with(self._main if closed else self._earlier)
        self.closed.setVisible(closed)
        self.notes.setVisible(closed)
        self.text.setVisible(not closed)
        self.foot.setVisible(not closed)
        self.sheets_button.setVisible(not closed)
        if closed:
            self.closed.show_copy(page)
            self.notes.show_notes(self.identity, page.notes)
        self._offer_editor(page, writable=not closed)

    def _head(self, page: MinutesPage) -> None:
        self.title.setText(page.name)
        when = when_words(str(page.values.get("when") or ""), today(self.context.clock))
        said = (tr(self.label), when, str(page.values.get("place") or ""))
        self.said.setText(" · ".join(part for part in said if part))
        codes, review = self.context.codes, str(page.shown.values.get("review") or "")
        chips = [state_chip(codes, review, of="minutes_review")] if review in {"approved", "sent_back"} else []
        self.chips.set_chips([state_chip(codes, page.state, of="minutes_state"), *chips])
        back = sent_back_words(page.shown.values)
        self.sent_back.say(back)
        self.sent_back.setVisible(bool(back))
        self.chips.show()
        self.case_button.setVisible(bool(page.person))
        labels = field_names(page.shown.type, page.changed)
        words = CHANGED_CLOSED if page.state == "closed" else CHANGED_SHARED
        self.changed.say(tr(words).format(what=labels))
        self.changed.setVisible(bool(page.changed))

    def _editor_of(self, page: MinutesPage) -> RecordEditor:
        editor = RecordEditor(self.context, page.shown.type, shown=page.shown, only=written_fields())
        for section, fields in editor.form.sections:
            section.unfold(unfolded=fields[0].section in {DOMAINS, DECIDED})
        return editor

    def _first(self, editor: RecordEditor) -> QWidget | None:
        """Return the first text of a draft: what was shared is confirmed or closed."""
        drafted = self.opened is not None and self.opened.state == "draft"
        return super()._first(editor) if drafted else None

    @Slot(str)
    def _make_task(self, decision: str) -> None:
        self._carry_out(lambda session, minutes: tasks.make_task(session, minutes, decision), told=tr(TASK_MADE))

    @Slot()
    def _to_situation(self) -> None:
        if self.opened is not None:
            self.context.ways.record.emit(self.opened.situation)

    def print_paper(self, make: Callable[[Session, str], Pdf], title: str) -> None:
        """Make the copies of a paper, logged, and lay them over the page to be printed or kept."""
        minutes = self.identity
        self.papers.show(lambda session: make(session, minutes), title=title, name=FILE)

    @Slot(str)
    def _show_paper(self, answer: str) -> None:
        """Lay the sheet or the message of an answer over the page."""
        value = dict(self.people.papers[answer])
        lay_over(self, str(value["name"]), view=DocumentView(self.context, answer, value))

    @property
    def layer(self) -> Sheet | None:
        """Return the sheet of the last paper."""
        return self.papers.layer
