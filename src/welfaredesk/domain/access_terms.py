# SPDX-License-Identifier: EUPL-1.2
"""The terms of a request of access: by which day it is answered, by which rule, and what of it is to be verified."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from welfaredesk.base.text import N_
from welfaredesk.domain.kinds import Value, Values
from welfaredesk.domain.parameters import Term, term

PAPERS, OWN_DATA, LONGER = "access_papers", "access_own_data", "access_own_data_longer"
PAPERS_LAW = N_(
    "L. 241/1990, art. 25, comma 4 (letto in G.U. del 20 dicembre 2000): passati trenta giorni la richiesta si intende "
    "respinta; modifiche successive e D.P.R. 184/2006, art. 6: da verificare sul testo in vigore"
)
OWN_DATA_LAW = N_(
    "Reg. (UE) 2016/679 (GDPR), art. 12, par. 3: un mese, prorogabile di due dandone notizia entro il primo; letto "
    "come lo riportano autorità ed enti pubblici: da verificare sul testo ufficiale"
)
FROM_REQUEST = N_("ricevimento della richiesta")
ACCESS_TERMS: tuple[Term, ...] = (
    Term(
        name=PAPERS,
        label=N_("Risposta di accesso ai documenti"),
        start_event=FROM_REQUEST,
        days=30,
        source=PAPERS_LAW,
        valid_from=date(2000, 11, 24),
    ),
    Term(
        name=OWN_DATA,
        label=N_("Risposta sui propri dati"),
        start_event=FROM_REQUEST,
        months=1,
        source=OWN_DATA_LAW,
        valid_from=date(2018, 5, 25),
    ),
    Term(
        name=LONGER,
        label=N_("Proroga della risposta sui propri dati"),
        start_event=N_("fine del primo termine"),
        months=2,
        source=OWN_DATA_LAW,
        valid_from=date(2018, 5, 25),
    ),
)
BY_BASIS = {"papers": PAPERS, "own_data": OWN_DATA}


@dataclass(frozen=True, slots=True)
class Answerable:
    """By which day a request is answered, nothing where no rule is known, and the term that says so."""

    due_on: date | None
    term: Term | None

    def late(self, on: date) -> int:
        """Return by how many days it is overdue, 0 when it is not."""
        return max(0, (on - self.due_on).days) if self.due_on is not None else 0


def as_day(value: Value) -> date | None:
    """Return a day as a record keeps it, nothing for what is none."""
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


def answerable(values: Values, *, among: Sequence[Term] = ACCESS_TERMS) -> Answerable:
    """Return by which day a request is answered: the day written in it, else what its rule gives."""
    received = as_day(values.get("received_on"))
    name = BY_BASIS.get(str(values.get("basis") or "papers"), "")
    found = term(name, received, among=among) if received is not None else None
    written = as_day(values.get("due_on"))
    return Answerable(written or due_from(found, received), found)


def due_from(found: Term | None, start: date | None) -> date | None:
    """Return the last day of a term from a day, nothing where either is missing or the calendar ends before."""
    if found is None or start is None:
        return None
    try:
        return found.due(start)
    except OverflowError:
        return None


def prolonged(values: Values, *, among: Sequence[Term] = ACCESS_TERMS) -> date | None:
    """Return the day to which an answer may be put off, by the term in force at the request: for own data alone."""
    received = as_day(values.get("received_on"))
    if received is None or values.get("basis") != "own_data":
        return None
    return due_from(term(LONGER, received, among=among), answerable(values, among=among).due_on)
