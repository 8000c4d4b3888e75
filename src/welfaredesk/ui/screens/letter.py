# SPDX-License-Identifier: EUPL-1.2
"""Lettera: a relazione, an invio or a convocazione written in place, then read as it was issued; its papers beside."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from welfaredesk.base.errors import Fault
from welfaredesk.base.text import N_, tr
from welfaredesk.desk.correspondence.reading import LetterShown, Whose, letter_page, whose
from welfaredesk.desk.correspondence.telling import number_of
from welfaredesk.desk.records import type_named
from welfaredesk.domain.access import Deed
from welfaredesk.ui.case_marks import caution_chips
from welfaredesk.ui.context import Context
from welfaredesk.ui.parts.banner import Banner
from welfaredesk.ui.parts.beside import Beside
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.card import Card, column
from welfaredesk.ui.parts.chip import ChipMark, ChipRow
from welfaredesk.ui.parts.empty_state import EmptyState
from welfaredesk.ui.parts.framed import Framed
from welfaredesk.ui.parts.more import MoreButton
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.record_editor import RecordEditor, Start
from welfaredesk.ui.screen import Screen
from welfaredesk.ui.screens.act_strip import PROVISIONAL, ActStrip
from welfaredesk.ui.screens.cartella_layers import Layers
from welfaredesk.ui.screens.letter_card import NEW_OF, new_letter
from welfaredesk.ui.screens.letter_parts import (
    AFTER,
    DRAFTED,
    AfterEditor,
    IssuedText,
    LetterPapers,
    fold_for,
)
from welfaredesk.ui.theme import scale

NEW, CASE, RECORD = N_("Nuova lettera o relazione"), N_("Apri la cartella"), N_("Storia e altro")
BEGIN = N_("Bastano che cosa e oggetto: il resto si scrive dopo. Finché è una bozza si cambia tutto.")
STOPPED = N_("Così la lettera non può uscire: {why}.")
UNSURE = N_("Quando la emetti ti si chiede perché il destinatario può riceverla: {why}.")
CHANGED = N_("Dopo l'emissione è cambiato: {what}. Sulla carta resta il testo emesso; per cambiarlo si corregge.")
SAVED = N_("Lettera salvata")
RESERVED = N_("Riservata")
KINDS = {"issued": "accent", "sent": "done", "withdrawn": "neutral"}
SIDE, WIDE_FROM = 296, 940


class LetterPage(Screen):
    """One letter of a cartella, or a new one."""

    name = "letter"
    label = N_("Lettera")
    icon = "mail"
    under = "cartelle"
    deed = Deed.READ_CASES

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.letter = ""
        self.opened: LetterShown | None = None
        self.editor: RecordEditor | None = None
        self.title, self.chips = PlainLabel("", "title", wrap=True), ChipRow()
        self.said = PlainLabel("", "soft", wrap=True)
        self.cautions = ChipRow()
        self.case_button = Button(tr(CASE), "folder-open", look="quiet")
        self.record_button = Button(tr(RECORD), "history", look="quiet")
        self.more = MoreButton(look="quiet")
        self.path = ActStrip(context, unsaved=self.is_unsaved)
        self.told, self.left_out = Banner(kind="attention"), Banner(kind="neutral")
        self.text, self.issued = Card(gap=scale.S12), IssuedText(context)
        self.layers = Layers(self, context)
        self.papers = LetterPapers(context, self, self.layers, unsaved=self.is_unsaved)
        self.frame = Framed(self, tr(self.label))
        self._build()
        self._listen()

    def _build(self) -> None:
        self.frame.line(self.title, self.chips)
        self.frame.line(self.said, self.case_button, self.more)
        self.frame.line(self.cautions)
        main, laid = QWidget(), column(gap=scale.S12)
        self.text.body.addLayout(self.frame.room)
        parts: tuple[QWidget, ...] = (self.path, self.told, self.left_out, self.issued, self.text)
        for part in parts:
            laid.addWidget(part)
        laid.addStretch(1)
        main.setLayout(laid)
        side, papers = QWidget(), column(gap=0)
        papers.addWidget(self.papers)
        papers.addStretch(1)
        side.setLayout(papers)
        side.setFixedWidth(SIDE)
        self.beside = Beside([main, side], shares=(1, 0), wide_from=WIDE_FROM)
        self.frame.page.body.addWidget(self.beside)
        self.frame.page.body.addStretch(1)
        self.frame.after.addWidget(self.record_button)
        self._bare()

    def _listen(self) -> None:
        self.case_button.clicked.connect(self._to_case)
        self.record_button.clicked.connect(lambda: self.context.ways.record.emit(self.letter))
        self.papers.printed.connect(self._read_again)
        self.layers.saved.connect(lambda _id: self._read_again())

    def _bare(self) -> None:
        """Show nothing of a letter that is not read yet."""
        hidden: tuple[QWidget, ...] = (
            self.told,
            self.left_out,
            self.issued,
            self.text,
            self.papers,
            self.chips,
            self.cautions,
        )
        for one in (*hidden, self.frame.foot, self.more, self.record_button):
            one.hide()
        self.title.setText(tr(self.label))
        self.said.setText("")

    @property
    def person(self) -> str:
        """Return in whose cartella the letter is, nothing before it is known."""
        if self.letter.startswith(NEW_OF):
            return self.letter.removeprefix(NEW_OF)
        return self.opened.person if self.opened is not None else ""

    def is_unsaved(self) -> bool:
        """Tell whether something is written that is not saved."""
        return self.editor is not None and self.editor.dirty

    def place(self) -> dict[str, Any]:
        """Return which letter is shown."""
        return {"letter": self.letter}

    def come_back(self, place: dict[str, Any]) -> None:
        """Show a letter, or a new one of a person."""
        wanted = str(place.get("letter") or "")
        if wanted == self.letter and (self.opened is not None or self.editor is not None):
            return
        self.before_lock()
        self.layers.close_layer()
        self.letter, self.opened = wanted, None
        self._drop_editor()
        self._bare()
        new = wanted.startswith(NEW_OF)
        self.path.show_record("" if new else wanted)
        if new:
            self._begin()

    def _begin(self) -> None:
        """Lay the form of a new letter."""
        self.title.setText(tr(NEW))
        self.said.setText(tr(BEGIN))
        start = Start(values={"person": {"id": self.person}}, root=self.person)
        self._put(RecordEditor(self.context, type_named("letter"), start=start, only=DRAFTED))
        self.text.show()
        self.frame.foot.show()

    def shown(self) -> None:
        """Ask for what the page shows."""
        if self.letter.startswith(NEW_OF):
            if self.editor is not None and not self.editor.dirty:
                self.editor.form.first_control(empty=True).setFocus()
            person = self.person
            self.context.tasks.ask(
                lambda session: whose(session, person),
                self._show_whose,
                owner=self,
                failed=self._missing,
                latest="whose",
            )
        elif self.letter:
            self._read_again()

    def _show_whose(self, found: Whose) -> None:
        """Show of whom a new letter is, the avvertenze first."""
        if self.letter == new_letter(found.person):
            self.said.setText(f"{found.name} · {tr(BEGIN)}")
            self._show_cautions(found.cautions)

    def _show_cautions(self, cautions: Sequence[dict[str, Any]]) -> None:
        self.cautions.set_chips(caution_chips(self.context, cautions))
        self.cautions.setVisible(bool(cautions))

    @Slot()
    def _read_again(self) -> None:
        letter = self.letter
        self.context.tasks.ask(
            lambda session: letter_page(session, letter),
            self._show,
            owner=self,
            failed=self._missing,
            latest="letter",
        )

    def _show(self, one: LetterShown) -> None:
        if one.shown.id != self.letter:
            return
        self.opened = one
        self._head(one)
        self._tell(one)
        self.path.show_record(self.letter)
        self.papers.show_letter(one)
        self.papers.show()
        self.issued.show_letter(one)
        self.issued.setVisible(one.state != "draft")
        withdrawn = one.state == "withdrawn"
        self.text.setVisible(not withdrawn)
        self.frame.foot.show()
        self.record_button.show()
        self.layers.asking.offer(self.more, one.shown)
        self.more.show()
        if withdrawn:
            self._drop_editor()
            return
        editor, drafted = self.editor, one.state == "draft"
        if editor is not None and editor.dirty:
            return  # what is being written stays as it is, whoever issued the letter meanwhile
        if editor is None or isinstance(editor, AfterEditor) == drafted:
            self._drop_editor()
            make, only = (RecordEditor, DRAFTED) if drafted else (AfterEditor, AFTER)
            self._put(make(self.context, one.shown.type, shown=one.shown, only=only))
        else:
            editor.take_shown(one.shown)

    def _head(self, one: LetterShown) -> None:
        codes, values = self.context.codes, one.values
        kind = codes.label("letter_kind", str(values.get("kind") or "other"))
        self.title.setText(str(values.get("subject") or "") or kind)
        self.said.setText(" · ".join(part for part in (kind, number_of(values), one.name) if part))
        state = ChipMark(
            codes.label("letter_state", one.state),
            codes.icon("letter_state", one.state),
            KINDS.get(one.state, "neutral"),
        )
        reserved = [ChipMark(tr(RESERVED), "lock", "reserved")] if one.shown.circle != "ordinary" else []
        waits = [ChipMark(tr(PROVISIONAL), "hourglass", "attention")] if one.provisional else []
        self._show_cautions(one.cautions)
        self.chips.set_chips([*reserved, state, *waits])
        self.chips.show()

    def _tell(self, one: LetterShown) -> None:
        """Say above the letter what stops it, what will be asked, what is no longer as it was issued."""
        text, kind = "", "attention"
        if one.verdict.stop:
            text, kind = tr(STOPPED).format(why="; ".join(one.verdict.stop)), "danger"
        elif one.changed:
            labels = ", ".join(tr(one.shown.type.field(name).label).lower() for name in one.changed)
            text = tr(CHANGED).format(what=labels)
        elif one.verdict.unsure and one.state == "draft":
            text = tr(UNSURE).format(why="; ".join(one.verdict.unsure))
        self.told.say(text, kind=kind)
        self.told.setVisible(bool(text))
        self.left_out.say(one.left_out, kind="neutral")
        self.left_out.setVisible(bool(one.left_out))

    def _put(self, editor: RecordEditor) -> None:
        self.editor = editor
        fold_for(editor.form)
        editor.form.changed.connect(lambda: fold_for(editor.form))
        editor.form.changed.connect(self.path.put_away)
        editor.saved.connect(self._saved)
        self.frame.put(editor, editor.save_button, editor.draft_state)

    def _drop_editor(self) -> None:
        if self.editor is not None:
            self.editor.keep_now()
        self.editor = None
        self.frame.drop()

    def _missing(self, fault: Fault) -> None:
        self._drop_editor()
        self.title.setText(tr(self.label))
        self.text.show()
        self.frame.put(EmptyState(fault.text, icon=self.icon))

    @Slot(str)
    def _saved(self, identity: str) -> None:
        self.context.ways.notice.emit(tr(SAVED), None)
        if self.letter != identity:
            self.letter, self.opened = identity, None
            self._drop_editor()
        self._read_again()

    @Slot()
    def _to_case(self) -> None:
        if self.person:
            self.context.ways.cartella.emit(self.person)

    def touched(self, ids: frozenset[str]) -> None:
        """Read again what was touched; what is being written stays as it is."""
        if self.editor is not None and self.editor.dirty:
            self.editor.touched(ids)
        if self.isVisible() and not self.letter.startswith(NEW_OF):
            self.shown()

    def before_lock(self) -> None:
        """Keep everything that is being written, at once."""
        self.path.keep_now()
        self.layers.keep_now()
        if self.editor is not None:
            self.editor.keep_now()
