# SPDX-License-Identifier: EUPL-1.2
"""A closed desk: what can be told of a profile before the vault is open, without loading what opens it."""

import os
from pathlib import Path

from welfaredesk.base.clock import Clock, Moment
from welfaredesk.crypto.cost import Cost, production_cost
from welfaredesk.store import names
from welfaredesk.store.whereabouts import check_place, close_to_others

__all__ = [
    "ERASED",
    "ERASING",
    "MAKING",
    "Cost",
    "close_to_others",
    "cost_here",
    "has_vault",
    "last_work",
    "was_erased",
]

MAKING = "making"
"""Holds a vault that is being founded."""
ERASING = "erasing"
"""Lies in a profile from the wish to erase it until nothing of the vault is left."""
ERASED = "erased"
"""Lies in a profile whose vault was erased, so that the next start can say so."""
_COMMON_MEMORY = 2 * 1024**3


def has_vault(profile: Path) -> bool:
    """Tell whether a profile holds a vault, wholly made or waiting to be moved in its place.

    One that was being erased is none any more: what is left of it goes first.

    Raises:
        NetworkShare: when it lies where no profile may lie, or is another's, as `check_place` says.
    """
    check_place(profile)
    if (profile / ERASING).exists():
        from welfaredesk.desk.erasing import go_on

        go_on(profile)
    return names.exists(profile) or (profile / MAKING / names.SLOTS_NAME).exists()


def was_erased(profile: Path) -> bool:
    """Tell whether the vault of a profile was erased and no other has taken its place."""
    return (profile / ERASED).exists() and not names.exists(profile)


def last_work(profile: Path, clock: Clock) -> Moment | None:
    """Return when the database was last written, as the disk says: nothing more is known before unlocking."""
    path = profile / names.DATABASE_NAME
    if not path.exists():
        return None
    return Moment(path.stat().st_mtime_ns // 1_000_000, clock.now().offset)


def cost_here() -> Cost:
    """Return what a guess of a new passphrase shall cost on this PC."""
    return production_cost(_memory())


def _memory() -> int:
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, OSError, ValueError):
        return _COMMON_MEMORY  # a system that does not say: less than most PCs have
