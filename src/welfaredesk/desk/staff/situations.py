# SPDX-License-Identifier: EUPL-1.2
"""Situations: who they are about, who takes part, what waits to be taken up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from welfaredesk.base.text import N_, tr
from welfaredesk.desk import lists, records
from welfaredesk.desk.records import Saved, type_named
from welfaredesk.desk.session import Session
from welfaredesk.desk.staff.members import Expected, as_rows, expected_in, missing_among, rows_for, share_listed
from welfaredesk.domain.kinds import Value, Values
from welfaredesk.domain.machines.situation_path import SITUATION_PATH
from welfaredesk.domain.names import link_title
from welfaredesk.domain.staff_members import member_name
from welfaredesk.store.rows import read_row

NOT_SHARED = N_("Situazione non condivisa con te")
UNNAMED = N_("Senza nome")
PROTECTED = N_("Persona in protezione")
MOST = 500
OPEN = ("requested", "accepted")


@dataclass(frozen=True, slots=True, kw_only=True)
class SituationLine:
    """A situation in a list: who it is about, its number and state, and how many take part."""

    id: str
    name: str
    number: str
    state: str
    requested_on: str
    reason: str
    members: int
    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A member of a situation: by role and body, with a desk or without."""

    row: str
    name: str
    role: str
    body: str
    operator: str
    contact: str
    presence: str


def situation_name(session: Session, identity: str) -> str:
    """Return who a situation is about, or that it is not shared with this desk."""
    values = read_row(session.vault.read(), type_named("situation"), identity)
    return tr(NOT_SHARED) if values is None else name_in(session, values)


def about_in(session: Session, root: str) -> str:
    """Return who a root is about when it is a situation or a project that this desk reads, else nothing."""
    found = (read_row(session.vault.read(), type_named(name), root) for name in ("situation", "project"))
    values = next((one for one in found if one is not None), None)
    return "" if values is None else name_in(session, values)


def name_in(session: Session, values: Values) -> str:
    """Return who some values of a situation are about; a person in protection has no name outside the own cartella."""
    person, household = values.get("person"), values.get("household")
    if isinstance(person, dict) and person.get("id"):
        line = next(iter(lists.person_lines(session, [str(person["id"])])), None)
        if lists.in_protection(session, [str(person["id"])]):
            return tr(PROTECTED)
        return (line.name if line else "") or link_title(person) or tr(UNNAMED)
    return link_title(household) or str(values.get("subject") or "") or tr(UNNAMED)


def situations(session: Session, *, states: Sequence[str] = OPEN) -> list[SituationLine]:
    """Return the situations in some states that this desk reads, those that wait to be taken up first."""
    rows, _ = lists.page_of(session, type_named("situation"), limit=MOST)
    lines = [_line(session, row) for row in rows if SITUATION_PATH.state_of(row) in states]
    return sorted(lines, key=lambda one: (one.state != "requested", one.requested_on, one.id))


def _line(session: Session, row: Values) -> SituationLine:
    person = row.get("person")
    return SituationLine(
        id=str(row["_id"]),
        name=name_in(session, row),
        number=str(row.get("number") or ""),
        state=SITUATION_PATH.state_of(row),
        requested_on=str(row.get("requested_on") or ""),
        reason=str(row.get("reason") or ""),
        members=len(as_rows(row.get("members"))),
        person=str(person["id"]) if isinstance(person, dict) and person.get("id") else "",
    )


def members_in(rows: Sequence[Mapping[str, Value]]) -> list[Member]:
    """Return the members that rows say, in their order."""
    return [
        Member(
            row=str(row.get("_row") or ""),
            name=member_name(row),
            role=str(row.get("role") or ""),
            body=str(row.get("body") or ""),
            operator=str((row.get("operator") or {}).get("id") or ""),
            contact=str(row.get("contact") or ""),
            presence=str(row.get("presence") or ""),
        )
        for row in rows
    ]


def members_of(session: Session, situation: str) -> list[Member]:
    """Return the members of a situation."""
    return members_in(as_rows(records.show(session, situation).values.get("members")))


def expected_missing(session: Session, situation: str) -> list[Expected]:
    """Return whom the composition template expects and nobody among the members stands for."""
    values = records.show(session, situation).values
    return missing_among(expected_in(session.vault.read(), values), as_rows(values.get("members")))


def fill_from_template(session: Session, situation: str) -> Saved:
    """Add a row to the members for each who is expected and not there yet."""
    shown = records.show(session, situation)
    expected = expected_in(session.vault.read(), shown.values)
    wanted = rows_for(expected, as_rows(shown.values.get("members")))
    return records.change(session, situation, {"members": wanted}, seen=shown.entry)


def share(session: Session, situation: str) -> int:
    """Let the members with a desk read a situation from now on, and return to how many it was new.

    Raises:
        EndMissing: when the time of somebody from outside is over.
        OneFolder: when somebody from outside reads another folder already.
    """
    return share_listed(session, situation, "members")
