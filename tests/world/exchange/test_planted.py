# SPDX-License-Identifier: EUPL-1.2
"""Every planted bug is caught by worlds; without it the same worlds end well."""

import logging

import pytest

from tests.world.exchange.live import live
from tests.world.exchange.planted import BUGS, Bug
from tests.world.exchange.planted_stories import DESKS, Story
from tests.world.exchange.world import world_of
from welfaredesk.base.errors import Fault
from welfaredesk.store.driver import driver

FIRST = 1_000
WORLDS = 200
STORY_SEED = 79
NOTICED = (AssertionError, Fault, LookupError, ValueError, RuntimeError, OSError, driver.Error)
"""A check, a fault that nobody expects, or an error: whatever lets the world of a bug end badly."""
OF_SEEDS = [bug for bug in BUGS if bug.seeds]
OF_STORIES = [bug for bug in BUGS if bug.story]


def caught(bug: Bug, seed: int) -> bool:
    """Tell whether the world of a seed notices a bug."""
    with pytest.MonkeyPatch.context() as patch:
        bug.plant(patch)
        try:
            live(seed)
        except NOTICED:
            return True
    return False


def tell(story: Story, bug: Bug | None) -> None:
    """Let a story happen in a small world, with a bug or without."""
    with pytest.MonkeyPatch.context() as patch, world_of(STORY_SEED, desks=DESKS) as world:
        if bug is not None:
            bug.plant(patch)
        story(world)


@pytest.mark.parametrize("bug", OF_SEEDS, ids=lambda bug: bug.name)
def test_a_planted_bug_is_caught(bug: Bug) -> None:
    assert any(caught(bug, seed) for seed in bug.seeds)


@pytest.mark.parametrize("bug", OF_STORIES, ids=lambda bug: bug.name)
def test_a_planted_bug_is_caught_where_it_shows_and_that_world_ends_well_without_it(
    bug: Bug, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL)
    assert bug.story is not None
    tell(bug.story, None)
    with pytest.raises(NOTICED):
        tell(bug.story, bug)


@pytest.mark.long
@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.name)
def test_a_planted_bug_is_caught_within_two_hundred_worlds(bug: Bug) -> None:
    assert any(caught(bug, seed) for seed in range(FIRST, FIRST + WORLDS))
