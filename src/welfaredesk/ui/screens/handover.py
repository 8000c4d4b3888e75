# SPDX-License-Identifier: EUPL-1.2
"""Passaggio di consegne: what waits for me, what is under way, a new one, and what passes to nobody."""

from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QStackedWidget, QWidget

from welfaredesk.base.text import N_
from welfaredesk.desk import records
from welfaredesk.desk.handover import lines
from welfaredesk.desk.session import Session
from welfaredesk.domain.access import Deed, may
from welfaredesk.domain.machines.handover_path import HANDOVER_PATH
from welfaredesk.domain.names import id_in
from welfaredesk.ui.context import Context
from welfaredesk.ui.parts.card import column
from welfaredesk.ui.screen import Screen
from welfaredesk.ui.screens.handover_list import HandoverList
from welfaredesk.ui.screens.handover_new import HandoverNew
from welfaredesk.ui.screens.handover_own import HandoverOwn
from welfaredesk.ui.screens.handover_part import NEW, OPEN, OVER, OWN, WAITING, HandoverPart


def _list_of(session: Session, handover: str) -> str:
    """Return the list in which a handover stands."""
    values = records.show(session, handover).values
    state = HANDOVER_PATH.state_of(values)
    if state == "proposed" and id_in(values.get("to_operator")) == session.identity.operator:
        return WAITING
    return OPEN if state in lines.OPEN else OVER


class HandoverScreen(Screen):
    """The parts of the page, one at a time."""

    name = "handover"
    label = N_("Passaggio di consegne")
    icon = "handshake"
    under = "cartelle"
    deed = Deed.CONDUCT_CASES

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        assigns = may(context.session.identity.roles, Deed.ASSIGN_CASES)
        keys = (WAITING, OPEN, OVER, *((NEW,) if assigns else ()), OWN)
        self.stack = QStackedWidget()
        self.parts: dict[str, HandoverPart] = {}
        for key in keys:
            self.parts[key] = self._part(key, keys)
            self.parts[key].part_asked.connect(self.open_part)
            self.stack.addWidget(self.parts[key])
        laid = column(gap=0)
        laid.addWidget(self.stack)
        self.setLayout(laid)

    def _part(self, key: str, keys: tuple[str, ...]) -> HandoverPart:
        if key == NEW:
            return HandoverNew(self.context, parts=keys)
        return HandoverOwn(self.context, parts=keys) if key == OWN else HandoverList(self.context, key, parts=keys)

    @property
    def part(self) -> HandoverPart:
        """Return the part that is shown."""
        return next(one for one in self.parts.values() if one is self.stack.currentWidget())

    @Slot(str)
    def open_part(self, key: str) -> None:
        """Show a part."""
        self.part.before_lock()
        self.stack.setCurrentWidget(self.parts[key])
        self.shown()
        self.part.first.setFocus()

    def shown(self) -> None:
        """Ask for what the part shows."""
        self.part.ask()

    def place(self) -> dict[str, Any]:
        """Return which part is shown, and where in it."""
        return {"part": self.part.key} | self.part.place()

    def come_back(self, place: dict[str, Any]) -> None:
        """Show that part; of a handover named alone, the list in which it stands."""
        key, handover = str(place.get("part") or ""), str(place.get("handover") or "")
        if not key and handover:
            self.context.tasks.ask(
                lambda session: _list_of(session, handover),
                lambda found: self._show_in(found, place),
                owner=self,
                latest="handover-where",
            )
            return
        self._show_in(key, place)

    def _show_in(self, key: str, place: dict[str, Any]) -> None:
        self.stack.setCurrentWidget(self.parts.get(key) or self.parts[WAITING])
        self.part.come_back(place)
        self.part.ask()

    def before_lock(self) -> None:
        """Keep the act being filled in."""
        self.part.before_lock()
