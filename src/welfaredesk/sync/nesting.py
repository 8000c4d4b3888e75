# SPDX-License-Identifier: EUPL-1.2
"""Nesting: how deep lists and maps of MessagePack stand within each other, told before anything is decoded."""

# Bytes after the leading one: fixed sizes, and how many bytes hold the size of a text.
_FIXED = {
    0xC0: 0,
    0xC2: 0,
    0xC3: 0,
    0xCA: 4,
    0xCB: 8,
    0xCC: 1,
    0xCD: 2,
    0xCE: 4,
    0xCF: 8,
    0xD0: 1,
    0xD1: 2,
    0xD2: 4,
    0xD3: 8,
    0xD4: 2,
    0xD5: 3,
    0xD6: 5,
    0xD7: 9,
    0xD8: 17,
}
_SIZED = {0xC4: 1, 0xC5: 2, 0xC6: 4, 0xC7: 1, 0xC8: 2, 0xC9: 4, 0xD9: 1, 0xDA: 2, 0xDB: 4}
_LISTS = {0xDC: 2, 0xDD: 4}
_MAPS = {0xDE: 2, 0xDF: 4}
_EXTENSIONS = {0xC7, 0xC8, 0xC9}
_NOT_OPENING = bytes(set(range(256)) - set(range(0x80, 0xA0)) - set(_LISTS) - set(_MAPS))


def nests_within(data: bytes, most: int) -> bool:
    """Tell whether no list or map in the first value of `data` stands deeper than `most`; rubbish never does."""
    # A value cannot be deeper than it has bytes that could open one, letters among them: that settles most.
    if len(data.translate(None, _NOT_OPENING)) <= most:
        return True
    open_: list[int] = [1]
    place = 0
    while open_ and place < len(data):
        if not open_[-1]:
            open_.pop()
            continue
        open_[-1] -= 1
        place, inside = _step(data, place)
        if inside:
            open_.append(inside)
            if len(open_) - 1 > most:
                return False
    return True


def _step(data: bytes, place: int) -> tuple[int, int]:
    """Return where the value's content begins, or the next value for one without, and how many values it holds."""
    byte = data[place]
    after = place + 1
    if 0x80 <= byte < 0x90:
        return after, 2 * (byte & 0x0F)
    if 0x90 <= byte < 0xA0:
        return after, byte & 0x0F
    if 0xA0 <= byte < 0xC0:
        return after + (byte & 0x1F), 0
    if byte in _LISTS or byte in _MAPS:
        width = _LISTS.get(byte) or _MAPS[byte]
        size = int.from_bytes(data[after : after + width], "big")
        return after + width, size * (2 if byte in _MAPS else 1)
    if byte in _SIZED:
        width = _SIZED[byte]
        return after + width + int.from_bytes(data[after : after + width], "big") + (byte in _EXTENSIONS), 0
    return after + _FIXED.get(byte, 0), 0
