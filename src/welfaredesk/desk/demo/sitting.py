# SPDX-License-Identifier: EUPL-1.2
"""The staff di progetto of the demo ente: one sitting that is coming with three situations, and one that was closed."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import msgspec

from welfaredesk.base.places import resources_folder
from welfaredesk.desk import acts, records
from welfaredesk.desk.demo.territory import Calendar
from welfaredesk.desk.records import type_named
from welfaredesk.desk.session import Session
from welfaredesk.desk.staff import minutes as minutes_of
from welfaredesk.desk.staff.convening import minutes_id
from welfaredesk.domain.kinds import Value

AHEAD, BACK, TERM = 4, 33, 7
"""Days until the sitting that is coming, since the one before, and until that one's minutes were closed."""
ASKED = (47, 12, 6)
"""Days since each situation was asked for."""
FROM, LENGTH = 14 * 60 + 30, 40


class Decided(msgspec.Struct, frozen=True):
    """A decision: what, whose it is where it is not this operator's, in how many days, and how it ended."""

    what: str
    owner: str
    days: int = 10
    outcome: str = ""


class Looked(msgspec.Struct, frozen=True):
    """A situation: why, who takes part besides this operator, and what is written so far."""

    reason: str
    members: list[dict[str, str]]
    texts: dict[str, str]
    decisions: list[Decided]


class SittingTexts(msgspec.Struct, frozen=True):
    """What is written in the sitting that is coming and in the one before."""

    template: str
    expected: list[str]
    place: str
    subject: str
    situations: list[Looked]
    earlier: dict[str, str]
    earlier_decisions: list[Decided]
    remark: str
    prepared: str


def hold_sittings(session: Session, *, girl: str, other: str, calendar: Calendar) -> list[str]:
    """Write the sittings as people do, act by act, and return the situations.

    Args:
        session: the desk of the demo ente.
        girl: the person of the pictures, whose situation was looked at before.
        other: another person in carico.
        calendar: the days, seen from now.
    """
    texts = msgspec.json.decode((resources_folder() / "demo" / "sitting.json").read_bytes(), type=SittingTexts)
    expected = [{"role": role, "convenes": role == "area_contact"} for role in texts.expected]
    template = _add(session, "staff_template", name=texts.template, expected=expected)
    about: list[dict[str, Value]] = [{"person": girl}, {"person": other}, {"subject": texts.subject}]
    made = []
    for number, (looked, said) in enumerate(zip(texts.situations, about, strict=True)):
        asked = calendar.working_day(calendar.today - timedelta(days=ASKED[number]))
        made.append(begin_situation(session, looked, said | {"requested_on": asked.isoformat()}, template=template))
    _closed(session, made[0], texts, calendar)
    day = calendar.working_day(calendar.today + timedelta(days=AHEAD))
    coming = convened(session, made, texts.place, day=day, calendar=calendar)
    for situation, looked in zip(made, texts.situations, strict=True):
        decided = [decision_row(session, one, day=day) for one in looked.decisions]
        records.change(session, minutes_id(coming, situation), {**looked.texts, "decisions": decided})
    first = minutes_id(coming, made[0])
    link = {"id": first, "root": made[0], "title": ""}
    name = texts.situations[0].members[0]["name"]
    _add(session, "preparation", root=made[0], minutes=link, name=name, knows=texts.prepared)
    return made


def _add(session: Session, type_name: str, *, root: str | None = None, **said: Value) -> str:
    return records.add(session, type_named(type_name), said, root=root).id


def begin_situation(
    session: Session, looked: Looked, about: Mapping[str, Value], *, template: str | None = None
) -> str:
    """Write a situation that was asked for and taken up, and return it."""
    me: dict[str, Value] = {"role": "social_worker", "operator": session.identity.operator}
    members = [me, *looked.members]
    made = _add(session, "situation", **about, reason=looked.reason, members=members, template=template)
    acts.do(session, made, "accept", given={"accepted_on": about["requested_on"]})
    return made


def convened(session: Session, situations: Sequence[str], place: str, *, day: date, calendar: Calendar) -> str:
    """Write a sitting that was convened about some situations, and return it."""
    agenda = [
        {"situation": one, "at": calendar.at(day, FROM + number * LENGTH).iso(), "minutes": LENGTH}
        for number, one in enumerate(situations)
    ]
    made = _add(session, "sitting", when=calendar.at(day, FROM).iso(), place=place, agenda=agenda)
    acts.do(session, made, "convene", given={})
    return made


def decision_row(session: Session, one: Decided, *, day: date) -> dict[str, Value]:
    """Return a decision as a row of the minutes of a day."""
    owner: dict[str, Value] = {"owner": one.owner} if one.owner else {"operator": session.identity.operator}
    return {"what": one.what, "due_on": (day + timedelta(days=one.days)).isoformat()} | owner


def _closed(session: Session, situation: str, texts: SittingTexts, calendar: Calendar) -> None:
    """Write the minutes of the sitting before, answered by all and closed, and what became of their decisions."""
    day = calendar.working_day(calendar.today - timedelta(days=BACK))
    shared, closed = day.isoformat(), (day + timedelta(days=TERM)).isoformat()
    sitting = convened(session, [situation], texts.place, day=day, calendar=calendar)
    made = minutes_id(sitting, situation)
    there = [row | {"presence": "present"} for row in records.show(session, made).values["attendance"]]
    decided = [decision_row(session, one, day=day) for one in texts.earlier_decisions]
    records.change(session, made, {**texts.earlier, "attendance": there, "decisions": decided})
    acts.do(session, made, "share", given={"shared_on": shared, "answer_by": closed})
    school = texts.situations[0].members[0]["name"]
    for one in minutes_of.minutes_page(session, made).answers:
        given: dict[str, Value] = {"answered_on": closed}
        if one.operator:
            acts.do(session, one.id, "confirm", given=given)
        else:
            answer = {"answer": "remark", "text": texts.remark} if one.name == school else {"answer": "confirmed"}
            acts.do(session, one.id, "record-answer", given=given | answer | {"means": "signed_sheet"})
    acts.do(session, made, "confirm", given={"confirmed_on": closed})
    acts.do(session, made, "to-tasks", given={})
    acts.do(session, made, "close", given={"closed_on": closed})
    acts.do(session, sitting, "hold", given={})
    outcomes = {one.what: one.outcome for one in texts.earlier_decisions}
    for decision in minutes_of.minutes_page(session, made).decisions:
        if outcomes.get(decision.what):
            given = {"outcome": outcomes[decision.what], "ended_on": closed}
            acts.do(session, decision.task, "end", given=given)
