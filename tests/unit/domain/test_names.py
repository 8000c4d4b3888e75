# SPDX-License-Identifier: EUPL-1.2
"""The one line that names a record."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from welfaredesk.domain.names import brief, first_of, link_title, person_name


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (None, ""),
        ("", ""),
        ("\n\n  Visita  \nseconda riga", "Visita"),
        ("uno due tre", "uno due…"),
        ("unoduetrequattro", "unoduetreq…"),
        ("uno due tr", "uno due tr"),
    ],
)
def test_a_long_line_is_cut_at_a_word(text: str | None, line: str) -> None:
    assert brief(text, 10) == line


@given(st.text(), st.integers(1, 90))
def test_a_brief_line_is_short_and_a_beginning(text: str, limit: int) -> None:
    line = brief(text, limit)
    assert len(line) <= limit + 1
    assert "\n" not in line
    assert text.strip().startswith(line.removesuffix("…") if len(line) > limit or line.endswith("…") else line)


def test_a_name_is_surname_and_name_or_the_half_that_is_known() -> None:
    assert person_name({"surname": "Ferrari", "name": "Giulia"}) == "Ferrari, Giulia"
    assert person_name({"surname": "Ferrari", "name": None}) == "Ferrari"
    assert person_name({"name": "Giulia"}) == "Giulia"


def test_the_first_field_that_says_something_gives_the_title() -> None:
    title = first_of("person", "who", "number")
    assert title({"person": {"id": "x", "title": "Neri, Ada"}, "who": "Ada"}) == "Neri, Ada"
    assert title({"person": {"id": "x", "title": ""}, "who": " \n", "number": "2026/AA-1"}) == "2026/AA-1"
    assert title({}) == ""
    assert link_title("Neri, Ada") == ""
