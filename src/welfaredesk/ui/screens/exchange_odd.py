# SPDX-License-Identifier: EUPL-1.2
"""The card of what there is to know of the exchange: what happened, what it means, what to do; saved as a list."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from welfaredesk.base.text import N_, tr
from welfaredesk.desk.exchange.odd import Odd
from welfaredesk.ui.parts.button import Button, Glyph
from welfaredesk.ui.parts.card import Card, column, instead_of, row
from welfaredesk.ui.parts.flow import FlowBox
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.theme import scale

TITLE = N_("Cose da sapere")
LEAD = N_("Il tuo lavoro è salvo su questo PC. Qui sta quello che non è andato liscio, e che cosa fare.")
SAVE, READ = N_("Salva la lista…"), N_("Ho letto")
READ_HELP = N_("Toglie dalla pagina quello che è passato; quello che è ancora così resta.")


class OddCard(Card):
    """What there is to know; hidden when there is nothing. `read_asked` says that somebody has read it."""

    save_asked = Signal()
    read_asked = Signal()

    def __init__(self) -> None:
        super().__init__(tr(TITLE), gap=scale.S12)
        self.add(PlainLabel(tr(LEAD), "meta", wrap=True))
        self._held = QWidget()
        self.add(self._held)
        self.save_button, self.read_button = Button(tr(SAVE), "download"), Button(tr(READ), "check")
        self.read_button.setAccessibleDescription(tr(READ_HELP))
        self.read_button.setToolTip(tr(READ_HELP))
        self.state = PlainLabel("", "strong", wrap=True)
        self.state.hide()
        buttons = FlowBox(line_gap=scale.S8)
        buttons.add(self.save_button)
        buttons.add(self.read_button)
        self.add(buttons)
        self.add(self.state)
        self.save_button.clicked.connect(self.save_asked)
        self.read_button.clicked.connect(self.read_asked)
        self.shown: list[Odd] = []
        self.hide()

    def show_things(self, things: Sequence[Odd]) -> None:
        """Show these."""
        self.shown = list(things)
        laid = column(gap=scale.S16)
        for one in things:
            laid.addWidget(_line(one))
        fresh = QWidget()
        fresh.setLayout(laid)
        self._held = instead_of(self._held, fresh)
        self.read_button.setVisible(any(not one.stands for one in things))
        self.setVisible(bool(things))

    def say(self, text: str) -> None:
        """Say how the saving went."""
        self.state.setText(text)
        self.state.setVisible(bool(text))


def _line(one: Odd) -> QWidget:
    words = column(gap=scale.S4)
    words.addWidget(PlainLabel(one.what, "strong", wrap=True))
    words.addWidget(PlainLabel(one.means, wrap=True))
    words.addWidget(PlainLabel(one.do, "meta", wrap=True))
    both = QWidget()
    laid = row(gap=scale.S12)
    icon, token = ("shield-alert", "danger") if one.grave else ("info", "text2")
    laid.addWidget(Glyph(icon, token=token), 0, Qt.AlignmentFlag.AlignTop)
    laid.addLayout(words, 1)
    both.setLayout(laid)
    return both
