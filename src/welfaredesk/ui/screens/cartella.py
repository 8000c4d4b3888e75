# SPDX-License-Identifier: EUPL-1.2
"""The cartella: whose it is in one glance, where to write, the diary, and what matters beside it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from welfaredesk.base.access_errors import WhyFirst
from welfaredesk.base.clock import today
from welfaredesk.base.errors import Fault
from welfaredesk.base.text import N_, tr
from welfaredesk.desk import cartella
from welfaredesk.desk.cartella import CartellaShown, DiaryLine
from welfaredesk.desk.granting import CircleReaders, readers_of
from welfaredesk.desk.session import Session
from welfaredesk.domain.access import Deed
from welfaredesk.domain.care_view import since
from welfaredesk.domain.names import link_title
from welfaredesk.domain.periods import full_day
from welfaredesk.ui.case_marks import NO_CASE, caution_chips, person_facts
from welfaredesk.ui.context import Context
from welfaredesk.ui.parts.banner import Banner
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.card import column, row
from welfaredesk.ui.parts.chip import ChipMark
from welfaredesk.ui.parts.empty_state import EmptyState
from welfaredesk.ui.parts.page import Page
from welfaredesk.ui.parts.person_header import PersonHead, PersonHeader
from welfaredesk.ui.parts.side_panel import SidePanel
from welfaredesk.ui.parts.stream import Stream
from welfaredesk.ui.screen import Screen
from welfaredesk.ui.screens.act_strip import ActStrip
from welfaredesk.ui.screens.cartella_layers import Layers
from welfaredesk.ui.screens.cartella_panel import cards_of
from welfaredesk.ui.screens.cartella_roads import Roads
from welfaredesk.ui.screens.cartella_stream import Diary
from welfaredesk.ui.screens.cartella_writing import DiaryWriting
from welfaredesk.ui.screens.readers import panel_card
from welfaredesk.ui.screens.why_card import WhyCard
from welfaredesk.ui.state_words import state_chips
from welfaredesk.ui.theme import scale

DATA = N_("Dati")
NO_CASE_YET = N_("Questa persona non ha ancora una cartella.")
OPEN_CASE = N_("Apri la cartella")
SAME = N_("È la stessa persona di {name}.")
SEE = N_("Vedi")
IN_CARE = N_("In carico dal {day}")
IN_STATUS = N_("{status} dal {day}")
NOTHING_WRITTEN = N_("Non c'è ancora niente nel diario: la prima annotazione si scrive qui sopra.")
Read = tuple[CartellaShown, list[DiaryLine], list[CircleReaders]]


def read_page(session: Session, person: str, *, why: str | None = None) -> Read:
    """Return the page of a person, the first entries of the diary and who may read, once its reading is logged."""
    return cartella.page(session, person, why=why), cartella.stream(session, person), readers_of(session, person)


class CartellaPage(Screen):
    """The page of one person."""

    name = "cartella"
    label = N_("Cartella")
    icon = "folder-open"
    under = "cartelle"
    deed = Deed.READ_CASES

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.person = ""
        self.found: CartellaShown | None = None
        self.header = PersonHeader()
        self.data_button = Button(tr(DATA), "pencil")
        self.banner = Banner(kind="neutral")
        self.writing = DiaryWriting(context)
        self.path = ActStrip(context)
        self.stream = Stream()
        self.nothing = EmptyState(tr(NOTHING_WRITTEN), icon="sticky-note")
        self.panel = SidePanel()
        self.layers = Layers(self, context)
        self.roads = Roads(self, context, layers=self.layers, panel=self.panel)
        self.page = Page(tr(self.label))
        self.why = WhyCard()
        self._build()
        self._listen()

    def _build(self) -> None:
        self.setProperty("look", "page")
        self.header.set_actions([self.data_button])
        self.header.set_aside(self.panel.toggle)
        diary = column(gap=scale.S12)
        above = column(gap=scale.S8)
        above.setContentsMargins(0, 0, scale.GUTTER, 0)
        above.addWidget(self.banner)
        above.addWidget(self.writing)
        above.addWidget(self.path)
        diary.addLayout(above)
        diary.addWidget(self.stream, 1)
        diary.addWidget(self.nothing, 1)
        below = row(gap=scale.S8)
        below.setContentsMargins(scale.S24, scale.S16, scale.S24, 0)
        below.addLayout(diary, 1)
        below.addStretch(0)
        below.addWidget(self.panel)
        self.page.body.addWidget(self.header)
        self.page.body.addLayout(below, 1)
        laid = column(gap=0)
        laid.addWidget(self.why)
        laid.addWidget(self.page)
        self.setLayout(laid)
        self.banner.hide()
        self.nothing.hide()

    def _listen(self) -> None:
        self.stream.opened.connect(self.layers.read)
        self.writing.saved.connect(self._written)
        self.panel.row_opened.connect(self.roads.open_row)
        self.panel.action_asked.connect(self.roads.act)
        self.data_button.clicked.connect(self.roads.person_data)
        self.header.print_asked.connect(self.roads.print_all)
        self.banner.action_asked.connect(self.roads.banner_asked)
        self.why.given.connect(self._ask)
        QShortcut(QKeySequence("Ctrl+P"), self).activated.connect(self.roads.print_all)
        QShortcut(QKeySequence("Ctrl+D"), self).activated.connect(self.roads.person_data)

    def place(self) -> dict[str, Any]:
        """Return whose cartella is shown."""
        return {"person": self.person}

    def come_back(self, place: dict[str, Any]) -> None:
        """Open the cartella of a person, the draft of the one before kept."""
        person = str(place.get("person") or "")
        if person == self.person:
            return
        self.before_lock()
        self.layers.close_layer()
        self.person, self.found = person, None
        self.roads.shown = None
        self.page.hide()
        self.why.hide()

    def shown(self) -> None:
        """Read the page again; what is being written stays as it is."""
        if self.person:
            self._ask()

    def touched(self, ids: frozenset[str]) -> None:
        """Read again what was saved; an open form says it in a banner."""
        self.layers.touched(ids)
        if self.isVisible() and self.person and ids:
            self._ask()

    def _ask(self, why: str | None = None) -> None:
        person = self.person
        self.context.tasks.ask(
            lambda session: read_page(session, person, why=why),
            self._show,
            owner=self,
            failed=self._missing,
            latest="cartella",
        )

    def _missing(self, fault: Fault) -> None:
        self.page.hide()
        if isinstance(fault, WhyFirst):
            if self.why.isHidden():
                self.why.ask()
            return
        self.context.tasks.troubled.emit(fault)

    def _show(self, read: Read) -> None:
        shown, lines, readers = read
        if shown.person.id != self.person:
            return
        first = self.found is None
        self.found = self.roads.shown = shown
        self._show_head(shown)
        self._show_banner(shown)
        episode = shown.open_episode or next(iter(shown.episodes), {})
        self.path.show_record(str(episode.get("_id") or ""))
        if first:
            self.writing.show_person(shown)
        else:
            self.writing.offer_people(shown)
        self._show_diary(lines, first=first)
        self.panel.set_cards([*cards_of(self.context, shown), panel_card(readers)])
        self.why.hide()
        self.page.show()
        if first:
            self.page.verticalScrollBar().setValue(0)
            self.panel.to_top()
            self.writing.entry.editor.setFocus()

    def _show_head(self, shown: CartellaShown) -> None:
        values = shown.person.values
        chips = caution_chips(self.context, shown.cautions)
        chips += [*state_chips(shown.person), *self._case_chips(shown)]
        episode = shown.open_episode or {}
        manager = link_title(episode.get("case_manager")) or link_title((shown.case_file or {}).get("case_manager"))
        facts = person_facts(values, today(self.context.clock))
        self.header.show_person(PersonHead(shown.person.title, facts, tuple(chips), manager))

    def _case_chips(self, shown: CartellaShown) -> list[ChipMark]:
        episode = shown.open_episode
        if episode is not None:
            day = full_day(date.fromisoformat(since(episode))) if since(episode) else ""
            status = str(episode.get("status") or "in_care")
            words = self.context.codes.label("care_status", status)
            text = tr(IN_STATUS).format(status=words, day=day) if day else words
            kind = "done" if status in {"in_care", "reopened"} else "neutral"
            return [ChipMark(text, "check-check", kind)]
        if shown.case_file is None:
            return [ChipMark(tr(NO_CASE), "user", "neutral")]
        state = str(shown.case_file.get("state") or "open")
        icon = "archive" if state == "closed" else "folder-open"
        return [ChipMark(self.context.codes.label("case_file_state", state), icon, "neutral")]

    def _show_banner(self, shown: CartellaShown) -> None:
        same = next((one for one in shown.same if link_title(one.get("other"))), None)
        if shown.case_file is None:
            self.banner.say(tr(NO_CASE_YET), kind="neutral", action=tr(OPEN_CASE))
        elif same is not None:
            self.banner.say(tr(SAME).format(name=link_title(same["other"])), kind="neutral", action=tr(SEE))
        self.banner.setVisible(shown.case_file is None or same is not None)

    def _show_diary(self, lines: Sequence[DiaryLine], *, first: bool) -> None:
        diary = Diary(self.context, self.person, lines)
        kept, place = self.stream.current_key(), self.stream.verticalScrollBar().value()
        self.stream.set_rows(diary.read)
        if not first:
            self.stream.select(kept)
            self.stream.verticalScrollBar().setValue(place)
        self.stream.setVisible(bool(lines))
        self.nothing.setVisible(not lines)

    @Slot(str)
    def _written(self, _identity: str) -> None:
        self.stream.scrollToTop()

    def before_lock(self) -> None:
        """Keep what is being written, at once."""
        self.writing.keep_now()
        self.path.keep_now()
        self.layers.keep_now()
