# SPDX-License-Identifier: EUPL-1.2
"""Oggi: who is expected now, what falls due, what waits to be put in order."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from welfaredesk.base.clock import Moment, today
from welfaredesk.base.text import N_, tr
from welfaredesk.desk import (
    acts,
    care_terms,
    clashes,
    copies,
    drafts,
    left_drafts,
    lists,
    quick_notes,
    records,
    urgencies,
)
from welfaredesk.desk.access.requests import RequestLine, due_until
from welfaredesk.desk.care_terms import CaseDue
from welfaredesk.desk.exchange.place import server_of
from welfaredesk.desk.plan.reviews import ReviewDue, actions_due, reviews_due
from welfaredesk.desk.preferences import preference
from welfaredesk.desk.queue import QueueItem, queue
from welfaredesk.desk.quick_notes import NoteLine
from welfaredesk.desk.records import type_named
from welfaredesk.desk.session import Session
from welfaredesk.desk.staff.situations import about_in
from welfaredesk.desk.staff.tasks import open_tasks
from welfaredesk.desk.today_letters import Letters, letters_of
from welfaredesk.desk.urgencies import UrgencyLine
from welfaredesk.domain.access import Deed, may
from welfaredesk.domain.kinds import Value, Values
from welfaredesk.domain.names import brief, link_title
from welfaredesk.store import agenda

AHEAD_DAYS = 14
NEXT_DAYS = 7
COPY_FROM_DAYS = 3
FOLLOWED_FOR_DAYS = 400
MOST = 60
REVIEW = N_("Verifica del progetto {number}")
ACCESS = N_("Risposta alla richiesta di accesso {number}")
BEGINS = ("text", "note", "content", "child_name", "facts", "who")
"""The fields with whose words a draft begins, where it is listed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """An appointment of today or of the next days."""

    id: str
    when: str
    title: str
    person: str
    person_name: str
    where: str
    kind: str
    minutes: int
    notes: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A deadline, an entry to take up, a task, something of a project or a case, an answer: its day and whose it is."""

    id: str
    type: str
    title: str
    day: date
    hour: str
    root: str
    who: str

    def late(self, on: date) -> int:
        """Return by how many days it is overdue, 0 when it is not."""
        return max(0, (on - self.day).days)


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftLine:
    """Something half written: where it goes, about whom, since when, how it begins; `left` when that is not here."""

    key: str
    type: str
    record: str
    root: str
    about: str
    at: Moment
    begins: str
    values: Mapping[str, Value]
    left: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Undecided:
    """A record that two desks changed differently."""

    id: str
    type: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """The reminder of the safety copy: its age in days, nothing when there is none, and whether a folder is chosen.

    With a server only what has not left depends on it.
    """

    age: int | None
    folder_chosen: bool
    server: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """The whole of Oggi."""

    day: date
    meetings: tuple[Meeting, ...]
    next_meetings: tuple[Meeting, ...]
    due: tuple[Due, ...]
    notes: tuple[NoteLine, ...]
    drafts: tuple[DraftLine, ...]
    undecided: tuple[Undecided, ...]
    copy: Copy | None
    letters: Letters = field(default_factory=Letters)
    urgencies: tuple[UrgencyLine, ...] = ()
    to_review: tuple[QueueItem, ...] = ()

    @property
    def count(self) -> int:
        """Return how much calls for somebody today: urgencies, appointments, what is due or late, what to mend."""
        pressing = sum(one.day <= self.day for one in self.due)
        return len(self.meetings) + pressing + len(self.undecided) + self.letters.count + len(self.urgencies)


def board(session: Session) -> Board:
    """Return what Oggi shows."""
    day = today(session.clock)
    return Board(
        day=day,
        meetings=_meetings(session, day, day + timedelta(days=1)),
        next_meetings=_meetings(session, day + timedelta(days=1), day + timedelta(days=1 + NEXT_DAYS)),
        due=_due(session, day),
        notes=tuple(quick_notes.open_notes(session)),
        drafts=tuple(draft_line(session, one) for one in drafts.all_drafts(session)),
        undecided=_undecided(session),
        copy=_copy(session),
        letters=letters_of(session),
        urgencies=tuple(urgencies.open_urgencies(session)),
        to_review=queue(session, on=day),
    )


def _meetings(session: Session, first: date, last: date) -> tuple[Meeting, ...]:
    if not may(session.identity.roles, Deed.READ_CASES):
        return ()
    rows = lists.between(session, "appointment", first=first.isoformat(), last=last.isoformat(), limit=MOST)
    mine = (row for row in rows if row.get("state") in (None, "planned") and _is_mine(session, row))
    return tuple(_meeting(session, row) for row in mine)


def _is_mine(session: Session, row: Values) -> bool:
    named = {one["operator"]["id"] for one in row.get("operators") or () if isinstance(one.get("operator"), dict)}
    return not named or session.identity.operator in named


def _meeting(session: Session, row: Values) -> Meeting:
    person = row.get("person")
    identity = str(person["id"]) if isinstance(person, dict) else ""
    return Meeting(
        id=str(row["_id"]),
        when=str(row["when"]),
        title=str(row.get("title") or ""),
        person=identity,
        person_name=_name_of(session, identity) or link_title(person),
        where=str(row.get("where") or ""),
        kind=str(row.get("kind") or ""),
        minutes=int(row.get("minutes") or 0),
        notes=brief(row.get("notes")),
    )


def _name_of(session: Session, root: str) -> str:
    line = next(iter(lists.person_lines(session, [root])), None) if root else None
    return line.name if line else ""


def _due(session: Session, day: date) -> tuple[Due, ...]:
    if not may(session.identity.roles, Deed.READ_CASES):
        return ()
    database = session.vault.read()
    until = (day + timedelta(days=AHEAD_DAYS)).isoformat()
    since = (day - timedelta(days=FOLLOWED_FOR_DAYS)).isoformat()
    deadlines = agenda.open_deadlines(database, type_named("deadline"), until=until, limit=MOST)
    entries = agenda.to_take_up(database, type_named("diary_entry"), since=since, until=until, limit=MOST)
    found = [_deadline(session, row) for row in deadlines if _mine_to_do(session, row)]
    found.extend(_follow_up(session, row) for row in entries)
    me = session.identity.operator
    found.extend(_task(session, row) for row in open_tasks(database, operator=me, until=until))
    for due_in in (reviews_due, actions_due):
        found.extend(_in_project(session, one) for one in due_in(database, operator=me, until=until))
    found.extend(_access(session, one) for one in due_until(session, day + timedelta(days=AHEAD_DAYS)))
    found.extend(_care(session, one) for one in care_terms.due_until(session, day + timedelta(days=AHEAD_DAYS)))
    return tuple(sorted(found, key=lambda one: (one.day, one.hour or "24", one.title)))


def _mine_to_do(session: Session, row: Values) -> bool:
    owner = row.get("owner")
    return not isinstance(owner, dict) or owner["id"] == session.identity.operator


def _deadline(session: Session, row: Values) -> Due:
    at = str(row.get("due_at") or "")
    root = str(row["_root"])
    return Due(
        id=str(row["_id"]),
        type="deadline",
        title=str(row["_title"]),
        day=date.fromisoformat(str(row.get("due_on") or at[:10])),
        hour=at[11:16],
        root=root,
        who=_name_of(session, root) or link_title(row.get("person")),
    )


def _task(session: Session, row: Values) -> Due:
    return Due(
        id=str(row["_id"]),
        type="task",
        title=str(row["_title"]),
        day=date.fromisoformat(str(row["due_on"])),
        hour="",
        root=str(row["_root"]),
        who="",
    )


def _in_project(session: Session, due: ReviewDue) -> Due:
    title = due.what or tr(REVIEW).format(number=due.number)
    return Due(id=due.id, type="project", title=title, day=due.day, hour="", root=due.id, who=about_in(session, due.id))


def _access(session: Session, line: RequestLine) -> Due:
    title, day = tr(ACCESS).format(number=line.number), line.due_on or today(session.clock)
    who = _name_of(session, line.person) or line.name
    return Due(id=line.id, type="access_request", title=title, day=day, hour="", root=line.person, who=who)


def _care(session: Session, case: CaseDue) -> Due:
    title, who = tr(case.due.term.label), _name_of(session, case.person) or case.name
    return Due(id=case.id, type="care_episode", title=title, day=case.due.day, hour="", root=case.person, who=who)


def _follow_up(session: Session, row: Values) -> Due:
    root = str(row["_root"])
    return Due(
        id=str(row["_id"]),
        type="diary_entry",
        title=str(row["_title"]),
        day=date.fromisoformat(str(row["follow_up_by"])),
        hour="",
        root=root,
        who=_name_of(session, root),
    )


def draft_line(session: Session, draft: drafts.Draft) -> DraftLine:
    """Return a draft as a list shows it."""
    offset = session.clock.now().offset
    values = draft.values
    begins = next((brief(values[name]) for name in BEGINS if values.get(name)), "")
    return DraftLine(
        key=draft.key,
        type=draft.type,
        record=draft.record or "",
        root=draft.root or "",
        about=_name_of(session, draft.root or "") or str(values.get("who") or link_title(values.get("person"))),
        at=Moment(draft.utc_ms, offset),
        begins=begins,
        values=values,
        left=left_drafts.is_left(session.vault.read(), draft),
    )


def _undecided(session: Session) -> tuple[Undecided, ...]:
    """Return the records in which this operator is asked to decide something."""
    found = {line.record: line for line in clashes.waiting(session, mine_only=True)}
    some = list(found.values())[:MOST]
    return tuple(Undecided(id=one.record, type=one.type.name, title=one.title or one.whose) for one in some)


def _copy(session: Session) -> Copy | None:
    """Return the reminder of the safety copy when the last one is three days old or there is none."""
    age = copies.copy_age_days(session)
    if age is not None and age < COPY_FROM_DAYS:
        return None
    chosen = bool(preference(session, "copy_folder"))
    return Copy(age=age, folder_chosen=chosen, server=server_of(session) is not None)


def tick(session: Session, due: Due) -> None:
    """Say that something due is done: a deadline from today, an entry no longer to be taken up again, a task ended."""
    if due.type == "task":
        acts.do(session, due.id, "end", given={"outcome": "done"})
    elif due.type == "deadline":
        records.change(session, due.id, {"done_on": today(session.clock).isoformat()})
    else:
        records.change(session, due.id, {"follow_up_by": None})


def untick(session: Session, due: Due) -> None:
    """Undo a tick."""
    if due.type == "task":
        acts.do(session, due.id, "reopen", given={})
    elif due.type == "deadline":
        records.change(session, due.id, {"done_on": None})
    else:
        records.change(session, due.id, {"follow_up_by": due.day.isoformat()})
