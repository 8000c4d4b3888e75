# SPDX-License-Identifier: EUPL-1.2
"""Lawful cuts in small worlds: with desks that had not heard, servers and desks that come back from a backup."""

from collections.abc import Iterator

import pytest

from tests.opened import add
from tests.world.exchange import checks
from tests.world.exchange.machine import Machine
from tests.world.exchange.readers import items_of
from tests.world.exchange.test_scenarios import change, level, person, told, value
from tests.world.exchange.world import World, world_of
from welfaredesk.desk import cutting, late_words, records, reserving
from welfaredesk.domain.parcel import decode_parcel
from welfaredesk.sync.parcels import is_cut
from welfaredesk.sync.wire import FrameKind

NUMBER, REASON = "12/2026", "Provvedimento"


@pytest.fixture
def world() -> Iterator[World]:
    """Return a world of three desks and nothing wrong."""
    with world_of(77, desks=3) as made:
        level(made)
        yield made


def note(world: World, machine: Machine, root: str, text: str) -> str:
    """Save a diary entry at a desk."""
    before = machine.last_number()
    made = add(machine.session, "diary_entry", root=root, when="2026-03-02T09:30+01:00", text=text)
    world.remember(machine, machine.note(before))
    return made


def confirmed(world: World, proposer: Machine, other: Machine, wanted: list[str]) -> str:
    """Let a cut be proposed at one desk and confirmed at another; the others hear nothing of it yet."""
    made = cutting.propose(proposer.session, wanted, number=NUMBER, reason=REASON)
    assert world.exchange(proposer)
    assert world.exchange(other)
    cutting.confirm(other.session, made.id)
    assert world.exchange(other)
    return made.id


def forget(world: World, record: str) -> None:
    """Let nobody expect any more what was saved on a record that is cut."""
    for place in [place for place, said in world.said.items() if said.record == record]:
        del world.said[place]


def everything_holds(world: World, record: str) -> None:
    """Check what must hold, for all but the record that was cut."""
    forget(world, record)
    reckoning = checks.Reckoning.of(world)
    checks.same_entries(reckoning)
    checks.nothing_twice(reckoning)
    checks.nothing_granted_is_missing(reckoning)
    checks.nothing_not_granted_is_here(reckoning)
    checks.rows_are_the_fold(reckoning)


def cut_at_server(world: World) -> set[bytes]:
    """Return the ids of the parcels of which the server has no text any more."""
    items = (item for item in items_of(world.server.database) if item.kind == FrameKind.PARCEL)
    return {bytes(item.id) for item in items if is_cut(decode_parcel(item.data).sealed)}


def hidden(machine: Machine, record: str) -> bool:
    """Tell whether a desk does not show a record."""
    return told(lambda: records.show(machine.session, record)) == "not_found"


def gone(world: World, record: str) -> bool:
    """Tell whether no desk shows a record."""
    return all(hidden(machine, record) for machine in world.machines)


@pytest.mark.parametrize("statements", [True, False])
def test_cut_then_an_old_desk_edits_then_a_backup_is_restored(statements: bool, world: World) -> None:
    one, two, three = world.machines
    giulia = person(world, one)
    wrong, right = note(world, one, giulia, "zebra"), note(world, one, giulia, "visita")
    level(world)
    backup, image = world.snapshot_server(), two.image(world.folder / "image")
    confirmed(world, two, one, [wrong])
    change(world, three, wrong, text="zebra e giraffa")
    change(world, three, right, text="visita a casa")
    assert world.exchange(three)
    level(world)
    before = cut_at_server(world)
    assert before
    world.server.put_back(backup, statements=statements)
    assert not cut_at_server(world)
    level(world)
    assert before <= cut_at_server(world)
    assert gone(world, wrong)
    assert [value(machine, right, "text") for machine in world.machines] == ["visita a casa"] * 3
    assert "giraffa" in late_words.late_words(three.session)[0].words["text"]
    two.go_back(image)
    assert records.show(two.session, wrong).values["text"] == "zebra"
    level(world)
    assert gone(world, wrong)
    everything_holds(world, wrong)


def test_ordinary_to_reserved_under_a_concurrent_edit(world: World) -> None:
    one, two, three = world.machines
    giulia = person(world, one)
    told_, right = note(world, one, giulia, "zebra"), note(world, one, giulia, "visita")
    level(world)
    made = reserving.reserve(two.session, [told_], number=NUMBER, reason=REASON)
    change(world, three, told_, text="zebra e giraffa")
    assert world.exchange(two)
    assert world.exchange(one)
    cutting.confirm(one.session, made.proposal.id)
    assert world.exchange(three)
    assert world.exchange(one)
    level(world)
    assert value(two, told_, "text") == "zebra"
    assert records.show(two.session, told_).circle == "reserved"
    for machine in (one, three):
        assert hidden(machine, told_)
    assert [late.words["text"] for late in late_words.late_words(three.session)] == ["zebra e giraffa"]
    assert [value(machine, right, "text") for machine in world.machines] == ["visita"] * 3
    everything_holds(world, told_)
