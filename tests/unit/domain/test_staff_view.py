# SPDX-License-Identifier: EUPL-1.2
"""The paths of a staff as they are shown, for every state of every machine."""

import pytest

from welfaredesk.domain.care_view import Mark
from welfaredesk.domain.catalogue import find_type
from welfaredesk.domain.machine import Machine
from welfaredesk.domain.staff_view import STEPS, staff_steps


def machine_of(type_name: str) -> Machine:
    type_ = find_type(type_name)
    assert type_ is not None
    (machine,) = [one for one in type_.machines if not one.beyond]
    return machine


@pytest.mark.parametrize(("type_name", "state"), [(name, state) for name in STEPS for state in machine_of(name).states])
def test_every_state_is_the_one_step_of_now(type_name: str, state: str) -> None:
    steps = staff_steps(type_name, state)
    assert [step.name for step in steps if step.mark is Mark.NOW] == [state]
    marks = [step.mark for step in steps]
    assert marks == sorted(marks, key=[Mark.DONE, Mark.NOW, Mark.NEXT].index)


def test_what_was_called_off_shows_nothing_of_the_way() -> None:
    assert [step.name for step in staff_steps("sitting", "called_off")] == ["called_off"]
    assert [step.mark for step in staff_steps("minutes", "confirmed")] == [Mark.DONE, Mark.DONE, Mark.NOW, Mark.NEXT]
