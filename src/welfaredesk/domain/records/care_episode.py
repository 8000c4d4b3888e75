# SPDX-License-Identifier: EUPL-1.2
"""The care episode: a presa in carico from its opening to its closing."""

from collections.abc import Iterator
from typing import Annotated

from welfaredesk.base.text import N_
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
)
from welfaredesk.domain.names import first_of
from welfaredesk.domain.record import Problem, record
from welfaredesk.domain.rules import period_problems

NO_REASON = N_("Una presa in carico chiusa ha un motivo di chiusura")


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
    closed_on: Annotated[str | None, day(N_("Chiusa il"), Traits(section=N_("Chiusura")))] = None
    closing_reason: Annotated[
        str | None,
        choice(N_("Motivo di chiusura"), "care_closing_reason", traits=Traits(section=N_("Chiusura"))),
    ] = None
    outcome: Annotated[str, long_text(N_("Esito"), Traits(section=N_("Chiusura"), search=Search.WORDS))] = ""
    sent_on_to: Annotated[
        dict[str, Value] | None,
        link(N_("Inviato a"), ("service", "body"), traits=Traits(section=N_("Chiusura"))),
    ] = None
    referral: Annotated[dict[str, Value] | None, link(N_("Dalla segnalazione"), ("referral",))] = None
    notes: Annotated[str, long_text(N_("Note"), Traits(search=Search.WORDS))] = ""
