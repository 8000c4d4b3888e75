# SPDX-License-Identifier: EUPL-1.2
"""The sitting: a date of the staff di progetto with several situations on its agenda, named by number alone."""

from collections.abc import Iterator
from typing import Annotated

from welfaredesk.base.text import N_
from welfaredesk.domain.kinds import Search, Traits, Value, Values, choice, day, line, link, long_text, moment, rows
from welfaredesk.domain.kinds import number as amount
from welfaredesk.domain.machines.sitting_path import SITTING_PATH
from welfaredesk.domain.names import first_of
from welfaredesk.domain.record import Problem, record

PATH = N_("Percorso")
ONCE = N_("Una situazione sta all'ordine del giorno una volta sola")
NO_SITUATION = N_("In una riga manca la situazione")
NO_LENGTH = N_("Per una situazione si va da 1 a 720 minuti")
MOST_MINUTES = 720
NO_NAMES = N_("Senza nomi: la leggono tutti i colleghi convocati, anche per le altre situazioni")


def agenda_problems(values: Values) -> Iterator[Problem]:
    """Stop a situation that stands twice on the agenda, a row without one, and a length that no sitting has."""
    named = [row["situation"]["id"] if row.get("situation") else None for row in values.get("agenda") or ()]
    if None in named:
        yield Problem("agenda", NO_SITUATION)
    elif len(set(named)) != len(named):
        yield Problem("agenda", ONCE)
    lengths = (row.get("minutes") for row in values.get("agenda") or ())
    if any(one is not None and not 0 < one <= MOST_MINUTES for one in lengths):
        yield Problem("agenda", NO_LENGTH)


@record(
    "sitting",
    N_("Seduta"),
    plural=N_("Sedute"),
    roots=("sitting",),
    title=first_of("number"),
    icon="calendar-days",
    checks=(agenda_problems,),
    rules=2,
    machines=(SITTING_PATH,),
)
class Sitting:
    """When and where the staff meets, who convenes, and which situations are looked at, in order."""

    number: Annotated[str, line(N_("Numero"), Traits(listed=True, search=Search.CODE, fills="number"))] = ""
    when: Annotated[str | None, moment(N_("Quando"), Traits(required=True, listed=True))] = None
    place: Annotated[str, line(N_("Dove"), Traits(listed=True, help=NO_NAMES))] = ""
    online: Annotated[str, line(N_("Collegamento a distanza"))] = ""
    convener: Annotated[
        dict[str, Value] | None, link(N_("Chi convoca"), ("operator",), traits=Traits(listed=True, fills="me"))
    ] = None
    agenda: Annotated[
        list[dict[str, Value]] | None,
        rows(
            N_("Ordine del giorno"),
            {
                "situation": link(N_("Situazione"), ("situation",)),
                "at": moment(N_("Dalle")),
                "minutes": amount(N_("Durata"), Traits(unit="minuti")),
            },
        ),
    ] = None
    notes: Annotated[str, long_text(N_("Note organizzative"), Traits(help=NO_NAMES))] = ""
    state: Annotated[str | None, choice(N_("Stato"), "sitting_state", traits=Traits(section=PATH))] = None
    convened_on: Annotated[str | None, day(N_("Convocata il"), Traits(section=PATH, past=True))] = None
    call_off_reason: Annotated[str, line(N_("Perché è stata annullata"), Traits(section=PATH, help=NO_NAMES))] = ""
