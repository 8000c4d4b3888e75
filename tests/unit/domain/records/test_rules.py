# SPDX-License-Identifier: EUPL-1.2
"""The rules of each record type: what stops a save, and what only warns."""

from datetime import date
from typing import Any

import pytest

from welfaredesk.domain.catalogue import CATALOGUE, find_type
from welfaredesk.domain.checks import MISSING, problems_of
from welfaredesk.domain.names import person_name
from welfaredesk.domain.plan_rows import NEGATIVE, NO_ACTION, NO_GOAL, REVIEW_EARLY
from welfaredesk.domain.record import RecordType
from welfaredesk.domain.records.care_episode import NO_REASON
from welfaredesk.domain.records.contract import NO_NAME, TWICE
from welfaredesk.domain.records.diary_entry import EMPTY, PARTS
from welfaredesk.domain.records.letter import NO_PERSON, SENT_BEFORE
from welfaredesk.domain.records.person import DEAD_BEFORE_BIRTH, MALFORMED, NAMELESS, WRONG_CHECK
from welfaredesk.domain.records.same_person import ITSELF
from welfaredesk.domain.rules import CLOSED_EARLY
from welfaredesk.domain.tax_code import compute, omocodia_variants

ONE = {"id": "0" * 26, "root": "0" * 26, "title": "Ferrari, Giulia"}
OTHER = {"id": "1" * 26, "root": "1" * 26, "title": "Ferrari, Giulia"}
WHEN = "2026-10-19T10:00:00+02:00"
ROSSI = {"surname": "Rossi", "name": "Maria", "sex": "F", "birth": "1980-01-01"}
CODE = "RSSMRA80A41H501Y"


class AnyCode:
    """A list that knows every code: the rules of these tests are not about lists."""

    def __contains__(self, code: object) -> bool:
        """Tell that the code is known."""
        return True


def type_of(name: str) -> RecordType:
    """Return a record type of the catalogue."""
    found = find_type(name)
    assert found is not None
    return found


def told(name: str, values: dict[str, Any]) -> tuple[list[tuple[str, str]], list[str]]:
    """Return field and sentence of what stops a save, and the fields that are only warned of."""
    found = list(problems_of(type_of(name), values, codes=lambda _: AnyCode()))
    return [(one.field, one.text) for one in found if not one.warning], [one.field for one in found if one.warning]


@pytest.mark.parametrize("values", [{"surname": "Neri"}, {"name": "Ada"}, {"surname": "Neri", "name": "Ada"}])
def test_half_of_a_name_is_enough(values: dict[str, str]) -> None:
    assert told("person", values) == ([], [])


def test_somebody_without_any_name_stops() -> None:
    assert told("person", {"birth": "1980-01-01"}) == ([("surname", NAMELESS)], [])
    assert told("person", {"surname": " ", "name": None}) == ([("surname", NAMELESS)], [])


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("RSSMRA80A41H501X", WRONG_CHECK),
        ("12345678901", WRONG_CHECK),
        ("RSSMRA80A41H501", MALFORMED),
        ("RSSMRA80A72H501X", MALFORMED),
        ("STP123", MALFORMED),
        ("00000000000", MALFORMED),
        ("non lo so", MALFORMED),
    ],
)
def test_a_code_that_is_surely_mistyped_stops(code: str, sentence: str) -> None:
    assert told("person", ROSSI | {"tax_code": code})[0] == [("tax_code", sentence)]


@pytest.mark.parametrize(
    "code",
    [
        "",
        "  ",
        CODE,
        "rss mra 80a41 h501 y",
        omocodia_variants(CODE)[-1],
        "STP1234567890123",
        "ENI1234567890123",
        "12345678903",
    ],
)
def test_a_code_of_every_kind_in_use_is_taken(code: str) -> None:
    assert told("person", ROSSI | {"tax_code": code}) == ([], [])


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"surname": "Bianchi"}, "surname"),
        ({"name": "Elena"}, "name"),
        ({"sex": "M"}, "sex"),
        ({"birth": "1980-01-02"}, "birth"),
        ({"birthplace_code": "F205"}, "birthplace"),
    ],
)
def test_a_code_that_disagrees_with_the_person_only_warns(said: dict[str, str], field: str) -> None:
    assert told("person", ROSSI | {"tax_code": CODE, "birthplace_code": "H501"} | said) == ([], [field])


def test_a_married_woman_is_saved_under_either_name() -> None:
    assert told("person", ROSSI | {"surname": "Ferrari", "tax_code": CODE}) == ([], ["surname"])


def test_a_code_says_nothing_of_what_is_not_known() -> None:
    assert told("person", {"surname": "Rossi", "tax_code": CODE}) == ([], [])


def test_the_code_of_these_tests_is_that_of_the_rules() -> None:
    assert compute("Rossi", "Maria", sex="F", birth=date(1980, 1, 1), place_code="H501") == CODE


def test_a_death_before_the_birth_warns() -> None:
    values = {"surname": "Neri", "birth": "1950-05-02", "death": "1950-05-01"}
    found = list(problems_of(type_of("person"), values, codes=lambda _: AnyCode()))
    assert [(one.field, one.text, one.warning) for one in found] == [("death", DEAD_BEFORE_BIRTH, True)]
    assert told("person", values | {"death": "1950-05-02"}) == ([], [])


@pytest.mark.parametrize("name", ["case_file", "care_episode"])
def test_a_closing_before_the_opening_stops(name: str) -> None:
    values = {"person": ONE, "opened_on": "2026-03-02", "closed_on": "2026-03-01"}
    assert told(name, values) == ([("closed_on", CLOSED_EARLY)], [])
    assert told(name, values | {"closed_on": "2026-03-02"}) == ([], [])
    assert told(name, values | {"closed_on": None}) == ([], [])


def test_a_presa_in_carico_has_a_person_and_a_day() -> None:
    assert told("care_episode", {})[0] == [("person", MISSING), ("opened_on", MISSING)]


def test_a_closing_without_a_reason_only_warns() -> None:
    values = {"person": ONE, "opened_on": "2026-03-01", "closed_on": "2026-03-02", "status": "closed"}
    found = list(problems_of(type_of("care_episode"), values, codes=lambda _: AnyCode()))
    assert [(one.field, one.text, one.warning) for one in found] == [("closing_reason", NO_REASON, True)]
    assert told("care_episode", values | {"closing_reason": "moved"}) == ([], [])


@pytest.mark.parametrize("said", [{}, {"text": " \n"}, {"facts": "", "with_whom": "la madre"}])
def test_a_diary_entry_that_says_nothing_stops(said: dict[str, str]) -> None:
    assert told("diary_entry", {"when": WHEN} | said) == ([("text", EMPTY)], [])


@pytest.mark.parametrize("part", PARTS)
def test_any_part_of_a_diary_entry_is_enough(part: str) -> None:
    assert told("diary_entry", {"when": WHEN, part: "Una riga"}) == ([], [])


def test_an_access_may_be_counted_without_a_word() -> None:
    assert told("diary_entry", {"when": WHEN, "counts_as_contact": True}) == ([], [])
    assert told("diary_entry", {"when": WHEN, "counts_as_contact": False}) == ([("text", EMPTY)], [])


def test_a_person_is_not_joined_with_itself() -> None:
    assert told("same_person", {"person": ONE, "other": ONE | {"title": "Altro nome"}}) == ([("other", ITSELF)], [])
    assert told("same_person", {"person": ONE, "other": OTHER}) == ([], [])
    assert told("same_person", {"person": ONE})[0] == [("other", MISSING)]


def test_a_goal_without_words_and_a_signer_without_a_name_stop() -> None:
    assert told("project", {"kind": "individual", "goals": [{"horizon": "short"}]}) == ([("goals", NO_GOAL)], [])
    assert told("contract", {"signers": [{"name": " "}]}) == ([("signers", NO_NAME)], [])


def test_a_letter_says_when_it_went_to_whom_of_whom_and_who_told() -> None:
    letter = {"kind": "invitation", "subject": "Invito", "addressee_text": "La famiglia"}
    assert told("letter", letter | {"issued_on": "2026-10-02", "sent_on": "2026-10-01"})[0] == [
        ("sent_on", SENT_BEFORE)
    ]
    assert told("letter", letter | {"body": "Venga lunedì.", "addressee_text": ""}) == ([], ["addressee"])
    assert told("letter", letter | {"third_parties": "La zia dice."}) == ([], ["third_parties_who"])
    assert told("letter", letter | {"person": ONE, "others": [{"person": OTHER}]}) == ([], [])
    assert told("letter", letter | {"person": ONE, "others": [{"person": ONE}]}) == ([], ["others"])
    assert told("letter", letter | {"others": [{}]})[0] == [("others", NO_PERSON)]


def test_a_plan_is_not_looked_at_before_it_begins_nor_spends_what_it_has_not() -> None:
    plan = {"kind": "individual", "starts_on": "2026-10-19"}
    assert told("project", plan | {"next_review_on": "2026-10-01"})[0] == [("next_review_on", REVIEW_EARLY)]
    assert told("project", plan | {"actions": [{"due_on": "2026-11-01"}]})[0] == [("actions", NO_ACTION)]
    assert told("project", plan | {"actions": [{"what": "Visita", "due_on": "2026-10-01"}]}) == ([], ["actions"])
    assert told("project", plan | {"budget": [{"committed": -1}]})[0] == [("budget", NEGATIVE)]
    assert told("project", plan | {"budget": [{"committed": 1, "spent": 2}]}) == ([], ["budget"])


def test_one_person_signs_once_for_each_part_that_he_has() -> None:
    madre = {"name": "Ferrari Anna", "signs_as": "parent"}
    assert told("contract", {"signers": [madre, madre | {"name": "ferrari  anna"}]}) == ([("signers", TWICE)], [])
    assert told("contract", {"signers": [madre, madre | {"signs_as": "person"}]}) == ([], [])


@pytest.mark.parametrize("type_", CATALOGUE, ids=lambda type_: str(type_.name))
def test_what_is_required_is_missed_in_an_empty_record(type_: RecordType) -> None:
    stops = [field for field, text in told(type_.name, {})[0] if text == MISSING]
    assert stops == [field.name for field in type_.fields if field.required]


@pytest.mark.parametrize(
    ("name", "values", "title"),
    [
        ("person", {"surname": "Ferrari", "name": "Giulia"}, "Ferrari, Giulia"),
        ("person", {"name": "Giulia"}, "Giulia"),
        ("case_file", {"person": ONE, "number": "2026/AA-1"}, "Ferrari, Giulia"),
        ("case_file", {"person": ONE | {"title": ""}, "number": "2026/AA-1"}, "2026/AA-1"),
        ("diary_entry", {"text": "Prima riga\nseconda", "where": "Casa"}, "Prima riga"),
        ("diary_entry", {"evaluation": "Serena"}, "Serena"),
        ("network_tie", {"other": ONE | {"title": ""}, "who": "la zia"}, "la zia"),
        ("contact", {}, ""),
    ],
)
def test_a_record_is_named_by_the_first_thing_that_it_says(name: str, values: dict[str, Any], title: str) -> None:
    assert type_of(name).title(values) == title
    assert person_name({}) == ""
