# SPDX-License-Identifier: EUPL-1.2
"""The verifica: how far each goal of a project was reached, seen together on a day, and how it goes on."""

from collections.abc import Iterator
from typing import Annotated

from welfaredesk.base.text import N_
from welfaredesk.domain.kinds import Search, Traits, Value, Values, choice, day, line, long_text, rows
from welfaredesk.domain.machines.project_review_path import PROJECT_REVIEW_PATH
from welfaredesk.domain.record import Problem, record
from welfaredesk.domain.staff_members import member_fields, member_problems

PATH = N_("Percorso")
NEXT_EARLY = N_("La prossima verifica viene prima di questa")


def next_problems(values: Values) -> Iterator[Problem]:
    """Stop a next review that comes before this one, and somebody named twice."""
    if values.get("held_on") and values.get("next_on") and values["next_on"] <= values["held_on"]:
        yield Problem("next_on", NEXT_EARLY)
    yield from member_problems(values, "attendance")


def title_of(values: Values) -> str:
    """Return the day of a review in figures."""
    return "/".join(reversed(str(values.get("held_on") or "").split("-")))


@record(
    "project_review",
    N_("Verifica"),
    plural=N_("Verifiche"),
    roots=("project",),
    title=title_of,
    icon="clipboard-check",
    checks=(next_problems,),
    rules=2,
    machines=(PROJECT_REVIEW_PATH,),
)
class ProjectReview:
    """A review of a project: who took part, goal by goal, the point of view of the person, and when the next one is."""

    held_on: Annotated[str | None, day(N_("Fatta il"), Traits(required=True, listed=True, fills="today"))] = None
    attendance: Annotated[list[dict[str, Value]] | None, rows(N_("Chi c'era"), member_fields())] = None
    outcomes: Annotated[
        list[dict[str, Value]] | None,
        rows(
            N_("Obiettivo per obiettivo"),
            {
                "goal": line(N_("Riga dell'obiettivo")),
                "text": line(N_("Obiettivo")),
                "reached": choice(N_("Raggiunto"), "goal_reached"),
                "note": line(N_("Nota")),
            },
        ),
    ] = None
    text: Annotated[str, long_text(N_("Che cosa si è visto"), Traits(search=Search.WORDS))] = ""
    person_view: Annotated[
        str,
        long_text(
            N_("Punto di vista della persona"),
            Traits(search=Search.WORDS, help=N_("Con le sue parole, o di chi parla per lei")),
        ),
    ] = ""
    result: Annotated[str | None, choice(N_("Come si va avanti"), "review_result", traits=Traits(listed=True))] = None
    next_on: Annotated[str | None, day(N_("Prossima verifica"), Traits(listed=True))] = None
    state: Annotated[
        str | None, choice(N_("Stato"), "project_review_state", traits=Traits(section=PATH, listed=True))
    ] = None
    correction_reason: Annotated[str, line(N_("Perché si corregge"), Traits(section=PATH))] = ""
