# SPDX-License-Identifier: EUPL-1.2
"""The review queue: minutes to read, to approve, to answer or to correct, what is overdue, what waits for a yes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache, partial

from welfaredesk.base.clock import today
from welfaredesk.base.text import N_, tr
from welfaredesk.desk import lists
from welfaredesk.desk.records import type_named
from welfaredesk.desk.session import Session
from welfaredesk.desk.staff import review as rules
from welfaredesk.desk.staff.members import as_rows, taking_part
from welfaredesk.desk.staff.situations import name_in
from welfaredesk.desk.staff.tasks import task_id
from welfaredesk.domain.access import Deed, may
from welfaredesk.domain.catalogue import find_type
from welfaredesk.domain.judging import Actor, judged, machines_of, moves, named
from welfaredesk.domain.kinds import Value, Values
from welfaredesk.domain.machine import Go
from welfaredesk.domain.machines.assignment import ASSIGNMENT
from welfaredesk.domain.machines.handing import HANDING
from welfaredesk.domain.machines.minutes_review import MINUTES_REVIEW
from welfaredesk.domain.names import link_title
from welfaredesk.domain.staff_members import operator_of
from welfaredesk.store import desk_notes, questions, review
from welfaredesk.store.driver import Database
from welfaredesk.store.records import standing
from welfaredesk.store.rows import read_row

LOOKED_BACK_DAYS = 365
"""Minutes of sittings of a longer time ago are not asked about any more: an ente that begins has years of them."""
UNREAD_FOR_DAYS = 60
"""For how long minutes that one only reads stay in the queue."""
MOST, CARE = 500, "care_episode"
KINDS: dict[str, str] = {
    "approve": N_("Da approvare"),
    "again": N_("Da rivedere di nuovo"),
    "sent_back": N_("Rimandato a te"),
    "confirm": N_("Si aspetta la tua risposta"),
    "read": N_("Da leggere"),
    "overdue": N_("In ritardo"),
    "plan": N_("Progetto da approvare"),
    "accept": N_("Consegne da accettare"),
    "assignment": N_("Assegnazione da accettare"),
}
"""What waits, by the name that commands give it."""
ACTS: dict[str, tuple[str, ...]] = {
    "approve": ("approve", "send-back"),
    "again": ("approve", "send-back"),
    "sent_back": ("revise", "review-again"),
    "confirm": ("confirm", "remark", "dissent"),
    "overdue": ("end", "to-tasks"),
    "plan": ("approve", "send-back"),
    "accept": ("accept", "decline"),
    "assignment": ("accept", "send-back"),
}
DECIDED = N_("Decisione senza compito: {what}")
MINUTES_OF = N_("Verbale del {day}")


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueItem:
    """Something that waits for this operator: what, about whom, since when, and what he may do with it there.

    `id` is the record that the acts are done on, `row` the decision in it that is meant, `note` what somebody said of
    it, `minutes` where it is read.
    """

    id: str
    type: str
    kind: str
    title: str
    name: str
    person: str
    since: str
    acts: tuple[str, ...]
    minutes: str = ""
    note: str = ""
    row: str = ""

    @property
    def key(self) -> str:
        """Return what nothing else in the queue has: of minutes several decisions may wait."""
        return f"{self.id}/{self.row}"


def queue(session: Session, database: Database | None = None, *, on: date | None = None) -> tuple[QueueItem, ...]:
    """Return what waits for this operator, the oldest first; nothing for whoever does not work on cases.

    Args:
        session: the open desk.
        database: the connection to read by, else that of the session.
        on: the day, else today.
    """
    if not may(session.identity.roles, Deed.CONDUCT_CASES):
        return ()
    reading = _Reading(session, database or session.vault.read(), on or today(session.clock))
    answers = list(reading.answers())
    found = [*answers, *reading.of_minutes(answering=frozenset(one.minutes for one in answers))]
    found += [*reading.late_tasks(), *reading.assignments(), *reading.plans(), *reading.hand_overs()]
    return tuple(sorted(found, key=lambda one: (one.since, one.name, one.id)))


class _Reading:
    """One reading of the queue: names, situations and case managers looked up once."""

    def __init__(self, session: Session, database: Database, on: date) -> None:
        self.session, self.database, self.on = session, database, on
        self.me = session.identity.operator
        self.guides = rules.guides(session)
        self.reviewers = rules.reviewers(database)
        self.situation = cache(self._situation)
        self.managers = cache(self._managers)
        self.about = cache(self._about)
        self.name_of = cache(partial(_name_of, session))

    def _situation(self, root: str) -> Values:
        return read_row(self.database, type_named("situation"), root) or {}

    def _managers(self, root: str) -> frozenset[str]:
        return frozenset(self.reviewers.of(self.situation(root)))

    def _about(self, root: str) -> str:
        return name_in(self.session, self.situation(root))

    def is_mine(self, root: str) -> bool:
        """Tell whether this operator reviews a situation: as its case manager, or where there is none as who guides."""
        found = self.managers(root)
        return self.me in found or (self.guides and not found)

    def corrects(self, sharer: str, row: Values) -> bool:
        """Tell whether this operator corrects what somebody shared: himself, or whose case was handed over to him."""
        if not sharer or sharer == self.me:
            return bool(sharer)
        persons = rules.persons_of(self.database, self.situation(str(row["_root"])))
        found = (one for person in persons for one in questions.of_root(self.database, type_named(CARE), person))
        handed = (one for one in found if HANDING.state_of(one) == "away")
        pairs = (tuple((one.get(name) or {}).get("id") for name in ("handed_from", "handed_to")) for one in handed)
        return (sharer, self.me) in pairs

    def of_minutes(self, *, answering: frozenset[str]) -> Iterator[QueueItem]:
        """Give minutes to approve, sent back, to read, and their overdue decisions that nobody made a task of.

        Those that this operator is to answer, `answering`, are read there.
        """
        since = (self.on - timedelta(days=LOOKED_BACK_DAYS)).isoformat()
        rows = review.shared_minutes(self.database, type_named("minutes"), since=since)
        some = {str(row["_id"]): row for row in rows}
        states = {identity: MINUTES_REVIEW.state_of(row) for identity, row in some.items()}
        looked = {
            one: row for one, row in some.items() if self.is_mine(str(row["_root"])) or states[one] == "sent_back"
        }
        copies = rules.reviewed_copies(self.database, looked)
        back = {one: row for one, row in some.items() if states[one] == "sent_back"}
        sharers = rules.sharers(self.database, back) if back else {}
        for identity, row in some.items():
            mine = identity in looked and self.is_mine(str(row["_root"]))
            copy = copies.get(identity)
            kind = _kind_of(
                states[identity], row, copy, mine=mine, sharer=self.corrects(sharers.get(identity, ""), row)
            )
            if not kind and not mine and identity not in answering and self._unread(row):
                kind = "read"
            if kind:
                yield self._minutes(row, kind)
            if mine:
                yield from self._decisions(row)

    def _minutes(self, row: Values, kind: str) -> QueueItem:
        note = row.get("send_back_reason") if kind == "sent_back" else row.get("review_note")
        since = row.get("sent_back_on") if kind == "sent_back" else row.get("shared_on")
        return self._item(row, "minutes", kind, since=str(since or row.get("when")), note=str(note or ""))

    def _unread(self, row: Values) -> bool:
        """Tell whether this operator took part and has not opened the minutes since the day of their sharing."""
        shared = str(row.get("shared_on") or "")
        if not shared or shared < (self.on - timedelta(days=UNREAD_FOR_DAYS)).isoformat():
            return False
        if self.me not in map(operator_of, taking_part(as_rows(row.get("attendance")))):
            return False
        last = desk_notes.last_reading(self.database, "open", str(row["_id"]), operator=self.me)
        return last is None or _day_of(self.session, last) < shared

    def _decisions(self, row: Values) -> Iterator[QueueItem]:
        """Give the decisions of minutes that are overdue and no task."""
        for decided in as_rows(row.get("decisions")):
            due = str(decided.get("due_on") or "")
            if not due or due >= self.on.isoformat() or not decided.get("what"):
                continue
            if standing(self.database, task_id(str(decided["_row"]))) is None:
                item = self._item(row, "minutes", "overdue", since=due, note=_owner(decided))
                yield replace(item, title=tr(DECIDED).format(what=decided["what"]), row=str(decided["_row"]))

    def answers(self) -> Iterator[QueueItem]:
        """Give the answers that this operator is asked for."""
        asked = review.in_state(
            self.database, type_named("confirmation"), states=("", "asked"), to=("operator", self.me)
        )
        for row in asked:
            link = row.get("minutes")
            minutes = (
                read_row(self.database, type_named("minutes"), str(link["id"])) if isinstance(link, dict) else None
            )
            # Those of an earlier sharing are asked for no more.
            if minutes is None or minutes.get("state") not in {"shared", "confirmed"}:
                continue
            if minutes.get("round") == row.get("round"):
                item = self._item(row, "confirmation", "confirm", since=str(minutes.get("shared_on") or ""))
                yield replace(item, title=_minutes_title(minutes), minutes=str(minutes["_id"]))

    def late_tasks(self) -> Iterator[QueueItem]:
        """Give the overdue tasks of the cases that this operator is case manager of."""
        for row in review.late_tasks(self.database, type_named("task"), on=self.on.isoformat()):
            if self.is_mine(str(row["_root"])):
                item = self._item(row, "task", "overdue", since=str(row["due_on"]), note=_owner(row))
                minutes = row.get("minutes")
                yield replace(item, minutes=str(minutes["id"]) if isinstance(minutes, dict) else "")

    def assignments(self) -> Iterator[QueueItem]:
        """Give the prese in carico of which this operator is to be titolare."""
        where = [("proposed_worker", self.me)]
        for row in questions.page(self.database, type_named(CARE), where=where, limit=MOST):
            if ASSIGNMENT.state_of(row) == "assigned":
                since = str(row.get("assigned_on") or row.get("opened_on") or "")
                yield self._of_person(row, CARE, "assignment", since=since)

    def plans(self) -> Iterator[QueueItem]:
        """Give the projects that wait for the approval of this operator."""
        type_ = find_type("project")
        move = named(machines_of(type_.name, type_.rules), "approve") if type_ is not None else None
        if type_ is None or move is None or not may(self.session.identity.roles, move.action.deed):
            return
        for row in review.in_state(self.database, type_, states=("to_approve",)):
            yield self._of_person(
                row, type_.name, "plan", since=str(row.get("submitted_on") or row.get("starts_on") or "")
            )

    def hand_overs(self) -> Iterator[QueueItem]:
        """Give the hand-overs that this operator is to accept."""
        type_ = find_type("handover")
        if type_ is None:
            return
        for row in review.in_state(self.database, type_, states=("", "proposed"), to=("to_operator", self.me)):
            yield self._of_person(row, type_.name, "accept", since=str(row.get("since") or ""))

    def _item(self, row: Values, type_name: str, kind: str, *, since: str, note: str = "") -> QueueItem:
        """Return something that lives in a situation."""
        root = str(row["_root"])
        person = self.situation(root).get("person")
        return QueueItem(
            id=str(row["_id"]),
            type=type_name,
            kind=kind,
            title=_minutes_title(row) if type_name == "minutes" else str(row["_title"]),
            name=self.about(root),
            person=str(person["id"]) if isinstance(person, dict) and person.get("id") else "",
            since=since[:10],
            acts=self._acts(row, type_name, kind),
            minutes=str(row["_id"]) if type_name == "minutes" else "",
            note=note,
        )

    def _of_person(self, row: Values, type_name: str, kind: str, *, since: str) -> QueueItem:
        """Return something that is about the person of a record, or about its household."""
        link = row.get("person")
        person = str(link["id"]) if isinstance(link, dict) and link.get("id") else ""
        return QueueItem(
            id=str(row["_id"]),
            type=type_name,
            kind=kind,
            title=str(row["_title"]) or tr(type_named(type_name).label),
            name=self.name_of(person) or link_title(link) or link_title(row.get("household")),
            person=person,
            since=since[:10],
            acts=self._acts(row, type_name, kind),
        )

    def _acts(self, row: Values, type_name: str, kind: str) -> tuple[str, ...]:
        """Return the acts of its kind that state and right allow; what else they need is asked where they are done."""
        machines = machines_of(type_name, type_named(type_name).rules)
        actor = Actor(self.me, self.session.identity.roles)
        wanted = ACTS.get(kind, ())
        return tuple(
            move.action.name
            for move in moves(machines)
            if move.action.name in wanted and isinstance(judged(machines, move, values=row, actor=actor), Go)
        )


def _kind_of(state: str, row: Values, copy: Mapping[str, Value] | None, *, mine: bool, sharer: bool) -> str:
    """Return what minutes wait for, nothing when they wait for nothing of this operator."""
    if state == "sent_back":
        again = rules.corrected(copy, row)
        if sharer and not again:
            return "sent_back"
        return "again" if mine and again else ""
    if not mine:
        return ""
    if state == "approved":
        return "again" if rules.differences(copy, row) else ""
    return "again" if row.get("review_note") else "approve"


def _minutes_title(row: Values) -> str:
    day = "/".join(reversed(str(row.get("when") or "")[:10].split("-")))
    return tr(MINUTES_OF).format(day=day)


def _owner(row: Values) -> str:
    return link_title(row.get("operator")) or str(row.get("owner") or "")


def _name_of(session: Session, person: str) -> str:
    line = next(iter(lists.person_lines(session, [person])), None) if person else None
    return line.name if line else ""


def _day_of(session: Session, utc_ms: int) -> str:
    now = session.clock.now()
    return replace(now, utc_ms=utc_ms).local().date().isoformat()
