# SPDX-License-Identifier: EUPL-1.2
"""The local code: how this ente calls a code, since when, and codes of its own."""

from typing import Annotated

from welfaredesk.base.text import N_
from welfaredesk.domain.kinds import Traits, day, flag, line
from welfaredesk.domain.names import first_of
from welfaredesk.domain.record import record


@record(
    "local_code",
    N_("Voce di elenco"),
    plural=N_("Elenchi dell'ente"),
    roots=("settings",),
    title=first_of("label", "code"),
    icon="list",
)
class LocalCode:
    """A code of one of the ente's lists: a local label, a new code, or one no longer offered."""

    list_name: Annotated[str, line(N_("Elenco"), Traits(required=True, listed=True))] = ""
    code: Annotated[str, line(N_("Codice"), Traits(required=True, listed=True))] = ""
    label: Annotated[str, line(N_("Come si chiama qui"), Traits(required=True, listed=True))] = ""
    sub_ambito: Annotated[str, line(N_("Solo nel sub-ambito"), Traits(listed=True))] = ""
    valid_from: Annotated[str | None, day(N_("Dal"), Traits(listed=True))] = None
    valid_to: Annotated[str | None, day(N_("Al"), Traits(listed=True))] = None
    hidden: Annotated[bool | None, flag(N_("Non proporre più"))] = None
