# SPDX-License-Identifier: EUPL-1.2
"""The request of access to the papers of a cartella: who asks, by which title, by when, and what was answered."""

from collections.abc import Iterator
from typing import Annotated

from welfaredesk.base.text import N_
from welfaredesk.domain.access_terms import as_day
from welfaredesk.domain.kinds import (
    Search,
    Traits,
    Value,
    Values,
    choice,
    day,
    flag,
    line,
    link,
    long_text,
    rows,
)
from welfaredesk.domain.machines.access_path import ACCESS_PATH
from welfaredesk.domain.names import first_of
from welfaredesk.domain.record import Problem, record

LIFE, CHOSEN = N_("Vita della richiesta"), N_("Che cosa si consegna")
SAY_WHY = N_("Se non si consegna tutto si scrive perché")
TOO_EARLY = N_("Viene prima del giorno in cui la richiesta è arrivata")
OF_THE_CARTELLA = (
    "person",
    "case_file",
    "care_episode",
    "household",
    "network_tie",
    "referral",
    "contact",
    "diary_entry",
    "minutes",
    "project",
    "project_review",
    "contract",
    "letter",
    "appointment",
    "deadline",
    "document",
)
"""The types of record whose going or staying may be written in a request."""


def answer_problems(values: Values) -> Iterator[Problem]:
    """Stop an answer that holds something back without a reason, and a term that ends before the request came."""
    if values.get("answer") in {"partly", "refused"} and not values.get("reason"):
        yield Problem("reason", SAY_WHY)
    if comes_before(values, "due_on"):
        yield Problem("due_on", TOO_EARLY)


def comes_before(values: Values, name: str) -> bool:
    """Tell whether a day of a request comes before the one on which it was received."""
    received, said = as_day(values.get("received_on")), as_day(values.get(name))
    return received is not None and said is not None and said < received


def record_of(row: Values) -> str:
    """Return the record that a choice or a passage is about, nothing where another program wrote something else."""
    link = row.get("record")
    return str(link.get("id") or "") if isinstance(link, dict) else ""


@record(
    "access_request",
    N_("Richiesta di accesso agli atti"),
    plural=N_("Richieste di accesso agli atti"),
    roots=("person",),
    root_link="person",
    title=first_of("number"),
    icon="file-text",
    rules=2,
    checks=(answer_problems,),
    machines=(ACCESS_PATH,),
)
class AccessRequest:
    """Who asked to see a cartella and how it was answered; which records go, which stay and why."""

    number: Annotated[str, line(N_("Numero"), Traits(listed=True, search=Search.CODE, fills="number"))] = ""
    person: Annotated[
        dict[str, Value] | None,
        link(N_("Cartella di"), ("person",), traits=Traits(required=True, listed=True)),
    ] = None
    received_on: Annotated[
        str | None, day(N_("Arrivata il"), Traits(required=True, listed=True, fills="today", past=True))
    ] = None
    requester: Annotated[
        str, line(N_("Chi chiede"), Traits(required=True, listed=True, search=Search.WORDS, help=N_("Nome e cognome")))
    ] = ""
    title: Annotated[
        str | None, choice(N_("A che titolo"), "access_title", traits=Traits(listed=True, fills="=person"))
    ] = None
    basis: Annotated[
        str | None, choice(N_("Secondo quale norma"), "access_basis", traits=Traits(listed=True, fills="=papers"))
    ] = None
    what: Annotated[str, long_text(N_("Che cosa chiede e perché"), Traits(search=Search.WORDS))] = ""
    proof: Annotated[
        str, line(N_("Documento o delega visti"), Traits(help=N_("Con che cosa ha dimostrato chi è e il suo titolo")))
    ] = ""
    protocol_number: Annotated[str, line(N_("Protocollo"), Traits(listed=True, search=Search.WORDS))] = ""
    due_on: Annotated[str | None, day(N_("Si risponde entro il"), Traits(listed=True))] = None
    state: Annotated[str | None, choice(N_("Stato"), "access_state", traits=Traits(section=LIFE, listed=True))] = None
    worker: Annotated[
        dict[str, Value] | None, link(N_("Chi se ne occupa"), ("operator",), traits=Traits(section=LIFE, listed=True))
    ] = None
    others_told_on: Annotated[
        str | None,
        day(
            N_("Controinteressati avvisati il"),
            Traits(section=LIFE, help=N_("Le altre persone a cui la consegna può nuocere"), past=True),
        ),
    ] = None
    others_answer: Annotated[
        str, long_text(N_("Chi è stato avvisato e che cosa ha risposto"), Traits(section=LIFE))
    ] = ""
    suspended_on: Annotated[str | None, day(N_("Sospesa il"), Traits(section=LIFE, past=True))] = None
    suspension_reason: Annotated[str, line(N_("Che cosa si aspetta"), Traits(section=LIFE))] = ""
    resumed_on: Annotated[str | None, day(N_("Completata il"), Traits(section=LIFE, past=True))] = None
    extension_reason: Annotated[str, line(N_("Perché il termine è prorogato"), Traits(section=LIFE))] = ""
    answer: Annotated[str | None, choice(N_("Risposta"), "access_answer", traits=Traits(section=LIFE, listed=True))] = (
        None
    )
    answered_on: Annotated[str | None, day(N_("Risposto il"), Traits(section=LIFE, listed=True, past=True))] = None
    reason: Annotated[str, long_text(N_("Motivo"), Traits(section=LIFE))] = ""
    answer_protocol: Annotated[str, line(N_("Protocollo della risposta"), Traits(section=LIFE))] = ""
    withdrawn_on: Annotated[str | None, day(N_("Ritirata il"), Traits(section=LIFE, past=True))] = None
    reopening_reason: Annotated[str, line(N_("Perché è stata riaperta"), Traits(section=LIFE))] = ""
    chosen: Annotated[
        list[dict[str, Value]] | None,
        rows(
            N_("Scelte sulle schede"),
            {
                "record": link(N_("Scheda"), OF_THE_CARTELLA),
                "included": flag(N_("Si consegna")),
                "why": choice(N_("Perché no"), "access_exclusion"),
            },
            traits=Traits(section=CHOSEN),
        ),
    ] = None
    passages: Annotated[
        list[dict[str, Value]] | None,
        rows(
            N_("Passaggi da togliere"),
            {
                "record": link(N_("Scheda"), OF_THE_CARTELLA),
                "part": line(N_("Parte")),
                "passage": line(N_("Passaggio")),
            },
            traits=Traits(section=CHOSEN),
        ),
    ] = None
    names: Annotated[
        list[dict[str, Value]] | None,
        rows(
            N_("Nomi di altre persone"),
            {"name": line(N_("Nome")), "kept": flag(N_("Si lascia scritto"))},
            traits=Traits(section=CHOSEN),
        ),
    ] = None
