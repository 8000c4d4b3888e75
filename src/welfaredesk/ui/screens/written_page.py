# SPDX-License-Identifier: EUPL-1.2
"""The page of one record: which one it shows, read again when it changes, and the editor that writes it in place."""

from collections.abc import Callable, Sequence
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from welfaredesk.base.errors import Fault
from welfaredesk.base.text import N_, tr
from welfaredesk.desk.records import Shown
from welfaredesk.desk.session import Session
from welfaredesk.ui.context import Context
from welfaredesk.ui.parts.beside import Beside
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.chip import ChipRow
from welfaredesk.ui.parts.empty_state import EmptyState
from welfaredesk.ui.parts.framed import Framed
from welfaredesk.ui.parts.keyboard import begin_at, held_in
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.record_editor import RecordEditor
from welfaredesk.ui.screen import Screen
from welfaredesk.ui.screens.act_strip import ActStrip

CASE = N_("Apri la cartella")


class OneRecord(Protocol):
    """What the desk reads for such a page: the record, and the person in whose cartella it is."""

    @property
    def shown(self) -> Shown:
        """Return the record as it stands."""

    @property
    def person(self) -> str:
        """Return the person's id, nothing where there is none."""


class Keeps(Protocol):
    """Something of a page that is written in and keeps its draft."""

    def keep_now(self) -> None:
        """Keep the draft at once."""


Read = TypeVar("Read", bound=OneRecord)


class WrittenPage(Screen, Generic[Read]):
    """The page of the record `identity`, read with `read`; its place and its reading bear the page's name.

    A page puts what it shows on `frame`, names in `until_read` what is hidden before, in `keeps` what else than the
    editor is written in, and fills `_show` and `_editor_of`.
    """

    saved_words: ClassVar[str] = ""
    title_wraps: ClassVar[bool] = False
    said_wraps: ClassVar[bool] = True

    def __init__(self, context: Context, parent: QWidget | None, *, read: Callable[[Session, str], Read]) -> None:
        """Build what all such pages have; `read` logs the reading."""
        super().__init__(context, parent)
        self._read = read
        self.identity = ""
        self.opened: Read | None = None
        self.editor: RecordEditor | None = None
        self._held: str | None = None
        self._begun = False
        self.title = PlainLabel("", "title", wrap=self.title_wraps, elide=not self.title_wraps)
        self.said = PlainLabel("", "soft", wrap=self.said_wraps, elide=not self.said_wraps)
        self.chips = ChipRow()
        self.case_button = Button(tr(CASE), "folder-open", look="quiet")
        self.path = ActStrip(context, unsaved=self.is_unsaved)
        self.frame = Framed(self, tr(self.label))
        self.until_read: Sequence[QWidget] = ()
        self.keeps: Sequence[Keeps] = (self.path,)
        self.case_button.clicked.connect(self._to_case)
        self.path.told.connect(self._begin_there)

    def _lay(self, columns: Sequence[QWidget], *, shares: Sequence[int], wide_from: int) -> None:
        """Lay the columns of the page."""
        self.columns = Beside(columns, shares=shares, wide_from=wide_from)
        self.frame.page.body.addWidget(self.columns)
        self.frame.page.body.addStretch(1)

    def _bare(self) -> None:
        """Show nothing of a record that is not read yet."""
        for one in self.until_read:
            one.hide()
        self.title.setText("")
        self.said.setText("")

    @property
    def stored(self) -> str:
        """Return the record to read, nothing while there is none."""
        return self.identity

    @property
    def person(self) -> str:
        """Return in whose cartella the record is, nothing before it is known."""
        return self.opened.person if self.opened is not None else ""

    def place(self) -> dict[str, Any]:
        """Return which record is shown."""
        return {self.name: self.identity}

    def come_back(self, place: dict[str, Any]) -> None:
        """Show a record."""
        wanted = str(place.get(self.name) or "")
        if wanted == self.identity and (self.opened is not None or self.editor is not None):
            return
        self.before_lock()
        self._turn_to(wanted)

    def _turn_to(self, identity: str) -> None:
        self.identity, self.opened = identity, None
        self._drop_editor()
        self._held, self._begun = None, False
        self._bare()
        if held_in(self) is not None:
            # Where the stack of pages or another record left the keyboard nobody put it: what is written first gets it.
            self.setFocus()
        self.path.show_record(self.stored)

    def shown(self) -> None:
        """Ask for what the page shows."""
        self._read_again()

    @Slot()
    def _read_again(self) -> None:
        identity, read = self.stored, self._read
        if identity:
            self.context.tasks.ask(
                lambda session: read(session, identity),
                self._arrived,
                owner=self,
                failed=self._missing,
                latest=self.name,
            )

    def _arrived(self, page: Read) -> None:
        if page.shown.id == self.identity:
            self.opened = page
            self.path.show_record(self.identity)
            self._show(page)

    def _show(self, page: Read) -> None:
        """Show what was read."""

    def _editor_of(self, page: Read) -> RecordEditor:
        """Return what the record is written with."""
        return RecordEditor(self.context, page.shown.type, shown=page.shown)

    def _offer_editor(self, page: Read, *, writable: bool) -> None:
        """Let the record be written, where it may be; what is being written stays as it is."""
        if not writable:
            self._drop_editor()
        elif self.editor is None:
            self._put(self._editor_of(page))
        elif not self.editor.dirty:
            self.editor.take_shown(page.shown)

    def _put(self, editor: RecordEditor) -> None:
        self._drop_editor()
        self.editor = editor
        editor.form.changed.connect(self.path.put_away)
        editor.saved.connect(self._saved)
        self.frame.put(editor, editor.save_button, editor.draft_state)
        if self._held is not None:
            same = editor.form.editors.get(self._held)
            (same.control if same is not None else editor.save_button).setFocus()
            self._held = None
        else:
            self._begin_there()

    def _first(self, editor: RecordEditor) -> QWidget | None:
        """Return what is written first, nothing where the next step of the path comes before that."""
        return editor.form.first_control(empty=True)

    @Slot()
    def _begin_there(self) -> None:
        """Put the keyboard, once a record is opened, on what comes next in its state, and that into view."""
        if self.editor is None or self._begun:
            return
        first = self._first(self.editor) or self.path.next_button()
        if first is not None:
            self._begun = True
            held = self.window().focusWidget() if begin_at(self, first) else None
            if held is not None:
                self.frame.page.keep_in_view(held)

    def _drop_editor(self) -> None:
        if self.editor is not None and held_in(self.editor, self.editor.save_button) is not None:
            self._held = self.editor.held()
        self.editor = None
        self.frame.drop()

    def is_unsaved(self) -> bool:
        """Tell whether something is written that is not saved."""
        return self.editor is not None and self.editor.dirty

    def _missing(self, fault: Fault) -> None:
        self._drop_editor()
        self.title.setText(tr(self.label))
        sheet = self.frame.room.parentWidget()
        if sheet is not None:
            sheet.show()
        self.frame.put(EmptyState(fault.text, icon=self.icon))

    @Slot(str)
    def _saved(self, _identity: str) -> None:
        self._said_done(tr(self.saved_words))

    def _said_done(self, words: str) -> None:
        self.context.ways.notice.emit(words, None)
        self._read_again()

    def _carry_out(self, work: Callable[[Session, str], object], *, told: str) -> None:
        """Do something to the record, say that it is done, and read again."""
        identity = self.identity
        self.context.tasks.change(
            lambda session: work(session, identity), lambda _done: self._said_done(told), owner=self
        )

    @Slot()
    def _to_case(self) -> None:
        if self.person:
            self.context.ways.cartella.emit(self.person)

    def touched(self, ids: frozenset[str]) -> None:
        """Read again what was touched; what is being written stays as it is."""
        if self.editor is not None and self.editor.dirty:
            self.editor.touched(ids)
        if self.isVisible():
            self._read_again()

    def before_lock(self) -> None:
        """Keep everything that is being written, at once."""
        for one in self.keeps:
            one.keep_now()
        if self.editor is not None:
            self.editor.keep_now()
