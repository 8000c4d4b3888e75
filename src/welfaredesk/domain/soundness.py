# SPDX-License-Identifier: EUPL-1.2
"""Soundness: of what entries say, that which a field's kind can hold at all; the rest is kept and not shown.

Entries come from other desks, and a hostile or broken one may write a number where a text belongs. This looks at shapes
alone, never at contents, so that every desk shows the same: a day or a moment that no calendar holds has none.
"""

from collections.abc import Callable
from functools import cache
from typing import Any, TypeAlias

from welfaredesk.domain.checks import is_day, is_file, is_moment
from welfaredesk.domain.kinds import Field, Kind
from welfaredesk.domain.record import RecordType

Sound: TypeAlias = dict[str, Any]

LARGEST = 2**63

_Shape: TypeAlias = Callable[[Any], bool]


def sound(type_: RecordType, values: dict[str, Any]) -> Sound:
    """Return the values without those that their field cannot hold and without fields that the type has not."""
    shapes = _shapes(type_)
    found: Sound = {}
    for name, value in values.items():
        shape: _Shape | dict[str, _Shape] | None = shapes.get(name)
        if shape is None:
            continue
        if isinstance(shape, dict):
            rows = _sound_rows(shape, value)
            if rows:
                found[name] = rows
        elif shape(value):
            found[name] = value
    return found


def sound_copy(type_: RecordType, copy: Sound) -> Sound:
    """Return a frozen copy without what a field cannot hold; what this version does not know stays, for its hash."""
    shapes = _shapes(type_)
    found: Sound = {}
    for name, value in copy.items():
        shape: _Shape | dict[str, _Shape] | None = shapes.get(name)
        if isinstance(shape, dict):
            found[name] = (
                [_sound_parts(shape, row) for row in value if isinstance(row, dict)] if _is_list(value) else []
            )
        elif shape is None or shape(value):
            found[name] = value
    return found


def _sound_parts(shapes: dict[str, _Shape], row: Sound) -> Sound:
    return {name: one for name, one in row.items() if name not in shapes or shapes[name](one) or one is None}


@cache
def _shapes(type_: RecordType) -> dict[str, _Shape | dict[str, _Shape]]:
    return {field.name: _shape_of(field) for field in type_.fields}


def _shape_of(field: Field) -> _Shape | dict[str, _Shape]:
    if field.kind is Kind.ROWS:
        return {part.name: _plain(part) for part in field.rows}
    return _plain(field)


def _plain(field: Field) -> _Shape:
    return _SHAPES.get(field.kind, _is_text)


def _sound_rows(shapes: dict[str, _Shape], value: Any) -> list[dict[str, Any]]:
    if not isinstance(value, list):
        return []
    found = []
    for row in value:
        if isinstance(row, dict) and isinstance(row.get("_row"), str):
            kept = {name: one for name, one in row.items() if name == "_row" or (name in shapes and shapes[name](one))}
            found.append(kept)
    return found


def _is_list(value: Any) -> bool:
    return isinstance(value, list)


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and -LARGEST <= value < LARGEST


def _is_flag(value: Any) -> bool:
    return isinstance(value, bool)


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _is_link(value: Any) -> bool:
    if not isinstance(value, dict) or not isinstance(value.get("id"), str):
        return False
    return all(name in ("id", "root", "title") and isinstance(one, str | None) for name, one in value.items())


_SHAPES: dict[Kind, _Shape] = {
    Kind.DAY: is_day,
    Kind.MOMENT: is_moment,
    Kind.NUMBER: _is_number,
    Kind.MONEY: _is_number,
    Kind.FLAG: _is_flag,
    Kind.CHOICES: _is_texts,
    Kind.LINK: _is_link,
    Kind.FILE: is_file,
}
