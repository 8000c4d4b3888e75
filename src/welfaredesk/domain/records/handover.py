# SPDX-License-Identifier: EUPL-1.2
"""The passaggio di consegne: a cartella that goes from one operator to another, from a day until a return."""

from collections.abc import Iterator
from typing import Annotated

from welfaredesk.base.text import N_
from welfaredesk.domain.kinds import (
    RESERVED,
    Search,
    Traits,
    Value,
    Values,
    choice,
    choices,
    day,
    flag,
    line,
    link,
    long_text,
    rows,
)
from welfaredesk.domain.machines.handover_path import HANDOVER_PATH
from welfaredesk.domain.names import link_title
from welfaredesk.domain.record import Problem, record

PATH = N_("Percorso")
SAME_PERSON = N_("chi passa le consegne e chi le riceve sono la stessa persona")
NOBODY = N_("Manca: va indicato")
BACK_BEFORE = N_("il rientro viene prima del passaggio")
TARGETS = ("care_episode", "case_file", "project", "appointment", "deadline", "task", "confirmation", "referral")
_ITEM = {
    "part": choice(N_("Che cosa"), "handover_part"),
    "record": link(N_("Scheda"), TARGETS),
    "row": line(N_("Riga")),
    "what": line(N_("Quale")),
    "day": day(N_("Quando")),
}


def handover_problems(values: Values) -> Iterator[Problem]:
    """Stop a handover whose return comes before it; remind of one to oneself, from nobody or to nobody."""
    ids = {}
    for name in ("from_operator", "to_operator"):
        link_said = values.get(name)
        if isinstance(link_said, dict):
            ids[name] = link_said.get("id")
        else:
            yield Problem(name, NOBODY, warning=True)
    if len(ids) == 2 and len(set(ids.values())) == 1:
        yield Problem("to_operator", SAME_PERSON, warning=True)
    since, until = str(values.get("since") or ""), str(values.get("until") or "")
    if since and until and until < since:
        yield Problem("until", BACK_BEFORE)


def from_to(values: Values) -> str:
    """Return who hands over to whom."""
    return " → ".join(link_title(values.get(name)) for name in ("from_operator", "to_operator"))


@record(
    "handover",
    N_("Passaggio di consegne"),
    plural=N_("Passaggi di consegne"),
    roots=("person",),
    root_link="person",
    title=from_to,
    icon="handshake",
    checks=(handover_problems,),
    rules=2,
    machines=(HANDOVER_PATH,),
)
class Handover:
    """Who hands a cartella over to whom, from when until when, what passes, and how it went on."""

    person: Annotated[
        dict[str, Value] | None, link(N_("Persona"), ("person",), traits=Traits(required=True, listed=True))
    ] = None
    from_operator: Annotated[dict[str, Value] | None, link(N_("Da"), ("operator",), traits=Traits(listed=True))] = None
    to_operator: Annotated[dict[str, Value] | None, link(N_("A chi"), ("operator",), traits=Traits(listed=True))] = None
    since: Annotated[str | None, day(N_("Dal"), Traits(required=True, listed=True, fills="today"))] = None
    until: Annotated[str | None, day(N_("Rientro previsto il"), Traits(listed=True))] = None
    reason: Annotated[str, line(N_("Motivo"), Traits(help=N_("Per esempio congedo, trasferimento")))] = ""
    note: Annotated[str, long_text(N_("Da sapere"), Traits(search=Search.WORDS))] = ""
    parts: Annotated[
        list[str] | None,
        choices(N_("Che cosa passa"), "handover_part", traits=Traits(help=N_("Se non si dice, passa tutto"))),
    ] = None
    items: Annotated[list[dict[str, Value]] | None, rows(N_("Impegni"), _ITEM, traits=Traits(inner=True))] = None
    reserved_items: Annotated[
        list[dict[str, Value]] | None,
        rows(N_("Impegni riservati"), _ITEM, traits=Traits(inner=True, circle=RESERVED)),
    ] = None
    batch: Annotated[
        str, line(N_("Passata insieme a"), Traits(inner=True, help=N_("Lo stesso segno su tutte le cartelle")))
    ] = ""
    opened: Annotated[bool | None, flag(N_("Cartella aperta a chi riceve"), Traits(section=PATH, inner=True))] = None
    state: Annotated[str | None, choice(N_("Stato"), "handover_state", traits=Traits(section=PATH, listed=True))] = None
    accepted_on: Annotated[str | None, day(N_("Accettato il"), Traits(section=PATH, past=True))] = None
    decline_reason: Annotated[str, line(N_("Perché non è stato accettato"), Traits(section=PATH))] = ""
    withdraw_reason: Annotated[str, line(N_("Perché è stato ritirato"), Traits(section=PATH))] = ""
    returned_on: Annotated[str | None, day(N_("Tornato il"), Traits(section=PATH, past=True))] = None
    return_note: Annotated[str, line(N_("Che cosa riferire"), Traits(section=PATH))] = ""
