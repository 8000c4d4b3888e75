# SPDX-License-Identifier: EUPL-1.2
"""Versions as numbers that grow with them."""

import pytest

from welfaredesk.base import release


@pytest.mark.parametrize(
    ("text", "number"),
    [("0.1.0", 1_000), ("1.4.2", 1_004_002), ("12.0", 12_000_000), ("0.3.0.dev4+g12", 3_000), ("x", 0), ("", 0)],
)
def test_a_version_is_a_number(text: str, number: int) -> None:
    assert release.number_of(text) == number


@pytest.mark.parametrize(("number", "text"), [(1_004_002, "1.4.2"), (0, ""), (-5, ""), (10**9, ""), (1, "0.0.1")])
def test_a_number_is_a_version_again(number: int, text: str) -> None:
    assert release.spelled(number) == text


def test_this_program_has_a_version_that_can_be_compared() -> None:
    assert release.spelled(release.number_of(release.version())) == release.version()
