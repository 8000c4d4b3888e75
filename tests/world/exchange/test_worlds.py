# SPDX-License-Identifier: EUPL-1.2
"""Worlds of desks that work offline, on bad lines, with crashes and put-back disks: in the end nothing is lost.

A failure says its seed: `live(SEED)` plays the same world again. With each change run 300 worlds, in `make test-long`
5,000 others.
"""

from collections import Counter

import pytest

from tests.world.exchange.faults import FULL, LINE, STRIKES
from tests.world.exchange.live import live

GROUPS = 30
WORLDS_OF_A_GROUP = 10
LONG_GROUPS = 20
WORLDS_OF_A_LONG_GROUP = 250
FIRST = 1_000
FIRST_LONG = 100_000
OTHER_CLOCKS_EVERY = 15


def full(counters: Counter[str]) -> set[str]:
    """Return where disks were full in a life: another save refused is another story, and no matter of clocks."""
    return {name for name in counters if name.startswith(FULL)}


def live_some(first: int, count: int) -> Counter[str]:
    """Live through some worlds, and every fifteenth once more with other clocks."""
    counted: Counter[str] = Counter()
    for seed in range(first, first + count):
        content, counters = live(seed)
        counted += counters
        counted["worlds"] += 1
        if seed % OTHER_CLOCKS_EVERY == 0:
            again, others = live(seed, clocks=1)
            same = again == content or full(others) != full(counters)
            assert same, f"seed {seed}: with other clocks the content is another one"
    return counted


@pytest.mark.parametrize("group", range(GROUPS))
def test_worlds_end_with_nothing_lost_and_everybody_equal(group: int) -> None:
    counted = live_some(FIRST + group * WORLDS_OF_A_GROUP, WORLDS_OF_A_GROUP)
    assert counted["worlds"] == WORLDS_OF_A_GROUP
    assert counted["saves"] > 15 * WORLDS_OF_A_GROUP
    assert counted["rounds"] > 5 * WORLDS_OF_A_GROUP


@pytest.mark.long
@pytest.mark.parametrize("group", range(LONG_GROUPS))
def test_five_thousand_worlds(group: int) -> None:
    counted = live_some(FIRST_LONG + group * WORLDS_OF_A_LONG_GROUP, WORLDS_OF_A_LONG_GROUP)
    missing = [name for name in STRIKES if not counted[f"fault {name}"]]
    assert missing == []
    assert counted[LINE] == 0
