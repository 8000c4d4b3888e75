# SPDX-License-Identifier: EUPL-1.2
"""When to exchange next: soon after a save, seldom while idle, ever more seldom while it fails."""

from hypothesis import given
from hypothesis import strategies as st

from welfaredesk.base.ids import SeededIds
from welfaredesk.desk.exchange import schedule


@given(st.integers(0, 2**32))
def test_a_save_leaves_after_twenty_to_thirty_seconds(seed: int) -> None:
    assert 20_000 <= schedule.after_save_ms(SeededIds(seed)) < 30_000


@given(st.integers(0, 2**32), st.integers(0, 10_000))
def test_pauses_grow_while_rounds_fail_and_never_beyond_a_quarter_of_an_hour(seed: int, failures: int) -> None:
    pause = schedule.next_ms(failures, SeededIds(seed))
    assert 24_000 < pause <= schedule.LONGEST_PAUSE_MS
    least = 0.8 * min(schedule.FIRST_PAUSE_MS * 2 ** min(failures - 1, 10), schedule.LONGEST_PAUSE_MS)
    assert pause >= least or failures == 0


def test_a_round_that_went_well_is_followed_by_one_after_some_ten_minutes() -> None:
    assert 480_000 <= schedule.next_ms(0, SeededIds(1)) <= 600_000


def test_desks_do_not_come_at_once() -> None:
    assert len({schedule.next_ms(3, SeededIds(seed)) for seed in range(50)}) > 45
