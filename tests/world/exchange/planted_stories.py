# SPDX-License-Identifier: EUPL-1.2
"""Small worlds for planted bugs that need a certain situation: each ends well without its bug."""

from collections.abc import Callable

from tests.world.exchange.checks import check_all
from tests.world.exchange.hostile import FIRST_N, Hostile
from tests.world.exchange.test_scenarios import change, level, person
from tests.world.exchange.test_scenarios_people import group_of
from tests.world.exchange.world import World
from welfaredesk.base.ids import spelled
from welfaredesk.crypto.sign import Label
from welfaredesk.desk import granting
from welfaredesk.desk.organico import roster_of
from welfaredesk.domain.entry import Put
from welfaredesk.domain.parcel import Parcel
from welfaredesk.domain.statement import GroupKind
from welfaredesk.sync.frames import encode
from welfaredesk.sync.interning import Outgoing
from welfaredesk.sync.parcels import parcel_id
from welfaredesk.sync.wire import FrameKind

Story = Callable[[World], None]
DESKS = 5


def _end(world: World) -> None:
    level(world)
    check_all(world)


def form_open_while_another_writes(world: World) -> None:
    """Let a colleague change a field while its form is open here: who saves it is asked."""
    first, second = world.machines[:2]
    giulia = person(world, first, birthplace="Crema")
    form = first.open_form(giulia)
    change(world, second, giulia, birthplace="Lodi")
    level(world)
    _, entries = first.saved(form, {"birthplace": "Pavia"})
    world.remember(first, entries)
    _end(world)


def form_open_while_oneself_writes(world: World) -> None:
    """Save a field twice at one desk, the second time from a form that was opened first: nobody is asked."""
    first = world.machines[0]
    giulia = person(world, first, birthplace="Crema")
    form = first.open_form(giulia)
    change(world, first, giulia, birthplace="Lodi")
    _, entries = first.saved(form, {"birthplace": "Pavia"})
    world.remember(first, entries)
    _end(world)


def quota_full_for_a_while(world: World) -> None:
    """Refuse a parcel for the room that it takes; there is room again later."""
    first = world.machines[0]
    giulia = person(world, first)
    change(world, first, giulia, birthplace="Lodi")
    world.server.set_quota(1)
    assert world.exchange(first)
    world.server.set_quota(None)
    _end(world)


def old_cartella_granted(world: World) -> None:
    """Grant a cartella that has a past to a group of somebody who had nothing of it."""
    first, stranger = world.machines[0], world.machines[4]
    giulia = person(world, first)
    change(world, first, giulia, birthplace="Lodi")
    level(world)
    roster, operator = roster_of(first.session), stranger.session.identity.operator
    own = next(g.id for g in roster.groups.values() if g.kind == GroupKind.OWN and operator in roster.members(g.id))
    assert own != group_of(first, GroupKind.WORKING)
    granting.grant(first.session, giulia, own)
    _end(world)


def _hostile(world: World) -> tuple[Hostile, str, bytes]:
    """Return the program of a thief, and a folder that colleagues write in too."""
    first, second = world.machines[:2]
    giulia = person(world, first)
    change(world, second, giulia, birthplace="Lodi")
    level(world)
    (folder,) = second.folders_of(giulia)
    hostile = Hostile(world, second)
    return hostile, folder, dict(hostile.folders())[folder]


def _push(hostile: Hostile, parcel: Parcel) -> None:
    hostile.push([encode(FrameKind.PARCEL, Outgoing().wire(parcel))])


def parcel_after_a_gap(world: World) -> None:
    """Push a parcel that leaves a number out."""
    hostile, folder, key = _hostile(world)
    k, previous = hostile.chain(folder)
    hostile.placed = (k + 1, previous)
    _push(hostile, hostile.parcel(folder, key, text=None, changes={"x": Put("1")}))
    _end(world)


def number_used_twice(world: World) -> None:
    """Push two parcels under one number."""
    hostile, folder, key = _hostile(world)
    for said in ("1", "2"):
        world.counters["hostile n"] = 0
        parcel = hostile.parcel(folder, key, text=None, changes={"x": Put(said)})
        assert parcel.header.n == FIRST_N
        assert spelled(parcel.header.folder) == folder
        assert parcel.signature == hostile.sign.sign(Label.PARCEL, parcel_id(parcel))
        _push(hostile, parcel)
    _end(world)
