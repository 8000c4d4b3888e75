# SPDX-License-Identifier: EUPL-1.2
"""Day and hour typed together."""

from datetime import date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from welfaredesk.domain.typed_moment import moment_at, parse_moment
from welfaredesk.domain.typed_time import Toward

SUMMER, WINTER = timezone(timedelta(hours=2)), timezone(timedelta(hours=1))
NOW = datetime(2026, 10, 19, 10, 0, tzinfo=SUMMER)


@pytest.mark.parametrize(
    ("typed", "iso"),
    [
        ("oggi 10:20", "2026-10-19T10:20:00+02:00"),
        ("ieri, 16.30", "2026-10-18T16:30:00+02:00"),
        ("ieri alle 9", "2026-10-18T09:00:00+02:00"),
        ("16:30", "2026-10-19T16:30:00+02:00"),
        ("3/11 9:00", "2025-11-03T09:00:00+01:00"),
        ("3/11/2026 16:30", "2026-11-03T16:30:00+01:00"),
        ("ieri", "2026-10-18T10:00:00+02:00"),
        ("2026-10-01T08:15:00+02:00", "2026-10-01T08:15:00+02:00"),
    ],
)
def test_a_moment_is_read_as_people_type_it(typed: str, iso: str) -> None:
    found = parse_moment(typed, NOW, toward=Toward.PAST)
    assert found is not None
    assert found.isoformat(timespec="seconds") == iso


@pytest.mark.parametrize(
    "typed", ["", "boh", "31/2 9:00", "ieri 25:00", "2026-13-01T08:15:00+02:00", "2026-10-01T08:15"]
)
def test_what_is_no_moment_is_not_guessed(typed: str) -> None:
    assert parse_moment(typed, NOW) is None


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.times())
def test_the_wall_clock_is_kept_with_the_offset_of_its_day(day: date, hour: time) -> None:
    bare = datetime.combine(day, hour)
    found = moment_at(bare.date(), bare.time(), now=NOW)
    assert found.replace(tzinfo=None) == bare
    assert found.tzinfo == (SUMMER if 4 <= bare.month <= 9 else found.tzinfo)
    assert found.tzinfo == (WINTER if bare.month in {11, 12, 1, 2} else found.tzinfo)


def test_a_clock_of_another_zone_keeps_its_own_offset() -> None:
    elsewhere = datetime(2026, 10, 19, 10, 0, tzinfo=timezone(timedelta(hours=-5)))
    found = parse_moment("3/11/2026 16:30", elsewhere)
    assert found is not None
    assert found.utcoffset() == timedelta(hours=-5)
