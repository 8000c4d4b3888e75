# SPDX-License-Identifier: EUPL-1.2
"""The deadline: a day or an hour by which something is due, and the term it comes from."""

from typing import Annotated

from welfaredesk.base.text import N_
from welfaredesk.domain.kinds import Search, Traits, Value, choice, day, line, link, long_text, moment, number
from welfaredesk.domain.names import first_of
from welfaredesk.domain.record import record


@record(
    "deadline",
    N_("Scadenza"),
    plural=N_("Scadenze"),
    roots=("person", "household", "operator"),
    root_link="person",
    title=first_of("title"),
    icon="clock",
)
class Deadline:
    """Something due: its moment, and its term with start event, length, unit and source."""

    title: Annotated[str, line(N_("Cosa"), Traits(required=True, listed=True, search=Search.WORDS))] = ""
    due_on: Annotated[str | None, day(N_("Entro il"), Traits(listed=True, width=12))] = None
    due_at: Annotated[str | None, moment(N_("Entro le"), Traits(help=N_("Se conta anche l'ora")))] = None
    person: Annotated[dict[str, Value] | None, link(N_("Persona"), ("person",), traits=Traits(listed=True))] = None
    owner: Annotated[dict[str, Value] | None, link(N_("A chi tocca"), ("operator",), traits=Traits(listed=True))] = None
    start_event: Annotated[str, line(N_("Da quando decorre"), Traits(section=N_("Termine")))] = ""
    start_at: Annotated[str | None, moment(N_("Decorre dal"), Traits(section=N_("Termine")))] = None
    length: Annotated[int | None, number(N_("Durata del termine"), Traits(section=N_("Termine"), width=6))] = None
    unit: Annotated[str | None, choice(N_("Unità"), "deadline_unit", traits=Traits(section=N_("Termine")))] = None
    source: Annotated[str, line(N_("Fonte"), Traits(section=N_("Termine")))] = ""
    valid_from: Annotated[str | None, day(N_("Norma in vigore dal"), Traits(section=N_("Termine")))] = None
    done_on: Annotated[str | None, day(N_("Fatto il"), Traits(listed=True))] = None
    done_note: Annotated[str, line(N_("Con quale atto"))] = ""
    notes: Annotated[str, long_text(N_("Note"), Traits(search=Search.WORDS))] = ""
