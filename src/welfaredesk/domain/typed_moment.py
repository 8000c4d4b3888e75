# SPDX-License-Identifier: EUPL-1.2
"""Reading what a person types for a day and an hour together."""

import re
from datetime import date, datetime, time, timedelta, timezone

from welfaredesk.domain.typed_time import Toward, parse_day, parse_time
from welfaredesk.domain.wall_clock import last_sunday

_CENTRAL_EUROPE = (60, 120)
_SPLIT = re.compile(r"[\s,]+(?:(?:alle|ore|h)\s*)?(?=\d{1,2}(?:[.:,h]?\d{2})?$)", re.IGNORECASE)
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}.*")


def parse_moment(text: str, now: datetime, *, toward: Toward = Toward.NEAREST) -> datetime | None:
    """Return the moment a person means, or nothing: «oggi 10:20», «ieri, 16.30», «3/11 9:00», «16:30», «lun».

    A day without an hour takes the hour it is now; an hour alone is of today. `now` gives the offset.
    """
    typed = text.strip()
    if _ISO.fullmatch(typed):
        return _from_iso(typed)
    alone = parse_time(typed) if re.search(r"[.:]", typed) and "/" not in typed else None
    if alone is not None:
        return moment_at(now.date(), alone, now=now)
    whole = parse_day(typed, now.date(), toward=toward)
    if whole is not None:
        return moment_at(whole, now.time().replace(second=0, microsecond=0), now=now)
    day_text, hour_text = [*_SPLIT.split(typed, maxsplit=1), ""][:2]
    day = parse_day(day_text, now.date(), toward=toward) if hour_text else None
    hour = parse_time(hour_text) if hour_text else None
    return moment_at(day, hour, now=now) if day is not None and hour is not None else None


def _from_iso(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.utcoffset() is not None else None


def moment_at(day: date, hour: time, *, now: datetime) -> datetime:
    """Return the moment of a wall clock, with the offset that the clock showing `now` has on that day."""
    bare = datetime.combine(day, hour)
    minutes = int((now.utcoffset() or timedelta()).total_seconds() // 60)
    if minutes in _CENTRAL_EUROPE:
        minutes = 120 if _summer(bare) else 60
    return bare.replace(tzinfo=timezone(timedelta(minutes=minutes)))


def _summer(bare: datetime) -> bool:
    """Tell whether summer time is on: last Sunday of March 2:00 to last Sunday of October 3:00 (dir. 2000/84/CE)."""
    starts = datetime.combine(last_sunday(bare.year, 3), time(2))
    ends = datetime.combine(last_sunday(bare.year, 10), time(3))
    return starts <= bare < ends
