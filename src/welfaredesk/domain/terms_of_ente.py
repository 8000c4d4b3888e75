# SPDX-License-Identifier: EUPL-1.2
"""Terms as an ente wants them: those that it wrote in its settings come first, then those that are shipped."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from welfaredesk.base.text import tr
from welfaredesk.domain.access_terms import ACCESS_TERMS
from welfaredesk.domain.checks import is_day
from welfaredesk.domain.kinds import Value
from welfaredesk.domain.parameters import TERMS, Term
from welfaredesk.domain.removal_terms import REMOVAL_TERMS

SHIPPED = (*TERMS, *REMOVAL_TERMS, *ACCESS_TERMS)
UNITS = {
    **dict.fromkeys(("hours", "ore", "ora"), "hours"),
    **dict.fromkeys(("days", "giorni", "giorno"), "days"),
    **dict.fromkeys(("months", "mesi", "mese"), "months"),
}
"""The units that an ente may write for a term of its own, in the words of the code list or of people."""
LONGEST = {"hours": 2_000, "days": 1_000, "months": 60}
FIRST_DAY = date(2000, 1, 1)


def in_force(shipped: Sequence[Term], rows: Value) -> tuple[Term, ...]:
    """Return these terms as an ente wants them, from the rows of its settings.

    A row may also turn on a term that is shipped off. One that says no unit keeps that of the term; what is no length
    is passed over.
    """
    own = (_own(shipped, row) for row in rows or () if isinstance(row, Mapping))
    return (*(one for found in own for one in found), *shipped)


def fits(row: Mapping[str, Value]) -> bool:
    """Tell whether a row of the settings names a term of the program and says how long it is."""
    return any(_own(SHIPPED, row))


def _own(shipped: Sequence[Term], row: Mapping[str, Value]) -> Iterator[Term]:
    said = str(row.get("name") or "").strip().casefold()
    first, last = row.get("valid_from"), row.get("valid_to")
    for term in shipped:
        unit = _unit(row.get("unit"), term)
        length = _length(row.get("length"), unit)
        if not length or said not in {term.name, tr(term.label).casefold()}:
            continue
        yield replace(
            term,
            hours=length if unit == "hours" else 0,
            days=length if unit == "days" else 0,
            months=length if unit == "months" else 0,
            on=True,
            source=str(row.get("source") or term.source),
            valid_from=date.fromisoformat(str(first)) if is_day(first) else FIRST_DAY,
            valid_to=date.fromisoformat(str(last)) if is_day(last) else None,
        )


def _unit(said: Value, term: Term) -> str:
    typed = str(said or "").strip().casefold()
    if typed:
        return UNITS.get(typed, "")
    return "hours" if term.hours else "days" if term.days else "months" if term.months else ""


def _length(said: Value, unit: str) -> int:
    """Return a length as it counts, none for what is no length."""
    if not isinstance(said, int) or isinstance(said, bool):
        return 0
    return said if 0 < said <= LONGEST.get(unit, 0) else 0
