# SPDX-License-Identifier: EUPL-1.2
"""States of records and of folders: a closing against an edit, a state of a newer version, a folder still arriving."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.opened import add
from tests.world.exchange.checks import check_all
from tests.world.exchange.machine import Machine
from tests.world.exchange.test_campaigns import Watched, try_round
from tests.world.exchange.test_scenarios import asked, change, level, person, told, value
from tests.world.exchange.test_scenarios_people import own_group
from tests.world.exchange.world import World, world_of
from welfaredesk.desk import acts, clashes, granting, records
from welfaredesk.domain.entry import EntryKind, Put, seen_of_token
from welfaredesk.store import records as rows
from welfaredesk.store.driver import Database
from welfaredesk.store.records import FolderChange

CLOSING = {"closed_on": "2021-03-01", "closing_reason": "goals_reached"}
STATE = "status"
LARGE = 60_000
"""Letters of a note of which four do not go down before the first word of the server."""


@pytest.fixture
def world() -> Iterator[World]:
    """Return a world of all five desks and nothing wrong."""
    with world_of(82, desks=5) as made:
        level(made)
        yield made


def episode(world: World, machine: Machine, root: str) -> str:
    """Save a presa in carico, and let everybody get it."""
    me = {"id": machine.session.identity.operator, "root": machine.session.identity.ente, "title": "Bianchi"}
    made = add(
        machine.session, "care_episode", root=root, person=root, opened_on="2021-02-03", areas=["family"],
        case_manager=me,
    )  # fmt: skip
    level(world)
    return made


def close(machine: Machine, record: str) -> None:
    """Close a presa in carico, with what is on the screen."""
    acts.do(machine.session, record, "close", given=dict(CLOSING))


def state(machine: Machine, record: str) -> object:
    """Return the state of a presa in carico at a desk."""
    return value(machine, record, STATE)


def test_an_act_is_provisional_on_screen_and_paper_until_it_has_a_position(world: World) -> None:
    first, second = world.machines[:2]
    made = episode(world, first, person(world, first))
    close(first, made)
    assert acts.is_provisional(first.session, made)
    level(world)
    assert [acts.is_provisional(machine.session, made) for machine in (first, second)] == [False, False]
    assert [state(machine, made) for machine in (first, second)] == ["closed", "closed"]


def test_a_save_that_had_not_seen_the_closing_waits_whole(world: World) -> None:
    first, second, third = world.machines[:3]
    made = episode(world, first, person(world, first))
    form = second.open_form(made)
    close(first, made)
    level(world)
    second.saved(form, {"areas": ["elderly"], "kind": form.values.get("kind")})
    level(world)
    check_all(world, oracle=False)
    assert [(state(machine, made), value(machine, made, "areas")) for machine in (second, third)] == [
        ("closed", ["family"])
    ] * 2
    assert {line.field for line in clashes.waiting(third.session)} == {"areas"}


def test_two_who_close_at_once_close_once(world: World) -> None:
    first, third = world.machines[0], world.machines[2]
    made = episode(world, first, person(world, first))
    close(first, made)
    close(third, made)
    level(world)
    check_all(world, oracle=False)
    assert [state(machine, made) for machine in world.machines[:4]] == ["closed"] * 4


def write_by_newer_rules(machine: Machine, record: str) -> None:
    """Write a state that nobody knows yet, as a program two versions newer does."""
    session, shown = machine.session, records.show(machine.session, record)

    def work(database: Database) -> None:
        found = rows.standing(database, record)
        assert found is not None
        (folder,) = found.circles.values()
        seen = {desk: k for desk, k in seen_of_token(shown.entry)[folder].items() if k}
        rows.write(
            database,
            replace(found.type, rules=found.type.rules + 2),
            record,
            root=found.root,
            parts=[FolderChange(folder=folder, circle="ordinary", changes={STATE: Put("handed_on")}, seen=seen)],
            author=session.author(),
            save=session.ids.new(),
            ids=session.ids,
            kind=EntryKind.SET,
        )

    session.vault.write(work)


def test_a_desk_two_versions_old_shows_what_a_newer_one_wrote_and_leaves_it_alone(world: World) -> None:
    first, second = world.machines[:2]
    giulia = person(world, first)
    made = episode(world, first, giulia)
    write_by_newer_rules(first, made)
    level(world)
    assert state(second, made) == "handed_on"
    assert told(lambda: records.change(second.session, made, {"areas": ["elderly"]})) == "newer_record"
    change(world, second, giulia, birthplace="Lodi")
    level(world)
    check_all(world, oracle=False)
    assert value(first, giulia, "birthplace") == "Lodi"
    assert asked(first) == []


def test_a_folder_of_which_a_part_has_arrived_cannot_be_written_until_it_is_whole(world: World) -> None:
    first, stranger = world.machines[0], world.machines[4]
    giulia = person(world, first)
    for _ in range(4):
        change(world, first, giulia, notes=world.dice.ids.token(LARGE // 2).hex())
        level(world)
    granting.grant(first.session, giulia, own_group(first, stranger))
    assert world.exchange(first)
    line = Watched(world.server.line(stranger.name), down=100_000)
    assert try_round(stranger, line) == "no_line"
    assert told(lambda: records.change(stranger.session, giulia, {"birthplace": "Lodi"})) == "folder_arriving"
    level(world)
    change(world, stranger, giulia, birthplace="Lodi")
    level(world)
    check_all(world)
    assert value(first, giulia, "birthplace") == "Lodi"
