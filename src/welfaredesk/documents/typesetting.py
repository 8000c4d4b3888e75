# SPDX-License-Identifier: EUPL-1.2
"""Typesetting: a template and what is said in it become a tagged PDF; what the typeface cannot draw is marked."""

import json
import struct
from datetime import UTC, date, datetime
from functools import cache
from typing import Any
from unicodedata import normalize

from welfaredesk.base.places import resources_folder
from welfaredesk.base.text import N_, tr

MARK = "[?]"
MARKED = N_("Al posto di «{mark}» ci sono lettere che il carattere di stampa non ha: si leggono sullo schermo.")
REGULAR = "AtkinsonHyperlegibleNext_400Regular.ttf"
LAID = frozenset("\n\t\r")
_SEGMENTS = 4


def typeset(template: str, said: dict[str, Any], *, day: date) -> bytes:
    """Return the PDF (tagged, PDF/UA-1) of a shipped template; nothing is written to the disk.

    What people wrote goes in as JSON and is set as text: nothing of it is ever read as markup. `said["marked"]` says
    what the mark means where something could not be drawn, else nothing.
    """
    import typst

    drawn = drawable(said)
    text = json.dumps(drawn, ensure_ascii=False)
    told = tr(MARKED).format(mark=MARK) if MARK in text and MARK not in json.dumps(said, ensure_ascii=False) else ""
    return typst.compile(
        resources_folder() / "templates" / template,
        font_paths=[resources_folder() / "fonts"],
        ignore_system_fonts=True,
        sys_inputs={"said": json.dumps(drawn | {"marked": told}, ensure_ascii=False)},
        format="pdf",
        pdf_standards=["ua-1"],
        timestamp=datetime(day.year, day.month, day.day, tzinfo=UTC),
    )


def drawable(value: Any) -> Any:
    """Return words with each run of letters that the typeface does not have in place of a mark, in whatever holds them.

    A paper with a letter that shows as an empty box says less than it seems to: PDF/UA forbids it.
    """
    if isinstance(value, str):
        return _drawable_text(value)
    if isinstance(value, dict):
        return {name: drawable(one) for name, one in value.items()}
    return [drawable(one) for one in value] if isinstance(value, list | tuple) else value


def _drawable_text(text: str) -> str:
    known, composed = letters(), normalize("NFC", text)
    if all(letter in LAID or ord(letter) in known for letter in set(composed)):
        return composed
    made, marked = list[str](), False
    for letter in composed:
        if letter in LAID or ord(letter) in known:
            made.append(letter)
            marked = False
        elif not marked:
            made.append(MARK)
            marked = True
    return "".join(made)


@cache
def letters() -> frozenset[int]:
    """Return the code points that the shipped typeface draws, read from its `cmap` (OpenType 1.9, format 4)."""
    data = (resources_folder() / "fonts" / REGULAR).read_bytes()
    (tables,) = struct.unpack_from(">H", data, 4)
    entries = [struct.unpack_from(">4sLLL", data, 12 + 16 * number) for number in range(tables)]
    start = next(offset for tag, _, offset, _ in entries if tag == b"cmap")
    (count,) = struct.unpack_from(">H", data, start + 2)
    places = {start + struct.unpack_from(">HHL", data, start + 4 + 8 * number)[2] for number in range(count)}
    kept = (at for at in places if struct.unpack_from(">H", data, at)[0] == _SEGMENTS)
    return frozenset(point for at in kept for point in _points(data, at))


def _points(data: bytes, at: int) -> set[int]:
    (twice,) = struct.unpack_from(">H", data, at + 6)
    shape = f">{twice // 2}H"
    ends = struct.unpack_from(shape, data, at + 14)
    starts = struct.unpack_from(shape, data, at + 16 + twice)
    return {point for first, last in zip(starts, ends, strict=True) for point in range(first, last + 1)} - {0xFFFF}
