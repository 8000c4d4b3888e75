# SPDX-License-Identifier: EUPL-1.2
"""The body: an organisation of the directory, accredited provider or not."""

from typing import Annotated

from welfaredesk.base.text import N_
from welfaredesk.domain.kinds import Search, Traits, Value, choice, choices, day, line, long_text, rows
from welfaredesk.domain.names import first_of
from welfaredesk.domain.record import record


@record(
    "body",
    N_("Ente o organizzazione"),
    plural=N_("Enti"),
    roots=("directory",),
    title=first_of("name"),
    icon="building",
)
class Body:
    """A body of the territory, with its people to call and, when accredited, until when."""

    name: Annotated[str, line(N_("Nome"), Traits(required=True, listed=True, search=Search.WORDS))] = ""
    kind: Annotated[str | None, choice(N_("Tipo"), "body_kind", traits=Traits(listed=True))] = None
    comune: Annotated[str, line(N_("Comune"), Traits(listed=True, search=Search.WORDS))] = ""
    address: Annotated[str, line(N_("Indirizzo"))] = ""
    phone: Annotated[str, line(N_("Telefono"), Traits(listed=True, search=Search.PHONE))] = ""
    email: Annotated[str, line(N_("E-mail o PEC"), Traits(width=30))] = ""
    vat_number: Annotated[str, line(N_("Partita IVA o codice fiscale"), Traits(width=18))] = ""
    contact_persons: Annotated[
        list[dict[str, Value]] | None,
        rows(
            N_("Referenti"),
            {"who": line(N_("Nome")), "role": line(N_("Ruolo")), "phone": line(N_("Telefono"))},
        ),
    ] = None
    accredited_for: Annotated[
        list[str] | None,
        choices(N_("Accreditato per"), "care_area", traits=Traits(section=N_("Accreditamento"))),
    ] = None
    accredited_from: Annotated[str | None, day(N_("Accreditato dal"), Traits(section=N_("Accreditamento")))] = None
    accredited_until: Annotated[
        str | None, day(N_("Accreditato fino al"), Traits(section=N_("Accreditamento"), listed=True))
    ] = None
    act: Annotated[str, line(N_("Atto di accreditamento"), Traits(section=N_("Accreditamento")))] = ""
    notes: Annotated[str, long_text(N_("Note"), Traits(search=Search.WORDS))] = ""
