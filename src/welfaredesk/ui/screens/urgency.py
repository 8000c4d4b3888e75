# SPDX-License-Identifier: EUPL-1.2
"""Urgenza: one column, opened from anywhere; who, which danger, where; then the clocks in hours and the papers."""

from typing import Any

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QWidget

from welfaredesk.base.errors import Fault
from welfaredesk.base.text import N_, tr
from welfaredesk.desk import urgencies
from welfaredesk.desk.records import type_named
from welfaredesk.desk.urgencies import Opened, UrgencyLine
from welfaredesk.domain.access import Deed
from welfaredesk.domain.records.urgency import DANGER, WHERE
from welfaredesk.ui.context import Context
from welfaredesk.ui.parts.banner import Banner
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.card import Card, column, instead_of
from welfaredesk.ui.parts.chip import ChipMark, ChipRow
from welfaredesk.ui.parts.empty_state import EmptyState
from welfaredesk.ui.parts.framed import Framed
from welfaredesk.ui.parts.page import bring_into_view
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.parts.sheet import lay_over
from welfaredesk.ui.parts.task_row import TaskRow
from welfaredesk.ui.record_editor import RecordEditor, Start
from welfaredesk.ui.screen import Screen
from welfaredesk.ui.screens.readers import ReadersView
from welfaredesk.ui.screens.urgency_clocks import UrgencyClocks
from welfaredesk.ui.screens.urgency_papers import UrgencyPapers
from welfaredesk.ui.screens.urgency_rows import urgency_mark
from welfaredesk.ui.theme import scale

NEW, ONE = N_("Nuova urgenza"), N_("Urgenza {number}")
LEAD = N_("Bastano che cosa e quando: il resto si scrive dopo, anche senza linea.")
OPEN = N_("Urgenze aperte")
RESERVED = N_("Riservata")
PROVISIONAL = N_("Provvisorio fino alla ricevuta del server")
ALONE = N_("Per ora questa urgenza la leggi solo tu. Se un collega deve seguirla, condividila.")
SHARE, READERS = N_("Condividi"), N_("Chi può leggere")
CARTELLA, HISTORY = N_("Apri la cartella"), N_("Storia e altro")
DATA = N_("Che cosa è successo")
SAVED = N_("Urgenza salvata: i conti delle ore sono partiti.")
CHANGED = N_("Salvato")
FIRST = ("kind", "began_at", "child_name", "estimated_age", "comune", "person")
TOLD = (
    *FIRST,
    *("facts", "third_parties", "third_parties_who", "evaluation"),
    *("found_at", "safe_place", "present", "decided_by", "prosecutor", "writer"),
)
STEPS = (
    *("noticed_at", "notice_to", "notice_outcome", "sent_at", "sent_paper", "sent_to", "requested_at"),
    *("request_paper", "decreed_at", "decree_paper", "curator", "hearing_set_for", "heard_at", "hearing_paper"),
    "closing_note",
)
TICK_MS = 20_000
WIDEST = 812


class UrgencyPage(Screen):
    """One urgency, or a new one with those that are open above it."""

    name = "urgency"
    label = N_("Urgenza")
    icon = "siren"
    under = "today"
    deed = Deed.CONDUCT_CASES

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.urgency, self._fresh = "", False
        self.opened: Opened | None = None
        self.editor: RecordEditor | None = None
        self.title, self.chips = PlainLabel("", "title", wrap=True), ChipRow()
        self.lead = PlainLabel(tr(LEAD), "soft", wrap=True)
        self.cartella = Button(tr(CARTELLA), "folder-open", look="quiet")
        self.readers = Button(tr(READERS), "users", look="quiet")
        self.history = Button(tr(HISTORY), "history", look="quiet")
        self.alone = Banner(tr(ALONE), kind="reserved", action=tr(SHARE))
        self.open = Card(tr(OPEN), gap=scale.S4)
        self._rows = QWidget()
        self.rows: list[TaskRow] = []
        self.clocks = UrgencyClocks(context)
        self.papers = UrgencyPapers(context, self)
        self.data = Card(tr(DATA), gap=scale.S12)
        self.frame = Framed(self, tr(self.label))
        self.page = self.frame.page
        self._ticking = QTimer(self, interval=TICK_MS)
        self._build()
        self._listen()

    def _build(self) -> None:
        for line in (self.title, self.chips, self.lead):
            self.frame.line(line)
        self.open.add(self._rows)
        self.data.body.addLayout(self.frame.room)
        column_ = QWidget()
        column_.setMaximumWidth(WIDEST)
        laid = column(gap=scale.S12)
        parts: tuple[QWidget, ...] = (self.open, self.clocks, self.alone, self.papers, self.data)
        for one in parts:
            laid.addWidget(one)
        laid.addStretch(1)
        column_.setLayout(laid)
        self.page.body.addWidget(column_)
        for button in (self.cartella, self.readers, self.history):
            self.frame.after.addWidget(button)

    def _listen(self) -> None:
        self.alone.action_asked.connect(self.show_readers)
        self.readers.clicked.connect(self.show_readers)
        self.history.clicked.connect(lambda: self.context.ways.record.emit(self.urgency))
        self.cartella.clicked.connect(self._to_cartella)
        self.clocks.done.connect(self._read_again)
        self._ticking.timeout.connect(self.clocks.tick)

    def place(self) -> dict[str, Any]:
        """Return which urgency is shown."""
        return {"urgency": self.urgency}

    def come_back(self, place: dict[str, Any]) -> None:
        """Show an urgency, or a new one where none is named."""
        wanted = str(place.get("urgency") or "")
        if self.editor is not None and wanted == self.urgency:
            return
        self.before_lock()
        self.urgency, self.opened = wanted, None
        self._drop_editor()
        self._dress()
        if not wanted:
            self._put(RecordEditor(self.context, type_named("urgency"), start=Start(values={}), only=TOLD))

    def shown(self) -> None:
        """Ask for what the page shows, and let the clocks move."""
        self._ticking.start()
        if self.urgency:
            self._read_again()
        else:
            if self.editor is None:
                self.come_back({})
            if self.editor is not None and self._fresh:
                self._fresh = False
                self.editor.form.first_control().setFocus()
            self.context.tasks.ask(urgencies.open_urgencies, self._show_open, owner=self, latest="urgencies")

    def _read_again(self) -> None:
        urgency = self.urgency
        self.context.tasks.ask(
            lambda session: urgencies.opened(session, urgency),
            self._show,
            owner=self,
            failed=self._missing,
            latest="urgency",
        )

    def _dress(self) -> None:
        """Show of the page what there is: a new urgency has neither clocks nor papers."""
        there = self.opened is not None
        self.title.setText(tr(self.label if self.urgency else NEW))
        for widget in (self.clocks, self.papers, self.chips, self.readers, self.history):
            widget.setVisible(there)
        self.lead.setVisible(not self.urgency)
        self.open.hide()
        self.alone.hide()
        self.cartella.hide()
        self.data.setVisible(there or not self.urgency)

    def _show_open(self, found: list[UrgencyLine]) -> None:
        """List the urgencies that are open above the new one."""
        if self.urgency:
            return
        fresh, laid = QWidget(), column(gap=scale.S4)
        self.rows = []
        for line in found:
            one = TaskRow(urgency_mark(line, self.context.codes))
            one.opened.connect(self.context.ways.urgency)
            self.rows.append(one)
            laid.addWidget(one)
        fresh.setLayout(laid)
        instead_of(self._rows, fresh)
        self._rows = fresh
        self.open.setVisible(bool(found))
        self.open.updateGeometry()
        self._show_first()

    def _show(self, opened: Opened) -> None:
        if opened.offers.shown.id != self.urgency:
            return
        first = self.opened is None
        self.opened = opened
        if first:
            self._dress()
        self._head(opened)
        self.clocks.show_offers(opened.offers, opened.clocks)
        self.papers.show_papers(self.urgency, opened.papers)
        if first:
            shown = opened.offers.shown
            self._put(RecordEditor(self.context, shown.type, shown=shown, only=(*TOLD, *STEPS)))
        elif self.editor is not None:
            self.editor.touched(frozenset({self.urgency}))

    def _head(self, opened: Opened) -> None:
        values, codes = opened.values, self.context.codes
        who = urgencies.who_of(values)
        number = tr(ONE).format(number=values.get("number") or "")
        self.title.setText(f"{number} · {who}" if who else number)
        state = opened.offers.states["state"]
        marks = [
            ChipMark(tr(RESERVED), "lock", "reserved"),
            ChipMark(codes.label("urgency_kind", str(values.get("kind"))), "siren", "accent"),
            ChipMark(codes.label("urgency_state", state), codes.icon("urgency_state", state)),
        ]
        if opened.offers.provisional:
            marks.append(ChipMark(tr(PROVISIONAL), "hourglass", "attention"))
        self.chips.set_chips(marks)
        self.alone.setVisible(opened.alone)
        self.cartella.setVisible(isinstance(values.get("person"), dict))

    def _put(self, editor: RecordEditor) -> None:
        self.editor = editor
        for section, fields in editor.form.sections:
            section.unfold(unfolded=fields[0].section in {DANGER, WHERE})
        editor.saved.connect(self._saved)
        self.frame.put(editor, editor.save_button, editor.draft_state)
        self._fresh = not self.urgency
        if self._fresh:
            self._show_first()

    def _show_first(self) -> None:
        """Keep the first field in view under the urgencies that are open, once they are laid out."""
        editor = self.editor
        if editor is not None and not editor.dirty:
            bring_into_view(editor.form.first_control())

    def _drop_editor(self) -> None:
        self.editor = None
        self.frame.drop()

    def _missing(self, fault: Fault) -> None:
        self._drop_editor()
        self.data.show()
        self.frame.put(EmptyState(fault.text, icon="siren"))

    @Slot(str)
    def _saved(self, identity: str) -> None:
        if self.urgency:
            self.context.ways.notice.emit(tr(CHANGED), None)
            self._read_again()
            return
        self.context.ways.notice.emit(tr(SAVED), None)
        self.context.ways.urgency.emit(identity)

    @Slot()
    def show_readers(self) -> None:
        """Lay over the page who may read this urgency."""
        view = ReadersView(self.context, self.urgency)
        view.changed.connect(self._read_again)
        view.ask()
        lay_over(self, tr(READERS), view=view)

    @Slot()
    def _to_cartella(self) -> None:
        person = self.opened.values.get("person") if self.opened is not None else None
        if isinstance(person, dict):
            self.context.ways.cartella.emit(str(person["id"]))

    def touched(self, ids: frozenset[str]) -> None:
        """Read again what was touched; what is being written stays as it is."""
        if self.isVisible():
            self.shown()

    def before_lock(self) -> None:
        """Keep what is being written, at once."""
        self._ticking.stop()
        self.clocks.keep_now()
        if self.editor is not None:
            self.editor.keep_now()
