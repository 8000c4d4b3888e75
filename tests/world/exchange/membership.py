# SPDX-License-Identifier: EUPL-1.2
"""Who may read what changes while everybody works: members, grants, a desk that is shut out."""

from tests.world.exchange.actions import some_record
from tests.world.exchange.machine import Machine
from tests.world.exchange.world import World
from welfaredesk.desk import granting, people
from welfaredesk.desk.organico import roster_of
from welfaredesk.domain.statement import GroupKind

SHARED = (GroupKind.WORKING, GroupKind.COORDINATION)
ALL_READ_AT_LEAST = 2


def strike(world: World, machine: Machine) -> None:
    """Let somebody who may bring a colleague into a group, or take one out."""
    dice, session = world.dice, machine.session
    roster = roster_of(session)
    groups = sorted(group for group, line in roster.groups.items() if line.kind in SHARED)
    group = dice.pick(groups)
    operators = sorted(line.session.identity.operator for line in world.machines)
    operator = dice.pick(operators)
    if operator in roster.members(group):
        if len(roster.members(group)) > ALL_READ_AT_LEAST:
            people.remove_member(session, operator, group)
            world.counters["taken out"] += 1
        return
    people.add_member(session, operator, group)
    world.counters["brought in"] += 1


def share(world: World, machine: Machine) -> None:
    """Grant a cartella to a group, or take it back; now and then its reserved circle."""
    person = some_record(world, machine)
    if person is None:
        return
    circle = "reserved" if world.dice.happens(30) else "ordinary"
    groups = sorted(group for group, line in roster_of(machine.session).groups.items() if line.kind != GroupKind.AUDIT)
    group = world.dice.pick(groups)
    if world.dice.happens(60):
        granting.grant(machine.session, person, group, circle=circle)
        world.counters["granted"] += 1
    else:
        granting.ungrant(machine.session, person, group, circle=circle)
        world.counters["ungranted"] += 1


def revoke(world: World, machine: Machine) -> None:
    """Shut a desk out, by somebody who may; it calls once more before it learns so."""
    others = [other for other in world.awake() if other.desk != machine.desk and other is not world.machines[0]]
    if not others or len(world.awake()) <= 2:
        return
    lost = world.dice.pick(others)
    people.revoke(machine.session, lost.desk, wipe=world.dice.happens(50))
    if world.exchange(machine):
        world.exchange(lost)
        lost.gone = True
        lost.off()
        world.counters["shut out"] += 1
