# SPDX-License-Identifier: EUPL-1.2
"""The rows: a copy of what the entries fold to, one table per record type."""

from collections.abc import Iterator
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
    title = type_.title(values)
    said = (values.get(field.name) for field in type_.fields)
    stored = [None if one is None else to_column(field, one) for field, one in zip(type_.fields, said, strict=True)]
    database.conn.execute(_insert(type_), (identity, root, title, *stored))
    return title


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
