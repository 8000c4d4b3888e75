# SPDX-License-Identifier: EUPL-1.2
"""The composition template: who is expected at a staff di progetto for a service."""

from typing import Annotated

from welfaredesk.base.text import N_
from welfaredesk.domain.kinds import Traits, Value, choice, flag, line, link, long_text, rows
from welfaredesk.domain.names import first_of
from welfaredesk.domain.record import record


@record(
    "staff_template",
    N_("Composizione dello staff"),
    plural=N_("Composizioni dello staff"),
    roots=("settings",),
    title=first_of("name"),
    icon="users",
)
class StaffTemplate:
    """Who is expected when a staff di progetto meets for a service: attendance is counted against it."""

    name: Annotated[str, line(N_("Nome"), Traits(required=True, listed=True))] = ""
    service: Annotated[dict[str, Value] | None, link(N_("Servizio"), ("service",), traits=Traits(listed=True))] = None
    expected: Annotated[
        list[dict[str, Value]] | None,
        rows(
            N_("Chi è atteso"),
            {
                "role": choice(N_("Ruolo"), "staff_role"),
                "body": line(N_("Ente o servizio")),
                "convenes": flag(N_("Convoca")),
            },
        ),
    ] = None
    notes: Annotated[str, long_text(N_("Note"))] = ""
