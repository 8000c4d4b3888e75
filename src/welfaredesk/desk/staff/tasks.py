# SPDX-License-Identifier: EUPL-1.2
"""Decisions as tasks: one step, and one task however many desks take it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from welfaredesk.base.errors import NotFound
from welfaredesk.base.ids import derived_id
from welfaredesk.desk import records
from welfaredesk.desk.records import type_named
from welfaredesk.desk.session import Session
from welfaredesk.desk.staff.members import as_rows
from welfaredesk.desk.staff.writing import make_once
from welfaredesk.domain.access import Deed
from welfaredesk.domain.kinds import Value, Values
from welfaredesk.domain.machines.task_path import TASK_PATH
from welfaredesk.domain.names import link_title
from welfaredesk.domain.staff_members import operator_of
from welfaredesk.store import questions
from welfaredesk.store.driver import Database
from welfaredesk.store.records import standing
from welfaredesk.store.rows import read_row


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A decision with the task that it became, if it did, and how that ended."""

    row: str
    what: str
    who: str
    operator: str
    due_on: date | None
    task: str
    state: str
    outcome: str
    ended_on: str
    note: str

    def late(self, on: date) -> bool:
        """Tell whether it is overdue on a day."""
        return self.due_on is not None and self.due_on < on and self.state != "ended"


def task_id(row: str) -> str:
    """Return the id of the task that a decision becomes."""
    return derived_id(row, "task")


def decisions_of(database: Database, values: Values) -> list[Decision]:
    """Return the decisions of some minutes, as their rows stand, each with its task."""
    return [_decision(database, row) for row in _decided(values)]


def _decided(values: Values) -> Iterator[Mapping[str, Value]]:
    return (row for row in as_rows(values.get("decisions")) if row.get("what"))


def _decision(database: Database, row: Mapping[str, Value]) -> Decision:
    identity = task_id(str(row["_row"]))
    task = read_row(database, type_named("task"), identity)
    due = row.get("due_on")
    return Decision(
        row=str(row["_row"]),
        what=str(row["what"]),
        who=link_title(row.get("operator")) or str(row.get("owner") or ""),
        operator=operator_of(row),
        due_on=date.fromisoformat(str(due)) if due else None,
        task=identity if task is not None else "",
        state=TASK_PATH.state_of(task) if task is not None else "",
        outcome=str((task or {}).get("outcome") or ""),
        ended_on=str((task or {}).get("ended_on") or ""),
        note=str((task or {}).get("outcome_note") or ""),
    )


def without_task(database: Database, values: Values) -> list[str]:
    """Return the rows of the decisions that are no task yet."""
    return [row["_row"] for row in _decided(values) if standing(database, task_id(str(row["_row"]))) is None]


def make_tasks(session: Session, database: Database, *, minutes: str, root: str, values: Values) -> int:
    """Make a task of each decision that is none yet, in the caller's transaction, and return how many."""
    return sum(_make(session, database, row, minutes=minutes, root=root) for row in _decided(values))


def _make(session: Session, database: Database, row: Mapping[str, Value], *, minutes: str, root: str) -> bool:
    situation = read_row(database, type_named("situation"), root) or {}
    said: dict[str, Value] = {name: row.get(name) for name in ("what", "operator", "owner", "due_on")}
    # Nothing but what the row and the situation say: two desks write the same, and nobody is asked anything.
    said |= {"minutes": {"id": minutes, "root": root, "title": ""}, "person": situation.get("person")}
    return make_once(session, database, "task", identity=task_id(str(row["_row"])), root=root, values=said)


def make_task(session: Session, minutes: str, row: str) -> str:
    """Make a task of one decision, unless it is one already, and return the id of the task.

    Raises:
        NotFound: when the minutes are not here, or have no such decision.
        NotAllowed: when the operator's roles do not reach them.
    """
    shown = records.show(session, minutes)
    session.require(Deed.CONDUCT_CASES)
    decided = next((one for one in _decided(shown.values) if one["_row"] == row), None)
    if decided is None:
        raise NotFound()
    wanted = decided

    def work(database: Database) -> None:
        _make(session, database, wanted, minutes=minutes, root=shown.root)

    session.vault.write(work)
    session.tell(minutes, task_id(row))
    return task_id(row)


def open_tasks(database: Database, *, operator: str, until: str) -> list[dict[str, Value]]:
    """Return the tasks of an operator that are not ended and are due by a day."""
    rows = questions.page(database, type_named("task"), where=[("operator", operator)], limit=500)
    open_ = (row for row in rows if TASK_PATH.state_of(row) == "open")
    return [row for row in open_ if row.get("due_on") and str(row["due_on"]) <= until]
