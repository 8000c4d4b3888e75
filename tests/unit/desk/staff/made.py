# SPDX-License-Identifier: EUPL-1.2
"""A staff di progetto for the tests: fictional situations, their members, a sitting, and minutes written so far."""

from typing import Any

from tests.opened import add, giulia
from welfaredesk.desk import acts, records
from welfaredesk.desk.session import Session
from welfaredesk.desk.staff.convening import minutes_id
from welfaredesk.domain.kinds import Value

WHEN = "2026-10-26T14:30:00+01:00"
SCHOOL: dict[str, Value] = {"role": "school", "name": "Neri, Ada", "body": "Istituto di Gussola"}


def me(session: Session) -> dict[str, Value]:
    """Return the row of whoever works at this desk."""
    return {"role": "social_worker", "operator": session.identity.operator}


def situation(session: Session, *members: dict[str, Value], **said: Any) -> str:
    """Return a situation that was taken up."""
    given = {"subject": "Famiglia Rovati"} | said
    made = add(session, "situation", members=[me(session), *members], **given)
    acts.do(session, made, "accept", given={})
    return made


def sitting(session: Session, *situations: str, when: str = WHEN, place: str = "Sede di Gussola") -> str:
    """Return a sitting that was convened for some situations."""
    agenda = [{"situation": one, "minutes": 30} for one in situations]
    made = add(session, "sitting", when=when, place=place, agenda=agenda)
    acts.do(session, made, "convene", given={})
    return made


def minutes(session: Session, *members: dict[str, Value], **said: Any) -> str:
    """Return the minutes of one situation, in which two things are decided."""
    return minutes_about(session, situation(session, *(members or (SCHOOL,))), **said)


def minutes_about(session: Session, about: str, *, when: str = WHEN, **said: Any) -> str:
    """Return the minutes of a situation, in which two things are decided."""
    made = minutes_id(sitting(session, about, when=when), about)
    decisions = [
        {"what": "Scrivere alla scuola", "operator": session.identity.operator, "due_on": "2026-11-03"},
        {"what": "Portare la pagella", "owner": "La madre"},
    ]
    records.change(session, made, {"health": "Sta meglio.\nDorme.", "decisions": decisions} | said)
    return made


def decided_again(session: Session) -> tuple[str, str]:
    """Return the situation of Giulia and its minutes, after others in which something became a task."""
    about = situation(session, SCHOOL, person=giulia(session), subject="")
    earlier = minutes_id(sitting(session, about, when="2026-09-14T14:30:00+02:00"), about)
    decided = [{"what": "Scrivere alla scuola", "owner": "Lucia", "due_on": "2026-10-03"}]
    records.change(session, earlier, {"decisions": decided})
    do(session, earlier, "to-tasks")
    now = minutes_id(sitting(session, about), about)
    records.change(session, now, {"decisions": [{"what": "Due ore in più", "owner": "Lucia"}]})
    return about, now


def do(session: Session, record: str, action: str, **given: Value) -> acts.Done:
    """Do an act."""
    return acts.do(session, record, action, given=given)


def why_not(session: Session, record: str, action: str) -> str:
    """Return why an act may not be done, nothing when it may."""
    offer = acts.offered(session, record).offer(action)
    assert offer is not None
    return offer.why
