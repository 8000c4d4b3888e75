# SPDX-License-Identifier: EUPL-1.2
"""Oggi: who is expected now, what falls due, what waits to be put in order."""

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QSizePolicy, QWidget

from welfaredesk.base.text import N_, plural, tr
from welfaredesk.desk import copies, left_drafts
from welfaredesk.desk import today as desk
from welfaredesk.desk.today import Board, DraftLine, Due, Meeting
from welfaredesk.desk.today_letters import Letters
from welfaredesk.domain.access import Deed
from welfaredesk.ui.context import Context
from welfaredesk.ui.own_pages import own_page
from welfaredesk.ui.parts.beside import Beside
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.card import Card, column, instead_of
from welfaredesk.ui.parts.keyboard import held_in
from welfaredesk.ui.parts.page import Page
from welfaredesk.ui.parts.page_head import PageHead
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.parts.task_row import TICK_ROOM, TaskRow
from welfaredesk.ui.screen import Screen
from welfaredesk.ui.screens import today_rows as rows
from welfaredesk.ui.screens.today_letters import LetterRows
from welfaredesk.ui.screens.urgency_rows import urgency_mark
from welfaredesk.ui.theme import scale

NOW = N_("Adesso")
NEXT = N_("Nei prossimi giorni")
DUE = N_("In scadenza")
TO_MEND = N_("Da sistemare")
NO_MEETINGS = N_("Oggi non aspetti nessuno.")
NEW_MEETING = N_("Fissa un appuntamento")
NOTHING_DUE = N_("Niente scade nei prossimi quattordici giorni.")
NEW_DEADLINE = N_("Scrivi una scadenza")
ALL_IN_ORDER = N_("Tutto in ordine.")
NEW_NOTE = N_("Scrivi un appunto")
NEW_CONTACT = N_("Accesso rapido")
URGENCY = N_("Urgenza")
TICKED = N_("Fatto: {what}")
COPIED = N_("Copia fatta e controllata: {name}")
MORE_NOTES = N_("Vedi gli altri appunti: {count}")
APPOINTMENT, APPOINTMENTS = N_("appuntamento"), N_("appuntamenti")
LATE_ONE, LATE_MANY = N_("scadenza in ritardo"), N_("scadenze in ritardo")
WIDE_FROM, MINUTE_MS = 780, 60_000


class _Column(Card):
    """A titled card of rows that are replaced as a whole."""

    def __init__(self, title: str) -> None:
        super().__init__(gap=scale.S4)
        self.setAccessibleName(title)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.setMinimumWidth(240)
        self.add(PlainLabel(title, "section", elide=True))
        self._inner = QWidget()
        self.add(self._inner)
        self.rows: list[TaskRow] = []

    def show_widgets(self, widgets: Iterable[QWidget]) -> None:
        """Show these rows, headings and buttons."""
        inner = QWidget()
        laid = column(gap=scale.S4)
        for widget in widgets:
            laid.addWidget(widget)
        inner.setLayout(laid)
        self._inner = instead_of(self._inner, inner)
        self.rows = list(inner.findChildren(TaskRow))
        self.updateGeometry()


class Today(Screen):
    """The first page of the day."""

    name = "today"
    label = N_("Oggi")
    icon = "sun"
    deed = Deed.READ_CASES

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.board: Board | None = None
        self._hours = QTimer(self, interval=MINUTE_MS)
        self._hours.timeout.connect(self._again)
        self.letters = LetterRows(context, self, again=self.shown)
        contact = Button(tr(NEW_CONTACT), "phone-incoming", look="main", keys="Ctrl+N")
        contact.clicked.connect(context.ways.quick_contact)
        urgency = Button(tr(URGENCY), "siren", keys="F9")
        urgency.clicked.connect(lambda: context.ways.urgency.emit(""))
        self.head = PageHead(tr(self.label), actions=[urgency, contact])
        self.now, self.due, self.mend = _Column(tr(NOW)), _Column(tr(DUE)), _Column(tr(TO_MEND))
        self.page = Page(tr(self.label), gap=scale.S16)
        self.page.body.setContentsMargins(scale.S24, scale.S16, scale.S24, scale.S24)
        self.page.body.addWidget(self.head)
        columns = []
        for one in (self.now, self.due, self.mend):
            holder = QWidget()
            laid = column(gap=0)
            laid.addWidget(one)
            laid.addStretch(1)
            holder.setLayout(laid)
            columns.append(holder)
        self.columns = Beside(columns, shares=(1, 1, 1), wide_from=WIDE_FROM)
        self.page.body.addWidget(self.columns)
        self.page.body.addStretch(1)
        whole = column(gap=0)
        whole.addWidget(self.page)
        self.setLayout(whole)

    def shown(self) -> None:
        """Ask for the board of the day."""
        if self.isVisible():
            self._hours.start()
        self.context.tasks.ask(desk.board, self.show_board, owner=self, latest="today")

    def before_lock(self) -> None:
        """Ask nothing more by itself."""
        self._hours.stop()

    @Slot()
    def _again(self) -> None:
        """Say anew how many hours are left, while somebody looks."""
        if self.isVisible():
            self.shown()

    def touched(self, ids: frozenset[str]) -> None:
        """Count again, also while another page is in front."""
        self.shown()

    def count(self) -> int | None:
        """Return how much calls for somebody today."""
        return self.board.count or None if self.board else None

    @Slot(object)
    def show_board(self, board: Board) -> None:
        """Show a board, unless it is the one shown; the keyboard stays on its row."""
        if board == self.board:
            return
        key = self._focused_row()
        self.board = board
        late = sum(1 for one in board.due if one.late(board.day))
        said = [rows.long_today(board.day), plural(len(board.meetings), APPOINTMENT, many=APPOINTMENTS)]
        if late:
            said.append(plural(late, LATE_ONE, many=LATE_MANY))
        self.head.say(" · ".join(said))
        self.now.show_widgets(self._now(board))
        self.due.show_widgets(self._due(board))
        self.mend.show_widgets(self._mend(board))
        if key:
            self._focus_row(key)

    def _now(self, board: Board) -> Iterable[QWidget]:
        for one in board.meetings:
            yield self._meeting(one, board)
        if not board.meetings:
            yield PlainLabel(tr(NO_MEETINGS), "soft", wrap=True)
        if board.next_meetings:
            yield PlainLabel(tr(NEXT), "month")
            for one in board.next_meetings:
                yield self._meeting(one, board)
        yield self._link(NEW_MEETING, partial(self.context.ways.new_record.emit, "appointment", {}))

    def _meeting(self, one: Meeting, board: Board) -> TaskRow:
        row = TaskRow(rows.meeting_mark(one, self.context.codes, today=board.day))
        ways = self.context.ways
        row.opened.connect(ways.record)
        row.acted.connect(lambda _key, person=one.person: ways.cartella.emit(person))
        return row

    def _due(self, board: Board) -> Iterable[QWidget]:
        for urgency in board.urgencies:
            row = TaskRow(urgency_mark(urgency, self.context.codes), icon_room=TICK_ROOM)
            row.opened.connect(self.context.ways.urgency)
            yield row
        for one in board.due:
            row = TaskRow(rows.due_mark(one, board.day), icon_room=TICK_ROOM)
            row.ticked.connect(lambda _key, due=one: self.tick(due))
            row.opened.connect(lambda _key, due=one: self._open_due(due))
            yield row
        if not board.due and not board.urgencies:
            yield PlainLabel(tr(NOTHING_DUE), "soft", wrap=True)
        yield self._link(NEW_DEADLINE, partial(self.context.ways.new_record.emit, "deadline", {}))

    def _open_due(self, due: Due) -> None:
        """Open the page on which it is done, the cartella of somebody, or the record where it belongs to nobody."""
        if due.type in rows.PAGES:
            self.context.ways.page.emit(rows.PAGES[due.type], due.id)
        elif due.who:
            self.context.ways.cartella.emit(due.root)
        else:
            self.context.ways.record.emit(due.id)

    def _mend(self, board: Board) -> Iterable[QWidget]:
        yield from self.letters.rows(board.letters, board.day)
        found = list(rows.to_mend(board))
        for kind, mark in found:
            row = TaskRow(mark)
            for signal in (row.opened, row.acted):
                signal.connect(lambda key, kind=kind: self._mend_one(kind, key))
            yield row
        if not found and board.letters == Letters():
            yield PlainLabel(tr(ALL_IN_ORDER), "soft", wrap=True)
        notes = partial(self.context.ways.screen.emit, "quick_notes")
        more = len(board.notes) - rows.NOTES_SHOWN
        yield self._link(MORE_NOTES, notes, count=more) if more > 0 else self._link(NEW_NOTE, notes)

    def _mend_one(self, kind: str, key: str) -> None:
        ways = self.context.ways
        if kind == "copy":
            self._copy()
        elif kind == "undecided":
            ways.screen.emit("to_decide")
        elif kind == "queue":
            ways.screen.emit("queue")
        elif kind == "note":
            ways.screen.emit("quick_notes")
        else:
            draft = next((one for one in self.board.drafts if one.key == key), None) if self.board else None
            if draft is not None:
                self.resume(draft)

    def resume(self, draft: DraftLine) -> None:
        """Go where a draft was being written; there it comes back into its fields."""
        ways = self.context.ways
        if draft.left:
            self._keep_as_note(draft.key)
        elif own_page(ways, draft.type, record=draft.record, root=draft.root):
            return
        elif draft.record:
            ways.record.emit(draft.record)
        elif draft.key.startswith("new/"):
            ways.new_record.emit(draft.type, {"_root": draft.root} if draft.root else {})
        elif draft.type == "contact":
            ways.quick_contact.emit()
        elif draft.root:
            ways.cartella.emit(draft.root)
        else:
            ways.screen.emit("referrals" if draft.type == "referral" else "quick_notes")

    def _keep_as_note(self, key: str) -> None:
        """Keep the words of a draft whose cartella is read no more, and show them where they are now."""

        def done(_note: str) -> None:
            self.context.ways.screen.emit("quick_notes")

        self.context.tasks.change(partial(left_drafts.keep_as_note, key=key), done, owner=self)

    def _copy(self) -> None:
        if self.board is None or self.board.copy is None or not self.board.copy.folder_chosen:
            self.context.ways.screen.emit("settings")
            return

        def done(made: copies.CopyMade) -> None:
            self.context.ways.notice.emit(tr(COPIED).format(name=made.path.name), None)
            self.shown()

        self.context.tasks.change(copies.copy_now, done, owner=self)

    def tick(self, due: Due) -> None:
        """Say that something is done; «Annulla» takes it back."""
        tasks, ways = self.context.tasks, self.context.ways

        def undo() -> None:
            tasks.change(lambda session: desk.untick(session, due), lambda _none: self.shown(), owner=self)

        def done(_none: None) -> None:
            ways.notice.emit(tr(TICKED).format(what=due.title), undo)
            self.shown()

        tasks.change(lambda session: desk.tick(session, due), done, owner=self)

    def _link(self, text: str, do: partial[None], *, count: int = 0) -> Button:
        button = Button(tr(text).format(count=count), look="link")
        button.clicked.connect(lambda _on=False: do())
        button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        return button

    def _focused_row(self) -> str:
        widget = held_in(self)
        while widget is not None and not isinstance(widget, TaskRow):
            widget = widget.parentWidget()
        return widget.key if widget is not None else ""

    def _focus_row(self, key: str) -> None:
        for one in (self.now, self.due, self.mend):
            for row in one.rows:
                if row.key == key:
                    row.words.setFocus()
                    return
