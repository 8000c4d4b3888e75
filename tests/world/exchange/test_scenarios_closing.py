# SPDX-License-Identifier: EUPL-1.2
"""Closings in a world: what a colleague wrote meanwhile stays, and a decision that came late asks again, not twice."""

from collections.abc import Iterator
from functools import partial

import pytest

from tests.unit.desk.handover.made import case_of, handed
from tests.unit.desk.plan.plans import active
from tests.world.exchange.checks import check_all
from tests.world.exchange.template import MORNING
from tests.world.exchange.test_scenarios import change, level, value
from tests.world.exchange.test_scenarios_casework import case, do, doing, minutes_of_two, settle, settled
from tests.world.exchange.world import World, WorldFailed, world_of
from welfaredesk.base.casework_errors import ActRefused
from welfaredesk.desk import clashes
from welfaredesk.domain.machine import Action
from welfaredesk.domain.settling import Keep


@pytest.fixture
def world() -> Iterator[World]:
    """Return a world of three desks whose clocks tell the same day."""
    with world_of(83, desks=3) as playing:
        for machine in playing.machines:
            machine.clock.moment = MORNING
        level(playing)
        yield playing


def test_how_a_case_goes_that_a_colleague_writes_is_not_emptied_by_who_closes_it_without_a_word(world: World) -> None:
    first, second, third = world.machines
    _, episode = case(world)
    change(world, first, episode, outcome="Va meglio.")
    level(world)
    change(world, second, episode, outcome="Va meglio.\nLa zia la segue.")
    assert world.exchange(second)
    do(world, first, episode, "close", closing_reason="goals_reached")
    settled(world)
    assert (value(third, episode, "status"), value(third, episode, "outcome")) == (
        "closed",
        "Va meglio.\nLa zia la segue.",
    )


def test_a_goal_written_while_the_plan_is_concluded_waits_for_its_author(world: World) -> None:
    first, second, third = world.machines
    plan = doing(world, first, partial(active, first.session))
    level(world)
    goals = value(second, plan, "goals")
    do(world, first, plan, "conclude", closing="moved")
    assert world.exchange(first)
    change(world, second, plan, goals=[*goals, {"goal": "Trova una palestra"}])
    level(world)
    check_all(world)
    for machine in world.machines:
        assert (value(machine, plan, "state"), value(machine, plan, "goals")) == ("concluded", goals)
        assert {(line.field, line.whole) for line in clashes.waiting(machine.session)} == {("goals", True)}
    settle(world, second, Keep.THEIRS)
    settled(world)
    assert value(third, plan, "goals") == goals


def test_a_decision_about_a_hand_over_that_came_too_late_is_asked_again_and_then_ends(world: World) -> None:
    first, second, third = world.machines
    giver, taker = second.session.identity.operator, third.session.identity.operator
    given = doing(world, first, partial(case_of, first.session, giver))
    handover = doing(world, first, partial(handed, first.session, given, giver, taker=taker))
    level(world)
    do(world, first, handover, "withdraw")
    do(world, first, handover, "propose-again", until="2026-12-31")
    do(world, third, handover, "withdraw")
    level(world)
    while clashes.waiting(third.session):
        settle(world, third, Keep.THEIRS)
    do(world, first, handover, "withdraw")
    level(world)
    check_all(world)
    assert value(third, handover, "state") == "withdrawn"
    assert "state" in {line.field for line in clashes.waiting(third.session) if line.record == handover}
    while clashes.waiting(third.session):
        settle(world, third, Keep.THEIRS)
    settled(world)
    assert [value(machine, handover, "state") for machine in world.machines] == ["withdrawn"] * 3


def withdrawn_while_approved(world: World) -> str:
    """Let one desk withdraw minutes to a draft while another, which has not seen it, approves them."""
    first, second, third = world.machines
    minutes = minutes_of_two(world)
    do(world, first, minutes, "share")
    level(world)
    do(world, second, minutes, "revise", revise_reason="Manca la scuola")
    assert world.exchange(second)
    do(world, third, minutes, "approve")
    level(world)
    return minutes


def test_minutes_withdrawn_before_their_approval_is_placed_are_not_approved_until_they_are_shared_again(
    world: World,
) -> None:
    _, second, third = world.machines
    minutes = withdrawn_while_approved(world)
    check_all(world)
    assert [value(machine, minutes, "review") for machine in world.machines] == [None] * 3
    with pytest.raises(ActRefused):
        settle(world, third, Keep.MINE)
    do(world, second, minutes, "share")
    level(world)
    settle(world, third, Keep.MINE)
    settled(world)
    assert [value(machine, minutes, "review") for machine in world.machines] == ["approved"] * 3


def test_a_fold_that_lets_a_draft_be_approved_is_noticed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Action, "barred", lambda *_: "")
    withdrawn_while_approved(world)
    with pytest.raises(WorldFailed):
        check_all(world)
