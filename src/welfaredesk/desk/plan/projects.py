# SPDX-License-Identifier: EUPL-1.2
"""Beginning a project, from a cartella or from a situation of a staff, and sharing it with who takes part."""

from datetime import date

from welfaredesk.base.text import N_, tr
from welfaredesk.desk import lists, records
from welfaredesk.desk.act_rules import Acted, ActRule
from welfaredesk.desk.plan.approval import changed_since_approved
from welfaredesk.desk.records import type_named
from welfaredesk.desk.session import Session
from welfaredesk.desk.staff.members import as_rows, share_listed
from welfaredesk.domain.kinds import Value, Values
from welfaredesk.domain.machines.care_path import CARE_PATH
from welfaredesk.domain.machines.project_path import PROJECT_PATH, RUNNING
from welfaredesk.domain.plan_rows import months_after, review_months
from welfaredesk.store.driver import Database

FIRST_KIND = "individual"
NOTHING_CHANGED = N_("Il progetto è come è stato approvato: non c'è niente da approvare di nuovo")


def new_project(
    session: Session,
    *,
    person: str | None = None,
    household: str | None = None,
    situation: str | None = None,
    kind: str = FIRST_KIND,
) -> str:
    """Begin a project and return its id; from a situation it takes person, household and members.

    Raises:
        NotFound: when the situation is not here.
        BadInput: when the person or the household is not here.
        NotAllowed: when the operator's roles do not begin one.
    """
    said: dict[str, Value] = {"kind": kind, "person": person, "household": household, "situation": situation}
    if situation:
        said |= _of_situation(records.show(session, situation).values)
    whom = said.get("person")
    identity = whom["id"] if isinstance(whom, dict) else whom
    if identity:
        said["care_episode"] = _open_care(session, str(identity))
    return records.add(session, type_named("project"), {name: one for name, one in said.items() if one}).id


def _of_situation(values: Values) -> dict[str, Value]:
    taken = ("role", "body", "name", "operator")
    roles = [{name: row[name] for name in taken if row.get(name)} for row in as_rows(values.get("members"))]
    about: dict[str, Value] = {name: values[name] for name in ("person", "household") if values.get(name)}
    return about | {"roles": roles}


def _open_care(session: Session, person: str) -> str | None:
    rows = lists.of_root(session, "care_episode", person)
    going_on = [row for row in rows if CARE_PATH.state_of(row) not in CARE_PATH.ends]
    return str(going_on[0]["_id"]) if len(going_on) == 1 else None


def share(session: Session, project: str) -> int:
    """Let those who take part in a project and have a desk read it, and return to how many it was new.

    Raises:
        EndMissing: when the time of somebody from outside is over.
        OneFolder: when somebody from outside reads another folder already.
    """
    return share_listed(session, project, "roles")


def _approve_why(_session: Session, database: Database, acted: Acted) -> str:
    if PROJECT_PATH.state_of(acted.values) not in RUNNING:
        return ""
    return "" if changed_since_approved(database, acted.id, acted.values) else tr(NOTHING_CHANGED)


def _approve_adds(_session: Session, _database: Database, acted: Acted) -> dict[str, Value]:
    """Say the day of the first review, when nobody has said it and the plan says how often it is looked at."""
    values = acted.values
    months, approved = review_months(values), str(values.get("approved_on") or "")
    if values.get("next_review_on") or not months or not approved:
        return {}
    begins = max(str(values.get("starts_on") or ""), approved)
    return {"next_review_on": months_after(date.fromisoformat(begins), months).isoformat()}


PROJECT: dict[str, ActRule] = {"approve": ActRule(why=_approve_why, adds=_approve_adds)}
