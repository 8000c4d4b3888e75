# SPDX-License-Identifier: EUPL-1.2
"""Checks: what each kind of field takes, and the sentence when it does not."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from welfaredesk.domain import checks
from welfaredesk.domain.catalogue import CATALOGUE, find_type
from welfaredesk.domain.checks import (
    field_problem,
    future_problems,
    is_day,
    is_file,
    is_flag,
    is_link,
    is_moment,
    is_number,
)
from welfaredesk.domain.kinds import (
    Field,
    choice,
    choices,
    day,
    file,
    flag,
    line,
    link,
    long_text,
    moment,
    number,
    rows,
)
from welfaredesk.domain.record import RecordType

ID, OTHER = "0" * 26, "1" * 26
FILE = {"name": "isee.pdf", "media_type": "application/pdf", "size": 3, "sha256": "0" * 64, "chunk_size": 9, "key": ""}
ROWS = rows("Righe", {"who": line("Chi"), "since": day("Dal"), "kind": choice("Tipo", "kinds")})


def _type(name: str) -> RecordType:
    found = find_type(name)
    assert found is not None
    return found


def codes(name: str) -> frozenset[str]:
    """Return the codes of the one list of these tests."""
    return frozenset({"a", "b"}) if name == "kinds" else frozenset()


@pytest.mark.parametrize(
    ("field", "value", "problem"),
    [
        (line("x"), "D'Angelo-Ñandú, via Po 3/bis\t«è»", ""),
        (line("x"), "a" * 300, ""),
        (line("x"), "a" * 301, checks.TOO_LONG),
        (line("x"), 3, checks.NOT_TEXT),
        (line("x"), "nullo\x00", checks.FORBIDDEN),
        (line("x"), "mezzo\ud800", checks.FORBIDDEN),
        (long_text("x"), "due\nrighe" * 10_000, ""),
        (long_text("x"), "a" * 200_001, checks.TOO_LONG),
        (long_text("x"), ["a"], checks.NOT_TEXT),
        (day("x"), "2026-02-29", checks.NOT_DAY),
        (day("x"), "2028-02-29", ""),
        (moment("x"), "2026-10-19T10:00:00+02:00", ""),
        (moment("x"), "2026-10-19", checks.NOT_MOMENT),
        (number("x"), 12, ""),
        (number("x"), 1.5, checks.NOT_NUMBER),
        (flag("x"), False, ""),
        (flag("x"), "sì", checks.NOT_FLAG),
        (choice("x", "kinds"), "a", ""),
        (choice("x", "kinds"), "c", checks.NOT_CODE),
        (choice("x", "kinds"), ["a"], checks.NOT_CODE),
        (choice("x", "nobody knows"), "a", checks.NOT_CODE),
        (choices("x", "kinds"), ["b", "a"], ""),
        (choices("x", "kinds"), ["a", "c"], checks.NOT_CODE),
        (choices("x", "kinds"), "a", checks.NOT_CODE),
        (choices("x", "kinds"), [["a"]], checks.NOT_CODE),
        (link("x", ("person",)), {"id": ID}, ""),
        (link("x", ("person",)), {"id": "Ferrari"}, checks.NOT_LINK),
        (file("x"), FILE, ""),
        (file("x"), FILE | {"more": 1}, checks.NOT_FILE),
        (ROWS, [{"who": "Ada", "since": "2026-01-01", "kind": "a"}, {}, {"_row": ID, "who": None}], ""),
        (ROWS, [{"who": "Ada"}] * 500, ""),
        (ROWS, [{"who": "Ada"}] * 501, checks.TOO_MANY),
        (ROWS, {"who": "Ada"}, checks.NOT_ROWS),
        (ROWS, ["Ada"], checks.NOT_ROWS),
        (ROWS, [{"_row": "1"}], checks.NOT_ROWS),
        (ROWS, [{"_row": ID}, {"_row": ID}], checks.NOT_ROWS),
        (ROWS, [{"_row": ID}, {"_row": OTHER}], ""),
        (ROWS, [{"whom": "Ada"}], checks.UNKNOWN),
        (ROWS, [{"who": "Ada"}, {"since": "ieri"}], checks.NOT_DAY),
        (ROWS, [{"kind": "c"}], checks.NOT_CODE),
    ],
)
def test_a_field_takes_what_its_kind_holds(field: Field, value: Any, problem: str) -> None:
    assert field_problem(field, value, codes=codes) == problem


@given(st.dates())
def test_a_day_is_taken_as_it_is_written_in_the_years_that_people_live(value: date) -> None:
    assert is_day(value.isoformat()) == (1850 <= value.year <= 2200)


@pytest.mark.parametrize("text", ["2026-W01-1", "20260101", "2026-1-1", " 2026-01-01", "2026-01-01T00:00", "", None, 1])
def test_a_day_written_otherwise_would_not_stand_in_order_and_is_refused(text: Any) -> None:
    assert not is_day(text)


@given(st.datetimes(), st.integers(-840, 840))
def test_a_moment_is_taken_as_it_is_written(bare: datetime, offset: int) -> None:
    value = bare.replace(tzinfo=timezone(timedelta(minutes=offset)))
    assert is_moment(value.isoformat()) == (1850 <= bare.year <= 2200)
    assert not is_moment(bare.isoformat())
    assert not is_moment(value.isoformat(sep=" "))


@pytest.mark.parametrize(
    "text",
    [
        "2026-W43-1T10:00+02:00",
        "20261019T100000+0200",
        "2026-10-19T10+02:00",
        "2026-10-19T25:00:00+02:00",
        "2026-10-19T10:00:00+0200",
        "2026-10-19t10:00:00+02:00",
        "T",
        "",
        None,
        1_792_396_800,
    ],
)
def test_a_moment_written_otherwise_is_refused(text: Any) -> None:
    assert not is_moment(text)


@pytest.mark.parametrize(
    "value",
    [
        ID,
        None,
        {},
        {"id": ID, "root": "casa"},
        {"id": ID, "title": "a" * 301},
        {"id": ID, "title": None},
        {"id": ID, "name": "Ada"},
    ],
)
def test_a_link_that_names_no_record_is_refused(value: Any) -> None:
    assert not is_link(value)


def test_a_link_may_have_no_root_and_no_title() -> None:
    assert is_link({"id": ID, "root": None, "title": ""})
    assert is_link({"id": ID, "root": OTHER, "title": "Ferrari, Giulia"})


@pytest.mark.parametrize("part", sorted(FILE))
def test_an_attachment_is_described_whole(part: str) -> None:
    assert is_file(FILE)
    assert not is_file({name: value for name, value in FILE.items() if name != part})
    assert not is_file(FILE | {part: None})
    assert not is_file(FILE | {"name": "nome\x00"})
    assert not is_file([FILE])


def test_yes_is_no_number_and_a_number_is_no_yes() -> None:
    assert not is_number(True)
    assert not is_flag(1)
    assert is_number(-(10**12) + 1)
    assert not is_number(10**12)


def test_blanks_say_nothing_and_a_name_of_blanks_is_no_name() -> None:
    person = find_type("person")
    assert person is not None
    found = list(checks.problems_of(person, {"surname": "  ", "name": "\n", "birth": " "}, codes=codes))
    assert [(one.field, one.warning) for one in found] == [("surname", False)]


def test_a_required_field_is_missed_and_an_unknown_one_is_told_but_not_a_note_to_the_program() -> None:
    body = find_type("body")
    assert body is not None
    found = {one.field: one.text for one in checks.problems_of(body, {"nome": "x", "_id": "x"}, codes=codes)}
    assert found == {"nome": checks.UNKNOWN, "name": checks.MISSING}


def test_rules_between_fields_see_only_values_that_are_sound() -> None:
    person = find_type("person")
    assert person is not None
    given_values = {"surname": "Neri", "birth": ["2026"], "death": "2020-01-01"}
    assert [one.text for one in checks.problems_of(person, given_values, codes=codes)] == [checks.NOT_DAY]


DAYS_TO_COME = {
    ("care_episode", "case_manager_since"),
    ("care_episode", "handed_since"),
    ("referral", "handed_since"),
    ("handover", "since"),
}
"""From which day on something is so: it may be said before."""


def test_what_an_act_dates_today_cannot_be_still_to_come() -> None:
    dated = {
        (type_.name, ask.field)
        for type_ in CATALOGUE
        for machine in type_.machines
        for action in machine.actions
        for ask in action.asks
        if ask.fills in {"today", "now", "first"}
    }
    assert {(name, field) for name, field in dated if not _type(name).field(field).past} == DAYS_TO_COME


def test_a_day_to_come_is_told_in_a_row_too() -> None:
    now, contract = datetime(2026, 10, 19, 10, tzinfo=UTC), _type("contract")
    for said, wrong in (("2026-10-19", []), ("2026-10-20", ["signers"]), ("domani", [])):
        values = {"signers": [{"name": "Rita Bo", "signed_on": said}, "riga"]}
        assert [one.field for one in future_problems(contract, values, now=now)] == wrong
    assert list(future_problems(contract, {"signers": "x", "signed_on": None}, now=now)) == []


def test_a_day_that_already_stands_stops_nobody_whose_clock_is_behind() -> None:
    now, contract = datetime(2026, 10, 19, 10, tzinfo=UTC), _type("contract")
    values = {"signed_on": "2026-10-20", "issued_on": "2026-10-20"}
    found = future_problems(contract, values, now=now, standing={"signed_on": "2026-10-20", "issued_on": None})
    assert [one.field for one in found] == ["issued_on"]


def test_a_day_that_stands_in_a_row_stops_nobody_who_writes_in_another() -> None:
    now, contract = datetime(2026, 10, 19, 10, tzinfo=UTC), _type("contract")
    ahead = {"_row": "a", "name": "Rita Bo", "signed_on": "2026-10-20"}
    for other, wrong in (("2026-10-19", []), ("2026-10-20", ["signers"])):
        values = {"signers": [ahead, {"_row": "b", "name": "Ada Neri", "signed_on": other}]}
        found = future_problems(contract, values, now=now, standing={"signers": [ahead]})
        assert [one.field for one in found] == wrong
