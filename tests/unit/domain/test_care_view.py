# SPDX-License-Identifier: EUPL-1.2
"""The path as it is shown: where it is, what is missing, what comes next, which terms run."""

from datetime import date, timedelta
from typing import Any

import pytest

from welfaredesk.domain.care_view import (
    adi_due,
    missing_in,
    missing_in_referral,
    next_of,
    referral_steps,
    since,
    steps_of,
)
from welfaredesk.domain.machines.care_path import CARE_PATH
from welfaredesk.domain.machines.referral_path import REFERRAL_PATH
from welfaredesk.domain.parameters import ADI_CONVENE, ADI_FIRST, ADI_NEXT, ADI_SIGN, TERMS, Term, term

WORKER = {"id": "w", "root": None, "title": "Bianchi, Lucia"}
WHOLE = {
    "areas": ["family"],
    "service": WORKER,
    "kind": "new",
    "mandate": "spontaneous",
    "case_manager": WORKER,
    "responsible_social_worker": WORKER,
}


def marks(values: dict[str, Any]) -> str:
    return " ".join(str(step.mark) for step in steps_of(values))


@pytest.mark.parametrize(
    ("status", "told"),
    [
        ("referred", "now next next next"),
        ("in_assessment", "done now next next"),
        ("in_care", "done done now next"),
        ("suspended", "done done now next"),
        ("reopened", "done done now next"),
        ("closed", "done done done now"),
    ],
)
def test_each_state_has_its_place_on_the_path(status: str, told: str) -> None:
    assert marks({"status": status}) == told
    assert status in CARE_PATH.states


@pytest.mark.parametrize("state", REFERRAL_PATH.states)
def test_each_state_of_a_segnalazione_has_one_place(state: str) -> None:
    found = [str(step.mark) for step in referral_steps({"state": state})]
    assert found.count("now") == 1
    assert len(found) == 3


@pytest.mark.parametrize(
    ("values", "missing"),
    [
        ({"state": "received"}, "assignee answered_on outcome"),
        ({"state": "received", "answered_on": "2026-10-19", "outcome": "guidance"}, "assignee state"),
        ({"state": "assigned", "answered_on": "2026-10-19", "outcome": "care_episode"}, "care_episode"),
        ({"state": "accepted", "answered_on": "2026-10-19", "outcome": "in_assessment"}, ""),
        ({"state": "accepted", "answered_on": "2026-10-19"}, "outcome"),
        ({"state": "concluded", "answered_on": "2026-10-19", "outcome": "guidance"}, ""),
        ({"answered_on": "2026-10-19", "outcome": "guidance"}, ""),
        ({"answered_on": "2026-10-19"}, "assignee outcome"),
        ({"state": "concluded", "accepted_on": "2026-10-18"}, ""),
        ({"state": "in_care"}, ""),
    ],
)
def test_a_segnalazione_says_what_it_lacks_and_an_answer_alone_concludes_nothing(
    values: dict[str, Any], missing: str
) -> None:
    assert [one.field for one in missing_in_referral(values)] == missing.split()


def test_a_segnalazione_concluded_without_anybody_who_accepted_it_shows_that_step_as_not_done() -> None:
    left_out = [str(step.mark) for step in referral_steps({"state": "concluded"})]
    assert left_out == ["done", "next", "now"]
    accepted = [str(step.mark) for step in referral_steps({"state": "concluded", "accepted_on": "2026-10-18"})]
    assert accepted == ["done", "done", "now"]


def test_what_is_missing_is_said_and_never_what_is_there() -> None:
    assert [one.field for one in missing_in(WHOLE)] == []
    assert [one.field for one in missing_in({})] == [
        *("responsible_social_worker", "areas", "service", "kind", "mandate", "case_manager")
    ]
    waiting = WHOLE | {"assignment": "assigned", "proposed_worker": WORKER}
    assert [one.field for one in missing_in(waiting)] == ["assignment"]
    assert [one.field for one in missing_in({"status": "closed"})] == ["closing_reason", "outcome"]


def test_the_next_step_is_the_first_that_may_be_done() -> None:
    assert next_of({"status": "in_care", "assignment": "assigned"}, {"accept", "close"}) == "accept"
    assert next_of({"status": "suspended", "assignment": "accepted"}, {"resume", "close"}) == "resume"
    assert next_of({"status": "in_care", "assignment": "accepted"}, {"close"}) == ""
    assert next_of({"state": "received"}, {"assign"}) == ""


def test_the_day_is_that_of_the_state() -> None:
    days = {"opened_on": "2026-01-01", "suspended_on": "2026-02-02", "closed_on": "2026-03-03"}
    assert [since(days | {"status": one}) for one in ("in_care", "suspended", "closed", "reopened")] == [
        *("2026-01-01", "2026-02-02", "2026-03-03", "2026-01-01")
    ]
    assert since({}) == ""


def test_the_first_adi_appointment_counts_from_the_pad_and_the_next_from_the_one_before() -> None:
    assert adi_due({}) is None
    first = adi_due({"pad_signed_on": "2026-09-01"})
    assert first is not None
    assert (first.term.name, first.day) == (ADI_FIRST, date(2026, 12, 30))
    rows = [
        {"held_on": "2026-11-10", "result": "held"},
        {"held_on": "2026-12-01", "result": "missed"},
        {"held_on": "ieri", "result": "held"},
        {"result": "held"},
    ]
    following = adi_due({"pad_signed_on": "2026-09-01", "adi_appointments": rows})
    assert following is not None
    assert (following.term.name, following.day) == (ADI_NEXT, date(2027, 2, 8))
    justified = [*rows, {"held_on": "2026-12-05", "result": "missed_justified"}]
    again = adi_due({"pad_signed_on": "2026-09-01", "adi_appointments": justified})
    assert again is not None
    assert again.day == date(2027, 3, 5)
    assert adi_due({"pad_signed_on": "2026-09-01", "status": "closed"}) is None
    assert adi_due({"pad_signed_on": "2019-09-01"}) is None


@pytest.mark.parametrize("name", [ADI_CONVENE, ADI_SIGN])
def test_what_is_to_be_verified_is_shipped_off(name: str) -> None:
    assert term(name, date(2026, 1, 1)) is None
    assert [(one.on, one.source.startswith("da verificare")) for one in TERMS if one.name == name] == [(False, True)]


@pytest.mark.parametrize("name", [ADI_FIRST, ADI_NEXT])
def test_a_term_that_runs_says_what_of_its_source_was_read_and_what_was_not(name: str) -> None:
    (one,) = [one for one in TERMS if one.name == name]
    assert one.on
    assert one.source.index("letto in G.U.") < one.source.index("da verificare")


@pytest.mark.parametrize("one", TERMS, ids=lambda one: str(one.name))
def test_a_term_says_its_start_its_source_and_from_when(one: Term) -> None:
    assert one.start_event
    assert one.source
    assert one.days > 0
    assert not one.holds(one.valid_from - timedelta(days=1))


def test_a_term_ends_where_the_next_begins() -> None:
    old = Term(
        name="x",
        label="X",
        start_event="inizio",
        days=10,
        source="prova",
        valid_from=date(2024, 1, 1),
        valid_to=date(2024, 12, 31),
    )
    new = Term(name="x", label="X", start_event="inizio", days=20, source="prova", valid_from=date(2025, 1, 1))
    assert term("x", date(2024, 12, 31), among=(old, new)) is old
    assert term("x", date(2025, 1, 1), among=(old, new)) is new
    assert term("x", date(2023, 1, 1), among=(old, new)) is None
