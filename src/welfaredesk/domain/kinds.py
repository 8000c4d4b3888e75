# SPDX-License-Identifier: EUPL-1.2
"""The kinds of field that a record can have, and how each is declared."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, TypeAlias

Value: TypeAlias = Any
"""A field's value as JSON knows it: text, whole number, truth, list, object, or None when nothing was said."""

Values: TypeAlias = Mapping[str, Value]

ORDINARY = "ordinary"
RESERVED = "reserved"


class Kind(StrEnum):
    """What a field holds, and so how it is stored, edited, checked and shown."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    DAY = "day"
    MOMENT = "moment"
    NUMBER = "number"
    MONEY = "money"
    CHOICE = "choice"
    CHOICES = "choices"
    FLAG = "flag"
    LINK = "link"
    ROWS = "rows"
    FILE = "file"


class Search(StrEnum):
    """How a field is found: not at all, as part of a name, as digits of a phone, as a code, or by its words."""

    NONE = "none"
    NAME = "name"
    PHONE = "phone"
    CODE = "code"
    WORDS = "words"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of a record type; `name` is given by the declaration that holds it."""

    kind: Kind
    label: str
    name: str = ""
    help: str = ""
    section: str = ""
    circle: str = ORDINARY
    required: bool = False
    listed: bool = False
    retired: bool = False
    inner: bool = False
    search: Search = Search.NONE
    codes: str | None = None
    targets: tuple[str, ...] = ()
    unit: str = ""
    rows: tuple["Field", ...] = ()
    width: int = 0
    fills: str = ""
    past: bool = False

    def row(self, name: str) -> "Field":
        """Return the field `name` of a list's rows.

        Raises:
            KeyError: when rows have no such field.
        """
        for field in self.rows:
            if field.name == name:
                return field
        raise KeyError(name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """What any field may say of itself besides its kind and label.

    `fills` says what a new record gets when nothing is said: `now`, `today`, `me`, `number`, `state` (the
    one that its machine opens with), or `=` and a code. A moment that is `past` has happened: nobody may write one that
    is still to come. What is `inner` the program keeps for itself: no form shows it.
    """

    help: str = ""
    section: str = ""
    circle: str = ORDINARY
    required: bool = False
    listed: bool = False
    retired: bool = False
    inner: bool = False
    search: Search = Search.NONE
    unit: str = ""
    width: int = 0
    fills: str = ""
    past: bool = False


PLAIN = Traits()


def _declare(kind: Kind, label: str, traits: Traits, **more: Any) -> Field:
    return Field(
        kind=kind,
        label=label,
        help=traits.help,
        section=traits.section,
        circle=traits.circle,
        required=traits.required,
        listed=traits.listed,
        retired=traits.retired,
        inner=traits.inner,
        search=traits.search,
        unit=traits.unit,
        width=traits.width,
        fills=traits.fills,
        past=traits.past,
        **more,
    )


def line(label: str, traits: Traits = PLAIN) -> Field:
    """Declare one line of text, at most 300 characters."""
    return _declare(Kind.TEXT, label, traits)


def long_text(label: str, traits: Traits = PLAIN) -> Field:
    """Declare prose of any length, merged by paragraphs and words."""
    return _declare(Kind.LONG_TEXT, label, traits)


def day(label: str, traits: Traits = PLAIN) -> Field:
    """Declare a calendar day, written `YYYY-MM-DD`."""
    return _declare(Kind.DAY, label, traits)


def moment(label: str, traits: Traits = PLAIN) -> Field:
    """Declare a day and time with its offset, written `YYYY-MM-DDTHH:MM:SS+HH:MM`."""
    return _declare(Kind.MOMENT, label, traits)


def number(label: str, traits: Traits = PLAIN) -> Field:
    """Declare a whole number of `unit`."""
    return _declare(Kind.NUMBER, label, traits)


def money(label: str, traits: Traits = PLAIN) -> Field:
    """Declare an amount in whole euro cents."""
    return _declare(Kind.MONEY, label, traits)


def choice(label: str, codes: str, *, traits: Traits = PLAIN) -> Field:
    """Declare one code of the list `codes`."""
    return _declare(Kind.CHOICE, label, traits, codes=codes)


def choices(label: str, codes: str, *, traits: Traits = PLAIN) -> Field:
    """Declare several codes of the list `codes`, the first of which prevails."""
    return _declare(Kind.CHOICES, label, traits, codes=codes)


def flag(label: str, traits: Traits = PLAIN) -> Field:
    """Declare a yes or no."""
    return _declare(Kind.FLAG, label, traits)


def link(label: str, targets: tuple[str, ...], *, traits: Traits = PLAIN) -> Field:
    """Declare a link to a record: `{"id", "root", "title"}`, the title as written when the link was made."""
    return _declare(Kind.LINK, label, traits, targets=targets)


def rows(label: str, fields: Mapping[str, Field], *, traits: Traits = PLAIN) -> Field:
    """Declare a list of rows, each with an id of its own under `_row`."""
    return _declare(Kind.ROWS, label, traits, rows=tuple(replace(f, name=n) for n, f in fields.items()))


def file(label: str, traits: Traits = PLAIN) -> Field:
    """Declare an attachment: `{"name", "media_type", "size", "sha256", "chunk_size", "key"}`."""
    return _declare(Kind.FILE, label, traits)
