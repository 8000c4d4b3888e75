# SPDX-License-Identifier: EUPL-1.2
"""What the parts of Amministrazione have in common: the head, the row that leads from one to the other, sheets."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QWidget

from welfaredesk.base.clock import Clock, today
from welfaredesk.base.text import N_, plural, tr
from welfaredesk.domain.periods import day_words
from welfaredesk.domain.statement import Role
from welfaredesk.domain.typed_time import Toward, parse_day
from welfaredesk.ui.context import Context
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.card import column
from welfaredesk.ui.parts.choice_chips import ChoiceChips
from welfaredesk.ui.parts.day_picker import DayPicker
from welfaredesk.ui.parts.detail import Detail
from welfaredesk.ui.parts.empty_state import EmptyState
from welfaredesk.ui.parts.list_page import ListPage
from welfaredesk.ui.parts.page_head import PageHead
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.parts.sheet import Sheet
from welfaredesk.ui.parts.step import LEAVE
from welfaredesk.ui.parts.table import Table
from welfaredesk.ui.parts.table_model import Column, TableRow
from welfaredesk.ui.screens.whose_card import ROLE_WORDS
from welfaredesk.ui.theme import scale

ADMINISTRATION = N_("Amministrazione")
WHICH_PART = N_("Quale parte")
PEOPLE, GROUPS, CIRCLES, DESKS, INVITE = "people", "groups", "circles", "desks", "invite"
CUTS = "cuts"
PARTS = {
    PEOPLE: N_("Persone"),
    GROUPS: N_("Gruppi di lavoro"),
    CIRCLES: N_("Riservatezza"),
    DESKS: N_("Postazioni"),
    INVITE: N_("Inviti"),
    CUTS: N_("Cancellazioni"),
}
FORM_TALL, SHEET_WIDE, AROUND = 380, 560, 190
NAMES_APART = " · "
EVERYBODY = "everyone"
"""The kind of the group of all the persons of the ente."""


UNTIL, UNTIL_WRONG = N_("Fino a"), N_("Non è un giorno: scrivi per esempio 31/12, +30")
UNTIL_MISSING = N_("Serve l'ultimo giorno: scrivi per esempio 31/12, +30")
UNTIL_DAY = N_("fino al {day}")

T = TypeVar("T")


def until_picker(clock: Clock) -> DayPicker:
    """Return the field for the last day of somebody in a group, or in the ente."""
    return DayPicker(
        tr(UNTIL),
        parse=lambda text: parse_day(text, today(clock), toward=Toward.FUTURE),
        words=lambda day: day_words(day, today(clock)),
        today=lambda: today(clock),
    )


def roles_words(roles: Collection[Role]) -> str:
    """Return roles in words, in one line."""
    return ", ".join(tr(words) for role, words in ROLE_WORDS.items() if role in roles)


def columns_of(columns: Sequence[Column]) -> list[Column]:
    """Return columns with their headings translated."""
    return [Column(one.key, tr(one.label), one.width, one.stretches, one.right, one.drop) for one in columns]


class Part(QWidget):
    """One part of the page: `part_asked` carries the key of another one that was chosen in its row."""

    part_asked = Signal(str)
    key = ""

    def __init__(self, context: Context, *, actions: Sequence[Button] = ()) -> None:
        super().__init__()
        self.context = context
        self.sheet: Sheet | None = None
        self.head = PageHead(tr(ADMINISTRATION), actions=actions)
        self.row = ChoiceChips([(key, tr(words)) for key, words in PARTS.items()], tr(WHICH_PART), always=True)
        self.row.choose(self.key)
        self.row.changed.connect(self._chosen)

    def _chosen(self, key: str) -> None:
        self.row.choose(self.key)
        self.part_asked.emit(key)

    def ask(self) -> None:
        """Ask the desk for what the part shows."""

    def lay(self, widget: QWidget) -> None:
        """Fill the part with one widget."""
        laid = column(gap=0)
        laid.addWidget(widget)
        self.setLayout(laid)

    def close_sheet(self) -> None:
        """Put away the sheet that lies over the page."""
        if self.sheet is not None:
            self.sheet.close_layer()

    def lay_sheet(
        self,
        title: str,
        content: Sequence[QWidget],
        *,
        foot: Sequence[QWidget],
        first: QWidget,
        tallest: int = FORM_TALL,
    ) -> None:
        """Lay a sheet over the page, in place of the one that is there."""
        self.close_sheet()
        sheet = Sheet(self, title, widest=SHEET_WIDE, tallest=tallest)
        for widget in content:
            sheet.content.addWidget(widget)
        sheet.content.addStretch(1)
        for widget in foot:
            sheet.foot.addWidget(widget)
        sheet.closed.connect(lambda: self._sheet_closed(sheet))
        self.sheet = sheet
        sheet.open_with(first)

    def _sheet_closed(self, sheet: Sheet) -> None:
        if self.sheet is sheet:
            self.sheet = None
        sheet.deleteLater()

    def confirm(
        self,
        title: str,
        sentences: Sequence[str],
        *,
        button: Button,
        done: Callable[[], object],
        also: QWidget | None = None,
    ) -> None:
        """Ask once more before something that cannot be undone, saying honestly what it does and does not do."""

        def act() -> None:
            done()
            self.close_sheet()

        button.clicked.connect(act)
        leave = Button(tr(LEAVE), look="quiet")
        leave.clicked.connect(self.close_sheet)
        content = QWidget()
        laid = column(gap=scale.S12)
        for sentence in sentences:
            laid.addWidget(PlainLabel(sentence, wrap=True))
        if also is not None:
            laid.addWidget(also)
        content.setLayout(laid)
        tallest = laid.heightForWidth(SHEET_WIDE - 60) + AROUND
        # One more Enter must not do it.
        self.lay_sheet(title, [content], foot=[leave, button], first=leave, tallest=tallest)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """What a list of a part looks like: columns, icon, its words when empty or nothing is chosen, its count."""

    columns: Sequence[Column]
    icon: str
    empty: str
    choose: str
    one: str
    many: str


class ListPart(Part):
    """A part that is a list with the chosen line beside it."""

    def __init__(self, context: Context, listed: Listed, *, actions: Sequence[Button] = ()) -> None:
        super().__init__(context, actions=actions)
        self._listed = listed
        self.table = Table(columns_of(listed.columns), tr(PARTS[self.key]))
        self.detail = Detail(tr(PARTS[self.key]), empty=tr(listed.choose))
        empty = EmptyState(tr(listed.empty), icon=listed.icon)
        self.page = ListPage(self.head, [self.row], table=self.table, detail=self.detail, empty=empty)
        self.lay(self.page)
        self.table.current_changed.connect(self.choose)

    @Slot(str)
    def choose(self, identity: str) -> None:
        """Show the line of that id beside the list."""

    def show_rows(self, found: Mapping[str, T], row: Callable[[T], TableRow]) -> None:
        """Show these lines by id, staying on the chosen one."""
        chosen, ids = self.table.current_id(), list(found)
        with QSignalBlocker(self.table):
            self.table.set_rows(ids, lambda wanted: [row(found[one]) for one in wanted])
            if chosen in found:
                self.table.selectRow(ids.index(chosen))
        self.page.show_rows(some=bool(found))
        self.head.say(plural(len(found), self._listed.one, many=self._listed.many))
        self.choose(self.table.current_id())
