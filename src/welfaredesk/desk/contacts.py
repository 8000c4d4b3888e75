# SPDX-License-Identifier: EUPL-1.2
"""Accesses: who is at the desk or on the phone, saved once in the right place, listed by day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from welfaredesk.base.clock import today
from welfaredesk.base.errors import NotFound
from welfaredesk.base.text import N_, tr
from welfaredesk.desk import lists, records
from welfaredesk.desk.lists import PersonLine
from welfaredesk.desk.session import Session
from welfaredesk.domain import contact_rule
from welfaredesk.domain.access import Deed, may
from welfaredesk.domain.contact_rule import SavedAs
from welfaredesk.domain.kinds import Value, Values
from welfaredesk.domain.names import link_title
from welfaredesk.domain.spoken import phone_digits
from welfaredesk.store import agenda
from welfaredesk.store.rows import read_row

MOST_SHOWN = 5000
SHORTEST_NUMBER = 4
BY_NUMBER = N_("dal numero")
UNDONE = N_("Accesso annullato subito dopo il salvataggio")
PHONE_KINDS = ("mobile", "landline", "chat")


@dataclass(frozen=True, slots=True)
class ContactSaved:
    """Where an access went: the type of the record and its id."""

    type: str
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Somebody already here: the line of lists, why found, whether in carico here."""

    line: PersonLine
    reason: str = ""
    followed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CallerCard:
    """What to know of a person before calling back: the avvertenze first, then the numbers with their notes."""

    line: PersonLine
    followed: bool
    cautions: tuple[dict[str, Value], ...]
    phones: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactLine:
    """An access as the list shows it: a contact of the register, or a diary entry that counts as one."""

    id: str
    type: str
    when: str
    who: str
    person: str
    person_name: str
    channel: str
    needs: tuple[str, ...]
    outcome: str
    comune: str
    values: Mapping[str, Value]


def is_number(text: str) -> bool:
    """Tell whether what is typed is a telephone number rather than a name."""
    letters = sum(sign.isalpha() for sign in text)
    return letters == 0 and len(phone_digits(text)) >= SHORTEST_NUMBER


def followed(session: Session, person: str) -> bool:
    """Tell whether a person is in carico here: an open cartella or an open presa in carico."""
    return contact_rule.in_care(
        lists.of_root(session, "case_file", person), lists.of_root(session, "care_episode", person)
    )


def find_callers(session: Session, text: str, *, limit: int = 8) -> list[Caller]:
    """Return who of the persons here may be the one typed, by digits of the phone, by name, or by its sound."""
    if not text.strip() or not may(session.identity.roles, Deed.READ_CASES):
        return []
    number = is_number(text)
    typed = phone_digits(text) if number else text
    found = {line.id: Caller(line=line) for line in lists.find_people(session, typed, limit=limit)}
    if number:
        found = {key: Caller(line=one.line, reason=BY_NUMBER) for key, one in found.items()}
        values: dict[str, Any] = {"reachabilities": [{"value": text}]}
    else:
        first, _, rest = text.replace(",", " ").strip().partition(" ")
        values = {"surname": first, "name": rest.strip()}
    for line, like in lists.similar_people(session, values, limit=limit):
        found.setdefault(line.id, Caller(line=line, reason=like.likeness.reason))
    return [
        Caller(line=one.line, reason=one.reason, followed=bool(one.line.case_file) and followed(session, one.line.id))
        for one in list(found.values())[:limit]
    ]


def caller_card(session: Session, person: str) -> CallerCard:
    """Return what to know of a person before dialling.

    Raises:
        NotFound: when the person is not here.
    """
    line = next(iter(lists.person_lines(session, [person])), None)
    if line is None:
        raise NotFound()
    values = records.show(session, person).values
    return CallerCard(
        line=line,
        followed=followed(session, person),
        cautions=cautions_in_force(values, today(session.clock)),
        phones=tuple(_phones(values.get("reachabilities") or ())),
    )


def cautions_in_force(values: Values, on: date) -> tuple[dict[str, Value], ...]:
    """Return the avvertenze of a person that hold on a day, the reserved ones that this desk can read among them."""
    rows = [*(values.get("cautions") or ()), *(values.get("reserved_cautions") or ())]
    day = on.isoformat()
    return tuple(dict(row) for row in rows if (row.get("since") or day) <= day <= (row.get("until") or day))


def _phones(rows: Iterable[Values]) -> Iterable[str]:
    for row in rows:
        if row.get("value") and (row.get("kind") in PHONE_KINDS or phone_digits(str(row["value"]))):
            notes = ", ".join(str(row[name]) for name in ("owner", "when", "note") if row.get(name))
            yield f"{row['value']} ({notes})" if notes else str(row["value"])


def register_contact(session: Session, values: Values) -> ContactSaved:
    """Save an access: one diary entry for who is in carico here, else one contact of the register.

    Raises:
        BadInput: when a value cannot be held.
        NotAllowed: when the operator's roles do not write accesses.
    """
    session.require(Deed.WRITE_CONTACTS)
    person = values.get("person")
    identity = str(person["id"]) if isinstance(person, dict) else str(person or "")
    where = contact_rule.saved_as(identity, followed=bool(identity) and followed(session, identity))
    if where is SavedAs.DIARY_ENTRY:
        given = contact_rule.diary_values(values)
        saved = records.add(session, records.type_named(where), given, root=identity)
        return ContactSaved(str(where), saved.id)
    given = contact_rule.contact_values(values)
    if identity and not given.get("comune"):
        line = next(iter(lists.person_lines(session, [identity])), None)
        given |= {"comune": line.comune} if line and line.comune else {}
    return ContactSaved(str(where), records.add(session, records.type_named(where), given).id)


def attach(session: Session, contact: str, person: str) -> None:
    """Link a contact of the register to a person found later."""
    line = next(iter(lists.person_lines(session, [person])), None)
    given: dict[str, Value] = {"person": person}
    if line is not None and line.comune and not records.show(session, contact).values.get("comune"):
        given["comune"] = line.comune
    records.change(session, contact, given)


def detach(session: Session, contact: str) -> None:
    """Undo a link to a person."""
    records.change(session, contact, {"person": None})


def contacts_between(session: Session, *, first: date, last: date) -> list[ContactLine]:
    """Return the accesses of the days from `first` to `last`, both included, the latest first."""
    session.require(Deed.WRITE_CONTACTS)
    start, end = first.isoformat(), (last + timedelta(days=1)).isoformat()
    database, type_ = session.vault.read(), records.type_named
    rows = agenda.latest_between(database, type_("contact"), first=start, last=end, limit=MOST_SHOWN)
    found = [_line("contact", row) for row in rows]
    if may(session.identity.roles, Deed.READ_CASES):
        diary = type_("diary_entry")
        counting = agenda.latest_between(
            database, diary, first=start, last=end, flag="counts_as_contact", limit=MOST_SHOWN
        )
        names = {line.id: line for line in lists.person_lines(session, {_person_of(row) for row in counting})}
        found.extend(_line("diary_entry", row, person=names.get(_person_of(row))) for row in counting)
    return sorted(found, key=lambda line: (line.when, line.id), reverse=True)


def contact_line(session: Session, identity: str) -> ContactLine | None:
    """Return one access as the list shows it, or nothing when it is not here any more."""
    for name in SavedAs:
        row = read_row(session.vault.read(), records.type_named(name), identity)
        if row is not None:
            line = next(iter(lists.person_lines(session, [_person_of(row)])), None) if name == "diary_entry" else None
            return _line(str(name), row, person=line)
    return None


def _person_of(row: Values) -> str:
    person = row.get("person")
    return str(person["id"]) if isinstance(person, dict) else str(row["_root"])


def _line(type_name: str, row: Values, *, person: PersonLine | None = None) -> ContactLine:
    linked = row.get("person")
    named = person.name if person else link_title(linked)
    who = str(row.get("who" if type_name == "contact" else "with_whom") or "")
    if type_name == "contact" and row.get("phone"):
        who = ", ".join(part for part in (who, str(row["phone"])) if part)
    linked_id = str(linked["id"]) if isinstance(linked, dict) else ""
    return ContactLine(
        id=str(row["_id"]),
        type=type_name,
        when=str(row.get("when") or ""),
        who=who,
        person=linked_id if type_name == "contact" else _person_of(row),
        person_name=named,
        channel=str(row.get("channel") or ""),
        needs=tuple(row.get("needs") or ()),
        outcome=str(row.get("outcome") or ""),
        comune=str(row.get("comune") or (person.comune if person else "")),
        values=row,
    )


def undo(session: Session, saved: ContactSaved) -> None:
    """Take back an access that was just saved; its history stays."""
    records.retire(session, saved.id, tr(UNDONE))
