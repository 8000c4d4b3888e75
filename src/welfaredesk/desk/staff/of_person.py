# SPDX-License-Identifier: EUPL-1.2
"""What the page of a person shows of the staff di progetto: what is still to be done, and the latest minutes."""

from dataclasses import dataclass

from welfaredesk.desk import lists
from welfaredesk.desk.session import Session
from welfaredesk.domain.machines.minutes_path import MINUTES_PATH
from welfaredesk.domain.machines.task_path import TASK_PATH
from welfaredesk.domain.names import link_title

MOST = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonTask:
    """A task that is not ended: what, whose, by when, and the minutes that decided it."""

    what: str
    who: str
    due_on: str
    minutes: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonMinutes:
    """Minutes about a person."""

    id: str
    when: str
    state: str


@dataclass(frozen=True, slots=True)
class PersonStaff:
    """The open tasks of a person, the first due on top, and the latest minutes."""

    tasks: tuple[PersonTask, ...] = ()
    minutes: tuple[PersonMinutes, ...] = ()


def staff_of(session: Session, person: str) -> PersonStaff:
    """Return what this desk reads of the staff about a person."""
    rows = [row for row in lists.linked_from(session, person, "task") if TASK_PATH.state_of(row) == "open"]
    tasks = [
        PersonTask(
            what=str(row.get("what") or ""),
            who=link_title(row.get("operator")) or str(row.get("owner") or ""),
            due_on=str(row.get("due_on") or ""),
            minutes=str((row.get("minutes") or {}).get("id") or ""),
        )
        for row in rows
    ]
    written = [
        PersonMinutes(id=str(row["_id"]), when=str(row.get("when") or ""), state=MINUTES_PATH.state_of(row))
        for situation in lists.linked_from(session, person, "situation")
        for row in lists.of_root(session, "minutes", str(situation["_id"]))
    ]
    return PersonStaff(
        tuple(sorted(tasks, key=lambda one: (one.due_on or "~", one.what))),
        tuple(sorted(written, key=lambda one: (one.when, one.id), reverse=True)[:MOST]),
    )
