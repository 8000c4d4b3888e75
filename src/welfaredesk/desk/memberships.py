# SPDX-License-Identifier: EUPL-1.2
"""Memberships with an end: what this operator was in until a day, and is not any more."""

from dataclasses import dataclass
from datetime import date

from welfaredesk.base.clock import Moment
from welfaredesk.desk.people_names import group_names
from welfaredesk.desk.session import Session
from welfaredesk.domain.roster import Roster


@dataclass(frozen=True, slots=True)
class Ended:
    """A group that this operator was in until a day; without a name, all that somebody from outside had."""

    group: str
    until: date


def ended(session: Session) -> list[Ended]:
    """Return the memberships that are over by this PC's clock; the server judges by its own."""
    roster, me, now = session.read_roster(), session.identity.operator, session.clock.now()
    over = {}
    for group in roster.groups_of(me):
        end = roster.expiry(group, me)
        if end is not None and end <= now.utc_ms:
            over[group] = end
    if not over:
        return []
    names = group_names(session)
    if roster.is_outside(me):
        names = dict.fromkeys(names, "")
    found = [Ended(names[group], last_day(end, now.offset)) for group, end in over.items()]
    return sorted(found, key=lambda one: (one.until, one.group))


def last_day(end_ms: int, offset: int) -> date:
    """Return the last day of a membership: its end is the first moment that is not in that day any more."""
    return Moment(end_ms - 1, offset).local().date()


def last_day_outside(session: Session, roster: Roster, operator: str | None) -> date | None:
    """Return the last day of somebody who is only from outside, nothing for anybody else."""
    if operator is None or not roster.is_outside(operator):
        return None
    end = roster.end_of_outside(operator)
    return None if end is None else last_day(end, session.clock.now().offset)
