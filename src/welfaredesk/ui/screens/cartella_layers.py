# SPDX-License-Identifier: EUPL-1.2
"""What is laid over a cartella without leaving it: a small form, an entry, a history, a paper, a number to call."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from welfaredesk.base.clock import today
from welfaredesk.base.text import N_, tr
from welfaredesk.desk import records
from welfaredesk.desk.cartella import CartellaShown
from welfaredesk.desk.records import Shown, type_named
from welfaredesk.domain.periods import full_day
from welfaredesk.ui.case_marks import caution_chips
from welfaredesk.ui.context import Context
from welfaredesk.ui.parts.banner import Banner
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.card import column
from welfaredesk.ui.parts.chip import ChipRow
from welfaredesk.ui.parts.more import MoreButton
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.parts.sheet import Sheet
from welfaredesk.ui.record_editor import RecordEditor, Start
from welfaredesk.ui.said import row_words
from welfaredesk.ui.screens.cartella_documents import DocumentView
from welfaredesk.ui.screens.cartella_entry import EntryView, read_entry
from welfaredesk.ui.screens.cartella_panel import call_cautions
from welfaredesk.ui.screens.cut_asking import CutAsking
from welfaredesk.ui.screens.history import HISTORY, HistoryView
from welfaredesk.ui.screens.retiring import RetireBar

NEW = N_("Nuova scheda: {label}")
CORRECT, HISTORY_WORD, HIDE, DONE = N_("Correggi"), N_("Storia"), N_("Nascondi…"), N_("Fatta oggi")
BEFORE_CALLING = N_("Prima di chiamare")
READ_IT = N_("Ho letto: mostra il recapito")
REACH = N_("Recapito")
DONE_NOTICE = N_("Scadenza fatta.")
_SELECTABLE = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard


class Layers(QObject):
    """Lays one sheet at a time over a page; `saved` is said when a form in it was saved."""

    saved = Signal(str)

    def __init__(self, host: QWidget, context: Context) -> None:
        super().__init__(host)
        self._host, self.context = host, context
        self.sheet: Sheet | None = None
        self.editor: RecordEditor | None = None
        self.asking = CutAsking(
            context, host, done=lambda found: self.saved.emit(found.record), before=self.close_layer
        )

    def _more(self, shown: Shown) -> MoreButton:
        """Return what is seldom asked of a record: its erasure by law, its move into a reserved part."""
        more = MoreButton(look="quiet")
        self.asking.offer(more, shown)
        return more

    def close_layer(self) -> None:
        """Put away what is laid over the page; a draft of it is kept."""
        if self.sheet is not None:
            self.sheet.close_layer()

    def keep_now(self) -> None:
        """Keep the draft of the form, if one is open."""
        if self.editor is not None:
            self.editor.keep_now()

    def touched(self, ids: frozenset[str]) -> None:
        """Say in an open form that its record was saved elsewhere."""
        if self.editor is not None:
            self.editor.touched(ids)

    def lay(
        self,
        title: str,
        content: QWidget,
        *,
        foot: Sequence[QWidget] = (),
        first: QWidget | None = None,
        tallest: int = 700,
    ) -> Sheet:
        """Lay a sheet with this content, in place of the one that is there."""
        self.close_layer()
        sheet = Sheet(self._host, title, widest=720, tallest=tallest)
        sheet.content.addWidget(content)
        sheet.content.addStretch(1)
        for widget in foot:
            sheet.foot.addWidget(widget)
        sheet.closed.connect(lambda: self._closed(sheet))
        self.sheet = sheet
        sheet.open_with(first or (foot[-1] if foot else sheet.close_button))
        return sheet

    def _closed(self, sheet: Sheet) -> None:
        self.keep_now()
        if self.sheet is sheet:
            self.sheet, self.editor = None, None
        sheet.deleteLater()

    def form(self, editor: RecordEditor, title: str, *, extra: Sequence[QWidget] = ()) -> None:
        """Lay a form; it closes when it is saved."""
        editor.saved.connect(self._form_saved)
        self.lay(
            title,
            editor,
            foot=(*extra, editor.draft_state, editor.save_button),
            first=editor.form.first_control(empty=editor.shown is None),
        )
        self.editor = editor

    def _form_saved(self, identity: str) -> None:
        self.editor = None
        self.close_layer()
        self.saved.emit(identity)

    def new(self, type_name: str, values: dict[str, Any], *, root: str | None, only: Sequence[str] = ()) -> None:
        """Lay the form of a new record."""
        type_ = type_named(type_name)
        editor = RecordEditor(self.context, type_, start=Start(values=values, root=root), only=only)
        label = tr(type_.label)
        self.form(editor, tr(NEW).format(label=label[:1].lower() + label[1:]))

    def correct(self, identity: str, *, only: Sequence[str] = ()) -> None:
        """Lay the form of a record that is here; saving makes a new version."""

        def done(shown: Shown) -> None:
            history = Button(tr(HISTORY_WORD), "history", look="quiet")
            history.clicked.connect(lambda: self.history(shown))
            editor = RecordEditor(self.context, shown.type, shown=shown, only=only)
            extra: list[Button] = [self._more(shown), history]
            if shown.type.name == "deadline" and not shown.values.get("done_on"):
                extra.append(self._done_button(shown))
            self.form(editor, shown.title or tr(shown.type.label), extra=extra)

        self._ask(identity, done)

    def _ask(self, identity: str, done: Callable[[Shown], None]) -> None:
        self.context.tasks.ask(lambda session: read_entry(session, identity), done, owner=self, latest="layer")

    def _done_button(self, shown: Shown) -> Button:
        button = Button(tr(DONE), "check")
        button.clicked.connect(lambda: self.mark_done(shown.id))
        return button

    def mark_done(self, identity: str) -> None:
        """Say that a deadline was met today; the notice undoes it."""
        day = today(self.context.clock).isoformat()

        def put(value: str | None) -> None:
            self.context.tasks.change(
                lambda session: records.change(session, identity, {"done_on": value}),
                lambda saved: self.saved.emit(saved.id),
                owner=self,
            )

        self.close_layer()
        put(day)
        self.context.ways.notice.emit(tr(DONE_NOTICE), lambda: put(None))

    def read(self, identity: str) -> None:
        """Lay an entry of the diary to be read whole."""
        self._ask(identity, self._show_entry)

    def _show_entry(self, shown: Shown) -> None:
        kind = shown.values.get("kind")
        title = self.context.codes.label("diary_kind", kind) if kind else tr(shown.type.label)
        correct = Button(tr(CORRECT), "pencil")
        history = Button(tr(HISTORY_WORD), "history", look="quiet")
        hide = Button(tr(HIDE), "eye-off", look="quiet")
        view = EntryView(self.context, shown)
        sheet = self.lay(title, view, foot=(self._more(shown), hide, history, correct), tallest=_height(view))
        bar = RetireBar(self.context)
        sheet.content.insertWidget(0, bar)
        correct.clicked.connect(lambda: self.correct(shown.id))
        history.clicked.connect(lambda: self.history(shown))
        hide.clicked.connect(lambda: bar.ask(shown.id, done=lambda: self._form_saved(shown.id)))

    def history(self, shown: Shown) -> None:
        """Lay the history of every field of a record."""
        self.lay(f"{tr(HISTORY)}: {shown.title}", HistoryView(self.context, shown.type, shown.id))

    def document(self, identity: str) -> None:
        """Lay a paper with its file; one without a file opens its form."""

        def done(shown: Shown) -> None:
            value = shown.values.get("attachment")
            if not isinstance(value, dict):
                self.correct(identity)
                return
            edit = Button(tr(CORRECT), "pencil")
            edit.clicked.connect(lambda: self.correct(identity))
            self.lay(shown.title, DocumentView(self.context, identity, value), foot=(self._more(shown), edit))

        self._ask(identity, done)

    def reach(self, shown: CartellaShown, number: int) -> None:
        """Show a phone number or address; with an avvertenza, the avvertenza first."""
        field = shown.person.type.field("reachabilities")
        words = row_words(self.context, field, shown.person.values["reachabilities"][number])
        said = PlainLabel(words, "section", wrap=True)
        said.setTextInteractionFlags(said.textInteractionFlags() | _SELECTABLE)
        cautions = call_cautions(self.context, shown)
        if not cautions:
            self.lay(tr(REACH), said)
            return
        box = QWidget()
        laid = column()
        box.setLayout(laid)
        laid.addWidget(ChipRow(caution_chips(self.context, cautions)))
        for one in cautions:
            laid.addWidget(Banner(caution_words(self.context, one)))
        laid.addWidget(said)
        said.hide()
        button = Button(tr(READ_IT), "eye")
        button.clicked.connect(said.show)
        button.clicked.connect(button.hide)
        self.lay(tr(BEFORE_CALLING), box, foot=(button,), tallest=_height(box) + 80)


def _height(content: QWidget) -> int:
    """Return the height of a sheet that holds some words: no taller than they need."""
    laid = content.layout()
    high = laid.heightForWidth(640) if laid is not None and laid.hasHeightForWidth() else 500
    return max(340, min(700, high + 190))


def caution_words(context: Context, caution: dict[str, Any]) -> str:
    """Return an avvertenza as a sentence: what, since when, why."""
    kind = context.codes.label("caution_kind", caution["kind"]) if caution.get("kind") else ""
    since = caution.get("since")
    parts = [kind, str(caution.get("reason") or "")]
    if since:
        parts.append(tr(N_("dal {day}")).format(day=full_day(date.fromisoformat(since))))
    return ", ".join(part for part in parts if part)
