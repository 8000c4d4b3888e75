# SPDX-License-Identifier: EUPL-1.2
"""From the staff di progetto into a plan: the tasks of the person, and how one of them becomes an action, once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from welfaredesk.base.errors import NotFound
from welfaredesk.base.ids import derived_id
from welfaredesk.desk import lists, records
from welfaredesk.desk.records import type_named
from welfaredesk.desk.session import Session
from welfaredesk.desk.staff.members import as_rows
from welfaredesk.desk.staff.tasks import make_task
from welfaredesk.domain.checks import is_day
from welfaredesk.domain.kinds import Value, Values
from welfaredesk.domain.machines.task_path import TASK_PATH
from welfaredesk.domain.names import link_title
from welfaredesk.store.rows import read_row

TAKEN = ("what", "operator", "owner", "due_on")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectTask:
    """A task of the person of a project, or of the situation that it came from; `action` is the row it became."""

    id: str
    what: str
    who: str
    due_on: date | None
    state: str
    outcome: str
    minutes: str
    action: str

    def late(self, on: date) -> bool:
        """Tell whether it is overdue on a day."""
        return self.due_on is not None and self.due_on < on and self.state == "open"


def action_row(task: str) -> str:
    """Return the row of the action that a task becomes: the same on every desk."""
    return derived_id(task, "action")


def tasks_for(session: Session, project: Values) -> list[ProjectTask]:
    """Return the tasks that this desk reads of the person and the situation of a project, the open ones first."""
    found: dict[str, Values] = {}
    person, situation = _target(project.get("person")), _target(project.get("situation"))
    if person:
        found |= {str(row["_id"]): row for row in lists.linked_from(session, person, "task")}
    if situation:
        found |= {str(row["_id"]): row for row in lists.of_root(session, "task", situation)}
    actions = {row.get("_row") for row in as_rows(project.get("actions"))}
    lines = [_task(identity, row, actions) for identity, row in found.items()]
    return sorted(lines, key=lambda one: (one.state != "open", one.due_on or date.max, one.what, one.id))


def _target(link: Value) -> str:
    return str(link["id"]) if isinstance(link, dict) and link.get("id") else ""


def _task(identity: str, row: Values, actions: set[Value]) -> ProjectTask:
    due = row.get("due_on")
    return ProjectTask(
        id=identity,
        what=str(row.get("what") or ""),
        who=link_title(row.get("operator")) or str(row.get("owner") or ""),
        due_on=date.fromisoformat(str(due)) if is_day(due) else None,
        state=TASK_PATH.state_of(row),
        outcome=str(row.get("outcome") or ""),
        minutes=_target(row.get("minutes")),
        action=action_row(identity) if action_row(identity) in actions else "",
    )


def bring_in(session: Session, project: str, task: str, *, goal: str = "") -> str:
    """Make a task an action of a project, for a goal if one is named, unless it is one already; return its row.

    Raises:
        NotFound: when the project or the task is not here.
        NotAllowed: when the operator's roles do not reach the project.
    """
    shown = records.show(session, project)
    found = read_row(session.vault.read(), type_named("task"), task)
    if shown.type.name != "project" or found is None:
        raise NotFound()
    actions: list[Mapping[str, Value]] = as_rows(shown.values.get("actions"))
    row = action_row(task)
    if all(one.get("_row") != row for one in actions):
        said: dict[str, Value] = {name: found[name] for name in TAKEN if found.get(name) is not None}
        if goal:
            said["goal"] = goal
        records.change(session, project, {"actions": [*actions, {"_row": row} | said]}, seen=shown.entry)
    return row


def bring_decision(session: Session, project: str, minutes: str, *, row: str, goal: str = "") -> str:
    """Make a decision a task, unless it is one, and that task an action of a project; return the row of the action.

    Raises:
        NotFound: when the project, the minutes or the decision is not here.
        NotAllowed: when the operator's roles do not reach them.
    """
    return bring_in(session, project, make_task(session, minutes, row), goal=goal)
