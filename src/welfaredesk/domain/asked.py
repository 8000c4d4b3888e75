# SPDX-License-Identifier: EUPL-1.2
"""Who is asked about a waiting value: its author; when that takes too long, the titolare, then the case manager."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

ASKED_FOR_WORKING_DAYS = 3
"""Working days for which the author alone is asked."""

HOLIDAYS = frozenset({(1, 1), (1, 6), (4, 25), (5, 1), (6, 2), (8, 15), (10, 4), (11, 1), (12, 8), (12, 25), (12, 26)})
"""The national holidays of fixed date, as month and day: law 260 of 1949, and law 151 of 2025 for 4 October.

The day of the patron differs from comune to comune and is not one of them: who is asked a day early loses nothing.
"""
_SATURDAY = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseHolders:
    """Who holds the case that a record belongs to, as ids of operators, nothing where nobody is named."""

    responsible: str | None = None
    case_manager: str | None = None


def asked(author: str, *, since: date, today: date, holders: CaseHolders, is_active: Callable[[str], bool]) -> str:
    """Return the operator to ask: one who has an active desk, if there is any such among those concerned.

    Args:
        author: who wrote the value that waits.
        since: the day from which it waits.
        today: the day of the question; a clock that stands before `since` asks the author.
        holders: who holds the case.
        is_active: tells whether an operator has a desk that is not revoked.
    """
    own_time = working_days(since, today) < ASKED_FOR_WORKING_DAYS
    if own_time and is_active(author):
        return author
    others = [one for one in (holders.responsible, holders.case_manager) if one and one != author]
    return next((one for one in others if is_active(one)), author)


def working_days(since: date, until: date) -> int:
    """Return how many working days came after `since`, up to `until` included; 0 when `until` is not later."""
    length = (until - since).days
    if length <= 0:
        return 0
    # Beyond a month nobody counts: whatever the holidays, it is longer than any delay asked about.
    days = (since + timedelta(days=number) for number in range(1, min(length, 31) + 1))
    return sum(1 for day in days if is_working_day(day))


def is_working_day(day: date) -> bool:
    """Tell whether offices are open: Monday to Friday, no national holiday, not the Monday after Easter."""
    if day.weekday() >= _SATURDAY or (day.month, day.day) in HOLIDAYS:
        return False
    return day != easter(day.year) + timedelta(days=1)


def easter(year: int) -> date:
    """Return Easter Sunday of the Gregorian calendar (the rule of Meeus, Jones and Butcher)."""
    golden, century, rest = year % 19, year // 100, year % 100
    moon = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    week = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * week) // 451
    month, day = divmod(moon + week - 7 * late + 114, 31)
    return date(year, month, day + 1)
