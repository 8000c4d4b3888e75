# SPDX-License-Identifier: EUPL-1.2
"""What a hostile or broken desk writes where it cannot stand is not shown, and hides nothing of the rest."""

from typing import Any

import pytest

from welfaredesk.domain.catalogue import find_type
from welfaredesk.domain.soundness import sound, sound_copy

GOOD = {"needs": "Scuola", "version": 2, "goals": [{"_row": "a", "goal": "Uno"}], "person": {"id": "p", "title": "x"}}


def shown(values: dict[str, Any]) -> dict[str, Any]:
    """Return what of some values of a plan is shown."""
    type_ = find_type("project")
    assert type_ is not None
    return sound(type_, values)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("moon", "x"),
        ("wishes", 7),
        ("budget", "soldi"),
        ("budget", []),
        ("budget", ["soldi", {"what": "senza riga"}]),
        ("household", "h"),
        ("household", {"id": 7}),
        ("household", {"id": "h", "moon": "x"}),
        ("household", {"id": "h", "title": 7}),
        ("review_months", True),
        ("starts_on", "2026-02-30"),
    ],
)
def test_what_a_field_cannot_hold_is_not_shown_and_the_rest_is(field: str, value: Any) -> None:
    assert shown(GOOD | {field: value}) == GOOD


def test_a_row_keeps_what_of_it_is_sound() -> None:
    rows = [{"_row": "a", "goal": "Uno", "note": 7, "moon": "x"}, 5]
    assert shown({"goals": rows}) == {"goals": [{"_row": "a", "goal": "Uno"}]}


def test_a_copy_keeps_what_this_version_does_not_know() -> None:
    type_ = find_type("project")
    assert type_ is not None
    copy = {"needs": 7, "moon": "x", "goals": [{"goal": "Uno", "note": 7, "moon": "x"}, 5], "budget": "soldi"}
    assert sound_copy(type_, copy) == {"moon": "x", "goals": [{"goal": "Uno", "moon": "x"}], "budget": []}
