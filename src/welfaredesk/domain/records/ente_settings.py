# SPDX-License-Identifier: EUPL-1.2
"""The settings of the ente: one record, dated where a date matters."""

from collections.abc import Iterator
from typing import Annotated

from welfaredesk.base.text import N_
from welfaredesk.domain.kinds import Traits, Value, Values, day, flag, line, long_text, number, rows
from welfaredesk.domain.names import first_of
from welfaredesk.domain.record import Problem, record
from welfaredesk.domain.terms_of_ente import fits

OWN_TERMS = N_("Un termine scritto qui viene prima di quello del programma, e ne accende uno che è spento")
NAMED = N_(
    "Il suo nome: Riscontro al verbale; Primo appuntamento ADI; Prossimo appuntamento ADI; Convocazione ADI; Firma del "
    "patto per l'inclusione; Risposta di accesso ai documenti; Risposta sui propri dati; Proroga della risposta sui "
    "propri dati; Avviso orale al PM minorile; Trasmissione dell'atto con la relazione; Richiesta di convalida del PM; "
    "Decreto, con il curatore speciale; Udienza davanti al giudice"
)
IN_UNITS = N_("Ore, giorni o mesi")
NO_SUCH_TERM = N_("Un termine non ha il nome di uno del programma, o non ha una durata: non conta")


def terms_of_the_program(values: Values) -> Iterator[Problem]:
    """Doubt a term that no part of the program asks for, or that says no length."""
    if not all(fits(row) for row in values.get("terms") or ()):
        yield Problem("terms", NO_SUCH_TERM, warning=True)


@record(
    "ente_settings",
    N_("Impostazioni dell'ente"),
    plural=N_("Impostazioni dell'ente"),
    roots=("settings",),
    title=first_of("name"),
    singleton=True,
    checks=(terms_of_the_program,),
    icon="settings",
)
class EnteSettings:
    """Name, territory, terms and words of the ente."""

    name: Annotated[str, line(N_("Nome dell'ente"), Traits(required=True, listed=True))] = ""
    comuni: Annotated[
        list[dict[str, Value]] | None,
        rows(
            N_("Comuni"),
            {
                "comune": line(N_("Comune")),
                "sub_ambito": line(N_("Sub-ambito")),
                "code": line(N_("Codice catastale")),
            },
        ),
    ] = None
    address: Annotated[str, line(N_("Indirizzo"))] = ""
    phone: Annotated[str, line(N_("Telefono"))] = ""
    email: Annotated[str, line(N_("PEC"))] = ""
    terms: Annotated[
        list[dict[str, Value]] | None,
        rows(
            N_("Termini"),
            {
                "name": line(N_("Termine"), Traits(help=NAMED)),
                "length": number(N_("Durata")),
                "unit": line(N_("Unità"), Traits(help=IN_UNITS)),
                "source": line(N_("Fonte")),
                "valid_from": day(N_("In vigore dal")),
                "valid_to": day(N_("In vigore fino al")),
            },
            traits=Traits(help=OWN_TERMS),
        ),
    ] = None
    riscontro: Annotated[
        list[dict[str, Value]] | None,
        rows(
            N_("Riscontro: chi risponde a «è già seguita?»"),
            {"circle": line(N_("Riservatezza")), "by_person": flag(N_("Risponde una persona"))},
        ),
    ] = None
    on_call_reads_new: Annotated[
        bool | None,
        flag(
            N_("Le nuove cartelle si aprono anche in reperibilità"),
            Traits(help=N_("Solo la parte ordinaria, dicendo il motivo: lo vede chi segue la persona")),
        ),
    ] = None
    drawn_signatures: Annotated[
        bool | None,
        flag(
            N_("Sul contratto si può disegnare la firma sullo schermo"),
            Traits(help=N_("Si conserva come immagine: è un disegno della firma, non una firma elettronica")),
        ),
    ] = None
    privacy_notice: Annotated[str, long_text(N_("Informativa privacy"))] = ""
