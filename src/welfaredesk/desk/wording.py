# SPDX-License-Identifier: EUPL-1.2
"""Values in words: what a field says, as a person reads it on paper or in a terminal."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from welfaredesk.base.text import N_, tr
from welfaredesk.desk.codes import Codes
from welfaredesk.domain.kinds import Field, Kind, Value


def in_words(field: Field, value: Value, *, codes: Codes) -> str:
    """Return what a value says: labels for codes, titles for links, days as people write them."""
    if value is None:
        return ""
    plain = _PLAIN.get(field.kind)
    if plain is not None:
        return plain(value)
    if field.kind is Kind.NUMBER:
        return f"{value} {tr(field.unit)}".strip()
    if field.kind is Kind.ROWS:
        return "\n".join(_row(field, row, codes) for row in value)
    chosen = value if field.kind is Kind.CHOICES else [value]
    return ", ".join(codes.label(field.codes or "", str(one)) for one in chosen)


def _row(field: Field, row: dict[str, Any], codes: Codes) -> str:
    said = ((part, row.get(part.name)) for part in field.rows)
    return "; ".join(f"{tr(part.label)}: {in_words(part, one, codes=codes)}" for part, one in said if one is not None)


def _day(text: str) -> str:
    try:
        return f"{date.fromisoformat(text):%d/%m/%Y}"
    except ValueError:
        return text


def _moment(text: str) -> str:
    try:
        return f"{datetime.fromisoformat(text):%d/%m/%Y %H:%M}"
    except ValueError:
        return text


def _euro(cents: int) -> str:
    whole, rest = divmod(abs(int(cents)), 100)
    thousands = f"{whole:,}".replace(",", ".")
    return f"{'−' if cents < 0 else ''}{thousands},{rest:02} €"


def _flag(value: Value) -> str:
    return tr(N_("sì")) if value else tr(N_("no"))


def _link(value: Value) -> str:
    return str(value.get("title") or value.get("id") or "")


def _file(value: Value) -> str:
    return str(value.get("name") or "")


_PLAIN: dict[Kind, Callable[[Value], str]] = {
    Kind.TEXT: str,
    Kind.LONG_TEXT: str,
    Kind.DAY: _day,
    Kind.MOMENT: _moment,
    Kind.MONEY: _euro,
    Kind.FLAG: _flag,
    Kind.LINK: _link,
    Kind.FILE: _file,
}
