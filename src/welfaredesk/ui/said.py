# SPDX-License-Identifier: EUPL-1.2
"""A field's value in words, for histories, previews and pages that only show."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

from welfaredesk.base.clock import today
from welfaredesk.base.text import N_, plural, tr
from welfaredesk.domain.kinds import Field, Kind, Value
from welfaredesk.domain.money import euro_words
from welfaredesk.domain.parameters import Term
from welfaredesk.domain.periods import clock_words, full_day
from welfaredesk.domain.record import RecordType
from welfaredesk.ui.context import Context
from welfaredesk.ui.editors.links import PROTECTED

YES, NO = N_("sì"), N_("no")
AT_ONCE = N_("subito")


def moment_figures(iso: str) -> str:
    """Return a moment in figures: «19/10/2026, 16:30»."""
    when = datetime.fromisoformat(iso)
    return f"{full_day(when.date())}, {clock_words(when)}"


def length_words(term: Term) -> str:
    """Return how long a term is: «24 ore», «90 giorni», «2 mesi», «subito»."""
    if term.hours:
        return plural(term.hours, N_("ora"), many=N_("ore"))
    if term.days:
        return plural(term.days, N_("giorno"), many=N_("giorni"))
    return plural(term.months, N_("mese"), many=N_("mesi")) if term.months else tr(AT_ONCE)


def field_names(type_: RecordType, names: Iterable[str]) -> str:
    """Return what some fields are called, as it stands in a sentence."""
    return ", ".join(tr(type_.field(name).label).lower() for name in names)


def value_words(context: Context, field: Field, value: Value) -> str:
    """Return a value as people read it, nothing for none."""
    if value is None or value in ("", []):
        return ""
    say = _WORDS.get(field.kind)
    return say(context, field, value) if say else f"{value} {field.unit}".strip()


def _codes(context: Context, field: Field, value: Value) -> str:
    codes = [value] if isinstance(value, str) else value
    return ", ".join(context.codes.label(field.codes or "", one) for one in codes)


def _rows(context: Context, field: Field, value: Value) -> str:
    return "\n".join(row_words(context, field, row) for row in value)


_WORDS: dict[Kind, Callable[[Context, Field, Value], str]] = {
    Kind.DAY: lambda _context, _field, value: full_day(date.fromisoformat(value)),
    Kind.MOMENT: lambda _context, _field, value: moment_figures(value),
    Kind.MONEY: lambda _context, _field, value: f"{euro_words(value)} €",
    Kind.FLAG: lambda _context, _field, value: tr(YES if value else NO),
    Kind.LINK: lambda _context, _field, value: str(value.get("title") or "") or tr(PROTECTED),
    Kind.FILE: lambda _context, _field, value: str(value.get("name") or ""),
    Kind.CHOICE: _codes,
    Kind.CHOICES: _codes,
    Kind.ROWS: _rows,
}


def row_words(context: Context, field: Field, row: dict[str, Any]) -> str:
    """Return a row of a list on one line; a yes is said by its label."""
    found = []
    for part in field.rows:
        words = value_words(context, part, row.get(part.name))
        if part.kind is Kind.FLAG:
            words = tr(part.label) if row.get(part.name) else ""
        if part.kind is Kind.DAY and words:
            words = f"{tr(part.label).lower()} {words}"
        if words:
            found.append(words)
    return " · ".join(found)


def in_force(row: dict[str, Any], context: Context) -> bool:
    """Tell whether a dated row holds today."""
    day = today(context.clock).isoformat()
    return (
        str(row.get("since") or row.get("valid_from") or "")
        <= day
        <= str(row.get("until") or row.get("valid_to") or "9999")
    )
