# SPDX-License-Identifier: EUPL-1.2
"""Terms as an ente wants them: its own first, one turned on that is shipped off, nothing of what is no length."""

from datetime import date
from typing import Any

import pytest

from welfaredesk.base.text import tr
from welfaredesk.domain.kinds import Value
from welfaredesk.domain.parameters import ADI_CONVENE, ADI_FIRST, TERMS, term
from welfaredesk.domain.records.ente_settings import NAMED, NO_SUCH_TERM, terms_of_the_program
from welfaredesk.domain.terms_of_ente import FIRST_DAY, SHIPPED, in_force

DAY = date(2026, 10, 19)


def of(name: str, *rows: dict[str, Value]) -> tuple[int, int, int]:
    found = term(name, DAY, among=in_force(TERMS, list(rows)))
    assert found is not None
    return found.hours, found.days, found.months


def test_what_the_ente_wrote_comes_first_under_the_name_or_the_words_of_the_term() -> None:
    assert of(ADI_FIRST) == (0, 120, 0)
    assert of(ADI_FIRST, {"name": ADI_FIRST, "length": 100}) == (0, 100, 0)
    assert of(ADI_FIRST, {"name": " primo appuntamento adi ", "length": 3, "unit": "Mesi"}) == (0, 0, 3)
    old, new = ({"length": 100, "valid_to": "2026-10-18"}, {"length": 90, "valid_from": "2026-10-19"})
    assert of(ADI_FIRST, {"name": ADI_FIRST} | old, {"name": ADI_FIRST} | new) == (0, 90, 0)


def test_a_term_that_is_shipped_off_is_turned_on_with_its_source() -> None:
    row = {"name": ADI_CONVENE, "length": 60, "source": "Linee guida 2026"}
    found = term(ADI_CONVENE, DAY, among=in_force(TERMS, [row]))
    assert found is not None
    assert (found.days, found.source, found.valid_from) == (60, "Linee guida 2026", FIRST_DAY)
    assert term(ADI_CONVENE, DAY, among=in_force(TERMS, None)) is None


@pytest.mark.parametrize(
    "row",
    [
        {"name": "altro", "length": 3},
        {"name": ADI_FIRST},
        {"name": ADI_FIRST, "length": 0},
        {"name": ADI_FIRST, "length": 10**9},
        {"name": ADI_FIRST, "length": True},
        {"name": ADI_FIRST, "length": "3"},
        {"name": ADI_FIRST, "length": 3, "unit": "settimane"},
        "riga",
    ],
)
def test_what_is_no_length_of_a_term_is_passed_over_and_doubted(row: Any) -> None:
    assert in_force(TERMS, [row]) == TERMS
    if isinstance(row, dict):
        assert [one.text for one in terms_of_the_program({"terms": [row]})] == [NO_SUCH_TERM]


def test_hours_fill_whole_days_where_days_are_counted() -> None:
    found = term(ADI_FIRST, DAY, among=in_force(TERMS, [{"name": ADI_FIRST, "length": 25, "unit": "ore"}]))
    assert found is not None
    assert found.due(DAY) == date(2026, 10, 21)


def test_a_form_names_every_term_of_the_program() -> None:
    assert [one.name for one in SHIPPED if tr(one.label) not in tr(NAMED)] == []
    rows = [{"name": one.label, "length": 2, "unit": "giorni"} for one in SHIPPED]
    assert list(terms_of_the_program({"terms": rows})) == []
    assert list(terms_of_the_program({})) == []


def test_a_name_that_the_ente_writes_means_one_term_alone() -> None:
    for one in SHIPPED:
        changed = in_force(SHIPPED, [{"name": one.label, "length": 2, "unit": "giorni"}])
        assert [term.name for term in changed[: -len(SHIPPED)]] == [one.name]
