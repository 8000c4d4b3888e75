# SPDX-License-Identifier: EUPL-1.2
"""The list of cartelle: anybody is found while typing, by name at once and by words a moment later."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QLineEdit, QStackedWidget, QWidget

from welfaredesk.base.text import N_, plural, tr
from welfaredesk.desk import lists, reading
from welfaredesk.desk.handover.lines import HandoverLine, waiting
from welfaredesk.desk.lists import CaseFilter
from welfaredesk.desk.session import Session
from welfaredesk.domain.access import Deed, may
from welfaredesk.ui.case_marks import columns, read_rows
from welfaredesk.ui.context import Context
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.card import column, row
from welfaredesk.ui.parts.empty_state import EmptyState
from welfaredesk.ui.parts.page import Page
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.parts.table import Table
from welfaredesk.ui.screen import Screen
from welfaredesk.ui.screens.cartelle_filters import Filters
from welfaredesk.ui.screens.cartelle_new import NewCartella
from welfaredesk.ui.screens.cartelle_preview import Preview
from welfaredesk.ui.screens.cartelle_words import WordsFound, find_in_words
from welfaredesk.ui.screens.handover import HandoverScreen
from welfaredesk.ui.theme import scale

SEARCH = N_("Cerca una cartella")
SEARCH_HINT = N_("Nome, codice fiscale, telefono, indirizzo, parole del diario")
NEW = N_("Nuova cartella")
NEW_KEYS = N_("Ctrl+Maiusc+N")
HANDING, TO_TAKE, TO_TAKE_SHORT = N_("Consegne"), N_("Consegne: {count} da accettare"), N_("Consegne ({count})")
ONE, MANY = N_("cartella"), N_("cartelle")
FOUND_ONE, FOUND_MANY = N_("persona trovata"), N_("persone trovate")
AT_MOST = N_("le prime {count} persone: scrivi qualcosa in più")
NOBODY_YET = N_("Non c'è ancora nessuna cartella. Aprine una, oppure importa quelle che l'ente ha già.")
NOBODY = N_("Nessuno con questo nome. Se è la prima volta che si rivolge al servizio, apri una cartella.")
NONE_LEFT = N_("Nessuna cartella con questi filtri.")
NOBODY_BUT = N_("Nessuno con questo nome: le stesse parole ci sono qui sotto.")
ROWS_BESIDE_NAMES, ROWS_ALONE, ROWS_IN_LITTLE = 4, 9, 2
LOW, WITHOUT_ROWS = 560, 300
AFTER_PAINTING_MS = 40
SEARCH_SETTLES_MS = 1500
LOGGED_AT_MOST = 40
CAP = 500


class Cartelle(Screen):
    """Search on top, the table, a preview at the right."""

    name = "cartelle"
    label = N_("Cartelle")
    icon = "folder-open"
    deed = Deed.READ_CASES

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.wanted = CaseFilter()
        self._ids: list[str] = []
        self._new: NewCartella | None = None
        self.search = QLineEdit()
        self.search.setProperty("look", "search")
        self.search.setAccessibleName(tr(SEARCH))
        self.search.setPlaceholderText(tr(SEARCH_HINT))
        self.search.setClearButtonEnabled(False)
        self.new_button = Button(tr(NEW), "folder-plus", keys=tr(NEW_KEYS))
        self.filters = Filters(context)
        self.handing = Button(tr(HANDING), "handshake", look="quiet")
        if not may(context.session.identity.roles, HandoverScreen.deed):
            self.handing.hide()
        self.count_label = PlainLabel("", "meta")
        self.table = Table(columns(), tr(self.label))
        self.table.set_order(self.wanted.order, downwards=self.wanted.downwards)
        self.words = WordsFound()
        self.preview = Preview(context)
        self.empty = EmptyState(tr(NOBODY_YET), action=tr(NEW), icon="folder-open")
        self.stack = QStackedWidget()
        self._settle = QTimer(self, singleShot=True, interval=SEARCH_SETTLES_MS)
        self._later = QTimer(self, singleShot=True, interval=AFTER_PAINTING_MS)
        self._later.timeout.connect(self._ask_the_rest)
        self._build()
        self._listen()

    def _build(self) -> None:
        self.setProperty("look", "page")
        top = row(gap=scale.S12)
        top.addWidget(self.search, 1)
        top.addWidget(self.new_button)
        below = row(gap=scale.S8)
        below.addWidget(self.filters, 1)
        below.addWidget(self.handing, 0, Qt.AlignmentFlag.AlignTop)
        self.count_label.setFixedHeight(self.handing.sizeHint().height())
        below.addWidget(self.count_label, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.empty)
        left = column(gap=scale.S12)
        left.addWidget(self.stack, 1)
        left.addWidget(self.words)
        body = row(gap=scale.S16)
        body.addLayout(left, 1)
        body.addWidget(self.preview, 0, Qt.AlignmentFlag.AlignTop)
        page = Page(tr(self.label), gap=scale.S12)
        page.body.setContentsMargins(scale.S24, scale.S16, scale.S24, scale.S16)
        page.body.addLayout(top)
        page.body.addLayout(below)
        page.body.addLayout(body, 1)
        laid = column(gap=0)
        laid.addWidget(page)
        self.setLayout(laid)

    def _listen(self) -> None:
        self.search.textEdited.connect(self.search_for)
        self.search.returnPressed.connect(self._open_current)
        self.table.opened.connect(self.open_person)
        self.table.current_changed.connect(self._current)
        self.table.sort_asked.connect(self._sort)
        self.preview.open_asked.connect(self.open_person)
        self.words.person_asked.connect(self.open_person)
        self.words.record_asked.connect(self.context.ways.record)
        self.words.left_upwards.connect(self.table.setFocus)
        self.filters.changed.connect(self._filter)
        self.new_button.clicked.connect(self.new_cartella)
        self.handing.clicked.connect(lambda _on=False: self.context.ways.screen.emit(HandoverScreen.name))
        self.empty.action_asked.connect(self.new_cartella)
        self._settle.timeout.connect(self._log_search)
        shortcut = QShortcut(QKeySequence("Ctrl+Shift+N"), self)
        shortcut.activated.connect(self.new_cartella)
        QShortcut(QKeySequence("Ctrl+F"), self).activated.connect(self._to_search)

    def shown(self) -> None:
        """Read the list again and put the keyboard in the search."""
        self._to_search()
        self.filters.read_again()
        self._ask_list()
        self._ask_handing()

    def _ask_handing(self) -> None:
        self.context.tasks.ask(waiting, self._say_handing, owner=self, latest="cartelle-handing")

    def _say_handing(self, found: Sequence[HandoverLine]) -> None:
        words = (TO_TAKE if self._beside() else TO_TAKE_SHORT) if found else HANDING
        self.handing.set_label(tr(words).format(count=len(found)))

    def touched(self, ids: frozenset[str]) -> None:
        """Read the list again, the keyboard where it is."""
        if self.isVisible():
            self._ask_list()
            self._ask_handing()

    @Slot()
    def _to_search(self) -> None:
        if self._new is None or self._new.isHidden():
            self.search.setFocus()
            self.search.selectAll()

    @property
    def plainly(self) -> bool:
        """Tell whether no filter and no order but by name is asked for."""
        return self.wanted == CaseFilter()

    @Slot(str)
    def search_for(self, text: str) -> None:
        """Show who is found by what is typed: names at once, words and counts when they are there."""
        self._later.start()
        if text.strip() and self.plainly:
            self._show(lists.case_ids(self.context.session, text))
        else:
            self._ask_list()
        self._settle.start()

    @property
    def waiting(self) -> bool:
        """Tell whether words and preview are still to be asked for."""
        return self._later.isActive()

    @Slot()
    def _ask_the_rest(self) -> None:
        """Ask for words and preview once the names are painted: a reader's thread would hold up the painting."""
        text = self.search.text()
        self.context.tasks.ask(
            lambda session: find_in_words(session, text), self._words_found, owner=self, latest="cartelle-words"
        )
        self._current(self.table.current_id() if self._ids else "")

    def _ask_list(self) -> None:
        wanted, text = self.wanted, self.search.text()

        def question(session: Session) -> tuple[CaseFilter, str, list[str]]:
            if wanted == CaseFilter():
                return wanted, text, lists.case_ids(session, text)
            return wanted, text, lists.filtered_case_ids(session, wanted, text)

        self.context.tasks.ask(question, self._listed, owner=self, latest="cartelle-list")

    def _listed(self, found: tuple[CaseFilter, str, list[str]]) -> None:
        wanted, text, ids = found
        if wanted == self.wanted and text == self.search.text():
            self._show(ids)

    def _words_found(self, found: tuple[list[lists.Hit], int]) -> None:
        hits, total = found
        shown = hits if self.search.text().strip() else []
        self.words.show_found(shown, total, rows=self._rows_of_words())
        self.empty.set_slim(slim=bool(shown))
        if shown and not self._ids:
            self.empty.say(tr(NOBODY_BUT))

    def _rows_of_words(self) -> int:
        """Return how many rows of words fit under the names, more where there are none."""
        if self.height() < LOW:
            return ROWS_IN_LITTLE
        alone = max(ROWS_ALONE, (self.height() - WITHOUT_ROWS) // scale.ROW)
        return ROWS_BESIDE_NAMES if self._ids else alone

    def _show(self, ids: list[str]) -> None:
        kept = self.table.current_id()
        self._ids = ids
        self.table.set_rows(ids, lambda some: read_rows(self.context, some))
        if kept in ids[:CAP]:
            self.table.selectRow(ids.index(kept))
        self._say_count(len(ids))
        self.stack.setCurrentWidget(self.table if ids else self.empty)
        if not ids:
            self.preview.show_person("")
            self.empty.say(tr(NOBODY if self.search.text().strip() else NOBODY_YET if self.plainly else NONE_LEFT))

    def _say_count(self, count: int) -> None:
        if not self.search.text().strip():
            words = plural(count, ONE, many=MANY)
        elif count >= CAP and self.plainly:
            words = tr(AT_MOST).format(count=CAP)
        else:
            words = plural(count, FOUND_ONE, many=FOUND_MANY)
        self.count_label.setText(words)

    @Slot(str)
    def _current(self, person: str) -> None:
        if self._beside() and not self.waiting:
            self.preview.show_person(person)

    @Slot(str, bool)
    def _sort(self, key: str, downwards: bool) -> None:
        self.wanted = replace(self.wanted, order=key, downwards=downwards)
        self.table.set_order(key, downwards=downwards)
        self._ask_list()

    @Slot()
    def _filter(self) -> None:
        chosen = self.filters
        self.wanted = replace(self.wanted, comune=chosen.comune, mine=chosen.mine, state=chosen.state)
        self._ask_list()

    @Slot()
    def _open_current(self) -> None:
        person = self.table.current_id()
        if person and self._ids:
            self.open_person(person)

    @Slot(str)
    def open_person(self, person: str) -> None:
        """Go to a cartella; what the search showed is logged first."""
        if self.search.text().strip():
            self._log_search()
        self.context.ways.cartella.emit(person)

    @Slot()
    def _log_search(self) -> None:
        self._settle.stop()
        if not self.search.text().strip():
            return
        shown = self._ids[:LOGGED_AT_MOST]
        self.context.tasks.change(lambda session: reading.searched(session, shown), lambda _none: None, owner=self)

    @Slot()
    def new_cartella(self) -> None:
        """Lay the form of a new cartella over the list."""
        layer = NewCartella(self, self.context, typed=self.search.text())
        layer.opened_person.connect(self.context.ways.cartella)
        layer.closed.connect(layer.deleteLater)
        layer.open()
        self._new = layer
        layer.closed.connect(self._forget_new)

    @Slot()
    def _forget_new(self) -> None:
        self._new = None

    def place(self) -> dict[str, Any]:
        """Return what is typed and filtered."""
        kept = {"text": self.search.text(), "comune": self.wanted.comune, "state": self.wanted.state}
        return kept | {"mine": self.wanted.mine, "order": self.wanted.order, "downwards": self.wanted.downwards}

    def come_back(self, place: dict[str, Any]) -> None:
        """Type and filter again."""
        self.search.setText(str(place.get("text") or ""))
        order, downwards = str(place.get("order") or "name"), bool(place.get("downwards"))
        self.wanted = CaseFilter(
            comune=place.get("comune"),
            mine=bool(place.get("mine")),
            state=place.get("state"),
            order=order,
            downwards=downwards,
        )
        self.filters.choose(comune=self.wanted.comune, mine=self.wanted.mine, state=self.wanted.state)
        self.table.set_order(order, downwards=downwards)

    def before_lock(self) -> None:
        """Keep what is typed of a new cartella."""
        if self._new is not None:
            self._new.keep_now()

    def _beside(self) -> bool:
        return self.window().width() >= scale.PANEL_WIDE_FROM

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out the preview and the keys where there is no room."""
        super().resizeEvent(event)
        self.new_button.set_keys(tr(NEW_KEYS) if self._beside() else "")
        if not self._beside():
            self.preview.show_person("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go down into the table with the arrow; empty the search with Esc."""
        if event.key() == Qt.Key.Key_Down and self.search.hasFocus():
            self.table.setFocus()
            if len(self._ids) > 1:
                self.table.selectRow(1)
        elif event.key() == Qt.Key.Key_Escape and self.search.text():
            self.search.clear()
            self.search_for("")
            self._to_search()
        else:
            super().keyPressEvent(event)
