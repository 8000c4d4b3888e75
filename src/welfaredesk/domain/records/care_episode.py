# SPDX-License-Identifier: EUPL-1.2
"""The care episode: a presa in carico from its opening to its closing."""

from collections.abc import Iterator
from typing import Annotated

from welfaredesk.base.text import N_
from welfaredesk.domain.handed_fields import handed_fields
from welfaredesk.domain.kinds import (
    Search,
    Traits,
    Value,
    Values,
    choice,
    choices,
    day,
    line,
    link,
    long_text,
    rows,
)
from welfaredesk.domain.machines.assignment import ASSIGNMENT
from welfaredesk.domain.machines.care_path import CARE_PATH
from welfaredesk.domain.machines.handing import HANDING
from welfaredesk.domain.names import first_of
from welfaredesk.domain.record import Problem, record
from welfaredesk.domain.rules import period_problems

NO_REASON = N_("Una presa in carico chiusa ha un motivo di chiusura")
ASSIGNED, PAUSED, CLOSING, ADI = N_("Assegnazione"), N_("Sospensione"), N_("Chiusura"), N_("Percorso ADI")
HANDED = handed_fields(N_("Passaggio di consegne"))


def closing_problems(values: Values) -> Iterator[Problem]:
    """Remind of the reason of a closing."""
    if values.get("status") == "closed" and not values.get("closing_reason"):
        yield Problem("closing_reason", NO_REASON, warning=True)


@record(
    "care_episode",
    N_("Presa in carico"),
    plural=N_("Prese in carico"),
    roots=("person",),
    root_link="person",
    title=first_of("service", "person", "comune"),
    icon="check-check",
    checks=(period_problems, closing_problems),
    rules=2,
    machines=(CARE_PATH, ASSIGNMENT, HANDING),
)
class CareEpisode:
    """An episode of care: service, areas, mandate, who answers for it, status, how it ended."""

    person: Annotated[
        dict[str, Value] | None, link(N_("Persona"), ("person",), traits=Traits(required=True, listed=True))
    ] = None
    service: Annotated[dict[str, Value] | None, link(N_("Servizio"), ("service",), traits=Traits(listed=True))] = None
    comune: Annotated[str, line(N_("Comune"), Traits(listed=True))] = ""
    areas: Annotated[
        list[str] | None,
        choices(N_("Area"), "care_area", traits=Traits(listed=True, help=N_("La prima è quella prevalente"))),
    ] = None
    kind: Annotated[str | None, choice(N_("Nuovo o in continuità"), "episode_kind")] = None
    mandate: Annotated[str | None, choice(N_("Mandato"), "care_mandate")] = None
    opened_on: Annotated[str | None, day(N_("Aperta il"), Traits(required=True, listed=True, fills="today"))] = None
    responsible_social_worker: Annotated[
        dict[str, Value] | None,
        link(N_("Assistente sociale titolare"), ("operator",), traits=Traits(listed=True, fills="me")),
    ] = None
    case_manager: Annotated[
        dict[str, Value] | None, link(N_("Case manager"), ("operator",), traits=Traits(listed=True))
    ] = None
    status: Annotated[str | None, choice(N_("Stato"), "care_status", traits=Traits(listed=True, fills="=in_care"))] = (
        None
    )
    closed_on: Annotated[str | None, day(N_("Chiusa il"), Traits(section=CLOSING, past=True))] = None
    closing_reason: Annotated[
        str | None,
        choice(N_("Motivo di chiusura"), "care_closing_reason", traits=Traits(section=CLOSING)),
    ] = None
    outcome: Annotated[str, long_text(N_("Esito"), Traits(section=CLOSING, search=Search.WORDS))] = ""
    sent_on_to: Annotated[
        dict[str, Value] | None,
        link(N_("Inviato a"), ("service", "body"), traits=Traits(section=CLOSING)),
    ] = None
    referral: Annotated[dict[str, Value] | None, link(N_("Dalla segnalazione"), ("referral",))] = None
    notes: Annotated[str, long_text(N_("Note"), Traits(search=Search.WORDS))] = ""
    number: Annotated[str, line(N_("Numero"), Traits(listed=True, search=Search.CODE, width=14, fills="number"))] = ""
    case_manager_since: Annotated[str | None, day(N_("Case manager dal"))] = None
    assignment: Annotated[str | None, choice(N_("Assegnazione"), "assignment", traits=Traits(section=ASSIGNED))] = None
    proposed_worker: Annotated[
        dict[str, Value] | None, link(N_("Titolare proposto"), ("operator",), traits=Traits(section=ASSIGNED))
    ] = None
    assigned_on: Annotated[str | None, day(N_("Assegnata il"), Traits(section=ASSIGNED, past=True))] = None
    accepted_on: Annotated[str | None, day(N_("Accettata il"), Traits(section=ASSIGNED, past=True))] = None
    transfer_reason: Annotated[str, line(N_("Motivo del trasferimento"), Traits(section=ASSIGNED))] = ""
    send_back_reason: Annotated[str, line(N_("Perché è stata rimandata"), Traits(section=ASSIGNED))] = ""
    suspended_on: Annotated[str | None, day(N_("Sospesa il"), Traits(section=PAUSED, past=True))] = None
    suspension_reason: Annotated[str, line(N_("Motivo della sospensione"), Traits(section=PAUSED))] = ""
    suspended_until: Annotated[str | None, day(N_("Da rivedere il"), Traits(section=PAUSED))] = None
    resumed_on: Annotated[str | None, day(N_("Ripresa il"), Traits(section=PAUSED, past=True))] = None
    reopened_on: Annotated[str | None, day(N_("Riaperta il"), Traits(section=CLOSING, past=True))] = None
    reopening_reason: Annotated[str, line(N_("Motivo della riapertura"), Traits(section=CLOSING))] = ""
    handing: Annotated[str | None, HANDED["handing"]] = None
    handed_to: Annotated[dict[str, Value] | None, HANDED["handed_to"]] = None
    handed_from: Annotated[dict[str, Value] | None, HANDED["handed_from"]] = None
    handed_since: Annotated[str | None, HANDED["handed_since"]] = None
    handed_until: Annotated[str | None, HANDED["handed_until"]] = None
    adi_phase: Annotated[str | None, choice(N_("Fase ADI"), "adi_phase", traits=Traits(section=ADI))] = None
    pad_signed_on: Annotated[str | None, day(N_("PAD sottoscritto il"), Traits(section=ADI, past=True))] = None
    adi_appointments: Annotated[
        list[dict[str, Value]] | None,
        rows(
            N_("Appuntamenti ADI"),
            {
                "held_on": day(N_("Giorno")),
                "result": choice(N_("Com'è andato"), "adi_appointment"),
                "justification": line(N_("Giustificazione")),
            },
            traits=Traits(section=ADI),
        ),
    ] = None
