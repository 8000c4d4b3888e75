# SPDX-License-Identifier: EUPL-1.2
"""When to exchange next: soon after a save, by timer, backing off while it fails; pure but for the spread."""

from welfaredesk.base.ids import Ids

AFTER_SAVE_MS = 20_000
SPREAD_MS = 10_000
"""A save leaves 20 to 30 seconds later, so that those of one sitting go together and desks do not come at once."""
IDLE_MS = 10 * 60_000
FIRST_PAUSE_MS = 30_000
LONGEST_PAUSE_MS = 15 * 60_000


def after_save_ms(ids: Ids) -> int:
    """Return how long after a save to exchange: 20 to 30 seconds."""
    return AFTER_SAVE_MS + _spread(ids, SPREAD_MS)


def next_ms(failures: int, ids: Ids) -> int:
    """Return the pause after a round: ten minutes, or while rounds fail 30 s doubling up to a quarter of an hour.

    A fifth of it is left to chance, so that an office whose line returns does not come as one.
    """
    pause = IDLE_MS if failures < 1 else min(FIRST_PAUSE_MS << min(failures - 1, 16), LONGEST_PAUSE_MS)
    return pause - _spread(ids, pause // 5)


def _spread(ids: Ids, most: int) -> int:
    return int.from_bytes(ids.token(4), "big") * most >> 32
