# SPDX-License-Identifier: EUPL-1.2
"""By which day a request of access is answered: by its rule, by the day written in it, or not known."""

from datetime import date

from welfaredesk.domain.access_terms import ACCESS_TERMS, answerable, prolonged


def due(**values: str) -> date | None:
    return answerable(values).due_on


def test_papers_are_answered_within_thirty_days_and_own_data_within_a_month() -> None:
    assert due(received_on="2026-01-31") == date(2026, 3, 2)
    assert due(received_on="2026-01-31", basis="papers") == date(2026, 3, 2)
    assert due(received_on="2026-01-31", basis="own_data") == date(2026, 2, 28)


def test_the_day_written_in_it_comes_first() -> None:
    assert due(received_on="2026-01-31", due_on="2026-02-10") == date(2026, 2, 10)


def test_another_rule_or_no_day_gives_no_term() -> None:
    assert due(received_on="2026-01-31", basis="other") is None
    assert due(basis="papers") is None
    assert due(received_on="boh") is None


def test_a_term_from_before_its_rule_or_past_the_calendar_is_none() -> None:
    assert due(received_on="1999-01-01") is None
    assert answerable({"received_on": "9999-12-20", "basis": "own_data"}).due_on is None


def test_lateness_counts_from_the_day_after() -> None:
    found = answerable({"received_on": "2026-01-01"})
    assert (found.late(date(2026, 1, 31)), found.late(date(2026, 2, 1))) == (0, 1)


def test_only_own_data_may_be_put_off_by_two_months() -> None:
    assert prolonged({"received_on": "2026-01-31", "basis": "own_data"}) == date(2026, 4, 28)
    assert prolonged({"received_on": "2026-01-31", "basis": "papers"}) is None


def test_a_day_typed_wrongly_at_the_end_of_the_calendar_is_put_off_to_none() -> None:
    assert prolonged({"received_on": "9999-11-10", "basis": "own_data"}) is None


def test_every_term_says_its_source_and_what_is_to_be_verified() -> None:
    assert all("da verificare" in one.source for one in ACCESS_TERMS)
