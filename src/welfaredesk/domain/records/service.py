# SPDX-License-Identifier: EUPL-1.2
"""The service: an entry of the map of local resources."""

from typing import Annotated

from welfaredesk.base.text import N_
from welfaredesk.domain.kinds import Search, Traits, Value, choice, choices, day, flag, line, link, long_text
from welfaredesk.domain.names import first_of
from welfaredesk.domain.record import record


@record(
    "service",
    N_("Servizio"),
    plural=N_("Servizi"),
    roots=("directory",),
    title=first_of("local_name", "name"),
    icon="map-pin",
)
class Service:
    """A service, point of access or opportunity of the territory: what it offers, to whom, how to reach it."""

    name: Annotated[str, line(N_("Nome"), Traits(required=True, listed=True, search=Search.WORDS))] = ""
    local_name: Annotated[
        str,
        line(N_("Come si chiama qui"), Traits(listed=True, search=Search.WORDS, help=N_("SED, ADM, SAAP ..."))),
    ] = ""
    kind: Annotated[str | None, choice(N_("Che cosa è"), "resource_kind", traits=Traits(listed=True))] = None
    areas: Annotated[list[str] | None, choices(N_("Area"), "care_area", traits=Traits(listed=True))] = None
    body: Annotated[dict[str, Value] | None, link(N_("Ente che lo gestisce"), ("body",))] = None
    comune: Annotated[str, line(N_("Comune"), Traits(listed=True, search=Search.WORDS))] = ""
    address: Annotated[str, line(N_("Indirizzo"), Traits(search=Search.WORDS))] = ""
    phone: Annotated[str, line(N_("Telefono"), Traits(listed=True, search=Search.PHONE))] = ""
    email: Annotated[str, line(N_("E-mail"), Traits(width=30))] = ""
    hours: Annotated[str, line(N_("Orari"))] = ""
    requirements: Annotated[str, long_text(N_("A chi è rivolto"), Traits(search=Search.WORDS))] = ""
    siuss_code: Annotated[str | None, choice(N_("Codice SIUSS"), "siuss_benefit")] = None
    unit: Annotated[str | None, choice(N_("Unità di misura"), "quantity_unit")] = None
    public: Annotated[bool | None, flag(N_("Pubblicabile"))] = None
    checked_on: Annotated[str | None, day(N_("Verificato il"), Traits(listed=True))] = None
    checked_by: Annotated[dict[str, Value] | None, link(N_("Chi lo tiene aggiornato"), ("operator",))] = None
    valid_until: Annotated[str | None, day(N_("Valido fino al"))] = None
    notes: Annotated[str, long_text(N_("Note"), Traits(search=Search.WORDS))] = ""
