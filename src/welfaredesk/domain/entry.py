# SPDX-License-Identifier: EUPL-1.2
"""The entry: one save of one record, as it is written once and for ever.

An entry is a header and a body. The header is signed and hashed with the body's exact bytes; the body is kept as
written and never encoded again. Nothing here says which ente or which position: an ente that started alone reaches a
server without touching one entry.
"""

import base64
from collections.abc import Mapping, Sequence
from contextlib import suppress
from enum import StrEnum
from typing import Annotated, Any, NamedTuple, TypeAlias

import msgspec

from welfaredesk.domain.statement import Role

FORMAT = 1
ACT = "_act"
"""Where the body of an act says which it is and keeps its frozen copy: no field, nothing of it is folded."""
COPIED = "_copied"
"""Where the body of a copy says whose words it brings: no field, nothing of it is folded."""
FIRST_MS, LAST_MS = -62_135_596_800_000 + 86_400_000, 253_402_300_799_000 - 86_400_000
"""Moments that are a date wherever the clock on the wall stands."""
MOST_OFFSET = 1439
"""Minutes between the clock on the wall and UTC, one way or the other."""


class EntryKind(StrEnum):
    """What an entry does to its record."""

    SET = "set"
    ACT = "act"
    SETTLE = "settle"
    RETIRE = "retire"


class EntryRef(NamedTuple):
    """The place of an entry: its desk, and its number `k` among that desk's entries in the folder."""

    desk: str
    k: int


Seen: TypeAlias = Mapping[str, int]
"""For each desk, its highest `k` that had been folded into the state shown."""


class Header(msgspec.Struct, frozen=True, array_like=True):
    """Who, where, what and when of an entry; array-like, so that the order of the fields is the format."""

    format: int
    desk: str
    seq: int
    k: int
    save: str
    folder: str
    record: str
    type: str
    rules: int
    kind: EntryKind
    seen: dict[str, int]
    operator: str
    utc_ms: Annotated[int, msgspec.Meta(ge=FIRST_MS, le=LAST_MS)]
    offset: Annotated[int, msgspec.Meta(ge=-MOST_OFFSET, le=MOST_OFFSET)]
    body_hash: bytes

    @property
    def ref(self) -> EntryRef:
        """Return the place of the entry in its folder."""
        return EntryRef(self.desk, self.k)


class Put(msgspec.Struct, frozen=True, tag="=", array_like=True):
    """A value that replaces the one that stands."""

    value: Any


class PutText(msgspec.Struct, frozen=True, tag="T", array_like=True):
    """A long text, whole: merged with what the writer had not seen."""

    text: str


class SpliceText(msgspec.Struct, frozen=True, tag="~", array_like=True):
    """A long text as changes of the fold of exactly what the writer had seen."""

    splices: list[tuple[int, int, str]]


class RowChanges(msgspec.Struct, frozen=True, tag="#", array_like=True):
    """Changes of a list: row id to the values said of it, or to nothing when the row goes."""

    rows: dict[str, dict[str, Any] | None]


Operation: TypeAlias = Put | PutText | SpliceText | RowChanges


class Body(msgspec.Struct, frozen=True, array_like=True):
    """The random salt, which goes with the body in a cut, and field to operation, only what changed."""

    salt: bytes
    changes: dict[str, Operation]


class Original(msgspec.Struct, frozen=True):
    """Whose words an entry copies, of when, and where they stand. It is the word of whoever copied."""

    operator: str
    utc_ms: Annotated[int, msgspec.Meta(ge=0, le=LAST_MS)]
    offset: Annotated[int, msgspec.Meta(ge=-MOST_OFFSET, le=MOST_OFFSET)]
    desk: str = ""
    k: int = 0


class Entry(msgspec.Struct, frozen=True):
    """A header and its body, decoded; `seen` is whole here, not the difference that the header carries.

    Of an act or a settling `roles` are what the statements of the roster placed before it made of its author; nothing
    when they say nothing of him, and of any other kind. `also` are the places at which the fold found entries of its
    record a second time: whoever has seen one of them has seen the entry. `signer` is the operator of its desk where
    the header names another: an older program wrote copies so. `beside` are entries that its author has said since to
    have seen, whatever the numbers say. Of an entry by which an author says so `renamed` are the names of desks that
    lived under several, by the statements of the roster.
    """

    header: Header
    body: Body
    seen: dict[str, int]
    roles: frozenset[Role] | None = None
    also: Mapping[EntryRef, Sequence[EntryRef]] | None = None
    signer: str = ""
    beside: frozenset[EntryRef] = frozenset()
    renamed: frozenset[str] = frozenset()

    @property
    def ref(self) -> EntryRef:
        """Return the place of the entry in its folder."""
        return self.header.ref

    @property
    def operator(self) -> str:
        """Return who wrote it, whosever words it brings."""
        return self.signer or self.header.operator

    @property
    def original(self) -> Original | None:
        """Return whose words it copies, nothing for one that is no copy."""
        said = self.body.changes.get(COPIED)
        if isinstance(said, Put):
            with suppress(msgspec.ValidationError):
                return msgspec.convert(said.value, type=Original)
        header = self.header
        return Original(header.operator, header.utc_ms, header.offset) if self.signer else None

    def had_seen(self, other: EntryRef) -> bool:
        """Tell whether the writer had the entry `other` on the screen; a desk's own earlier saves always."""
        if self._had_seen(other):
            return True
        return bool(self.also) and any(self._had_seen(one) for one in (self.also or {}).get(other, ()))

    def _had_seen(self, place: EntryRef) -> bool:
        if place.desk == self.header.desk and place.k < self.header.k:
            return True
        return self.seen.get(place.desk, 0) >= place.k or place in self.beside


_headers = msgspec.msgpack.Decoder(Header)
_bodies = msgspec.msgpack.Decoder(Body)
_encoder = msgspec.msgpack.Encoder()


class EntryUnreadable(ValueError):
    """Bytes that are not an entry of a format this version knows."""


def encode_header(header: Header) -> bytes:
    """Return the bytes of a header: MessagePack, fields in order."""
    return _encoder.encode(header)


def encode_body(body: Body) -> bytes:
    """Return the bytes of a body, to be kept exactly."""
    return _encoder.encode(body)


def decode_header(data: bytes) -> Header:
    """Return the header in `data`.

    Raises:
        EntryUnreadable: when it is none.
    """
    try:
        return _headers.decode(data)
    except msgspec.MsgspecError as error:
        raise EntryUnreadable(str(error)) from error


def decode_body(data: bytes) -> Body:
    """Return the body in `data`.

    Raises:
        EntryUnreadable: when it is none.
    """
    try:
        return _bodies.decode(data)
    except msgspec.MsgspecError as error:
        raise EntryUnreadable(str(error)) from error


def seen_difference(before: Seen | None, now: Seen) -> dict[str, int]:
    """Return `now` as a difference from this desk's previous entry in the folder, whole when there is none.

    A desk no longer seen at all is written with 0: an old draft may have seen less than the entry before it.
    """
    if before is None:
        return dict(now)
    changed = {desk: k for desk, k in now.items() if before.get(desk) != k}
    return changed | {desk: 0 for desk in before if desk not in now}


def seen_whole(before: Seen | None, difference: Seen) -> dict[str, int]:
    """Return the whole `seen` of an entry from that of its desk's previous entry and the difference it carries."""
    whole = {**(before or {}), **difference}
    return {desk: k for desk, k in whole.items() if k}


def seen_token(seen: Mapping[str, Mapping[str, int]]) -> str:
    """Return what a page had seen, folder by folder, as one opaque word."""
    return base64.urlsafe_b64encode(_encoder.encode(seen)).decode().rstrip("=")


def seen_of_token(token: str) -> dict[str, dict[str, int]]:
    """Return what a page had seen.

    Raises:
        ValueError: when the word is none of `seen_token`.
    """
    data = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    return msgspec.msgpack.decode(data, type=dict[str, dict[str, int]])
