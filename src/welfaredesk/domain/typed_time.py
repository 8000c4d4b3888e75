# SPDX-License-Identifier: EUPL-1.2
"""Reading what a person types in a field for a day, an hour or a length of time."""

import re
from collections.abc import Callable
from datetime import date, time, timedelta
from enum import Enum

from welfaredesk.domain.spoken import fold_text


class Toward(Enum):
    """Which way a day typed without its year or week is looked for."""

    NEAREST = "nearest"
    FUTURE = "future"
    PAST = "past"


_WORDS = {"oggi": 0, "ieri": -1, "altroieri": -2, "laltroieri": -2, "domani": 1, "dopodomani": 2}
_WEEKDAYS = ("lunedi", "martedi", "mercoledi", "giovedi", "venerdi", "sabato", "domenica")
_MONTHS = (
    "gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno",
    "luglio", "agosto", "settembre", "ottobre", "novembre", "dicembre",
)  # fmt: skip
_SHORTEST_WORD = 3
_YEARS_BETWEEN_LEAP_DAYS = 8
_YEARS_AHEAD = 10
_SHIFT = re.compile(r"([+-])\s*(\d{1,4})\s*(g|s|m)?")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_FIGURES = re.compile(r"(\d{1,2})\s*[/.\- ]\s*(\d{1,2})(?:\s*[/.\- ]\s*(\d{4}|\d{2}))?")
_RUN = re.compile(r"(\d{2})(\d{2})(\d{4}|\d{2})")
_WITH_NAME = re.compile(r"(\d{1,2})\s*([a-z]{3,9})\s*(\d{4}|\d{2})?")


def parse_day(text: str, today: date, *, toward: Toward = Toward.NEAREST) -> date | None:
    """Return the day a person means, or nothing when it is not one.

    Reads «oggi», «ieri», «domani», «lun» (the next one, today included; with `Toward.PAST` the last), «+7»,
    «-2», «+2s» (weeks), «+1m» (months), «3/11», «3/11/26», «3-11-2026», «031126», «3 nov», «2026-11-03».
    """
    typed = text.strip().lower()
    readers = (_read_word, _read_shift, _read_iso, _read_figures, _read_month_name)
    found = (reader(typed, today, toward) for reader in readers)
    return next((day for day in found if day is not None), None)


def _read_word(typed: str, today: date, toward: Toward) -> date | None:
    """Read «oggi» and the days of the week."""
    word = fold_text(typed).replace(" ", "")
    if word in _WORDS:
        return today + timedelta(days=_WORDS[word])
    if len(word) < _SHORTEST_WORD:
        return None
    weekday = next((index for index, name in enumerate(_WEEKDAYS) if name.startswith(word)), None)
    if weekday is None:
        return None
    ahead = (weekday - today.weekday()) % 7
    return today + timedelta(days=ahead - 7 if toward is Toward.PAST and ahead else ahead)


def _read_shift(typed: str, today: date, _toward: Toward) -> date | None:
    """Read «+7», «-2», «+2s», «+1m»."""
    match = _SHIFT.fullmatch(typed)
    if match is None:
        return None
    count = int(match.group(1) + match.group(2))
    try:
        if match.group(3) == "m":
            return add_months(today, count)
        return today + timedelta(days=count * (7 if match.group(3) == "s" else 1))
    except OverflowError:
        return None


def _read_iso(typed: str, _today: date, _toward: Toward) -> date | None:
    """Read «2026-11-03»."""
    match = _ISO.fullmatch(typed)
    return _date(int(match.group(1)), int(match.group(2)), day=int(match.group(3))) if match else None


def _read_figures(typed: str, today: date, toward: Toward) -> date | None:
    """Read «3/11», «3-11-2026», «031126»."""
    match = _FIGURES.fullmatch(typed) or _RUN.fullmatch(typed)
    if match is None:
        return None
    day, month, year = match.groups()
    return _placed(int(day), int(month), year=year, today=today, toward=toward)


def _read_month_name(typed: str, today: date, toward: Toward) -> date | None:
    """Read «3 nov», «3 novembre 2026»."""
    match = _WITH_NAME.fullmatch(fold_text(typed))
    if match is None:
        return None
    day, name, year = match.groups()
    month = next((index for index, long in enumerate(_MONTHS, start=1) if long.startswith(name)), None)
    return None if month is None else _placed(int(day), month, year=year, today=today, toward=toward)


def _placed(day: int, month: int, *, year: str | None, today: date, toward: Toward) -> date | None:
    """Return the date with the year that was typed, completed or looked for."""
    if year is None:
        return _without_year(day, month, today=today, toward=toward)
    if len(year) > 2:
        return _date(int(year), month, day=day)
    return _short_year(int(year), month, day=day, today=today, toward=toward)


def _short_year(year: int, month: int, *, day: int, today: date, toward: Toward) -> date | None:
    """Complete a year of two figures: at most ten years ahead, and not ahead when the past is meant."""
    latest = today if toward is Toward.PAST else _date(today.year + _YEARS_AHEAD, 12, day=31) or date.max
    centuries = (today.year // 100 * 100 + shift for shift in (100, 0, -100))
    found = (_date(century + year, month, day=day) for century in centuries)
    return next((one for one in found if one is not None and one <= latest), None)


def _without_year(day: int, month: int, *, today: date, toward: Toward) -> date | None:
    """Return the date of that day and month which is nearest to today, on the side that is meant."""
    years = range(today.year - _YEARS_BETWEEN_LEAP_DAYS, today.year + _YEARS_BETWEEN_LEAP_DAYS + 1)
    found = [one for year in years if (one := _date(year, month, day=day)) is not None]
    fits: Callable[[date], bool] = {
        Toward.FUTURE: lambda one: one >= today,
        Toward.PAST: lambda one: one <= today,
        Toward.NEAREST: lambda one: True,
    }[toward]
    return min(filter(fits, found), key=lambda one: (abs(one - today), one), default=None)


def _date(year: int, month: int, *, day: int) -> date | None:
    """Return a date, or nothing when the calendar does not have it."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def add_months(day: date, count: int) -> date:
    """Return the same day `count` months later, or the last day of that month when it is shorter.

    Raises:
        OverflowError: when the calendar ends before.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    if not date.min.year <= year <= date.max.year:
        raise OverflowError("outside the calendar")
    candidates = (_date(year, month + 1, day=last) for last in range(day.day, 0, -1))
    return next(one for one in candidates if one is not None)


_TIME = re.compile(r"(?:h|ore)?\s*(\d{1,2})(?:\s*[.:,h]\s*(\d{2}))?")
_TIME_RUN = re.compile(r"(\d{1,2})(\d{2})")


def parse_time(text: str) -> time | None:
    """Return the hour a person means, or nothing: «16.30», «1630», «16:30», «16», «ore 9»."""
    typed = text.strip().lower()
    match = _TIME.fullmatch(typed) or _TIME_RUN.fullmatch(typed)
    if match is None:
        return None
    hour, minute = int(match.group(1)), int(match.group(2) or 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


_MINUTES = re.compile(r"(\d{1,4})\s*(?:m|min|minuti|')?")
_HOURS = re.compile(r"(\d{1,3})(?:[.,](\d{1,2}))?\s*(?:h|ora|ore)")
_HOURS_MINUTES = re.compile(r"(\d{1,3})\s*(?::|h|ora e|ore e)\s*(\d{1,2})\s*(?:m|min|minuti)?")
_SPOKEN_LENGTHS = {
    "mezzora": 30,
    "unora": 60,
    "unora e mezza": 90,
    "tre quarti dora": 45,
    "un quarto dora": 15,
}


def parse_duration(text: str) -> int | None:
    """Return the minutes a person means, or nothing: «45», «45 min», «1h», «1:30», «1,5 h», «mezz'ora»."""
    typed = text.strip().lower()
    spoken = _SPOKEN_LENGTHS.get(fold_text(typed))
    if spoken is not None:
        return spoken
    if match := _MINUTES.fullmatch(typed):
        return int(match.group(1))
    if match := _HOURS.fullmatch(typed):
        return round(float(f"{match.group(1)}.{match.group(2) or 0}") * 60)
    match = _HOURS_MINUTES.fullmatch(typed)
    return int(match.group(1)) * 60 + int(match.group(2)) if match and int(match.group(2)) < 60 else None
