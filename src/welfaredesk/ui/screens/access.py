# SPDX-License-Identifier: EUPL-1.2
"""Accesso agli atti: who asks and by when, which records go and which stay and why, and the dossier made of them."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSignalBlocker, Slot
from PySide6.QtWidgets import QWidget

from welfaredesk.base.clock import today
from welfaredesk.base.errors import Fault
from welfaredesk.base.text import N_, tr
from welfaredesk.desk.access import dossier as desk
from welfaredesk.desk.access.dossier import AccessPage, Candidate, Fate
from welfaredesk.desk.access.papers import print_dossier
from welfaredesk.desk.making import Making
from welfaredesk.domain.access import Deed
from welfaredesk.domain.records.access_request import record_of
from welfaredesk.ui.context import Context
from welfaredesk.ui.parts.banner import Banner
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.card import stacked
from welfaredesk.ui.parts.chip import ChipMark
from welfaredesk.ui.parts.choice_chips import ChoiceChips
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.parts.sheet import Sheet
from welfaredesk.ui.parts.table import Table
from welfaredesk.ui.parts.table_model import Column, TableRow
from welfaredesk.ui.screens.access_parts import NamesPart, RecordPart
from welfaredesk.ui.screens.access_words import (
    asks_words,
    counts_words,
    day_of,
    fate_chip,
    late_words,
    names_of,
    removed_words,
    state_chip,
)
from welfaredesk.ui.screens.print_view import Papers
from welfaredesk.ui.screens.written_page import WrittenPage

TITLE = N_("{name} · accesso agli atti {number}")
MAKE, REGISTER, RECORD = N_("Prepara il dossier"), N_("Registro"), N_("Modifica")
FILE = "accesso-agli-atti.pdf"
MISSING = N_("Manca: {what}.")
BEWARE = N_("Prima di consegnare qualcosa: {why}.")
TERM = N_("Termine: {source}.")
MADE = N_("Dossier preparati: {count}, l'ultimo {day}; sono tra i documenti della cartella.")
WHICH, ALL, GOES, STAYS, NEVER = N_("Quali schede"), N_("Tutte"), N_("Si consegnano"), N_("Restano"), N_("Mai")
RECORDS = N_("Schede della cartella")
COLUMNS = (
    Column("what", N_("Scheda"), 20, stretches=True),
    Column("fate", N_("Che cosa se ne fa"), 14),
    Column("why", N_("Perché, o che cosa si toglie"), 16, stretches=True, drop=1),
)
SIDE, WIDE_FROM, TALL = 400, 900, 320


class AccessScreen(WrittenPage[AccessPage]):
    """One request of access: choose, see what goes, make."""

    name = "access"
    label = N_("Accesso agli atti")
    icon = "file-text"
    under = "cartelle"
    deed = Deed.CONDUCT_CASES

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent, read=desk.access_page)
        self.papers = Papers(self, context)
        self.make_button = Button(tr(MAKE), "printer", look="main")
        self.record_button = Button(tr(RECORD), "pencil", look="quiet")
        self.register_button = Button(tr(REGISTER), "list", look="quiet")
        self.beware, self.missing = Banner(kind="danger"), Banner(kind="neutral")
        self.counts, self.term, self.made = (PlainLabel("", "soft", wrap=True) for _ in range(3))
        choices = [("", tr(ALL)), (Fate.GOES, tr(GOES)), (Fate.STAYS, tr(STAYS)), (Fate.NEVER, tr(NEVER))]
        self.which = ChoiceChips([(code or "all", label) for code, label in choices], tr(WHICH), always=True)
        self.table = Table(
            [Column(c.key, tr(c.label), c.width, c.stretches, drop=c.drop) for c in COLUMNS], tr(RECORDS)
        )
        self.record, self.names = RecordPart(context), NamesPart()
        self._called: dict[str, str] = {}
        self._build()
        self._listen()

    def _build(self) -> None:
        self.frame.line(self.title, self.chips, self.make_button)
        self.frame.line(self.said, self.record_button, self.register_button, self.case_button)
        self.frame.foot.hide()
        self.which.choose("all")
        self.table.setMinimumHeight(TALL)
        said = (self.path, self.beware, self.missing, self.counts)
        left = stacked(*said, self.which, self.table, self.names, self.term, self.made)
        right = stacked(self.record)
        right.setFixedWidth(SIDE)
        self._lay([left, right], shares=(1, 0), wide_from=WIDE_FROM)
        self.until_read = (self.beware, self.missing, self.chips, self.made, self.term)
        self._bare()

    def _listen(self) -> None:
        self.which.changed.connect(self._fill)
        self.table.current_changed.connect(self._choose)
        self.table.opened.connect(self._turn)
        self.record.fated.connect(self.decide)
        self.record.cut.connect(self.cut)
        self.record.uncut.connect(self.uncut)
        self.record.named.connect(lambda name: self.keep_name(name, kept=False))
        self.names.turned.connect(self.keep_name)
        self.names.added.connect(lambda name: self.keep_name(name, kept=False))
        self.make_button.clicked.connect(self.make)
        self.register_button.clicked.connect(lambda: self.context.ways.screen.emit("access_register"))
        self.record_button.clicked.connect(lambda: self.context.ways.record.emit(self.identity))

    def _turn_to(self, identity: str) -> None:
        super()._turn_to(identity)
        self.record.show_one(None)

    def _show(self, page: AccessPage) -> None:
        codes, now = self.context.codes, today(self.context.clock)
        self.title.setText(tr(TITLE).format(number=page.shown.values.get("number") or "", name=page.name))
        late = [ChipMark(late_words(page.late), "clock", "danger")] if page.late else []
        self.chips.set_chips([*late, state_chip(codes, page.state)])
        self.chips.show()
        self.said.setText(asks_words(codes, page, now=now))
        self.beware.say(tr(BEWARE).format(why=page.beware), kind="danger")
        self.beware.setVisible(bool(page.beware))
        self.missing.say(tr(MISSING).format(what="; ".join(page.missing)), kind="neutral")
        self.missing.setVisible(bool(page.missing))
        self.counts.setText(counts_words(page))
        self.context.tasks.ask(
            lambda _session: desk.doubtful_in(page, wanted=lambda: self.opened is page),
            partial(self._say_counts, page),
            owner=self,
            latest="access-doubtful",
        )
        self.term.setText(tr(TERM).format(source=tr(page.due.term.source)) if page.due.term is not None else "")
        self.term.setVisible(page.due.term is not None)
        latest = day_of(str(page.made[0].get("dated") or ""), now) if page.made else ""
        self.made.setText(tr(MADE).format(count=len(page.made), day=latest))
        self.made.setVisible(bool(page.made))
        self.names.show_names(page.thirds, may_change=page.open)
        self._called = names_of(page.candidates, now)
        self._fill()

    def _say_counts(self, page: AccessPage, doubtful: int) -> None:
        if page is self.opened:
            self.counts.setText(counts_words(page, doubtful=doubtful))

    @Slot()
    def _fill(self) -> None:
        page = self.opened
        if page is None:
            return
        wanted = self.which.code()
        found = {one.id: one for one in page.candidates if wanted in {"all", one.fate}}
        chosen, ids = self.table.current_id(), list(found)
        with QSignalBlocker(self.table):
            self.table.set_rows(ids, lambda some: [self._row(found[one]) for one in some])
            if chosen in found:
                self.table.selectRow(ids.index(chosen))
        self._choose(self.table.current_id())

    def _row(self, one: Candidate) -> TableRow:
        return (self._called[one.id], fate_chip(one), removed_words(self.context.codes, one))

    @Slot(str)
    def _choose(self, identity: str) -> None:
        page = self.opened
        if page is None:
            return
        found = page.candidate(identity)
        cuts = {record_of(row) for row in page.shown.values.get("passages") or ()}
        called = self._called.get(identity, "")
        self.record.show_one(found, called=called, may_change=page.open, has_cuts=identity in cuts)

    @Slot(str)
    def _turn(self, identity: str) -> None:
        """Let a record go that stays, or the other way round: Enter on its row."""
        found = self.opened.candidate(identity) if self.opened is not None else None
        if found is not None and found.fate is not Fate.NEVER and self.opened is not None and self.opened.open:
            goes = found.fate is Fate.GOES
            self.decide("no" if goes else "yes", "other" if goes else "")

    @Slot(str, str)
    def decide(self, said: str, why: str) -> None:
        """Write whether the chosen record goes, and the reason when it stays."""
        record = self.table.current_id()
        self._change(partial(desk.choose, wanted=record, included=said, why=why))

    @Slot(str, str)
    def cut(self, part: str, words: str) -> None:
        """Take the chosen words of the chosen record out of this dossier."""
        record = self.table.current_id()
        self._change(partial(desk.cut, wanted=record, part=part, words=words))

    @Slot()
    def uncut(self) -> None:
        """Put the words of the chosen record back that were taken out here."""
        record = self.table.current_id()
        self._change(partial(desk.uncut, wanted=record))

    @Slot(str, bool)
    def keep_name(self, name: str, kept: bool) -> None:
        """Leave the name of somebody else in this dossier, or take it out."""
        self._change(partial(desk.name, said=name, kept=kept))

    def _change(self, work: Callable[..., None]) -> None:
        request = self.identity

        def done(_nothing: None) -> None:
            self.shown()

        def failed(fault: Fault) -> None:
            self.context.tasks.troubled.emit(fault)
            self.shown()

        self.context.tasks.change(lambda session: work(session, request), done, owner=self, failed=failed)

    @Slot()
    def make(self) -> None:
        """Make the dossier, logged and kept, and lay it over the page to be printed or saved."""
        request, making = self.identity, Making()
        self.papers.show(
            lambda session: print_dossier(session, request, making=making), title=tr(MAKE), name=FILE, making=making
        )

    @property
    def layer(self) -> Sheet | None:
        """Return the sheet of the last dossier."""
        return self.papers.layer

    def _missing(self, fault: Fault) -> None:
        self.opened = None
        self.title.setText(tr(self.label))
        self.missing.say(fault.text)
        self.missing.show()
