# SPDX-License-Identifier: EUPL-1.2
"""Two desks and a server as a state machine: Hypothesis looks for the shortest way to lose something."""

from contextlib import ExitStack
from typing import ClassVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.world.exchange import actions
from tests.world.exchange.checks import check_all
from tests.world.exchange.link import Fate
from tests.world.exchange.machine import Machine
from tests.world.exchange.world import calm, world_of
from welfaredesk.base.errors import Fault

DESKS = st.integers(0, 1)
TROUBLES = (Fate.LOST, Fate.DEAF, Fate.CUT_UP, Fate.CUT_DOWN, Fate.TWICE, Fate.LATE, Fate.OLD, Fate.CRASH)


class TwoDesks(RuleBasedStateMachine):
    """Saves, forms, exchanges, crashes and put-back disks in any order; `lived` are the lives that ended well."""

    lived: ClassVar[int] = 0

    def __init__(self) -> None:
        """Begin with two desks that are level."""
        super().__init__()
        self.stack = ExitStack()
        self.world = self.stack.enter_context(world_of(1, desks=2))
        calm(self.world)
        self.images = 0

    def machine(self, desk: int) -> Machine:
        return self.world.machines[desk]

    @rule(desk=DESKS)
    def adds(self, desk: int) -> None:
        actions.add_person(self.world, self.machine(desk))

    @rule(desk=DESKS, field=st.sampled_from(actions.LINES), value=st.sampled_from(["a", "b", ""]))
    def changes(self, desk: int, field: str, value: str) -> None:
        machine = self.machine(desk)
        record = actions.some_record(self.world, machine)
        if record is not None:
            self.world.remember(machine, machine.saved(machine.open_form(record), {field: value})[1])

    @rule(desk=DESKS)
    def opens_a_form(self, desk: int) -> None:
        actions.open_form(self.world, self.machine(desk))

    @rule(desk=DESKS)
    def saves_a_form(self, desk: int) -> None:
        actions.save_open(self.world, self.machine(desk))

    @rule(desk=DESKS)
    def settles(self, desk: int) -> None:
        actions.settle(self.world, self.machine(desk))

    @rule(desk=DESKS, fate=st.sampled_from((Fate.FINE, *TROUBLES)))
    def exchanges(self, desk: int, fate: Fate) -> None:
        sky = self.world.sky
        sky.troubles, sky.percent = (frozenset(), 0) if fate is Fate.FINE else (frozenset({fate}), 100)
        self.world.exchange(self.machine(desk))
        sky.troubles, sky.percent = frozenset(), 0

    @rule()
    def something_late_arrives(self) -> None:
        self.world.sky.deliver_late()

    @rule(desk=DESKS)
    def is_killed(self, desk: int) -> None:
        self.machine(desk).kill()

    @rule(desk=DESKS)
    def takes_an_image(self, desk: int) -> None:
        self.images += 1
        machine = self.machine(desk)
        self.world.images.append((machine, machine.image(self.world.folder / f"image-{self.images}")))

    @precondition(lambda self: self.world.images)
    @rule()
    def goes_back(self) -> None:
        machine, image = self.world.images[-1]
        machine.go_back(image)

    @rule()
    def backs_the_server_up(self) -> None:
        self.world.snapshot_server()

    @precondition(lambda self: self.world.backups)
    @rule(statements=st.booleans())
    def puts_the_server_back(self, statements: bool) -> None:
        self.world.server.put_back(self.world.backups[-1], statements=statements)

    @invariant()
    def nobody_has_lost_what_was_answered(self) -> None:
        for machine in self.world.machines:
            for folder, mine in machine.life.mine.items():
                assert machine.saves_in(folder).issuperset(mine)

    def teardown(self) -> None:
        try:
            calm(self.world)
            check_all(self.world)
            TwoDesks.lived += 1
        except Fault as fault:
            raise AssertionError(fault.code) from fault
        finally:
            self.stack.close()


def lives(count: int, steps: int) -> int:
    """Let Hypothesis look through so many lives of so many steps, and return how many ended well."""
    before = TwoDesks.lived
    run_state_machine_as_test(TwoDesks, settings=settings(max_examples=count, stateful_step_count=steps))
    return TwoDesks.lived - before


def test_two_desks_lose_nothing_whatever_the_order() -> None:
    assert lives(12, 25) >= 12


@pytest.mark.long
def test_two_desks_lose_nothing_in_long_lives() -> None:
    assert lives(300, 60) >= 300
