# SPDX-License-Identifier: EUPL-1.2
"""The network tie: who else matters in a person's life, and how."""

from typing import Annotated

from welfaredesk.base.text import N_
from welfaredesk.domain.kinds import Search, Traits, Value, choice, day, line, link, long_text
from welfaredesk.domain.names import first_of
from welfaredesk.domain.record import record


@record(
    "network_tie",
    N_("Legame della rete"),
    plural=N_("Rete sociale"),
    roots=("person",),
    root_link="person",
    title=first_of("other", "body", "who"),
    icon="handshake",
)
class NetworkTie:
    """A person or body of somebody's support network, with role and quality of the tie."""

    person: Annotated[dict[str, Value] | None, link(N_("Persona seguita"), ("person",))] = None
    other: Annotated[
        dict[str, Value] | None, link(N_("Persona della rete"), ("person",), traits=Traits(listed=True))
    ] = None
    body: Annotated[dict[str, Value] | None, link(N_("Servizio o ente"), ("service", "body"))] = None
    who: Annotated[str, line(N_("Nome, se non è qui"), Traits(listed=True, search=Search.WORDS))] = ""
    role: Annotated[str | None, choice(N_("Ruolo"), "tie_role", traits=Traits(listed=True))] = None
    quality: Annotated[str | None, choice(N_("Qualità del legame"), "tie_quality", traits=Traits(listed=True))] = None
    phone: Annotated[str, line(N_("Telefono"))] = ""
    since: Annotated[str | None, day(N_("Dal"))] = None
    until: Annotated[str | None, day(N_("Al"))] = None
    notes: Annotated[str, long_text(N_("Note"), Traits(search=Search.WORDS))] = ""
