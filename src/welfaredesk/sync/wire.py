# SPDX-License-Identifier: EUPL-1.2
"""The wire: every message of the exchange as a structure, array-like, so that the order of fields is the format."""

from enum import IntEnum, StrEnum
from typing import Annotated, TypeAlias

import msgspec
from msgspec import Meta

from welfaredesk.base.ids import ID_LENGTH
from welfaredesk.sync.limits import (
    MOST_CHALLENGE,
    MOST_ENTRIES,
    MOST_FOLDERS,
    MOST_FRAME,
    MOST_GROUPS,
    MOST_LISTED,
    MOST_NAME,
    MOST_NUMBER,
    MOST_SEALED,
)

FORMAT = 1

# What a reader takes of each field; checked when a message is decoded, never when one is made.
Whole: TypeAlias = Annotated[int, Meta(ge=0, le=MOST_NUMBER)]
From1: TypeAlias = Annotated[int, Meta(ge=1, le=MOST_NUMBER)]
Count: TypeAlias = Annotated[int, Meta(ge=1, le=MOST_ENTRIES)]
Bytes8: TypeAlias = Annotated[bytes, Meta(min_length=8, max_length=8)]
IdStart: TypeAlias = Annotated[bytes, Meta(min_length=8, max_length=32)]
Bytes16: TypeAlias = Annotated[bytes, Meta(min_length=16, max_length=16)]
Bytes32: TypeAlias = Annotated[bytes, Meta(min_length=32, max_length=32)]
Bytes64: TypeAlias = Annotated[bytes, Meta(min_length=64, max_length=64)]
Challenge: TypeAlias = Annotated[bytes, Meta(max_length=MOST_CHALLENGE)]
Sealed: TypeAlias = Annotated[bytes, Meta(max_length=MOST_SEALED)]
Data: TypeAlias = Annotated[bytes, Meta(max_length=MOST_FRAME)]
Name: TypeAlias = Annotated[str, Meta(max_length=MOST_NAME)]
Spelled: TypeAlias = Annotated[str, Meta(pattern=rf"\A[0-7][0-9a-hjkmnp-tv-z]{{{ID_LENGTH - 1}}}\Z")]
FolderAndKey: TypeAlias = tuple[Bytes16, Bytes16]
PositionAndH: TypeAlias = tuple[Whole, Bytes32]


class FrameKind(IntEnum):
    """The kind byte of a frame."""

    HEAD = 1
    STATEMENT = 2
    GRANT = 3
    UNGRANT = 4
    LETTER = 5
    PARCEL = 6
    END = 7
    REFUSED = 8
    STATEMENT_AT = 9
    GRANT_AT = 10
    UNGRANT_AT = 11
    LETTER_AT = 12
    PARCEL_AT = 13
    OWN = 14
    SCOPE = 15
    FILLED = 16
    CHECK = 17


class Code(StrEnum):
    """Why a request or an item is refused; the desk says it in Italian."""

    CHALLENGE = "challenge"
    FORMAT = "format"
    UNKNOWN = "unknown"
    REVOKED = "revoked"
    REMOVED = "removed"
    NOT_YOURS = "not_yours"
    SIGNATURE = "signature"
    STALE_HEAD = "stale_head"
    RULE = "rule"
    RECOVERY_GRANT = "recovery_grant"
    N_TAKEN = "n_taken"
    GAP = "gap"
    PREVIOUS = "previous"
    LAST = "last"
    KEY = "key"
    TOO_LARGE = "too_large"
    TOO_MANY = "too_many"
    QUOTA = "quota"
    RATE = "rate"
    BUSY = "busy"
    USED = "used"
    EXPIRED = "expired"


class SignIn(msgspec.Struct, frozen=True, array_like=True):
    """Who asks: ente and desk (16 zero bytes: the root key), the challenge answered, and the signature."""

    ente: Bytes16
    desk: Bytes16
    challenge: Challenge
    signature: Bytes64


class Fresh(msgspec.Struct, frozen=True, array_like=True):
    """A desk that has nothing yet: up to which position (0: the head), after which folder, and bundles it took."""

    upto: Whole = 0
    before: Whole = 0
    covered: Annotated[list[Bytes16], Meta(max_length=MOST_LISTED)] = []


class Fill(msgspec.Struct, frozen=True, array_like=True):
    """A folder of which the parcels after a position are wanted."""

    folder: Bytes16
    after: Whole


class Ask(msgspec.Struct, frozen=True, array_like=True):
    """What a desk asks in a round; `limit` in bytes of reply, 0 for all."""

    format: Whole
    position: Whole
    h: Bytes32
    version: Name
    unsent: Whole
    checkpoints: Annotated[list[PositionAndH], Meta(max_length=MOST_LISTED)] = []
    fresh: Fresh | None = None
    fills: Annotated[list[Fill], Meta(max_length=MOST_LISTED)] = []
    fetch: Annotated[list[IdStart], Meta(max_length=MOST_LISTED)] = []
    want_sum: bool = False
    want_scope: bool = False
    limit: Whole = 0


class RequestHead(msgspec.Struct, frozen=True, array_like=True):
    """The first frame of a request: the sign-in, and the encoded `Ask` that it signs."""

    sign_in: SignIn
    ask: Data


class Origin(msgspec.Struct, frozen=True, array_like=True):
    """Whose parcel, and the cursor it was sent at: position and the first eight bytes of its h."""

    desk: Bytes16
    last: Whole
    last_h: Bytes8


class WireParcel(msgspec.Struct, frozen=True, array_like=True):
    """A parcel as it travels: origin and folder in full the first time in a message, then by their number.

    The folders of a grant are numbered by it, in its order.
    """

    origin: Origin | Whole
    folder: Bytes16 | Whole
    n: From1
    k_from: From1
    count: Count
    sealed: Sealed
    signature: Bytes64


class GrantFor(msgspec.Struct, frozen=True, array_like=True):
    """A group that a grant is for: its epoch, and the key of the grant wrapped to it."""

    group: Bytes16
    epoch: From1
    wrapped: Annotated[bytes, Meta(max_length=MOST_CHALLENGE)]


class Grant(msgspec.Struct, frozen=True, array_like=True):
    """Folder keys for the epochs of some groups: (folder, key id) in clear, the rest once inside `sealed`."""

    format: Whole
    ente: Bytes16
    groups: Annotated[list[GrantFor], Meta(min_length=1, max_length=MOST_GROUPS)]
    folders: Annotated[list[FolderAndKey], Meta(min_length=1, max_length=MOST_FOLDERS)]
    sealed: Sealed
    desk: Bytes16
    signature: Bytes64 = b""


class Ungrant(msgspec.Struct, frozen=True, array_like=True):
    """A group that no longer holds a folder."""

    format: Whole
    ente: Bytes16
    group: Bytes16
    folder: Bytes16
    salt: Bytes16
    desk: Bytes16
    signature: Bytes64 = b""


class Letter(msgspec.Struct, frozen=True, array_like=True):
    """Something sealed to a group's epoch by a desk that need not be in it: audit lines, questions, answers."""

    format: Whole
    ente: Bytes16
    group: Bytes16
    epoch: From1
    n: From1
    sealed: Sealed
    desk: Bytes16
    signature: Bytes64 = b""


class Bundle(msgspec.Struct, frozen=True, array_like=True):
    """A part of all that a group may read up to `upto`: a key wrapped to its epoch, the text sealed with that key."""

    format: Whole
    ente: Bytes16
    group: Bytes16
    epoch: From1
    generation: Bytes16
    part: Whole
    parts: From1
    upto: Whole
    desk: Bytes16
    wrapped: Annotated[bytes, Meta(max_length=MOST_CHALLENGE)] = b""
    sealed: Sealed = b""
    signature: Bytes64 = b""


class BundleInfo(msgspec.Struct, frozen=True, array_like=True):
    """A bundle that waits at the server: its generation (all that a group reads up to `upto`), part and size."""

    id: Bytes16
    group: Bytes16
    generation: Bytes16
    part: Whole
    parts: Whole
    upto: Whole
    size: Whole


class ReplyHead(msgspec.Struct, frozen=True, array_like=True):
    """The first frame of a reply; `apart` names the list of what is kept apart for this desk to see."""

    format: Whole
    challenge: Challenge
    position: Whole
    mismatch: bool = False
    match: Whole | None = None
    bundles: Annotated[list[BundleInfo], Meta(max_length=MOST_LISTED)] = []
    apart: Annotated[bytes, Meta(max_length=8)] = b""


class Refused(msgspec.Struct, frozen=True, array_like=True):
    """A pushed item that was refused: its place in the request, from 0, and why."""

    index: Whole
    code: Name


class BytesAt(msgspec.Struct, frozen=True, array_like=True):
    """A statement, its exact bytes, at its position."""

    position: From1
    data: Data


class GrantAt(msgspec.Struct, frozen=True, array_like=True):
    """A grant at its position."""

    position: From1
    grant: Grant


class UngrantAt(msgspec.Struct, frozen=True, array_like=True):
    """An ungrant at its position."""

    position: From1
    ungrant: Ungrant


class LetterAt(msgspec.Struct, frozen=True, array_like=True):
    """A letter at its position."""

    position: From1
    letter: Letter


class ParcelAt(msgspec.Struct, frozen=True, array_like=True):
    """A parcel at its position."""

    position: From1
    parcel: WireParcel


class Own(msgspec.Struct, frozen=True, array_like=True):
    """The receipt of a desk's own parcel: position, its number, the first eight bytes of its id."""

    position: From1
    n: From1
    id: Bytes8


class FolderSum(msgspec.Struct, frozen=True, array_like=True):
    """What the server holds of a folder: sum of parcel ids (16 bytes), their number, the last position."""

    folder: Bytes16
    sum: Bytes16
    count: Whole
    last: Whole


class Filled(msgspec.Struct, frozen=True, array_like=True):
    """All of a folder's parcels up to the head have been handed down; `last` is the position of its last one.

    The folder is named as in a parcel: in full, or by the number that it has in this message.
    """

    folder: Bytes16 | Whole
    last: Whole


class Check(msgspec.Struct, frozen=True, array_like=True):
    """The server's word on (position, h), signed and bound to the request: up to here a desk applies as one."""

    position: Whole
    h: Bytes32
    watermark: Whole
    signature: Bytes64


class End(msgspec.Struct, frozen=True, array_like=True):
    """The end of a request or reply; `sum` over the scope when it was asked for, `more` when a limit was reached."""

    sum: Annotated[bytes, Meta(max_length=16)] = b""
    more: bool = False


class Trouble(msgspec.Struct, frozen=True, omit_defaults=True):
    """The body of every answer that is no reply: a code of `Code`, and a challenge to sign.

    A revoked desk is told whether to wipe, and given the statement that says so: it believes that one alone.
    """

    code: Name
    challenge: Challenge = b""
    wipe: bool = False
    statement: bytes = b""


Message: TypeAlias = (
    RequestHead
    | ReplyHead
    | Grant
    | Ungrant
    | Letter
    | WireParcel
    | End
    | Refused
    | BytesAt
    | GrantAt
    | UngrantAt
    | LetterAt
    | ParcelAt
    | Own
    | FolderSum
    | Filled
    | Check
)
"""What a frame may hold; a pushed STATEMENT holds its bytes as they are."""

STRUCT_OF: dict[FrameKind, type[msgspec.Struct]] = {
    FrameKind.GRANT: Grant,
    FrameKind.UNGRANT: Ungrant,
    FrameKind.LETTER: Letter,
    FrameKind.PARCEL: WireParcel,
    FrameKind.END: End,
    FrameKind.REFUSED: Refused,
    FrameKind.STATEMENT_AT: BytesAt,
    FrameKind.GRANT_AT: GrantAt,
    FrameKind.UNGRANT_AT: UngrantAt,
    FrameKind.LETTER_AT: LetterAt,
    FrameKind.PARCEL_AT: ParcelAt,
    FrameKind.OWN: Own,
    FrameKind.SCOPE: FolderSum,
    FrameKind.FILLED: Filled,
    FrameKind.CHECK: Check,
}
"""Kind to structure; HEAD is a `RequestHead` or a `ReplyHead`, by the side that reads it."""
