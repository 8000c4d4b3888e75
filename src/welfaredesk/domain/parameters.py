# SPDX-License-Identifier: EUPL-1.2
"""Terms of law and service: a length from a start event, with the source that says so and the days it holds for.

They are parameters, not constants: when a rule changes a line is added with its first day, and the old one gets its
last. What was read in no official text is shipped off, and counts nothing; each source says what was not verified.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from welfaredesk.base.text import N_
from welfaredesk.domain.typed_time import add_months
from welfaredesk.domain.wall_clock import as_clock_of, end_of_day


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A term in days, months or hours, none for «at once»; `on` is false for one that is still to be verified."""

    name: str
    label: str
    start_event: str
    days: int = 0
    months: int = 0
    hours: int = 0
    source: str
    valid_from: date
    valid_to: date | None = None
    on: bool = True

    def holds(self, day: date) -> bool:
        """Tell whether the term is on and in force on a day."""
        return self.on and self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def due(self, start: date) -> date:
        """Return the last day of the term that starts on a day; hours fill whole days."""
        return add_months(start, self.months) + timedelta(days=self.days - -self.hours // 24)

    def due_at(self, start: datetime) -> datetime | None:
        """Return the moment at which the term that starts at one ends, on the same clock; nothing for «at once».

        Hours are hours that pass, whatever the clocks do; days end with their last second.
        """
        if self.hours:
            return as_clock_of(start.astimezone(UTC) + timedelta(hours=self.hours), start)
        return end_of_day(self.due(start.date()), start) if self.days or self.months else None


ADI_FIRST, ADI_NEXT, ADI_CONVENE, ADI_SIGN = "adi_first", "adi_next", "adi_convene", "adi_sign"
ADI_LAW = N_(
    "D.M. 13 dicembre 2023, art. 9, comma 2 (letto in G.U. del 16 dicembre 2023); modifiche successive e D.L. 48/2023, "
    "art. 4, convertito dalla L. 85/2023: da verificare sul testo in vigore"
)
ADI_NEXT_LAW = N_(
    "D.M. 13 dicembre 2023, art. 9, comma 2 (letto in G.U. del 16 dicembre 2023), per chi non è attivabile al lavoro; "
    "modifiche successive e D.L. 48/2023, art. 4, convertito dalla L. 85/2023: da verificare sul testo in vigore"
)
CONVENE_TO_VERIFY = N_("da verificare: nessun testo trovato; il D.M. 13 dicembre 2023, art. 9, dice solo i 120 giorni")
SIGN_TO_VERIFY = N_("da verificare: linee guida del D.M. 72/2024, lette solo come le riferisce la stampa")
MINUTES_ANSWER = "minutes_answer"

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
        source=ADI_NEXT_LAW,
        valid_from=date(2024, 1, 1),
    ),
    Term(
        name=ADI_CONVENE,
        label=N_("Convocazione ADI"),
        start_event=N_("sottoscrizione del PAD"),
        days=60,
        source=CONVENE_TO_VERIFY,
        valid_from=date(2024, 1, 1),
        on=False,
    ),
    Term(
        name=ADI_SIGN,
        label=N_("Firma del patto per l'inclusione"),
        start_event=N_("primo appuntamento"),
        days=60,
        source=SIGN_TO_VERIFY,
        valid_from=date(2024, 1, 1),
        on=False,
    ),
    Term(
        name=MINUTES_ANSWER,
        label=N_("Riscontro al verbale"),
        start_event=N_("condivisione del verbale"),
        days=10,
        source=N_("consuetudine: l'ente può indicarne un altro tra i suoi termini"),
        valid_from=date(2024, 1, 1),
    ),
)


def term(name: str, day: date, *, among: Sequence[Term] = TERMS) -> Term | None:
    """Return the term of that name in force on the day that its start event falls, nothing when none is."""
    return next((one for one in among if one.name == name and one.holds(day)), None)
