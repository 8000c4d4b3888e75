# SPDX-License-Identifier: EUPL-1.2
"""A project as its page shows it, and the projects of a person."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from welfaredesk.base.clock import today
from welfaredesk.base.text import N_, tr
from welfaredesk.desk import lists, reading, records
from welfaredesk.desk.plan.approval import approved_copy, changed_since_approved
from welfaredesk.desk.plan.from_staff import ProjectTask, tasks_for
from welfaredesk.desk.plan.lines import (
    ActionLine,
    Budget,
    GoalLine,
    RoleLine,
    budget_in,
    goals_in,
    loose_actions,
    roles_in,
)
from welfaredesk.desk.plan.projects import new_project
from welfaredesk.desk.records import Shown, type_named
from welfaredesk.desk.session import Session
from welfaredesk.desk.staff.members import as_rows, readers_missing
from welfaredesk.desk.staff.minutes import Note, notes_about
from welfaredesk.desk.staff.situations import name_in
from welfaredesk.domain.kinds import Values
from welfaredesk.domain.machines.contract_path import CONTRACT_PATH
from welfaredesk.domain.machines.project_path import PROJECT_PATH, RUNNING
from welfaredesk.domain.machines.project_review_path import PROJECT_REVIEW_PATH
from welfaredesk.domain.names import link_title

MOST = 500
NOBODY = N_("Non dice di chi è il progetto: una persona o un nucleo")
NO_GOALS = N_("Non c'è ancora nessun obiettivo")
NO_ACTIONS = N_("Un obiettivo non ha ancora azioni: {goal}")
NOT_WHOSE = N_("Un'azione non dice a chi tocca: {what}")
NO_WISHES = N_("Manca che cosa desidera la persona")
NO_START, NO_REVIEW = N_("Manca da quando comincia"), N_("Manca quando si verifica")
NO_CONTRACT = N_("Non c'è ancora un contratto con la persona e la famiglia")
OVER = N_("Il progetto è arrivato alla sua fine: si conclude o si riprogetta")
UNSIGNED = N_("Il contratto non è ancora firmato")
OLD_CONTRACT = N_("Il contratto firmato è di una versione di prima")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectLine:
    """A project in a list. `stale` says that what was approved has changed since."""

    id: str
    number: str
    name: str
    person: str
    kind: str
    state: str
    version: int
    operator: str
    starts_on: str
    next_review_on: str
    stale: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewLine:
    """A review of a project."""

    id: str
    held_on: str
    state: str
    result: str
    next_on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractLine:
    """A contract of a project: its number, where it stands, and which version of the plan it is about."""

    id: str
    number: str
    state: str
    version: int
    issued_on: str
    signed_on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectPage:
    """A project: goals by horizon with their actions, `loose` those of none, money, reviews, contracts, tasks.

    `changed` names the fields that are not as they were approved: it is to be approved again. `approved` is the plan
    as it was approved last, nothing before. `missing` says in sentences what is not there yet; it blocks nothing.
    `not_reading` names those who take part, have a desk and do not read it yet.
    """

    shown: Shown
    name: str
    person: str
    household: str
    situation: str
    state: str
    version: int
    values: Values
    approved: Values | None
    changed: tuple[str, ...]
    goals: tuple[GoalLine, ...]
    loose: tuple[ActionLine, ...]
    budget: Budget
    roles: tuple[RoleLine, ...]
    reviews: tuple[ReviewLine, ...]
    contracts: tuple[ContractLine, ...]
    tasks: tuple[ProjectTask, ...]
    missing: tuple[str, ...]
    not_reading: tuple[str, ...]
    review_due: date | None
    notes: tuple[Note, ...]


def projects(session: Session) -> list[ProjectLine]:
    """Return the projects that this desk reads: those that go on first, then the latest."""
    rows, _ = lists.page_of(session, type_named("project"), limit=MOST)
    return _in_order(_line(session, row) for row in rows)


def projects_of(session: Session, person: str) -> list[ProjectLine]:
    """Return the projects of a person, a household, or a situation of a staff that this desk reads."""
    return _in_order(_line(session, row) for row in lists.linked_from(session, person, "project"))


def project_of_situation(session: Session, situation: str) -> str:
    """Return the project that goes on for a situation of a staff, begun when there is none.

    Raises:
        NotFound: when the situation is not here.
        NotAllowed: when there is none and the operator's roles do not begin one.
    """
    here = (one.id for one in projects_of(session, situation) if one.state != "concluded")
    return next(here, "") or new_project(session, situation=situation)


def _in_order(lines: Iterator[ProjectLine]) -> list[ProjectLine]:
    latest = sorted(lines, key=lambda one: (one.starts_on, one.number, one.id), reverse=True)
    return sorted(latest, key=lambda one: one.state == "concluded")


def _line(session: Session, row: Values) -> ProjectLine:
    database, identity = session.vault.read(), str(row["_id"])
    return ProjectLine(
        id=identity,
        number=str(row.get("number") or ""),
        name=name_in(session, row),
        person=_id_in(row, "person"),
        kind=str(row.get("kind") or ""),
        state=PROJECT_PATH.state_of(row),
        version=int(row.get("version") or 0),
        operator=link_title(row.get("operator")),
        starts_on=str(row.get("starts_on") or ""),
        next_review_on=str(row.get("next_review_on") or ""),
        stale=bool(changed_since_approved(database, identity, row)),
    )


def project_page(session: Session, identity: str) -> ProjectPage:
    """Return what the page of a project shows; the reading is logged first.

    Raises:
        NotFound: when it is not here, or the operator's roles do not reach it.
    """
    shown = records.show(session, identity)
    reading.opened(session, shown.root)
    database, values = session.vault.read(), shown.values
    state = PROJECT_PATH.state_of(values)
    contracts = contracts_of(session, identity)
    due = str(values.get("next_review_on") or "")
    away = readers_missing(session, identity, as_rows(values.get("roles")))
    names = lists.operator_names(session) if away else {}
    return ProjectPage(
        shown=shown,
        name=name_in(session, values),
        person=_id_in(values, "person"),
        household=_id_in(values, "household"),
        situation=_id_in(values, "situation"),
        state=state,
        version=int(values.get("version") or 0),
        values=values,
        approved=approved_copy(database, identity),
        changed=tuple(changed_since_approved(database, identity, values)),
        goals=goals_in(values),
        loose=loose_actions(values),
        budget=budget_in(values),
        roles=tuple(roles_in(values)),
        reviews=tuple(reviews_of(session, identity)),
        contracts=tuple(contracts),
        tasks=tuple(tasks_for(session, values)),
        missing=tuple(_missing(values, contracts, day=today(session.clock).isoformat())),
        not_reading=tuple(names.get(one, "") for one in away),
        review_due=date.fromisoformat(due) if due and state in RUNNING and _near(session, due) else None,
        notes=tuple(notes_about(session, shown, field="about")),
    )


def _near(session: Session, due: str) -> bool:
    return due <= today(session.clock).isoformat()


def _id_in(values: Values, name: str) -> str:
    link = values.get(name)
    return str(link["id"]) if isinstance(link, dict) and link.get("id") else ""


def reviews_of(session: Session, project: str) -> list[ReviewLine]:
    """Return the reviews of a project, the latest first."""
    rows = lists.of_root(session, "project_review", project)
    lines = [
        ReviewLine(
            id=str(row["_id"]),
            held_on=str(row.get("held_on") or ""),
            state=PROJECT_REVIEW_PATH.state_of(row),
            result=str(row.get("result") or ""),
            next_on=str(row.get("next_on") or ""),
        )
        for row in rows
    ]
    return sorted(lines, key=lambda one: (one.held_on, one.id), reverse=True)


def contracts_of(session: Session, project: str) -> list[ContractLine]:
    """Return the contracts of a project, the latest first."""
    rows = lists.of_root(session, "contract", project)
    lines = [
        ContractLine(
            id=str(row["_id"]),
            number=str(row.get("number") or ""),
            state=CONTRACT_PATH.state_of(row),
            version=int(row.get("project_version") or 0),
            issued_on=str(row.get("issued_on") or ""),
            signed_on=str(row.get("signed_on") or ""),
        )
        for row in rows
    ]
    return sorted(lines, key=lambda one: one.id, reverse=True)


def _missing(values: Values, contracts: list[ContractLine], *, day: str) -> Iterator[str]:
    """Say what is not there yet, in the order in which it is usually written."""
    if not (values.get("person") or values.get("household")):
        yield tr(NOBODY)
    if not values.get("wishes"):
        yield tr(NO_WISHES)
    goals = goals_in(values)
    if not goals:
        yield tr(NO_GOALS)
    yield from (tr(NO_ACTIONS).format(goal=one.goal) for one in goals if not one.actions)
    every = [*loose_actions(values), *(action for one in goals for action in one.actions)]
    yield from (tr(NOT_WHOSE).format(what=one.what) for one in every if not one.who)
    if not values.get("starts_on"):
        yield tr(NO_START)
    if not (values.get("next_review_on") or values.get("review_months")):
        yield tr(NO_REVIEW)
    if PROJECT_PATH.state_of(values) in RUNNING:
        yield from _contract_missing(values, contracts)
        if values.get("ends_on") and values["ends_on"] < day:
            yield tr(OVER)


def _contract_missing(values: Values, contracts: list[ContractLine]) -> Iterator[str]:
    living = [one for one in contracts if one.state != "withdrawn"]
    signed = [one.version for one in living if one.state == "signed"]
    if not living:
        yield tr(NO_CONTRACT)
    elif not signed:
        yield tr(UNSIGNED)
    elif max(signed) < int(values.get("version") or 0):
        yield tr(OLD_CONTRACT)
