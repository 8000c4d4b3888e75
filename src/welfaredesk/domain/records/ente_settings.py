# SPDX-License-Identifier: EUPL-1.2
"""The settings of the ente: one record, dated where a date matters."""

from typing import Annotated

from welfaredesk.base.text import N_
from welfaredesk.domain.kinds import Traits, Value, day, flag, line, long_text, number, rows
from welfaredesk.domain.names import first_of
from welfaredesk.domain.record import record


@record(
    "ente_settings",
    N_("Impostazioni dell'ente"),
    plural=N_("Impostazioni dell'ente"),
    roots=("settings",),
    title=first_of("name"),
    singleton=True,
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
                "name": line(N_("Termine")),
                "length": number(N_("Durata")),
                "unit": line(N_("Unità")),
                "source": line(N_("Fonte")),
                "valid_from": day(N_("In vigore dal")),
                "valid_to": day(N_("In vigore fino al")),
            },
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
