# SPDX-License-Identifier: EUPL-1.2
"""How wide the columns of a table are: what their words need first, then what was planned."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Share:
    """A column that asks for room: what it was `planned`, what its words need, in pixels.

    For want of room the largest `drop` goes first, 0 never; a column that `stretches` takes what is left.
    """

    planned: int
    needed: int
    drop: int = 0
    stretches: bool = False


def shared(columns: Sequence[Share], room: int) -> list[int]:
    """Return the width of each column in pixels, 0 for one that is left out."""
    shown = _kept(columns, room)
    widths = [0] * len(columns)
    for place in shown:
        widths[place] = min(columns[place].planned, columns[place].needed)
    spare = room - sum(widths)
    short = sorted(shown, key=lambda place: columns[place].needed - widths[place])
    for number, place in enumerate(short):
        given = max(0, min(columns[place].needed - widths[place], spare // (len(short) - number)))
        widths[place] += given
        spare -= given
    stretching = [place for place in shown if columns[place].stretches] or shown[:1]
    for place in stretching:
        widths[place] += max(0, spare // len(stretching))
    return widths


def _kept(columns: Sequence[Share], room: int) -> list[int]:
    shown = set(range(len(columns)))
    for place in sorted(shown, key=lambda one: -columns[one].drop):
        if sum(columns[one].planned for one in shown) <= room or not columns[place].drop:
            break
        shown.discard(place)
    return sorted(shown)
