# SPDX-License-Identifier: EUPL-1.2
"""Picks a person by typing part of a name; each row says why it was found."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction

from welfaredesk.base.text import N_, tr
from welfaredesk.ui.parts.finder import Finder, Reply
from welfaredesk.ui.parts.hits import Hit
from welfaredesk.ui.theme import icons

SEARCH = N_("Cerca")
TYPE_A_NAME = N_("Cognome, nome o codice fiscale")


@dataclass(frozen=True, slots=True)
class PersonFound:
    """A person found: «Ferrari, Giulia», «9 anni», «Gussola», and the reason, such as «nome simile»."""

    key: str
    name: str
    age: str = ""
    comune: str = ""
    reason: str = ""

    def hit(self) -> Hit:
        """Return the row of the list."""
        return Hit(self.key, self.name, " · ".join(part for part in (self.age, self.comune, self.reason) if part))


PeopleReply = Callable[[Sequence[PersonFound]], None]
FindPeople = Callable[[str, PeopleReply], None]


class PersonPicker(Finder):
    """A line that finds persons; `chosen` carries the key, empty when the line was emptied."""

    chosen = Signal(str)

    def __init__(self, find: FindPeople, label: str) -> None:
        super().__init__(self._people, label, placeholder=tr(TYPE_A_NAME))
        self._find_people = find
        self._key = ""
        self._name = ""
        self.picked.connect(self._took)
        glass = QAction(tr(SEARCH), self)
        icons.bind(glass, "search")
        glass.triggered.connect(self._search)
        self.addAction(glass, Finder.ActionPosition.LeadingPosition)

    @Slot()
    def _search(self) -> None:
        """Look for what is typed."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.ask(self.text())

    def key(self) -> str:
        """Return the key of the chosen person, or an empty string."""
        return self._key

    def set_person(self, key: str, name: str) -> None:
        """Show a person already chosen."""
        self._key, self._name = key, name
        self.show_words(name)

    def list_width(self) -> int:
        """Return room for a name and its details."""
        return 480

    def _people(self, text: str, reply: Reply) -> None:
        if not text.strip():
            reply([])
            return
        self._find_people(text, lambda people: reply([person.hit() for person in people]))

    @Slot(Hit)
    def _took(self, hit: Hit) -> None:
        self.set_person(hit.key, hit.label)
        self.chosen.emit(hit.key)

    def stray(self) -> str:
        """Return what is typed where it is nobody who was chosen."""
        text = self.text().strip()
        return "" if self._key and text == self._name.strip() else text

    def settle(self) -> None:
        """Go back to the chosen person when what is typed is nobody; an emptied line chooses nobody."""
        if not self.text().strip() and self._key:
            self.set_person("", "")
            self.chosen.emit("")
        elif self._key and self.text() != self._name:
            self.setText(self._name)
