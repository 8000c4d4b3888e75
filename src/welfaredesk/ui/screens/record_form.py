# SPDX-License-Identifier: EUPL-1.2
"""The page of any record: its generated form, its history, and how it is hidden and brought back."""

from typing import Any

from PySide6.QtCore import Slot

from welfaredesk.base.errors import Fault, NotFound
from welfaredesk.base.text import N_, tr
from welfaredesk.desk import records
from welfaredesk.desk.cut_outlook import Outlook
from welfaredesk.desk.reading import opened
from welfaredesk.desk.records import Shown, type_named
from welfaredesk.desk.session import Session
from welfaredesk.domain.kinds import ORDINARY
from welfaredesk.ui.context import Context
from welfaredesk.ui.parts.banner import Banner
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.chip import ChipMark, ChipRow
from welfaredesk.ui.parts.empty_state import EmptyState
from welfaredesk.ui.parts.framed import Framed
from welfaredesk.ui.parts.more import MoreButton
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.parts.sheet import Sheet
from welfaredesk.ui.record_editor import RecordEditor, start_of
from welfaredesk.ui.screen import Screen
from welfaredesk.ui.screens.cut_asking import CutAsking
from welfaredesk.ui.screens.history import HISTORY, HistoryView
from welfaredesk.ui.screens.retiring import RetireBar
from welfaredesk.ui.state_words import state_chips, state_words
from welfaredesk.ui.theme import scale

NEW = N_("Nuova scheda: {label}")
HISTORY_WORD = N_("Storia")
HIDE = N_("Nascondi…")
CARTELLA = N_("Apri la cartella")
RESERVED = N_("Riservata")
HIDDEN = N_("Nascosta: {reason}")
UNDECIDED = N_("In questa scheda c'è una scelta da fare: due persone l'hanno cambiata senza vedersi.")
DECIDE = N_("Decidi")
BRING_BACK = N_("Rimetti in vista")
SAVED = N_("Salvato: {title}")
BACK_AGAIN = N_("La scheda è di nuovo in vista.")


class RecordForm(Screen):
    """One record, or a new one, with all its fields."""

    name = "record"
    label = N_("Scheda")
    icon = "file-text"

    def __init__(self, context: Context, parent: Any = None) -> None:
        super().__init__(context, parent)
        self._place: dict[str, Any] = {}
        self._layer: Sheet | None = None
        self.editor: RecordEditor | None = None
        self.shown_record: Shown | None = None
        self.title = PlainLabel("", "title", elide=True)
        self.kind = PlainLabel("", "soft", elide=True)
        self.chips = ChipRow()
        self.history_button = Button(tr(HISTORY_WORD), "history")
        self.hide_button = Button(tr(HIDE), "eye-off")
        self.cartella_button = Button(tr(CARTELLA), "folder-open")
        self.more = MoreButton()
        self.asking = CutAsking(context, self, done=self._cut)
        self.retired = Banner(kind="attention")
        self.undecided = Banner(tr(UNDECIDED), action=tr(DECIDE))
        self.retire_bar = RetireBar(context)
        self.frame = Framed(self, tr(self.label))
        self.page = self.frame.page
        self._build()

    def _build(self) -> None:
        self.setProperty("look", "page")
        self.frame.line(self.title, self.cartella_button, self.history_button, self.hide_button, self.more)
        self.frame.line(self.kind, self.chips)
        self.page.body.setSpacing(scale.S16)
        for widget in (self.undecided, self.retired, self.retire_bar):
            self.page.body.addWidget(widget)
        self.page.body.addLayout(self.frame.room)
        self.page.body.addStretch(1)
        self.history_button.clicked.connect(self.show_history)
        self.hide_button.clicked.connect(self._ask_reason)
        self.cartella_button.clicked.connect(self._to_cartella)
        self.retired.action_asked.connect(self.bring_back)
        self.undecided.action_asked.connect(lambda: self.context.ways.screen.emit("to_decide"))

    def place(self) -> dict[str, Any]:
        """Return which record is shown."""
        return dict(self._place)

    def come_back(self, place: dict[str, Any]) -> None:
        """Show a record by `record`, or a new one of `type` with `values`."""
        if place == self._place and self.editor is not None:
            return
        self.before_lock()
        self._place = dict(place)
        self._clear()
        if place.get("record"):
            identity = str(place["record"])
            self.context.tasks.ask(
                lambda session: _read(session, identity), self._show, owner=self, failed=self._missing
            )
        elif place.get("type"):
            self._show_new(str(place["type"]), dict(place.get("values") or {}))

    def _clear(self) -> None:
        self.shown_record, self.editor = None, None
        self.retire_bar.hide()
        self.retired.hide()
        self.undecided.hide()
        self.frame.drop()

    def _show_new(self, type_name: str, values: dict[str, Any]) -> None:
        type_ = type_named(type_name)
        label = tr(type_.label)
        self.title.setText(tr(NEW).format(label=label[:1].lower() + label[1:]))
        self.kind.hide()
        self.chips.hide()
        for button in (self.history_button, self.hide_button, self.cartella_button, self.more):
            button.hide()
        self._put(RecordEditor(self.context, type_, start=start_of(values)))

    def _show(self, shown: Shown) -> None:
        if self._place.get("record") != shown.id:
            return
        self._clear()
        self.shown_record = shown
        self._head(shown)
        self._put(RecordEditor(self.context, shown.type, shown=shown))

    def _head(self, shown: Shown) -> None:
        self.title.setText(shown.title or tr(shown.type.label))
        self.kind.setText(f"{tr(shown.type.label)} · {state_words(shown)}")
        self.kind.show()
        reserved = [ChipMark(tr(RESERVED), "lock", "reserved")] if shown.circle != ORDINARY else []
        marks = [*state_chips(shown), *reserved]
        self.chips.set_chips(marks)
        self.chips.setVisible(bool(marks))
        self.undecided.setVisible(shown.state == "to_decide")
        self.history_button.show()
        self.hide_button.setVisible(shown.retired is None)
        self.cartella_button.setVisible("person" in shown.type.roots)
        self.asking.offer(self.more, shown)
        self.retired.setVisible(shown.retired is not None)
        if shown.retired is not None:
            self.retired.say(tr(HIDDEN).format(reason=shown.retired), action=tr(BRING_BACK))

    def _put(self, editor: RecordEditor) -> None:
        self.editor = editor
        editor.saved.connect(self._saved)
        self.frame.put(editor, editor.save_button, editor.draft_state)
        first = editor.form.first_control(empty=editor.shown is None)
        first.setFocus()
        self.frame.page.keep_in_view(first.focusProxy() or first)

    def _missing(self, fault: Fault) -> None:
        self.title.setText(tr(self.label))
        self.frame.put(EmptyState(fault.text, icon="file-text"))

    @Slot(str)
    def _saved(self, identity: str) -> None:
        new = self.shown_record is None
        self._place = {"record": identity}
        self.context.tasks.ask(lambda session: records.show(session, identity), self._after_save, owner=self)
        if new:
            self.context.tasks.ask(lambda session: _owner(session, identity), self._to_owner, owner=self)

    def _after_save(self, shown: Shown) -> None:
        self.shown_record = shown
        self._head(shown)
        if self.editor is not None:
            self.editor.take_shown(shown)
        self.context.ways.notice.emit(tr(SAVED).format(title=shown.title or tr(shown.type.label)), None)

    def _to_owner(self, person: str | None) -> None:
        if person is not None and self.isVisible():
            self.context.ways.cartella.emit(person)

    @Slot()
    def _to_cartella(self) -> None:
        if self.shown_record is not None:
            identity = self.shown_record.id
            self.context.tasks.ask(lambda session: _owner(session, identity), self._to_owner, owner=self)

    def show_history(self) -> HistoryView | None:
        """Lay the history of every field over the page."""
        if self.shown_record is None:
            return None
        layer = Sheet(self, tr(HISTORY), widest=720, tallest=700)
        view = HistoryView(self.context, self.shown_record.type, self.shown_record.id)
        layer.content.addWidget(view)
        layer.closed.connect(layer.deleteLater)
        layer.open_with(layer.close_button)
        self._layer = layer
        return view

    @Slot()
    def _ask_reason(self) -> None:
        if self.shown_record is not None:
            self.retire_bar.ask(self.shown_record.id, done=self._read_again)

    def _read_again(self) -> None:
        identity = str(self._place.get("record") or "")
        self.context.tasks.ask(lambda session: records.show(session, identity), self._show, owner=self)

    @Slot()
    def bring_back(self) -> None:
        """Show again a record that was hidden."""
        if self.shown_record is None:
            return
        identity = self.shown_record.id

        def done(_none: None) -> None:
            self.context.ways.notice.emit(tr(BACK_AGAIN), None)
            self._read_again()

        self.context.tasks.change(lambda session: records.retire(session, identity, None), done, owner=self)

    def _cut(self, found: Outlook) -> None:
        """Go on where something is left: the record as it stands, its cartella, else the list of cartelle."""
        self._place = {}
        self._clear()
        self.context.tasks.ask(
            lambda session: _still_there(session, found), lambda place: self._go_on(*place), owner=self
        )

    def _go_on(self, record: str, person: str) -> None:
        if record:
            self.come_back({"record": record})
        elif person:
            self.context.ways.cartella.emit(person)
        else:
            self.context.ways.screen.emit("cartelle")

    def touched(self, ids: frozenset[str]) -> None:
        """Say over the form that somebody else saved the record; the form stays as it is."""
        if self.editor is not None:
            self.editor.touched(ids)

    def before_lock(self) -> None:
        """Keep the draft at once."""
        if self.editor is not None:
            self.editor.keep_now()


def _read(session: Session, identity: str) -> Shown:
    shown = records.show(session, identity)
    opened(session, identity, root=shown.root)
    return shown


def _still_there(session: Session, found: Outlook) -> tuple[str, str]:
    """Return the record when it is still here, and the person whose cartella it was in when that is."""
    try:
        return records.show(session, found.record).id, ""
    except NotFound:
        pass
    try:
        root = records.show(session, found.root)
    except NotFound:
        return "", ""
    return "", root.id if root.type.name == "person" else ""


def _owner(session: Session, identity: str) -> str | None:
    """Return the person whose cartella a record belongs to, or nothing."""
    shown = records.show(session, identity)
    root = records.show(session, shown.root) if shown.root != identity else shown
    return root.id if root.type.name == "person" else None
