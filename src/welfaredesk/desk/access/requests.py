# SPDX-License-Identifier: EUPL-1.2
"""The register of requests of access: numbered, with the day by which each is answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from welfaredesk.base.clock import today
from welfaredesk.desk import lists, records
from welfaredesk.desk.records import Saved, type_named
from welfaredesk.desk.session import Session
from welfaredesk.desk.terms import terms_here
from welfaredesk.domain.access import Deed, may
from welfaredesk.domain.access_terms import ACCESS_TERMS, answerable
from welfaredesk.domain.kinds import Values
from welfaredesk.domain.machines.access_path import ACCESS_PATH
from welfaredesk.domain.names import link_title
from welfaredesk.domain.parameters import Term
from welfaredesk.store import agenda
from welfaredesk.store.driver import Database

MOST = 2000
STANDING = frozenset({"suspended", *ACCESS_PATH.ends})
"""States in which no term runs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestLine:
    """A request as the register shows it; `late` says by how many days its answer is overdue."""

    id: str
    number: str
    person: str
    name: str
    requester: str
    title: str
    received_on: str
    due_on: date | None
    late: int
    state: str
    answer: str
    answered_on: str
    worker: str

    @property
    def open(self) -> bool:
        """Tell whether it still waits for an answer."""
        return self.state not in ACCESS_PATH.ends


def new_request(session: Session, person: str, values: Values) -> Saved:
    """Save a request with its number and the day by which it is answered.

    Raises:
        BadInput: when who asks is not said, or a value cannot be held.
        NotAllowed: when the operator works on no case.
    """
    session.require(Deed.CONDUCT_CASES)
    given = dict(values) | {"person": person}
    if not given.get("due_on"):
        day = given.get("received_on") or today(session.clock).isoformat()
        asked = {"basis": given.get("basis") or "papers", "received_on": day}
        due = answerable(asked, among=access_terms(session)).due_on
        given["due_on"] = due.isoformat() if due is not None else None
    return records.add(session, type_named("access_request"), given, root=person)


def access_terms(session: Session, database: Database | None = None) -> tuple[Term, ...]:
    """Return the terms of a request of access as they hold at this ente."""
    return terms_here(session, ACCESS_TERMS, database=database)


def register(session: Session) -> list[RequestLine]:
    """Return the register, those that wait first and the one due first on top, then the latest answered."""
    session.require(Deed.CONDUCT_CASES)
    rows = agenda.latest(session.vault.read(), type_named("access_request"), "received_on", limit=MOST)
    day, terms = today(session.clock), access_terms(session)
    return _in_order([_line(row, day, terms) for row in rows])


def of_person(session: Session, person: str) -> list[RequestLine]:
    """Return the requests about a cartella, in the order of the register."""
    day, terms = today(session.clock), access_terms(session)
    return _in_order([_line(row, day, terms) for row in lists.of_root(session, "access_request", person)])


def due_until(session: Session, until: date) -> list[RequestLine]:
    """Return the requests that wait for this operator's answer, or for anybody's, by a day; those overdue too."""
    if not may(session.identity.roles, Deed.CONDUCT_CASES):
        return []
    mine = {"", session.identity.operator}
    waiting = (one for one in register(session) if one.state not in STANDING and one.worker in mine)
    return [one for one in waiting if one.due_on is not None and one.due_on <= until]


def _in_order(found: list[RequestLine]) -> list[RequestLine]:
    waiting = sorted((one for one in found if one.open), key=lambda one: (one.due_on or date.max, one.id))
    over = sorted((one for one in found if not one.open), key=lambda one: (one.answered_on, one.id), reverse=True)
    return [*waiting, *over]


def _line(row: Values, day: date, terms: Sequence[Term]) -> RequestLine:
    state, due = ACCESS_PATH.state_of(row), answerable(row, among=terms)
    person, worker = row.get("person"), row.get("worker")
    return RequestLine(
        id=str(row["_id"]),
        number=str(row.get("number") or ""),
        person=str(row["_root"]),
        name=link_title(person),
        requester=str(row.get("requester") or ""),
        title=str(row.get("title") or ""),
        received_on=str(row.get("received_on") or ""),
        due_on=due.due_on,
        late=0 if state in STANDING else due.late(day),
        state=state,
        answer=str(row.get("answer") or ""),
        worker=str(worker.get("id") or "") if isinstance(worker, dict) else "",
        answered_on=str(row.get("answered_on") or row.get("withdrawn_on") or ""),
    )
