# SPDX-License-Identifier: EUPL-1.2
"""The review of minutes: who may approve them or send them back, and whether they changed since."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from welfaredesk.base.text import N_, tr
from welfaredesk.desk.act_rules import Acted, ActRule
from welfaredesk.desk.records import type_named
from welfaredesk.desk.session import Session
from welfaredesk.desk.staff.members import as_rows
from welfaredesk.desk.staff.minutes_rules import written_fields
from welfaredesk.domain.access import Deed, may
from welfaredesk.domain.frozen import differing
from welfaredesk.domain.judging import copy_in
from welfaredesk.domain.kinds import Values
from welfaredesk.domain.machines.minutes_review import MINUTES_REVIEW
from welfaredesk.store import review
from welfaredesk.store.driver import Database
from welfaredesk.store.rows import read_row

NOT_HIS = N_("Lo fanno il case manager di questa persona, il coordinatore e il responsabile")
SAME = N_("È già approvato e da allora non è cambiato")
REVIEWS = ("approve", "send-back")


@dataclass(frozen=True, slots=True)
class Reviewers:
    """Who is case manager of whom, as the open prese in carico say."""

    database: Database
    by_person: Mapping[str, set[str]]

    def of(self, situation: Values) -> set[str]:
        """Return the case managers of a situation: of its person, or of those who live in its household."""
        named: set[str] = set()
        return named.union(*(self.by_person.get(one, set()) for one in persons_of(self.database, situation)))


def reviewers(database: Database) -> Reviewers:
    """Return who is case manager of whom."""
    return Reviewers(database, review.managers(database))


def persons_of(database: Database, situation: Values) -> list[str]:
    """Return whom a situation is about, as ids: its person, or the members of its household."""
    person, household = situation.get("person"), situation.get("household")
    if isinstance(person, dict) and person.get("id"):
        return [str(person["id"])]
    found = read_row(database, type_named("household"), str(household["id"])) if isinstance(household, dict) else None
    links = (row.get("person") for row in as_rows((found or {}).get("members")) if not row.get("until"))
    return [str(link["id"]) for link in links if isinstance(link, dict) and link.get("id")]


def guides(session: Session) -> bool:
    """Tell whether this operator may review whatever is read here: coordinatore or responsabile."""
    return may(session.identity.roles, Deed.ASSIGN_CASES)


def _not_his(session: Session, database: Database, acted: Acted) -> str:
    if guides(session):
        return ""
    situation = read_row(database, type_named("situation"), acted.root) or {}
    return "" if session.identity.operator in reviewers(database).of(situation) else tr(NOT_HIS)


def _approve_why(session: Session, database: Database, acted: Acted) -> str:
    why = _not_his(session, database, acted)
    if why or MINUTES_REVIEW.state_of(acted.values) != "approved":
        return why
    return "" if changed_since_review(database, {acted.id: acted.values})[acted.id] else tr(SAME)


def _again_why(session: Session, database: Database, acted: Acted) -> str:
    """Whoever corrected what was sent back says so himself; an approval is taken back by those who may give it."""
    approved = MINUTES_REVIEW.state_of(acted.values) == "approved"
    return _not_his(session, database, acted) if approved else ""


REVIEW: dict[str, ActRule] = {
    "approve": ActRule(why=_approve_why),
    "send-back": ActRule(why=_not_his),
    "review-again": ActRule(why=_again_why),
}


def reviewed_copies(database: Database, some: Mapping[str, Values]) -> dict[str, Mapping[str, Any]]:
    """Return the copy that the standing approval or sending back of each of some minutes keeps, by minutes."""
    states = {identity: MINUTES_REVIEW.state_of(values) for identity, values in some.items()}
    wanted = [identity for identity, state in states.items() if state != "to_review"]
    acts = review.acts_said(database, wanted, REVIEWS) if wanted else {}
    found: dict[str, Mapping[str, Any]] = {}
    for identity in wanted:
        said = SAID[states[identity]]
        for act in acts.get(identity, ()):
            copy = copy_in("minutes", act)
            # An act that waits keeps a copy too: the one that stands is what the record says.
            if isinstance(copy, dict) and all(copy.get(name) == some[identity].get(name) for name in said):
                found[identity] = copy
    return found


def last_copy(database: Database, minutes: str) -> Mapping[str, Any] | None:
    """Return the copy that the last approval or sending back of minutes keeps, whether it still stands or not."""
    copies = (
        copy_in("minutes", act) for act in reversed(review.acts_said(database, [minutes], REVIEWS).get(minutes, []))
    )
    return next((copy for copy in copies if isinstance(copy, dict)), None)


SAID = {
    "approved": ("review", "approved_by", "approved_on"),
    "sent_back": ("review", "sent_back_by", "sent_back_on"),
}


def changed_since_review(database: Database, some: Mapping[str, Values]) -> dict[str, list[str]]:
    """Return the fields of the text of some minutes that are not as they were approved or sent back."""
    copies = reviewed_copies(database, some)
    return {identity: differences(copies.get(identity), values) for identity, values in some.items()}


def differences(copy: Mapping[str, Any] | None, values: Values) -> list[str]:
    """Return the fields of the text of minutes that are not as in the copy of a review, none where there is no copy."""
    return [] if copy is None else differing(copy, values, fields=written_fields())


def corrected(copy: Mapping[str, Any] | None, values: Values) -> bool:
    """Tell whether minutes that were sent back were shared anew since then."""
    return copy is not None and int(values.get("round") or 0) > int(copy.get("round") or 0)


def sharers(database: Database, some: Mapping[str, Values]) -> dict[str, str]:
    """Return who shared each of some minutes last, as ids of operators."""
    found: dict[str, str] = {}
    for identity, acts in review.acts_said(database, some, ("share",)).items():
        for act in acts:
            copy = copy_in("minutes", act)
            # Of two who shared at once the one placed first stands.
            if isinstance(copy, dict) and copy.get("round") == some[identity].get("round"):
                found.setdefault(identity, str(act["by"]))
    return found
