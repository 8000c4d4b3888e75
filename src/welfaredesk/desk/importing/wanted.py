# SPDX-License-Identifier: EUPL-1.2
"""What the file wants of one record, gathered from the rows that speak of it."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import msgspec

from welfaredesk.base.ids import derived_id
from welfaredesk.desk.importing.said import Flat
from welfaredesk.domain.kinds import Field, Kind, Value
from welfaredesk.domain.recognition import Traits
from welfaredesk.domain.record import RecordType
from welfaredesk.domain.spoken import fold_text, phone_digits

_HASH_BYTES = 8
_encode = msgspec.msgpack.Encoder(order="sorted").encode


@dataclass(slots=True, kw_only=True)
class Wanted:
    """One record as the file wants it: under which ids it may be here, its values by path, and who said each."""

    type: RecordType
    section: str
    identities: tuple[str, ...]
    sort: str
    values: Flat = field(default_factory=dict)
    said_in: dict[str, int] = field(default_factory=dict)
    rows: list[int] = field(default_factory=list)
    root: str | None = None
    here: str | None = None

    @property
    def identity(self) -> str:
        """Return the id that a new record gets."""
        return self.here or self.identities[0]

    def add(self, values: Flat, row: int) -> list[str]:
        """Take what a row says and return the paths on which an earlier row says otherwise, which stands."""
        self.rows.append(row)
        differing = []
        for path, value in values.items():
            if path not in self.values:
                self.values[path] = value
                self.said_in[path] = row
            elif not equal(self.values[path], value):
                differing.append(path)
        return differing


def field_at(type_: RecordType, path: str) -> Field:
    """Return the field that a path leads to."""
    name, _, rest = path.partition("/")
    found = type_.field(name)
    return found.row(rest.rpartition("/")[2]) if rest else found


def equal(one: Value, other: Value) -> bool:
    """Tell whether two values say the same; links do when they lead to the same record."""
    if isinstance(one, dict) and isinstance(other, dict):
        return bool(one.get("id") == other.get("id"))
    return bool(one == other)


def alike(one: Value, other: Value, *, declared: Field) -> bool:
    """Tell whether two values differ at most in case, accents, blanks, or how a number is grouped."""
    if equal(one, other):
        return True
    if not (isinstance(one, str) and isinstance(other, str)):
        return False
    if declared.kind is Kind.LONG_TEXT:
        return one.split() == other.split()
    if declared.kind is not Kind.TEXT:
        return False
    folded = fold_text(one)
    if folded:
        return folded == fold_text(other) or (declared.name == "value" and _same_number(one, other))
    return one.split() == other.split()


def _same_number(one: str, other: str) -> bool:
    digits = phone_digits(one)
    return bool(digits) and digits == phone_digits(other)


def mark(value: Value) -> bytes:
    """Return what is remembered of an imported value: enough to see that the file says another one now."""
    said: Any = value.get("id") if isinstance(value, dict) else value
    return hashlib.sha256(_encode(said)).digest()[:_HASH_BYTES]


def marks(values: Flat) -> dict[str, bytes]:
    """Return the mark of each value."""
    return {path: mark(value) for path, value in values.items()}


def identity_of(ente: str, source: str, *, kind: str, key: str) -> str:
    """Return the id of the record that a key of another program stands for: the same on every desk of the ente."""
    return derived_id(ente, f"import/{source}/{kind}/{key}")


def person_keys(values: Flat, key: str) -> tuple[str, ...]:
    """Return the keys under which a person may have been imported, the surest first."""
    if key:
        return (f"key:{key}",)
    found = []
    code = Traits(tax_code=str(values.get("tax_code") or "")).code_key
    if code:
        found.append(f"cf:{code}")
    names = [fold_text(str(values.get(name) or "")) for name in ("surname", "name")]
    if any(names):
        found.append("|".join(["name", *names, str(values.get("birth") or "")]))
    return tuple(found)


def text_key(parts: Iterable[str]) -> str:
    """Return a key of texts that say the same however blanks and lines are set."""
    joined = "\x1f".join(" ".join(part.split()) for part in parts)
    return hashlib.sha256(joined.encode()).hexdigest()
