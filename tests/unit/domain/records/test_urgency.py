# SPDX-License-Identifier: EUPL-1.2
"""The rules of an urgency: no step before it began, no age that nobody has, nothing still to come."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from welfaredesk.domain.catalogue import find_type
from welfaredesk.domain.checks import CLOCKS_DIFFER, NOT_YET, future_problems
from welfaredesk.domain.kinds import RESERVED
from welfaredesk.domain.record import Problem, RecordType
from welfaredesk.domain.records.urgency import BEFORE_IT_BEGAN, NO_AGE, NOT_A_CHILD, NOT_IN_ORDER, ORDER

BEGAN = "2026-10-19T14:20:00+02:00"
NOW = datetime.fromisoformat("2026-10-20T09:00:00+02:00")


def urgency() -> RecordType:
    found = find_type("urgency")
    assert found is not None
    return found


def problems(**said: Any) -> list[Problem]:
    values = {"kind": "emergency_removal", "began_at": BEGAN} | said
    return [problem for check in urgency().checks for problem in check(values)]


def test_it_is_a_root_of_its_own_and_reserved_whole() -> None:
    assert urgency().is_root
    assert urgency().circle == RESERVED
    assert urgency().root_link is None


@pytest.mark.parametrize("step", ORDER[1:])
def test_a_step_before_the_placement_is_stopped_with_a_sentence(step: str) -> None:
    assert problems(**{step: "2026-10-19T14:19:59+02:00"}) == [Problem(step, BEFORE_IT_BEGAN)]
    assert problems(**{step: BEGAN}) == []


def test_the_same_moment_in_another_zone_is_the_same_moment() -> None:
    assert problems(sent_at="2026-10-19T12:20:00+00:00") == []
    assert problems(sent_at="2026-10-19T13:00:00+01:00") == [Problem("sent_at", BEFORE_IT_BEGAN)]


def test_a_step_before_the_one_that_it_counts_from_is_only_doubtful() -> None:
    found = problems(sent_at="2026-10-19T18:00:00+02:00", requested_at="2026-10-19T17:00:00+02:00")
    assert found == [Problem("requested_at", NOT_IN_ORDER, warning=True)]


def test_a_notice_before_the_placement_is_only_doubtful() -> None:
    found = problems(noticed_at="2026-10-19T14:00:00+02:00")
    assert found == [Problem("noticed_at", BEFORE_IT_BEGAN, warning=True)]


@pytest.mark.parametrize("age", [-1, 121, 10**9])
def test_an_age_that_nobody_has_is_stopped(age: int) -> None:
    assert problems(estimated_age=age) == [Problem("estimated_age", NO_AGE)]


def test_a_placement_of_an_adult_is_doubted() -> None:
    assert problems(estimated_age=18) == [Problem("estimated_age", NOT_A_CHILD, warning=True)]
    assert problems(estimated_age=0) == problems(estimated_age=17) == []
    assert problems(estimated_age=40, kind="emergency_intervention") == []


def test_what_has_happened_is_not_still_to_come() -> None:
    soon, later = (NOW + CLOCKS_DIFFER).isoformat(), (NOW + CLOCKS_DIFFER + timedelta(seconds=1)).isoformat()
    assert list(future_problems(urgency(), {"began_at": soon, "sent_at": None, "kind": "x"}, now=NOW)) == []
    assert list(future_problems(urgency(), {"began_at": later}, now=NOW)) == [Problem("began_at", NOT_YET)]
    assert list(future_problems(urgency(), {"hearing_set_for": later}, now=NOW)) == []
    assert list(future_problems(urgency(), {"began_at": "domani"}, now=NOW)) == []
