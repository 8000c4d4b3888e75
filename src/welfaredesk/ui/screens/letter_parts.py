# SPDX-License-Identifier: EUPL-1.2
"""Parts of the page of a letter: its text as it was issued, its papers, and which parts of its form stand open."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from welfaredesk.base.text import N_, tr
from welfaredesk.desk.correspondence.papers import Docx, print_docx, print_letter
from welfaredesk.desk.correspondence.reading import LetterShown
from welfaredesk.desk.correspondence.telling import number_of
from welfaredesk.desk.wording import in_words
from welfaredesk.domain.frozen import hash_words
from welfaredesk.domain.records.letter import LIFE, PARTS, SHARED, TEXT, TO_WHOM
from welfaredesk.ui.choose import save_file
from welfaredesk.ui.context import Context
from welfaredesk.ui.forms import Form
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.card import Card, column, instead_of
from welfaredesk.ui.parts.plain import PlainLabel, plain_tip
from welfaredesk.ui.record_editor import RecordEditor
from welfaredesk.ui.screens.cartella_layers import Layers
from welfaredesk.ui.screens.frozen_text import FrozenText, saying
from welfaredesk.ui.screens.kept_file import keep_file
from welfaredesk.ui.screens.print_view import Papers
from welfaredesk.ui.theme import scale
from welfaredesk.ui.unsaved import held_back

DRAFTED = (
    *("kind", "subject", "others", "dated", "template", "addressee", "addressee_text", "addressee_address"),
    *("body", "facts", "third_parties", "third_parties_who", "evaluation", "shared_data"),
)
"""What of a letter is written while it is a draft."""
AFTER = ("protocol_number", "protocol_on", "signed_file")
"""What is written of it once it is issued."""
PAPERS = N_("Carte")
PDF, DOCX = N_("Vedi e stampa"), N_("Salva in DOCX…")
PDF_TIP = N_("La carta in PDF, da guardare prima di stamparla o salvarla")
DOCX_TIP = N_("Il documento modificabile, sul modello dell'ente se la lettera ne ha uno")
KEPT = N_("Quello che esce da una lettera emessa resta qui com'era, con la sua impronta.")
DRAFT = N_("Da una bozza non resta niente: le carte si tengono da quando è emessa.")
SAVED = N_("Documento salvato: da lì in poi non è più protetto.")
ISSUED_AS = N_("Lettera {number}, come è stata emessa. Impronta {hash}.")
NOT_SAID = frozenset({"state", "version", "number", "person", "kind", "subject", "template"})
FILE = "lettera"


def fold_for(form: Form) -> None:
    """Let those parts of the form stand open that a letter of its kind is written in."""
    editor = form.editors.get("kind")
    if editor is None:
        return
    kind = editor.value()
    if form.property("kind") == kind:
        return
    form.setProperty("kind", kind)
    open_parts = {TO_WHOM, PARTS if kind == "report" else TEXT, *((SHARED,) if kind == "referral" else ())}
    for section, fields in form.sections:
        said = any(form.editors[field.name].value() for field in fields)
        section.unfold(unfolded=said or fields[0].section in open_parts)


class AfterEditor(RecordEditor):
    """What is written of a letter that was issued; a draft of its text waits for the correction, and is not touched."""

    @property
    def draft_key(self) -> str:
        """Return the name the draft is kept under, another than that of the text."""
        return f"{super().draft_key}/after"


class IssuedText(FrozenText):
    """A letter as it was issued."""

    def show_letter(self, one: LetterShown) -> None:
        """Show the copy, and the beginning of its hash; then how it was sent."""
        words = tr(ISSUED_AS).format(number=number_of(one.values), hash=hash_words(one.digest)) if one.digest else ""
        every = (
            (field, (one.shown.values if field.section == LIFE else one.values).get(field.name))
            for field in one.shown.type.fields
        )
        fields = saying(every, but=NOT_SAID.union(AFTER))
        codes = self.context.codes
        self.show_fields(words, ((field, in_words(field, value, codes=codes)) for field, value in fields))


class LetterPapers(Card):
    """The papers of a letter: made from it, and those that are kept; `printed` says that one was made."""

    printed = Signal()

    def __init__(self, context: Context, page: QWidget, layers: Layers, *, unsaved: Callable[[], bool]) -> None:
        super().__init__(tr(PAPERS), gap=scale.S8)
        self.context, self._layers, self._unsaved = context, layers, unsaved
        self._one: LetterShown | None = None
        self.papers = Papers(page, context)
        self.rows: list[Button] = []
        self.pdf, self.docx = Button(tr(PDF), "printer"), Button(tr(DOCX), "download")
        for button, tip in ((self.pdf, PDF_TIP), (self.docx, DOCX_TIP)):
            plain_tip(button, tr(tip))
            self.add(button)
        self.note = PlainLabel("", "meta", wrap=True)
        self._list = QWidget()
        self.add(self.note)
        self.add(self._list)
        self.pdf.clicked.connect(self.print_paper)
        self.docx.clicked.connect(self._ask_docx)

    def show_letter(self, one: LetterShown) -> None:
        """Show what papers there are of a letter."""
        self._one = one
        self.note.setText(tr(DRAFT if one.state == "draft" else KEPT))
        fresh, laid = QWidget(), column(gap=scale.S4)
        self.rows = []
        for row in one.kept:
            made = Button(str(row.get("title") or ""), "file-text", look="quiet")
            made.clicked.connect(partial(self._layers.document, str(row["_id"])))
            self.rows.append(made)
            laid.addWidget(made, 0, Qt.AlignmentFlag.AlignLeft)
        fresh.setLayout(laid)
        self._list = instead_of(self._list, fresh)
        self.updateGeometry()

    def _name(self, suffix: str) -> str:
        number = number_of(self._one.values).partition(",")[0] if self._one is not None else ""
        return f"{FILE}-{number.replace('/', '-')}.{suffix}" if number else f"{FILE}.{suffix}"

    @Slot()
    def print_paper(self) -> None:
        """Lay the letter on paper over the page, to be printed or kept."""
        one = self._ready()
        if one is not None:
            identity = one.shown.id
            self.papers.show(lambda session: print_letter(session, identity), title=tr(PDF), name=self._name("pdf"))

    def _ready(self) -> LetterShown | None:
        """Return the letter, nothing while words of it are not saved: they would not be on the paper."""
        return None if held_back(self.context, self._unsaved) else self._one

    @Slot()
    def _ask_docx(self) -> None:
        if self._ready() is None:
            return
        save_file(self.window(), tr(DOCX), done=self.keep_docx, name=self._name("docx"))

    def keep_docx(self, out: Path) -> None:
        """Write the letter as a DOCX to a place the person chose; nothing is overwritten."""
        one = self._one
        if one is None:
            return
        identity = one.shown.id

        def done(made: Docx) -> None:
            keep_file(self.context, out, data=made.data, told=tr(SAVED))
            self.printed.emit()

        self.context.tasks.change(lambda session: print_docx(session, identity), done, owner=self)
