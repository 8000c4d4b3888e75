# SPDX-License-Identifier: EUPL-1.2
"""Columns: numbers, names and ids of many entries, each kind together, so that little is left to compress.

What is pure chance (salts, ids) goes beside: mixed among letters it would spoil the coding of both.
"""

from collections.abc import Sequence
from enum import IntEnum
from itertools import pairwise

from welfaredesk.sync.limits import MOST_NAME, MOST_NUMBER

_TIME_BITS = 48
_REST_BYTES = 10
_VARINT_BYTES = 10
_MODE_BITS = 2
_SHORT = 1 << 27


class ColumnsBroken(ValueError):
    """The bytes hold no columns of this format."""


class Mode(IntEnum):
    """How a column of numbers is written."""

    SAME = 0
    EACH = 1
    STEPS = 2
    DIFFERENCES = 3


class ColumnWriter:
    """Writes columns one after another; all numbers are variable-length, signed ones in zigzag."""

    def __init__(self) -> None:
        """Start with nothing."""
        self._out = bytearray()
        self._beside = bytearray()

    def written(self) -> bytes:
        """Return what was written in columns."""
        return bytes(self._out)

    def beside(self) -> bytes:
        """Return what was written beside."""
        return bytes(self._beside)

    def raw(self, data: bytes) -> None:
        """Write bytes whose number the reader knows."""
        self._out += data

    def chance(self, data: bytes) -> None:
        """Write bytes of chance beside the columns."""
        self._beside += data

    def number(self, value: int) -> None:
        """Write one signed number of 64 bits.

        Raises:
            ValueError: when it is larger.
        """
        self._spell(_zigzag(value))

    def _spell(self, rest: int) -> None:
        out = self._out
        while rest > 0x7F:
            out.append(rest & 0x7F | 0x80)
            rest >>= 7
        out.append(rest)

    def column(self, values: Sequence[int], *, rising: bool = False) -> None:
        """Write numbers, one per line: one when all are the same, first and step, differences if rising, or each."""
        if not values:
            return
        first = values[0]
        steps = [after - before for before, after in pairwise(values)]
        near = all(abs(step) <= MOST_NUMBER for step in steps)
        if not any(steps):
            mode, following = Mode.SAME, []
        elif near and all(step == steps[0] for step in steps):
            mode, following = Mode.STEPS, steps[:1]
        elif near and rising:
            mode, following = Mode.DIFFERENCES, steps
        else:
            mode, following = Mode.EACH, list(values[1:])
        # The mode stands in the two lowest bits of the first number.
        self._spell(_zigzag(first) << _MODE_BITS | mode)
        for value in following:
            self.number(value)

    def indexes(self, names: Sequence[str]) -> list[str]:
        """Write for each line the number of its name, in order of first appearance; return the names in that order."""
        table: dict[str, int] = {}
        self.column([table.setdefault(name, len(table)) for name in names])
        return list(table)

    def names(self, names: Sequence[str]) -> None:
        """Write for each line a name, each once."""
        for name in self.indexes(names):
            data = name.encode()
            if len(data) > MOST_NAME:
                raise ValueError("a name is too long")
            self.number(len(data))
            self.raw(data)

    def timed_ids(self, ids: Sequence[bytes], times: Sequence[int]) -> None:
        """Write ids of 16 bytes: the distance of their first 48 bits from a time where it is short, the rest beside.

        A distance is written as itself from -1 down and as one more from 0 up; 0 says that the id is whole beside.
        """
        for identity, time in zip(ids, times, strict=True):
            distance = int.from_bytes(identity[:-_REST_BYTES], "big") - time
            if abs(distance) < _SHORT:
                self.number(distance + (distance >= 0))
                self.chance(identity[-_REST_BYTES:])
            else:
                self.number(0)
                self.chance(identity)


class ColumnReader:
    """Reads what a `ColumnWriter` wrote; every fault is a `ColumnsBroken`."""

    def __init__(self, data: bytes, beside: bytes = b"") -> None:
        """Start at the first byte of both."""
        self._data = data
        self._beside = beside
        self._place = 0
        self._place_beside = 0

    def end(self) -> None:
        """Accept the end.

        Raises:
            ColumnsBroken: when something is left.
        """
        if self._place != len(self._data) or self._place_beside != len(self._beside):
            raise ColumnsBroken("something follows the last column")

    def raw(self, size: int) -> bytes:
        """Return the next `size` bytes."""
        start, end = self._place, self._place + size
        if size < 0 or end > len(self._data):
            raise ColumnsBroken("the columns end early")
        self._place = end
        return self._data[start:end]

    def chance(self, size: int) -> bytes:
        """Return the next `size` bytes of those beside."""
        start, end = self._place_beside, self._place_beside + size
        if size < 0 or end > len(self._beside):
            raise ColumnsBroken("the columns end early")
        self._place_beside = end
        return self._beside[start:end]

    def number(self) -> int:
        """Return the next number."""
        return _signed(self._spelled())

    def _numbers(self, lines: int) -> list[int]:
        """Return the next numbers; most take one byte, and a text holds hundreds of thousands."""
        data, place, found = self._data, self._place, list[int]()
        size = len(data)
        for _ in range(lines):
            rest = data[place] if place < size else 0x80
            if rest < 0x80:
                place += 1
                found.append(-(rest >> 1) - 1 if rest & 1 else rest >> 1)
                continue
            self._place = place
            found.append(self.number())
            place = self._place
        self._place = place
        return found

    def _spelled(self) -> int:
        value = shift = 0
        for place in range(self._place, min(self._place + _VARINT_BYTES, len(self._data))):
            byte = self._data[place]
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                self._place = place + 1
                return value
            shift += 7
        raise ColumnsBroken("a number does not end")

    def column(self, lines: int) -> list[int]:
        """Return the numbers of a column, one per line."""
        if not lines:
            return []
        spelled = self._spelled()
        mode, first = Mode(spelled & (1 << _MODE_BITS) - 1), _signed(spelled >> _MODE_BITS)
        if mode is Mode.SAME:
            return [first] * lines
        if mode is Mode.STEPS:
            step = self.number()
            _bounded(first + step * (lines - 1))
            return [first + step * line for line in range(lines)]
        values = [first, *self._numbers(lines - 1)]
        if mode is Mode.DIFFERENCES:
            for line in range(1, lines):
                values[line] = _bounded(values[line - 1] + values[line])
        return values

    def indexes(self, lines: int) -> tuple[list[int], int]:
        """Return for each line the number of its name, and how many names there are."""
        numbers = self.column(lines)
        known = 0
        for number in numbers:
            if not 0 <= number <= known:
                raise ColumnsBroken("a number names nothing yet")
            known += number == known
        return numbers, known

    def names(self, lines: int) -> list[str]:
        """Return for each line its name."""
        numbers, known = self.indexes(lines)
        table = [self._name() for _ in range(known)]
        return [table[number] for number in numbers]

    def timed_ids(self, times: Sequence[int]) -> list[bytes]:
        """Return ids, one for each of the times that they were written against."""
        return [self._timed_id(self.number(), time) for time in times]

    def _timed_id(self, written: int, time: int) -> bytes:
        if not written:
            return self.chance(_TIME_BITS // 8 + _REST_BYTES)
        head = time + written - (written > 0)
        if not 0 <= head < 1 << _TIME_BITS:
            raise ColumnsBroken("an id is 16 bytes")
        return head.to_bytes(_TIME_BITS // 8, "big") + self.chance(_REST_BYTES)

    def _name(self) -> str:
        size = self.number()
        if size > MOST_NAME:
            raise ColumnsBroken("a name is too long")
        try:
            return self.raw(size).decode()
        except UnicodeDecodeError as error:
            raise ColumnsBroken("a name is no text") from error


def _zigzag(value: int) -> int:
    if not -MOST_NUMBER <= value <= MOST_NUMBER:
        raise ValueError("a number is larger than 63 bits")
    return value << 1 if value >= 0 else (-value << 1) - 1


def _signed(rest: int) -> int:
    return _bounded(-(rest >> 1) - 1 if rest & 1 else rest >> 1)


def _bounded(value: int) -> int:
    if not -MOST_NUMBER <= value <= MOST_NUMBER:
        raise ColumnsBroken("a number is larger than 63 bits")
    return value
