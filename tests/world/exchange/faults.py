# SPDX-License-Identifier: EUPL-1.2
"""What goes wrong in a world: each fault has a seed's chance to be in it, and strikes now and then."""

from collections.abc import Callable
from typing import Any

from tests.world.exchange import actions, hostile, membership
from tests.world.exchange.link import Crash
from tests.world.exchange.machine import Machine
from tests.world.exchange.world import LINE_TROUBLES, World
from tests.world.values import Dice
from welfaredesk.base.errors import Fault
from welfaredesk.store.driver import Database
from welfaredesk.store.exchange.cursor import cursor

Strike = Callable[[World, Machine], None]
PERCENT = 20
STEPS_BETWEEN = 9
NO_LIMIT = 1 << 30
FULL = "disk full in"
"""What is counted where a disk was full: how many pages the same words take hangs on keys drawn anew in each life."""


def crash(world: World, machine: Machine) -> None:
    """End the process of a desk inside a transaction, in the middle of a save or of an exchange."""
    deed = world.dice.pick([actions.exchange, actions.exchange, actions.change_now, actions.add_diary])
    before = machine.last_number()
    try:
        with machine.crashing(1 + world.dice.below(6)):
            deed(world, machine)
    except Crash:
        world.counters["crashes"] += 1
        machine.kill()
        return
    except Fault as fault:
        world.told(machine, fault)
    if machine.switched_on and before > machine.last_number():
        world.counters["shorter after a crash"] += 1


def disk_full(world: World, machine: Machine) -> None:
    """Let the disk fill up while a desk exchanges and saves."""
    room = world.dice.below(6)
    machine.session.vault.submit(lambda database: _may_grow_by(database, room)).result()
    for number, deed in enumerate((actions.exchange, actions.change_now, actions.exchange)):
        told = world.counters["told disk_full"]
        try:
            deed(world, machine)
        except Fault as fault:
            world.told(machine, fault)
        if world.counters["told disk_full"] > told:
            at = f"entry {machine.last_number()}, position {cursor(machine.read()).position}"
            world.counters[f"{FULL} {world.counters['fault disk_full']}.{number} at {at}"] += 1
    if machine.switched_on:
        machine.session.vault.submit(lambda database: _may_grow_by(database, NO_LIMIT)).result()


def _may_grow_by(database: Database, pages: int) -> None:
    now = int(database.conn.execute("PRAGMA page_count").fetchone()[0])
    database.conn.execute(f"PRAGMA max_page_count = {min(now + pages, 1 << 31)}").fetchall()


def rollback(world: World, machine: Machine) -> None:
    """Put a desk back to an earlier image of its disk without a word, twice to the same one; or make the image."""
    earlier = [(owner, image) for owner, image in world.images if owner is machine]
    if not earlier:
        number = len(world.images)
        world.images.append((machine, machine.image(world.folder / f"image-{number}")))
        world.counters["images"] += 1
        return
    machine.go_back(world.dice.pick(earlier)[1])
    world.rolled.add(machine.name)
    world.counters["rolled back"] += 1


def clone(world: World, machine: Machine) -> None:
    """Copy the disk of a desk to another PC: both go on under one identity."""
    if world.counters["clones"]:
        return
    number = len(world.machines)
    profile = world.folder / f"clone-{number}"
    image = machine.image(profile)
    twin = world.add_machine(f"{machine.name}-clone{number}", profile, machine.key)
    twin.life = image.life
    world.counters["clones"] += 1


def server_restored(world: World, _machine: Machine) -> None:
    """Restore an older backup of the server; the statements kept outside its database are the newest."""
    _put_back(world, statements=True)


def server_rolled_back(world: World, _machine: Machine) -> None:
    """Put the server back to an earlier image of all its disk."""
    _put_back(world, statements=False)


def _put_back(world: World, *, statements: bool) -> None:
    if not world.backups or world.dice.happens(30):
        world.snapshot_server()
        return
    world.remember_readers()
    chosen = world.dice.pick(world.backups)
    world.server.put_back(chosen, statements=statements)
    world.counters["server put back"] += 1


def forked(world: World, machine: Machine) -> None:
    """Let one desk be answered with another history than the others are, until the next time this strikes."""
    if world.forked:
        for served in {id(one): one for one in world.forked.values()}.values():
            world.remember_readers(served)
            served.close()
        world.forked.clear()
        return
    source = world.dice.pick(world.backups) if world.backups and world.dice.happens(50) else None
    target = world.folder / f"fork-{world.counters['forks']}"
    world.forked[machine.name] = world.server.fork(target, source)
    world.counters["forks"] += 1


def clocks(world: World, machine: Machine) -> None:
    """Let a clock jump."""
    actions.let_time_pass(world, machine)


def late(world: World, _machine: Machine) -> None:
    """Let something arrive that was sent long ago."""
    world.sky.deliver_late()


STRIKES: dict[str, Strike] = {
    "crash": crash,
    "disk_full": disk_full,
    "rollback": rollback,
    "clone": clone,
    "server_restored": server_restored,
    "server_rolled_back": server_rolled_back,
    "forked": forked,
    "clocks": clocks,
    "hostile": hostile.strike,
    "members": membership.strike,
    "grants": membership.share,
    "revoked": membership.revoke,
}
LINE = "line"
LOSES_AN_END = frozenset({"hostile", "server_restored", "server_rolled_back", "forked", "rollback", LINE})
"""Where a desk lives twice and loses its end as well, what neither life had sent may come under two names.

A clone, and a changed program with the keys of the desk, are a second life. One life takes another identity before the
other has sent what both had: because it was put back itself, or because a broken line let only half of the other's work
through. It sends that work under the new name, the other under the old one. The words are the same: they count once,
and nobody is asked (ADR 0008).
"""


def choose(world: World) -> None:
    """Draw which faults a world has."""
    dice = world.dice
    chosen = {name for name in (*STRIKES, LINE) if dice.happens(PERCENT)}
    world.faults = frozenset(chosen)
    is_bad = LINE in chosen or dice.happens(40)
    others = LOSES_AN_END if "clone" in chosen else LOSES_AN_END - {"hostile"}
    world.lived_twice = not chosen.isdisjoint({"clone", "hostile"}) and (is_bad or not chosen.isdisjoint(others))
    if is_bad:
        world.sky.troubles = frozenset(one for one in LINE_TROUBLES if dice.happens(50))
        world.sky.percent = 15 + dice.below(35)


def maybe(world: World) -> None:
    """Let one of a world's faults strike, now and then."""
    dice: Dice = world.dice
    if world.sky.late and dice.happens(30):
        world.sky.deliver_late()
    names = sorted(world.faults - {LINE})
    if not names or dice.below(STEPS_BETWEEN):
        return
    name: Any = dice.pick(names)
    machine = dice.pick(world.awake())
    world.counters[f"fault {name}"] += 1
    try:
        STRIKES[name](world, machine)
    except Fault as fault:
        world.told(machine, fault)
