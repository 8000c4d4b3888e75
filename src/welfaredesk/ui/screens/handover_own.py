# SPDX-License-Identifier: EUPL-1.2
"""What passes to nobody: one's own appunti and drafts, to be filed or destroyed before leaving."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from PySide6.QtWidgets import QWidget

from welfaredesk.base.clock import today
from welfaredesk.base.text import N_, tr
from welfaredesk.desk import left_drafts, quick_notes
from welfaredesk.desk.handover.own import OwnThings, own_things
from welfaredesk.desk.quick_notes import NoteLine
from welfaredesk.desk.records import type_named
from welfaredesk.desk.today import DraftLine
from welfaredesk.domain.names import brief
from welfaredesk.domain.periods import moment_words
from welfaredesk.ui.context import Context
from welfaredesk.ui.parts.card import Card, column, instead_of
from welfaredesk.ui.parts.empty_state import EmptyState
from welfaredesk.ui.parts.page import Page
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.parts.task_row import TaskMark, TaskRow
from welfaredesk.ui.screens.handover_part import LABEL, OWN, HandoverPart
from welfaredesk.ui.screens.staff_words import day_said
from welfaredesk.ui.theme import scale

LEAVING = N_("Dal {day} le tue consegne passano a {who}.")
SAID = N_(
    "Appunti e bozze sono tuoi e non passano con le consegne: restano chiusi, e nessun altro li legge né li può "
    "contare. Prima di andare, archivia in una cartella quello che serve e distruggi il resto."
)
NOTES, DRAFTS = N_("I tuoi appunti"), N_("Le tue bozze")
DESTROY, DESTROYED, KEEP = N_("Distruggi"), N_("Appunto distrutto."), N_("Tieni come appunto")
NOTHING = N_("Non hai appunti né bozze: non resta niente di tuo da mettere in ordine.")
DRAFT = N_("Bozza: {what}")
TO_NOTES, TO_TODAY = N_("si archivia da Appunti"), N_("si riprende da Oggi")
WIDEST = 720


class HandoverOwn(HandoverPart):
    """One's own appunti and drafts, each with what can be done with it."""

    def __init__(self, context: Context, *, parts: Sequence[str]) -> None:
        super().__init__(context, OWN, parts=parts)
        self.rows: dict[str, TaskRow] = {}
        self.leaving = PlainLabel("", "strong", wrap=True)
        self.empty = EmptyState(tr(NOTHING), icon="check-check")
        self.page = Page(tr(LABEL), gap=scale.S12)
        self.page.body.setContentsMargins(scale.S24, scale.S16, scale.S24, scale.S16)
        self._list = QWidget()
        said = PlainLabel(tr(SAID), "soft", wrap=True)
        said.setMaximumWidth(WIDEST)
        for widget in (self.head, self.row, self.leaving, said, self._list, self.empty):
            self.page.body.addWidget(widget)
        self.page.body.addStretch(1)
        self.empty.hide()
        self.lay(self.page)

    def ask(self) -> None:
        """Ask for them."""
        self.context.tasks.ask(own_things, self._show, owner=self, latest="handover-own")

    def _show(self, found: OwnThings) -> None:
        goes = [
            tr(LEAVING).format(day=day_said(one.since, today(self.context.clock)), who=one.taker_name)
            for one in found.leaving
        ]
        self.leaving.setText("\n".join(dict.fromkeys(goes)))
        self.leaving.setVisible(bool(goes))
        fresh, laid = QWidget(), column(gap=scale.S12)
        self.rows = {}
        for title, marks in ((NOTES, self._notes(found.notes)), (DRAFTS, self._drafts(found.drafts))):
            some = list(marks)
            if some:
                laid.addWidget(self._card(tr(title), some))
        fresh.setLayout(laid)
        fresh.setMaximumWidth(WIDEST)
        self._list = instead_of(self._list, fresh)
        self._list.setVisible(found.count > 0)
        self.empty.setVisible(not found.count)

    def _card(self, title: str, marks: Iterable[TaskMark]) -> Card:
        card = Card(title, gap=0)
        for mark in marks:
            one = TaskRow(mark)
            one.opened.connect(self._opened)
            one.acted.connect(self._acted)
            self.rows[mark.key] = one
            card.add(one)
        return card

    def _notes(self, notes: Iterable[NoteLine]) -> Iterable[TaskMark]:
        now = today(self.context.clock)
        for one in notes:
            when = moment_words(datetime.fromisoformat(one.when), now) if one.when else ""
            said = (when, one.about_name, tr(TO_NOTES))
            meta = " · ".join(part for part in said if part)
            yield TaskMark(
                key=f"note/{one.id}", title=brief(one.text), meta=meta, icon="sticky-note", action=tr(DESTROY)
            )

    def _drafts(self, drafts: Iterable[DraftLine]) -> Iterable[TaskMark]:
        for one in drafts:
            what = tr(DRAFT).format(what=tr(type_named(one.type).label).lower())
            said = (one.about, one.begins, tr(TO_TODAY))
            meta = " · ".join(part for part in said if part)
            yield TaskMark(
                key=f"draft/{one.key}", title=what, meta=meta, icon="pencil", action=tr(KEEP) if one.left else ""
            )

    def _opened(self, key: str) -> None:
        self.context.ways.screen.emit("quick_notes" if key.startswith("note/") else "today")

    def _acted(self, key: str) -> None:
        what, _, wanted = key.partition("/")
        tasks = self.context.tasks
        if what == "draft":
            tasks.change(
                lambda session: left_drafts.keep_as_note(session, wanted), lambda _note: self.ask(), owner=self
            )
            return

        def undo() -> None:
            tasks.change(lambda session: quick_notes.bring_back(session, wanted), lambda _none: self.ask(), owner=self)

        def done(_none: None) -> None:
            self.context.ways.notice.emit(tr(DESTROYED), undo)
            self.ask()

        tasks.change(lambda session: quick_notes.destroy_note(session, wanted), done, owner=self)
