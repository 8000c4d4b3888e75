# SPDX-License-Identifier: EUPL-1.2
"""The consegne of the demo ente: a colleague who is away, some cartelle on offer, and one taken over."""

from collections.abc import Sequence
from datetime import timedelta

from welfaredesk.base.text import N_, tr
from welfaredesk.desk.demo.cases import DemoCase
from welfaredesk.desk.demo.staff import Staff
from welfaredesk.desk.demo.territory import Calendar
from welfaredesk.desk.handover.offering import Terms
from welfaredesk.desk.handover.proposing import accept, propose
from welfaredesk.desk.session import Session

MOST, TAKEN = 4, 1
AWAY_DAYS, BACK_DAYS = 3, 120
WHY = N_("Congedo")


def hand_over_some(session: Session, cases: Sequence[DemoCase], *, staff: Staff, calendar: Calendar) -> None:
    """Hand to this operator some open cartelle of the colleague who has most of them.

    Args:
        session: the desk of the demo ente.
        cases: all the cartelle.
        staff: who works there.
        calendar: the days, seen from now.
    """
    held = [one for one in cases if one.closed is None and one.worker is not staff.me and not one.home.hidden]
    if not held:
        return
    count = {worker.id: sum(one.worker is worker for one in held) for worker in staff.workers}
    away = max(staff.workers, key=lambda one: count[one.id])
    persons = [one.person.id for one in held if one.worker is away][:MOST]
    terms = Terms(
        giver=dict(away.link),
        taker=dict(staff.me.link),
        since=calendar.working_day(calendar.today - timedelta(days=AWAY_DAYS)).isoformat(),
        until=calendar.working_day(calendar.today + timedelta(days=BACK_DAYS)).isoformat(),
        reason=tr(WHY),
    )
    made = [one.handover for one in propose(session, persons, terms=terms) if one.handover]
    accept(session, made[:TAKEN])
