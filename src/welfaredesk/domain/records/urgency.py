# SPDX-License-Identifier: EUPL-1.2
"""The urgency: what must be done at once for a child, before there is a cartella, with its clocks in hours."""

from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise
from typing import Annotated

from welfaredesk.base.text import N_
from welfaredesk.domain.kinds import (
    RESERVED,
    Search,
    Traits,
    Value,
    Values,
    choice,
    line,
    link,
    long_text,
    moment,
    number,
    rows,
)
from welfaredesk.domain.machines.urgency_path import REMOVAL, URGENCY_PATH
from welfaredesk.domain.names import first_of
from welfaredesk.domain.record import Problem, record

DANGER, WHERE, STEPS, ENDED = N_("Il pericolo"), N_("Dove e con chi"), N_("I passi"), N_("Chiusura")
BEFORE_IT_BEGAN = N_("Viene prima dell'inizio dell'urgenza: controlla giorno e ora")
NOT_IN_ORDER = N_("Viene prima del passo precedente: controlla giorno e ora")
NO_AGE = N_("L'età va da 0 a 120 anni")
NOT_A_CHILD = N_("Il collocamento in luogo sicuro (art. 403) riguarda chi ha meno di 18 anni")
OLDEST, ADULT = 120, 18
ORDER = ("began_at", "sent_at", "requested_at", "decreed_at", "heard_at", "closed_at")
"""The moments of the steps, in the order in which they come."""


def order_problems(values: Values) -> Iterator[Problem]:
    """Stop a step that comes before the start; doubt one that comes before the step from which it counts."""
    said = [(name, datetime.fromisoformat(str(values[name]))) for name in ORDER if values.get(name)]
    began = dict(said).get("began_at")
    for (_, before), (name, after) in pairwise(said):
        if began is not None and after < began:
            yield Problem(name, BEFORE_IT_BEGAN)
        elif after < before:
            yield Problem(name, NOT_IN_ORDER, warning=True)
    noticed = values.get("noticed_at")
    if noticed and began is not None and datetime.fromisoformat(str(noticed)) < began:
        # Somebody may be told of what is about to be done: it is doubtful, not impossible.
        yield Problem("noticed_at", BEFORE_IT_BEGAN, warning=True)


def age_problems(values: Values) -> Iterator[Problem]:
    """Stop an age that nobody has, and doubt a placement of an adult."""
    age = values.get("estimated_age")
    if age is None:
        return
    if not 0 <= age <= OLDEST:
        yield Problem("estimated_age", NO_AGE)
    elif age >= ADULT and values.get("kind") == REMOVAL:
        yield Problem("estimated_age", NOT_A_CHILD, warning=True)


@record(
    "urgency",
    N_("Urgenza"),
    plural=N_("Urgenze"),
    roots=("urgency",),
    title=first_of("child_name", "person", "number"),
    circle=RESERVED,
    icon="siren",
    checks=(order_problems, age_problems),
    machines=(URGENCY_PATH,),
)
class Urgency:
    """A collocamento in luogo sicuro, another urgent act, or a notice: who, which danger, where, what was done when."""

    kind: Annotated[
        str | None, choice(N_("Che cosa"), "urgency_kind", traits=Traits(required=True, listed=True, width=40))
    ] = None
    began_at: Annotated[
        str | None,
        moment(
            N_("Quando"),
            Traits(
                required=True,
                listed=True,
                past=True,
                fills="now",
                help=N_("Giorno e ora del collocamento o dell'intervento: da qui corrono le ore"),
            ),
        ),
    ] = None
    child_name: Annotated[
        str,
        line(
            N_("Chi è"),
            Traits(listed=True, search=Search.WORDS, help=N_("Nome, o come si riconosce se il nome non si sa")),
        ),
    ] = ""
    estimated_age: Annotated[int | None, number(N_("Età, anche stimata"), Traits(unit="anni", width=6))] = None
    person: Annotated[
        dict[str, Value] | None,
        link(
            N_("Persona già in archivio"),
            ("person",),
            traits=Traits(listed=True, help=N_("Si può collegare anche dopo")),
        ),
    ] = None
    comune: Annotated[str, line(N_("Comune"), Traits(listed=True))] = ""
    facts: Annotated[
        str,
        long_text(
            N_("Fatti"), Traits(section=DANGER, search=Search.WORDS, help=N_("Quello che hai visto e constatato tu"))
        ),
    ] = ""
    third_parties: Annotated[str, long_text(N_("Riferito da terzi"), Traits(section=DANGER, search=Search.WORDS))] = ""
    third_parties_who: Annotated[str, line(N_("Da chi"), Traits(section=DANGER))] = ""
    evaluation: Annotated[
        str,
        long_text(
            N_("Valutazioni"),
            Traits(section=DANGER, search=Search.WORDS, help=N_("Perché il pericolo è grave e non si può aspettare")),
        ),
    ] = ""
    found_at: Annotated[str, line(N_("Dove si trovava"), Traits(section=WHERE, search=Search.WORDS))] = ""
    safe_place: Annotated[
        str,
        line(
            N_("Luogo sicuro"),
            Traits(section=WHERE, help=N_("Protetto: va alla Procura, mai sulla copia per la famiglia")),
        ),
    ] = ""
    present: Annotated[
        list[dict[str, Value]] | None,
        rows(
            N_("Chi era presente"),
            {"name": line(N_("Nome")), "capacity": line(N_("In che veste")), "body": line(N_("Ente"))},
            traits=Traits(section=WHERE),
        ),
    ] = None
    decided_by: Annotated[
        str, line(N_("Chi ha deciso"), Traits(section=WHERE, help=N_("Nome e qualifica di chi firma l'atto")))
    ] = ""
    prosecutor: Annotated[
        str,
        line(
            N_("Procura"), Traits(section=WHERE, help=N_("Quella minorile del luogo in cui il minore abita di solito"))
        ),
    ] = ""
    writer: Annotated[
        dict[str, Value] | None, link(N_("Chi scrive"), ("operator",), traits=Traits(section=WHERE, fills="me"))
    ] = None
    number: Annotated[str, line(N_("Numero"), Traits(listed=True, search=Search.CODE, fills="number"))] = ""
    state: Annotated[str | None, choice(N_("Stato"), "urgency_state", traits=Traits(section=STEPS))] = None
    noticed_at: Annotated[str | None, moment(N_("Avviso orale dato"), Traits(section=STEPS, past=True))] = None
    notice_to: Annotated[str, line(N_("Chi ha risposto"), Traits(section=STEPS))] = ""
    notice_outcome: Annotated[str, line(N_("Che cosa ha detto"), Traits(section=STEPS))] = ""
    sent_at: Annotated[str | None, moment(N_("Trasmesso"), Traits(section=STEPS, past=True))] = None
    sent_paper: Annotated[str, line(N_("Protocollo o PEC di invio"), Traits(section=STEPS, search=Search.WORDS))] = ""
    sent_to: Annotated[str, line(N_("A quale ufficio"), Traits(section=STEPS))] = ""
    requested_at: Annotated[str | None, moment(N_("Convalida chiesta"), Traits(section=STEPS, past=True))] = None
    request_paper: Annotated[str, line(N_("Con quale atto (richiesta)"), Traits(section=STEPS))] = ""
    decreed_at: Annotated[str | None, moment(N_("Decreto emesso"), Traits(section=STEPS, past=True))] = None
    decree_paper: Annotated[str, line(N_("Numero del decreto"), Traits(section=STEPS, search=Search.WORDS))] = ""
    curator: Annotated[str, line(N_("Curatore speciale"), Traits(section=STEPS, search=Search.WORDS))] = ""
    hearing_set_for: Annotated[str | None, moment(N_("Udienza fissata per"), Traits(section=STEPS))] = None
    heard_at: Annotated[str | None, moment(N_("Udienza tenuta"), Traits(section=STEPS, past=True))] = None
    hearing_paper: Annotated[str, line(N_("Verbale o provvedimento dell'udienza"), Traits(section=STEPS))] = ""
    outcome: Annotated[
        str | None, choice(N_("Esito"), "urgency_outcome", traits=Traits(section=ENDED, listed=True))
    ] = None
    closed_at: Annotated[str | None, moment(N_("Chiusa"), Traits(section=ENDED, past=True))] = None
    closing_note: Annotated[str, long_text(N_("Come è finita"), Traits(section=ENDED, search=Search.WORDS))] = ""
    reopening_reason: Annotated[str, line(N_("Perché è stata riaperta"), Traits(section=ENDED))] = ""
