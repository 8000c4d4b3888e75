# SPDX-License-Identifier: EUPL-1.2
"""The clocks of an urgency: the one that presses most, large, then every step with its button."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from welfaredesk.base.text import N_, tr
from welfaredesk.desk.acts import Done, Offer, Offers
from welfaredesk.domain.removal_terms import LAPSES, LAW, READ_ON
from welfaredesk.domain.urgency_clocks import Clock, next_clock
from welfaredesk.ui.context import Context
from welfaredesk.ui.parts.banner import Banner
from welfaredesk.ui.parts.button import Button, Glyph
from welfaredesk.ui.parts.card import Card, column, instead_of, row
from welfaredesk.ui.parts.flow import FlowBox
from welfaredesk.ui.parts.plain import PlainLabel, restyle
from welfaredesk.ui.screens.act_form import ActForm
from welfaredesk.ui.screens.act_room import ActRoom
from welfaredesk.ui.screens.urgency_words import due_words, icon_of, kind_of, large_words, lead_words, step_words
from welfaredesk.ui.theme import scale
from welfaredesk.ui.theme.tokens import ink

CLOCKS, STEPS = N_("Adesso"), N_("I passi")
DONE = N_("Fatto: {label}")
SOURCE = N_("{law}. {read_on}")


class UrgencyClocks(QWidget):
    """What is to be done next and by when; `done` says that a step was marked.

    The numbers move with the clock of the desk: `tick` says them anew without touching a form that is open.
    """

    done = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.offers: Offers | None = None
        self.room = ActRoom(context, self)
        self.buttons: dict[str, Button] = {}
        self.said: dict[str, PlainLabel] = {}
        self._go_on = False
        self._clocks: Callable[[datetime], Sequence[Clock]] = lambda _now: ()
        self.what, self.lead = PlainLabel("", "section", wrap=True), PlainLabel("", "strong", wrap=True)
        self.large, self.due = PlainLabel("", "clock", wrap=True), PlainLabel("", "soft", wrap=True)
        self.lapses = Banner(tr(LAPSES), kind="danger")
        self.source = PlainLabel(tr(SOURCE).format(law=tr(LAW), read_on=tr(READ_ON)), "meta", wrap=True)
        self.main = FlowBox(gap=scale.S8, line_gap=scale.S8)
        self.rest = FlowBox(gap=scale.S8, line_gap=scale.S8)
        self.now, self.all = Card(gap=scale.S4), Card(tr(STEPS), gap=scale.S8)
        self._rows = QWidget()
        self.main.setContentsMargins(0, scale.S8, 0, 0)
        self._build()

    def _build(self) -> None:
        self.now.setAccessibleName(tr(CLOCKS))
        inside: tuple[QWidget, ...] = (self.what, self.lead, self.large, self.due, self.main)
        for one in inside:
            self.now.add(one)
        self.now.body.addLayout(self.room.laid)
        below: tuple[QWidget, ...] = (self._rows, self.source, self.rest)
        for one in below:
            self.all.add(one)
        laid = column(gap=scale.S12)
        whole: tuple[QWidget, ...] = (self.lapses, self.now, self.all)
        for one in whole:
            laid.addWidget(one)
        self.setLayout(laid)
        self.lapses.hide()

    def show_offers(self, offers: Offers, clocks: Callable[[datetime], Sequence[Clock]]) -> None:
        """Show an urgency; a form that is open for it stays as it is."""
        if self.offers is not None and self.offers.shown.id != offers.shown.id:
            self.keep_now()
            self._drop_form()
        self.offers, self._clocks = offers, clocks
        allowed = {one.name: one for one in offers.acts if one.allowed}
        found = clocks(self.context.clock.now().local())
        following = next_clock(found)
        self.buttons.clear()
        self._show_main(following, allowed)
        self._show_steps(found, following, allowed)
        self.rest.clear()
        for name, offer in allowed.items():
            if name not in {one.act for one in found}:
                self.buttons[name] = self._button(offer)
                self.rest.add(self.buttons[name])
        self.room.listen(allowed.values(), self.start)
        self.source.setVisible(any(one.term is not None for one in found))
        self.tick()
        # Whoever has already begun the next step stays in its form.
        if self._go_on and self.form is None and following is not None and following.act in self.buttons:
            self.buttons[following.act].setFocus()
        self._go_on = False

    def _show_main(self, following: Clock | None, allowed: Mapping[str, Offer]) -> None:
        self.main.clear()
        offer = allowed.get(following.act) if following is not None else None
        if offer is not None:
            self.buttons[offer.name] = self._button(offer, look="main")
            self.main.add(self.buttons[offer.name])
        self.main.setVisible(offer is not None and self.form is None)

    def _show_steps(self, found: Sequence[Clock], following: Clock | None, allowed: Mapping[str, Offer]) -> None:
        rows = QWidget()
        laid = column(gap=scale.S12)
        self.said.clear()
        for clock in found:
            one = row(gap=scale.S12)
            glyph = Glyph(icon_of(clock), token=ink(kind_of(clock)))
            words = column(gap=0)
            self.said[clock.name] = PlainLabel("", "soft", wrap=True)
            words.addWidget(PlainLabel(tr(clock.label), "strong", wrap=True))
            words.addWidget(self.said[clock.name])
            one.addWidget(glyph, 0, Qt.AlignmentFlag.AlignTop)
            one.addLayout(words, 1)
            offer = allowed.get(clock.act)
            if offer is not None and clock.done is None and clock is not following:
                self.buttons[offer.name] = self._button(offer)
                one.addWidget(self.buttons[offer.name], 0, Qt.AlignmentFlag.AlignTop)
            laid.addLayout(one)
        rows.setLayout(laid)
        instead_of(self._rows, rows)
        self._rows = rows

    def tick(self) -> None:
        """Say what the clocks say now."""
        if self.offers is None:
            return
        now = self.context.clock.now().local()
        found = self._clocks(now)
        for clock in found:
            if clock.name in self.said:
                self.said[clock.name].setText(step_words(clock, now.date()))
        ended = not any(one.allowed and one.name != "reopen" for one in self.offers.acts)
        self._say_now(None if ended else next_clock(found), now)
        self.lapses.setVisible(not ended and any(one.is_late for one in found))
        self.now.setVisible(not ended)

    def _say_now(self, clock: Clock | None, now: datetime) -> None:
        self.what.setText(tr(clock.label) if clock is not None else "")
        self.what.setVisible(clock is not None)
        self.lead.setText(lead_words(clock))
        self.large.setText(large_words(clock))
        self.large.setVisible(bool(self.large.text()))
        restyle(self.large, kind=kind_of(clock) if clock is not None else "done")
        self.due.setText(due_words(clock, now.date()) if clock is not None else "")
        self.due.setVisible(bool(self.due.text()))

    def _button(self, offer: Offer, *, look: str = "plain") -> Button:
        made = Button(offer.label, offer.icon, look=look, keys=f"Alt+{offer.key}")
        made.clicked.connect(lambda _on=False, name=offer.name: self.start(name))
        return made

    @property
    def form(self) -> ActForm | None:
        """Return the form that is unfolded."""
        return self.room.form

    def start(self, name: str) -> None:
        """Unfold the form of an act."""
        form = self.room.unfold(self.offers, name)
        if form is None:
            return
        form.done.connect(self._done)
        form.left.connect(self._left)
        form.setContentsMargins(0, scale.S12, 0, 0)
        self.now.show()
        self.main.hide()
        self.room.enter()
        self.now.updateGeometry()

    def _drop_form(self) -> None:
        if self.room.drop():
            self.main.setVisible(bool(self.main.flow.count()))
            self.now.updateGeometry()

    def _left(self) -> None:
        name = self.form.offer.name if self.form is not None else ""
        self._drop_form()
        if name in self.buttons:
            self.buttons[name].setFocus()

    def _done(self, _done: Done) -> None:
        label = self.form.offer.label if self.form is not None else ""
        self._drop_form()
        self._go_on = True
        self.context.ways.notice.emit(tr(DONE).format(label=label), None)
        self.done.emit()

    def keep_now(self) -> None:
        """Keep the draft of an open form at once."""
        self.room.keep_now()
