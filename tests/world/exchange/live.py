# SPDX-License-Identifier: EUPL-1.2
"""A whole life of a world: everybody works while things go wrong, then the faults stop, and everything is checked."""

from collections import Counter
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import anyio.to_thread
import pytest

from tests.world.exchange import actions, faults
from tests.world.exchange.checks import check_all, content_of
from tests.world.exchange.template import template
from tests.world.exchange.world import World, calm, story_of, world_of
from welfaredesk.crypto.sign import verify
from welfaredesk.server import ledger
from welfaredesk.sync import statements

ACTIONS = 60

known_to_hold = lru_cache(maxsize=20_000)(verify)
"""The same 50 statements are read some hundred times in each world: whether a signature holds is worked out once."""

Prepare = Callable[[World], None]


async def _at_once(work: Callable[..., Any], *values: Any, **_more: Any) -> Any:
    """Do in this thread what the server does in another: in a world there is one request at a time."""
    return work(*values)


def quicken(patch: pytest.MonkeyPatch) -> None:
    """Leave out what costs time and decides nothing: changes of thread, steps of a database that has taken them all."""
    template()
    patch.setattr(statements, "verify", known_to_hold)
    patch.setattr(anyio.to_thread, "run_sync", _at_once)
    patch.setattr(ledger, "migrate", lambda engine: None)


def live(seed: int, *, clocks: int = 0, prepare: Prepare | None = None) -> tuple[str, Counter[str]]:
    """Live through the world of a seed and return its content at the end, and what happened in it.

    Raises:
        WorldFailed: when something does not hold.
    """
    with pytest.MonkeyPatch.context() as patch, world_of(seed, clocks=clocks) as world:
        quicken(patch)
        if prepare is not None:
            prepare(world)
        try:
            faults.choose(world)
            for _ in range(ACTIONS):
                actions.one(world)
                faults.maybe(world)
            world.counters["rounds to calm"] += calm(world)
            check_all(world)
        except BaseException as error:
            error.add_note(story_of(world))
            raise
        return content_of(world), world.counters
