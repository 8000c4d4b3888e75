# SPDX-License-Identifier: EUPL-1.2
"""Urgencies: those that are open with the clock that presses most, and one with all that its page shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from welfaredesk.desk import acts, lists, reading, records
from welfaredesk.desk.acts import Offers
from welfaredesk.desk.granting import readers_of
from welfaredesk.desk.records import Saved, type_named
from welfaredesk.desk.session import Session
from welfaredesk.desk.terms import terms_here
from welfaredesk.domain.access import Deed, may
from welfaredesk.domain.kinds import Value, Values
from welfaredesk.domain.names import link_title
from welfaredesk.domain.parameters import Term
from welfaredesk.domain.removal_terms import REMOVAL_TERMS
from welfaredesk.domain.urgency_clocks import Clock, clocks, is_over, next_clock
from welfaredesk.store import agenda

MOST = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class UrgencyLine:
    """An open urgency as lists show it, with the clock that presses most."""

    id: str
    number: str
    kind: str
    who: str
    comune: str
    clock: Clock | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A paper of an urgency: one that was printed, or that came."""

    id: str
    title: str
    dated: str
    fingerprint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """All that the page of an urgency shows; `alone` when nobody else may read it yet."""

    offers: Offers
    terms: tuple[Term, ...]
    papers: tuple[Paper, ...]
    alone: bool

    @property
    def values(self) -> Mapping[str, Value]:
        """Return what the urgency says."""
        return self.offers.shown.values

    def clocks(self, now: datetime) -> list[Clock]:
        """Return its clocks as they stand at a moment."""
        return clocks(self.values, now, among=self.terms)


def terms_of(session: Session) -> tuple[Term, ...]:
    """Return the terms of a collocamento as they hold at this ente."""
    return terms_here(session, REMOVAL_TERMS)


def who_of(values: Values) -> str:
    """Return whom an urgency is about as it was written, nothing where nobody knows yet."""
    return str(values.get("child_name") or "") or link_title(values.get("person"))


def open_urgencies(session: Session) -> list[UrgencyLine]:
    """Return the urgencies that are not closed, those that press most first; none to whoever works on no case."""
    if not may(session.identity.roles, Deed.CONDUCT_CASES):
        return []
    found = agenda.latest(session.vault.read(), type_named("urgency"), "began_at", where="closed_at", limit=MOST)
    now, terms = session.clock.now().local().replace(second=0, microsecond=0), terms_of(session)
    lines = [_line(row, now, terms) for row in found if not is_over(row)]
    return sorted(lines, key=_need)


def _line(row: Values, now: datetime, terms: tuple[Term, ...]) -> UrgencyLine:
    return UrgencyLine(
        id=str(row["_id"]),
        number=str(row.get("number") or ""),
        kind=str(row.get("kind") or ""),
        who=who_of(row),
        comune=str(row.get("comune") or ""),
        clock=next_clock(clocks(row, now, among=terms)),
    )


def _need(line: UrgencyLine) -> tuple[bool, float, str]:
    """Return what puts the urgency first whose next term ends first, or ended longest ago."""
    due = line.clock.due if line.clock is not None else None
    return due is None, due.timestamp() if due is not None else 0.0, line.id


def opened(session: Session, urgency: str) -> Opened:
    """Return an urgency with its acts, its terms and its papers; its opening is logged first.

    Raises:
        NotFound: when it is not here, or the operator's roles do not reach it.
    """
    offers = acts.offered(session, urgency)
    reading.opened(session, urgency, root=urgency)
    return Opened(
        offers=offers,
        terms=terms_of(session),
        papers=tuple(_paper(row) for row in lists.of_root(session, "document", urgency)),
        alone=_is_alone(session, urgency),
    )


def _paper(row: Values) -> Paper:
    return Paper(
        id=str(row["_id"]),
        title=str(row["_title"]),
        dated=str(row.get("dated") or ""),
        fingerprint=str(row.get("fingerprint") or ""),
    )


def _is_alone(session: Session, urgency: str) -> bool:
    """Tell whether this operator is the only one who may read an urgency."""
    groups = (group for circle in readers_of(session, urgency) for group in circle.groups)
    return {one for group in groups for one in group.operators} <= {session.identity.operator}


def tie(session: Session, urgency: str, person: str | None) -> Saved:
    """Link an urgency to a person who is here by now, or take the link away."""
    return records.change(session, urgency, {"person": person})
