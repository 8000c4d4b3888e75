# SPDX-License-Identifier: EUPL-1.2
"""The group: the sealed name of operators who share access."""

from typing import Annotated

from welfaredesk.base.text import N_
from welfaredesk.domain.kinds import Search, Traits, Value, choice, choices, line, long_text, rows
from welfaredesk.domain.names import first_of
from welfaredesk.domain.record import record


@record(
    "group",
    N_("Gruppo di lavoro"),
    plural=N_("Gruppi di lavoro"),
    roots=("roster",),
    title=first_of("name"),
    icon="users",
)
class Group:
    """A working group: its name, what it is for, the comuni and areas that it serves."""

    name: Annotated[str, line(N_("Nome"), Traits(required=True, listed=True, search=Search.WORDS))] = ""
    kind: Annotated[str | None, choice(N_("Tipo"), "group_kind", traits=Traits(listed=True))] = None
    purpose: Annotated[str, long_text(N_("A cosa serve"))] = ""
    comuni: Annotated[list[dict[str, Value]] | None, rows(N_("Comuni"), {"comune": line(N_("Comune"))})] = None
    areas: Annotated[list[str] | None, choices(N_("Aree"), "care_area")] = None
