# SPDX-License-Identifier: EUPL-1.2
"""The limits of the wire: what a reader takes before it believes a word."""

KIB = 1024
MIB = 1024 * KIB

MOST_SEALED = 4 * MIB
"""Bytes of a sealed text: of a parcel, a letter or a grant."""

MOST_FRAME = MOST_SEALED + 64 * KIB
"""Bytes of a frame's payload."""

MOST_INFLATED = 16 * MIB
"""Bytes of a text once it is inflated."""

FREE_INFLATED = 4 * MIB
"""Bytes that any text may inflate to, however short it is; beyond, `MOST_RATIO` counts as well."""

MOST_RATIO = 256

MOST_ENTRIES = 10_000
"""Entries of a parcel."""

MOST_SEEN = 200_000
"""Lines of `seen` of all entries of a parcel together."""

MOST_NAME = 200
"""Bytes of a name in a table: a record type, a kind of root, a circle."""

MOST_DEPTH = 32
"""How deep lists and maps of a body stand within each other."""

MOST_FOLDERS = 1_000
"""Folders of a grant."""

MOST_GROUPS = 100
"""Groups that one grant is for."""

MOST_LISTED = 100_000
"""Lines of a list in the head of a request."""

MOST_CHALLENGE = 1_000
"""Bytes of a challenge."""

MOST_NUMBER = 2**63 - 1
"""The largest number that every database keeps."""


def most_inflated(compressed: int) -> int:
    """Return how many bytes a text of `compressed` bytes may inflate to."""
    return min(MOST_INFLATED, FREE_INFLATED + MOST_RATIO * compressed)
