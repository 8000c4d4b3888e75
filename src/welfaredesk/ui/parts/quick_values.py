# SPDX-License-Identifier: EUPL-1.2
"""What a quick entry is given to choose from, and what it gives back."""

from collections.abc import Callable
from dataclasses import dataclass

from welfaredesk.ui.parts.code_picker import Choice


def nothing_understood(_text: str) -> Choice | None:
    """Understand nothing: what a quick entry does before it is given a reader of moments."""
    return None


@dataclass(frozen=True, slots=True)
class QuickOptions:
    """The choices of the chips.

    `read_when` turns «ieri 16:30» into the moment's code and its words; `minutes` are the lengths offered.
    """

    kinds: tuple[Choice, ...]
    people: tuple[Choice, ...] = ()
    moments: tuple[Choice, ...] = ()
    minutes: tuple[int, ...] = (10, 15, 30, 45, 60, 90, 120)
    read_when: Callable[[str], Choice | None] = nothing_understood


@dataclass(frozen=True, slots=True)
class QuickValues:
    """What a person has written: plain text, codes of the kind, of the moment and of the persons, minutes."""

    text: str = ""
    kind: str = ""
    when: str = ""
    who: tuple[str, ...] = ()
    minutes: int = 0
