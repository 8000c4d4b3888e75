# SPDX-License-Identifier: EUPL-1.2
"""The cartelle of whoever leaves, each with a box to tick and what is open in it."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QSignalBlocker, Slot
from PySide6.QtWidgets import QWidget

from welfaredesk.base.text import N_, plural, tr
from welfaredesk.desk.handover.lines import counts_words
from welfaredesk.desk.handover.proposing import CaseHeld
from welfaredesk.ui.parts.card import Card, column, instead_of
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.parts.tick import INDENT, Tick
from welfaredesk.ui.theme import scale

TITLE, EVERY = N_("Cartelle"), N_("Tutte")
WAITS = N_("già proposta, aspetta di essere accettata")
RESERVED_ONE = N_("impegno riservato, che passa a chi lo legge già")
RESERVED_MANY = N_("impegni riservati, che passano a chi li legge già")
ONE, MANY = N_("cartella scelta"), N_("cartelle scelte")
NO_NAME = N_("Persona senza nome")


class Cases(Card):
    """The list; all of them are ticked at first, those left out stay so when the list is read again."""

    def __init__(self) -> None:
        super().__init__(tr(TITLE), gap=scale.S8)
        self.ticks: dict[str, Tick] = {}
        self._names: dict[str, str] = {}
        self._left: set[str] = set()
        self.every = Tick(tr(EVERY), ticked=True)
        self.every.clicked.connect(self._turn_all)
        self.count = PlainLabel("", "soft")
        self._list = QWidget()
        for widget in (self.every, self._list, self.count):
            self.add(widget)

    def show_cases(self, found: Sequence[CaseHeld]) -> None:
        """Show these cartelle."""
        fresh, laid = QWidget(), column(gap=scale.S8)
        self.ticks = {}
        self._names = {one.person: one.name or tr(NO_NAME) for one in found}
        for one in found:
            laid.addWidget(self._row(one))
        fresh.setLayout(laid)
        self._list = instead_of(self._list, fresh)
        self._say()
        self.updateGeometry()

    def _row(self, one: CaseHeld) -> QWidget:
        both, laid = QWidget(), column(gap=0)
        able = bool(one.counts) and not one.waiting
        tick = Tick(self._names[one.person], ticked=able and one.person not in self._left)
        said = [counts_words(one.counts)]
        said.append(plural(one.reserved, RESERVED_ONE, many=RESERVED_MANY) if one.reserved else "")
        said.append(tr(WAITS) if one.waiting else "")
        words = PlainLabel(" · ".join(part for part in said if part), "meta", wrap=True)
        words.setContentsMargins(INDENT, 0, 0, 0)
        tick.setAccessibleDescription(words.text())
        tick.setEnabled(able)
        tick.toggled.connect(lambda on, person=one.person: self._turned(person, on=on))
        if able:
            self.ticks[one.person] = tick
        laid.addWidget(tick)
        laid.addWidget(words)
        both.setLayout(laid)
        return both

    def _turned(self, person: str, *, on: bool) -> None:
        (self._left.discard if on else self._left.add)(person)
        self._say()

    @Slot(bool)
    def _turn_all(self, on: bool) -> None:
        for tick in self.ticks.values():
            tick.setChecked(on)

    def _say(self) -> None:
        chosen = self.chosen()
        with QSignalBlocker(self.every):
            self.every.setChecked(bool(self.ticks) and len(chosen) == len(self.ticks))
        self.every.setEnabled(bool(self.ticks))
        self.count.setText(plural(len(chosen), ONE, many=MANY))

    def chosen(self) -> list[str]:
        """Return the persons whose cartelle are ticked."""
        return [person for person, tick in self.ticks.items() if tick.isChecked()]

    def left(self) -> list[str]:
        """Return the persons whose cartelle were left out."""
        return sorted(self._left)

    def leave(self, persons: Iterable[str]) -> None:
        """Leave these out when the list is shown."""
        self._left = set(persons)

    def name_of(self, person: str) -> str:
        """Return how a person of the list is called."""
        return self._names.get(person, tr(NO_NAME))
