# SPDX-License-Identifier: EUPL-1.2
"""An item as it stands in the ledger."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Row:
    """Something that has a position: a statement, a grant, an ungrant, a letter or a parcel."""

    position: int
    kind: int
    id: bytes
    h: bytes
    desk: bytes
    folder: bytes | None
    group: bytes | None
    n: int
    data: bytes

    def columns(self, ente: bytes) -> dict[str, Any]:
        """Return the row of the table in an ente."""
        return {
            "ente": ente,
            "position": self.position,
            "kind": self.kind,
            "id": self.id,
            "h": self.h,
            "desk": self.desk,
            "folder": self.folder,
            "grp": self.group,
            "n": self.n,
            "data": self.data,
        }
