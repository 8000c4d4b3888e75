# SPDX-License-Identifier: EUPL-1.2
"""What worlds found: numbers and keys that two desks made at the same time, each knowing nothing of the other."""

from collections.abc import Iterator

import pytest

from tests.world.exchange.checks import check_all, entries_in
from tests.world.exchange.machine import Machine
from tests.world.exchange.test_scenarios import asked, change, end, level, person, value
from tests.world.exchange.test_scenarios_people import group_of, own_group
from tests.world.exchange.world import World, world_of
from welfaredesk.desk import clashes, granting, organico, people
from welfaredesk.desk.exchange import ledger
from welfaredesk.domain.statement import GroupKind


@pytest.fixture
def world() -> Iterator[World]:
    """Return a world of all five desks and nothing wrong."""
    with world_of(80, desks=5) as made:
        level(made)
        yield made


def twin_of(world: World, machine: Machine) -> Machine:
    """Copy a desk's disk to another PC, which goes on under the same name."""
    image = machine.image(world.folder / "twin")
    twin = world.add_machine("twin", image.folder, machine.key)
    twin.life = image.life
    return twin


def test_a_form_open_while_its_desk_takes_another_name_has_not_seen_what_the_copy_wrote(world: World) -> None:
    one, other = world.machines[:2]
    giulia = person(world, one, birthplace="Crema")
    twin = twin_of(world, one)
    change(world, twin, giulia, birthplace="Lodi")
    change(world, one, giulia, languages="arabo")
    form = one.open_form(giulia)
    assert world.exchange(twin)
    former = one.desk
    assert world.exchange(one)
    assert one.desk != former
    _, entries = one.saved(form, {"birthplace": "Pavia"})
    world.remember(one, entries)
    level(world)
    check_all(world)
    assert value(other, giulia, "birthplace") == "Lodi"
    assert asked(other) == [("birthplace", "Pavia", "Lodi")]
    lines = clashes.waiting(other.session)
    assert all(clashes.PART not in part for line in lines for part in line.id.split(clashes.PART))


def test_a_form_open_since_before_a_save_of_ones_own_has_seen_it_when_its_desk_takes_another_name(world: World) -> None:
    one, other = world.machines[:2]
    giulia = person(world, one, birthplace="Crema")
    form = one.open_form(giulia)
    change(world, one, giulia, birthplace="Lodi")
    assert world.exchange(one)
    twin = twin_of(world, one)
    change(world, twin, giulia, family_doctor="Verdi")
    change(world, one, giulia, languages="arabo")
    assert world.exchange(twin)
    assert world.exchange(one)
    assert one.desk != twin.desk
    _, entries = one.saved(form, {"birthplace": "Pavia", "family_doctor": "Neri"})
    world.remember(one, entries)
    end(world)
    assert value(other, giulia, "birthplace") == "Pavia"
    assert asked(other) == [("family_doctor", "Neri", "Verdi")]


def test_a_folder_key_granted_under_an_epoch_that_another_desk_made_first_opens_for_everybody(world: World) -> None:
    first, _, third, fourth, _ = world.machines
    giulia = person(world, first, birthplace="Crema")
    working = group_of(first, GroupKind.WORKING)
    second = world.machines[1].session.identity.operator
    # Both take a colleague out, both make the next epoch of the group: the second comes too late with hers.
    people.remove_member(first.session, second, working)
    people.remove_member(third.session, second, working)
    for machine in (first, third):
        assert organico.roster_of(machine.session).groups[working].epoch == 2
    folder = third.folders_of(giulia)[0]
    third.session.vault.write(lambda database: granting.mark_to_turn(database, folder))
    change(world, third, giulia, birthplace="Pavia")
    assert world.exchange(first)
    assert world.exchange(third)
    end(world)
    assert value(fourth, giulia, "birthplace") == "Pavia"


def test_two_new_identities_that_the_server_has_forgotten_are_stated_again(world: World) -> None:
    one, two = world.machines[:2]
    giulia = person(world, one, birthplace="Crema")
    backup, lives = world.snapshot_server(), [one]
    for name, field in (("twin", "languages"), ("third", "family_doctor")):
        image = lives[-1].image(world.folder / name)
        other = world.add_machine(name, image.folder, one.key)
        other.life = image.life
        change(world, lives[-1], giulia, birthplace=f"Lodi {name}")
        assert world.exchange(lives[-1])
        change(world, other, giulia, **{field: name})
        assert world.exchange(other)
        lives.append(other)
    assert len({machine.desk for machine in lives}) == 3
    world.server.put_back(backup, statements=False)
    assert world.exchange(lives[-1])
    end(world)
    assert [value(two, giulia, field) for field in ("languages", "family_doctor")] == ["twin", "third"]


def test_a_key_granted_under_an_epoch_opens_where_an_epoch_of_ones_own_waited_for_its_place(world: World) -> None:
    first, _, third, fourth, _ = world.machines
    giulia = person(world, first, birthplace="Crema")
    working = group_of(first, GroupKind.WORKING)
    second = world.machines[1].session.identity.operator
    people.remove_member(first.session, second, working)
    people.remove_member(third.session, second, working)
    change(world, first, giulia, birthplace="Pavia")
    # The third desk gets the first one's epoch and what was granted under it at once, before it gives up its own.
    assert world.exchange(first)
    end(world)
    assert [value(machine, giulia, "birthplace") for machine in (third, fourth)] == ["Pavia", "Pavia"]


def test_a_key_turned_while_a_colleague_granted_the_folder_to_others_is_granted_to_those_too(world: World) -> None:
    first, _, third, _, stranger = world.machines
    giulia = person(world, first, birthplace="Crema")
    granting.grant(first.session, giulia, own_group(first, stranger))
    assert world.exchange(first)
    folder = third.folders_of(giulia)[0]
    third.session.vault.write(lambda database: granting.mark_to_turn(database, folder))
    change(world, third, giulia, birthplace="Pavia")
    end(world)
    assert value(stranger, giulia, "birthplace") == "Pavia"


def test_a_colleague_who_had_the_work_of_one_life_takes_that_of_the_other_after_the_server_was_put_back(
    world: World,
) -> None:
    one, other = world.machines[:2]
    giulia = person(world, one, birthplace="Crema")
    twin = twin_of(world, one)
    backup = world.snapshot_server()
    change(world, twin, giulia, birthplace="Lodi")
    assert world.exchange(twin)
    assert world.exchange(other)
    change(world, other, giulia, birthplace="Pavia")
    world.server.put_back(backup, statements=True)
    change(world, one, giulia, languages="arabo")
    assert world.exchange(one)
    assert world.exchange(twin)
    assert twin.desk != one.desk
    end(world)
    assert [value(other, giulia, field) for field in ("birthplace", "languages")] == ["Pavia", "arabo"]
    assert asked(other) == []
    # Should the other life never have come, its words can still be saved into a file here.
    assert [line.code for line in ledger.refused(other.session)] == ["n_taken"]


def test_what_had_left_before_the_server_was_put_back_has_seen_what_its_author_had_on_the_screen(
    world: World,
) -> None:
    one, other = world.machines[:2]
    giulia = person(world, one, birthplace="Crema")
    twin = twin_of(world, one)
    world.lived_twice = True
    backup = world.snapshot_server()
    change(world, twin, giulia, birthplace="Lodi")
    assert world.exchange(twin)
    assert world.exchange(other)
    change(world, other, giulia, birthplace="Pavia")
    assert world.exchange(other)
    world.server.put_back(backup, statements=True)
    world.counters["server put back"] += 1
    change(world, one, giulia, languages="arabo")
    assert world.exchange(one)
    end(world)
    # He had seen «Lodi», which came again under another name (ADR 0008).
    assert [asked(machine) for machine in (one, other, twin)] == [[], [], []]
    assert [value(machine, giulia, "birthplace") for machine in (one, other, twin)] == ["Pavia"] * 3
    assert other.read().conn.execute("SELECT count(*) FROM entry WHERE position IS NULL").fetchone() == (0,)


def test_who_is_brought_into_a_group_under_the_name_that_he_had_reads_with_both_lives(world: World) -> None:
    first, one, _, _, stranger = world.machines
    giulia = person(world, one, birthplace="Crema")
    carla = person(world, stranger, birthplace="Lodi")
    twin = twin_of(world, one)
    operator, coordination = one.session.identity.operator, group_of(first, GroupKind.COORDINATION)
    change(world, twin, giulia, birthplace="Pavia")
    change(world, one, giulia, languages="arabo")
    assert world.exchange(twin)
    # The one who brings him in does not know yet that he has taken another name.
    people.add_member(first.session, operator, coordination)
    assert world.exchange(one)
    assert one.desk != twin.desk
    end(world)
    assert [value(machine, carla, "birthplace") for machine in (one, twin)] == ["Lodi", "Lodi"]
    roster = organico.roster_of(one.session)
    assert {one.desk, twin.desk} <= roster.key_desks(coordination)


def test_an_epoch_handed_to_the_name_that_a_desk_had_opens_after_it_has_taken_another(world: World) -> None:
    first, one, _, fourth, _ = world.machines
    giulia = person(world, first, birthplace="Crema")
    twin = twin_of(world, one)
    change(world, one, giulia, languages="arabo")
    change(world, twin, giulia, family_doctor="Rossi")
    assert world.exchange(one)
    # It meets itself and takes another name, of which nobody hears yet.
    world.forked[twin.name] = world.server.fork(world.folder / "fork", None)
    assert world.exchange(twin)
    assert one.desk != twin.desk
    people.remove_member(first.session, fourth.session.identity.operator, group_of(first, GroupKind.WORKING))
    change(world, first, giulia, birthplace="Pavia")
    assert world.exchange(first)
    end(world)
    assert value(twin, giulia, "birthplace") == "Pavia"


@pytest.mark.parametrize("same_folder", [False, True])
def test_work_under_a_name_that_a_desk_had_is_placed_again_though_the_other_life_has_its_numbers(
    world: World, *, same_folder: bool
) -> None:
    one, other = world.machines[:2]
    giulia, carla, dora, elsa = (person(world, one) for _ in range(4))
    twin = twin_of(world, one)
    backup = world.snapshot_server()
    former = twin.desk
    change(world, one, carla, birthplace="Crema")
    assert world.exchange(one)
    change(world, twin, dora, birthplace="Lodi")
    change(world, twin, giulia, birthplace="Pavia")
    assert world.exchange(twin)
    # Of the two only the second has left under the name that the twin had: the number of the first was taken.
    (last,) = [line for line in entries_in(twin, twin.folders_of(giulia)[0]) if line.k == 2]
    assert last.desk == former != twin.desk
    world.server.put_back(backup, statements=True)
    change(world, one, giulia if same_folder else elsa, languages="arabo")
    assert world.exchange(one)
    end(world)
    assert [value(other, record, "birthplace") for record in (carla, dora, giulia)] == ["Crema", "Lodi", "Pavia"]
    assert value(other, giulia if same_folder else elsa, "languages") == "arabo"
    assert [ledger.refused(machine.session) for machine in world.machines] == [[]] * len(world.machines)
