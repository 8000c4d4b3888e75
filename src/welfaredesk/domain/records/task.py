# SPDX-License-Identifier: EUPL-1.2
"""The task: what somebody has to do by a day, as a staff di progetto decided."""

from typing import Annotated

from welfaredesk.base.text import N_
from welfaredesk.domain.kinds import Search, Traits, Value, choice, day, line, link
from welfaredesk.domain.machines.task_path import TASK_PATH
from welfaredesk.domain.names import first_of
from welfaredesk.domain.record import record

PATH = N_("Percorso")


@record(
    "task",
    N_("Compito"),
    plural=N_("Compiti"),
    roots=("situation",),
    title=first_of("what"),
    icon="list-checks",
    rules=2,
    machines=(TASK_PATH,),
)
class Task:
    """What is to be done, by whom and when, from which decision, and how it ended."""

    what: Annotated[str, line(N_("Che cosa"), Traits(required=True, listed=True, search=Search.WORDS))] = ""
    operator: Annotated[dict[str, Value] | None, link(N_("A chi tocca"), ("operator",), traits=Traits(listed=True))] = (
        None
    )
    owner: Annotated[str, line(N_("A chi tocca, se non è qui"), Traits(listed=True))] = ""
    due_on: Annotated[str | None, day(N_("Entro il"), Traits(listed=True))] = None
    person: Annotated[dict[str, Value] | None, link(N_("Persona"), ("person",), traits=Traits(listed=True))] = None
    minutes: Annotated[dict[str, Value] | None, link(N_("Dal verbale"), ("minutes",))] = None
    state: Annotated[str | None, choice(N_("Stato"), "task_state", traits=Traits(section=PATH, listed=True))] = None
    outcome: Annotated[str | None, choice(N_("Esito"), "task_outcome", traits=Traits(section=PATH))] = None
    ended_on: Annotated[str | None, day(N_("Concluso il"), Traits(section=PATH, past=True))] = None
    outcome_note: Annotated[str, line(N_("Com'è andata"), Traits(section=PATH, search=Search.WORDS))] = ""
