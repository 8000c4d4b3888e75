# SPDX-License-Identifier: EUPL-1.2
"""Whom a riscontro finds here, who is to be called, and when a person answers and not the desk."""

from dataclasses import dataclass
from enum import StrEnum

from welfaredesk.base.ids import derived_id
from welfaredesk.desk import lists, records
from welfaredesk.desk.letter_bodies import About
from welfaredesk.desk.records import type_named
from welfaredesk.desk.session import Session
from welfaredesk.domain.access import Deed
from welfaredesk.domain.kinds import ORDINARY, Value, Values
from welfaredesk.domain.statement import GroupKind
from welfaredesk.store import folders
from welfaredesk.store import roster as rows
from welfaredesk.store.driver import Database
from welfaredesk.store.exchange import heard
from welfaredesk.store.questions import of_root
from welfaredesk.store.rows import read_row

LIKELY = 0.8
"""From here on somebody is the one asked after: the code, or name and birth but for a slip. A like name is not."""
SURE = 0.96


class Verdict(StrEnum):
    """What a desk says by itself."""

    FOLLOWED = "followed"
    HUMAN = "human"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Who was found, and the group and colleague to call."""

    verdict: Verdict
    person: str | None = None
    group: str | None = None
    operator: str | None = None
    closed: bool = False
    sure: bool = False


def look(session: Session, database: Database, about: About) -> Finding:
    """Return whom the cartelle here answer for, by the rule that finds duplicates; the likeliest first."""
    values = {"surname": about.surname, "name": about.name, "birth": about.birth, "tax_code": about.tax_code}
    human: Finding | None = None
    for line, found in lists.similar_people(session, {name: said for name, said in values.items() if said}):
        if line.case_file is None or found.likeness.score < LIKELY:
            continue
        finding = of_person(session, line.id, sure=found.likeness.score >= SURE)
        if not _waits_for_a_person(session, database, line.id, case_file=line.case_file):
            return finding
        human = human or Finding(verdict=Verdict.HUMAN, person=line.id)
    return human or Finding(verdict=Verdict.NOBODY)


def of_person(session: Session, person: str, *, sure: bool = True) -> Finding:
    """Return who is to be called for somebody: the case manager or titolare, and the group that follows."""
    database = session.vault.read()
    case = next(iter(sorted(_rows(database, "case_file", person), key=lambda row: bool(row.get("closed_on")))), {})
    episodes = [row for row in _rows(database, "care_episode", person) if row.get("status") != "closed"]
    operator = next((one for row in (*episodes, case) for one in _followers(row)), None)
    return Finding(
        verdict=Verdict.FOLLOWED,
        person=person,
        group=_linked(case, "group") or _working_group(session, database, person),
        operator=operator,
        closed=bool(case.get("closed_on")) or case.get("state") == "closed",
        sure=sure,
    )


def followers(session: Session, person: str) -> list[str]:
    """Return who follows somebody: case manager and titolare of what is open, each once."""
    database = session.vault.read()
    found = [*_rows(database, "care_episode", person), *_rows(database, "case_file", person)]
    open_ = [row for row in found if row.get("status") != "closed" and not row.get("closed_on")]
    return list(dict.fromkeys(one for row in open_ for one in _followers(row)))


def _rows(database: Database, type_name: str, root: str) -> list[dict[str, Value]]:
    return of_root(database, type_named(type_name), root)


def _followers(row: Values) -> list[str]:
    found = (_linked(row, name) for name in ("case_manager", "responsible_social_worker"))
    return [one for one in found if one]


def _linked(row: Values, name: str) -> str | None:
    link = row.get(name)
    return str(link["id"]) if isinstance(link, dict) and link.get("id") else None


def _working_group(session: Session, database: Database, person: str) -> str | None:
    roster = session.read_roster()
    for folder in rows.folders_of_root(database, person):
        if folder.circle == ORDINARY:
            held = folders.groups_of(database, folder.id)
            found = [one for one in held if one in roster.groups and roster.groups[one].kind is GroupKind.WORKING]
            if found:
                return found[0]
    return None


def _waits_for_a_person(session: Session, database: Database, person: str, *, case_file: str) -> bool:
    """Tell whether somebody is in protection, or known here only by a circle for which a person answers."""
    if lists.in_protection(session, [person]):
        return True
    circles = heard.circles_of_records(database, [person]), heard.circles_of_records(database, [case_file])
    by_person = by_person_in(database, session.identity.ente)
    # What a circle holds beside the ordinary part says nothing here: only where somebody is known counts.
    return any(all(by_person.get(one, one != ORDINARY) for one in some) for some in circles)


def by_person_in(database: Database, ente: str) -> dict[str, bool]:
    """Return the circles of which the ente has said whether a person answers; of reserved ones one does, unless."""
    settings = read_row(database, type_named("ente_settings"), derived_id(ente, "ente_settings")) or {}
    lines = settings.get("riscontro") or []
    return {str(one["circle"]): bool(one.get("by_person")) for one in lines if one.get("circle")}


def answers_by_person(session: Session, circle: str) -> bool:
    """Tell whether a person answers for a circle."""
    said = by_person_in(session.vault.read(), session.identity.ente)
    return said.get(circle, circle != ORDINARY)


def on_call_reads_new(session: Session) -> bool:
    """Tell whether the ordinary part of a new cartella goes to the groups on call too."""
    type_ = type_named("ente_settings")
    settings = read_row(session.vault.read(), type_, derived_id(session.identity.ente, type_.name)) or {}
    return bool(settings.get("on_call_reads_new"))


def let_on_call_read_new(session: Session, *, on: bool) -> None:
    """Say for the ente whether new cartelle are read on call."""
    session.require(Deed.WRITE_SETTINGS)
    records.change(session, derived_id(session.identity.ente, "ente_settings"), {"on_call_reads_new": on})


def set_answer(session: Session, circle: str, *, by_person: bool) -> None:
    """Say for the ente whether a person or the desk answers for a circle."""
    session.require(Deed.WRITE_SETTINGS)
    said = by_person_in(session.vault.read(), session.identity.ente) | {circle: by_person}
    lines: list[dict[str, Value]] = [{"circle": one, "by_person": on} for one, on in sorted(said.items())]
    records.change(session, derived_id(session.identity.ente, "ente_settings"), {"riscontro": lines})
