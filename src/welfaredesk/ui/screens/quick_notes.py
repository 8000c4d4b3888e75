# SPDX-License-Identifier: EUPL-1.2
"""Appunti: ten seconds to write, then each is filed into a cartella or destroyed; until then it reminds."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from welfaredesk.base.clock import today
from welfaredesk.base.errors import Fault
from welfaredesk.base.text import N_, plural, tr
from welfaredesk.desk import drafts
from welfaredesk.desk import quick_notes as desk
from welfaredesk.desk.drafts import Draft
from welfaredesk.desk.quick_notes import NoteLine
from welfaredesk.desk.session import Session
from welfaredesk.domain.access import Deed
from welfaredesk.domain.periods import day_words, days_ago_words
from welfaredesk.ui.context import Context
from welfaredesk.ui.draft_keeper import DraftKeeper
from welfaredesk.ui.editors.links import find_people
from welfaredesk.ui.parts.banner import Banner
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.card import Card, column, row
from welfaredesk.ui.parts.chip import Chip, ChipMark
from welfaredesk.ui.parts.facts import Facts
from welfaredesk.ui.parts.field import Field
from welfaredesk.ui.parts.flow import FlowBox
from welfaredesk.ui.parts.page import Page
from welfaredesk.ui.parts.page_head import PageHead
from welfaredesk.ui.parts.person_picker import PersonPicker
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.parts.quick_entry import GrowingText
from welfaredesk.ui.parts.step import Step, buttons_of
from welfaredesk.ui.screen import Screen
from welfaredesk.ui.screens.cut_words import CUT_OWN, own_facts
from welfaredesk.ui.theme import scale

WRITE = N_("Scrivi un appunto: lo leggi solo tu")
NEW = N_("Nuovo appunto")
SAVE, KEYS = N_("Salva"), N_("Ctrl+Invio")
FILE, DESTROY = N_("Archivia in una cartella"), N_("Distruggi")
GONE, GONE_MANY, ERASE = (
    N_("Appunto cancellato per sempre"),
    N_("Appunti cancellati per sempre"),
    N_("Cancella per sempre"),
)
AWAY = N_("Distrutti o archiviati, ma ancora nella memoria: {count}.")
ONE_AWAY, MANY_AWAY, ERASE_THEM = N_("appunto"), N_("appunti"), N_("Cancella per sempre…")
IN_WHICH = N_("In quale cartella")
EMPTY = N_("Nessun appunto da sistemare. Quello che scrivi qui sopra resta tuo finché non lo archivi o lo distruggi.")
OPEN_ONE, OPEN_MANY = N_("da sistemare"), N_("da sistemare")
FILED, DESTROYED, SAVED = N_("Archiviato nel diario di {who}"), N_("Appunto distrutto"), N_("Appunto salvato")
OLD, REMINDED = N_("Da più di una settimana"), N_("Promemoria di {day}")
OLD_DAYS = 7
KEY = "quick_note/new"


def served(context: Context) -> bool:
    """Tell whether what is written here also lies at a server."""
    return context.exchanging.state.connected


class NoteEntry(Card):
    """Where a note is written."""

    def __init__(self) -> None:
        super().__init__(gap=scale.S8)
        self.editor = GrowingText(tr(NEW))
        self.editor.setPlaceholderText(tr(WRITE))
        self.draft_state = PlainLabel("", "meta", elide=True)
        self.save_button = Button(tr(SAVE), look="main", keys=tr(KEYS))
        foot = row()
        foot.addStretch(1)
        foot.addWidget(self.draft_state)
        foot.addWidget(self.save_button)
        self.add(self.editor)
        self.body.addLayout(foot)
        self.editor.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Show the focus on the whole card while a person writes."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.set_active(active=event.type() == QEvent.Type.FocusIn)
        return False


class NoteCard(Card):
    """One open note with what can be done with it."""

    file_asked = Signal(str, str)
    destroy_asked = Signal(str)
    erase_asked = Signal(str)

    def __init__(self, context: Context, note: NoteLine) -> None:
        super().__init__(gap=scale.S8)
        self.note = note
        self.setAccessibleName(note.text)
        now = today(context.clock)
        written = date.fromisoformat(note.when[:10]) if note.when else now
        meta = " · ".join(part for part in (days_ago_words(written, now), note.about_name) if part)
        self.add(PlainLabel(note.text, "prose", wrap=True))
        marks = []
        if note.is_late(now):
            day = day_words(date.fromisoformat(note.remind_on), now)
            marks.append(ChipMark(tr(REMINDED).format(day=day), "bell", "attention"))
        elif (now - written).days > OLD_DAYS:
            marks.append(ChipMark(tr(OLD), "clock", "attention"))
        self.file_button = Button(tr(FILE), "folder-open")
        self.destroy_button = Button(tr(DESTROY), "trash-2", look="quiet")
        self.erase_button = Button(tr(CUT_OWN), look="quiet")
        said, deeds = row(), FlowBox(line_gap=scale.S8)
        said.addWidget(PlainLabel(meta, "meta"))
        for mark in marks:
            said.addWidget(Chip(mark))
        said.addStretch(1)
        for button in (self.file_button, self.destroy_button, self.erase_button):
            deeds.add(button)
        self.body.addLayout(said)
        self.add(deeds)
        self.person = PersonPicker(lambda text, reply: find_people(context, text, reply), tr(IN_WHICH))
        self.box = Field(tr(IN_WHICH), self.person)
        self.box.hide()
        self.add(self.box)
        self.trouble = Banner(kind="danger")
        self.trouble.hide()
        erase = Button(tr(ERASE), "trash-2", look="danger")
        self.sure = Step([Facts(own_facts(served=served(context)))], erase, before=self.erase_button)
        for widget in (self.sure, self.trouble):
            self.add(widget)
        self.erase_button.clicked.connect(lambda _on=False: self.sure.ask())
        self.sure.left.connect(self.erase_button.setFocus)
        erase.clicked.connect(lambda _on=False: self.erase_asked.emit(note.id))
        self.file_button.clicked.connect(self.ask_person)
        self.destroy_button.clicked.connect(lambda _on=False: self.destroy_asked.emit(note.id))
        self.person.chosen.connect(self._chosen)

    @Slot()
    def ask_person(self) -> None:
        """Ask in which cartella; for a note about somebody there is nothing to ask."""
        if self.note.about:
            self.file_asked.emit(self.note.id, self.note.about)
            return
        self.box.show()
        self.updateGeometry()
        self.person.setFocus()

    def say(self, text: str) -> None:
        """Say why the note is still here."""
        self.sure.put_away()
        self.trouble.show()
        self.trouble.say(text, kind="danger")

    @Slot(str)
    def _chosen(self, person: str) -> None:
        if person:
            self.file_asked.emit(self.note.id, person)


class AwayCard(Card):
    """What was destroyed or filed and can still be brought back, until it is taken away for good."""

    erase_asked = Signal(list)

    def __init__(self, context: Context) -> None:
        super().__init__(gap=scale.S8)
        self._notes: list[str] = []
        self.words = PlainLabel("", "soft", wrap=True)
        self.erase_button = Button(tr(ERASE_THEM), "trash-2", look="quiet")
        self.trouble = Banner(kind="danger")
        erase = Button(tr(ERASE), "trash-2", look="danger")
        first = buttons_of(self.erase_button)
        self.sure = Step([Facts(own_facts(served=served(context)))], erase, before=first)
        for widget in (self.words, first, self.sure, self.trouble):
            self.add(widget)
        self.trouble.hide()
        self.erase_button.clicked.connect(lambda _on=False: self.sure.ask())
        self.sure.left.connect(self.erase_button.setFocus)
        erase.clicked.connect(lambda _on=False: self.erase_asked.emit(list(self._notes)))
        self.hide()

    @Slot(object)
    def show_notes(self, notes: list[str]) -> None:
        """Show how many there are; a question under way stays as it is while nothing changes."""
        if notes != self._notes:
            self.sure.put_away()
            self.trouble.hide()
        self._notes = notes
        self.words.setText(tr(AWAY).format(count=plural(len(notes), ONE_AWAY, many=MANY_AWAY)))
        self.setVisible(bool(notes))

    def say(self, text: str) -> None:
        """Say why they are still here."""
        self.sure.put_away()
        self.trouble.show()
        self.trouble.say(text, kind="danger")


class QuickNotes(Screen):
    """The notes of this operator."""

    name = "quick_notes"
    label = N_("Appunti")
    icon = "sticky-note"
    deed = Deed.READ_DIRECTORY

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._notes: list[NoteLine] = []
        self._known = False
        self._came_back = False
        self.cards: dict[str, NoteCard] = {}
        self.head = PageHead(tr(self.label))
        self.entry = NoteEntry()
        self.keeper = DraftKeeper(context, self, self._values, key=KEY, type_name="quick_note")
        self.list = column(gap=scale.S12)
        self.empty = PlainLabel(tr(EMPTY), "soft", wrap=True)
        self.away = AwayCard(context)
        self.away.erase_asked.connect(lambda notes: self.erase(notes, failed=lambda fault: self.away.say(fault.text)))
        self.page = Page(tr(self.label), gap=scale.S16)
        self.page.body.setContentsMargins(scale.S24, scale.S16, scale.S24, scale.S24)
        inner = QWidget()
        inner.setMaximumWidth(scale.STREAM_WIDEST)
        laid = column(gap=scale.S16)
        for widget in (self.head, self.entry):
            laid.addWidget(widget)
        laid.addLayout(self.list)
        laid.addWidget(self.empty)
        laid.addWidget(self.away)
        laid.addStretch(1)
        inner.setLayout(laid)
        self.page.body.addWidget(inner)
        whole = column(gap=0)
        whole.addWidget(self.page)
        self.setLayout(whole)
        self.setFocusProxy(self.entry.editor)
        self.entry.editor.textChanged.connect(self.keeper.touch)
        self.entry.editor.send_asked.connect(self.save)
        self.entry.save_button.clicked.connect(self.save)
        self.keeper.kept.connect(self.entry.draft_state.setText)

    def shown(self) -> None:
        """Ask for the open notes, and the first time for the draft of a new one."""
        self.context.tasks.ask(desk.open_notes, self.show_notes, owner=self, latest="quick-notes")
        self.context.tasks.ask(desk.put_away, self.away.show_notes, owner=self, latest="quick-notes-away")
        if not self._came_back:
            self._came_back = True
            self.context.tasks.ask(self.keeper.find, self._show_draft, owner=self)

    def showEvent(self, event: QShowEvent) -> None:
        """Have the keyboard where one writes, as soon as the page is in front."""
        super().showEvent(event)
        self.entry.editor.setFocus()

    def touched(self, ids: frozenset[str]) -> None:
        """Read the notes again, also while another page is in front: the rail counts them."""
        self.context.tasks.ask(desk.open_notes, self.show_notes, owner=self, latest="quick-notes")
        if self.isVisible():
            self.context.tasks.ask(desk.put_away, self.away.show_notes, owner=self, latest="quick-notes-away")

    def count(self) -> int | None:
        """Return how many notes wait."""
        return len(self._notes) or None

    def _values(self) -> dict[str, Any]:
        text = self.entry.editor.toPlainText().strip()
        return {"text": text} if text else {}

    def _show_draft(self, draft: Draft | None) -> None:
        if draft is not None and not self.entry.editor.toPlainText():
            self.entry.editor.setPlainText(str(draft.values.get("text") or ""))

    @Slot(object)
    def show_notes(self, notes: list[NoteLine]) -> None:
        """Show the open notes; a card that stays the same is not made again."""
        self.head.say(plural(len(notes), OPEN_ONE, many=OPEN_MANY) if notes else "")
        if notes == self._notes and self._known:
            return
        self._notes, self._known = notes, True
        kept = {note.id: card for note in notes if (card := self.cards.get(note.id)) and card.note == note}
        for key, card in self.cards.items():
            if key not in kept:
                card.hide()
                card.deleteLater()
        while self.list.takeAt(0) is not None:
            pass
        self.cards = {note.id: kept.get(note.id) or self._card(note) for note in notes}
        for card in self.cards.values():
            self.list.addWidget(card)
        self.empty.setVisible(not notes)

    def _card(self, note: NoteLine) -> NoteCard:
        card = NoteCard(self.context, note)
        card.file_asked.connect(self.file)
        card.destroy_asked.connect(self.destroy_note)
        card.erase_asked.connect(lambda note: self.erase([note], failed=lambda fault: card.say(fault.text)))
        return card

    @Slot()
    def save(self) -> None:
        """Save the note that was written and leave the field empty for the next."""
        values = self._values()
        if not values or not self.entry.save_button.isEnabled():
            return
        self.entry.save_button.setEnabled(False)

        def work(session: Session) -> None:
            desk.write_note(session, values["text"])
            drafts.drop(session, KEY)

        def done(_none: None) -> None:
            self.entry.save_button.setEnabled(True)
            self.entry.editor.clear()
            self.keeper.forget()
            self.entry.draft_state.setText(tr(SAVED))
            self.entry.editor.setFocus()

        def failed(fault: Fault) -> None:
            self.entry.save_button.setEnabled(True)
            self.context.tasks.troubled.emit(fault)

        self.context.tasks.change(work, done, owner=self, failed=failed)

    @Slot(str, str)
    def file(self, note: str, person: str) -> None:
        """File a note into a cartella; «Annulla» takes it out again."""
        who = self.cards[note].person.text() or self.cards[note].note.about_name
        self._do(
            lambda session: desk.file_note(session, note, person),
            words=tr(FILED).format(who=who),
            undo=partial(desk.unfile_note, note=note),
        )

    @Slot(str)
    def destroy_note(self, note: str) -> None:
        """Destroy a note; «Annulla» brings it back."""
        self._do(
            lambda session: desk.destroy_note(session, note),
            words=tr(DESTROYED),
            undo=partial(desk.bring_back, note=note),
        )

    def erase(self, notes: list[str], *, failed: Callable[[Fault], None]) -> None:
        """Take notes away for good."""

        def done(_none: None) -> None:
            self.context.ways.notice.emit(tr(GONE if len(notes) == 1 else GONE_MANY), None)
            self.context.exchanging.now()
            self.shown()

        self.context.tasks.change(lambda session: desk.erase_notes(session, notes), done, owner=self, failed=failed)

    def _do(self, work: Callable[[Session], object], *, words: str, undo: Callable[[Session], object]) -> None:
        tasks, ways = self.context.tasks, self.context.ways

        def take_back() -> None:
            tasks.change(undo, lambda _none: None, owner=self)

        tasks.change(work, lambda _none: ways.notice.emit(words, take_back), owner=self)

    def before_lock(self) -> None:
        """Keep the note being written, at once."""
        self.keeper.keep_now()
