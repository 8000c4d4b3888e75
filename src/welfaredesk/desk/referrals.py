# SPDX-License-Identifier: EUPL-1.2
"""The register of referrals: numbered, each with an urgency, days without an answer, and its answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from welfaredesk.desk import records
from welfaredesk.desk.records import Saved, type_named
from welfaredesk.desk.session import Session
from welfaredesk.domain.access import Deed, may
from welfaredesk.domain.care_view import REFERRAL_OPEN, is_open
from welfaredesk.domain.checks import EARLIEST, is_day
from welfaredesk.domain.kinds import Value, Values
from welfaredesk.domain.names import link_title
from welfaredesk.store import agenda

MOST = 2000
LONG_AGO = date(EARLIEST, 1, 1)
"""Where what another program left without its day stands: first among what waits, until somebody writes it."""
URGENT_FIRST = {"emergency": 0, "urgent": 1, "soon": 2}
FAMILY = frozenset({"parenting", "family_conflict", "violence", "adolescence"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralLine:
    """A referral as the register shows it."""

    id: str
    number: str
    received_on: date
    source: str
    who: str
    person: str
    urgency: str
    comune: str
    answered_on: date | None
    outcome: str
    values: Mapping[str, Value]

    def days_waiting(self, on: date) -> int | None:
        """Return for how many days it has had no answer, nothing when it has one."""
        return None if self.answered_on else max(0, (on - self.received_on).days)


def asks_violence(values: Values) -> bool:
    """Tell whether the kinds of violence are worth asking: what is reported may hide one."""
    return bool(FAMILY & set(values.get("vulnerabilities") or ())) or bool(values.get("violence"))


def all_referrals(session: Session) -> list[ReferralLine]:
    """Return the register, the latest received first."""
    session.require(Deed.WRITE_CONTACTS)
    rows = agenda.latest(session.vault.read(), type_named("referral"), "received_on", limit=MOST)
    return [_line(row) for row in rows]


def to_answer(session: Session) -> list[ReferralLine]:
    """Return the referrals that nobody answered, the most urgent first, then those that wait longest."""
    session.require(Deed.WRITE_CONTACTS)
    database = session.vault.read()
    rows = agenda.latest(database, type_named("referral"), "received_on", where="answered_on", limit=MOST)
    return sorted(map(_line, rows), key=lambda one: (URGENT_FIRST.get(one.urgency, 3), one.received_on, one.id))


def to_conclude(session: Session) -> list[ReferralLine]:
    """Return the referrals that were answered and are neither concluded nor a presa in carico, the latest first."""
    session.require(Deed.WRITE_CONTACTS)
    type_, open_ = type_named("referral"), sorted(REFERRAL_OPEN)
    rows = agenda.in_states(session.vault.read(), type_, "received_on", states=open_, said="answered_on", limit=MOST)
    return [line for line in map(_line, rows) if is_open(line.values)]


def waiting_count(session: Session) -> int:
    """Return how many referrals wait for an answer."""
    if not may(session.identity.roles, Deed.WRITE_CONTACTS):
        return 0
    return agenda.counted(session.vault.read(), type_named("referral"), where="answered_on", value=None)


def answer(
    session: Session, referral: str, *, answered_on: date, outcome: str, text: str, seen: str | None = None
) -> Saved:
    """Save the first contact and what came of it; that moves no state: it is accepted and concluded by acts."""
    given = {"answered_on": answered_on.isoformat(), "outcome": outcome or None, "answer": text}
    return records.change(session, referral, given, seen=seen)


def from_contact(values: Values) -> dict[str, Value]:
    """Return the values with which a referral starts that was first an access."""
    given: dict[str, Value] = {
        "person": values.get("person"),
        "comune": values.get("comune"),
        "content": values.get("note") or values.get("text"),
        "subject": "" if values.get("person") else values.get("who"),
    }
    return {name: value for name, value in given.items() if value}


def save_new(session: Session, values: Values, *, contact: str = "") -> Saved:
    """Save a new referral and, when it was first a contact of the register, write that there as its outcome."""
    saved = records.add(session, type_named("referral"), values)
    if contact:
        records.change(session, contact, {"outcome": "referral"})
    return saved


def _line(row: Values) -> ReferralLine:
    person = row.get("person")
    return ReferralLine(
        id=str(row["_id"]),
        number=str(row.get("number") or ""),
        received_on=_day(row.get("received_on")) or LONG_AGO,
        source=str(row.get("source") or ""),
        who=link_title(person) or str(row.get("subject") or ""),
        person=str(person["id"]) if isinstance(person, dict) else "",
        urgency=str(row.get("urgency") or ""),
        comune=str(row.get("comune") or ""),
        answered_on=_day(row.get("answered_on")),
        outcome=str(row.get("outcome") or ""),
        values=row,
    )


def _day(said: Value) -> date | None:
    return date.fromisoformat(str(said)) if is_day(said) else None
