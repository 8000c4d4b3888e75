# SPDX-License-Identifier: EUPL-1.2
"""Riservatezza: which groups receive the reserved parts of a cartella, and what that means."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from welfaredesk.base.text import N_, in_thousands, plural, tr
from welfaredesk.desk import people_pages
from welfaredesk.desk.people_pages import CircleShown
from welfaredesk.desk.riscontro_rule import let_on_call_read_new, on_call_reads_new, set_answer
from welfaredesk.desk.session import Session
from welfaredesk.domain.access import Deed, may
from welfaredesk.domain.kinds import ORDINARY
from welfaredesk.ui.context import Context
from welfaredesk.ui.parts.banner import Banner
from welfaredesk.ui.parts.card import Card, column, instead_of
from welfaredesk.ui.parts.chip import ChipMark, ChipRow
from welfaredesk.ui.parts.page import Page
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.parts.tick import Tick
from welfaredesk.ui.screens.people_part import CIRCLES, PARTS, Part
from welfaredesk.ui.theme import scale

LEAD = N_(
    "Ogni parte riservata di una cartella viaggia per conto suo: chi non è in uno di questi gruppi non la riceve, "
    "nemmeno chiusa. Sul suo PC non c'è proprio."
)
ORDINARY_SAID = N_("Diario, dati, progetti: quello che leggono i gruppi che seguono la persona.")
RESERVED_SAID = N_("Provvedimenti, segnalazioni, avvertenze riservate: solo questi gruppi.")
NOT_HERE = N_("Tu non sei in questi gruppi: le parti riservate non arrivano su questa postazione.")
ONE, MANY = N_("cartella su questa postazione"), N_("cartelle su questa postazione")
NONE_HERE = N_("Nessuna su questa postazione")
WHOSE = N_("Chi può leggere una cartella precisa si vede nella cartella stessa: «Chi può leggere».")
BY_PERSON = N_("A «è già seguita?» risponde una persona, non la postazione")
ON_CALL = N_("Le nuove cartelle si aprono anche in reperibilità")
SAVED = N_("Impostazione salvata.")
WIDEST = 720


@dataclass(frozen=True, slots=True)
class CirclesRead:
    """The degrees of reserve, whether new cartelle are read on call, and whether this operator may change that."""

    circles: Sequence[CircleShown]
    on_call: bool
    may_set: bool


class CirclesPart(Part):
    """A card for each degree of reserve."""

    key = CIRCLES
    ticks: dict[str, Tick]

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        page = Page(tr(PARTS[CIRCLES]), gap=scale.S12)
        page.body.setContentsMargins(scale.S24, scale.S16, scale.S24, scale.S16)
        page.body.addWidget(self.head)
        page.body.addWidget(self.row)
        lead = PlainLabel(tr(LEAD), "prose", wrap=True)
        whose = Banner(tr(WHOSE), kind="neutral")
        for widget in (lead, whose):
            widget.setMaximumWidth(WIDEST)
        page.body.addWidget(lead)
        self._cards = QWidget()
        self._body = page.body
        page.body.addWidget(self._cards)
        page.body.addWidget(whose)
        page.body.addStretch(1)
        self.lay(page)

    def ask(self) -> None:
        """Ask for the degrees of reserve."""
        self.context.tasks.ask(_read, self.show_found, owner=self, latest="circles")

    def show_found(self, found: CirclesRead) -> None:
        """Show these."""
        fresh, self.ticks = QWidget(), {}
        laid = column(gap=scale.S12)
        for one in found.circles:
            card = _card(one)
            self._settings(card, one, found)
            laid.addWidget(card)
        fresh.setLayout(laid)
        self._cards = instead_of(self._cards, fresh)

    def _settings(self, card: Card, one: CircleShown, found: CirclesRead) -> None:
        """Add what the ente decides of a degree of reserve; who may not change it sees how it stands."""
        asked = Tick(tr(BY_PERSON), ticked=one.by_person)
        asked.clicked.connect(lambda on: self._put(lambda session: set_answer(session, one.name, by_person=on)))
        self.ticks[one.name] = asked
        ticks = [asked]
        if one.name == ORDINARY:
            on_call = Tick(tr(ON_CALL), ticked=found.on_call)
            on_call.clicked.connect(lambda on: self._put(lambda session: let_on_call_read_new(session, on=on)))
            self.ticks["on-call"] = on_call
            ticks.append(on_call)
        for tick in ticks:
            tick.setEnabled(found.may_set)
            card.add(tick)

    def _put(self, work: Callable[[Session], None]) -> None:
        def done(_none: None) -> None:
            self.context.ways.notice.emit(tr(SAVED), None)
            self.ask()

        self.context.tasks.change(work, done, owner=self)


def _read(session: Session) -> CirclesRead:
    may_set = may(session.identity.roles, Deed.WRITE_SETTINGS)
    return CirclesRead(people_pages.circles(session), on_call_reads_new(session), may_set)


def _card(one: CircleShown) -> Card:
    ordinary = one.name == ORDINARY
    card = Card(one.label, gap=scale.S8)
    card.setMaximumWidth(WIDEST)
    card.add(PlainLabel(tr(ORDINARY_SAID if ordinary else RESERVED_SAID), wrap=True))
    icon, kind = ("users", "neutral") if ordinary else ("lock", "reserved")
    card.add(ChipRow([ChipMark(f"{name} · {in_thousands(count)}", icon, kind) for name, count in one.groups]))
    here = plural(one.cartelle, ONE, many=MANY) if one.cartelle else tr(NONE_HERE)
    card.add(PlainLabel(here if one.mine else tr(NOT_HERE), "meta", wrap=True))
    card.body.setAlignment(Qt.AlignmentFlag.AlignTop)
    return card
