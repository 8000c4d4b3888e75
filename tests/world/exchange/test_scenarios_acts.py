# SPDX-License-Identifier: EUPL-1.2
"""Acts against edits: an approval or a closing is taken whole or asked whole, whoever arrives first."""

from collections.abc import Callable, Iterator
from functools import partial

import pytest

from tests.world.exchange.checks import check_all
from tests.world.exchange.machine import Form, Machine
from tests.world.exchange.test_scenarios import asked, change, level, person, value
from tests.world.exchange.world import World, world_of
from welfaredesk.desk import acts, clashes
from welfaredesk.desk.plan.page import project_page, projects_of
from welfaredesk.desk.plan.projects import new_project
from welfaredesk.domain.entry import EntryKind, Put, seen_of_token
from welfaredesk.store import records
from welfaredesk.store.driver import Database
from welfaredesk.store.records import FolderChange

CLOSING = {"birthplace": "Lodi", "languages": "arabo"}
"""What the act says, in two fields: it stands in both or in none."""


@pytest.fixture
def world() -> Iterator[World]:
    """Return a world of three desks and nothing wrong."""
    with world_of(81, desks=3) as made:
        level(made)
        yield made


def act(world: World, machine: Machine, form: Form) -> None:
    """Write an act on a record as its form was opened."""
    session, before = machine.session, machine.last_number()

    def work(database: Database) -> None:
        found = records.standing(database, form.record)
        assert found is not None
        seen = seen_of_token(form.token)
        parts = [
            FolderChange(
                folder=folder,
                circle=circle,
                changes={name: Put(said) for name, said in CLOSING.items()},
                seen={desk: k for desk, k in seen[folder].items() if k},
            )
            for circle, folder in found.circles.items()
        ]
        records.write(
            database,
            found.type,
            form.record,
            root=found.root,
            parts=parts,
            author=session.author(),
            save=session.ids.new(),
            ids=session.ids,
            kind=EntryKind.ACT,
        )

    session.vault.write(work)
    world.remember(machine, machine.note(before, form.shown))


def stands(machine: Machine, record: str) -> tuple[object, object]:
    """Return what stands in the two fields of the act."""
    return value(machine, record, "birthplace"), value(machine, record, "languages")


def test_an_act_that_had_not_seen_an_edit_waits_whole_and_is_decided_whole(world: World) -> None:
    first, second, third = world.machines
    giulia = person(world, first, birthplace="Crema", languages="italiano")
    form = first.open_form(giulia)
    change(world, second, giulia, birthplace="Pavia")
    level(world)
    act(world, first, form)
    level(world)
    check_all(world)
    assert stands(third, giulia) == ("Pavia", "italiano")
    lines = clashes.waiting(second.session)
    assert {line.field for line in lines} == set(CLOSING)
    assert all(line.whole for line in lines)
    clashes.settle(second.session, lines[0].id, keep="mine")
    level(world)
    assert [stands(machine, giulia) for machine in world.machines] == [("Lodi", "arabo")] * 3
    assert [asked(machine) for machine in world.machines] == [[], [], []]


def test_an_edit_that_had_not_seen_an_act_waits_alone_and_the_act_stands(world: World) -> None:
    first, second, third = world.machines
    giulia = person(world, first, birthplace="Crema", languages="italiano")
    edit = second.open_form(giulia)
    act(world, first, first.open_form(giulia))
    level(world)
    _, entries = second.saved(edit, {"birthplace": "Pavia", "family_doctor": "Neri"})
    world.remember(second, entries)
    level(world)
    check_all(world)
    assert stands(third, giulia) == ("Lodi", "arabo")
    assert value(third, giulia, "family_doctor") == "Neri"
    assert asked(third) == [("birthplace", "Pavia", "Lodi")]


def doing(world: World, machine: Machine, work: Callable[[], object]) -> None:
    """Do something at a desk, and remember all that it saved."""
    before = machine.last_number()
    work()
    world.remember(machine, machine.note(before))


def test_a_plan_approved_while_a_goal_changes_unseen_stands_and_is_to_be_approved_again(world: World) -> None:
    first, second, third = world.machines
    giulia = person(world, first)
    doing(world, first, partial(new_project, first.session, person=giulia))
    (line,) = projects_of(first.session, giulia)
    plan = line.id
    change(world, first, plan, goals=[{"horizon": "short", "goal": "Uscire ogni giorno"}])
    doing(world, first, partial(acts.do, first.session, plan, "submit", given={}))
    level(world)
    goals = value(second, plan, "goals")
    doing(world, first, partial(acts.do, first.session, plan, "approve", given={}))
    change(world, second, plan, goals=[goals[0] | {"goal": "Uscire due volte"}])
    level(world)
    check_all(world)
    for machine in world.machines:
        page = project_page(machine.session, plan)
        assert (page.state, page.version, page.changed) == ("active", 1, ("goals",))
        assert page.approved is not None
        assert page.approved["goals"][0]["goal"] == "Uscire ogni giorno"
    assert [asked(machine) for machine in world.machines] == [[], [], []]
    doing(world, first, partial(acts.do, first.session, plan, "approve", given={}))
    level(world)
    check_all(world)
    assert project_page(third.session, plan).changed == ()
