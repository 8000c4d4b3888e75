# SPDX-License-Identifier: EUPL-1.2
"""Checks: whether a value fits its field, in a sentence when it does not."""

import re
from collections.abc import Callable, Container, Iterator, Mapping
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Any, TypeAlias

from welfaredesk.base.ids import is_id
from welfaredesk.base.text import N_
from welfaredesk.domain.changes import said
from welfaredesk.domain.kinds import Field, Kind, Value, Values
from welfaredesk.domain.record import Problem, RecordType

TEXT_LIMIT = 300
LONG_TEXT_LIMIT = 200_000
ROWS_LIMIT = 500
NUMBER_LIMIT = 10**12
EARLIEST = 1850
LATEST = 2200

MISSING = N_("Manca: va compilato")
NOT_TEXT = N_("Ci vuole un testo")
TOO_LONG = N_("È troppo lungo")
NOT_DAY = N_("Ci vuole una data che esiste, per esempio 3/11/2026")
NOT_MOMENT = N_("Ci vogliono data e ora, per esempio 3/11/2026 16:30")
NOT_NUMBER = N_("Ci vuole un numero intero")
NOT_FLAG = N_("Ci vuole sì o no")
NOT_CODE = N_("Non è una voce dell'elenco")
NOT_LINK = N_("Il collegamento non indica una scheda")
NOT_ROWS = N_("Ci vuole un elenco di righe")
TOO_MANY = N_("Le righe sono troppe")
NOT_FILE = N_("L'allegato non è descritto per intero")
UNKNOWN = N_("Questo campo non esiste")
FORBIDDEN = N_("Contiene caratteri che non si possono scrivere")
NOT_YET = N_("È nel futuro, per l'orologio di questo PC: controlla giorno e ora, o l'orologio")
CLOCKS_DIFFER = timedelta(minutes=10)
"""By how much the hour on a wrist may be ahead of this PC's."""

CodesOf: TypeAlias = Callable[[str], Container[str]]
"""From the name of a code list to the codes it holds."""

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})", re.ASCII)
NOTHING: Mapping[str, Value] = MappingProxyType({})
_HASH = re.compile("[0-9a-f]{64}", re.ASCII)
_FILE_PARTS = {"name": str, "media_type": str, "size": int, "sha256": str, "chunk_size": int, "key": str}


def problems_of(type_: RecordType, values: Values, *, codes: CodesOf) -> Iterator[Problem]:
    """Give everything that is wrong or doubtful in the values of a record."""
    for name in values:
        if name not in type_.by_name and not name.startswith("_"):
            yield Problem(name, UNKNOWN)
    sound = {name: said(value) for name, value in values.items()}
    for field in type_.fields:
        value = sound.get(field.name)
        if value is None:
            if field.required:
                yield Problem(field.name, MISSING)
        else:
            text = field_problem(field, value, codes=codes)
            if text:
                del sound[field.name]
                yield Problem(field.name, text)
    # Rules between fields may count on each value being what its field holds.
    for check in type_.checks:
        yield from check(sound)


def future_problems(
    type_: RecordType, values: Values, *, now: datetime, standing: Mapping[str, Value] = NOTHING
) -> Iterator[Problem]:
    """Give the moments and days that are said to have happened and are still to come, those in rows too.

    What already stands, in a field or in a row, is left alone: a colleague's clock may be ahead, and that must stop
    nobody's work.
    """
    for field in type_.fields:
        ahead = [one for one in _said_in(field, values.get(field.name)) if _to_come(one[1], one[2], now)]
        stood = list(_said_in(field, standing.get(field.name))) if ahead else []
        if any(one not in stood for one in ahead):
            yield Problem(field.name, NOT_YET)


def _said_in(field: Field, value: Value) -> Iterator[tuple[str, Field, Value]]:
    """Give what a field says, or each of its rows under the row's id where it has rows."""
    if field.kind is not Kind.ROWS:
        yield "", field, said(value)
        return
    for row in value if isinstance(value, list) else ():
        if isinstance(row, dict):
            yield from ((str(row.get("_row") or ""), part, said(row.get(part.name))) for part in field.rows)


def _to_come(field: Field, value: Value, now: datetime) -> bool:
    if not field.past:
        return False
    if is_day(value):
        return date.fromisoformat(str(value)) > now.date()
    return is_moment(value) and datetime.fromisoformat(str(value)) > now + CLOCKS_DIFFER


def field_problem(field: Field, value: Value, *, codes: CodesOf) -> str:
    """Return what is wrong with a value that says something, or nothing."""
    if field.kind is Kind.ROWS:
        return _rows_problem(field, value, codes=codes)
    if field.kind in _TEXT_LIMITS:
        return _text_problem(value, _TEXT_LIMITS[field.kind])
    if field.kind is Kind.CHOICE:
        return "" if isinstance(value, str) and value in codes(field.codes or "") else NOT_CODE
    if field.kind is Kind.CHOICES:
        known = codes(field.codes or "")
        fits = isinstance(value, list) and all(isinstance(one, str) and one in known for one in value)
        return "" if fits else NOT_CODE
    fits_kind, sentence = _SHAPES[field.kind]
    return "" if fits_kind(value) else sentence


def _text_problem(value: Value, limit: int) -> str:
    if not isinstance(value, str):
        return NOT_TEXT
    if _CONTROL.search(value):
        return FORBIDDEN
    return TOO_LONG if len(value) > limit else ""


def _rows_problem(field: Field, value: Value, *, codes: CodesOf) -> str:
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        return NOT_ROWS
    if len(value) > ROWS_LIMIT:
        return TOO_MANY
    named = [row["_row"] for row in value if "_row" in row]
    if len({str(row) for row in named}) != len(named):
        return NOT_ROWS
    parts = {part.name: part for part in field.rows}
    for row in value:
        for name, one in row.items():
            if name == "_row":
                if not is_id(one):
                    return NOT_ROWS
            elif name not in parts:
                return UNKNOWN
            elif said(one) is not None:
                text = field_problem(parts[name], one, codes=codes)
                if text:
                    return text
    return ""


def is_day(value: Any) -> bool:
    """Tell whether a value is a day written `YYYY-MM-DD` between 1850 and 2200."""
    if not isinstance(value, str):
        return False
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return False
    # Python reads weeks too, «2026-W01-1», which no list could put in order.
    return day.isoformat() == value and EARLIEST <= day.year <= LATEST


def is_moment(value: Any) -> bool:
    """Tell whether a value is a moment written `YYYY-MM-DDTHH:MM[:SS]` with its offset."""
    if not isinstance(value, str) or not _MOMENT.fullmatch(value):
        return False
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return False
    return EARLIEST <= moment.year <= LATEST


def is_link(value: Any) -> bool:
    """Tell whether a value names a record, its root, and the title as written."""
    if not isinstance(value, dict) or not is_id(value.get("id")):
        return False
    root, title = value.get("root"), value.get("title", "")
    known = set(value) <= {"id", "root", "title"}
    return known and (root is None or is_id(root)) and not _text_problem(title, TEXT_LIMIT)


def is_file(value: Any) -> bool:
    """Tell whether a value describes an attachment whole."""
    if not isinstance(value, dict) or set(value) != set(_FILE_PARTS):
        return False
    whole = all(isinstance(value[name], kind) for name, kind in _FILE_PARTS.items())
    if not whole or _text_problem(value["name"], TEXT_LIMIT):
        return False
    # The hash becomes the name of a file, and may come from another desk.
    return _HASH.fullmatch(value["sha256"]) is not None and all(
        is_number(value[name]) and value[name] >= 0 for name in ("size", "chunk_size")
    )


def is_number(value: Any) -> bool:
    """Tell whether a value is a whole number that fits."""
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < NUMBER_LIMIT


def is_flag(value: Any) -> bool:
    """Tell whether a value is yes or no."""
    return isinstance(value, bool)


_TEXT_LIMITS = {Kind.TEXT: TEXT_LIMIT, Kind.LONG_TEXT: LONG_TEXT_LIMIT}
_SHAPES: dict[Kind, tuple[Callable[[Any], bool], str]] = {
    Kind.DAY: (is_day, NOT_DAY),
    Kind.MOMENT: (is_moment, NOT_MOMENT),
    Kind.NUMBER: (is_number, NOT_NUMBER),
    Kind.MONEY: (is_number, NOT_NUMBER),
    Kind.FLAG: (is_flag, NOT_FLAG),
    Kind.LINK: (is_link, NOT_LINK),
    Kind.FILE: (is_file, NOT_FILE),
}
