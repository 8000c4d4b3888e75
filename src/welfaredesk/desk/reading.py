# SPDX-License-Identifier: EUPL-1.2
"""The log of readings: the line is committed, then the page is shown."""

from datetime import date, datetime
from typing import Any

from welfaredesk.base.clock import Moment
from welfaredesk.desk import on_call
from welfaredesk.desk.session import Session
from welfaredesk.domain.access import Deed, may
from welfaredesk.store import desk_notes
from welfaredesk.store.desk_notes import Reading
from welfaredesk.store.exchange import heard

AGAIN_AFTER_MS = 15 * 60 * 1000
"""A cartella or reserved record opened again is logged again after fifteen minutes."""


def opened(session: Session, record: str, *, root: str | None = None, why: str | None = None) -> None:
    """Log that a cartella or record was opened, unless this operator did so in the last fifteen minutes.

    Raises:
        WhyFirst: when it is read only through a group on call, and no reason was given in this shift.
    """
    owner = root or record
    reason = on_call.reason_of(session, owner, why)
    if why and reason and record != owner:
        logged(session, "open", record=owner, root=owner, why=reason)
    now = session.clock.now()
    operator = session.identity.operator
    last = desk_notes.last_reading(session.vault.read(), "open", record, operator=operator)
    if why or last is None or not 0 <= now.utc_ms - last < AGAIN_AFTER_MS:
        logged(session, "open", record=record, root=root, why=reason)


def logged(
    session: Session,
    act: str,
    *,
    record: str | None = None,
    root: str | None = None,
    why: str | None = None,
    detail: str | None = None,
) -> None:
    """Log an act: open, document, print, export, search; durable when this returns."""
    reading = Reading(
        moment=session.clock.now(),
        operator=session.identity.operator,
        act=act,
        record=record,
        root=root,
        why=why,
        detail=detail,
    )
    session.vault.write(lambda database: desk_notes.log_reading(database, reading))


def searched(session: Session, shown: list[str]) -> None:
    """Log a search by the ids that it showed, never by what was typed."""
    if shown:
        logged(session, "search", detail=" ".join(shown))


def lines(session: Session, *, record: str | None = None, since: date | None = None) -> list[dict[str, Any]]:
    """Return the log that this operator may see: that of all desks that came by letter, or one's own readings."""
    start = None
    if since is not None:
        zone = session.clock.now().local().tzinfo
        start = Moment.from_datetime(datetime(since.year, since.month, since.day, tzinfo=zone)).utc_ms
    everything = may(session.identity.roles, Deed.READ_AUDIT)
    found = _of_all_desks(session, record=record, since_ms=start) if everything else _here(session, record, start)
    return [
        {
            "when": one.moment.iso(),
            "operator": one.operator,
            "act": one.act,
            "record": one.record,
            "root": one.root,
            "why": one.why,
            "shown": one.detail.split() if one.detail else [],
        }
        for one in found
        if everything or one.operator == session.identity.operator
    ]


def _here(session: Session, record: str | None, since_ms: int | None) -> list[Reading]:
    return desk_notes.readings(session.vault.read(), record=record, since_ms=since_ms)


def _of_all_desks(session: Session, *, record: str | None, since_ms: int | None) -> list[Reading]:
    """Return the readings of this desk and those that others sent, in the order of their clocks.

    What this desk itself sent comes back by letter, under a former identity too: it is the same line.
    """
    here = _here(session, record, since_ms)
    known = set(here)
    came = dict.fromkeys(heard.readings_in(session.vault.read(), record=record, since_ms=since_ms))
    sent = [one for one in came if one not in known]
    return sorted([*here, *sent], key=lambda one: one.moment.utc_ms) if sent else here
