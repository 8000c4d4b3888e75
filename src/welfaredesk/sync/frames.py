# SPDX-License-Identifier: EUPL-1.2
"""Frames: a kind byte, the length in LEB128, the payload; read as they come, within limits."""

from collections.abc import Iterator
from typing import TypeVar, cast

import msgspec

from welfaredesk.sync.leb128 import NumberBroken, NumberUnfinished, leb128, read_leb128
from welfaredesk.sync.limits import MOST_FRAME
from welfaredesk.sync.wire import STRUCT_OF, FrameKind, ReplyHead

_Message = TypeVar("_Message", bound=msgspec.Struct)
_KINDS = {int(kind): kind for kind in FrameKind}
_encoder = msgspec.msgpack.Encoder()
_decoders: dict[type[msgspec.Struct], msgspec.msgpack.Decoder[msgspec.Struct]] = {}


class WireBroken(ValueError):
    """What came is no message of this format, or is larger than a message may be."""


def encode(kind: FrameKind, message: msgspec.Struct) -> bytes:
    """Return the frame that holds a message."""
    return raw(kind, _encoder.encode(message))


def raw(kind: FrameKind, payload: bytes) -> bytes:
    """Return the frame that holds bytes as they are: a pushed statement."""
    return bytes((kind,)) + leb128(len(payload)) + payload


def decode(kind: FrameKind, payload: bytes, *, head: type[msgspec.Struct] = ReplyHead) -> msgspec.Struct:
    """Return the message of a frame; HEAD is of the type `head`.

    Raises:
        WireBroken: when the payload is none, or the kind holds no message (STATEMENT is bytes as they are).
    """
    wanted = head if kind is FrameKind.HEAD else STRUCT_OF.get(kind)
    if wanted is None:
        raise WireBroken(f"a frame {kind.name} holds no message")
    return decoded(wanted, payload)


def decoded(type_: type[_Message], data: bytes) -> _Message:
    """Return the message of a type in `data`.

    Raises:
        WireBroken: when it is none.
    """
    decoder = _decoders.get(type_)
    if decoder is None:
        decoder = _decoders.setdefault(type_, msgspec.msgpack.Decoder(type_))
    try:
        return cast(_Message, decoder.decode(data))
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as error:
        raise WireBroken(f"no {type_.__name__}: {error}") from error


class FrameReader:
    """Cuts a stream into frames, whatever pieces it comes in."""

    def __init__(self, limit_frame: int = MOST_FRAME, limit_total: int = 0) -> None:
        """Take the most bytes of a payload, and of the whole stream (0: no limit)."""
        self._limit_frame = limit_frame
        self._limit_total = limit_total
        self._buffer = bytearray()
        self._total = 0

    @property
    def at_end(self) -> bool:
        """Tell whether nothing is half-read."""
        return not self._buffer

    @property
    def total(self) -> int:
        """Return how many bytes have come."""
        return self._total

    def feed(self, data: bytes) -> Iterator[tuple[FrameKind, bytes]]:
        """Take the next piece of the stream; give the frames that are whole now, kind and payload.

        Frames not taken from one call's iterator come with the next.

        Raises:
            WireBroken: at the call or while iterating, when a limit is passed or the bytes are no frames.
        """
        self._total += len(data)
        if self._limit_total and self._total > self._limit_total:
            raise WireBroken("the message is too large")
        self._buffer += data
        return self._frames()

    def _frames(self) -> Iterator[tuple[FrameKind, bytes]]:
        start = 0
        try:
            while (bounds := self._bounds(start)) is not None:
                first, end = bounds
                kind, payload = _KINDS[self._buffer[start]], bytes(self._buffer[first:end])
                start = end
                yield kind, payload
        finally:
            del self._buffer[:start]

    def _bounds(self, start: int) -> tuple[int, int] | None:
        """Return where the payload of the frame at `start` begins and ends, or nothing while it is not whole."""
        buffer = self._buffer
        if start == len(buffer):
            return None
        if buffer[start] not in _KINDS:
            raise WireBroken(f"no frame has the kind {buffer[start]}")
        try:
            size, first = read_leb128(buffer, start + 1)
        except NumberUnfinished:
            return None
        except NumberBroken as error:
            raise WireBroken(str(error)) from error
        if size > self._limit_frame:
            raise WireBroken("a frame is too large")
        end = first + size
        return (first, end) if end <= len(buffer) else None
