# SPDX-License-Identifier: EUPL-1.2
"""The operator: the sealed name that the roster's statements point to."""

from typing import Annotated

from welfaredesk.base.text import N_
from welfaredesk.domain.kinds import Search, Traits, choice, day, line
from welfaredesk.domain.names import person_name
from welfaredesk.domain.record import record


@record("operator", N_("Operatore"), plural=N_("Operatori"), roots=("roster",), title=person_name, icon="user")
class Operator:
    """A person who works for the ente."""

    surname: Annotated[str, line(N_("Cognome"), Traits(required=True, listed=True, search=Search.WORDS))] = ""
    name: Annotated[str, line(N_("Nome"), Traits(listed=True, search=Search.WORDS))] = ""
    profile: Annotated[str | None, choice(N_("Profilo"), "professional_profile", traits=Traits(listed=True))] = None
    registration: Annotated[str, line(N_("Iscrizione all'albo"))] = ""
    phone: Annotated[str, line(N_("Telefono"), Traits(listed=True))] = ""
    email: Annotated[str, line(N_("E-mail"))] = ""
    comune: Annotated[str, line(N_("Sede"), Traits(listed=True))] = ""
    since: Annotated[str | None, day(N_("In servizio dal"))] = None
    until: Annotated[str | None, day(N_("In servizio fino al"))] = None
