# SPDX-License-Identifier: EUPL-1.2
"""What of a plan an approval is about, and days some months later."""

from calendar import monthrange
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from welfaredesk.domain.kinds import Value
from welfaredesk.domain.plan_rows import AGREED, GROWING, changed_since, months_after
from welfaredesk.domain.record import record_type
from welfaredesk.domain.records.project import Project

PLAN: dict[str, Value] = {
    "kind": "pai",
    "goals": [{"_row": "a", "goal": "Uscire", "horizon": "short"}],
    "actions": [{"_row": "b", "what": "Visita"}],
    "budget": [{"_row": "c", "committed": 100}],
}


@pytest.mark.parametrize(
    ("field", "name"), [(field, name) for field, names in GROWING.items() for name in sorted(names)]
)
def test_what_is_written_while_a_plan_goes_on_is_no_change_of_it(field: str, name: str) -> None:
    assert record_type(Project).field(field).row(name).name == name
    assert changed_since(PLAN, PLAN | {field: [PLAN[field][0] | {name: "x"}]}) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("goals", [{"_row": "a", "goal": "Uscire da sola", "horizon": "short"}]),
        ("goals", []),
        ("actions", [{"_row": "b", "what": "Visita"}, {"_row": "d", "what": "Altro"}]),
        ("budget", [{"_row": "c", "committed": 101}]),
        ("wishes", "Casa mia"),
        ("kind", None),
    ],
)
def test_every_other_change_is_one(field: str, value: Value) -> None:
    assert field in AGREED
    assert changed_since(PLAN, PLAN | {field: value}) == [field]


def test_ways_of_saying_nothing_are_no_change() -> None:
    assert changed_since(PLAN, PLAN | {"needs": "", "roles": [], "state": "active"}) == []


@given(st.dates(date(1900, 1, 1), date(2150, 12, 31)), st.integers(0, 60))
def test_months_later_is_the_same_day_or_the_last_of_a_shorter_month(day: date, months: int) -> None:
    later = months_after(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == min(day.day, monthrange(later.year, later.month)[1])
