# SPDX-License-Identifier: EUPL-1.2
"""The rows: a copy of what the entries fold to, one table per record type."""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

import msgspec

from welfaredesk.domain.kinds import Field, Kind, Value, Values
from welfaredesk.domain.record import RecordType
from welfaredesk.store.driver import Database
from welfaredesk.store.schema import JSON_KINDS, table_of

_encode = msgspec.json.Encoder(order="sorted").encode
_decode = msgspec.json.Decoder().decode


def to_column(field: Field, value: Value) -> Any:
    """Return a value as its column keeps it."""
    if value is None:
        return None
    if field.kind in JSON_KINDS:
        return _encode(value).decode()
    return int(value) if field.kind is Kind.FLAG else value


def from_column(field: Field, stored: Any) -> Value:
    """Return the value that a column keeps."""
    if stored is None:
        return None
    if field.kind in JSON_KINDS:
        return _decode(stored)
    return bool(stored) if field.kind is Kind.FLAG else stored


@cache
def _insert(type_: RecordType) -> str:
    names = ", ".join(f'"{field.name}"' for field in type_.fields)
    marks = ", ".join("?" * (len(type_.fields) + 3))
    return f'INSERT OR REPLACE INTO "{table_of(type_)}" (_id, _root, _title, {names}) VALUES ({marks})'


@cache
def _select(type_: RecordType) -> str:
    names = ", ".join(f'"{field.name}"' for field in type_.fields)
    return f'SELECT _id, _root, _title, {names} FROM "{table_of(type_)}"'


def write_row(database: Database, type_: RecordType, identity: str, *, root: str, values: Values) -> str:
    """Write the row of a record and return its title."""
    line = _line(type_, identity, root, values=values)
    database.conn.execute(_insert(type_), line)
    return str(line[2])


def write_rows(database: Database, type_: RecordType, found: Iterable[tuple[str, str, Values]]) -> None:
    """Write the rows of many records of a type: id, root and values of each."""
    lines = (_line(type_, identity, root, values=values) for identity, root, values in found)
    database.conn.executemany(_insert(type_), lines)


def _line(type_: RecordType, identity: str, root: str, *, values: Values) -> tuple[Any, ...]:
    places = _places(type_)
    stored: list[Any] = [None] * (len(places) + 3)
    stored[:3] = identity, root, type_.title(values)
    for name, value in values.items():
        place = places.get(name)
        if place is not None and value is not None:
            stored[place] = to_column(type_.by_name[name], value)
    return tuple(stored)


@cache
def _places(type_: RecordType) -> dict[str, int]:
    """Return where the column of each field stands, behind id, root and title."""
    return {field.name: place for place, field in enumerate(type_.fields, start=3)}


def delete_row(database: Database, type_: RecordType, identity: str) -> None:
    """Take a retired record out of the rows; its entries stay."""
    database.conn.execute(f'DELETE FROM "{table_of(type_)}" WHERE _id = ?', (identity,))


def read_row(database: Database, type_: RecordType, identity: str) -> dict[str, Value] | None:
    """Return `_id`, `_root`, `_title` and the values that a record says, or nothing."""
    found = database.conn.execute(f"{_select(type_)} WHERE _id = ?", (identity,)).fetchone()
    return None if found is None else as_values(type_, found)


def as_values(type_: RecordType, stored: tuple[Any, ...]) -> dict[str, Value]:
    """Return a row as a record, without the fields that say nothing."""
    values: dict[str, Value] = {"_id": stored[0], "_root": stored[1], "_title": stored[2]}
    for field, column in zip(type_.fields, stored[3:], strict=True):
        if column is not None:
            values[field.name] = from_column(field, column)
    return values


def select_rows(
    database: Database,
    type_: RecordType,
    *,
    where: str = "1",
    order: str = "_id",
    values: tuple[Any, ...] = (),
) -> Iterator[dict[str, Value]]:
    """Give the records of a type that a condition of this package's own making finds."""
    for stored in database.conn.execute(f"{_select(type_)} WHERE {where} ORDER BY {order}", values):
        yield as_values(type_, stored)
