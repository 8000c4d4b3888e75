# SPDX-License-Identifier: EUPL-1.2
"""Money as people write it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from welfaredesk.domain.money import euro_words, parse_euro


@pytest.mark.parametrize(
    ("typed", "cents"),
    [("12,50", 1250), ("12.50", 1250), ("1.200", 120000), ("1.200,5", 120050), ("€ 7", 700), ("-3", -300), (" 0 ", 0)],
)
def test_an_amount_is_read_as_it_is_written(typed: str, cents: int) -> None:
    assert parse_euro(typed) == cents


@pytest.mark.parametrize("typed", ["", "x", "12,", "1,234", "1.20.0", "12,50,1", "--3"])
def test_what_is_no_amount_is_not_guessed(typed: str) -> None:
    assert parse_euro(typed) is None


@given(st.integers(-(10**11), 10**11))
def test_an_amount_written_is_read_back(cents: int) -> None:
    assert parse_euro(euro_words(cents)) == cents
