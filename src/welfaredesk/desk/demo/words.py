# SPDX-License-Identifier: EUPL-1.2
"""The words of the demo ente, read from the shipped resources."""

from functools import cache
from pathlib import Path

import msgspec

from welfaredesk.base.places import resources_folder


class Generations(msgspec.Struct, frozen=True):
    """First names by generation."""

    old: list[str]
    middle: list[str]
    young: list[str]


class Italians(msgspec.Struct, frozen=True):
    """Names common in Italy."""

    surnames: list[str]
    F: Generations
    M: Generations


class Origin(msgspec.Struct, frozen=True):
    """A country of origin: its codes, how many come from it, the names common there."""

    code: str
    citizenship: str
    birthplace: str
    weight: int
    language: str
    surnames: list[str]
    surname_by_sex: dict[str, str]
    F: list[str]
    M: list[str]


class Birthplaces(msgspec.Struct, frozen=True):
    """Codes of the places where people of the district were born, with their weights."""

    now: list[tuple[str, int]]
    then: list[tuple[str, int]]
    south: list[str]


class Names(msgspec.Struct, frozen=True):
    """Names of persons, places and streets."""

    italian: Italians
    origins: list[Origin]
    birthplaces: Birthplaces
    streets: list[str]


class Colleague(msgspec.Struct, frozen=True):
    """An operator of the demo ente: where, for which areas, in which group."""

    surname: str
    name: str
    profile: str
    comune: str
    since: int
    group: str
    comuni: list[str] = []
    areas: list[str] = []


class Team(msgspec.Struct, frozen=True):
    """A working group of the demo ente."""

    key: str
    name: str
    kind: str
    purpose: str
    areas: list[str] = []


class Organisation(msgspec.Struct, frozen=True):
    """A body of the directory; `accredited` holds the years of an accreditation, from and for how many."""

    key: str
    name: str
    kind: str
    comune: str
    contact: tuple[str, str] | None = None
    areas: list[str] = []
    accredited: tuple[int, int] | None = None
    notes: str = ""


class Resource(msgspec.Struct, frozen=True):
    """A service, point of access, opportunity or good practice of the directory."""

    key: str
    name: str
    kind: str
    areas: list[str]
    body: str
    comune: str
    local_name: str = ""
    hours: str = ""
    requirements: str = ""
    siuss: str | None = None
    unit: str | None = None
    public: bool = True
    notes: str = ""


class Directory(msgspec.Struct, frozen=True):
    """Who works for the demo ente and with whom."""

    colleagues: list[Colleague]
    teams: list[Team]
    bodies: list[Organisation]
    services: list[Resource]


class AreaTexts(msgspec.Struct, frozen=True):
    """What a diary says in an area: by kind how it opens, by theme what happens, what others say, how it is judged."""

    opens: dict[str, list[str]]
    themes: dict[str, list[str]]
    said: list[str]
    judged: list[str]
    closes: list[str]
    lines: dict[str, list[str]]
    reports: list[str] = []


class Urgent(msgspec.Struct, frozen=True):
    """An urgency: how many minutes ago it began, after how many the prosecutor was told, and what is written."""

    kind: str
    minutes: int
    noticed: int
    child_name: str
    estimated_age: int
    comune: str
    found_at: str
    facts: str
    third_parties: str
    third_parties_who: str
    evaluation: str
    safe_place: str
    decided_by: str
    prosecutor: str
    notice_to: str
    notice_outcome: str
    present: list[dict[str, str]]


class DeskTexts(msgspec.Struct, frozen=True):
    """What is written outside the diary: accesses, referrals, notes, deadlines, documents."""

    contacts: dict[str, list[tuple[str, str]]]
    referrals: dict[str, list[str]]
    answers: list[str]
    notes: list[str]
    outcomes: dict[str, list[str]]
    deadlines: dict[str, list[str]]
    documents: dict[str, list[tuple[str, str, str]]]
    appointments: dict[str, list[tuple[str, str]]]
    urgencies: list[Urgent]


class Written(msgspec.Struct, frozen=True):
    """A diary entry of the case of the pictures: days before today, minute of the day, days until it is resumed."""

    back: int
    minute: int
    kind: str
    text: str
    with_whom: str = ""
    minutes: int | None = None
    follow_up: int = 0
    reserved: bool = False
    protocol_number: str = ""
    facts: str = ""
    third_parties: str = ""
    third_parties_who: str = ""
    evaluation: str = ""


class FerrariTexts(msgspec.Struct, frozen=True):
    """The diary of the case of the pictures, and what is due: title and days from today."""

    recent: list[Written]
    deadlines: list[tuple[str, int]]


def _folder() -> Path:
    return resources_folder() / "demo"


@cache
def names() -> Names:
    """Return the names of persons, places and streets."""
    return msgspec.json.decode((_folder() / "names.json").read_bytes(), type=Names)


@cache
def directory() -> Directory:
    """Return operators, groups, bodies and services."""
    return msgspec.json.decode((_folder() / "directory.json").read_bytes(), type=Directory)


@cache
def diary_texts(area: str) -> AreaTexts:
    """Return the texts of an area, or of `common`, `reserved`, `household`."""
    return msgspec.json.decode((_folder() / f"diary_{area}.json").read_bytes(), type=AreaTexts)


@cache
def desk_texts() -> DeskTexts:
    """Return what is written outside the diary."""
    return msgspec.json.decode((_folder() / "desk.json").read_bytes(), type=DeskTexts)


@cache
def ferrari_texts() -> FerrariTexts:
    """Return the texts of the case of the pictures."""
    return msgspec.json.decode((_folder() / "ferrari.json").read_bytes(), type=FerrariTexts)
