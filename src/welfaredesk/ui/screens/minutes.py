# SPDX-License-Identifier: EUPL-1.2
"""Situazione: left the decisions of the time before, in the middle the minutes by domain, right who is here."""

from collections.abc import Callable, Iterator
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from welfaredesk.base.clock import today
from welfaredesk.base.errors import Fault
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
from welfaredesk.ui.parts.beside import Beside
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.card import Card, column
from welfaredesk.ui.parts.chip import ChipRow
from welfaredesk.ui.parts.empty_state import EmptyState
from welfaredesk.ui.parts.framed import Framed
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.parts.sheet import Sheet
from welfaredesk.ui.record_editor import RecordEditor
from welfaredesk.ui.screen import Screen
from welfaredesk.ui.screens.act_strip import ActStrip
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
from welfaredesk.ui.theme import scale

CASE, SITUATION = N_("Apri la cartella"), N_("Situazione")
PRINT, SHEETS, FILE = N_("Stampa"), N_("Stampa le schede per prepararsi"), "verbale.pdf"
SAVED, TASK_MADE = N_("Verbale salvato"), N_("La decisione ora è un compito")
CHANGED_SHARED = N_("Dopo la condivisione è cambiato: {what}. Per confermarlo va riportato in bozza e ricondiviso.")
CHANGED_CLOSED = N_("Arrivato da altri e non entrato nel testo chiuso: {what}. Se serve, si aggiunge una nota.")
SIDE, WIDE_FROM = 280, 1040


class MinutesScreen(Screen):
    """The minutes of one situation in one sitting."""

    name = "minutes"
    label = N_("Verbale")
    icon = "clipboard-list"
    under = "staff"
    deed = Deed.READ_CASES

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.minutes = ""
        self.opened: MinutesPage | None = None
        self.editor: RecordEditor | None = None
        self.papers = Papers(self, context, unsaved=self.is_unsaved)
        self.title, self.said, self.chips = (
            PlainLabel("", "title", elide=True),
            PlainLabel("", "soft", elide=True),
            ChipRow(),
        )
        self.case_button = Button(tr(CASE), "folder-open", look="quiet")
        self.situation_button = Button(tr(SITUATION), "users", look="quiet")
        self.print_button = Button(tr(PRINT), "printer", look="quiet")
        self.sheets_button = Button(tr(SHEETS), "printer", look="quiet")
        self.path = ActStrip(context, unsaved=self.is_unsaved)
        self.changed, self.sent_back = Banner(kind="attention"), Banner(kind="attention")
        self.text = Card(gap=scale.S12)
        self.closed = ClosedText(context)
        self.notes = NotesPart(context)
        self.earlier = DecisionRows(context, tr(EARLIER), empty=tr(NO_EARLIER), offers=False)
        self.decisions = DecisionRows(context, tr(TASKS), empty=tr(NO_DECISIONS), offers=True)
        self.prepared = PreparationPart(context)
        self.people = PeoplePart(context)
        self.frame = Framed(self, tr(self.label))
        self.page, self.foot = self.frame.page, self.frame.foot
        self._build()
        self._listen()

    def _build(self) -> None:
        self.frame.line(self.title, self.chips)
        self.frame.line(self.said, self.print_button, self.situation_button, self.case_button)
        self.text.body.addLayout(self.frame.room)
        columns = [
            _stacked(self.earlier, self.prepared, self.sheets_button),
            _stacked(self.path, self.sent_back, self.changed, self.text, self.closed, self.notes),
            _stacked(self.people, self.decisions),
        ]
        for side in (columns[0], columns[2]):
            side.setFixedWidth(SIDE)
        self.beside = Beside(columns, shares=(0, 1, 0), wide_from=WIDE_FROM)
        self.page.body.addWidget(self.beside)
        self.page.body.addStretch(1)
        self._bare()

    def _listen(self) -> None:
        self.decisions.to_task.connect(self._make_task)
        # Of two tasks on one page one shows its path: their keys are the same.
        self.decisions.chosen.connect(lambda: self.earlier.strip.show_record(""))
        self.earlier.chosen.connect(lambda: self.decisions.strip.show_record(""))
        self.notes.added.connect(self._read_again)
        self.case_button.clicked.connect(self._to_case)
        self.situation_button.clicked.connect(self._to_situation)
        self.print_button.clicked.connect(lambda: self.print_paper(print_minutes, tr(PRINT)))
        self.sheets_button.clicked.connect(lambda: self.print_paper(print_sheets, tr(SHEETS)))

    def _bare(self) -> None:
        """Show nothing of minutes that are not read yet."""
        hidden = (self.sent_back, self.changed, self.text, self.closed, self.notes, self.chips, self.case_button)
        for one in (*hidden, self.foot):
            one.hide()

    def place(self) -> dict[str, Any]:
        """Return which minutes are shown."""
        return {"minutes": self.minutes}

    def come_back(self, place: dict[str, Any]) -> None:
        """Show some minutes."""
        wanted = str(place.get("minutes") or "")
        if wanted == self.minutes and self.opened is not None:
            return
        self.before_lock()
        self.minutes, self.opened = wanted, None
        self._drop_editor()
        self._bare()
        self.path.show_record(wanted)

    def shown(self) -> None:
        """Ask for what the page shows."""
        if self.minutes:
            self._read_again()

    @Slot()
    def _read_again(self) -> None:
        minutes = self.minutes
        self.context.tasks.ask(
            lambda session: desk.minutes_page(session, minutes),
            self._show,
            owner=self,
            failed=self._missing,
            latest="minutes",
        )

    def _show(self, page: MinutesPage) -> None:
        if page.shown.id != self.minutes:
            return
        turned = self.opened is None or (self.opened.state == "closed") != (page.state == "closed")
        self.opened = page
        self._head(page)
        self.path.show_record(self.minutes)
        self.earlier.heading.setText(earlier_title(page, self.context))
        self.earlier.show_decisions(page.earlier)
        self.decisions.show_decisions(page.decisions)
        self.prepared.show_prepared(page)
        self.people.show_people(page)
        closed = page.state == "closed"
        self.closed.setVisible(closed)
        self.notes.setVisible(closed)
        self.text.setVisible(not closed)
        self.foot.setVisible(not closed)
        self.sheets_button.setVisible(not closed)
        if closed:
            self._drop_editor()
            self.closed.show_copy(page)
            self.notes.show_notes(self.minutes, page.notes)
        elif turned or self.editor is None:
            self._put(page)
        elif not self.editor.dirty:
            self.editor.take_shown(page.shown)

    def _head(self, page: MinutesPage) -> None:
        self.title.setText(page.name)
        when = when_words(str(page.values.get("when") or ""), today(self.context.clock))
        self.said.setText(" · ".join(part for part in (when, str(page.values.get("place") or "")) if part))
        codes, review = self.context.codes, str(page.shown.values.get("review") or "")
        chips = [state_chip(codes, review, of="minutes_review")] if review in {"approved", "sent_back"} else []
        self.chips.set_chips([state_chip(codes, page.state, of="minutes_state"), *chips])
        back = sent_back_words(page.shown.values)
        self.sent_back.say(back)
        self.sent_back.setVisible(bool(back))
        self.chips.show()
        self.case_button.setVisible(bool(page.person))
        labels = ", ".join(tr(page.shown.type.field(name).label).lower() for name in page.changed)
        words = CHANGED_CLOSED if page.state == "closed" else CHANGED_SHARED
        self.changed.say(tr(words).format(what=labels))
        self.changed.setVisible(bool(page.changed))

    def _put(self, page: MinutesPage) -> None:
        self._drop_editor()
        self.editor = RecordEditor(self.context, page.shown.type, shown=page.shown, only=written_fields())
        for section, fields in self.editor.form.sections:
            section.unfold(unfolded=fields[0].section in {DOMAINS, DECIDED})
        self.editor.form.changed.connect(self.path.put_away)
        self.editor.saved.connect(self._saved)
        self.frame.put(self.editor, self.editor.save_button, self.editor.draft_state)

    def is_unsaved(self) -> bool:
        """Tell whether something is written that is not saved."""
        return self.editor is not None and self.editor.dirty

    def _drop_editor(self) -> None:
        self.editor = None
        self.frame.drop()

    def _missing(self, fault: Fault) -> None:
        self._drop_editor()
        self.title.setText(tr(self.label))
        self.text.show()
        self.frame.put(EmptyState(fault.text, icon=self.icon))

    @Slot(str)
    def _saved(self, _identity: str) -> None:
        self.context.ways.notice.emit(tr(SAVED), None)
        self._read_again()

    @Slot(str)
    def _make_task(self, decision: str) -> None:
        minutes = self.minutes

        def done(_id: str) -> None:
            self.context.ways.notice.emit(tr(TASK_MADE), None)
            self._read_again()

        self.context.tasks.change(lambda session: tasks.make_task(session, minutes, decision), done, owner=self)

    @Slot()
    def _to_case(self) -> None:
        if self.opened is not None and self.opened.person:
            self.context.ways.cartella.emit(self.opened.person)

    @Slot()
    def _to_situation(self) -> None:
        if self.opened is not None:
            self.context.ways.record.emit(self.opened.situation)

    def print_paper(self, make: Callable[[Session, str], Pdf], title: str) -> None:
        """Make the copies of a paper, logged, and lay them over the page to be printed or kept."""
        minutes = self.minutes
        self.papers.show(lambda session: make(session, minutes), title=title, name=FILE)

    @property
    def layer(self) -> Sheet | None:
        """Return the sheet of the last paper."""
        return self.papers.layer

    def touched(self, ids: frozenset[str]) -> None:
        """Read again what was touched; what is being written stays as it is."""
        if self.editor is not None and self.editor.dirty:
            self.editor.touched(ids)
        if self.isVisible():
            self.shown()

    def _strips(self) -> Iterator[ActStrip]:
        yield from (self.path, self.people.strip, self.earlier.strip, self.decisions.strip)

    def before_lock(self) -> None:
        """Keep everything that is being written, at once."""
        for strip in self._strips():
            strip.keep_now()
        self.prepared.keeper.keep_now()
        self.notes.keeper.keep_now()
        if self.editor is not None:
            self.editor.keep_now()


def _stacked(*widgets: QWidget) -> QWidget:
    """Return widgets one under the other, at the top of their column."""
    made = QWidget()
    laid = column(gap=scale.S12)
    for widget in widgets:
        laid.addWidget(widget)
    laid.addStretch(1)
    made.setLayout(laid)
    return made
