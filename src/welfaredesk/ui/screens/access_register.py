# SPDX-License-Identifier: EUPL-1.2
"""Registro degli accessi agli atti: who asked, about whom, by when, and what was answered."""

from typing import Any

from PySide6.QtCore import QSignalBlocker, Slot
from PySide6.QtWidgets import QWidget

from welfaredesk.base.clock import today
from welfaredesk.base.text import N_, tr
from welfaredesk.desk.access import requests as desk
from welfaredesk.desk.access.requests import RequestLine
from welfaredesk.domain.access import Deed
from welfaredesk.ui.context import Context
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.card import column
from welfaredesk.ui.parts.choice_chips import ChoiceChips
from welfaredesk.ui.parts.detail import Detail
from welfaredesk.ui.parts.empty_state import EmptyState
from welfaredesk.ui.parts.list_page import ListPage
from welfaredesk.ui.parts.page_head import PageHead
from welfaredesk.ui.parts.table import Table
from welfaredesk.ui.parts.table_model import Column, TableRow
from welfaredesk.ui.screen import Screen
from welfaredesk.ui.screens.access_words import answer_words, day_of, due_words, late_words, state_chip

WHICH, WAITING, ALL = N_("Quali"), N_("Senza risposta"), N_("Tutte")
EMPTY = N_("Nessuna richiesta di accesso agli atti. Si registra dalla cartella, sotto «Accesso agli atti».")
CHOOSE, OPEN, CASE = N_("Scegli dall'elenco"), N_("Scegli che cosa si consegna"), N_("Apri la cartella")
COLUMNS = (
    Column("number", N_("Numero"), 9, drop=2),
    Column("requester", N_("Chi chiede"), 14, stretches=True, drop=1),
    Column("name", N_("Cartella di"), 14, stretches=True),
    Column("due", N_("Risposta"), 15),
    Column("state", N_("Stato"), 14),
)


class AccessRegister(Screen):
    """The register of the requests of access."""

    name = "access_register"
    label = N_("Registro degli accessi agli atti")
    icon = "file-text"
    under = "cartelle"
    deed = Deed.CONDUCT_CASES

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._all: list[RequestLine] = []
        self.which = ChoiceChips([("waiting", tr(WAITING)), ("all", tr(ALL))], tr(WHICH), always=True)
        self.which.choose("waiting")
        self.which.changed.connect(self._show)
        self.table = Table(
            [Column(c.key, tr(c.label), c.width, c.stretches, drop=c.drop) for c in COLUMNS], tr(self.label)
        )
        self.table.current_changed.connect(self._choose)
        self.table.opened.connect(self._open)
        self.detail = Detail(tr(self.label), empty=tr(CHOOSE))
        empty = EmptyState(tr(EMPTY), icon=self.icon)
        self.page = ListPage(PageHead(tr(self.label)), [self.which], table=self.table, detail=self.detail, empty=empty)
        whole = column(gap=0)
        whole.addWidget(self.page)
        self.setLayout(whole)

    def shown(self) -> None:
        """Ask for the register."""
        self.context.tasks.ask(desk.register, self._read, owner=self, latest="access-register")

    def _read(self, lines: list[RequestLine]) -> None:
        self._all = lines
        self._show()

    @Slot()
    def _show(self) -> None:
        lines = {one.id: one for one in self._all if one.open or self.which.code() == "all"}
        chosen = self.table.current_id()
        ids = list(lines)
        self.page.show_rows(some=bool(ids))
        with QSignalBlocker(self.table):
            self.table.set_rows(ids, lambda wanted: [self._row(lines[one]) for one in wanted])
            if chosen in lines:
                self.table.selectRow(ids.index(chosen))
        self._choose(self.table.current_id())

    def _row(self, line: RequestLine) -> TableRow:
        codes, now = self.context.codes, today(self.context.clock)
        due = (
            (late_words(line.late) or due_words(line.due_on, now)) if line.open else answer_words(codes, line, now=now)
        )
        return (line.number, line.requester, line.name, due, state_chip(codes, line.state))

    @Slot(str)
    def _choose(self, identity: str) -> None:
        line = next((one for one in self._all if one.id == identity), None)
        if line is None:
            self.detail.show_nothing()
            return
        codes, now = self.context.codes, today(self.context.clock)
        lines = [
            (tr(N_("Cartella di")), line.name),
            (tr(N_("A che titolo")), codes.label("access_title", line.title) if line.title else ""),
            (tr(N_("Arrivata il")), day_of(line.received_on, now)),
            (tr(N_("Si risponde")), due_words(line.due_on, now) if line.open else ""),
            (tr(N_("Risposta")), answer_words(codes, line, now=now)),
        ]
        opens, case = Button(tr(OPEN), "list-checks", look="main"), Button(tr(CASE), "folder-open")
        opens.clicked.connect(lambda _on=False: self._open(line.id))
        case.clicked.connect(lambda _on=False: self.context.ways.cartella.emit(line.person))
        chips = [state_chip(codes, line.state)]
        self.detail.show_lines(line.requester, lines=lines, subtitle=line.number, chips=chips, actions=[opens, case])

    @Slot(str)
    def _open(self, identity: str) -> None:
        self.context.ways.page.emit("access", identity)

    def place(self) -> dict[str, Any]:
        """Return which requests are listed."""
        return {"which": self.which.code()}

    def come_back(self, place: dict[str, Any]) -> None:
        """List what was listed."""
        self.which.choose(str(place.get("which") or self.which.code()))
