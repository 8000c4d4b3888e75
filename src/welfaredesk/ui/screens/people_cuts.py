# SPDX-License-Identifier: EUPL-1.2
"""Cancellazioni: the cuts that wait for a second person, what is to be proposed again, words that came too late."""

from collections.abc import Callable, Iterator

from PySide6.QtWidgets import QWidget

from welfaredesk.base.clock import today
from welfaredesk.base.text import N_, plural, tr
from welfaredesk.desk import cutting, late_words
from welfaredesk.desk.cut_outlook import CutsShown, cuts, propose_again
from welfaredesk.desk.session import Session
from welfaredesk.ui.context import Context
from welfaredesk.ui.parts.card import Card, column, instead_of, row
from welfaredesk.ui.parts.empty_state import EmptyState
from welfaredesk.ui.parts.page import Page
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.screens.cut_cards import (
    AgainCard,
    CutCard,
    LateCard,
    LeftCard,
    ProposalCard,
    line_of,
)
from welfaredesk.ui.screens.people_part import CUTS, PARTS, Part
from welfaredesk.ui.theme import scale

TO_CONFIRM, AGAIN, LATE, OTHERS = (
    N_("Aspettano la tua conferma"),
    N_("Da proporre di nuovo"),
    N_("Non è entrato"),
    N_("Proposte e concluse"),
)
NONE = N_(
    "Nessuna cancellazione proposta. Si comincia dalla scheda: «Altro», poi «Cancella per legge» o «Rendi riservata»."
)
ONE, MANY = N_("cosa da decidere"), N_("cose da decidere")
CONFIRMED = N_("Confermata: le parole spariscono con la prossima sincronizzazione.")
DECLINED, WITHDRAWN = N_("Proposta rifiutata."), N_("Proposta ritirata.")
PROPOSED = N_("Proposta di nuovo.")
ADDED, KEPT, DROPPED = (
    N_("Aggiunta al diario, nella parte riservata."),
    N_("Tenuto tra i tuoi appunti."),
    N_("Eliminato."),
)
WIDEST, WHOLE = 720, 1000


class CutsPart(Part):
    """Everything about cuts in one column: first what waits for this operator."""

    key = CUTS

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.cards: dict[str, CutCard] = {}
        self.found: CutsShown | None = None
        self.empty = EmptyState(tr(NONE), icon="gavel")
        self.page = Page(tr(PARTS[CUTS]), gap=scale.S12)
        self.page.body.setContentsMargins(scale.S24, scale.S16, scale.S24, scale.S16)
        self.page.body.addWidget(self.head)
        self.page.body.addWidget(self.row)
        self._inner, self._room = QWidget(), row(gap=0)
        # Within a row, so that the heights are those of the width that it has.
        self._room.addWidget(self._inner, WHOLE)
        self._room.addStretch(1)
        self.page.body.addLayout(self._room)
        self.page.body.addWidget(self.empty, 1)
        self.page.body.addStretch(0)
        self.empty.hide()
        self.lay(self.page)

    def ask(self) -> None:
        """Ask for the cuts."""
        self.context.tasks.ask(cuts, self.show_found, owner=self, latest="cuts")

    def show_found(self, found: CutsShown) -> None:
        """Show these; the same ones again are not painted anew under the hands."""
        if found == self.found:
            return
        self.found = found
        self.head.say(plural(found.count, ONE, many=MANY) if found.count else "")
        fresh, self.cards = QWidget(), {}
        laid = column(gap=scale.S12)
        for title, widgets in self._parts(found):
            some = list(widgets)
            if some:
                laid.addWidget(PlainLabel(tr(title), "section"))
            for widget in some:
                laid.addWidget(widget)
        laid.addStretch(1)
        fresh.setLayout(laid)
        fresh.setMaximumWidth(WIDEST)
        self._inner = instead_of(self._inner, fresh)
        nothing = not (found.count or found.others)
        self.empty.setVisible(nothing)
        fresh.setVisible(not nothing)

    def _parts(self, found: CutsShown) -> Iterator[tuple[str, Iterator[QWidget]]]:
        yield TO_CONFIRM, self._to_confirm(found)
        yield LATE, self._late(found)
        yield AGAIN, self._again(found)
        yield OTHERS, self._others(found)

    def _to_confirm(self, found: CutsShown) -> Iterator[QWidget]:
        for one in found.to_confirm:
            card = ProposalCard(one, today(self.context.clock))
            self.cards[one.id] = card
            card.confirmed.connect(self.confirm_cut)
            card.declined.connect(self.decline)
            card.opened.connect(self.context.ways.record)
            yield card

    def _late(self, found: CutsShown) -> Iterator[QWidget]:
        for one in found.late:
            card = LateCard(one, today(self.context.clock))
            self.cards[one.id] = card
            told = ADDED if one.circle else KEPT
            card.kept.connect(
                lambda key, told=told: self._do(key, lambda session: late_words.keep_as_note(session, key), told)
            )
            card.dropped.connect(lambda key: self._do(key, lambda session: late_words.drop_late(session, key), DROPPED))
            yield card

    def _again(self, found: CutsShown) -> Iterator[QWidget]:
        for one in found.again:
            card = AgainCard(one)
            self.cards[one.id] = card
            card.again.connect(
                lambda key, one=one: self._do(key, lambda session: propose_again(session, one), PROPOSED)
            )
            card.withdrawn.connect(self.withdraw)
            yield card
        for left in found.left:
            again = LeftCard(left)
            self.cards[left.record] = again
            again.again.connect(self._propose_left)
            yield again

    def _others(self, found: CutsShown) -> Iterator[QWidget]:
        if not found.others:
            return
        card = Card(gap=scale.S16)
        for one in found.others:
            card.add(line_of(one, today(self.context.clock), withdraw=self.withdraw))
        yield card

    def confirm_cut(self, identity: str) -> None:
        """Confirm a cut as the second person."""
        self._do(identity, lambda session: cutting.confirm(session, identity), CONFIRMED)

    def decline(self, identity: str, word: str) -> None:
        """Say no to a cut, with a word."""
        self._do(identity, lambda session: cutting.decline(session, identity, word), DECLINED)

    def withdraw(self, identity: str) -> None:
        """Take back one's own proposal."""
        self._do(identity, lambda session: cutting.decline(session, identity, ""), WITHDRAWN)

    def _propose_left(self, record: str, number: str, reason: str) -> None:
        self._do(record, lambda session: cutting.propose(session, [record], number=number, reason=reason), PROPOSED)

    def _do(self, key: str, work: Callable[[Session], object], told: str) -> None:
        card = self.cards.get(key)
        if card is not None:
            card.wait()

        def done(_made: object) -> None:
            self.context.ways.notice.emit(tr(told), None)
            self.context.exchanging.now()
            self.ask()

        failed = self.context.tasks.troubled.emit if card is None else lambda fault: card.say(fault.text)
        self.context.tasks.change(work, done, owner=self, failed=failed)
