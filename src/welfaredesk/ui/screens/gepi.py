# SPDX-License-Identifier: EUPL-1.2
"""Da riportare in GePI: block by block, copied with one key and ticked when it stands on the platform too."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from welfaredesk.base.clock import today
from welfaredesk.base.errors import Fault
from welfaredesk.base.text import N_, tr
from welfaredesk.desk.correspondence import gepi
from welfaredesk.desk.correspondence.gepi import GepiBlock, GepiSheet
from welfaredesk.desk.session import Session
from welfaredesk.domain.access import Deed
from welfaredesk.domain.checks import is_moment
from welfaredesk.domain.periods import moment_words
from welfaredesk.ui.context import Context
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.card import Card, column, instead_of, row
from welfaredesk.ui.parts.empty_state import EmptyState
from welfaredesk.ui.parts.framed import Framed
from welfaredesk.ui.parts.page import bring_into_view
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.parts.tick import Tick
from welfaredesk.ui.screen import Screen
from welfaredesk.ui.theme import scale

TITLE = N_("Da riportare in GePI: {name}")
CASE, COPY, COPIED = N_("Apri la cartella"), N_("Copia"), N_("Copiato: incollalo in GePI, poi spunta il blocco.")
TICK, TICK_OF = N_("Riportato"), N_("Riportato: {block}")
DONE, CHANGED = N_("Riportato {when} da {who}"), N_("Cambiato dopo che era stato riportato: va riportato di nuovo")
LEAD = N_("Il tasto con il numero del blocco lo copia; barra spaziatrice lo spunta. Qui non si scrive niente.")
NOTHING = N_("Niente da riportare: non ci sono una presa in carico con l'ADI né un PaIS.")
KEYS = 9
WIDEST = 860


class BlockCard(Card):
    """One block: where it comes from, its words, the button that copies it and the box that ticks it."""

    def __init__(
        self, context: Context, block: GepiBlock, *, number: int, ticked: Callable[[GepiBlock, bool], None]
    ) -> None:
        super().__init__(gap=scale.S8)
        self.context, self.block = context, block
        label = context.codes.label("gepi_block", block.block)
        self.setAccessibleName(f"{block.title}: {label}")
        self.copy_button = Button(tr(COPY), "copy", keys=str(number) if number <= KEYS else "")
        self.copy_button.setAccessibleName(f"{tr(COPY)}: {block.title}, {label}")
        self.tick = Tick(tr(TICK), ticked=block.done)
        self.tick.setAccessibleName(tr(TICK_OF).format(block=f"{block.title}, {label}"))
        head = row(gap=scale.S12)
        head.addWidget(PlainLabel(label, "section"), 1)
        head.addWidget(self.copy_button)
        self.add(PlainLabel(block.title, "meta"))
        self.body.addLayout(head)
        self.text, self.said = PlainLabel("", "prose", wrap=True), PlainLabel("", "soft", wrap=True)
        for widget in (self.text, self.tick, self.said):
            self.add(widget)
        self.show_block(block)
        self.copy_button.clicked.connect(self.copy_words)
        self.tick.clicked.connect(lambda on: ticked(self.block, on))

    def show_block(self, block: GepiBlock) -> None:
        """Show the block as it stands now."""
        self.block = block
        self.text.setText(block.text)
        self.tick.setChecked(block.done)
        self.said.setText(self._words())
        self.said.setVisible(bool(self.said.text()))
        self.updateGeometry()

    def _words(self) -> str:
        if self.block.changed:
            return tr(CHANGED)
        if not is_moment(self.block.done_at):
            return ""
        when = moment_words(datetime.fromisoformat(self.block.done_at), today(self.context.clock))
        return tr(DONE).format(when=when, who=self.block.done_by)

    @Slot()
    def copy_words(self) -> None:
        """Put the words of the block on the clipboard; the keyboard goes to the box that ticks it."""
        QGuiApplication.clipboard().setText(self.block.text)
        self.context.ways.notice.emit(tr(COPIED), None)
        self.tick.setFocus()
        bring_into_view(self)


class GepiPage(Screen):
    """The blocks of one person to copy into GePI."""

    name = "gepi"
    label = N_("Da riportare in GePI")
    icon = "copy"
    under = "cartelle"
    deed = Deed.CONDUCT_CASES

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.person = ""
        self.cards: list[BlockCard] = []
        self.title = PlainLabel(tr(self.label), "title", wrap=True)
        self.said = PlainLabel(tr(LEAD), "soft", wrap=True)
        self.case_button = Button(tr(CASE), "folder-open", look="quiet")
        self.frame = Framed(self, tr(self.label))
        self.frame.line(self.title, self.case_button)
        self.frame.line(self.said)
        self._room, self._list = QWidget(), QWidget()
        self._room.setMaximumWidth(WIDEST)
        laid = column(gap=0)
        laid.addWidget(self._list)
        self._room.setLayout(laid)
        self.frame.page.body.addWidget(self._room)
        self.frame.page.body.addStretch(1)
        self.frame.foot.hide()
        self.case_button.clicked.connect(lambda: self.context.ways.cartella.emit(self.person))
        for number in range(1, KEYS + 1):
            shortcut = QShortcut(QKeySequence(str(number)), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(partial(self.copy_block, number))

    def place(self) -> dict[str, Any]:
        """Return whose blocks are shown."""
        return {"gepi": self.person}

    def come_back(self, place: dict[str, Any]) -> None:
        """Show the blocks of a person."""
        wanted = str(place.get("gepi") or "")
        if wanted != self.person:
            self.person = wanted
            self._lay([])

    def shown(self) -> None:
        """Ask for the blocks."""
        person = self.person
        if person:
            self.context.tasks.ask(
                lambda session: gepi.sheet_of(session, person),
                self._show,
                owner=self,
                failed=self._missing,
                latest="gepi",
            )

    def _show(self, sheet: GepiSheet) -> None:
        blocks = list(sheet.blocks)
        self.title.setText(tr(TITLE).format(name=sheet.name))
        there = [(card.block.source, card.block.block) for card in self.cards]
        if not blocks or there != [(one.source, one.block) for one in blocks]:
            self._lay(blocks)
            return
        for card, block in zip(self.cards, blocks, strict=True):
            card.show_block(block)

    def _lay(self, blocks: list[GepiBlock], *, told: str = "") -> None:
        fresh, laid = QWidget(), column(gap=scale.S12)
        self.cards = [
            BlockCard(self.context, one, number=number, ticked=self._ticked) for number, one in enumerate(blocks, 1)
        ]
        for card in self.cards:
            laid.addWidget(card)
        if not blocks and self.person:
            laid.addWidget(EmptyState(told or tr(NOTHING), icon=self.icon))
        fresh.setLayout(laid)
        self._list = instead_of(self._list, fresh)
        self.frame.page.updateGeometry()

    def _missing(self, fault: Fault) -> None:
        self._lay([], told=fault.text)

    def copy_block(self, number: int) -> None:
        """Copy the words of a block by its number."""
        if number <= len(self.cards):
            self.cards[number - 1].copy_words()

    def _ticked(self, block: GepiBlock, done: bool) -> None:
        person = self.person

        def work(session: Session) -> None:
            gepi.tick(session, person, block, done=done)

        self.context.tasks.change(work, lambda _none: self.shown(), owner=self)
