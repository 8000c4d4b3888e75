# SPDX-License-Identifier: EUPL-1.2
"""The writer of one reply: items become frames, and a signed check follows each piece of them."""

from collections.abc import Callable
from dataclasses import dataclass, field

import msgspec

from welfaredesk.base.ids import packed
from welfaredesk.domain.parcel import SHORT_H, decode_parcel
from welfaredesk.server.items import Row
from welfaredesk.sync.frames import encode
from welfaredesk.sync.interning import Outgoing
from welfaredesk.sync.wire import (
    BytesAt,
    Filled,
    FrameKind,
    Grant,
    GrantAt,
    Letter,
    LetterAt,
    Own,
    ParcelAt,
    Ungrant,
    UngrantAt,
)

FIRST_PIECE = 4 * 1024


@dataclass(slots=True)
class Writer:
    """Turns items into frames; counts the bytes since the last check and in all."""

    desk: str
    check: Callable[[int, bytes], bytes]
    names: Outgoing = field(default_factory=Outgoing)
    since_check: int = 0
    total: int = 0
    checks: int = 0

    def took(self, frame: bytes) -> bytes:
        """Count a frame, and return it."""
        self.since_check += len(frame)
        self.total += len(frame)
        return frame

    def item(self, row: Row, *, whole: bool = False) -> bytes:
        """Return the frame of an item; a desk's own parcel is a receipt, unless it is wanted whole."""
        kind = FrameKind(row.kind)
        if kind is FrameKind.PARCEL:
            if row.desk == packed(self.desk) and not whole:
                return self.took(encode(FrameKind.OWN, Own(row.position, row.n, row.id[:SHORT_H])))
            parcel = self.names.wire(decode_parcel(row.data))
            return self.took(encode(FrameKind.PARCEL_AT, ParcelAt(row.position, parcel)))
        if kind is FrameKind.GRANT:
            grant = msgspec.msgpack.decode(row.data, type=Grant)
            self.names.learn(folder for folder, _ in grant.folders)
            return self.took(encode(FrameKind.GRANT_AT, GrantAt(row.position, grant)))
        if kind is FrameKind.UNGRANT:
            ungrant = msgspec.msgpack.decode(row.data, type=Ungrant)
            return self.took(encode(FrameKind.UNGRANT_AT, UngrantAt(row.position, ungrant)))
        if kind is FrameKind.LETTER:
            letter = msgspec.msgpack.decode(row.data, type=Letter)
            return self.took(encode(FrameKind.LETTER_AT, LetterAt(row.position, letter)))
        return self.took(encode(FrameKind.STATEMENT_AT, BytesAt(row.position, row.data)))

    def is_time_to_check(self, most: int) -> bool:
        """Tell whether a check is due: after `most` bytes, and sooner in the first pieces, so that work can begin."""
        return self.since_check >= min(most, FIRST_PIECE << min(self.checks, 20))

    def filled(self, folder: bytes, last: int) -> bytes:
        """Return the frame that says that a folder is whole."""
        return self.took(encode(FrameKind.FILLED, Filled(self.names.folder(folder), last)))

    def checked(self, position: int, h: bytes) -> bytes:
        """Return a check, after which the count of bytes begins again."""
        frame = self.took(self.check(position, h))
        self.since_check = 0
        self.checks += 1
        return frame
