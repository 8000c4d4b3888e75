# SPDX-License-Identifier: EUPL-1.2
"""The contract as a letter: its parts under one another, written in place while it is a draft, then only read."""

from collections.abc import Callable, Collection, Sequence
from datetime import date

from PySide6.QtWidgets import QLayout, QPlainTextEdit, QWidget

from welfaredesk.base.clock import today
from welfaredesk.base.text import N_, tr
from welfaredesk.desk.codes import Codes
from welfaredesk.desk.plan.contracts import ContractPage
from welfaredesk.desk.records import type_named
from welfaredesk.domain.frozen import hash_words
from welfaredesk.domain.kinds import Field, Kind, Values
from welfaredesk.domain.records.contract import WORDS
from welfaredesk.domain.signing import REFUSED, SIGNED, still_signs
from welfaredesk.ui.context import Context
from welfaredesk.ui.editors import Editor, editor_for
from welfaredesk.ui.editors.folding import Folding, FoldingRowsEditor
from welfaredesk.ui.editors.text import ProseEditor
from welfaredesk.ui.forms import Form
from welfaredesk.ui.parts.card import Card, column, instead_of
from welfaredesk.ui.parts.plain import PlainLabel, restyle
from welfaredesk.ui.parts.prose import prose_width
from welfaredesk.ui.parts.quick_entry import GrowingText
from welfaredesk.ui.parts.task_row import TaskMark, TaskRow
from welfaredesk.ui.screens.staff_words import day_said
from welfaredesk.ui.theme import scale

SIGNERS, ADD_SIGNER, NO_NAME = N_("Chi firma"), N_("Aggiungi chi firma"), N_("Senza nome")
HAS_SIGNED = N_("Ha firmato")
WHERE = N_("la carta: {where}")
TITLE = N_("Contratto con la persona e la famiglia")
PRINTED_AS = N_("Contratto {number}, stampa numero {edition}. Impronta del testo: {hash}.")
SIGNED_STATES = {SIGNED: "done", REFUSED: "danger"}
OF_SIGNING = ("state", "signed_on", "means", "where", "why")
WIDE = {"name": 36, "signs_as": 36, "where": 36, "why": 36}
MOST_LINES, AROUND = 60, 16
_UNLIMITED = 16777215


def signer_mark(row: Values, codes: Codes, *, today: date, action: str = "") -> TaskMark:
    """Return who signs as a row: name, as whom, whether it is done, and where the paper is."""
    state, waits = str(row.get("state") or "waiting"), still_signs(row)
    kind = codes.label("signer_kind", str(row["signs_as"])) if row.get("signs_as") else ""
    means = codes.label("signature_means", str(row["means"])) if row.get("means") else ""
    day = day_said(str(row.get("signed_on") or ""), today)
    where = tr(WHERE).format(where=row["where"]) if row.get("where") else ""
    why = str(row.get("why") or "") if state != SIGNED else ""
    said = (kind, day, means, where, why)
    return TaskMark(
        key=str(row.get("_row") or ""),
        title=str(row.get("name") or "") or tr(NO_NAME),
        meta=" · ".join(part for part in said if part),
        pressing=codes.label("signature_state", state),
        kind="attention" if waits else SIGNED_STATES.get(state, ""),
        icon=codes.icon("signature_state", state),
        action=action if waits else "",
    )


class ContractForm(Form):
    """What of a contract is written now: the whole letter of a draft, else who has signed."""

    def __init__(self, context: Context, *, draft: bool, signs: Callable[[str], object]) -> None:
        self._draft, self._signs = draft, signs
        names = (*WORDS, "signers") if draft else ("signers", "paper_place")
        super().__init__(context, type_named("contract"), only=names)

    def editor_of(self, field: Field) -> Editor:
        """Return a text that grows for the parts of the letter, rows that fold for who signs."""
        if field.kind is Kind.LONG_TEXT:
            return ProseEditor(self.context, field, GrowingText(tr(field.label), most=MOST_LINES, around=AROUND))
        if field.name == "signers":
            hides: Collection[str] = OF_SIGNING if self._draft else ()
            how = Folding(say=self._signer, make=editor_for, hides=hides, wide=WIDE)
            return FoldingRowsEditor(self.context, field, how=how, add=tr(ADD_SIGNER))
        return super().editor_of(field)

    def _signer(self, row: Values) -> TaskRow:
        now = today(self.context.clock)
        made = TaskRow(signer_mark(row, self.context.codes, today=now, action="" if self._draft else tr(HAS_SIGNED)))
        made.acted.connect(self._signs)
        return made

    def _build(self, fields: Sequence[Field]) -> None:
        for field in fields:
            box = self._box(field)
            restyle(box.label, look="section")
            box.editor.setMaximumWidth(_UNLIMITED)
            if isinstance(box.editor, QPlainTextEdit):
                restyle(box.editor, look="letter")
                box.editor.setMinimumHeight(0)
                box.editor.setMaximumHeight(_UNLIMITED)
            self._laid.addWidget(box)

    def signer(self, row: str) -> None:
        """Mark that somebody signed today on paper, and show the row: where the paper is can be said there."""
        editor = self.editors["signers"]
        if not isinstance(editor, FoldingRowsEditor):
            return
        for one in editor.column.rows:
            if one.identity == row:
                day = today(self.context.clock).isoformat()
                one.set_value(one.value() | {"state": "signed", "signed_on": day, "means": "paper"})
                box = one.unfold()
                box.editors["where"].control.setFocus()
        editor.changed.emit()


class Letter(Card):
    """A contract as a sheet of paper: title, number, its text, who signs; `room` is for what is written of it now."""

    def __init__(self, context: Context, room: QLayout) -> None:
        super().__init__(gap=scale.S16)
        self.body.setContentsMargins(scale.S32, scale.S24, scale.S32, scale.S24)
        self.setMaximumWidth(round(prose_width(_UNLIMITED)) + 2 * scale.S32)
        self.setAccessibleName(tr(TITLE))
        self.context = context
        self.said = PlainLabel("", "soft", wrap=True)
        self._parts = QWidget()
        for widget in (PlainLabel(tr(TITLE), "title", wrap=True), self.said, self._parts):
            self.add(widget)
        self.body.addLayout(room)

    def show_page(self, page: ContractPage, *, told: str, sealed: bool) -> None:
        """Show the head of a letter and, once it is no draft any more, its text; who signed once nothing changes."""
        words = told
        if page.digest:
            number, edition = page.values.get("number") or "", page.values.get("edition") or 1
            words = tr(PRINTED_AS).format(number=number, edition=edition, hash=hash_words(page.digest))
        self.said.setText(words)
        fresh, laid = QWidget(), column(gap=scale.S4)
        for name in WORDS if page.state != "draft" else ():
            if page.values.get(name):
                laid.addWidget(_heading(tr(page.shown.type.field(name).label), first=not laid.count()))
                laid.addWidget(PlainLabel(str(page.values[name]), "prose", wrap=True))
        if sealed:
            laid.addWidget(_heading(tr(SIGNERS), first=False))
            for row in page.values.get("signers") or ():
                one = TaskRow(signer_mark(row, self.context.codes, today=today(self.context.clock)))
                one.words.setEnabled(False)
                laid.addWidget(one)
        fresh.setLayout(laid)
        self._parts = instead_of(self._parts, fresh)
        self._parts.setVisible(bool(laid.count()))
        self.updateGeometry()


def _heading(words: str, *, first: bool) -> PlainLabel:
    made = PlainLabel(words, "section", wrap=True)
    made.setContentsMargins(0, 0 if first else scale.S12, 0, 0)
    return made
