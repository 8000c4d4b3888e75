# SPDX-License-Identifier: EUPL-1.2
"""The proposal of any number of cartelle at once: each in a transaction of its own, and told one by one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from welfaredesk.base.casework_errors import ActRefused
from welfaredesk.base.clock import today
from welfaredesk.base.errors import BadInput, NotFound
from welfaredesk.base.ids import is_id
from welfaredesk.base.text import N_, tr
from welfaredesk.desk import acts
from welfaredesk.desk.codes import Codes
from welfaredesk.desk.filling import completed
from welfaredesk.desk.handover import offering
from welfaredesk.desk.handover.held import Held, counts_of, held_by, held_elsewhere
from welfaredesk.desk.handover.offering import Terms
from welfaredesk.desk.lists import operator_names, person_lines
from welfaredesk.desk.records import stop_at_errors, type_named
from welfaredesk.desk.session import Session
from welfaredesk.domain.access import Deed
from welfaredesk.domain.changes import said
from welfaredesk.domain.checks import problems_of
from welfaredesk.domain.kinds import ORDINARY
from welfaredesk.domain.names import id_in
from welfaredesk.store import folders
from welfaredesk.store.driver import Database

NOTHING = N_("non ha niente da passare")
WAITING = N_("è già proposta e aspetta di essere accettata")
NOT_HERE = N_("non è su questo PC")
NO_CASES = N_("Chi riceve: non è una persona dell'ente che lavora sui casi")
NONE_CHOSEN = N_("Cartelle: non ne è indicata nessuna")


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseHeld:
    """A cartella in which somebody holds something: how much of each part, and how much that is reserved.

    `waiting` is the handover from the same operator that waits to be accepted.
    """

    person: str
    name: str
    counts: dict[str, int]
    reserved: int
    waiting: str


@dataclass(frozen=True, slots=True)
class Proposed:
    """What became of the proposal of one cartella: the handover, or why there is none."""

    person: str
    handover: str
    why: str = ""


def takers(session: Session) -> dict[str, str]:
    """Return who may be handed a cartella, by id: who works on cases in the ente, by name."""
    return {one: name for one, name in operator_names(session).items() if offering.may_take(session, one)}


def cases_of(session: Session, operator: str, *, since: str = "") -> list[CaseHeld]:
    """Return the cartelle here in which an operator holds something from a day on, by name.

    Raises:
        NotAllowed: when this operator assigns no cases.
    """
    session.require(Deed.ASSIGN_CASES)
    database = session.vault.read()
    found = held_by(database, operator, since=since or today(session.clock).isoformat())
    names = {line.id: line.name for line in person_lines(session, found)}
    made = [_case(database, person, some, name=names.get(person, ""), giver=operator) for person, some in found.items()]
    return sorted(made, key=lambda one: (one.name.casefold(), one.person))


def elsewhere(session: Session, operator: str, *, since: str = "") -> dict[str, int]:
    """Return how much of what an operator holds belongs to no cartella here, and so is to be assigned by itself.

    Raises:
        NotAllowed: when this operator assigns no cases.
    """
    session.require(Deed.ASSIGN_CASES)
    day = since or today(session.clock).isoformat()
    return counts_of(held_elsewhere(session.vault.read(), operator, since=day))


def _case(database: Database, person: str, some: list[Held], *, name: str, giver: str) -> CaseHeld:
    return CaseHeld(
        person=person,
        name=name,
        counts=counts_of(one for one in some if one.circle == ORDINARY),
        reserved=len({one.record for one in some if one.circle != ORDINARY}),
        waiting=offering.on_offer(database, person, giver=giver) or "",
    )


def propose(session: Session, persons: Sequence[str], *, terms: Terms) -> list[Proposed]:
    """Propose cartelle to a colleague, and return what became of each; one that cannot pass stops no other.

    The operators of the terms may be links by id alone.

    Raises:
        NotAllowed: when this operator assigns no cases.
        BadInput: when the terms cannot hold, or nothing was chosen.
    """
    session.require(Deed.ASSIGN_CASES)
    whole = _checked(session, terms, persons)
    batch = session.ids.new()
    made = [_propose(session, person, terms=whole, batch=batch) for person in dict.fromkeys(persons)]
    session.tell(*(one for done in made for one in (done.handover, done.person) if done.handover))
    return made


def _checked(session: Session, terms: Terms, persons: Sequence[str]) -> Terms:
    if not persons:
        raise BadInput(problems=tr(NONE_CHOSEN))
    type_ = type_named("handover")
    given = {
        "from_operator": terms.giver,
        "to_operator": terms.taker,
        "since": terms.since,
        "until": terms.until,
        "reason": terms.reason,
        "note": terms.note,
        "parts": list(terms.parts),
    }
    values = completed(session, session.vault.read(), type_, {name: said(value) for name, value in given.items()})
    wrong = problems_of(type_, values, codes=Codes(session).known)
    # The person comes later, one by one; who would hand over to himself is stopped here.
    stop_at_errors(type_, [replace(one, warning=False) for one in wrong if one.field != "person"])
    if not offering.may_take(session, id_in(values["to_operator"])):
        raise BadInput(problems=tr(NO_CASES))
    return replace(terms, giver=values["from_operator"], taker=values["to_operator"])


def _propose(session: Session, person: str, *, terms: Terms, batch: str) -> Proposed:
    def work(database: Database) -> str:
        some = offering.passes_of(session, database, person, terms=terms).passes
        return offering.make_offer(session, database, person, terms=terms, some=some, batch=batch)

    why = _why_not(session, person, terms)
    if why:
        return Proposed(person, "", tr(why))
    try:
        return Proposed(person, session.vault.write(work))
    except ActRefused as refused:
        return Proposed(person, "", refused.text)


def _why_not(session: Session, person: str, terms: Terms) -> str:
    database = session.vault.read()
    giver = id_in(terms.giver)
    if not is_id(person) or folders.root_type_of(database, person) != "person":
        return NOT_HERE
    if offering.on_offer(database, person, giver=giver):
        return WAITING
    return "" if offering.passes_of(session, database, person, terms=terms).passes else NOTHING


@dataclass(frozen=True, slots=True)
class Accepted:
    """What became of the acceptance of one cartella, or why it was not accepted."""

    handover: str
    why: str = ""


def accept(session: Session, handovers: Iterable[str]) -> list[Accepted]:
    """Accept handovers one after the other, each whole or not at all; one that may not be accepted stops no other."""
    return [_accept(session, one) for one in handovers]


def _accept(session: Session, handover: str) -> Accepted:
    try:
        acts.do(session, handover, "accept", given={})
    except (ActRefused, NotFound) as fault:
        return Accepted(handover, fault.text)
    return Accepted(handover)
