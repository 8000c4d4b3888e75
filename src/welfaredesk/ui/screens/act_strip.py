# SPDX-License-Identifier: EUPL-1.2
"""The path of a record as a calm strip: where it is, what is missing, what may be done, and why the rest may not."""

from collections.abc import Callable, Iterator
from datetime import date

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from welfaredesk.base.clock import today
from welfaredesk.base.text import N_, tr
from welfaredesk.desk import acts
from welfaredesk.desk.act_writing import inside
from welfaredesk.desk.acts import Done, Offer, Offers
from welfaredesk.desk.care_terms import terms_of_care
from welfaredesk.desk.session import Session
from welfaredesk.domain.care_view import (
    Due,
    Mark,
    PathStep,
    missing_in,
    missing_in_referral,
    next_of,
    referral_steps,
    since,
    steps_of,
)
from welfaredesk.domain.kinds import Values
from welfaredesk.domain.names import link_title
from welfaredesk.domain.periods import full_day
from welfaredesk.domain.staff_view import STEPS as OF_STAFF
from welfaredesk.domain.staff_view import staff_steps
from welfaredesk.ui.context import Context
from welfaredesk.ui.parts.button import Button, Glyph
from welfaredesk.ui.parts.card import Card, clear_out, column, row
from welfaredesk.ui.parts.chip import Chip, ChipMark
from welfaredesk.ui.parts.flow import FlowBox
from welfaredesk.ui.parts.keyboard import held_in
from welfaredesk.ui.parts.page import bring_into_view
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.said import field_names, length_words
from welfaredesk.ui.screens.act_form import ActForm
from welfaredesk.ui.screens.act_room import ActRoom
from welfaredesk.ui.theme import scale
from welfaredesk.ui.unsaved import held_back, nothing_unsaved

PATH = N_("Percorso")
ACTIONS, LESS = N_("Azioni"), N_("Nascondi le azioni")
MISSING = N_("Manca: {what}.")
PROVISIONAL = N_("Provvisorio fino alla ricevuta del server")
CHANGED = N_("Cambiato dopo la chiusura: {what}.")
PROPOSED = N_("Aspetta che {who} accetti.")
SENT_BACK = N_("Rimandata: {why}.")
HANDED = {"offered": N_("Consegne offerte a {taker}."), "away": N_("Consegne passate da {giver} a {taker}.")}
PAUSED_UNTIL = N_("Da rivedere il {day}.")
DUE = N_("{label}: entro il {day} ({length} da: {event}).")
LATE = N_("{label}: era entro il {day} ({length} da: {event}).")
SOURCE = N_("{label}: {source}.")
NOT_NOW = N_("Adesso non si può")
WHY_NOT = N_("{label}: {why}.")
DONE = N_("Fatto: {label}")
SINCE, PASSED = N_("{state} dal {day}"), N_("{step}: fatto")
KINDS = {"in_care": "done", "reopened": "done", "accepted": "done", "suspended": "attention", "received": "attention"}


class ActStrip(Card):
    """The path of one record with its acts; `made` carries a record that one of them opened, `told` says it is shown.

    Without a frame it has no edge of its own: it stands in a card. While the page has words that are not saved,
    which `unsaved` says, nothing is done to the record: they would not be in what is shared, approved or closed.
    """

    made = Signal(str)
    told = Signal()

    def __init__(self, context: Context, *, framed: bool = True, unsaved: Callable[[], bool] = nothing_unsaved) -> None:
        super().__init__(gap=scale.S8)
        self._unsaved = unsaved
        if not framed:
            self.setProperty("look", "")
            self.body.setContentsMargins(0, 0, 0, 0)
        self.context = context
        self._record = ""
        self.offers: Offers | None = None
        self._dues: list[Due] = []
        self.room = ActRoom(context, self)
        self._framed = framed
        self.steps = FlowBox(gap=scale.S8 if framed else scale.S4, line_gap=scale.S8)
        self.press = self.steps if framed else FlowBox(gap=scale.S8)
        self.words = PlainLabel("", "soft", wrap=True)
        self.toggle = Button(tr(ACTIONS), "chevron-down", look="quiet")
        self.more = QWidget()
        self.buttons: dict[str, Button] = {}
        self._following: Button | None = None
        self._build()

    def _build(self) -> None:
        self.setAccessibleName(tr(PATH))
        self.add(self.steps)
        self.add(self.words)
        if not self._framed:
            self.add(self.press)
        self.deeds = FlowBox(gap=scale.S8, line_gap=scale.S8)
        self.refused = column(gap=scale.S4)
        laid = column(gap=scale.S12)
        laid.addWidget(self.deeds)
        laid.addLayout(self.refused)
        self.more.setLayout(laid)
        self.add(self.more)
        self.body.addLayout(self.room.laid)
        self.more.hide()
        self.hide()

    def show_record(self, identity: str) -> None:
        """Show the path of a record, or nothing; a form that is open for it stays as it is."""
        if identity != self._record:
            self.keep_now()
            self._drop_form()
            self.more.hide()
            self._record, self.offers = identity, None
            self.hide()
        if identity:
            latest = f"act-strip/{id(self)}"  # a page may have several
            self.context.tasks.ask(lambda session: _read(session, identity), self._show, owner=self, latest=latest)

    def _show(self, read: tuple[Offers, list[Due]]) -> None:
        offers, dues = read
        if offers.shown.id != self._record:
            return
        self.offers, self._dues = offers, dues
        if not offers.acts:
            self.hide()
            return
        held = held_in(*self.buttons.values(), self.toggle)
        self._show_steps(offers)
        words = " ".join(self._words(offers))
        self.words.setText(words)
        self.words.setVisible(bool(words))
        self._show_acts(offers)
        self.show()
        self.updateGeometry()
        if isinstance(held, Button):
            self._hold(held.label())
        self.told.emit()

    def next_button(self) -> Button | None:
        """Return the step that usually comes next, or what unfolds the acts; nothing while none is shown."""
        return None if self.isHidden() else self._following or self.toggle

    def _hold(self, label: str) -> None:
        """Bring the keyboard back to the button of these words, or to the one that unfolds the acts."""
        seen = (one for one in self.buttons.values() if one is self._following or not self.more.isHidden())
        same = (one for one in seen if one.label() == label)
        wanted = next(same, self.toggle)
        wanted.show()  # a layout shows it later
        wanted.setFocus()

    def _show_steps(self, offers: Offers) -> None:
        self.steps.clear()
        self.press.clear()
        values = offers.shown.values
        steps = _steps(offers.shown.type.name, values, offers)
        for number, step in enumerate(steps):
            made = self._step(offers, step)
            self.steps.add(_after_arrow(made) if number else made)
        if offers.provisional:
            self.steps.add(Chip(ChipMark(tr(PROVISIONAL), "hourglass", "attention")))
        self.buttons.clear()
        allowed = {one.name: one for one in offers.acts if one.allowed}
        following = next_of(offers.states, allowed)
        if following:
            self.buttons[following] = self._button(allowed[following])
            self.press.add(self.buttons[following])
        self._following = self.buttons.get(following)
        self.toggle = Button("", "chevron-down", look="quiet")
        self.toggle.clicked.connect(self._turn)
        self._say_toggle()
        self.press.add(self.toggle)

    def _step(self, offers: Offers, step: PathStep) -> QWidget:
        if step.mark is Mark.NOW:
            return Chip(self._now(offers))
        both = QWidget()
        laid = row(gap=scale.S4)
        label = PlainLabel(tr(step.label), "meta")
        if step.mark is Mark.DONE:
            laid.addWidget(Glyph("check", token="done", size=scale.ICON_CHIP))
            label.setAccessibleName(tr(PASSED).format(step=tr(step.label)))
        laid.addWidget(label)
        both.setLayout(laid)
        return both

    def _now(self, offers: Offers) -> ChipMark:
        field = "status" if "status" in offers.states else "state"
        state, values = offers.states[field], offers.shown.values
        codes = offers.shown.type.field(field).codes or ""
        words = self.context.codes.label(codes, state)
        day = since(values) if field == "status" else ""
        text = tr(SINCE).format(state=words, day=full_day(date.fromisoformat(day))) if day else words
        own = self.context.codes.icon(codes, state) if offers.shown.type.name in OF_STAFF else ""
        icon = own or {"suspended": "pause", "closed": "archive", "concluded": "archive"}.get(state, "map-pin")
        return ChipMark(text, icon, KINDS.get(state, "neutral"))

    def _words(self, offers: Offers) -> Iterator[str]:
        values, type_ = offers.shown.values, offers.shown.type
        assignment = offers.states.get("assignment") or offers.states.get("state")
        proposed = link_title(values.get("proposed_worker")) or link_title(values.get("assignee"))
        if assignment == "assigned" and proposed:
            yield tr(PROPOSED).format(who=proposed)
        if assignment == "sent_back" and values.get("send_back_reason"):
            yield tr(SENT_BACK).format(why=str(values["send_back_reason"]).rstrip("."))
        if offers.states.get("status") == "suspended" and values.get("suspended_until"):
            yield tr(PAUSED_UNTIL).format(day=full_day(date.fromisoformat(str(values["suspended_until"]))))
        if type_.name == "care_episode":
            yield from self._care_words(offers)
        if type_.name == "referral" and (missing := [tr(one.text) for one in missing_in_referral(values)]):
            yield tr(MISSING).format(what=", ".join(missing))
        if offers.changed:
            yield tr(CHANGED).format(what=field_names(type_, offers.changed))

    def _care_words(self, offers: Offers) -> Iterator[str]:
        values = offers.shown.values
        handing = HANDED.get(offers.states.get("handing", ""))
        if handing:
            both = (link_title(values.get(name)) for name in ("handed_from", "handed_to"))
            yield tr(handing).format(**dict(zip(("giver", "taker"), both, strict=True)))
        # That somebody has still to accept is said by name before.
        missing = [tr(one.text) for one in missing_in(values) if one.field != "assignment"]
        if missing:
            yield tr(MISSING).format(what=", ".join(missing))
        for due in self._dues:
            words = LATE if due.day < today(self.context.clock) else DUE
            label, event = tr(due.term.label), tr(due.term.start_event)
            length = length_words(due.term)
            yield tr(words).format(label=label, day=full_day(due.day), length=length, event=event)

    def _show_acts(self, offers: Offers) -> None:
        self.deeds.clear()
        clear_out(self.refused)
        for offer in offers.acts:
            if offer.allowed and offer.name not in self.buttons:
                self.buttons[offer.name] = self._button(offer)
                self.deeds.add(self.buttons[offer.name])
        self.room.listen((one for one in offers.acts if one.allowed), self.start)
        # Consegne are taken and given back on their own page alone.
        refused = [one for one in offers.acts if not one.allowed and one.field != "handing"]
        if refused:
            self.refused.addWidget(PlainLabel(tr(NOT_NOW), "strong"))
        for offer in refused:
            words = tr(WHY_NOT).format(label=offer.label, why=inside(offer.why))
            self.refused.addWidget(PlainLabel(words, "meta", wrap=True))
        for due in self._dues:
            words = tr(SOURCE).format(label=tr(due.term.label), source=tr(due.term.source).rstrip("."))
            self.refused.addWidget(PlainLabel(words, "meta", wrap=True))

    def _button(self, offer: Offer) -> Button:
        made = Button(offer.label, offer.icon, keys=f"Alt+{offer.key}")
        made.clicked.connect(lambda _on=False, name=offer.name: self.start(name))
        return made

    @Slot()
    def _turn(self) -> None:
        self.more.setVisible(self.more.isHidden())
        self._say_toggle()
        self.updateGeometry()
        if not self.more.isHidden():
            bring_into_view(self.more)

    def _say_toggle(self) -> None:
        shut = self.more.isHidden()
        self.toggle.set_label(tr(ACTIONS if shut else LESS))
        self.toggle.set_icon_name("chevron-down" if shut else "chevron-up")

    @property
    def form(self) -> ActForm | None:
        """Return the form that is unfolded."""
        return self.room.form

    def start(self, name: str) -> None:
        """Unfold the form of an act, unless something written is still to be saved."""
        if held_back(self.context, self._unsaved):
            return
        form = self.room.unfold(self.offers, name)
        if form is None:
            return
        form.done.connect(self._done)
        form.left.connect(self._left)
        self.more.hide()
        self._say_toggle()
        self.room.enter()
        self.updateGeometry()

    def put_away(self) -> None:
        """Put away the form of an act, its draft kept: the record is being written again."""
        self.keep_now()
        self._drop_form()

    def _drop_form(self) -> None:
        if self.room.drop():
            self.updateGeometry()

    @Slot()
    def _left(self) -> None:
        self._drop_form()
        self.toggle.setFocus()

    @Slot(object)
    def _done(self, done: Done) -> None:
        label = self.form.offer.label if self.form is not None else ""
        if held_in(self.form) is not None:
            self.toggle.setFocus()
        self._drop_form()
        self.context.ways.notice.emit(tr(DONE).format(label=label), None)
        self.show_record(self._record)
        if done.made:
            self.made.emit(done.made)

    def keep_now(self) -> None:
        """Keep the draft of an open form at once."""
        self.room.keep_now()


def _read(session: Session, identity: str) -> tuple[Offers, list[Due]]:
    """Return what may be done to a record, and the terms that run in it."""
    offers = acts.offered(session, identity)
    return offers, terms_of_care(session, offers.shown)


def _steps(type_name: str, values: Values, offers: Offers) -> list[PathStep]:
    if type_name == "referral":
        return referral_steps(values)
    return steps_of(values) if type_name == "care_episode" else staff_steps(type_name, offers.states["state"])


def _after_arrow(step: QWidget) -> QWidget:
    """Return a step with the arrow that leads to it, so that no line ends with an arrow."""
    both, laid = QWidget(), row(gap=scale.S8)
    laid.addWidget(Glyph("chevron-right", size=scale.ICON_CHIP))
    laid.addWidget(step)
    both.setLayout(laid)
    return both
