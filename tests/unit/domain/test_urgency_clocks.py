# SPDX-License-Identifier: EUPL-1.2
"""The clocks of an urgency: hours that pass, each term from the step before it, what is late and by how much."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from welfaredesk.domain.removal_terms import DECREE, HEARING, NOTICE, REMOVAL_TERMS, TRANSMISSION, VALIDATION
from welfaredesk.domain.urgency_clocks import Clock, Run, clocks, is_over, moment_of, next_clock

ITALY_SUMMER, ITALY_WINTER = timezone(timedelta(hours=2)), timezone(timedelta(hours=1))
BEGAN = datetime(2026, 10, 19, 14, 20, tzinfo=ITALY_SUMMER)
MOMENTS = ("began_at", "noticed_at", "sent_at", "requested_at", "decreed_at", "heard_at")
OFFSETS = st.sampled_from([-330, 0, 60, 120, 345]).map(lambda minutes: timezone(timedelta(minutes=minutes)))
INSTANTS = st.integers(1_672_531_200, 2_082_758_400).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
"""From 2023 to 2036."""


def of(now: datetime, **said: Any) -> dict[str, Clock]:
    """Return the clocks of a collocamento by name."""
    values = {"kind": "emergency_removal", "began_at": BEGAN.isoformat()} | {
        name: value.isoformat() if isinstance(value, datetime) else value for name, value in said.items()
    }
    return {one.name: one for one in clocks(values, now)}


def test_the_terms_are_those_of_the_law_each_from_the_step_before() -> None:
    lengths = {one.name: (one.hours, one.days, one.start_event) for one in REMOVAL_TERMS}
    assert lengths == {
        NOTICE: (0, 0, "dal collocamento"),
        TRANSMISSION: (24, 0, "dal collocamento"),
        VALIDATION: (72, 0, "dalla trasmissione"),
        DECREE: (48, 0, "dalla richiesta di convalida"),
        HEARING: (0, 15, "dal decreto"),
    }
    assert all(one.source and one.valid_from == date(2022, 6, 22) for one in REMOVAL_TERMS)


def test_only_what_counts_from_the_placement_runs_at_first() -> None:
    found = of(BEGAN + timedelta(hours=2))
    runs = {name: one.run for name, one in found.items()}
    waiting = dict.fromkeys((VALIDATION, DECREE, HEARING), Run.NOT_STARTED)
    assert runs == {NOTICE: Run.AT_ONCE, TRANSMISSION: Run.RUNNING, **waiting}
    assert found[NOTICE].passed == timedelta(hours=2)
    assert found[TRANSMISSION].left == timedelta(hours=22)
    assert found[VALIDATION].due is None


def test_each_term_counts_from_the_step_before_it_and_not_from_the_placement() -> None:
    sent = BEGAN + timedelta(hours=3)
    requested, decreed = sent + timedelta(hours=70), sent + timedelta(hours=100)
    found = of(decreed, sent_at=sent, requested_at=requested, decreed_at=decreed)
    assert found[VALIDATION].due == sent + timedelta(hours=72)
    assert found[DECREE].due == requested + timedelta(hours=48)
    hearing = found[HEARING].due
    assert hearing is not None
    assert hearing.isoformat() == "2026-11-07T23:59:59+01:00"


def test_what_was_done_late_says_by_how_much_for_ever() -> None:
    late = BEGAN + timedelta(hours=27)
    for now in (late, late + timedelta(days=900)):
        clock = of(now, sent_at=late, sent_paper="PEC 12")[TRANSMISSION]
        assert (clock.run, clock.over, clock.left, clock.paper) == (Run.DONE, timedelta(hours=3), None, "PEC 12")
        assert not clock.is_late


def test_the_last_moment_is_in_time_and_the_next_one_is_not() -> None:
    due = BEGAN + timedelta(hours=24)
    assert of(due)[TRANSMISSION].left == timedelta()
    assert not of(due)[TRANSMISSION].is_late
    assert of(due + timedelta(seconds=1))[TRANSMISSION].is_late


def test_hours_are_hours_that_pass_when_the_clock_goes_back_and_forth() -> None:
    autumn = datetime(2026, 10, 24, 20, 0, tzinfo=ITALY_SUMMER)
    due = of(autumn, began_at=autumn)[TRANSMISSION].due
    assert due is not None
    assert due.isoformat() == "2026-10-25T19:00:00+01:00"
    spring = datetime(2027, 3, 27, 20, 0, tzinfo=ITALY_WINTER)
    due = of(spring, began_at=spring)[TRANSMISSION].due
    assert due is not None
    assert due.isoformat() == "2027-03-28T21:00:00+02:00"


@given(INSTANTS, OFFSETS, OFFSETS, st.integers(-400, 400))
def test_the_zone_in_which_an_hour_was_written_changes_no_term(
    began: datetime, written: timezone, read: timezone, hours: int
) -> None:
    now = began + timedelta(hours=hours)
    here, there = (of(now.astimezone(zone), began_at=began.astimezone(zone)) for zone in (written, read))
    for name in (NOTICE, TRANSMISSION):
        one, other = here[name], there[name]
        assert (one.due, one.left, one.over, one.passed, one.run) == (
            other.due,
            other.left,
            other.over,
            other.passed,
            other.run,
        )
    due = here[TRANSMISSION].due
    assert due is not None
    assert due.astimezone(UTC) - began == timedelta(hours=24)


@given(
    INSTANTS,
    st.dictionaries(st.sampled_from(MOMENTS), INSTANTS, max_size=6),
    st.sampled_from(["emergency_removal", "unaccompanied_minor", None]),
)
def test_whatever_is_said_every_clock_is_done_late_running_or_says_why_not(
    now: datetime, said: dict[str, datetime], kind: str | None
) -> None:
    values = {name: value.isoformat() for name, value in said.items()} | {"kind": kind}
    found = clocks(values, now)
    assert len(found) == (5 if kind == "emergency_removal" else 2)
    for clock in found:
        assert (clock.done is None) == (clock.run is not Run.DONE)
        assert clock.left is None or (clock.left >= timedelta() and clock.over is None)
        assert clock.over is None or clock.over > timedelta()
        assert clock.passed is None or clock.passed >= timedelta()
        if clock.run is Run.RUNNING:
            assert (clock.left is None) == clock.is_late
    following = next_clock(found)
    assert (following is None) == all(one.done is not None for one in found)
    assert following is None or following.done is None
    late = [one for one in found if one.is_late]
    assert not late or following in late


def test_a_step_says_its_papers_and_when_others_have_set_it() -> None:
    found = of(
        BEGAN,
        noticed_at=BEGAN,
        notice_to="dott. Neri",
        notice_outcome="aspetta",
        decree_paper="dec. 4",
        curator="avv. Sala",
        hearing_set_for=BEGAN + timedelta(days=9),
    )
    assert (found[NOTICE].paper, found[DECREE].paper) == ("dott. Neri · aspetta", "dec. 4 · avv. Sala")
    assert found[HEARING].fixed_for == BEGAN + timedelta(days=9)
    assert found[DECREE].fixed_for is None


def test_the_next_is_the_late_one_then_what_is_to_be_done_at_once_then_what_runs() -> None:
    early = of(BEGAN + timedelta(hours=1))
    assert next_clock(list(early.values())) == early[NOTICE]
    late = of(BEGAN + timedelta(hours=30))
    assert next_clock(list(late.values())) == late[TRANSMISSION]
    told = of(BEGAN + timedelta(hours=1), noticed_at=BEGAN)
    assert next_clock(list(told.values())) == told[TRANSMISSION]
    said = dict.fromkeys(MOMENTS, BEGAN)
    assert next_clock(list(of(BEGAN, **said).values())) is None


def test_another_urgency_has_whom_to_tell_and_what_to_send_and_no_hours() -> None:
    found = of(BEGAN, kind="prosecutor_notice")
    assert {name: one.run for name, one in found.items()} == dict.fromkeys((NOTICE, TRANSMISSION), Run.NO_TERM)


def test_the_rule_is_that_of_the_day_on_which_it_began() -> None:
    old = datetime(2022, 6, 21, 23, 59, tzinfo=ITALY_SUMMER)
    assert of(old, began_at=old)[TRANSMISSION].run is Run.NO_TERM
    new = old + timedelta(minutes=1)
    assert of(new, began_at=new)[TRANSMISSION].run is Run.RUNNING
    longer = [replace(one, hours=36, valid_from=date(2026, 1, 1)) for one in REMOVAL_TERMS if one.name == TRANSMISSION]
    values = {"kind": "emergency_removal", "began_at": BEGAN.isoformat()}
    found = {one.name: one for one in clocks(values, BEGAN, among=(*longer, *REMOVAL_TERMS))}
    assert found[TRANSMISSION].due == BEGAN + timedelta(hours=36)


@pytest.mark.parametrize("odd", [None, "", "ieri", 7, [], "2026-10-19", "2026-10-19T14:20"])
def test_a_moment_that_is_none_is_nothing(odd: object) -> None:
    assert moment_of({"began_at": odd}, "began_at") is None
    assert clocks({"kind": "emergency_removal", "began_at": odd}, BEGAN)[1].run is Run.NO_TERM


def test_a_closed_one_is_over() -> None:
    assert not is_over({"kind": "emergency_removal"})
    assert is_over({"kind": "emergency_removal", "state": "closed"})
    assert is_over({"state": "ended"})
