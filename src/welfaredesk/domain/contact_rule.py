# SPDX-License-Identifier: EUPL-1.2
"""The rule of the quick access: a diary entry for who is in carico here, a contact for everybody else, never both."""

from collections.abc import Iterable
from enum import StrEnum

from welfaredesk.domain.kinds import Value, Values

OPEN_CASES = frozenset({"open", "reopened"})
OPEN_CARE = frozenset({"referred", "in_assessment", "in_care", "suspended", "reopened"})
DIARY_KINDS = {
    "phone": "phone_call",
    "email": "email",
    "letter": "email",
    "home": "home_visit",
    "message": "message",
    "online": "desk_contact",
    "in_person": "desk_contact",
    "desk": "desk_contact",
}
"""Which kind of diary entry an access is, by the way it came."""
_SHARED = ("when", "channel", "requester", "needs", "outcome", "minutes", "access_point")


class SavedAs(StrEnum):
    """What an access is saved as: the name of a record type."""

    DIARY_ENTRY = "diary_entry"
    CONTACT = "contact"


def in_care(cases: Iterable[Values], episodes: Iterable[Values]) -> bool:
    """Tell whether somebody is in carico: a cartella or a presa in carico that is not closed."""
    return any(_open(case, "state", OPEN_CASES) for case in cases) or any(
        _open(episode, "status", OPEN_CARE) for episode in episodes
    )


def _open(values: Values, field: str, states: frozenset[str]) -> bool:
    return not values.get("closed_on") and (values.get(field) or next(iter(states))) in states


def saved_as(person: Value, *, followed: bool) -> SavedAs:
    """Return what an access about `person` becomes; `followed` tells whether that person is in carico here."""
    return SavedAs.DIARY_ENTRY if person and followed else SavedAs.CONTACT


def diary_values(contact: Values) -> dict[str, Value]:
    """Return the diary entry that says what an access says, and counts as one."""
    parts = [str(contact.get("note") or "").strip(), str(contact.get("information") or "").strip()]
    said: dict[str, Value] = {name: contact[name] for name in _SHARED if contact.get(name)}
    said |= {
        "kind": DIARY_KINDS.get(str(contact.get("channel") or ""), "desk_contact"),
        "text": "\n".join(part for part in parts if part),
        "person": contact.get("person"),
        "counts_as_contact": True,
    }
    caller = ", ".join(str(contact[name]) for name in ("who", "phone") if contact.get(name))
    if caller:
        said["with_whom"] = caller
    return said


def contact_values(contact: Values) -> dict[str, Value]:
    """Return the values of a contact of the register, without what says nothing."""
    return {name: value for name, value in contact.items() if value not in (None, "", [])}
