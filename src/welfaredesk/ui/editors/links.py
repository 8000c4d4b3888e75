# SPDX-License-Identifier: EUPL-1.2
"""Editor of a link: a person by name, any other record by its words."""

from PySide6.QtCore import Signal

from welfaredesk.base.clock import today
from welfaredesk.base.text import N_, tr
from welfaredesk.desk import lists
from welfaredesk.domain.catalogue import find_type
from welfaredesk.domain.kinds import Field, Value
from welfaredesk.domain.periods import age_words
from welfaredesk.ui.context import Context
from welfaredesk.ui.editors.found import FoundEditor
from welfaredesk.ui.parts.finder import Finder, Reply
from welfaredesk.ui.parts.hits import Hit
from welfaredesk.ui.parts.person_picker import PeopleReply, PersonFound, PersonPicker

PROTECTED = N_("Persona in protezione")
TYPE_TO_FIND = N_("Scrivi per cercare")
_CHARACTERS = 44


def find_people(context: Context, text: str, reply: PeopleReply) -> None:
    """Reply with the persons found by what is typed, at once: names come from a covering index."""
    now = today(context.clock)
    births = lists.births_of(found := lists.find_people(context.session, text))
    reply(
        [
            PersonFound(one.id, one.name, age_words(births[one.id], now) if one.id in births else "", one.comune)
            for one in found
        ]
    )


class RecordFinder(Finder):
    """A line that finds records of some types; `chosen` says that a person took or emptied one."""

    chosen = Signal(str)

    def __init__(self, context: Context, targets: tuple[str, ...], label: str) -> None:
        super().__init__(self._match, label, placeholder=tr(TYPE_TO_FIND))
        self._context, self._targets = context, targets
        self._shown = ""
        self.picked.connect(self._took)

    def _match(self, text: str, reply: Reply) -> None:
        wanted = "" if text == self._shown else text
        found = lists.find_records(self._context.session, self._targets, wanted)
        several = len(self._targets) > 1
        reply([Hit(one.id, one.title, _label(one.type) if several else one.snippet) for one in found])

    def show_title(self, title: str) -> None:
        """Show what is linked."""
        self._shown = title
        self.show_words(title)

    def _took(self, hit: Hit) -> None:
        self.show_title(hit.label)
        self.chosen.emit(hit.key)

    def stray(self) -> str:
        """Return what is typed where it is no record that was chosen."""
        text = self.text().strip()
        return "" if text == self._shown.strip() else text

    def settle(self) -> None:
        """Go back to what is linked when what is typed is nothing; an emptied line unlinks."""
        if not self.text().strip() and self._shown:
            self.show_title("")
            self.chosen.emit("")
        elif self.text() != self._shown:
            self.setText(self._shown)


def _label(type_name: str) -> str:
    found = find_type(type_name)
    return tr(found.label) if found else ""


class LinkEditor(FoundEditor):
    """A link; what is chosen is an id, the desk writes its root and title when it saves."""

    def __init__(self, context: Context, field: Field) -> None:
        label = tr(field.label)
        self.finder: PersonPicker | RecordFinder
        if field.targets == ("person",):
            self.finder = PersonPicker(lambda text, reply: find_people(context, text, reply), label)
        else:
            self.finder = RecordFinder(context, field.targets, label)
        super().__init__(context, field, finder=self.finder)
        self._link: dict[str, Value] | None = None
        self.finder.chosen.connect(self._took)

    def _took(self, key: str) -> None:
        self._link = {"id": key} if key else None
        self.changed.emit()

    def value(self) -> Value:
        """Return the link: whole as it was, or the id alone of what was chosen now."""
        return self._link

    def set_value(self, value: Value) -> None:
        """Show a link by the title it was written with."""
        self._link = value or None
        title = self._words(value) if value else ""
        if isinstance(self.finder, PersonPicker):
            self.finder.set_person(value["id"] if value else "", title)
        else:
            self.finder.show_title(title)

    def _words(self, link: dict[str, Value]) -> str:
        """Return the title as written, never that of a person who is in protection now."""
        asked = [str(link["id"])] if "person" in self.field.targets else []
        hidden = lists.in_protection(self.context.session, asked)
        return tr(PROTECTED) if hidden or not link.get("title") else str(link["title"])

    def summary(self) -> str:
        """Return the title."""
        return self.finder.text()

    def characters(self) -> int:
        """Return room for a name."""
        return self.field.width or _CHARACTERS
