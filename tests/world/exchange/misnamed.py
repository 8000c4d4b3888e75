# SPDX-License-Identifier: EUPL-1.2
"""Names that came to stand for other entries, after a server was put back and a desk had lived twice.

An entry that was signed in the history that was lost says by numbers what its writer had seen. It stays as it was
signed, and is taken to have seen whatever has these numbers now (ADR 0008). Of such numbers alone the oracle asks the
entries what they say; of all others it knows what was on the screen.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from tests.world.exchange.machine import Machine
from tests.world.exchange.oracle import Said
from tests.world.exchange.world import World
from welfaredesk.domain.entry import Entry
from welfaredesk.store import journal

Names = Mapping[tuple[str, int], str]
"""(desk, k) to the save that has this name now, in one folder."""


def misnamed(world: World, folder: str, names: Names) -> frozenset[str]:
    """Return the saves of a folder that lost their name to another, and those others."""
    if not world.counters["server put back"] and not world.counters["forks"]:
        return frozenset()
    given = [one for (_, place), one in world.known.items() if place == folder and one.desk]
    moved = {one.save: now for one in given if (now := names.get((one.desk, one.k), one.save)) != one.save}
    return frozenset({*moved, *moved.values()})


def as_signed(said: Sequence[Said], machine: Machine, *, saves: frozenset[str]) -> list[Said]:
    """Return the entries of one record with what they say that they had seen of some saves."""
    if not said or saves.isdisjoint(one.save for one in said):
        return list(said)
    entries = list(journal.entries_of(machine.read(), said[0].record, said[0].folder))
    return [replace(one, shown=(one.shown - saves) | _seen_of(saves, one, entries)) for one in said]


def _seen_of(saves: frozenset[str], said: Said, entries: Iterable[Entry]) -> set[str]:
    """Return what of some saves an entry says that it had seen; of one under two names the first counts."""
    some = [(_save(entry), entry) for entry in entries]
    own = next(entry for save, entry in some if save == said.save)
    return {save for save, other in some if save in saves and own.had_seen(other.ref)}


def _save(entry: Entry) -> str:
    return entry.body.salt.hex().upper()
