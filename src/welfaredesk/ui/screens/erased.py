# SPDX-License-Identifier: EUPL-1.2
"""Where the program begins on a desk whose archive was erased: what happened, when, by whose word, what to do."""

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent

from welfaredesk.base.text import N_, tr
from welfaredesk.desk.erasing import Order
from welfaredesk.domain.periods import clock_words, full_day
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.facts import Facts
from welfaredesk.ui.parts.flow import FlowBox
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.screens.door import WIDE, Door
from welfaredesk.ui.screens.whose_card import ROLE_WORDS
from welfaredesk.ui.theme import scale

TITLE = N_("L'archivio di questa postazione è stato cancellato")
WHEN = N_("È successo il {day} alle {hour}.")
BY_ROLE = N_("Lo ha ordinato l'ente, con la firma di chi è {role} (postazione {letters}).")
BY_DESK = N_("Lo ha ordinato l'ente, con la firma della postazione {letters}.")
BY_ENTE = N_("Lo ha ordinato l'ente, revocando questa postazione.")
SAFE = N_("Quello che era stato sincronizzato è al sicuro presso i colleghi. Su questo PC non è rimasto niente.")
NEXT = N_(
    "Per lavorare ancora da qui serve un nuovo invito. Se non te lo aspettavi, telefona a chi coordina il servizio."
)
INVITED, ANEW = N_("Ho un invito"), N_("Comincia da capo")


def order_words(order: Order) -> str:
    """Return by whose word the archive was erased; nobody is named before anything is open."""
    role = next((tr(words) for one, words in ROLE_WORDS.items() if one == order.role), "")
    if not order.letters:
        return tr(BY_ENTE)
    return tr(BY_ROLE if role else BY_DESK).format(role=role, letters=order.letters)


class Erased(Door):
    """`invited` leads to the invitation, `anew` to the first start."""

    invited = Signal()
    anew = Signal()

    def __init__(self, order: Order) -> None:
        super().__init__(tr(TITLE), widest=WIDE)
        self.card.add(PlainLabel(tr(TITLE), "title", wrap=True))
        facts = [("ban", order_words(order)), ("circle-check", tr(SAFE)), ("phone", tr(NEXT))]
        if order.when:
            at = datetime.fromisoformat(order.when)
            facts.insert(0, ("clock", tr(WHEN).format(day=full_day(at.date()), hour=clock_words(at))))
        self.card.add(Facts(facts))
        self.invited_button = Button(tr(INVITED), "mail", look="main")
        self.anew_button = Button(tr(ANEW), look="quiet")
        self.invited_button.clicked.connect(self.invited)
        self.anew_button.clicked.connect(self.anew)
        buttons = FlowBox(line_gap=scale.S8)
        buttons.add(self.invited_button)
        buttons.add(self.anew_button)
        self.card.add(buttons)

    def showEvent(self, event: QShowEvent) -> None:
        """Have the keyboard on what is to be done."""
        super().showEvent(event)
        self.invited_button.setFocus(Qt.FocusReason.OtherFocusReason)
