# SPDX-License-Identifier: EUPL-1.2
"""Filling: what a new record gets when nothing is said, and links written whole."""

import re
from typing import Any

from welfaredesk.base.errors import BadInput
from welfaredesk.base.ids import is_id
from welfaredesk.base.text import N_, tr
from welfaredesk.desk.founding import places
from welfaredesk.desk.session import Session
from welfaredesk.domain.catalogue import CATALOGUE
from welfaredesk.domain.changes import said
from welfaredesk.domain.kinds import Field, Kind, Value, Values
from welfaredesk.domain.record import RecordType, filling
from welfaredesk.store import desk_notes, folders, records
from welfaredesk.store.driver import Database

NO_TARGET = N_("il collegamento «{label}» indica una scheda che non è su questo PC")
_NUMBER = re.compile(r"(?P<year>\d{4})/(?P<letters>[A-Z]+)-(?P<number>\d{1,9})", re.ASCII)


def filled(session: Session, database: Database, type_: RecordType, values: Values) -> dict[str, Value]:
    """Return the values of a new record with what its fields fill by themselves."""
    given = {name: said(value) for name, value in values.items() if not name.startswith("_")}
    for field in filling(type_):
        if given.get(field.name) is None:
            given[field.name] = _filling(session, database, type_, field)
    for machine in type_.machines:
        if type_.field(machine.field).fills == "state" and not given[machine.field]:
            given[machine.field] = machine.opening(given)
    return given


def _filling(session: Session, database: Database, type_: RecordType, field: Field) -> Value:
    now = session.clock.now()
    if field.fills == "now":
        return now.iso()
    if field.fills == "today":
        return now.local().date().isoformat()
    if field.fills == "me":
        identity = session.identity
        return {"id": identity.operator, "root": places(identity.ente)["roster"], "title": identity.name}
    if field.fills == "number":
        return next_number(session, database, type_.name, year=now.local().year)
    if field.fills == "state":  # once all else is there: it depends on that
        return None
    return field.fills.removeprefix("=")


def next_number(session: Session, database: Database, what: str, *, year: int) -> str:
    """Return the next number for people: year / letters of the desk - progressive, never given twice."""
    key = f"number/{what}/{year}"
    number = int(desk_notes.get(database, key) or 0) + 1
    desk_notes.put(database, key, number)
    return f"{year}/{session.identity.letters}-{number}"


def count_on(session: Session, database: Database) -> None:
    """Move the counters past every number that a record has: after a repair they may be those of an older copy."""
    for type_ in CATALOGUE:
        for field in (one for one in type_.fields if one.fills == "number"):
            for said_number in records.said_by_all(database, type_, field.name):
                own = _NUMBER.fullmatch(str(said_number))
                if own is None or own["letters"] != session.identity.letters:
                    continue
                key = f"number/{type_.name}/{own['year']}"
                desk_notes.put(database, key, max(int(own["number"]), int(desk_notes.get(database, key) or 0)))


def completed(session: Session, database: Database, type_: RecordType, values: Values) -> dict[str, Value]:
    """Return values whose links carry root and title: an id alone is a link as well.

    Raises:
        BadInput: when a link names a record that this desk does not hold.
    """
    given = dict(values)
    for field in type_.of_kind(Kind.LINK, Kind.ROWS):
        value = given.get(field.name)
        if field.kind is Kind.LINK and value:
            given[field.name] = _whole_link(session, database, field, value)
        elif isinstance(value, list):
            given[field.name] = [_whole_row(session, database, field, row) for row in value]
    return given


def _whole_row(session: Session, database: Database, field: Field, row: Any) -> Any:
    if not isinstance(row, dict):
        return row
    links = {part.name for part in field.rows if part.kind is Kind.LINK and row.get(part.name)}
    return {
        name: _whole_link(session, database, field.row(name), value) if name in links else value
        for name, value in row.items()
    }


def _whole_link(session: Session, database: Database, field: Field, value: Value) -> Value:
    link = {"id": value} if isinstance(value, str) else value
    if not isinstance(link, dict) or not is_id(link.get("id")):
        return value
    if set(link) >= {"id", "root", "title"}:
        return link
    identity = str(link["id"])
    target = records.standing(database, identity)
    if target is None:
        if identity == session.identity.operator:
            return {"id": identity, "root": places(session.identity.ente)["roster"], "title": session.identity.name}
        if folders.root_type_of(database, identity) is None:
            raise BadInput(problems=tr(NO_TARGET).format(label=tr(field.label)))
        return {"id": identity, "root": identity, "title": ""}
    # A person in protection is never reachable by name from somebody else's page.
    hidden = bool(target.values.get("in_protection"))
    return {"id": identity, "root": target.root, "title": "" if hidden else target.type.title(target.values)}
