# SPDX-License-Identifier: EUPL-1.2
"""Who is asked about a waiting value, and the days that count for it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from welfaredesk.domain.asked import CaseHolders, asked, easter, is_working_day, working_days

MONDAY = date(2026, 10, 19)
HOLDERS = CaseHolders(responsible="titolare", case_manager="manager")
EVERYBODY = frozenset({"autore", "titolare", "manager"})


def ask(
    days: int, *, active: frozenset[str] = EVERYBODY, holders: CaseHolders = HOLDERS, author: str = "autore"
) -> str:
    return asked(
        author,
        since=MONDAY,
        today=MONDAY + timedelta(days=days),
        holders=holders,
        is_active=active.__contains__,
    )


def test_the_author_is_asked_for_three_working_days() -> None:
    assert [ask(days) for days in range(5)] == ["autore", "autore", "autore", "titolare", "titolare"]


def test_a_clock_that_stands_before_asks_the_author() -> None:
    assert ask(-400) == "autore"


def test_an_author_without_an_active_desk_is_not_waited_for() -> None:
    assert ask(0, active=frozenset({"titolare", "manager"})) == "titolare"


def test_the_case_manager_is_asked_when_the_titolare_cannot_be() -> None:
    assert ask(5, active=frozenset({"autore", "manager"})) == "manager"
    assert ask(5, author="titolare") == "manager"
    assert ask(5, holders=CaseHolders(case_manager="manager")) == "manager"


def test_who_wrote_is_asked_when_nobody_else_can_be() -> None:
    assert ask(9, active=frozenset({"autore"})) == "autore"
    assert ask(9, active=frozenset()) == "autore"
    assert ask(9, holders=CaseHolders()) == "autore"


@pytest.mark.parametrize(
    ("since", "until", "days"),
    [
        (MONDAY, MONDAY, 0),
        (date(2026, 10, 23), date(2026, 10, 26), 1),
        (date(2026, 12, 23), date(2026, 12, 28), 2),
        (date(2026, 12, 31), date(2027, 1, 4), 1),
        (date(2026, 4, 3), date(2026, 4, 7), 1),
    ],
)
def test_weekends_and_holidays_do_not_count(since: date, until: date, days: int) -> None:
    assert working_days(since, until) == days


@pytest.mark.parametrize(
    "day", [date(1961, 4, 2), date(2008, 3, 23), date(2024, 3, 31), date(2026, 4, 5), date(2038, 4, 25)]
)
def test_easter_is_when_the_calendar_says(day: date) -> None:
    assert easter(day.year) == day
    assert not is_working_day(day + timedelta(days=1))


@given(st.dates(date(1950, 1, 1), date(2200, 1, 1)))
def test_easter_is_a_sunday_of_spring(day: date) -> None:
    found = easter(day.year)
    assert found.weekday() == 6
    assert date(day.year, 3, 22) <= found <= date(day.year, 4, 25)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 40))
def test_the_days_counted_never_go_back(since: date, length: int) -> None:
    until = since + timedelta(days=length)
    assert 0 <= working_days(since, until) <= working_days(since, until + timedelta(days=1))
