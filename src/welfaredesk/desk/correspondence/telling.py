# SPDX-License-Identifier: EUPL-1.2
"""What a letter tells: the data of the person that were chosen, every word of it, and whether it may go."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from welfaredesk.base.clock import today
from welfaredesk.base.text import N_, tr
from welfaredesk.desk import lists
from welfaredesk.desk.codes import Codes
from welfaredesk.desk.correspondence.addressee import Verdict, judged
from welfaredesk.desk.protection import address_is_secret, hidden_in, without_names
from welfaredesk.desk.records import type_named
from welfaredesk.desk.session import Session
from welfaredesk.desk.wording import in_words
from welfaredesk.domain.checks import is_day
from welfaredesk.domain.kinds import Value, Values
from welfaredesk.domain.names import id_in, link_title
from welfaredesk.domain.periods import full_day
from welfaredesk.domain.records.letter import TEXTS
from welfaredesk.store.driver import Database
from welfaredesk.store.rows import read_row

VERSIONED = N_("{number}, versione {version}")
TAKEN = frozenset({"residence", "phone"})
"""Data that would tell where somebody in protection is."""
ALSO_PROTECTED = N_("riguarda anche una persona in protezione: di lei si scrive dalla sua cartella")
WRITTEN = ("subject", "addressee_text", "addressee_address", "third_parties_who", *TEXTS)


@dataclass(frozen=True, slots=True)
class Datum:
    """One of the data of the person that go with a letter."""

    label: str
    text: str


def person_of(database: Database, person: str) -> Mapping[str, Value]:
    """Return what is known of a person, nothing when she is not here."""
    return read_row(database, type_named("person"), person) or {}


def addressee_of(session: Session, values: Values, *, person: str) -> str:
    """Return to whom a letter goes as it is written; whoever is in protection is not named by a link."""
    type_ = type_named("letter")
    told = without_names(values, hidden_in(session, type_, values, page_of=person))
    return str(values.get("addressee_text") or "") or link_title(told.get("addressee"))


def persons_of(values: Values, *, person: str) -> list[str]:
    """Return whom a letter is about, the person of its cartella first."""
    return list(dict.fromkeys([person, *(id_in(row.get("person")) for row in values.get("others") or ())]))


def verdict_of(session: Session, database: Database, values: Values, *, person: str) -> Verdict:
    """Return whether a letter may go out, by the avvertenze of today of everybody whom it is about."""
    persons = persons_of(values, person=person)
    said = [str(values.get(name) or "") for name in WRITTEN]
    said.append(addressee_of(session, values, person=person))
    said += [one.text for one in data_of(session, values, [person_of(database, one) for one in persons])]
    found = [judged(session, database, values, person=one, said="\n".join(said)) for one in persons]
    hidden = lists.in_protection(session, persons[1:])
    stop = [*((tr(ALSO_PROTECTED),) if hidden else ()), *(why for one in found for why in one.stop)]
    unsure = [why for one in found for why in one.unsure]
    return Verdict(tuple(dict.fromkeys(stop)), tuple(dict.fromkeys(unsure)))


def number_of(values: Values) -> str:
    """Return the number, with the version from the second on."""
    number, version = str(values.get("number") or ""), int(values.get("version") or 0)
    return tr(VERSIONED).format(number=number, version=version) if version > 1 else number


def leaves_out(session: Session, values: Values, persons: Iterable[Values]) -> bool:
    """Tell whether data that were chosen are not printed, because they would tell where one of some persons is."""
    taken = TAKEN.intersection(values.get("shared_data") or ())
    return bool(taken) and any(_hides(session, person) for person in persons)


def _hides(session: Session, person: Values) -> bool:
    return address_is_secret(session, person) or bool(person.get("protected_abode"))


def data_of(session: Session, values: Values, persons: Iterable[Values]) -> Iterator[Datum]:
    """Give the data of some persons that were chosen by hand and say something; none that is protected."""
    for person in persons:
        yield from _data(session, values, person)


def _data(session: Session, values: Values, person: Values) -> Iterator[Datum]:
    codes = Codes(session)
    for chosen in map(str, values.get("shared_data") or ()):
        if chosen in TAKEN and _hides(session, person):
            continue
        said = _said(session, codes, chosen, person)
        if said:
            yield Datum(codes.label("letter_data", chosen), said)


def _said(session: Session, codes: Codes, chosen: str, person: Values) -> str:
    type_ = type_named("person")
    if chosen == "name":
        return type_.title(person)
    if chosen == "residence":
        return "; ".join(_address(one) for one in person.get("residence") or [] if _holds(session, one))
    if chosen == "phone":
        return ", ".join(str(one["value"]) for one in person.get("reachabilities") or [] if one.get("value"))
    if chosen == "worker":
        episodes = lists.of_root(session, "care_episode", str(person.get("_id") or ""))
        return next((link_title(one.get("responsible_social_worker")) for one in episodes), "")
    return in_words(type_.field(chosen), person.get(chosen), codes=codes) if type_.has(chosen) else ""


def _holds(session: Session, row: Values) -> bool:
    day = today(session.clock).isoformat()
    return str(row.get("valid_from") or "") <= day <= str(row.get("valid_to") or "9999")


def _address(row: Values) -> str:
    place = " ".join(str(row[name]) for name in ("postcode", "place") if row.get(name))
    return ", ".join(part for part in (str(row.get("street") or ""), place) if part)


def dated(value: Value) -> date | None:
    """Return a day that was written, nothing for none."""
    return date.fromisoformat(str(value)) if is_day(value) else None


def day_of(value: Value) -> str:
    """Return a day in words, nothing for none."""
    day = dated(value)
    return full_day(day) if day is not None else ""
