# SPDX-License-Identifier: EUPL-1.2
"""The cut note: the entry that says in a folder which records a cut takes out, and carries what must stay.

Whoever confirms a cut writes it before the cut is stated: the headers of all entries in the named parcels, and the
bodies of those that survive. With it every desk has the same entries in the same places, whether it heard of the cut
or came after it, and they go on naming their authors.
"""

from typing import Any

import msgspec

from welfaredesk.domain.entry import Body, Put

TYPE = "cut"
"""The type that its entries name: that of no record, so that nobody folds or shows them."""
RULES = 1
FIELD = "cut"


class CutNote(msgspec.Struct, frozen=True, array_like=True):
    """The parcels that are cut in this folder, the records that go, and header and body of every entry in them."""

    parcels: list[bytes]
    records: list[tuple[str, str]]
    lines: list[tuple[bytes, bytes | None]]


def to_changes(note: CutNote) -> dict[str, Any]:
    """Return what an entry that is a note says."""
    return {FIELD: Put(msgspec.to_builtins(note, builtin_types=(bytes,)))}


def from_body(body: Body) -> CutNote | None:
    """Return the note that an entry says, nothing when it says none."""
    said = body.changes.get(FIELD)
    if not isinstance(said, Put):
        return None
    try:
        return msgspec.convert(said.value, type=CutNote)
    except msgspec.ValidationError:
        return None
