# SPDX-License-Identifier: EUPL-1.2
"""Copying a record into another folder: entries of whoever copies, each of which says whose words it brings."""

from collections.abc import Iterable

from welfaredesk.domain.catalogue import find_type
from welfaredesk.domain.entry import Entry
from welfaredesk.domain.kinds import ORDINARY


def goes_on_copying(entry: Entry, before: Iterable[Entry]) -> bool:
    """Tell whether an entry goes on with a copy that its operator alone makes of a record in a folder.

    The first entry of a record in a folder may say any state; a copy says it in several, and stands in the same way as
    long as nobody else wrote there, but for fields that live in that folder anyway.
    """
    return entry.original is not None and all(one.operator == entry.operator or _is_beside(one) for one in before)


def _is_beside(entry: Entry) -> bool:
    """Tell whether an entry says nothing but fields that a reserved circle keeps for itself."""
    type_ = find_type(entry.header.type)
    if type_ is None or type_.circle != ORDINARY or not entry.body.changes:
        return False
    return all(type_.circle_of(name) != ORDINARY for name in (one.partition("/")[0] for one in entry.body.changes))
