# SPDX-License-Identifier: EUPL-1.2
"""The wall clock of Italy at a past moment: a rule, not a table of the system, so that every desk reads alike."""

from datetime import date, datetime, time, timedelta, timezone

_WINTER, _SUMMER = timedelta(hours=1), timedelta(hours=2)
_OCTOBER_SINCE = 1996
_SUMMER_SINCE = 1981
_SWITCH = time(2)
_SWITCH_BACK = time(3)


def italian(moment: datetime) -> datetime:
    """Return a moment of the wall clock with its offset.

    Summer time from the last Sunday of March to that of October (of September before 1996), as in the whole Union
    (directive 2000/84/EC); before 1981, when each year had days of its own, winter time is written throughout.
    """
    start = datetime.combine(_last_sunday(moment.year, 3), _SWITCH)
    end = datetime.combine(_last_sunday(moment.year, 10 if moment.year >= _OCTOBER_SINCE else 9), _SWITCH_BACK)
    summer = moment.year >= _SUMMER_SINCE and start <= moment < end
    return moment.replace(tzinfo=timezone(_SUMMER if summer else _WINTER))


def _last_sunday(year: int, month: int) -> date:
    last = date(year, month + 1, 1) - timedelta(days=1)
    return last - timedelta(days=(last.weekday() + 1) % 7)
