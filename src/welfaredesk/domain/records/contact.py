# SPDX-License-Identifier: EUPL-1.2
"""The contact: an access to the desk or on the phone, which counts even without a cartella."""

from typing import Annotated

from welfaredesk.base.text import N_
from welfaredesk.domain.kinds import (
    Search,
    Traits,
    Value,
    choice,
    choices,
    line,
    link,
    long_text,
    moment,
    number,
)
from welfaredesk.domain.names import first_of
from welfaredesk.domain.record import record


@record(
    "contact",
    N_("Accesso"),
    plural=N_("Accessi"),
    roots=("register",),
    title=first_of("who", "person", "note", "number"),
    icon="phone-incoming",
)
class Contact:
    """Somebody who came, called or wrote, and what became of it."""

    when: Annotated[str | None, moment(N_("Quando"), Traits(required=True, listed=True, fills="now"))] = None
    channel: Annotated[str | None, choice(N_("Come"), "contact_channel", traits=Traits(listed=True))] = None
    who: Annotated[str, line(N_("Chi si rivolge"), Traits(listed=True, search=Search.WORDS))] = ""
    phone: Annotated[str, line(N_("Telefono"), Traits(search=Search.PHONE, width=16))] = ""
    requester: Annotated[str | None, choice(N_("In che veste"), "requester_kind")] = None
    person: Annotated[dict[str, Value] | None, link(N_("Per chi"), ("person",), traits=Traits(listed=True))] = None
    needs: Annotated[list[str] | None, choices(N_("Bisogno"), "contact_need", traits=Traits(listed=True))] = None
    note: Annotated[str, long_text(N_("Cosa è stato detto"), Traits(search=Search.WORDS))] = ""
    information: Annotated[str, long_text(N_("Informazioni date"), Traits(search=Search.WORDS))] = ""
    sent_on_to: Annotated[dict[str, Value] | None, link(N_("Inviato a"), ("service", "body"))] = None
    outcome: Annotated[str | None, choice(N_("Esito"), "contact_outcome", traits=Traits(listed=True))] = None
    minutes: Annotated[int | None, number(N_("Minuti"), Traits(unit="min", width=6))] = None
    access_point: Annotated[str | None, choice(N_("Punto di accesso"), "access_point_kind")] = None
    comune: Annotated[str, line(N_("Comune"), Traits(listed=True))] = ""
    number: Annotated[str, line(N_("Numero"), Traits(search=Search.CODE, fills="number"))] = ""
