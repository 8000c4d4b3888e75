# SPDX-License-Identifier: EUPL-1.2
"""Terms of law and service: a length from a start event, with the source that says so and the days it holds for.

They are parameters, not constants: when a rule changes a line is added with its first day, and the old one gets its
last. What is not verified against the text in force is shipped off, and counts nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from welfaredesk.base.text import N_


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A term in days; `on` is false for one that is still to be verified."""

    name: str
    label: str
    start_event: str
    days: int
    source: str
    valid_from: date
    valid_to: date | None = None
    on: bool = True

    def holds(self, day: date) -> bool:
        """Tell whether the term is on and in force on a day."""
        return self.on and self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def due(self, start: date) -> date:
        """Return the last day of the term that starts on a day."""
        return start + timedelta(days=self.days)


ADI_FIRST, ADI_NEXT, ADI_CONVENE, ADI_SIGN = "adi_first", "adi_next", "adi_convene", "adi_sign"
ADI_LAW = N_("D.L. 48/2023, art. 4, convertito dalla L. 85/2023")
TO_VERIFY = N_("da verificare sul testo in vigore")

TERMS: tuple[Term, ...] = (
    Term(
        name=ADI_FIRST,
        label=N_("Primo appuntamento ADI"),
        start_event=N_("sottoscrizione del PAD"),
        days=120,
        source=ADI_LAW,
        valid_from=date(2024, 1, 1),
    ),
    Term(
        name=ADI_NEXT,
        label=N_("Prossimo appuntamento ADI"),
        start_event=N_("appuntamento precedente"),
        days=90,
        source=ADI_LAW,
        valid_from=date(2024, 1, 1),
    ),
    Term(
        name=ADI_CONVENE,
        label=N_("Convocazione ADI"),
        start_event=N_("sottoscrizione del PAD"),
        days=60,
        source=TO_VERIFY,
        valid_from=date(2024, 1, 1),
        on=False,
    ),
    Term(
        name=ADI_SIGN,
        label=N_("Firma del patto per l'inclusione"),
        start_event=N_("valutazione"),
        days=60,
        source=TO_VERIFY,
        valid_from=date(2024, 1, 1),
        on=False,
    ),
)


def term(name: str, day: date, *, among: Sequence[Term] = TERMS) -> Term | None:
    """Return the term of that name in force on the day that its start event falls, nothing when none is."""
    return next((one for one in among if one.name == name and one.holds(day)), None)
