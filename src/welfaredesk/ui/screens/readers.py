# SPDX-License-Identifier: EUPL-1.2
"""Chi può leggere questa cartella: by degree of reserve, the groups and who is in them, and how that is changed."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from welfaredesk.base.errors import Fault
from welfaredesk.base.text import N_, tr
from welfaredesk.desk import granting
from welfaredesk.desk.granting import CircleReaders, ReadingGroup
from welfaredesk.desk.people_pages import circle_label, groups_to_share
from welfaredesk.desk.session import Session
from welfaredesk.domain.kinds import ORDINARY
from welfaredesk.domain.periods import full_day
from welfaredesk.domain.statement import GroupKind
from welfaredesk.ui.context import Context
from welfaredesk.ui.parts.banner import Banner
from welfaredesk.ui.parts.button import Button, Glyph
from welfaredesk.ui.parts.card import Card, column, instead_of, row
from welfaredesk.ui.parts.code_picker import Choice, CodePicker
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.parts.side_panel import PanelCard, PanelRow
from welfaredesk.ui.screens.people_part import NAMES_APART, UNTIL_DAY
from welfaredesk.ui.theme import scale

READERS = N_("Chi può leggere questa cartella")
PANEL, SEE = N_("Chi può leggere"), N_("Vedi e condividi")
LEAD = N_("La leggono le persone di questi gruppi, quando la loro postazione l'ha ricevuta.")
ONLY_YOU = N_("Solo tu")
NOBODY = N_("nessuno ancora")
SHARE, WITH = N_("Condividi"), N_("Condividi con un gruppo o con un esterno")
OUTSIDE_UNTIL = N_("Legge solo questa cartella, {until}")
TAKE_AWAY, TAKE_AWAY_OF = N_("Togli"), N_("Togli {group}")
SURE = N_(
    "«{group}» non riceverà più questa cartella né le novità, e su quelle postazioni sparisce quando si collegano. "
    "Quello che hanno già letto o stampato resta letto: nessun programma può riprenderlo."
)
SURE_BUTTON = N_("Togli «{group}»")
SHARED = N_("Cartella condivisa con «{group}».")
TAKEN = N_("«{group}» non riceve più questa cartella.")
PASS, PASS_OF = N_("Passa a un altro gruppo"), N_("Passa da {group} a un altro gruppo")
PICK_FIRST = N_("Scegli qui sotto il gruppo a cui passa la cartella, poi premi di nuovo «Passa a un altro gruppo».")
NO_OTHER = N_("Non c'è un altro gruppo a cui passarla.")
PASS_SURE = N_(
    "La cartella passa da «{group}» a «{other}»: là arriva intera. Dalle postazioni che la leggevano solo con "
    "«{group}» sparisce quando si collegano, dopo che il loro lavoro è partito. Quello che è stato letto resta letto."
)
PASS_BUTTON = N_("Passa a «{other}»")
PASSED = N_("La cartella passa a «{group}».")
RESERVED_SAID = N_("Parte riservata: chi legge il resto non vede nemmeno che c'è.")


def panel_card(readers: Sequence[CircleReaders]) -> PanelCard:
    """Return the card beside the diary that says which groups read a cartella."""
    rows = [_panel_row(circle, group) for circle in readers for group in circle.groups]
    return PanelCard("readers", tr(PANEL), tuple(rows), tr(SEE), tr(ONLY_YOU), icon="users")


def _panel_row(circle: CircleReaders, group: ReadingGroup) -> PanelRow:
    if circle.circle == ORDINARY:
        return PanelRow(group.name, "", "readers")
    return PanelRow(group.name, circle_label(circle.circle), "readers", "reserved")


class ReadersView(QWidget):
    """The content of the sheet; `changed` is said when a group was added or taken away."""

    changed = Signal()

    def __init__(self, context: Context, root: str) -> None:
        super().__init__()
        self.context, self._root = context, root
        self.trouble = Banner(kind="danger")
        self.sure = Banner(kind="attention")
        self.pickers: dict[str, CodePicker] = {}
        self.offered: dict[str, Sequence[Choice]] = {}
        self.shares: dict[str, Button] = {}
        self.takes: dict[tuple[str, str], Button] = {}
        self._to_take: tuple[CircleReaders, ReadingGroup] | None = None
        self._to_pass: tuple[ReadingGroup, str, str] | None = None
        self.moves: dict[str, Button] = {}
        self._cards = QWidget()
        laid = column(gap=scale.S12)
        laid.addWidget(PlainLabel(tr(LEAD), wrap=True))
        for part in (self.trouble, self.sure, self._cards):
            laid.addWidget(part)
        self.setLayout(laid)
        self.trouble.hide()
        self.sure.hide()
        self.sure.action_asked.connect(self._take_away)
        self.sure.action_asked.connect(self._pass_on)

    def ask(self) -> None:
        """Ask who reads."""
        root = self._root
        self.context.tasks.ask(lambda session: _read(session, root), self.show_read, owner=self, latest="readers")

    def show_read(self, found: Sequence[tuple[CircleReaders, list[Choice]]]) -> None:
        """Show these, with the groups that each part could be shared with."""
        fresh = QWidget()
        laid = column(gap=scale.S12)
        self.pickers, self.offered, self.shares, self.takes, self.moves = {}, {}, {}, {}, {}
        for circle, choices in found:
            laid.addWidget(self._circle(circle, choices))
        fresh.setLayout(laid)
        self._cards = instead_of(self._cards, fresh)

    def _circle(self, circle: CircleReaders, choices: Sequence[Choice]) -> Card:
        card = Card(circle_label(circle.circle), gap=scale.S8)
        if circle.circle != ORDINARY:
            card.add(PlainLabel(tr(RESERVED_SAID), "meta", wrap=True))
        for group in circle.groups:
            card.add(self._group(circle, group))
        if choices:
            card.add(self._sharing(circle, choices))
        return card

    def _group(self, circle: CircleReaders, group: ReadingGroup) -> QWidget:
        line = QWidget()
        laid = row(gap=scale.S8)
        reserved = circle.circle != ORDINARY
        glyph = Glyph("lock" if reserved else "users", token="reserved" if reserved else "text2")
        laid.addWidget(glyph, 0, Qt.AlignmentFlag.AlignTop)
        words = column(gap=0)
        words.addWidget(PlainLabel(group.name, "strong", wrap=True))
        words.addWidget(PlainLabel(_who(group), "meta", wrap=True))
        laid.addLayout(words, 1)
        if circle.circle == ORDINARY and circle.may_change and group.kind == GroupKind.WORKING:
            move = Button(tr(PASS), look="quiet")
            move.setAccessibleName(tr(PASS_OF).format(group=group.name))
            move.clicked.connect(lambda: self.ask_passing(group))
            self.moves[group.id] = move
            laid.addWidget(move, 0, Qt.AlignmentFlag.AlignTop)
        if circle.may_change and len(circle.groups) > 1:
            take = Button(tr(TAKE_AWAY), look="quiet")
            take.setAccessibleName(tr(TAKE_AWAY_OF).format(group=group.name))
            take.clicked.connect(lambda: self._ask_taking(circle, group))
            self.takes[circle.circle, group.id] = take
            laid.addWidget(take, 0, Qt.AlignmentFlag.AlignTop)
        line.setLayout(laid)
        return line

    def _sharing(self, circle: CircleReaders, choices: Sequence[Choice]) -> QWidget:
        picker = CodePicker(choices, tr(WITH), placeholder=tr(WITH))
        share = Button(tr(SHARE), "handshake")
        share.clicked.connect(lambda: self.share(circle, picker))
        self.pickers[circle.circle], self.offered[circle.circle] = picker, choices
        self.shares[circle.circle] = share
        line = QWidget()
        laid = row(gap=scale.S8)
        laid.addWidget(picker, 1)
        laid.addWidget(share)
        line.setLayout(laid)
        return line

    def share(self, circle: CircleReaders, picker: CodePicker) -> None:
        """Share one part with the group that was picked."""
        group, name, root = picker.code(), picker.text(), self._root
        if not group:
            picker.show_all()
            return
        self.context.tasks.change(
            lambda session: granting.grant(session, root, group, circle=circle.circle),
            lambda _count: self._done(tr(SHARED).format(group=name)),
            owner=self,
            failed=self._failed,
        )

    def ask_passing(self, group: ReadingGroup) -> None:
        """Say what passing on does, to the group picked below, before doing it."""
        picker = self.pickers.get(ORDINARY)
        to = picker.code() if picker is not None else None
        if picker is None or not to:
            self.trouble.show()
            self.trouble.say(tr(PICK_FIRST if picker is not None else NO_OTHER), kind="attention")
            if picker is not None:
                picker.setFocus()
            return
        self._to_take, self._to_pass = None, (group, to, picker.text())
        self.trouble.hide()
        self.sure.show()
        self.sure.say(
            tr(PASS_SURE).format(group=group.name, other=picker.text()),
            kind="attention",
            action=tr(PASS_BUTTON).format(other=picker.text()),
        )
        self.sure.action.setFocus()

    def _pass_on(self) -> None:
        if self._to_pass is None:
            return
        (group, to, name), root = self._to_pass, self._root
        self._to_pass = None
        self.sure.hide()
        self.context.tasks.change(
            lambda session: granting.pass_on(session, root, to, former=group.id),
            lambda _count: self._done(tr(PASSED).format(group=name)),
            owner=self,
            failed=self._failed,
        )

    def _ask_taking(self, circle: CircleReaders, group: ReadingGroup) -> None:
        self._to_take, self._to_pass = (circle, group), None
        self.trouble.hide()
        self.sure.show()
        self.sure.say(
            tr(SURE).format(group=group.name), kind="attention", action=tr(SURE_BUTTON).format(group=group.name)
        )
        self.sure.action.setFocus()

    def _take_away(self) -> None:
        if self._to_take is None:
            return
        (circle, group), root = self._to_take, self._root
        self._to_take = None
        self.sure.hide()
        self.context.tasks.change(
            lambda session: granting.ungrant(session, root, group.id, circle=circle.circle),
            lambda _count: self._done(tr(TAKEN).format(group=group.name)),
            owner=self,
            failed=self._failed,
        )

    def _done(self, told: str) -> None:
        self.trouble.hide()
        self.context.ways.notice.emit(told, None)
        self.context.exchanging.now()
        self.ask()
        self.changed.emit()

    def _failed(self, fault: Fault) -> None:
        self.trouble.show()
        self.trouble.say(fault.text, kind="danger")


def _who(group: ReadingGroup) -> str:
    """Return who reads through a group: of a person from outside, whose name the group has, until when."""
    if group.until is not None:
        return tr(OUTSIDE_UNTIL).format(until=tr(UNTIL_DAY).format(day=full_day(group.until)))
    return NAMES_APART.join(group.operators.values()) or tr(NOBODY)


def _read(session: Session, root: str) -> list[tuple[CircleReaders, list[Choice]]]:
    found = granting.readers_of(session, root)
    return [
        (
            circle,
            [
                Choice(*group)
                for group in groups_to_share(session, [one.id for one in circle.groups], circle=circle.circle)
            ],
        )
        for circle in found
    ]
