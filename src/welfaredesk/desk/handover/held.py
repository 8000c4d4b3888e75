# SPDX-License-Identifier: EUPL-1.2
"""What an operator holds in the cartelle that this desk reads: places, and what is still to be done."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from welfaredesk.desk.records import type_named
from welfaredesk.domain.kinds import ORDINARY, Value, Values
from welfaredesk.domain.machines.care_path import CARE_PATH
from welfaredesk.domain.machines.case_file_path import CASE_FILE_PATH
from welfaredesk.domain.machines.confirmation_path import CONFIRMATION_PATH
from welfaredesk.domain.machines.minutes_path import MINUTES_PATH
from welfaredesk.domain.machines.project_path import PROJECT_PATH
from welfaredesk.domain.machines.task_path import TASK_PATH
from welfaredesk.store import folders, questions
from welfaredesk.store.driver import Database
from welfaredesk.store.rows import read_row

RESPONSIBLE, MANAGER = "responsible", "case_manager"
APPOINTMENT, DEADLINE, TASK, CONFIRMATION = "appointment", "deadline", "task", "confirmation"
PROJECT = "project"
PARTS = (RESPONSIBLE, MANAGER, PROJECT, APPOINTMENT, DEADLINE, TASK, CONFIRMATION)
ONCE = (RESPONSIBLE, MANAGER)
PLACES = {"responsible_social_worker": RESPONSIBLE, "case_manager": MANAGER}
"""The fields of a presa in carico and of a cartella in which an operator stands, and what they are called here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Something that an operator holds; `reserved` ones are told to whoever reads them, and pass by hand."""

    part: str
    type: str
    record: str
    root: str
    what: str
    day: str
    reserved: bool


def held_by(database: Database, operator: str, *, since: str) -> dict[str, list[Held]]:
    """Return by cartella what an operator holds from a day on."""
    found: dict[str, list[Held]] = {}
    for type_name in _WHERE:
        for row, field in _rows(database, type_name, questions.linking(database, operator, type_name)):
            if _OPEN[type_name](database, row, since):
                for person in _persons(database, row, type_name):
                    found.setdefault(person, []).append(_held(row, type_name, PLACES.get(field, type_name)))
    return {person: _marked(database, some) for person, some in found.items()}


def held_in(database: Database, person: str, operator: str, *, since: str) -> list[Held]:
    """Return what an operator holds in one cartella from a day on."""
    roots, found = roots_of(database, person), []
    for type_name in _WHERE:
        named = questions.linking_within(database, operator, type_name, roots=roots)
        for row, field in _rows(database, type_name, named):
            if _OPEN[type_name](database, row, since) and person in _persons(database, row, type_name):
                found.append(_held(row, type_name, PLACES.get(field, type_name)))
    return _marked(database, found)


def roots_of(database: Database, person: str) -> list[str]:
    """Return the roots in which something of a cartella may live: the person, the families, situations and plans."""
    roots = [person, *(source for source, _ in questions.linking(database, person, "household"))]
    kinds = ("situation", PROJECT)
    about = (source for root in roots for kind in kinds for source, _ in questions.linking(database, root, kind))
    return list(dict.fromkeys([*roots, *about]))


def passing(some: Iterable[Held], parts: Iterable[str]) -> list[Held]:
    """Return what passes of it: of the parts that were said, all where none was, and nothing reserved."""
    wanted = set(parts) or set(PARTS)
    return [one for one in some if one.part in wanted and not one.reserved]


def counts_of(some: Iterable[Held]) -> dict[str, int]:
    """Return how much of each part there is; a place counts once however many records say it."""
    records: dict[str, set[str]] = {part: set() for part in PARTS}
    for one in some:
        records[one.part].add("" if one.part in ONCE else one.record)
    return {part: len(ids) for part, ids in records.items() if ids}


def _rows(
    database: Database, type_name: str, named: Iterable[tuple[str, str]]
) -> Iterator[tuple[dict[str, Value], str]]:
    for source, field in sorted(named):
        row = read_row(database, type_named(type_name), source) if field in _WHERE[type_name] else None
        if row is not None:
            yield row, field


def _persons(database: Database, row: Values, type_name: str) -> list[str]:
    """Return in whose cartelle a record counts: its own, or those of the family that it is about."""
    root = str(row["_root"])
    kind = folders.root_type_of(database, root)
    if kind == "person":
        return [root]
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


def _held(row: Mapping[str, Value], type_name: str, part: str) -> Held:
    day = str(row.get("when") or row.get("due_on") or row.get("due_at") or "")[:10]
    return Held(
        part=part,
        type=type_name,
        record=str(row["_id"]),
        root=str(row["_root"]),
        what=str(row["_title"]),
        day=day,
        reserved=False,
    )


def _marked(database: Database, some: list[Held]) -> list[Held]:
    marks = questions.marks(database, [one.record for one in some])
    made = [
        Held(
            part=one.part,
            type=one.type,
            record=one.record,
            root=one.root,
            what=one.what,
            day=one.day,
            reserved=marks[one.record].circle != ORDINARY,
        )
        for one in some
    ]
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
    PROJECT: ("operator",),
}
_OPEN: dict[str, Callable[[Database, Values, str], bool]] = {
    "care_episode": _is_open_care,
    "case_file": _is_open_case,
    APPOINTMENT: _is_to_come,
    DEADLINE: _is_due,
    TASK: _is_to_do,
    CONFIRMATION: _is_asked,
    PROJECT: _is_running,
}
