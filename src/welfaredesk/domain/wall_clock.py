# SPDX-License-Identifier: EUPL-1.2
"""The wall clock of central Europe by its rule, so that every desk reads alike (dir. 2000/84/CE): no table needed."""

from datetime import UTC, date, datetime, time, timedelta, timezone

WINTER, SUMMER = timezone(timedelta(hours=1)), timezone(timedelta(hours=2))
_CENTRAL_EUROPE = frozenset({timedelta(hours=1), timedelta(hours=2)})
_TURNS = time(1, tzinfo=UTC)


def last_sunday(year: int, month: int) -> date:
    """Return the last Sunday of March or October."""
    last = date(year, month, 31)
    return last - timedelta(days=(last.weekday() + 1) % 7)


def central(instant: datetime) -> datetime:
    """Return an instant as the clocks of central Europe show it: summer from March to October, turning at 1:00 UTC."""
    year = instant.astimezone(UTC).year
    starts = datetime.combine(last_sunday(year, 3), _TURNS)
    ends = datetime.combine(last_sunday(year, 10), _TURNS)
    return instant.astimezone(SUMMER if starts <= instant < ends else WINTER)


def as_clock_of(instant: datetime, like: datetime) -> datetime:
    """Return an instant as the clock that showed `like` shows it; one of another zone keeps its offset."""
    return central(instant) if like.utcoffset() in _CENTRAL_EUROPE else instant.astimezone(like.tzinfo)


def end_of_day(day: date, like: datetime) -> datetime:
    """Return the last second of a day on the clock that showed `like`."""
    bare = datetime.combine(day, time(23, 59, 59))
    if like.utcoffset() not in _CENTRAL_EUROPE:
        return bare.replace(tzinfo=like.tzinfo)
    # No clock turns in the last hour of a day: winter's reading of it falls on the same side.
    return bare.replace(tzinfo=central(bare.replace(tzinfo=WINTER)).tzinfo)
