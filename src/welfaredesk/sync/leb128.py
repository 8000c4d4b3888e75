# SPDX-License-Identifier: EUPL-1.2
"""Numbers in LEB128: seven bits a byte, the lowest first; the eighth bit says that more follow."""

MOST_BYTES = 4


class NumberBroken(ValueError):
    """The bytes begin with no number of this spelling."""


def leb128(number: int) -> bytes:
    """Return the spelling of a number from 0."""
    spelled = bytearray()
    while number > 0x7F:
        spelled.append(number & 0x7F | 0x80)
        number >>= 7
    spelled.append(number)
    return bytes(spelled)


def read_leb128(data: bytes | bytearray, start: int) -> tuple[int, int]:
    """Return the number spelled at `start` and where it ends; at most four bytes, and none more than it needs.

    Raises:
        NumberUnfinished: when the data ends before it.
        NumberBroken: when it is longer.
    """
    number = 0
    for index, byte in enumerate(data[start : start + MOST_BYTES]):
        number |= (byte & 0x7F) << (7 * index)
        if byte < 0x80:
            if index and not byte:
                raise NumberBroken("a number is spelled longer than it is")
            return number, start + index + 1
    if len(data) - start < MOST_BYTES:
        raise NumberUnfinished("a number does not end")
    raise NumberBroken("a number is longer than four bytes")


class NumberUnfinished(NumberBroken):
    """The data ends within a number."""
