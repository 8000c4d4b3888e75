# SPDX-License-Identifier: EUPL-1.2
"""A world: some desks, one server, bad lines, and what everybody remembers of it, all from one seed."""

import shutil
import tempfile
from collections import ChainMap, Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.world.exchange.link import BadLine, Crash, Fate, Sky
from tests.world.exchange.machine import Image, Machine
from tests.world.exchange.oracle import Said
from tests.world.exchange.quick import quick
from tests.world.exchange.readers import Readers, items_of
from tests.world.exchange.served import Served
from tests.world.exchange.template import Template, template
from tests.world.values import Dice
from welfaredesk.base.clock import FixedClock, Moment
from welfaredesk.base.errors import Fault
from welfaredesk.base.ids import SeededIds
from welfaredesk.desk.exchange import ledger
from welfaredesk.desk.exchange.round import exchange
from welfaredesk.store.exchange.cursor import cursor

FIRST_MS = 1_792_396_800_000
YEAR_MS = 31_536_000_000
COUNTS = (2, 2, 2, 3, 3, 4, 5)
"""How many desks worlds have."""
EXPECTED = frozenset(
    {
        *("no_line", "server_refuses", "other_server", "not_found", "not_allowed", "no_clash", "bad_input"),
        *("disk_full", "desk_revoked", "folder_arriving", "last_group", "unknown_name"),
    }
)
"""Faults that a person in a bad world may be told."""


class WorldFailed(AssertionError):
    """Something that must hold does not; it says the seed and what happened in the world."""

    def __init__(self, world: "World", what: str) -> None:
        """Say what, with the seed and the counters."""
        super().__init__(what)
        self.add_note(story_of(world))


def story_of(world: "World") -> str:
    """Return what is needed to play a world again: its seed, and what happened in it."""
    counted = ", ".join(f"{name} {count}" for name, count in sorted(world.counters.items()))
    return f"seed {world.seed}, faults {sorted(world.faults)}, {len(world.machines)} desks: {counted}"


@dataclass(slots=True)
class World:
    """Desks and a server that live in one folder."""

    seed: int
    folder: Path
    template: Template
    dice: Dice
    sky: Sky
    server: Served
    machines: list[Machine] = field(default_factory=list)
    faults: frozenset[str] = frozenset()
    said: dict[tuple[str, str], Said] = field(default_factory=dict)
    persons: list[str] = field(default_factory=list)
    counters: Counter[str] = field(default_factory=Counter)
    images: list[tuple[Machine, Image]] = field(default_factory=list)
    backups: list[Path] = field(default_factory=list)
    former: Readers = field(default_factory=Readers)
    forked: dict[str, Served] = field(default_factory=dict)
    rolled: set[str] = field(default_factory=set)
    lived_twice: bool = False
    strange: set[str] = field(default_factory=set)

    @property
    def known(self) -> Mapping[tuple[str, str], Said]:
        """Return every entry that somebody remembers to have saved."""
        return ChainMap(self.said, self.template.said)

    def awake(self) -> list[Machine]:
        """Return the desks at which somebody still works."""
        return [machine for machine in self.machines if not machine.gone]

    def remember(self, machine: Machine, entries: Sequence[Said]) -> None:
        """Remember what was answered as saved."""
        for one in entries:
            self.said[one.save, one.folder] = one
        self.counters["saves"] += len(entries)
        machine.counters["saves"] += len(entries)

    def told(self, machine: Machine, fault: Fault) -> None:
        """Take a fault that a person was told: in a bad world it happens, but not any."""
        self.counters[f"told {fault.code}{f': {fault.text}' if fault.code == 'server_refuses' else ''}"] += 1
        machine.gone = machine.gone or fault.code == "desk_revoked"
        if fault.code not in EXPECTED:
            raise WorldFailed(self, f"{machine.name} was told {fault.code}: {fault.text}") from fault

    def server_for(self, machine: Machine) -> Served:
        """Return the server that answers a desk: a forked one answers some desks with another history."""
        return self.forked.get(machine.name, self.server)

    def exchange(self, machine: Machine) -> bool:
        """Let a desk exchange once, and tell whether the round was complete."""
        line = BadLine(self.server_for(machine).line(machine.name), self.sky)
        try:
            exchange(machine.session, line=line)
        except Crash:
            self.counters["crashes"] += 1
            machine.kill()
            return False
        except Fault as fault:
            self.told(machine, fault)
            return False
        self.counters["rounds"] += 1
        return True

    def retry_refused(self, machine: Machine) -> None:
        """Try once more what the server refused to a desk; what follows a parcel in its folder goes with it."""
        for line in ledger.refused(machine.session):
            if line in ledger.refused(machine.session):
                ledger.retry(machine.session, line.id)
                self.counters["retried"] += 1

    def add_machine(self, name: str, profile: Path, key: bytes) -> Machine:
        """Switch on a desk whose disk lies in a folder."""
        number = len(self.machines) + 1
        fixed = FixedClock(Moment(FIRST_MS + number, 60))  # its ids tell nothing of what time it believes it is
        ids = SeededIds(self.seed * 101 + number, fixed)
        machine = Machine(name, profile, key, FixedClock(Moment(FIRST_MS, 120), step_ms=1000), ids)
        self.machines.append(machine)
        return machine

    def snapshot_server(self) -> Path:
        """Copy the server's folder as it is."""
        target = self.folder / f"backup-{len(self.backups)}"
        self.server.copy_to(target)
        self.backups.append(target)
        return target

    def remember_readers(self, served: Served | None = None) -> None:
        """Keep who could read what before a server forgets it."""
        before = Readers().take(items_of((served or self.server).database))
        for pair, until in before.until.items():
            self.former.until[pair] = max(until, self.former.until.get(pair, -1))

    def close(self) -> None:
        """Switch everything off."""
        for machine in self.machines:
            machine.off()
        for served in {id(one): one for one in (self.server, *self.forked.values())}.values():
            served.close()


@contextmanager
def world_of(seed: int, *, desks: int | None = None, clocks: int = 0) -> Iterator[World]:
    """Give a fresh world of a seed; `clocks` chooses what time its desks believe it is, and nothing else."""
    with quick():
        yield from _world_of(seed, desks, clocks)


def _world_of(seed: int, desks: int | None, clocks: int) -> Iterator[World]:
    made = template()
    home = Path(tempfile.mkdtemp(prefix=f"world-{seed}-", dir=made.home))
    dice = Dice.of(seed)
    server = made.server(home / "server")
    world = World(seed, home, made, dice, Sky(Dice.of(seed + 1)), server)
    world.sky.counters = world.counters
    chosen = made.choose(dice, dice.pick(COUNTS)) if desks is None else list(range(desks))
    times = Dice.of(seed * 7 + clocks)
    try:
        for number in chosen:
            profile = home / f"desk{number}"
            made.copy_desk(number, profile)
            machine = world.add_machine(f"desk{number}", profile, made.keys[number])
            machine.clock.advance(ms=times.below(6 * YEAR_MS) - 3 * YEAR_MS)
        yield world
    finally:
        world.close()
        shutil.rmtree(home)


LINE_TROUBLES = (Fate.LOST, Fate.DEAF, Fate.CUT_UP, Fate.CUT_DOWN, Fate.TWICE, Fate.LATE, Fate.OLD, Fate.CRASH)


def calm(world: World, *, rounds: int = 5) -> int:
    """Let the faults stop, and exchange until nothing is left to do; return how many rounds that took."""
    world.sky.clear()
    for served in world.forked.values():
        served.close()
    world.forked.clear()
    for number in range(1, rounds + 1):
        for machine in world.awake():
            world.retry_refused(machine)
        done = [world.exchange(machine) for machine in world.awake()]
        if all(done) and all(_is_level(world, machine) for machine in world.awake()):
            return number
    raise WorldFailed(world, f"after {rounds} rounds: {_left(world)}")


def _is_level(world: World, machine: Machine) -> bool:
    return _position(machine) == world.server.position()


def _position(machine: Machine) -> int:
    return cursor(machine.read()).position


def _left(world: World) -> str:
    positions = {machine.name: _position(machine) for machine in world.awake()}
    return f"the server stands at {world.server.position()}, the desks at {positions}"
