# SPDX-License-Identifier: EUPL-1.2
"""The appointment: when and where an operator meets somebody."""

from typing import Annotated

from welfaredesk.base.text import N_
from welfaredesk.domain.kinds import (
    Search,
    Traits,
    Value,
    choice,
    line,
    link,
    long_text,
    moment,
    number,
    rows,
)
from welfaredesk.domain.names import first_of
from welfaredesk.domain.record import record


@record(
    "appointment",
    N_("Appuntamento"),
    plural=N_("Appuntamenti"),
    roots=("person", "operator"),
    root_link="person",
    title=first_of("title", "person", "where"),
    icon="calendar-days",
)
class Appointment:
    """An appointment about a person, or about nobody: then it lives with the operator."""

    when: Annotated[str | None, moment(N_("Quando"), Traits(required=True, listed=True))] = None
    minutes: Annotated[int | None, number(N_("Durata"), Traits(unit="min", width=6))] = None
    kind: Annotated[str | None, choice(N_("Tipo"), "appointment_kind", traits=Traits(listed=True))] = None
    title: Annotated[str, line(N_("Oggetto"), Traits(listed=True, search=Search.WORDS))] = ""
    person: Annotated[dict[str, Value] | None, link(N_("Persona"), ("person",), traits=Traits(listed=True))] = None
    where: Annotated[str, line(N_("Dove"), Traits(listed=True))] = ""
    operators: Annotated[
        list[dict[str, Value]] | None,
        rows(N_("Operatori"), {"operator": link(N_("Operatore"), ("operator",))}),
    ] = None
    state: Annotated[
        str | None, choice(N_("Stato"), "appointment_state", traits=Traits(listed=True, fills="=planned"))
    ] = None
    notes: Annotated[str, long_text(N_("Da portare o ricordare"), Traits(search=Search.WORDS))] = ""
