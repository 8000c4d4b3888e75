# SPDX-License-Identifier: EUPL-1.2
"""Amministrazione: persons, working groups, reserve, desks, invitations; what each may do there follows the roles."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QStackedWidget, QWidget

from welfaredesk.domain.access import Deed
from welfaredesk.ui.context import Context
from welfaredesk.ui.parts.card import column
from welfaredesk.ui.screen import Screen
from welfaredesk.ui.screens.people_circles import CirclesPart
from welfaredesk.ui.screens.people_cuts import CutsPart
from welfaredesk.ui.screens.people_desks import DesksPart
from welfaredesk.ui.screens.people_groups import GroupsPart
from welfaredesk.ui.screens.people_invite import InvitePart
from welfaredesk.ui.screens.people_part import ADMINISTRATION, CIRCLES, CUTS, DESKS, GROUPS, INVITE, PEOPLE, Part
from welfaredesk.ui.screens.people_persons import PersonsPart

MADE: dict[str, Callable[[Context], Part]] = {
    PEOPLE: PersonsPart,
    GROUPS: GroupsPart,
    CIRCLES: CirclesPart,
    DESKS: DesksPart,
    INVITE: InvitePart,
    CUTS: CutsPart,
}


class People(Screen):
    """One part at a time; each is built when it is first wanted."""

    name = "people"
    label = ADMINISTRATION
    icon = "users"
    deed = Deed.READ_DIRECTORY

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._parts: dict[str, Part] = {}
        self.stack = QStackedWidget()
        laid = column(gap=0)
        laid.addWidget(self.stack)
        self.setLayout(laid)
        self.key = PEOPLE

    def part(self, key: str) -> Part:
        """Return a part, built at its first use."""
        found = self._parts.get(key)
        if found is None:
            found = self._parts[key] = MADE[key](self.context)
            found.part_asked.connect(self.turn_to)
            self.stack.addWidget(found)
        return found

    @Slot(str)
    def turn_to(self, key: str) -> None:
        """Show a part; the keyboard goes with it to the row that leads on."""
        self.key = key
        part = self.part(key)
        self.stack.setCurrentWidget(part)
        part.ask()
        part.row.setFocus()

    def shown(self) -> None:
        """Ask again for what the part shows."""
        part = self.part(self.key)
        self.stack.setCurrentWidget(part)
        part.ask()

    def place(self) -> dict[str, Any]:
        """Return which part is shown."""
        return {"part": self.key}

    def come_back(self, place: dict[str, Any]) -> None:
        """Show the part that was left."""
        wanted = str(place.get("part") or PEOPLE)
        self.key = wanted if wanted in MADE else PEOPLE
