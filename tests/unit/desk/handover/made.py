# SPDX-License-Identifier: EUPL-1.2
"""Cartelle that a colleague holds, for the tests of the passaggio di consegne: all of it fictional."""

from dataclasses import dataclass

from tests.opened import add
from tests.unit.desk.staff.made import minutes_about, situation
from tests.unit.desk.test_organico import colleague as newcomer
from welfaredesk.desk import acts
from welfaredesk.desk.bulk import NewRecord, add_many
from welfaredesk.desk.handover.offering import Terms
from welfaredesk.desk.handover.proposing import Proposed, propose
from welfaredesk.desk.people import stated
from welfaredesk.desk.records import type_named
from welfaredesk.desk.session import Session
from welfaredesk.desk.staff.answers import answer_id
from welfaredesk.domain.kinds import Value
from welfaredesk.domain.statement import StatementKind

TODAY, TOMORROW, BACK = "2026-10-19", "2026-10-20", "2027-03-01"
WHEN = "2026-11-03T09:00:00+01:00"


@dataclass(frozen=True, slots=True)
class Case:
    """A cartella with what an operator holds in it."""

    person: str
    episode: str
    appointment: str
    deadline: str


def do(session: Session, record: str, action: str, **given: Value) -> acts.Done:
    """Do an act with what is given to it."""
    return acts.do(session, record, action, given=given)


def colleague(session: Session, surname: str = "Neri", name: str = "Ada") -> str:
    """Return a colleague who has no desk."""
    return add(session, "operator", surname=surname, name=name)


def admitted(session: Session, surname: str = "Verdi") -> str:
    """Return a colleague who works on cases at a desk that nobody uses here."""
    operator = newcomer(session)
    body = {"operator": operator, "roles": ["operatore"]}
    stated(session, lambda saying, _: saying.say(StatementKind.ROLE, body))
    new = NewRecord(type=type_named("operator"), values={"surname": surname, "name": "Ugo"}, identity=operator)
    add_many(session, [new])
    return operator


def case_of(session: Session, operator: str, surname: str = "Boselli") -> Case:
    """Return a cartella in which an operator is titolare and case manager, with an appointment and a deadline."""
    person = add(session, "person", surname=surname, name="Rino", comune="Bozzolo")
    add(session, "case_file", person=person, comune="Bozzolo", responsible_social_worker=operator)
    return Case(
        person,
        add(
            session,
            "care_episode",
            person=person,
            opened_on="2025-02-03",
            responsible_social_worker=operator,
            case_manager=operator,
        ),
        add(session, "appointment", person=person, when=WHEN, title="Colloquio", operators=[{"operator": operator}]),
        add(session, "deadline", person=person, title="Relazione al TM", due_on="2026-11-20", owner=operator),
    )


def asked_of(session: Session, operator: str, person: str) -> str:
    """Return the answer to shared minutes that an operator still has to give, and has a task from."""
    about = situation(session, {"role": "social_worker", "operator": operator}, person=person, subject="")
    decided = [{"what": "Sentire il medico", "operator": operator, "due_on": "2026-11-10"}]
    made = minutes_about(session, about, decisions=decided)
    acts.do(session, made, "share", given={})
    acts.do(session, made, "to-tasks", given={})
    rows = acts.offered(session, made).shown.values["attendance"]
    member = next(row["_row"] for row in rows if (row.get("operator") or {}).get("id") == operator)
    return answer_id(made, 1, member=member)


def terms(giver: str, taker: str, *, since: str = TODAY, until: str = "") -> Terms:
    """Return terms from today on."""
    return Terms(giver={"id": giver}, taker={"id": taker}, since=since, until=until)


def handed(session: Session, case: Case, giver: str, *, taker: str, since: str = TODAY, until: str = "") -> str:
    """Return the handover of a cartella that was proposed."""
    (made,) = propose(session, [case.person], terms=terms(giver, taker, since=since, until=until))
    assert made == Proposed(case.person, made.handover), made.why
    return made.handover
