# SPDX-License-Identifier: EUPL-1.2
"""The terms of a collocamento in luogo sicuro: what the service must do, then others, each from the step before it."""

from datetime import date

from welfaredesk.base.text import N_
from welfaredesk.domain.parameters import Term

NOTICE, TRANSMISSION, VALIDATION = "removal_notice", "removal_transmission", "removal_validation"
DECREE, HEARING = "removal_decree", "removal_hearing"
LAW = N_("Art. 403 c.c., come sostituito dalla L. 206/2021, art. 1, c. 27")
READ_ON = N_("Termini letti in un testo aggiornato al 25/9/2024: da verificare in quello in vigore.")
LAPSES = N_("Un termine è passato: il collocamento può perdere efficacia. Si avvisa subito la Procura minorile.")
_SINCE = date(2022, 6, 22)
"""From this day for whatever began after it: 180 days from the entry into force of the law."""


def _term(name: str, label: str, start_event: str, *, hours: int = 0, days: int = 0) -> Term:
    return Term(name=name, label=label, start_event=start_event, hours=hours, days=days, source=LAW, valid_from=_SINCE)


REMOVAL_TERMS: tuple[Term, ...] = (
    _term(NOTICE, N_("Avviso orale al PM minorile"), N_("dal collocamento")),
    _term(TRANSMISSION, N_("Trasmissione dell'atto con la relazione"), N_("dal collocamento"), hours=24),
    _term(VALIDATION, N_("Richiesta di convalida del PM"), N_("dalla trasmissione"), hours=72),
    _term(DECREE, N_("Decreto, con il curatore speciale"), N_("dalla richiesta di convalida"), hours=48),
    _term(HEARING, N_("Udienza davanti al giudice"), N_("dal decreto"), days=15),
)
