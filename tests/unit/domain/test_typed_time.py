# SPDX-License-Identifier: EUPL-1.2
"""What a person types for a day, an hour or a length of time is understood or refused."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from welfaredesk.domain.periods import full_day
from welfaredesk.domain.typed_time import Toward, add_months, parse_day, parse_duration, parse_time

TODAY = date(2026, 11, 21)
"""A Saturday."""


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("oggi", TODAY),
        ("Ieri", date(2026, 11, 20)),
        ("l'altro ieri", date(2026, 11, 19)),
        ("altro ieri", date(2026, 11, 19)),
        ("domani", date(2026, 11, 22)),
        ("lun", date(2026, 11, 23)),
        ("lunedì", date(2026, 11, 23)),
        ("sab", TODAY),
        ("ven", date(2026, 11, 27)),
        ("+7", date(2026, 11, 28)),
        ("-2", date(2026, 11, 19)),
        ("+2s", date(2026, 12, 5)),
        ("+1m", date(2026, 12, 21)),
        ("3/11", date(2026, 11, 3)),
        ("10/1", date(2027, 1, 10)),
        ("3/11/26", date(2026, 11, 3)),
        ("3-11-2026", date(2026, 11, 3)),
        ("3.11.2026", date(2026, 11, 3)),
        ("031126", date(2026, 11, 3)),
        ("03112026", date(2026, 11, 3)),
        ("2026-11-03", date(2026, 11, 3)),
        ("3 nov", date(2026, 11, 3)),
        ("3 novembre 1985", date(1985, 11, 3)),
        ("1/1/36", date(2036, 1, 1)),
        ("1/1/37", date(1937, 1, 1)),
        ("29/2", date(2028, 2, 29)),
        ("31/2", None),
        ("31/2/2026", None),
        ("3/13", None),
        ("3 xyz", None),
        ("2026-13-03", None),
        ("lu", None),
        ("fra poco", None),
        ("", None),
    ],
)
def test_a_day_is_read_as_it_is_typed(text: str, day: date | None) -> None:
    assert parse_day(text, TODAY) == day


@pytest.mark.parametrize(
    ("text", "toward", "day"),
    [
        ("lun", Toward.PAST, date(2026, 11, 16)),
        ("sab", Toward.PAST, TODAY),
        ("3/11", Toward.FUTURE, date(2027, 11, 3)),
        ("22/11", Toward.PAST, date(2025, 11, 22)),
        ("21/11", Toward.PAST, TODAY),
        ("1/1/30", Toward.PAST, date(1930, 1, 1)),
        ("1/1/30", Toward.FUTURE, date(2030, 1, 1)),
    ],
)
def test_a_day_is_looked_for_on_the_side_that_is_meant(text: str, toward: Toward, day: date) -> None:
    assert parse_day(text, TODAY, toward=toward) == day


def test_the_calendar_has_two_ends() -> None:
    assert parse_day("+9999", date(9999, 12, 1)) is None
    assert parse_day("-9999", date(1, 1, 1)) is None
    assert parse_day("-1m", date(1, 1, 1)) is None
    assert parse_day("1/1/99", date(9999, 12, 1)) == date(9999, 1, 1)


def test_a_month_later_is_the_last_day_when_the_month_is_shorter() -> None:
    assert add_months(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert add_months(date(2026, 3, 31), -1) == date(2026, 2, 28)
    assert add_months(date(2026, 11, 21), 14) == date(2028, 1, 21)


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("16.30", time(16, 30)),
        ("1630", time(16, 30)),
        ("930", time(9, 30)),
        ("16:30", time(16, 30)),
        ("16,30", time(16, 30)),
        ("16h30", time(16, 30)),
        ("ore 9", time(9)),
        ("16", time(16)),
        ("00:00", time(0)),
        ("24:00", None),
        ("16:60", None),
        ("presto", None),
        ("", None),
    ],
)
def test_an_hour_is_read_as_it_is_typed(text: str, hour: time | None) -> None:
    assert parse_time(text) == hour


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("45", 45),
        ("45 min", 45),
        ("45'", 45),
        ("1h", 60),
        ("1 ora", 60),
        ("1:30", 90),
        ("1h30", 90),
        ("2 ore e 15 minuti", 135),
        ("1,5 h", 90),
        ("mezz'ora", 30),
        ("un'ora e mezza", 90),
        ("1:75", None),
        ("a lungo", None),
        ("", None),
    ],
)
def test_a_length_of_time_is_read_as_it_is_typed(text: str, minutes: int | None) -> None:
    assert parse_duration(text) == minutes


DAYS = st.dates(date(1950, 1, 1), date(2090, 12, 31))


@given(day=DAYS, today=DAYS)
def test_a_day_written_in_full_is_that_day_whatever_today_is(day: date, today: date) -> None:
    for text in (full_day(day), day.isoformat(), f"{day.day}-{day.month}-{day.year}", f"{day:%d%m%Y}"):
        assert parse_day(text, today) == day


@given(day=DAYS, today=DAYS, toward=st.sampled_from(list(Toward)))
def test_a_day_without_year_keeps_its_figures_and_its_side(day: date, today: date, toward: Toward) -> None:
    found = parse_day(f"{day.day}/{day.month}", today, toward=toward)
    assert found is not None
    assert (found.day, found.month) == (day.day, day.month)
    assert toward is not Toward.FUTURE or found >= today
    assert toward is not Toward.PAST or found <= today


@given(today=DAYS, count=st.integers(-999, 999))
def test_a_shift_in_days_is_exact(today: date, count: int) -> None:
    assert parse_day(f"{count:+d}", today) == today + timedelta(days=count)


@given(hour=st.times())
def test_an_hour_is_read_back(hour: time) -> None:
    assert parse_time(f"{hour:%H:%M}") == parse_time(f"{hour:%H%M}") == hour.replace(second=0, microsecond=0)


@given(st.text())
def test_any_text_is_a_time_or_nothing(text: str) -> None:
    for found in (parse_day(text, TODAY), parse_time(text), parse_duration(text)):
        assert found is None or isinstance(found, date | time | int)
