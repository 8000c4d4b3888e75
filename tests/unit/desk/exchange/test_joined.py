# SPDX-License-Identifier: EUPL-1.2
"""Batches are put together while they come fast, and given one by one where the line is what takes the time."""

from collections.abc import Iterator

import pytest

from welfaredesk.base.clock import FixedClock
from welfaredesk.desk.exchange.talk import JOINED_SECONDS, MOST_JOINED, SLOW_SECONDS, Batch, joined
from welfaredesk.sync.line import LineBroken
from welfaredesk.sync.wire import Check, End, FrameKind


def coming(clock: FixedClock, *pauses: float, broken: bool = False) -> Iterator[Batch]:
    """Give a batch after each pause, in seconds; `broken` ends them as a line does that is cut."""
    for number, pause in enumerate(pauses):
        clock.advance(ms=round(1000 * pause))
        yield Batch(((FrameKind.END, End(sum=bytes([number]))),), Check(number, bytes(32), 0, bytes(64)))
    if broken:
        raise LineBroken()


def sizes(batches: Iterator[Batch]) -> list[int]:
    return [len(one.events) for one in batches]


def test_on_a_fast_line_a_transaction_takes_many(clock: FixedClock) -> None:
    found = list(joined(coming(clock, *[0.001] * (MOST_JOINED + 3)), clock))
    assert sizes(iter(found)) == [MOST_JOINED, 3]
    assert [one.check.position for one in found] == [MOST_JOINED - 1, MOST_JOINED + 2]
    assert [event.sum[0] for one in found for _, event in one.events if isinstance(event, End)] == list(
        range(MOST_JOINED + 3)
    )


def test_on_a_slow_line_each_is_given_as_it_comes(clock: FixedClock) -> None:
    assert sizes(joined(coming(clock, *[2 * SLOW_SECONDS] * 3), clock)) == [1, 1, 1]


def test_what_was_held_goes_with_one_that_was_waited_for(clock: FixedClock) -> None:
    assert sizes(joined(coming(clock, 0.001, 0.001, 2 * SLOW_SECONDS, 0.001), clock)) == [3, 1]


def test_nothing_is_held_for_longer_than_a_second(clock: FixedClock) -> None:
    pause = SLOW_SECONDS * 0.8
    found = sizes(joined(coming(clock, *[pause] * 14), clock))
    assert found == [7, 7]
    assert (found[0] - 2) * pause <= JOINED_SECONDS < (found[0] - 1) * pause


def test_the_time_that_placing_takes_is_not_the_line_s(clock: FixedClock) -> None:
    given = []
    for batch in joined(coming(clock, *[0.001] * (2 * MOST_JOINED)), clock):
        given.append(len(batch.events))
        clock.advance(ms=5_000)
    assert given == [MOST_JOINED, MOST_JOINED]


def test_what_came_whole_is_given_before_the_break_is_told(clock: FixedClock) -> None:
    batches = joined(coming(clock, 0.001, 0.001, broken=True), clock)
    assert len(next(batches).events) == 2
    with pytest.raises(LineBroken):
        next(batches)
