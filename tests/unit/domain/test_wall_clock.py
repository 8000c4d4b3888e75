# SPDX-License-Identifier: EUPL-1.2
"""The wall clock of central Europe by its rule, held against the days on which clocks were and will be turned."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from welfaredesk.domain.wall_clock import SUMMER, WINTER, as_clock_of, central, end_of_day

TURNS = {2022: (27, 30), 2023: (26, 29), 2024: (31, 27), 2025: (30, 26), 2026: (29, 25), 2027: (28, 31), 2028: (26, 29)}
"""By year: the days of March and October on which clocks are turned, as the almanac has them."""
HOUR = timedelta(hours=1)


@pytest.mark.parametrize("year", TURNS)
@pytest.mark.parametrize("month", [3, 10])
def test_clocks_are_turned_at_one_in_the_morning_of_greenwich(year: int, month: int) -> None:
    turn = datetime(year, month, TURNS[year][month == 10], 1, tzinfo=UTC)
    before, after = (WINTER, SUMMER) if month == 3 else (SUMMER, WINTER)
    assert central(turn - timedelta(seconds=1)).utcoffset() == before.utcoffset(None)
    assert central(turn).utcoffset() == after.utcoffset(None)


@given(st.integers(1_640_995_200, 1_861_919_999).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)))
def test_summer_lies_between_the_two_turns(instant: datetime) -> None:
    spring, autumn = TURNS[instant.year]
    summer = (
        datetime(instant.year, 3, spring, 1, tzinfo=UTC) <= instant < datetime(instant.year, 10, autumn, 1, tzinfo=UTC)
    )
    assert central(instant).utcoffset() == (2 * HOUR if summer else HOUR)
    assert central(instant) == instant


def test_a_clock_of_another_zone_keeps_its_offset() -> None:
    india = timezone(timedelta(hours=5, minutes=30))
    like, later = datetime(2026, 3, 1, 9, tzinfo=india), datetime(2026, 7, 1, 9, tzinfo=UTC)
    assert as_clock_of(later, like).isoformat() == "2026-07-01T14:30:00+05:30"
    assert end_of_day(date(2026, 7, 1), like).isoformat() == "2026-07-01T23:59:59+05:30"


def test_a_day_ends_on_the_clock_that_it_has_by_then() -> None:
    like = datetime(2026, 10, 20, 9, tzinfo=SUMMER)
    ends = {date(2026, 10, 24): "+02:00", date(2026, 10, 25): "+01:00", date(2026, 10, 26): "+01:00"}
    assert {day: end_of_day(day, like).isoformat()[-6:] for day in ends} == ends


@given(st.dates(date(2022, 1, 1), date(2028, 12, 30)))
def test_the_end_of_a_day_is_its_last_second(day: date) -> None:
    end = end_of_day(day, datetime(2026, 1, 1, tzinfo=WINTER))
    assert central(end).date() == day
    assert central(end + timedelta(seconds=1)).date() == day + timedelta(days=1)
