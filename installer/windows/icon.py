# SPDX-License-Identifier: EUPL-1.2
"""Put pictures of one icon in several sizes into one .ico, as they are: Windows reads PNG in it since Vista."""

import struct
import sys
from pathlib import Path

HEADER, ENTRY = struct.Struct("<HHH"), struct.Struct("<BBBBHHII")
ICON = 1
SIDE = slice(16, 20)
"""Where a PNG says its width."""
BITS = 32


def icon(pictures: list[bytes]) -> bytes:
    """Return the bytes of an .ico of PNG pictures, the smallest first; a side of 256 is written as 0."""
    ordered = sorted(pictures, key=lambda data: int.from_bytes(data[SIDE], "big"))
    at = HEADER.size + ENTRY.size * len(ordered)
    entries = []
    for data in ordered:
        side = int.from_bytes(data[SIDE], "big") % 256
        entries.append(ENTRY.pack(side, side, 0, 0, 1, BITS, len(data), at))
        at += len(data)
    return b"".join((HEADER.pack(0, ICON, len(ordered)), *entries, *ordered))


if __name__ == "__main__":
    target, *sources = map(Path, sys.argv[1:])
    target.write_bytes(icon([source.read_bytes() for source in sources]))
