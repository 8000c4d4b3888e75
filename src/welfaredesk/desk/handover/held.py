# SPDX-License-Identifier: EUPL-1.2
"""What an operator holds in the cartelle that this desk reads: places, and what is still to be done."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial

from welfaredesk.desk.plan.lines import ENDED
from welfaredesk.desk.records import type_named
from welfaredesk.domain.kinds import ORDINARY, Value, Values
from welfaredesk.domain.machines.care_path import CARE_PATH
from welfaredesk.domain.machines.case_file_path import CASE_FILE_PATH
from welfaredesk.domain.machines.confirmation_path import CONFIRMATION_PATH
from welfaredesk.domain.machines.minutes_path import MINUTES_PATH
from welfaredesk.domain.machines.project_path import PROJECT_PATH
from welfaredesk.domain.machines.referral_path import REFERRAL_PATH
from welfaredesk.domain.machines.task_path import TASK_PATH
from welfaredesk.domain.names import id_in
from welfaredesk.store import folders, questions, records
from welfaredesk.store.driver import Database
from welfaredesk.store.rows import read_row

RESPONSIBLE, MANAGER = "responsible", "case_manager"
APPOINTMENT, DEADLINE, TASK, CONFIRMATION = "appointment", "deadline", "task", "confirmation"
PROJECT, ACTION, REFERRAL = "project", "action", "referral"
PARTS = (RESPONSIBLE, MANAGER, PROJECT, ACTION, APPOINTMENT, DEADLINE, TASK, CONFIRMATION, REFERRAL)
ONCE = (RESPONSIBLE, MANAGER)
ACTIONS = "actions.operator"
PLACES = {"responsible_social_worker": RESPONSIBLE, "case_manager": MANAGER}
"""The fields of a presa in carico and of a cartella in which an operator stands, and what they are called here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Something that an operator holds, in the folder of a root and circle; `row` of the record, when it is one."""

    part: str
    type: str
    record: str
    root: str
    what: str
    day: str
    circle: str = ORDINARY
    row: str = ""


def held_by(database: Database, operator: str, *, since: str) -> dict[str, list[Held]]:
    """Return by cartella what an operator holds from a day on."""
    found: dict[str, list[Held]] = {}
    for row, some in _all_held(database, operator, since=since):
        for person in _persons(database, row, some[0].type):
            found.setdefault(person, []).extend(some)
    return {person: _marked(database, some) for person, some in found.items()}


def held_in(database: Database, person: str, operator: str, *, since: str) -> list[Held]:
    """Return what an operator holds in one cartella from a day on."""
    found: list[Held] = []
    for row, some in _all_held(database, operator, since=since, roots=roots_of(database, person)):
        if person in _persons(database, row, some[0].type):
            found += some
    return _marked(database, found)


def held_elsewhere(database: Database, operator: str, *, since: str) -> list[Held]:
    """Return what an operator holds from a day on that belongs to no cartella here, and so passes with none."""
    every = _all_held(database, operator, since=since)
    return _marked(database, [one for row, some in every if not _persons(database, row, some[0].type) for one in some])


def _all_held(
    database: Database, operator: str, *, since: str, roots: list[str] | None = None
) -> Iterator[tuple[Values, list[Held]]]:
    """Give the records in which an operator holds something, in some roots or in all, with what it is."""
    for type_name in _WHERE:
        if roots is None:
            named = questions.linking(database, operator, type_name)
        else:
            named = questions.linking_within(database, operator, type_name, roots=roots)
        for row, field in _rows(database, type_name, named):
            if _OPEN[type_name](database, row, since):
                some = list(_held(row, type_name, field, operator=operator))
                if some:
                    yield row, some


def roots_of(database: Database, person: str) -> list[str]:
    """Return the roots in which something of a cartella may live: the person, the families, situations and plans."""
    roots = [person, *(source for source, _ in questions.linking(database, person, "household"))]
    kinds = ("situation", PROJECT)
    about = (source for root in roots for kind in kinds for source, _ in questions.linking(database, root, kind))
    referrals = (source for source, field in questions.linking(database, person, REFERRAL) if field == "person")
    registers = (place.root for place in map(partial(records.standing, database), referrals) if place is not None)
    return list(dict.fromkeys([*roots, *about, *registers]))


def chosen(some: Iterable[Held], parts: Iterable[str]) -> list[Held]:
    """Return what is of the parts that were said, all where none was."""
    wanted = set(parts) or set(PARTS)
    return [one for one in some if one.part in wanted]


def counts_of(some: Iterable[Held]) -> dict[str, int]:
    """Return how much of each part there is."""
    return counted((one.part, one.record + one.row) for one in some)


def counted(said: Iterable[tuple[str, str]]) -> dict[str, int]:
    """Return how much there is of each part, given part by part; a place counts once however many say it."""
    found: dict[str, set[str]] = {part: set() for part in PARTS}
    for part, which in said:
        if part in found:
            found[part].add("" if part in ONCE else which)
    return {part: len(ids) for part, ids in found.items() if ids}


def _rows(
    database: Database, type_name: str, named: Iterable[tuple[str, str]]
) -> Iterator[tuple[dict[str, Value], str]]:
    for source, field in sorted(set(named)):
        row = read_row(database, type_named(type_name), source) if field in _WHERE[type_name] else None
        if row is not None:
            yield row, field


def _persons(database: Database, row: Values, type_name: str) -> list[str]:
    """Return in whose cartelle a record counts: its own, or those of the family that it is about."""
    root = str(row["_root"])
    kind = folders.root_type_of(database, root)
    if kind == "person":
        return [root]
    if type_name == REFERRAL:
        return [person] if (person := id_in(row.get("person"))) else []
    if type_name in {TASK, CONFIRMATION, PROJECT}:
        return _persons_about(database, root, kind or "")
    return _members(database, root) if kind == "household" else []


def _persons_about(database: Database, root: str, kind: str) -> list[str]:
    """Return in whose cartelle what lives with a situation or a plan counts."""
    row = read_row(database, type_named(kind), root) if kind in {"situation", PROJECT} else None
    row = row or {}
    person, household = row.get("person"), row.get("household")
    if isinstance(person, dict):
        return [str(person["id"])]
    return _members(database, str(household["id"])) if isinstance(household, dict) else []


def _members(database: Database, household: str) -> list[str]:
    """Return the members of a household who have a cartella here: what is of the family passes with the first."""
    row = read_row(database, type_named("household"), household) or {}
    named = (one.get("person") for one in row.get("members") or ())
    ids = dict.fromkeys(str(one["id"]) for one in named if isinstance(one, dict))
    return [line.id for line in questions.lines(database, ids) if line.case_file is not None]


def _held(row: Mapping[str, Value], type_name: str, field: str, *, operator: str) -> Iterator[Held]:
    day = str(row.get("when") or row.get("due_on") or row.get("due_at") or "")[:10]
    one = Held(
        part=PLACES.get(field, type_name),
        type=type_name,
        record=str(row["_id"]),
        root=str(row["_root"]),
        what=str(row["_title"]),
        day=day,
    )
    if field != ACTIONS:
        yield one
        return
    for action in row.get("actions") or ():
        if id_in(action.get("operator")) == operator and action.get("state") not in ENDED:
            said, due = str(action.get("what") or ""), str(action.get("due_on") or "")
            yield replace(one, part=ACTION, row=str(action["_row"]), what=said, day=due)


def _marked(database: Database, some: list[Held]) -> list[Held]:
    marks = questions.marks(database, [one.record for one in some])
    made = [replace(one, circle=marks[one.record].circle) for one in some]
    return sorted(made, key=lambda one: (PARTS.index(one.part), one.day or "9999", one.what, one.record))


def _is_open_care(_database: Database, row: Values, _since: str) -> bool:
    return CARE_PATH.state_of(row) != "closed"


def _is_open_case(_database: Database, row: Values, _since: str) -> bool:
    return CASE_FILE_PATH.state_of(row) != "closed"


def _is_to_come(_database: Database, row: Values, since: str) -> bool:
    return row.get("state") in (None, "planned") and str(row.get("when") or "")[:10] >= since


def _is_due(_database: Database, row: Values, _since: str) -> bool:
    return not row.get("done_on")


def _is_to_do(_database: Database, row: Values, _since: str) -> bool:
    return TASK_PATH.state_of(row) == "open"


def _is_taken_up(_database: Database, row: Values, _since: str) -> bool:
    return REFERRAL_PATH.state_of(row) in ("assigned", "accepted")


def _is_running(_database: Database, row: Values, _since: str) -> bool:
    return PROJECT_PATH.state_of(row) != "concluded"


def _is_asked(database: Database, row: Values, _since: str) -> bool:
    link = row.get("minutes")
    minutes = read_row(database, type_named("minutes"), str(link["id"])) if isinstance(link, dict) else None
    if minutes is None or MINUTES_PATH.state_of(minutes) != "shared":
        return False
    return CONFIRMATION_PATH.state_of(row) == "asked" and row.get("round") == minutes.get("round")


_WHERE: dict[str, tuple[str, ...]] = {
    "care_episode": tuple(PLACES),
    "case_file": tuple(PLACES),
    APPOINTMENT: ("operators.operator",),
    DEADLINE: ("owner",),
    TASK: ("operator",),
    CONFIRMATION: ("operator",),
    PROJECT: ("operator", ACTIONS),
    REFERRAL: ("assignee",),
}
_OPEN: dict[str, Callable[[Database, Values, str], bool]] = {
    "care_episode": _is_open_care,
    "case_file": _is_open_case,
    APPOINTMENT: _is_to_come,
    DEADLINE: _is_due,
    TASK: _is_to_do,
    CONFIRMATION: _is_asked,
    PROJECT: _is_running,
    REFERRAL: _is_taken_up,
}
