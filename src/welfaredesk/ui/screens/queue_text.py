# SPDX-License-Identifier: EUPL-1.2
"""What the review queue shows of one thing: the minutes, whole, with what changed since the last review marked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from welfaredesk.base.clock import today
from welfaredesk.base.text import N_, tr
from welfaredesk.desk import acts, reading
from welfaredesk.desk.acts import Offers
from welfaredesk.desk.handover.lines import counts_words, handover_page
from welfaredesk.desk.queue import QueueItem
from welfaredesk.desk.records import Shown
from welfaredesk.desk.session import Session
from welfaredesk.desk.staff.minutes import Answer
from welfaredesk.desk.staff.minutes_rules import written_fields
from welfaredesk.desk.staff.reviewing import ReviewPage, review_page
from welfaredesk.domain.kinds import Kind, Value
from welfaredesk.ui.context import Context
from welfaredesk.ui.parts.card import Card, column, instead_of
from welfaredesk.ui.parts.chip import ChipMark, ChipRow
from welfaredesk.ui.parts.marked_text import MarkedText
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.screens.minutes_parts import field_words
from welfaredesk.ui.screens.queue_words import in_figures, kind_chip, marked
from welfaredesk.ui.screens.staff_words import state_chip, when_words
from welfaredesk.ui.theme import scale

ANSWERS, NOTES = N_("Risposte dei membri"), N_("Note di rettifica")
SINCE, WHOSE = N_("Dal {day}"), N_("Tocca a {who}")
PASSES = N_("Che cosa passa")
HEAD_FIELDS = frozenset({"when", "place"})
MARKS_ONLY = {"handover": frozenset({"parts", "items", "batch"})}
"""What holds marks for the program and no words: the page says it otherwise."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What is on the screen: the thing that waits, the minutes it is about, what may be done, what passes to me."""

    item: QueueItem
    page: ReviewPage | None
    offers: Offers
    passes: str = ""


def opened_of(session: Session, item: QueueItem) -> Opened:
    """Return something that waits as it is opened; that it was read is logged first."""
    page = review_page(session, item.minutes) if item.minutes else None
    offers = acts.offered(session, item.id)
    if page is None:
        reading.opened(session, item.id, root=offers.shown.root)
    passes = counts_words(handover_page(session, item.id).line.counts) if item.type == "handover" else ""
    return Opened(item, page, offers, passes)


class QueueText(Card):
    """The head of what is chosen, and the text to read."""

    def __init__(self, context: Context) -> None:
        super().__init__(gap=scale.S8)
        self.context = context
        self.title = PlainLabel("", "section", wrap=True)
        self.said = PlainLabel("", "soft", wrap=True)
        self.chips = ChipRow()
        self._text = QWidget()
        for widget in (self.title, self.said, self.chips, self._text):
            self.add(widget)
        self.marked: dict[str, MarkedText] = {}

    def show_opened(self, opened: Opened) -> None:
        """Show something that waits: the minutes that it is about, else all that its record says."""
        item, page, shown = opened.item, opened.page, opened.offers.shown
        self.title.setText(item.name or item.title)
        chips, codes = [kind_chip(item)], self.context.codes
        said = [item.title if item.name else "", tr(SINCE).format(day=in_figures(item.since)) if item.since else ""]
        if page is not None:
            when = when_words(str(page.values.get("when") or ""), today(self.context.clock))
            said = [item.title if item.type != "minutes" or item.kind == "overdue" else "", when]
            said.append(str(page.values.get("place") or ""))
            chips += self._state_chips(page)
        self.said.setText(" · ".join(part for part in said if part))
        self.said.setVisible(bool(self.said.text()))
        self.chips.set_chips(chips)
        self.marked = {}
        fresh, laid = QWidget(), column(gap=scale.S8)
        if item.note and item.kind == "overdue":
            laid.addWidget(PlainLabel(tr(WHOSE).format(who=item.note), "strong", wrap=True))
        for widget in self._parts(page) if page is not None else self._fields(shown, opened.passes):
            laid.addWidget(widget)
        fresh.setLayout(laid)
        self._text = instead_of(self._text, fresh)
        self.setAccessibleName(f"{self.title.text()}: {codes.label('minutes_state', page.page.state) if page else ''}")
        self.updateGeometry()

    def _state_chips(self, page: ReviewPage) -> list[ChipMark]:
        codes = self.context.codes
        found = [state_chip(codes, page.page.state, of="minutes_state")]
        return found if page.review == "to_review" else [*found, state_chip(codes, page.review, of="minutes_review")]

    def _parts(self, page: ReviewPage) -> Iterator[QWidget]:
        type_, section = page.page.shown.type, ""
        for name in written_fields():
            field = type_.field(name)
            now, before = self._words(page.values, page, name), self._words(page.copy or {}, page, name)
            changed = name in page.changed
            if (name in HEAD_FIELDS and not changed) or not (now or changed):
                continue
            if field.section != section:
                section = field.section
                yield PlainLabel(tr(section), "month")
            if field.label != section:
                yield PlainLabel(tr(field.label), "meta")
            if changed:
                self.marked[name] = MarkedText(marked(before, now))
                yield self.marked[name]
            else:
                yield PlainLabel(now, "prose" if field.kind is Kind.LONG_TEXT else "interface", wrap=True)
        if page.page.answers:
            yield PlainLabel(tr(ANSWERS), "month")
        for one in page.page.answers:
            yield PlainLabel(self._answer(one), wrap=True)
        if page.page.notes:
            yield PlainLabel(tr(NOTES), "month")
        for note in page.page.notes:
            yield PlainLabel(f"{note.author}, {in_figures(note.written_on)}", "meta")
            yield PlainLabel(note.text, "prose", wrap=True)

    def _fields(self, shown: Shown, passes: str) -> Iterator[QWidget]:
        """Give what a record says besides its states and whose it is, section by section."""
        section, known = "", {machine.field for machine in shown.type.machines} | {shown.type.root_link}
        known |= MARKS_ONLY.get(shown.type.name, frozenset())
        if passes:
            yield PlainLabel(tr(PASSES), "meta")
            yield PlainLabel(passes, wrap=True)
        for field in shown.type.fields:
            value = shown.values.get(field.name)
            if value in (None, "", []) or field.name in known:
                continue
            if field.section != section:
                section = field.section
                yield PlainLabel(tr(section), "month")
            yield PlainLabel(tr(field.label), "meta")
            prose = "prose" if field.kind is Kind.LONG_TEXT else "interface"
            yield PlainLabel(field_words(self.context, field, value), prose, wrap=True)

    def _words(self, values: Mapping[str, Value], page: ReviewPage, name: str) -> str:
        value = values.get(name)
        return "" if value in (None, "", []) else field_words(self.context, page.page.shown.type.field(name), value)

    def _answer(self, one: Answer) -> str:
        codes = self.context.codes
        words = codes.label("staff_answer", one.answer) if one.answer else codes.label("confirmation_state", one.state)
        return f"{one.name}: {words}" + (f" «{one.text}»" if one.text else "")
