# SPDX-License-Identifier: EUPL-1.2
"""Moments: an instant and the wall clock where it was declared."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from welfaredesk.base.clock import FixedClock, Moment, SystemClock, today

moments = st.builds(Moment, st.integers(-(10**12), 5 * 10**12), st.integers(-14 * 60, 14 * 60))


@given(moments)
def test_a_moment_is_the_same_after_a_day_in_a_calendar(moment: Moment) -> None:
    assert Moment.from_datetime(moment.local()) == moment


@given(moments)
def test_a_moment_as_it_is_written_is_read_back_to_the_second(moment: Moment) -> None:
    read = Moment.from_datetime(datetime.fromisoformat(moment.iso()))
    assert read.offset == moment.offset
    assert 0 <= moment.utc_ms - read.utc_ms < 1000


@given(moments, st.integers(-14 * 60, 14 * 60))
def test_the_wall_clock_never_moves_the_instant(moment: Moment, offset: int) -> None:
    assert Moment(moment.utc_ms, offset).local() == moment.local()


@pytest.mark.parametrize(
    ("utc", "offset", "written"),
    [
        # The hour that comes twice, on the last Sunday of October: the offset tells them apart.
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), 120, "2026-10-25T02:30:00+02:00"),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), 60, "2026-10-25T02:30:00+01:00"),
        # The hour that does not exist, on the last Sunday of March.
        (datetime(2026, 3, 29, 0, 59, 59, tzinfo=UTC), 60, "2026-03-29T01:59:59+01:00"),
        (datetime(2026, 3, 29, 1, 0, tzinfo=UTC), 120, "2026-03-29T03:00:00+02:00"),
        (datetime(2026, 12, 31, 23, 30, tzinfo=UTC), 60, "2027-01-01T00:30:00+01:00"),
        (datetime(2026, 7, 1, 12, 0, tzinfo=UTC), -210, "2026-07-01T08:30:00-03:30"),
        (datetime(1931, 5, 2, 12, 0, tzinfo=UTC), 60, "1931-05-02T13:00:00+01:00"),
    ],
)
def test_the_offset_of_the_season_is_kept(utc: datetime, offset: int, written: str) -> None:
    moment = Moment.from_datetime(utc.astimezone(timezone(timedelta(minutes=offset))))
    assert moment.offset == offset
    assert moment.iso() == written
    assert moment.local() == utc


def test_moments_are_in_the_order_of_their_instants_whatever_the_wall_clock_says() -> None:
    earlier = Moment.from_datetime(datetime.fromisoformat("2026-10-25T02:50:00+02:00"))
    later = Moment.from_datetime(datetime.fromisoformat("2026-10-25T02:10:00+01:00"))
    assert earlier < later


def test_a_day_without_a_zone_is_no_moment() -> None:
    with pytest.raises(ValueError, match="time zone"):
        Moment.from_datetime(datetime.fromisoformat("2026-10-19T10:00:00"))


def test_the_clock_of_the_pc_goes_on_and_knows_its_zone() -> None:
    clock = SystemClock()
    first, second = clock.now(), clock.now()
    assert first.utc_ms <= second.utc_ms
    assert abs(first.offset) <= 14 * 60
    assert clock.monotonic() <= clock.monotonic()


def test_a_set_clock_stands_until_it_is_moved() -> None:
    clock = FixedClock(Moment(1_792_396_800_000, 120))
    assert clock.now() == clock.now()
    assert clock.monotonic() == 1_792_396_800.0
    assert today(clock) == date(2026, 10, 19)
    clock.advance(ms=14 * 3_600_000)
    assert today(clock) == date(2026, 10, 20)
    assert clock.now().offset == 120


def test_a_clock_with_a_step_never_tells_one_moment_twice() -> None:
    clock = FixedClock(Moment(0), step_ms=7)
    assert [clock.now().utc_ms for _ in range(3)] == [0, 7, 14]
