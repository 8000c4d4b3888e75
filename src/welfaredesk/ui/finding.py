# SPDX-License-Identifier: EUPL-1.2
"""What the palette finds: persons at once, actions, and a moment later the words of the records."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject

from welfaredesk.base.text import N_, tr
from welfaredesk.desk import lists
from welfaredesk.desk.session import Session
from welfaredesk.domain.catalogue import find_type
from welfaredesk.ui.context import Context
from welfaredesk.ui.own_pages import own_page
from welfaredesk.ui.parts.code_picker import folded
from welfaredesk.ui.parts.finder import Reply
from welfaredesk.ui.parts.hits import Hit
from welfaredesk.ui.words import age_words

PEOPLE = N_("Persone")
ACTIONS = N_("Azioni")
IN_RECORDS = N_("Nelle schede")
NO_CASE = N_("senza cartella")
MOST_PEOPLE, MOST_RECORDS = 12, 8
LEAST_LETTERS = 3


@dataclass(frozen=True, slots=True)
class Action:
    """Something the palette can do, with its keys."""

    key: str
    label: str
    icon: str
    keys: str
    do: Callable[[], object]


class Finding:
    """Answers the palette and does what is chosen there."""

    def __init__(self, context: Context, owner: QObject, actions: Sequence[Action]) -> None:
        self._context, self._owner = context, owner
        self.offer(actions)

    def offer(self, actions: Sequence[Action]) -> None:
        """Offer these actions from now on."""
        self._actions = {action.key: action for action in actions}

    def find(self, text: str, reply: Reply) -> None:
        """Reply with persons and actions now, and again with records once their words are searched."""
        hits = self.people(text) + self.actions(text)
        reply(hits)
        typed = text.strip()
        if len(typed) < LEAST_LETTERS:
            return

        def question(session: Session) -> list[lists.Hit]:
            return lists.find_words(session, typed, limit=MOST_RECORDS)

        def done(found: list[lists.Hit]) -> None:
            known = {hit.key for hit in hits}
            records = [hit for hit in map(_record_hit, found) if hit.key not in known]
            if records:
                reply(hits + records)

        self._context.tasks.ask(question, done, owner=self._owner, latest="palette")

    def people(self, text: str) -> list[Hit]:
        """Return the persons found by name, code or number."""
        today = self._context.clock.now().local().date()
        found = lists.find_people(self._context.session, text)
        found.sort(key=lambda line: line.case_file is None)  # whoever is followed here comes first
        made = []
        for line in found[:MOST_PEOPLE]:
            facts = (age_words(line.birth, today), line.comune, "" if line.case_file else tr(NO_CASE))
            detail = " · ".join(fact for fact in facts if fact)
            icon = "folder-open" if line.case_file else "user"
            made.append(Hit(f"person:{line.id}", line.name, detail, tr(PEOPLE), icon))
        return made

    def actions(self, text: str) -> list[Hit]:
        """Return the actions whose words hold every word typed."""
        wanted = folded(text).split()
        return [
            Hit(f"action:{one.key}", one.label, one.keys, tr(ACTIONS), one.icon)
            for one in self._actions.values()
            if all(word in folded(one.label) for word in wanted)
        ]

    def choose(self, hit: Hit) -> None:
        """Go where a hit leads."""
        kind, _, key = hit.key.partition(":")
        if kind == "person":
            self._context.ways.cartella.emit(key)
        elif kind == "action":
            self._actions[key].do()
        elif not own_page(self._context.ways, kind, record=key):
            self._context.ways.record.emit(key)


def _record_hit(hit: lists.Hit) -> Hit:
    type_ = find_type(hit.type)
    icon = type_.icon if type_ else "file-text"
    return Hit(f"{hit.type}:{hit.id}", hit.title, hit.snippet, tr(IN_RECORDS), icon)
