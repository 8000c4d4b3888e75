# SPDX-License-Identifier: EUPL-1.2
"""The letters of desks, which stand in numbers for people (2026/AB-12): two, then three, never given twice."""

from itertools import count, product
from string import ascii_uppercase

from welfaredesk.domain.roster import Roster

SHORTEST = 2


def next_letters(roster: Roster) -> str:
    """Return the first letters that no desk of the ente ever had: AA, AB ... ZZ, AAA."""
    taken = roster.letters_taken()
    everything = ("".join(some) for length in count(SHORTEST) for some in product(ascii_uppercase, repeat=length))
    return next(letters for letters in everything if letters not in taken)
