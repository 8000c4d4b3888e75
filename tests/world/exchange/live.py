# SPDX-License-Identifier: EUPL-1.2
"""A whole life of a world: everybody works while things go wrong, then the faults stop, and everything is checked."""

from collections import Counter
from collections.abc import Callable

from tests.world.exchange import actions, faults
from tests.world.exchange.checks import check_all, content_of
from tests.world.exchange.world import World, calm, story_of, world_of

ACTIONS = 60

Prepare = Callable[[World], None]


def live(
    seed: int, *, clocks: int = 0, prepare: Prepare | None = None, deeds: actions.Deeds = actions.DEEDS
) -> tuple[str, Counter[str]]:
    """Live through the world of a seed and return its content at the end, and what happened in it.

    Raises:
        WorldFailed: when something does not hold.
    """
    with world_of(seed, clocks=clocks) as world:
        if prepare is not None:
            prepare(world)
        try:
            faults.choose(world)
            for _ in range(ACTIONS):
                actions.one(world, deeds)
                faults.maybe(world)
            world.counters["rounds to calm"] += calm(world)
            check_all(world)
        except BaseException as error:
            error.add_note(story_of(world))
            raise
        return content_of(world), world.counters
