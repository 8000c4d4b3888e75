# SPDX-License-Identifier: EUPL-1.2
"""Parts of the page of minutes: the sheets that members prepared, closed minutes as they were closed, the notes."""

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from welfaredesk.base.ids import is_id
from welfaredesk.base.text import N_, tr
from welfaredesk.desk.records import type_named
from welfaredesk.desk.staff import minutes as desk
from welfaredesk.desk.staff.members import as_rows
from welfaredesk.desk.staff.minutes import PREPARED, MinutesPage, Note, Prepared
from welfaredesk.desk.staff.telling import row_lines
from welfaredesk.desk.wording import in_words
from welfaredesk.domain.checks import is_day
from welfaredesk.domain.frozen import hash_words
from welfaredesk.domain.kinds import Field as FieldOf
from welfaredesk.domain.kinds import Kind, Value
from welfaredesk.domain.machines.minutes_review import MINUTES_REVIEW
from welfaredesk.domain.periods import full_day
from welfaredesk.ui.context import Context
from welfaredesk.ui.draft_keeper import DraftKeeper
from welfaredesk.ui.editors import Editor, editor_for
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.card import Card, column, instead_of
from welfaredesk.ui.parts.field import Field
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.parts.section import Section
from welfaredesk.ui.screens.frozen_text import FrozenText, saying
from welfaredesk.ui.theme import scale

PREPARE, READ_BY = N_("Preparazione"), N_("Le schede le leggono tutti i membri di questa situazione.")
MINE, SAVE_MINE, SAVED_MINE = N_("La tua scheda"), N_("Salva la tua scheda"), N_("Scheda salvata")
CLOSED_AS = N_("Verbale {number}, chiuso il {day}: questo è il testo chiuso. Impronta {hash}.")
NOTES, NOTE, ADD_NOTE = N_("Note di rettifica"), N_("Nuova nota di rettifica"), N_("Aggiungi la nota")
NOTE_ADDED, SAYS_NOTHING = N_("Nota di rettifica aggiunta"), N_("Scrivi che cosa va corretto")
BY = N_("{author}, {day}")
_PROSE = 76
SAID_ABOVE = frozenset({"state", "round", "number"}) | MINUTES_REVIEW.own


class PreparationPart(Card):
    """One's own sheet to write, folded until wanted, and what the others prepared."""

    def __init__(self, context: Context) -> None:
        super().__init__(gap=scale.S8)
        self.setAccessibleName(tr(PREPARE))
        self.context = context
        self.minutes = ""
        self.mine = Section(tr(MINE), unfolded=False)
        self.editors: dict[str, Editor] = {}
        type_ = type_named("preparation")
        for name in PREPARED:
            editor = editor_for(context, type_.field(name))
            if isinstance(editor.control, QPlainTextEdit):
                editor.control.setFixedHeight(_PROSE)
            self.mine.body.addWidget(Field(tr(type_.field(name).label), editor.control))
            self.editors[name] = editor
        self.save_button = Button(tr(SAVE_MINE))
        self.mine.body.addWidget(self.save_button)
        self._others = QWidget()
        self.add(PlainLabel(tr(PREPARE), "section"))
        self.add(PlainLabel(tr(READ_BY), "meta", wrap=True))
        self.add(self.mine)
        self.add(self._others)
        self.keeper = DraftKeeper(context, self, self.values, key="preparation/", type_name="preparation")
        for editor in self.editors.values():
            editor.changed.connect(self.keeper.touch)
        self.save_button.clicked.connect(self.save)
        self._written = False

    def values(self) -> dict[str, Value]:
        """Return what is written on one's own sheet."""
        return {name: editor.value() for name, editor in self.editors.items() if editor.value() is not None}

    def show_prepared(self, page: MinutesPage) -> None:
        """Show the sheets; what is being written stays as it is."""
        own = next((one for one in page.prepared if one.mine), None)
        fresh = page.shown.id != self.minutes
        if fresh:
            self.keeper.keep_soon()
            self.minutes = page.shown.id
            key = f"preparation/{self.minutes}"
            self.keeper.rename(key)
            self.context.tasks.ask(self.keeper.find, self._came_back, owner=self)
        if fresh or not self.keeper.dirty:
            for name, editor in self.editors.items():
                editor.set_value(getattr(own, name) or None if own is not None else None)
        self.mine.set_summary(_first_words(own))
        self._show_others([one for one in page.prepared if not one.mine])

    def _came_back(self, draft: object) -> None:
        said = getattr(draft, "values", None)
        if isinstance(said, Mapping) and not self.keeper.dirty:
            for name, editor in self.editors.items():
                editor.set_value(said.get(name))
            self.mine.unfold(unfolded=True)

    def _show_others(self, others: Sequence[Prepared]) -> None:
        fresh, laid = QWidget(), column(gap=scale.S8)
        type_ = type_named("preparation")
        for one in others:
            laid.addWidget(PlainLabel(one.name, "strong"))
            for name in PREPARED:
                text = str(getattr(one, name))
                if text:
                    laid.addWidget(PlainLabel(tr(type_.field(name).label), "meta"))
                    laid.addWidget(PlainLabel(text, wrap=True))
        fresh.setLayout(laid)
        self._others = instead_of(self._others, fresh)
        self.updateGeometry()

    @Slot()
    def save(self) -> None:
        """Keep one's own sheet."""
        minutes, said = self.minutes, {name: str(value) for name, value in self.values().items()}
        self.save_button.setEnabled(False)

        def done(_id: str) -> None:
            self.save_button.setEnabled(True)
            self.keeper.forget()
            self.context.ways.notice.emit(tr(SAVED_MINE), None)

        def failed(fault: object) -> None:
            self.save_button.setEnabled(True)
            self.context.tasks.troubled.emit(fault)

        self.context.tasks.change(
            lambda session: desk.prepare(session, minutes, **said), done, owner=self, failed=failed
        )


def _first_words(one: Prepared | None) -> str:
    words = next((text for text in (one.knows, one.asks, one.proposes) if text), "") if one is not None else ""
    return words.split("\n", 1)[0]


def field_words(context: Context, field: FieldOf, value: Value) -> str:
    """Return what a field says as it is read, a row of a list in each line; the marks that join rows say nothing."""
    if field.kind is not Kind.ROWS:
        return in_words(field, value, codes=context.codes)
    said = [{name: one for name, one in row.items() if not is_id(one)} for row in as_rows(value)]
    lines = row_lines(field, said, codes=context.codes)
    return "\n".join(f"{line.name}: {line.text}" if line.text else line.name for line in lines)


class ClosedText(FrozenText):
    """Minutes as they were closed."""

    def show_copy(self, page: MinutesPage) -> None:
        """Show the copy, its number and the beginning of its hash."""
        values, day = page.values, str(page.values.get("closed_on") or "")
        said = tr(CLOSED_AS).format(
            number=values.get("number") or "",
            day=full_day(date.fromisoformat(day)) if is_day(day) else "",
            hash=hash_words(page.digest),
        )
        fields = saying(((field, values.get(field.name)) for field in page.shown.type.fields), but=SAID_ABOVE)
        self.show_fields(said, ((field, field_words(self.context, field, value)) for field, value in fields))


class NotesPart(Card):
    """The notes beside closed minutes, and a new one; `added` says that one was written."""

    added = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__(gap=scale.S8)
        self.setAccessibleName(tr(NOTES))
        self.context = context
        self.minutes = ""
        self._list = QWidget()
        self.editor = editor_for(context, type_named("minutes_note").field("text"))
        if isinstance(self.editor.control, QPlainTextEdit):
            self.editor.control.setFixedHeight(_PROSE)
        self.box = Field(tr(NOTE), self.editor.control)
        self.add_button = Button(tr(ADD_NOTE), "file-plus")
        self.add(PlainLabel(tr(NOTES), "section"))
        for widget in (self._list, self.box, self.add_button):
            self.add(widget)
        self.keeper = DraftKeeper(context, self, self._values, key="note/", type_name="minutes_note")
        self.editor.changed.connect(self.keeper.touch)
        self.add_button.clicked.connect(self.save)

    def _values(self) -> dict[str, Value]:
        text = self.editor.value()
        return {} if text is None else {"text": text}

    def show_notes(self, minutes: str, notes: Sequence[Note]) -> None:
        """Show the notes of some minutes."""
        if minutes != self.minutes:
            self.keeper.keep_soon()
            self.minutes = minutes
            self.keeper.rename(f"note/{minutes}")
            self.editor.set_value(None)
            self.context.tasks.ask(self.keeper.find, self._came_back, owner=self)
        fresh, laid = QWidget(), column(gap=scale.S8)
        for one in notes:
            day = full_day(date.fromisoformat(one.written_on)) if is_day(one.written_on) else ""
            laid.addWidget(PlainLabel(tr(BY).format(author=one.author, day=day), "meta"))
            laid.addWidget(PlainLabel(one.text, wrap=True))
        fresh.setLayout(laid)
        self._list = instead_of(self._list, fresh)
        self.updateGeometry()

    def _came_back(self, draft: object) -> None:
        said = getattr(draft, "values", None)
        if isinstance(said, Mapping) and not self.keeper.dirty:
            self.editor.set_value(said.get("text"))

    @Slot()
    def save(self) -> None:
        """Add the note."""
        text = str(self.editor.value() or "")
        self.box.set_problem("" if text else tr(SAYS_NOTHING))
        if not text or not self.add_button.isEnabled():
            self.editor.control.setFocus()
            return
        minutes = self.minutes
        self.add_button.setEnabled(False)

        def done(_id: str) -> None:
            self.add_button.setEnabled(True)
            self.editor.set_value(None)
            self.keeper.forget()
            self.context.ways.notice.emit(tr(NOTE_ADDED), None)
            self.added.emit()

        def failed(fault: object) -> None:
            self.add_button.setEnabled(True)
            self.context.tasks.troubled.emit(fault)

        self.context.tasks.change(
            lambda session: desk.add_note(session, minutes, text), done, owner=self, failed=failed
        )
