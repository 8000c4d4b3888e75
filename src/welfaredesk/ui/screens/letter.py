# SPDX-License-Identifier: EUPL-1.2
"""Lettera: a relazione, an invio or a convocazione written in place, then read as it was issued; its papers beside."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from welfaredesk.base.text import N_, tr
from welfaredesk.desk.correspondence.reading import LetterShown, Whose, letter_page, whose
from welfaredesk.desk.correspondence.telling import number_of
from welfaredesk.desk.records import type_named
from welfaredesk.desk.staff.members import as_rows
from welfaredesk.domain.access import Deed
from welfaredesk.domain.kinds import RESERVED as RESERVED_CIRCLE
from welfaredesk.domain.names import id_in
from welfaredesk.ui.case_marks import caution_chips
from welfaredesk.ui.context import Context
from welfaredesk.ui.parts.banner import Banner
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.card import Card, stacked
from welfaredesk.ui.parts.chip import ChipMark, ChipRow
from welfaredesk.ui.parts.more import MoreButton
from welfaredesk.ui.parts.plain import plain_tip
from welfaredesk.ui.record_editor import RecordEditor, Start
from welfaredesk.ui.said import field_names
from welfaredesk.ui.screens.act_strip import PROVISIONAL
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
from welfaredesk.ui.screens.written_page import WrittenPage
from welfaredesk.ui.theme import scale

NEW, RECORD = N_("Nuova lettera o relazione"), N_("Storia e altro")
BEGIN = N_("Bastano che cosa e oggetto: il resto si scrive dopo. Finché è una bozza si cambia tutto.")
STOPPED = N_("Così la lettera non può uscire: {why}.")
UNSURE = N_("Quando la emetti ti si chiede perché il destinatario può riceverla: {why}.")
CHANGED = N_("Dopo l'emissione è cambiato: {what}. Sulla carta resta il testo emesso; per cambiarlo si corregge.")
SAVED = N_("Lettera salvata")
RESERVED, FAMILY = N_("Riservata"), N_("Riguarda tutto il nucleo")
RESERVED_TIP = N_("La lettera nasce nella parte riservata della cartella: la legge solo chi legge quella")
FAMILY_TIP = N_("Aggiunge a «Riguarda anche» gli altri del nucleo che sono in archivio")
KINDS = {"issued": "accent", "sent": "done", "withdrawn": "neutral"}
SIDE, WIDE_FROM = 296, 940


class LetterPage(WrittenPage[LetterShown]):
    """One letter of a cartella, or a new one."""

    name = "letter"
    label = N_("Lettera")
    icon = "mail"
    under = "cartelle"
    deed = Deed.READ_CASES
    saved_words = SAVED
    title_wraps = True

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent, read=letter_page)
        self.cautions = ChipRow()
        self.record_button = Button(tr(RECORD), "history", look="quiet")
        self.more = MoreButton(look="quiet")
        self.reserved = Button(tr(RESERVED), "lock", look="quiet")
        self.family = Button(tr(FAMILY), "users", look="quiet")
        self.reserved.setCheckable(True)
        plain_tip(self.reserved, tr(RESERVED_TIP))
        plain_tip(self.family, tr(FAMILY_TIP))
        self._family: tuple[Mapping[str, Any], ...] = ()
        self.told, self.left_out = Banner(kind="attention"), Banner(kind="neutral")
        self.text, self.issued = Card(gap=scale.S12), IssuedText(context)
        self.layers = Layers(self, context)
        self.papers = LetterPapers(context, self, self.layers, unsaved=self.is_unsaved)
        self._build()
        self._listen()

    def _build(self) -> None:
        self.frame.line(self.title, self.chips)
        self.frame.line(self.said, self.family, self.reserved, self.case_button, self.more)
        self.frame.line(self.cautions)
        self.text.body.addLayout(self.frame.room)
        main, side = stacked(self.path, self.told, self.left_out, self.issued, self.text), stacked(self.papers)
        side.setFixedWidth(SIDE)
        self._lay([main, side], shares=(1, 0), wide_from=WIDE_FROM)
        self.frame.after.addWidget(self.record_button)
        told = (self.told, self.left_out, self.issued, self.text, self.papers, self.chips, self.cautions)
        self.until_read = (*told, self.frame.foot, self.more, self.record_button, self.reserved, self.family)
        self.keeps = (self.path, self.layers)
        self._bare()

    def _listen(self) -> None:
        self.record_button.clicked.connect(lambda: self.context.ways.record.emit(self.identity))
        self.papers.printed.connect(self._read_again)
        self.reserved.toggled.connect(self._turn_reserved)
        self.family.clicked.connect(self._add_family)
        self.layers.saved.connect(lambda _id: self._read_again())

    def _bare(self) -> None:
        super()._bare()
        self.title.setText(tr(self.label))

    @property
    def stored(self) -> str:
        """Return the letter to read, nothing while it is new."""
        return "" if self.identity.startswith(NEW_OF) else self.identity

    @property
    def person(self) -> str:
        """Return in whose cartella the letter is, nothing before it is known."""
        return super().person if self.stored else self.identity.removeprefix(NEW_OF)

    def _turn_to(self, identity: str) -> None:
        self.layers.close_layer()
        super()._turn_to(identity)
        if identity.startswith(NEW_OF):
            self._begin()

    def _begin(self) -> None:
        """Lay the form of a new letter."""
        self.title.setText(tr(NEW))
        self.said.setText(tr(BEGIN))
        start = Start(values={"person": {"id": self.person}}, root=self.person)
        self.reserved.setChecked(False)
        self._put(RecordEditor(self.context, type_named("letter"), start=start, only=DRAFTED))
        self.text.show()
        self.reserved.show()
        self.frame.foot.show()

    @Slot(bool)
    def _turn_reserved(self, on: bool) -> None:
        """Let a new letter begin in the reserved part of the cartella, or in the ordinary one."""
        self.reserved.set_icon_name("check" if on else "lock")
        if self.editor is not None and not self.stored:
            self.editor.begin_in(RESERVED_CIRCLE if on else None)

    @Slot()
    def _add_family(self) -> None:
        """Let the letter be about the others of the household too."""
        if self.editor is None:
            return
        others = self.editor.form.editors["others"]
        rows = as_rows(others.value())
        named = {id_in(row.get("person")) for row in rows}
        others.set_value([*rows, *({"person": one} for one in self._family if id_in(one) not in named)])
        self.editor.form.changed.emit()

    def _offer_family(self, family: Sequence[Mapping[str, Any]], *, writable: bool) -> None:
        self._family = tuple(family)
        self.family.setVisible(bool(family) and writable)

    def shown(self) -> None:
        """Ask for what the page shows."""
        super().shown()
        if self.identity.startswith(NEW_OF):
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

    def _show_whose(self, found: Whose) -> None:
        """Show of whom a new letter is, the avvertenze first."""
        if self.identity == new_letter(found.person):
            self.title.setText(found.name)
            self.said.setText(f"{tr(NEW)} · {tr(BEGIN)}")
            self._show_cautions(found.cautions)
            self._offer_family(found.family, writable=True)

    def _show_cautions(self, cautions: Sequence[dict[str, Any]]) -> None:
        self.cautions.set_chips(caution_chips(self.context, cautions))
        self.cautions.setVisible(bool(cautions))

    def _show(self, one: LetterShown) -> None:
        self._head(one)
        self._tell(one)
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
        editor, drafted = self.editor, one.state == "draft"
        if editor is not None and not editor.dirty and isinstance(editor, AfterEditor) == drafted:
            self._drop_editor()
        self._offer_editor(one, writable=not withdrawn)
        self.reserved.hide()
        self._offer_family(one.family, writable=drafted)

    def _editor_of(self, one: LetterShown) -> RecordEditor:
        make, only = (RecordEditor, DRAFTED) if one.state == "draft" else (AfterEditor, AFTER)
        return make(self.context, one.shown.type, shown=one.shown, only=only)

    def _head(self, one: LetterShown) -> None:
        codes, values = self.context.codes, one.values
        kind = codes.label("letter_kind", str(values.get("kind") or "other"))
        self.title.setText(one.name)
        self.said.setText(
            " · ".join(part for part in (kind, number_of(values), str(values.get("subject") or "")) if part)
        )
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
            text = tr(CHANGED).format(what=field_names(one.shown.type, one.changed))
        elif one.verdict.unsure and one.state == "draft":
            text = tr(UNSURE).format(why="; ".join(one.verdict.unsure))
        self.told.say(text, kind=kind)
        self.told.setVisible(bool(text))
        self.left_out.say(one.left_out, kind="neutral")
        self.left_out.setVisible(bool(one.left_out))

    def _put(self, editor: RecordEditor) -> None:
        editor.circle_came.connect(lambda circle: self.reserved.setChecked(circle == RESERVED_CIRCLE))
        fold_for(editor.form)
        editor.form.changed.connect(lambda: fold_for(editor.form))
        super()._put(editor)

    def _first(self, editor: RecordEditor) -> QWidget | None:
        """Return the first text of a draft: what was issued is sent, its protocol stands under it."""
        return None if isinstance(editor, AfterEditor) else super()._first(editor)

    def _drop_editor(self) -> None:
        if self.editor is not None:
            self.editor.keep_now()
        super()._drop_editor()

    @Slot(str)
    def _saved(self, identity: str) -> None:
        if self.identity != identity:
            self.identity, self.opened = identity, None
            self._drop_editor()
        super()._saved(identity)
