# SPDX-License-Identifier: EUPL-1.2
"""Households as a person's page shows them: who lives with whom, since when, and who must not be named."""

from collections.abc import Sequence
from dataclasses import dataclass

from welfaredesk.base.clock import today
from welfaredesk.desk import lists
from welfaredesk.desk.session import Session
from welfaredesk.domain.kinds import Value
from welfaredesk.domain.names import link_title
from welfaredesk.store import questions

REGISTRY, ACTUAL = "registry", "actual"


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of a household; a person in protection has neither id nor name here."""

    person: str
    name: str
    relation: str
    birth: str | None
    protected: bool = False
    since: str | None = None
    until: str | None = None

    def was_there(self, day: str) -> bool:
        """Tell whether the membership held on a day `YYYY-MM-DD`."""
        return (self.since or "") <= day <= (self.until or "9999")


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseholdShown:
    """A household with its members of today first, and the membership of the person whose page it is."""

    id: str
    name: str
    kind: str
    members: tuple[Member, ...]
    own: tuple[Member, ...] = ()
    ended: str | None = None

    def others(self) -> tuple[Member, ...]:
        """Return the members besides the person whose page it is."""
        return tuple(one for one in self.members if one not in self.own)

    def present(self, day: str) -> tuple[Member, ...]:
        """Return the other members on a day."""
        return tuple(one for one in self.others() if one.was_there(day))


def of_person(session: Session, person: str) -> list[HouseholdShown]:
    """Return the households that a person belongs or belonged to, the actual ones first, those ended last."""
    rows = lists.linked_from(session, person, "household")
    named = sorted({link["id"] for row in rows for link in _links(row)})
    database = session.vault.read()
    hidden = questions.protected(database, named) - {person}
    lines = {line.id: line for line in lists.person_lines(session, named)}
    found = [_shown(row, person, lines=lines, hidden=hidden) for row in rows]
    day = today(session.clock).isoformat()
    return sorted(found, key=lambda one: (_gone(one, day), one.kind != ACTUAL, one.name))


def _gone(household: HouseholdShown, day: str) -> bool:
    left = bool(household.own) and not any(one.was_there(day) for one in household.own)
    return left or bool(household.ended and household.ended < day)


def _links(row: dict[str, Value]) -> Sequence[dict[str, Value]]:
    return [one["person"] for one in row.get("members") or [] if isinstance(one.get("person"), dict)]


def _shown(
    row: dict[str, Value], person: str, *, lines: dict[str, questions.PersonLine], hidden: set[str]
) -> HouseholdShown:
    members, own = [], []
    for one in row.get("members") or []:
        link = one.get("person")
        identity = str(link["id"]) if isinstance(link, dict) else ""
        line, protected = lines.get(identity), identity in hidden
        member = Member(
            person="" if protected else identity,
            name="" if protected else line.name if line else link_title(link),
            relation=str(one.get("relation") or ""),
            birth=None if protected or line is None else line.birth,
            protected=protected,
            since=one.get("since"),
            until=one.get("until"),
        )
        members.append(member)
        if identity == person:
            own.append(member)
    return HouseholdShown(
        id=str(row["_id"]),
        # The name of a household is often made of surnames: with one of them hidden it would tell.
        name="" if any(one.protected for one in members) else str(row["_title"]),
        kind=str(row.get("kind") or ""),
        members=tuple(members),
        own=tuple(own),
        ended=row.get("ended"),
    )
