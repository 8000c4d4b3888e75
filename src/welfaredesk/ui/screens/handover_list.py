# SPDX-License-Identifier: EUPL-1.2
"""The consegne as lists: those that wait for me, those under way, those that are over; one chosen beside them."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QSignalBlocker, Slot

from welfaredesk.base.clock import today
from welfaredesk.base.text import N_, plural, tr
from welfaredesk.desk.handover import lines
from welfaredesk.desk.handover.lines import HandoverLine, HandoverPage, counts_words
from welfaredesk.desk.handover.meanwhile import Happened, meanwhile
from welfaredesk.desk.handover.papers import STAYS, print_handover
from welfaredesk.desk.handover.proposing import Accepted, accept
from welfaredesk.desk.session import Session
from welfaredesk.documents.cartella import Pdf
from welfaredesk.ui.context import Context
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.chip import ChipMark
from welfaredesk.ui.parts.detail import Detail
from welfaredesk.ui.parts.empty_state import EmptyState
from welfaredesk.ui.parts.list_page import ListPage
from welfaredesk.ui.parts.sheet import Sheet, lay_over
from welfaredesk.ui.parts.table import Table
from welfaredesk.ui.parts.table_model import Column, TableRow
from welfaredesk.ui.screens.act_strip import ActStrip
from welfaredesk.ui.screens.handover_part import LABEL, OPEN, OVER, WAITING, HandoverPart
from welfaredesk.ui.screens.print_view import PrintView
from welfaredesk.ui.screens.staff_words import day_said

ACCEPT_ALL = N_("Accetta tutte")
EMPTY = {
    WAITING: N_("Nessuna cartella aspetta che tu la prenda."),
    OPEN: N_("Nessun passaggio di consegne è in corso."),
    OVER: N_("Nessun passaggio di consegne è concluso."),
}
STATES = {WAITING: ("proposed",), OPEN: ("proposed", "accepted", "declined"), OVER: ("returned", "withdrawn")}
KINDS = {"proposed": "attention", "accepted": "done", "declined": "danger"}
CHOOSE = N_("Scegli dall'elenco")
COLUMNS = (
    Column("name", N_("Cartella"), 14, stretches=True),
    Column("who", N_("Da chi a chi"), 23, drop=1),
    Column("since", N_("Dal"), 10),
    Column("until", N_("Rientro"), 10, drop=2),
    Column("state", N_("Stato"), 14),
)
WAY = N_("Da {giver} a {taker}")
CASE, PRINT, EDIT = N_("Apri la cartella"), N_("Stampa"), N_("Modifica")
FILE = "consegne.pdf"
TAKEN_ONE, TAKEN_MANY = N_("cartella accettata"), N_("cartelle accettate")
LEFT_ONE, LEFT_MANY = N_("no: scegline una e leggi perché"), N_("no: scegline una e leggi perché")
NOT_READ = N_("Non la legge ancora: gli arriva con la prossima sincronizzazione, se ha una postazione.")
BACK_LATE = N_("Rientro passato")
NOW = N_("adesso di {who}")
SEALED = N_("Appunti e bozze di {who}: restano chiusi, nessun altro li legge né li può contare.")
MOST_TOLD = 10
ONE, MANY = N_("cartella"), N_("cartelle")


def _chosen(session: Session, identity: str) -> tuple[HandoverPage, tuple[Happened, ...]]:
    page = lines.handover_page(session, identity)
    since = str(page.shown.values.get("accepted_on") or "") if page.line.state in {"accepted", "returned"} else ""
    return page, meanwhile(session, page.line.person, since=since)


class HandoverList(HandoverPart):
    """One of the lists, and beside it what is chosen with its acts."""

    def __init__(self, context: Context, key: str, *, parts: Sequence[str]) -> None:
        self.accept_all = Button(tr(ACCEPT_ALL), "check-check")
        super().__init__(context, key, parts=parts, actions=[self.accept_all])
        self.accept_all.hide()
        self._lines: dict[str, HandoverLine] = {}
        self._wanted = ""
        self.layer: Sheet | None = None
        columns = [Column(c.key, tr(c.label), c.width, c.stretches, drop=c.drop) for c in COLUMNS]
        self.table = Table(columns, tr(LABEL))
        self.detail = Detail(tr(LABEL), empty=tr(CHOOSE))
        self.path = ActStrip(context, framed=False)
        self.detail.extra.addWidget(self.path)
        empty = EmptyState(tr(EMPTY[key]), icon="handshake")
        self.page = ListPage(self.head, [self.row], table=self.table, detail=self.detail, empty=empty)
        self.lay(self.page)
        self.table.current_changed.connect(self._choose)
        self.table.opened.connect(self._open)
        self.accept_all.clicked.connect(self.take_all)

    def ask(self) -> None:
        """Ask for the list."""
        key = self.key

        def question(session: Session) -> tuple[HandoverLine, ...]:
            return lines.waiting(session) if key == WAITING else lines.handovers(session, states=STATES[key])

        self.context.tasks.ask(question, self._show, owner=self, latest=f"handover-{key}")

    def _show(self, found: Sequence[HandoverLine]) -> None:
        chosen = self._wanted or self.table.current_id()
        self._wanted = ""
        self._lines = {one.id: one for one in found}
        ids = list(self._lines)
        self.page.show_rows(some=bool(ids))
        self.head.say(plural(len(ids), ONE, many=MANY) if ids else "")
        self.accept_all.setVisible(bool(ids) and self.key == WAITING)
        with QSignalBlocker(self.table):
            self.table.set_rows(ids, lambda wanted: [self._row(self._lines[one]) for one in wanted])
            if chosen in self._lines:
                self.table.selectRow(ids.index(chosen))
        self._choose(self.table.current_id() if ids else "")

    def _row(self, one: HandoverLine) -> TableRow:
        who = f"{one.giver_name} → {one.taker_name}"
        return (one.name, who, self._day(one.since), self._day(one.until), self._chip(one))

    def _day(self, day: str) -> str:
        return day_said(day, today(self.context.clock))

    def _chip(self, one: HandoverLine) -> ChipMark:
        if one.state == "accepted" and "" < one.until < today(self.context.clock).isoformat():
            return ChipMark(tr(BACK_LATE), "hourglass", "attention")
        codes, kind = self.context.codes, KINDS.get(one.state, "neutral")
        return ChipMark(codes.label("handover_state", one.state), codes.icon("handover_state", one.state), kind)

    @Slot(str)
    def _choose(self, identity: str) -> None:
        if identity not in self._lines:
            self.path.show_record("")
            self.detail.show_nothing()
            return
        self.path.show_record(identity)
        question = partial(_chosen, identity=identity)
        self.context.tasks.ask(question, self._show_chosen, owner=self, latest=f"handover-chosen-{self.key}")

    def _show_chosen(self, found: tuple[HandoverPage, tuple[Happened, ...]]) -> None:
        page, happened = found
        if page.line.id != self.table.current_id():
            return
        one = page.line
        way = tr(WAY).format(giver=one.giver_name, taker=one.taker_name)
        self.detail.show_lines(one.name, lines=self._told(page, happened), subtitle=way, actions=self._actions(one))

    def _told(self, page: HandoverPage, happened: Sequence[Happened]) -> Iterator[tuple[str, str]]:
        values, one = page.shown.values, page.line
        yield tr(N_("Dal")), self._day(one.since)
        yield tr(N_("Rientro previsto")), self._day(one.until)
        yield tr(N_("Motivo")), str(values.get("reason") or "")
        yield tr(N_("Da sapere")), str(values.get("note") or "")
        yield tr(N_("Perché non è stato accettato")), str(values.get("decline_reason") or "")
        yield "", "" if page.reads or one.state != "proposed" else tr(NOT_READ)
        yield tr(N_("Che cosa passa")), counts_words(one.counts)
        yield tr(N_("In dettaglio")), "\n".join(self._items(page))
        yield tr(STAYS).format(who=one.giver_name), "\n".join(lines.stays_words(page.stays))
        if one.state in {"proposed", "accepted"} and one.giver != self.context.session.identity.operator:
            yield tr(N_("Non passa")), tr(SEALED).format(who=one.giver_name)
        yield tr(N_("Che cosa è successo intanto")), "\n".join(_happened(happened, today(self.context.clock)))
        yield tr(N_("Da riferire al rientro")), str(values.get("return_note") or "")

    def _items(self, page: HandoverPage) -> Iterator[str]:
        for one in page.items:
            part = self.context.codes.label("handover_part", one.part)
            expected = page.line.taker if page.line.state == "accepted" else page.line.giver
            away = one.holder_name if one.holder not in ("", expected) else ""
            now = tr(NOW).format(who=away) if away else ""
            yield " · ".join(said for said in (part, one.what, self._day(one.day), now) if said)

    def _actions(self, one: HandoverLine) -> list[Button]:
        case = Button(tr(CASE), "folder-open")
        case.clicked.connect(lambda _on=False: self.context.ways.cartella.emit(one.person))
        prints = Button(tr(PRINT), "printer")
        prints.clicked.connect(lambda _on=False: self.print_paper(one.id))
        edit = Button(tr(EDIT), "pencil", look="quiet")
        edit.clicked.connect(lambda _on=False: self.context.ways.record.emit(one.id))
        return [case, prints, edit]

    @Slot(str)
    def _open(self, identity: str) -> None:
        if identity in self._lines:
            self.context.ways.cartella.emit(self._lines[identity].person)

    def print_paper(self, identity: str) -> None:
        """Make the paper that goes with a cartella, and lay it over the page."""
        self.context.tasks.change(lambda session: print_handover(session, identity), self._printed, owner=self)

    def _printed(self, pdf: Pdf) -> None:
        view = PrintView(self.context, pdf, title=tr(LABEL), name=FILE)
        self.layer = lay_over(self, tr(LABEL), view=view, foot=(view.keep, view.print_button))

    @Slot()
    def take_all(self) -> None:
        """Accept all that waits; what may not be accepted stays in the list."""
        wanted = list(self._lines)
        self.accept_all.setEnabled(False)
        self.context.tasks.change(
            lambda session: accept(session, wanted), self._taken, owner=self, failed=self._not_taken
        )

    def _taken(self, made: Sequence[Accepted]) -> None:
        self.accept_all.setEnabled(True)
        left = [one for one in made if one.why]
        words = plural(len(made) - len(left), TAKEN_ONE, many=TAKEN_MANY)
        if left:
            words = f"{words}, {plural(len(left), LEFT_ONE, many=LEFT_MANY)}"
        self.context.ways.notice.emit(words, None)
        self.ask()

    def _not_taken(self, fault: Any) -> None:
        self.accept_all.setEnabled(True)
        self.context.tasks.troubled.emit(fault)

    def place(self) -> dict[str, Any]:
        """Return what is chosen."""
        return {"handover": self.table.current_id() if self._lines else ""}

    def come_back(self, place: dict[str, Any]) -> None:
        """Choose what was chosen, once the list is there."""
        self._wanted = str(place.get("handover") or "")

    def before_lock(self) -> None:
        """Keep the act being filled in."""
        self.path.keep_now()


def _happened(some: Sequence[Happened], now: date) -> Iterator[str]:
    for one in some[:MOST_TOLD]:
        yield " · ".join(said for said in (day_said(one.day, now), one.kind, one.what, one.who) if said)
    if len(some) > MOST_TOLD:
        yield tr(N_("e altre {count} cose, nella cartella")).format(count=len(some) - MOST_TOLD)
