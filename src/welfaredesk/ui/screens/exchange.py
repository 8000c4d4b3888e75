# SPDX-License-Identifier: EUPL-1.2
"""Sincronizzazione: how the line stands, what left with its receipts, what was refused, and the way by key drive."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSignalBlocker, Slot
from PySide6.QtWidgets import QSizePolicy, QWidget

from welfaredesk.base.clock import today
from welfaredesk.base.errors import Fault
from welfaredesk.base.text import N_, plural, tr
from welfaredesk.desk import apart_work
from welfaredesk.desk.apart_work import ApartEntry, ApartWork
from welfaredesk.desk.exchange import ledger, odd, rescue
from welfaredesk.desk.exchange.ledger import Left, RefusedLine
from welfaredesk.desk.exchange.odd import Odd
from welfaredesk.desk.exchange.place import ServerPlace, server_of
from welfaredesk.desk.exchange.shutting import ShutOut, shut_out
from welfaredesk.desk.session import Session
from welfaredesk.ui import choose
from welfaredesk.ui.context import Context
from welfaredesk.ui.line_standing import standing_read
from welfaredesk.ui.line_words import RUNNING, Numbers, arriving_words, fault_words, last_words
from welfaredesk.ui.parts.banner import Banner
from welfaredesk.ui.parts.beside import Beside
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.card import column
from welfaredesk.ui.parts.empty_state import EmptyState
from welfaredesk.ui.parts.page import Page
from welfaredesk.ui.parts.page_head import PageHead
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.parts.table import Table
from welfaredesk.ui.parts.table_model import Column
from welfaredesk.ui.screen import Screen
from welfaredesk.ui.screens.exchange_apart import ApartCard
from welfaredesk.ui.screens.exchange_cards import NumbersRow, RefusedCard, ServerCard, ShutOutCard, StickCard
from welfaredesk.ui.screens.exchange_odd import OddCard
from welfaredesk.ui.screens.exchange_words import COLUMNS, ledger_row
from welfaredesk.ui.theme import scale

NOW = N_("Sincronizza ora")
SOLO = N_("L'ente lavora solo su questo PC: non c'è niente da sincronizzare. Con un server possono unirsi i colleghi.")
CONNECT = N_("Collega a un server")
LEDGER = N_("Che cosa è partito")
NOTHING_LEFT = N_("Da qui non è ancora partito niente.")
FILE_NAME = N_("da-inviare.wdr")
KINDS = N_("File per la chiavetta (*.wdr)")
SAVED, NOTHING_TO_SAVE = N_("Salvate sulla chiavetta: {count}."), N_("Non manca niente: è già partito tutto.")
ONE_PART, PARTS = N_("parte"), N_("parti")
TAKEN, NOTHING_TAKEN = (
    N_("Prese dalla chiavetta: {count}. Partono con la prossima sincronizzazione."),
    N_("Su questa chiavetta non c'è niente di nuovo."),
)
ONE_PARCEL, PARCELS = N_("modifica"), N_("modifiche")
RETRIED = N_("Riparte con la prossima sincronizzazione.")
ACCEPTED = N_("Accettato: entra nella cartella con la prossima sincronizzazione.")
DECLINED = N_("Non accettato: resta da parte, con il motivo.")
GIVEN = N_("Hai aperto «{name}», il file di un collega che non ha la linea: prendilo, e parte con quello che invii tu.")
GIVEN_SOLO = N_("«{name}» è il file di un collega: si prende su una postazione collegata al server dell'ente.")
TAKING = "taking"
LIST_NAME, LIST_KINDS = N_("cose-da-sapere.txt"), N_("Testo (*.txt)")
LIST_SAVED = N_("Salvate: {count}. Nella lista non ci sono nomi.")
WIDE_FROM = 860
LEAST_TABLE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeShown:
    """Everything that the page shows."""

    place: ServerPlace | None
    numbers: Numbers
    left: list[Left]
    refused: list[RefusedLine]
    out: ShutOut | None
    apart: list[ApartWork]
    odd: list[Odd]


def read_exchange(session: Session) -> ExchangeShown:
    """Return what the page shows."""
    return ExchangeShown(
        place=server_of(session),
        numbers=standing_read(session).numbers,
        left=ledger.left(session),
        refused=ledger.refused(session),
        out=shut_out(session),
        apart=apart_work.waiting(session),
        odd=odd.odd_things(session),
    )


class ExchangePage(Screen):
    """The page of the exchange; a desk without a server is told what one would bring."""

    name = "exchange"
    label = N_("Sincronizzazione")
    icon = "refresh-cw"
    under = "settings"

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._left: dict[str, Left] = {}
        self._given: Path | None = None
        self.now_button = Button(tr(NOW), "refresh-cw", look="main")
        self.head = PageHead(tr(self.label), actions=[self.now_button])
        self.trouble = Banner(kind="attention")
        self.numbers, self.refused, self.out = NumbersRow(), RefusedCard(), ShutOutCard()
        self.apart, self.odd = ApartCard(), OddCard()
        self.server, self.stick = ServerCard(), StickCard()
        self.table = Table([_column(one) for one in COLUMNS], tr(LEDGER))
        self.nothing = PlainLabel(tr(NOTHING_LEFT), "soft", wrap=True)
        self.solo = EmptyState(tr(SOLO), action=tr(CONNECT), icon="monitor")
        self._whole = QWidget()
        self._build()
        self._listen()

    def _build(self) -> None:
        page = Page(tr(self.label), gap=scale.S12)
        page.body.setContentsMargins(scale.S24, scale.S16, scale.S24, scale.S16)
        side = QWidget()
        side.setFixedWidth(scale.PANEL)
        beside = column(gap=scale.S12)
        beside.addWidget(self.server)
        beside.addWidget(self.stick)
        beside.addStretch(1)
        side.setLayout(beside)
        main = QWidget()
        laid = column(gap=scale.S12)
        above = (self.out, self.numbers, self.apart, self.refused, self.odd)
        for part in (*above, PlainLabel(tr(LEDGER), "section"), self.nothing):
            laid.addWidget(part)
        laid.addWidget(self.table, 1)
        laid.addStretch(0)
        main.setLayout(laid)
        self.table.setMinimumHeight(LEAST_TABLE)
        both = Beside([main, side], shares=(1, 0), wide_from=WIDE_FROM)
        both.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        whole = column(gap=scale.S12)
        whole.addWidget(self.trouble)
        whole.addWidget(both, 1)
        self._whole.setLayout(whole)
        page.body.addWidget(self.head)
        page.body.addWidget(self._whole, 1)
        page.body.addWidget(self.solo, 1)
        outer = column(gap=0)
        outer.addWidget(page)
        self.setLayout(outer)
        hidden: tuple[QWidget, ...] = (
            self._whole,
            self.solo,
            self.trouble,
            self.nothing,
            self.refused,
            self.apart,
            self.odd,
            self.now_button,
        )
        for widget in hidden:
            widget.hide()

    def _listen(self) -> None:
        context = self.context
        context.exchanging.changed.connect(self._line_changed)
        self.now_button.clicked.connect(context.exchanging.now)
        self.numbers.decide_asked.connect(lambda: context.ways.screen.emit("to_decide"))
        self.refused.retry_asked.connect(self.retry)
        self.out.erase_asked.connect(context.ways.erase)
        self.apart.read_asked.connect(self.read_work)
        self.apart.accept_asked.connect(self.accept_work)
        self.apart.decline_asked.connect(self.decline_work)
        self.odd.save_asked.connect(self._ask_where_list)
        self.odd.read_asked.connect(self.mark_read)
        self.solo.action_asked.connect(lambda: context.ways.screen.emit("settings"))
        self.stick.export_button.clicked.connect(self._ask_where)
        self.stick.take_button.clicked.connect(self._ask_which)
        self.stick.given_button.clicked.connect(self.take_given)

    def come_back(self, place: dict[str, Any]) -> None:
        """Offer to take the file that the program was opened with."""
        if TAKING in place:
            self._given = Path(place[TAKING])
            self.stick.offer(self._given.name)
            self.stick.say(tr(GIVEN).format(name=self._given.name))

    def shown(self) -> None:
        """Ask how things stand."""
        self.context.tasks.ask(read_exchange, self.show_read, owner=self, latest="exchange")

    @Slot()
    def _line_changed(self) -> None:
        if self.isVisible():
            self._show_line()
            if not self.context.exchanging.busy:
                self.shown()

    def show_read(self, read: ExchangeShown) -> None:
        """Show the page."""
        joined = read.place is not None
        self._whole.setVisible(joined)
        self.now_button.setVisible(joined)
        self.solo.setVisible(not joined)
        if self._given is not None and not joined:
            self.context.ways.notice.emit(tr(GIVEN_SOLO).format(name=self._given.name), None)
            self._given = None
        if read.place is not None:
            self.server.show_place(read.place)
        self.numbers.show_numbers(read.numbers, shut_out=read.out is not None)
        self.out.show_out(read.out)
        self.refused.show_refused(read.refused, today(self.context.clock))
        self.apart.show_works(read.apart, today(self.context.clock))
        self.odd.show_things(read.odd)
        self._show_ledger(read.left)
        self._show_line(read.numbers)

    def _show_ledger(self, left: list[Left]) -> None:
        day, chosen = today(self.context.clock), self.table.current_id()
        self._left = {line.id: line for line in left}
        ids = list(self._left)
        with QSignalBlocker(self.table):
            self.table.set_rows(ids, lambda wanted: [ledger_row(self._left[one], day) for one in wanted])
            if chosen in self._left:
                self.table.selectRow(ids.index(chosen))
        self.table.setVisible(bool(left))
        self.nothing.setVisible(not left)

    def _show_line(self, numbers: Numbers | None = None) -> None:
        state = self.context.exchanging.state
        said = tr(RUNNING) if state.running else last_words(state, self.context.clock)
        self.head.say(said if state.connected else "")
        self.now_button.setEnabled(not state.running)
        fault, arriving = state.fault, numbers is not None and numbers.arriving
        if fault is not None:
            self.trouble.say(fault.text, kind=fault_words(fault)[1])
        elif numbers is not None and arriving:
            self.trouble.say(arriving_words(numbers), kind="neutral")
        if fault is not None or numbers is not None:
            self.trouble.setVisible(fault is not None or arriving)

    @Slot(str)
    def retry(self, parcel: str) -> None:
        """Put what was refused among what leaves, and exchange."""

        def done(_none: None) -> None:
            self.context.ways.notice.emit(tr(RETRIED), None)
            self.shown()
            self.context.exchanging.now()

        self.context.tasks.change(lambda session: ledger.retry(session, parcel), done, owner=self)

    @Slot(str)
    def read_work(self, identity: str) -> None:
        """Show what some work says that was kept apart."""

        def done(entries: list[ApartEntry]) -> None:
            row = self.apart.rows.get(identity)
            if row is not None:
                row.show_entries(entries, today(self.context.clock))

        self.context.tasks.change(lambda session: apart_work.preview(session, identity), done, owner=self)

    @Slot(str)
    def accept_work(self, identity: str) -> None:
        """Accept some work, and exchange."""
        self._decide(lambda session: apart_work.accept(session, identity), ACCEPTED)

    @Slot(str, str)
    def decline_work(self, identity: str, reason: str) -> None:
        """Say that some work is not accepted, and why."""

        def failed(fault: Fault) -> None:
            row = self.apart.rows.get(identity)
            if row is not None:
                row.why.problem.say(fault.text)

        self._decide(lambda session: apart_work.decline(session, identity, reason), DECLINED, failed=failed)

    def _decide(
        self, act: Callable[[Session], object], said: str, *, failed: Callable[[Fault], None] | None = None
    ) -> None:
        def done(_result: object) -> None:
            self.context.ways.notice.emit(tr(said), None)
            self.shown()
            self.context.exchanging.now()

        self.context.tasks.change(act, done, owner=self, failed=failed)

    @Slot()
    def mark_read(self) -> None:
        """Take what is over off the page, now that it was read."""
        ids = [one.id for one in self.odd.shown]
        self.context.tasks.change(lambda session: odd.mark_read(session, ids), lambda _none: self.shown(), owner=self)

    @Slot()
    def _ask_where_list(self) -> None:
        title = self.odd.save_button.label()
        choose.save_file(self, title, done=self.save_list_to, name=tr(LIST_NAME), kinds=tr(LIST_KINDS))

    def save_list_to(self, path: Path) -> None:
        """Write what there is to know into a file."""

        def done(count: int) -> None:
            self.odd.say(tr(LIST_SAVED).format(count=count))

        def failed(fault: Fault) -> None:
            self.odd.say(fault.text)

        self.context.tasks.ask(lambda session: odd.save_list(session, path), done, owner=self, failed=failed)

    @Slot()
    def _ask_where(self) -> None:
        title = self.stick.export_button.label()
        choose.save_file(self, title, done=self.save_to, name=tr(FILE_NAME), kinds=tr(KINDS))

    def save_to(self, path: Path) -> None:
        """Write what has not left into a file."""
        self.stick.export_button.setEnabled(False)
        self.context.tasks.change(
            lambda session: rescue.export(session, path), self._was_saved, owner=self, failed=self._stick_failed
        )

    def _was_saved(self, count: int) -> None:
        self._stick_ready()
        self.stick.say(tr(SAVED).format(count=_counted(count)) if count else tr(NOTHING_TO_SAVE))

    @Slot()
    def _ask_which(self) -> None:
        choose.choose_file(self, self.stick.take_button.label(), done=self.take_from, kinds=tr(KINDS))

    @Slot()
    def take_given(self) -> None:
        """Take the file that the program was opened with."""
        if self._given is not None:
            self.take_from(self._given)

    def take_from(self, path: Path) -> None:
        """Take what a colleague could not send."""
        self.stick.take_button.setEnabled(False)
        self.stick.given_button.setEnabled(False)
        self.context.tasks.change(
            lambda session: rescue.take(session, path), self._was_taken, owner=self, failed=self._stick_failed
        )

    def _was_taken(self, count: int) -> None:
        self._stick_ready()
        self._given = None
        self.stick.offer("")
        self.stick.say(tr(TAKEN).format(count=plural(count, ONE_PART, many=PARTS)) if count else tr(NOTHING_TAKEN))
        self.context.exchanging.now()

    def _stick_failed(self, fault: Fault) -> None:
        self._stick_ready()
        self.stick.say(fault.text)

    def _stick_ready(self) -> None:
        self.stick.export_button.setEnabled(True)
        self.stick.take_button.setEnabled(True)
        self.stick.given_button.setEnabled(True)


def _counted(count: int) -> str:
    return plural(count, ONE_PARCEL, many=PARCELS)


def _column(one: Column) -> Column:
    return Column(one.key, tr(one.label), one.width, one.stretches, one.right, one.drop)
