# SPDX-License-Identifier: EUPL-1.2
"""Days, ages and lengths of time are told as people say them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from welfaredesk.domain import periods

TODAY = date(2026, 10, 19)
DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("birth", "years"),
    [(date(2017, 10, 19), 9), (date(2017, 10, 20), 8), (date(2016, 2, 29), 10), (date(2026, 10, 19), 0)],
)
def test_years_count_when_they_are_completed(birth: date, years: int) -> None:
    assert periods.age(birth, TODAY) == years


def test_a_birth_on_the_leap_day_turns_on_the_first_of_march() -> None:
    assert periods.age(date(2016, 2, 29), date(2026, 2, 28)) == 9
    assert periods.age(date(2016, 2, 29), date(2026, 3, 1)) == 10


@pytest.mark.parametrize(
    ("birth", "words"),
    [
        (date(2026, 10, 19), "0 giorni"),
        (date(2026, 10, 18), "1 giorno"),
        (date(2026, 10, 7), "12 giorni"),
        (date(2026, 9, 19), "1 mese"),
        (date(2026, 5, 19), "5 mesi"),
        (date(2025, 8, 19), "14 mesi"),
        (date(2024, 10, 20), "23 mesi"),
        (date(2024, 10, 19), "2 anni"),
        (date(2017, 10, 19), "9 anni"),
        (date(2026, 10, 20), "non ancora nato/a"),
    ],
)
def test_an_age_is_said_in_days_months_or_years(birth: date, words: str) -> None:
    assert periods.age_words(birth, TODAY) == words


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (TODAY, "oggi"),
        (date(2026, 10, 18), "ieri"),
        (date(2026, 10, 20), "domani"),
        (date(2026, 10, 5), "lun 5 ott"),
        (date(2025, 10, 19), "dom 19 ott 2025"),
        (date(2026, 12, 31), "gio 31 dic"),
    ],
)
def test_a_day_is_told_near_by_name_and_far_with_its_year(day: date, words: str) -> None:
    assert periods.day_words(day, TODAY) == words


def test_a_moment_has_its_hour() -> None:
    assert periods.moment_words(datetime(2026, 10, 19, 16, 30, tzinfo=UTC), TODAY) == "oggi, 16:30"
    assert periods.moment_words(datetime(2026, 10, 5, 9, 5, tzinfo=UTC), TODAY) == "lun 5 ott, 9:05"


@pytest.mark.parametrize(
    ("shift", "words"),
    [
        (0, "oggi"),
        (-1, "ieri"),
        (1, "domani"),
        (-9, "9 giorni fa"),
        (3, "fra 3 giorni"),
        (-59, "59 giorni fa"),
        (-62, "2 mesi fa"),
        (-800, "2 anni fa"),
        (400, "fra 13 mesi"),
    ],
)
def test_a_distance_is_said_from_today(shift: int, words: str) -> None:
    assert periods.days_ago_words(TODAY + timedelta(days=shift), TODAY) == words


def test_births_papers_and_headings_are_written_in_full() -> None:
    assert periods.birth_words(date(2017, 3, 5), TODAY) == "05/03/2017, 9 anni"
    assert periods.full_day(date(926, 3, 5)) == "05/03/0926"
    assert periods.month_heading(TODAY) == "ottobre 2026"
    assert periods.monday_of(date(2026, 10, 25)) == TODAY


@pytest.mark.parametrize(("minutes", "words"), [(0, "0 min"), (45, "45 min"), (60, "1 h"), (95, "1 h 35")])
def test_a_length_of_time_is_short(minutes: int, words: str) -> None:
    assert periods.minutes_words(minutes) == words


@given(birth=DAYS, days=st.integers(0, 40_000))
def test_an_age_never_goes_down_and_agrees_with_its_months(birth: date, days: int) -> None:
    on = birth + timedelta(days=days)
    assert 0 <= periods.age(birth, on) <= periods.age(birth, on + timedelta(days=1))
    assert periods.age_in_months(birth, on) // 12 == periods.age(birth, on)


@given(day=DAYS, today=DAYS)
def test_every_day_has_words_and_another_year_is_always_named(day: date, today: date) -> None:
    words = periods.day_words(day, today)
    assert words
    assert day.year == today.year or abs((day - today).days) == 1 or words.endswith(str(day.year))
    assert periods.days_ago_words(day, today)


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (0, "meno di un minuto"),
        (1, "1 minuto"),
        (59, "59 minuti"),
        (60, "1 ora"),
        (61, "1 ora e 1"),
        (24 * 60, "24 ore"),
        (72 * 60 + 20, "72 ore e 20"),
        (99 * 60 + 59, "99 ore e 59"),
        (100 * 60, "4 giorni e 4 ore"),
        (15 * 24 * 60 + 30, "15 giorni"),
    ],
)
def test_how_long_is_said_in_hours_as_long_as_hours_count(minutes: int, said: str) -> None:
    assert periods.span_words(timedelta(minutes=minutes, seconds=29)) == said
