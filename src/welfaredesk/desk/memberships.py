# SPDX-License-Identifier: EUPL-1.2
"""Memberships with an end: what this operator was in until a day, and is not any more."""

from dataclasses import dataclass
from datetime import date

from welfaredesk.base.clock import Moment
from welfaredesk.desk.people_names import group_names
from welfaredesk.desk.session import Session


@dataclass(frozen=True, slots=True)
class Ended:
    """A group that this operator was in until a day."""

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
    # The end of a day is the first moment that is not in it any more.
    found = [Ended(names[group], Moment(end - 1, now.offset).local().date()) for group, end in over.items()]
    return sorted(found, key=lambda one: (one.until, one.group))
