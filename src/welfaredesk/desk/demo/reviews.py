# SPDX-License-Identifier: EUPL-1.2
"""Minutes of the demo ente that wait for their case manager: shared some days ago, one approved and changed since."""

from collections.abc import Mapping
from datetime import date, timedelta

import msgspec

from welfaredesk.base.places import resources_folder
from welfaredesk.desk import acts, records
from welfaredesk.desk.demo.sitting import Looked, begin_situation, convened, decision_row
from welfaredesk.desk.demo.territory import Calendar
from welfaredesk.desk.session import Session
from welfaredesk.desk.staff import minutes as minutes_of
from welfaredesk.desk.staff.convening import minutes_id

ASKED, HELD = 20, 6
"""Days since the situations were asked for, and since the sitting."""


class Reviewed(Looked, frozen=True):
    """Minutes of the sitting: the area of the case, what they wait for, what was written after they were approved."""

    area: str = ""
    ends: str = ""
    changed: dict[str, str] = msgspec.field(default_factory=dict)


class ReviewTexts(msgspec.Struct, frozen=True):
    """What is written in the sitting."""

    place: str
    corrected: str
    approval: str
    minutes: list[Reviewed]


def leave_to_review(session: Session, *, persons: Mapping[str, str], calendar: Calendar) -> None:
    """Write a sitting about persons whose case manager works here, and share its minutes.

    Args:
        session: the desk of the demo ente.
        persons: whom it may be about, by the area of the case.
        calendar: the days, seen from now.
    """
    texts = msgspec.json.decode((resources_folder() / "demo" / "reviews.json").read_bytes(), type=ReviewTexts)
    asked = calendar.working_day(calendar.today - timedelta(days=ASKED)).isoformat()
    pairs = [(one, persons[one.area]) for one in texts.minutes if one.area in persons]
    if not pairs:
        return
    made = [begin_situation(session, one, {"person": person, "requested_on": asked}) for one, person in pairs]
    day = calendar.working_day(calendar.today - timedelta(days=HELD))
    sitting = convened(session, made, texts.place, day=day, calendar=calendar)
    for (one, _), situation in zip(pairs, made, strict=True):
        _written(session, minutes_id(sitting, situation), one, texts, day=day)
    acts.do(session, sitting, "hold", given={})


def _written(session: Session, made: str, one: Reviewed, texts: ReviewTexts, *, day: date) -> None:
    there = [row | {"presence": "present"} for row in records.show(session, made).values["attendance"]]
    decided = [decision_row(session, row, day=day) for row in one.decisions]
    records.change(session, made, {**one.texts, "attendance": there, "decisions": decided})
    _share(session, made, day)
    if one.ends == "again":
        approved = {"approved_on": (day + timedelta(days=1)).isoformat(), "approval_note": texts.approval}
        acts.do(session, made, "approve", given=approved)
        acts.do(session, made, "revise", given={"revise_reason": texts.corrected})
        records.change(session, made, dict(one.changed))
        _share(session, made, day + timedelta(days=2))
    elif one.ends == "late":
        acts.do(session, made, "to-tasks", given={})
        return  # its own answer still waits, and so does its task
    for answer in minutes_of.minutes_page(session, made).answers:
        if answer.operator:
            acts.do(session, answer.id, "confirm", given={"answered_on": (day + timedelta(days=2)).isoformat()})


def _share(session: Session, made: str, day: date) -> None:
    until = (day + timedelta(days=10)).isoformat()
    acts.do(session, made, "share", given={"shared_on": day.isoformat(), "answer_by": until})
