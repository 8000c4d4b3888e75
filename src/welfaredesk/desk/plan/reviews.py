# SPDX-License-Identifier: EUPL-1.2
"""Reviews of a plan: which are due, one begun from its goals, and what it says brought into the plan."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from welfaredesk.base.clock import today
from welfaredesk.base.text import N_, tr
from welfaredesk.desk import lists, records
from welfaredesk.desk.act_rules import Acted, ActRule
from welfaredesk.desk.plan.from_staff import action_row
from welfaredesk.desk.plan.lines import ENDED as ENDED_ACTIONS
from welfaredesk.desk.plan.lines import actions_in, goals_in, roles_in
from welfaredesk.desk.records import type_named
from welfaredesk.desk.session import Session
from welfaredesk.desk.staff.members import as_rows
from welfaredesk.desk.staff.tasks import open_tasks
from welfaredesk.desk.staff.writing import bring_up_to_date
from welfaredesk.domain.kinds import Value, Values
from welfaredesk.domain.machines.project_path import PROJECT_PATH, RUNNING
from welfaredesk.domain.machines.project_review_path import PROJECT_REVIEW_PATH
from welfaredesk.domain.plan_rows import months_after, review_months
from welfaredesk.store import questions
from welfaredesk.store import records as standing_records
from welfaredesk.store.driver import Database
from welfaredesk.store.rows import read_row

ENDED = N_("Il progetto è concluso: per riportarci una verifica va riaperto")
NOTHING = N_("La verifica non dice ancora niente di nessun obiettivo")
NOT_A_PART = frozenset({"approved_by"})
"""The link to an operator by which nobody works on a project."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewDue:
    """A project whose next review is due, or with `what` one of its actions."""

    id: str
    number: str
    day: date
    person: str
    what: str = ""


def reviews_due(database: Database, *, operator: str, until: str) -> list[ReviewDue]:
    """Return the projects that an operator works on whose next review is due by a day, the first due on top."""
    due = [
        _due(row, str(row["next_review_on"]))
        for row in _working_on(database, operator)
        if row.get("next_review_on") and str(row["next_review_on"]) <= until
    ]
    return sorted(due, key=lambda one: (one.day, one.id))


def actions_due(database: Database, *, operator: str, until: str) -> list[ReviewDue]:
    """Return what an operator has to do by a day in the projects that go on, unless an open task reminds of it."""
    tasks = open_tasks(database, operator=operator, until=until)
    reminded = {action_row(str(row["_id"])) for row in tasks}
    due = [
        _due(row, one.due_on.isoformat(), what=one.what)
        for row in _working_on(database, operator)
        for one in actions_in(row)
        if one.operator == operator and one.due_on and one.state not in ENDED_ACTIONS and one.row not in reminded
    ]
    return sorted((one for one in due if one.day.isoformat() <= until), key=lambda one: (one.day, one.id, one.what))


def _working_on(database: Database, operator: str) -> Iterator[Values]:
    """Give the projects that go on and name an operator as one who works on them."""
    type_ = type_named("project")
    found = {source for source, field in questions.linking(database, operator, type_.name) if field not in NOT_A_PART}
    rows = (read_row(database, type_, source) for source in sorted(found))
    return (row for row in rows if row is not None and PROJECT_PATH.state_of(row) in RUNNING)


def _due(row: Values, day: str, *, what: str = "") -> ReviewDue:
    person = row.get("person")
    return ReviewDue(
        id=str(row["_id"]),
        number=str(row.get("number") or ""),
        day=date.fromisoformat(day),
        person=str(person["id"]) if isinstance(person, dict) else "",
        what=what,
    )


def start_review(session: Session, project: str) -> str:
    """Begin a review of a project with a row for each goal, unless one is begun already, and return its id.

    Raises:
        NotFound: when the project is not here.
        NotAllowed: when the operator's roles do not reach it.
    """
    shown = records.show(session, project)
    begun = [
        row for row in lists.of_root(session, "project_review", project) if PROJECT_REVIEW_PATH.state_of(row) == "draft"
    ]
    if begun:
        return str(begun[0]["_id"])
    return records.add(session, type_named("project_review"), _begun(session, shown.values), root=project).id


def _begun(session: Session, project: Values) -> dict[str, Value]:
    day = today(session.clock)
    months = review_months(project)
    attending = [
        {name: row[name] for name in ("role", "body", "name", "operator") if row.get(name)}
        for row in as_rows(project.get("roles"))
    ]
    outcomes = [
        {"goal": one.row, "text": one.goal} | ({"reached": one.reached} if one.reached else {})
        for one in goals_in(project)
    ]
    return {
        "held_on": day.isoformat(),
        "attendance": [row for row, line in zip(attending, roles_in(project), strict=True) if line.name or line.role],
        "outcomes": outcomes,
        "next_on": months_after(day, months).isoformat() if months else None,
    }


def _carry_why(_session: Session, database: Database, acted: Acted) -> str:
    found = standing_records.standing(database, acted.root)
    if found is not None and PROJECT_PATH.state_of(found.values) == "concluded":
        return tr(ENDED)
    told = any(row.get("reached") or row.get("note") for row in as_rows(acted.values.get("outcomes")))
    return "" if told or acted.values.get("next_on") else tr(NOTHING)


def _carry_adds(session: Session, database: Database, acted: Acted) -> dict[str, Value]:
    found = standing_records.standing(database, acted.root)
    if found is None:
        return {}
    held = str(acted.values.get("held_on") or "")
    told = {str(row.get("goal") or ""): row for row in as_rows(acted.values.get("outcomes"))}
    goals = [_looked_at(row, told.get(str(row.get("_row"))), held=held) for row in as_rows(found.values.get("goals"))]
    changed: dict[str, Value] = {"goals": goals}
    if acted.values.get("next_on"):
        changed["next_review_on"] = acted.values["next_on"]
    bring_up_to_date(session, database, acted.root, changed)
    return {}


def _looked_at(goal: Values, outcome: Values | None, *, held: str) -> dict[str, Value]:
    """Return the row of a goal as a review leaves it: one that was looked at later stays."""
    if outcome is None or not outcome.get("reached") or str(goal.get("reached_on") or "") > held:
        return dict(goal)
    noted = {"note": outcome["note"]} if outcome.get("note") else {}
    return dict(goal) | {"reached": outcome["reached"], "reached_on": held} | noted


REVIEW: dict[str, ActRule] = {"carry": ActRule(why=_carry_why, adds=_carry_adds)}
