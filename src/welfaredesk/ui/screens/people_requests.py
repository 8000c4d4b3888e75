# SPDX-License-Identifier: EUPL-1.2
"""Who asks to come into the ente: the six words to compare, and the two answers."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from welfaredesk.base.text import N_, tr
from welfaredesk.desk.inviting import Asking
from welfaredesk.desk.memberships import last_day
from welfaredesk.domain.periods import full_day
from welfaredesk.ui.parts.banner import Banner
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.card import Card, column, instead_of
from welfaredesk.ui.parts.flow import FlowBox
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.screens.people_part import NAMES_APART, UNTIL_DAY
from welfaredesk.ui.theme import scale

TITLE = N_("Chi chiede di entrare")
NOBODY = N_("Nessuno, per ora. Quando il collega scrive il codice, la richiesta compare a chi può farlo entrare.")
COMPARE = N_("Telefona al collega, o guarda il suo schermo: deve leggere queste sei parole, nello stesso ordine.")
COMPARE_DESK = N_("Guarda lo schermo della nuova postazione: ci devono essere queste sei parole, nello stesso ordine.")
SAME, SAME_FOR = N_("Sono le stesse: conferma"), N_("Le parole sono le stesse: {name} entra")
REFUSE, REFUSE_FOR = N_("Sono diverse: rifiuta"), N_("Le parole sono diverse: rifiuta {name}")
INVITED_BY, OUTSIDE = N_("Invito di {name}"), N_("Esterno, {until}")
FURTHER = N_("Un'altra postazione di chi lavora già qui")


class RequestsCard(Card):
    """The requests that wait; `approve_asked` and `refuse_asked` carry the line."""

    approve_asked = Signal(object)
    refuse_asked = Signal(object)

    def __init__(self) -> None:
        super().__init__(tr(TITLE), gap=scale.S12)
        self.trouble = Banner(kind="attention")
        self.nobody = PlainLabel(tr(NOBODY), "soft", wrap=True)
        self._rows = QWidget()
        self._shown: Sequence[Asking] | None = None
        self.buttons: dict[str, tuple[Button, Button]] = {}
        for widget in (self.trouble, self.nobody, self._rows):
            self.add(widget)
        self.trouble.hide()

    def say(self, text: str) -> None:
        """Say why it is not known who asks, or why an answer did not go."""
        self.trouble.show()
        self.trouble.say(text, kind="attention")
        self.set_waiting(waiting=False)

    def set_waiting(self, *, waiting: bool) -> None:
        """Take no second answer while the first is on its way."""
        for both in self.buttons.values():
            for button in both:
                button.setEnabled(not waiting)

    def show_requests(self, found: Sequence[Asking]) -> None:
        """Show these; the same ones again are not painted anew under the hands."""
        self.trouble.hide()
        self.nobody.setVisible(not found)
        if self._shown == list(found):
            self.set_waiting(waiting=False)
            return
        self._shown = list(found)
        fresh = QWidget()
        laid = column(gap=scale.S16)
        self.buttons = {}
        for one in found:
            laid.addWidget(self._request(one))
        fresh.setLayout(laid)
        self._rows = instead_of(self._rows, fresh)

    def _request(self, one: Asking) -> QWidget:
        box = QWidget()
        laid = column(gap=scale.S4)
        laid.addWidget(PlainLabel(one.name, "strong", wrap=True))
        laid.addWidget(PlainLabel(NAMES_APART.join(_about(one)), "meta", wrap=True))
        laid.addSpacing(scale.S8)
        laid.addWidget(PlainLabel(tr(COMPARE_DESK if one.further else COMPARE), wrap=True))
        laid.addWidget(PlainLabel(one.words, "title", wrap=True))
        same, refuse = Button(tr(SAME), "check", look="main"), Button(tr(REFUSE), look="danger")
        same.setAccessibleDescription(tr(SAME_FOR).format(name=one.name))
        refuse.setAccessibleDescription(tr(REFUSE_FOR).format(name=one.name))
        same.clicked.connect(lambda _on=False: self.approve_asked.emit(one))
        refuse.clicked.connect(lambda _on=False: self.refuse_asked.emit(one))
        self.buttons[one.id] = (same, refuse)
        buttons = FlowBox(line_gap=scale.S8)
        buttons.add(same)
        buttons.add(refuse)
        laid.addSpacing(scale.S4)
        laid.addWidget(buttons)
        box.setLayout(laid)
        return box


def _about(one: Asking) -> Iterator[str]:
    """Give what else is known of a request: who invited, a further desk, until when somebody from outside stays."""
    if one.by:
        yield tr(INVITED_BY).format(name=one.by)
    if one.further:
        yield tr(FURTHER)
    if one.until_ms is not None:
        last = full_day(last_day(one.until_ms, one.since.offset))
        yield tr(OUTSIDE).format(until=tr(UNTIL_DAY).format(day=last))
