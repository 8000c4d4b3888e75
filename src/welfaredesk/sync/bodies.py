# SPDX-License-Identifier: EUPL-1.2
"""The bodies of a text: exact bytes, with salts and ids taken out where they can be put back exactly."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from welfaredesk.sync.columns import ColumnReader, ColumnsBroken, ColumnWriter
from welfaredesk.sync.id_table import IdReader, IdWriter
from welfaredesk.sync.limits import MOST_DEPTH, MOST_INFLATED
from welfaredesk.sync.nesting import nests_within

_SALT_BYTES = 16
# A list of two, whose first is 16 bytes: what every body begins with.
_START = b"\x92\xc4\x10"
_HEAD = len(_START) + _SALT_BYTES
# A text of 26 letters that is an id; in its place stands a byte that neither MessagePack nor UTF-8 ever uses.
_SPELLED = re.compile(rb"\xba([0-7][0-9a-hjkmnp-tv-z]{25})")
_TEXT_OF_26 = b"\xba"
_HERE = b"\xc1"
_ID_GAINS = 26
_values = msgspec.msgpack.Decoder(list[msgspec.Raw])


def pack_bodies(out: ColumnWriter, bodies: Sequence[bytes], *, times: Sequence[int], table: IdWriter) -> None:
    """Write which bodies are whole and how long those are, all of them, and the numbers of their ids; salts beside."""
    usual = [_is_usual(body) for body in bodies]
    tails: list[bytes] = []
    numbers: list[int] = []
    for body, plain, time in zip(bodies, usual, times, strict=True):
        if not plain:
            tails.append(body)
            continue
        out.chance(body[len(_START) : _HEAD])
        numbers += [table.number(found.decode(), time) for found in _SPELLED.findall(body, _HEAD)]
        tails.append(_SPELLED.sub(_HERE, body[_HEAD:]))
    out.column([not plain for plain in usual])
    out.column([len(body) for body, plain in zip(bodies, usual, strict=True) if not plain])
    for wanted in (False, True):
        some = b"".join(tail for tail, plain in zip(tails, usual, strict=True) if plain is wanted)
        if wanted:
            out.number(len(some))
        out.raw(some)
    out.column(numbers)


def _is_usual(body: bytes) -> bool:
    """Tell whether a body is a salt and one value, so that its end shows where it stands among others."""
    if not body.startswith(_START) or len(body) < _HEAD or _HERE in body[_HEAD:]:
        return False
    try:
        return len(_parted(_SPELLED.sub(_HERE, body[_HEAD:]), 1)[0]) > 0
    except ColumnsBroken:
        return False


def _parted(data: bytes, count: int) -> list[bytes]:
    """Return the values of MessagePack that follow one another in `data`, each as its bytes, ids taken out."""
    if not count and not data:
        return []
    # An id's place is read as a nil: one byte for one byte, so that the values end where they do.
    listed = b"\xdd" + count.to_bytes(4, "big") + data.replace(_HERE, b"\xc0")
    try:
        values = _values.decode(listed)
    except (msgspec.MsgspecError, RecursionError) as error:
        raise ColumnsBroken("the bodies are no values") from error
    parts: list[bytes] = []
    start = 0
    for value in values:
        end = start + len(memoryview(value))
        parts.append(data[start:end])
        start = end
    return parts


@dataclass(frozen=True, slots=True)
class PackedBodies:
    """The bodies of a text before its ids are known: head, rest, and the numbers of the ids in it."""

    heads: Sequence[bytes]
    tails: Sequence[bytes]
    numbers: Sequence[int]

    def exact(self, ids: Sequence[str]) -> list[bytes]:
        """Return the bodies as they were written.

        Raises:
            ColumnsBroken: when one is nested too deep.
        """
        place = 0
        bodies: list[bytes] = []
        for head, tail in zip(self.heads, self.tails, strict=True):
            if not head:
                bodies.append(tail)
                continue
            first, *others = tail.split(_HERE)
            named = self.numbers[place : place + len(others)]
            place += len(others)
            pieces = [
                piece
                for number, other in zip(named, others, strict=True)
                for piece in (_TEXT_OF_26, ids[number].encode(), other)
            ]
            bodies.append(b"".join((head, first, *pieces)))
        if not all(nests_within(body, MOST_DEPTH) for body in bodies):
            raise ColumnsBroken("a body is nested too deep")
        return bodies


def unpack_bodies(text: ColumnReader, times: Sequence[int], *, table: IdReader) -> PackedBodies:
    """Return the bodies of entries of these times."""
    whole = text.column(len(times))
    if not set(whole) <= {0, 1}:
        raise ColumnsBroken("the bodies are none")
    sizes = iter(text.column(sum(whole)))
    heads = [b"" if flag else _START + text.chance(_SALT_BYTES) for flag in whole]
    carried = iter([text.raw(size) for size in sizes])
    parted = iter(_parted(text.raw(text.number()), len(whole) - sum(whole)))
    tails = [next(parted) if head else next(carried) for head in heads]
    counts = [tail.count(_HERE) if head else 0 for head, tail in zip(heads, tails, strict=True)]
    if sum(map(len, tails)) + sum(counts) * _ID_GAINS > MOST_INFLATED:
        raise ColumnsBroken("the bodies are too large")
    named_at = [time for time, count in zip(times, counts, strict=True) for _ in range(count)]
    return PackedBodies(heads, tails, table.numbers(text, named_at))
