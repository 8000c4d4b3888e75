# SPDX-License-Identifier: EUPL-1.2
"""The map of local resources: services and bodies by name, local name, acronym or words, and how fresh each is."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from welfaredesk.base.clock import today
from welfaredesk.base.text import tr
from welfaredesk.desk import lists, records
from welfaredesk.desk.records import type_named
from welfaredesk.desk.resources import code_lists
from welfaredesk.desk.session import Session
from welfaredesk.domain.kinds import Kind, Value, Values
from welfaredesk.domain.names import link_title
from welfaredesk.domain.spoken import fold_text, words

STALE_AFTER_DAYS = 365
EXPIRES_SOON_DAYS = 60
TYPES = ("service", "body")
MOST = 5000
_SHORTEST_ACRONYM = 2


@dataclass(frozen=True, slots=True)
class Meaning:
    """One of the things that an acronym stands for."""

    acronym: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """A service or a body as the directory shows it; the days are None when nothing was said."""

    id: str
    type: str
    name: str
    other_name: str
    kind: str
    comune: str
    checked_on: date | None
    accredited_until: date | None
    valid_until: date | None
    keeper: str
    body: str
    values: Mapping[str, Value]

    def to_check(self, on: date) -> bool:
        """Tell whether nobody has looked at it for a year."""
        if self.type != "service":
            return False
        return self.checked_on is None or (on - self.checked_on).days > STALE_AFTER_DAYS

    def expiry(self) -> date | None:
        """Return the day on which its accreditation or validity ends."""
        return self.accredited_until or self.valid_until


def expired(day: date, on: date) -> bool:
    """Tell whether something that lasted until `day`, included, is over."""
    return day < on


def expires_soon(day: date, on: date) -> bool:
    """Tell whether something still holds and ends within two months."""
    return on <= day <= on + timedelta(days=EXPIRES_SOON_DAYS)


def acronym_meanings(text: str) -> list[Meaning]:
    """Return what the acronyms among the words typed stand for: one may have several meanings."""
    typed = {word.replace(".", "").replace(" ", "").casefold() for word in (*text.split(), text)}
    found = []
    for code in code_lists().get("acronyms", ()):
        acronym = code.facts.get("acronym", "")
        plain = acronym.replace(".", "").casefold()
        if len(plain) >= _SHORTEST_ACRONYM and plain in typed:
            found.append(Meaning(acronym, tr(code.label)))
    return found


def all_resources(session: Session) -> list[Resource]:
    """Return every service and body, in the order of their names."""
    found: list[Resource] = []
    for name in TYPES:
        rows, _ = lists.page_of(session, type_named(name), limit=MOST)
        found.extend(_resource(name, row) for row in rows)
    return sorted(found, key=lambda one: (fold_text(one.name), one.id))


def find(session: Session, text: str, *, type_name: str = "") -> list[Resource]:
    """Return the resources that hold every word typed, or what an acronym typed stands for; names come first."""
    everything = [one for one in all_resources(session) if not type_name or one.type == type_name]
    wanted = words(text)
    if not wanted:
        return everything
    meanings = [words(meaning.label) for meaning in acronym_meanings(text)]
    whole = fold_text(text)
    found = []
    for one in everything:
        spoken = _spoken(one)
        if _holds(spoken, wanted) or any(_holds(spoken, meaning) for meaning in meanings):
            named = fold_text(f"{one.name} {one.other_name}")
            found.append((0 if named.startswith(whole) else 1 if whole in named else 2, one))
    return [one for _, one in sorted(found, key=lambda pair: pair[0])]


def _holds(spoken: list[str], wanted: list[str]) -> bool:
    return all(any(word.startswith(one) for word in spoken) for one in wanted)


def _spoken(one: Resource) -> list[str]:
    type_ = type_named(one.type)
    texts = [one.body]
    texts.extend(
        str(one.values[field.name]) for field in type_.of_kind(Kind.TEXT, Kind.LONG_TEXT) if one.values.get(field.name)
    )
    texts.extend(text.replace(".", "") for text in (one.name, one.other_name))
    return [word for text in texts for word in words(text)]


def _day(values: Values, name: str) -> date | None:
    said = values.get(name)
    return date.fromisoformat(str(said)) if said else None


def _resource(type_name: str, row: Values) -> Resource:
    local = str(row.get("local_name") or "")
    official = str(row.get("name") or "")
    return Resource(
        id=str(row["_id"]),
        type=type_name,
        name=local or official,
        other_name=official if local else "",
        kind=str(row.get("kind") or ""),
        comune=str(row.get("comune") or ""),
        checked_on=_day(row, "checked_on"),
        accredited_until=_day(row, "accredited_until"),
        valid_until=_day(row, "valid_until"),
        keeper=link_title(row.get("checked_by")),
        body=link_title(row.get("body")),
        values=row,
    )


def resource(session: Session, identity: str) -> Resource:
    """Return one service or body.

    Raises:
        NotFound: when it is not here.
    """
    shown = records.show(session, identity)
    row = {**shown.values, "_id": identity, "_root": shown.root, "_title": shown.title}
    return _resource(shown.type.name, row)


def services_of(session: Session, body: str) -> Iterator[Resource]:
    """Give the services that a body runs."""
    for row in lists.linked_from(session, body, "service"):
        yield _resource("service", row)


def checked_now(session: Session, identity: str) -> None:
    """Write that this operator has just looked whether a service is still as written."""
    given = {"checked_on": today(session.clock).isoformat(), "checked_by": session.identity.operator}
    records.change(session, identity, given)
