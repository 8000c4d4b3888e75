# SPDX-License-Identifier: EUPL-1.2
"""The referral: a notice from a third party, numbered in its register."""

from typing import Annotated

from welfaredesk.base.text import N_
from welfaredesk.domain.handed_fields import handed_fields
from welfaredesk.domain.kinds import (
    RESERVED,
    Search,
    Traits,
    Value,
    choice,
    choices,
    day,
    line,
    link,
    long_text,
)
from welfaredesk.domain.machines.handing import OF_A_REFERRAL
from welfaredesk.domain.machines.referral_path import BY_FIRST_CONTACT, REFERRAL_PATH
from welfaredesk.domain.names import first_of
from welfaredesk.domain.record import record

PATH = N_("Percorso")
HANDED = handed_fields(N_("Consegne"))


@record(
    "referral",
    N_("Segnalazione"),
    plural=N_("Segnalazioni"),
    roots=("register",),
    title=first_of("person", "subject", "number"),
    icon="megaphone",
    rules=3,
    machines=(REFERRAL_PATH, OF_A_REFERRAL, BY_FIRST_CONTACT),
)
class Referral:
    """Who is reported, by which source, how urgent, and what the service answered."""

    number: Annotated[str, line(N_("Numero"), Traits(listed=True, search=Search.CODE, fills="number"))] = ""
    received_on: Annotated[
        str | None, day(N_("Ricevuta il"), Traits(required=True, listed=True, fills="today", past=True))
    ] = None
    source: Annotated[str | None, choice(N_("Fonte"), "referral_source", traits=Traits(required=True, listed=True))] = (
        None
    )
    person: Annotated[
        dict[str, Value] | None, link(N_("Persona segnalata"), ("person",), traits=Traits(listed=True))
    ] = None
    subject: Annotated[
        str,
        line(N_("Chi è segnalato, se non è qui"), Traits(listed=True, search=Search.WORDS)),
    ] = ""
    comune: Annotated[str, line(N_("Comune"), Traits(listed=True))] = ""
    urgency: Annotated[str | None, choice(N_("Urgenza"), "urgency", traits=Traits(listed=True))] = None
    vulnerabilities: Annotated[list[str] | None, choices(N_("Vulnerabilità"), "vulnerability_kind")] = None
    violence: Annotated[list[str] | None, choices(N_("Violenza"), "violence_kind")] = None
    author_relation: Annotated[str | None, choice(N_("Rapporto con l'autore"), "author_relation")] = None
    content: Annotated[str, long_text(N_("Contenuto"), Traits(search=Search.WORDS))] = ""
    receiver: Annotated[dict[str, Value] | None, link(N_("Chi riceve"), ("operator",), traits=Traits(fills="me"))] = (
        None
    )
    referrer: Annotated[
        str, line(N_("Chi segnala"), Traits(circle=RESERVED, help=N_("Nome e recapito: riservati")))
    ] = ""
    answered_on: Annotated[str | None, day(N_("Primo contatto il"), Traits(listed=True, past=True))] = None
    answer: Annotated[str, long_text(N_("Risposta"), Traits(search=Search.WORDS))] = ""
    outcome: Annotated[str | None, choice(N_("Esito"), "referral_outcome", traits=Traits(listed=True))] = None
    protocol_number: Annotated[str, line(N_("Protocollo"))] = ""
    state: Annotated[str | None, choice(N_("Stato"), "referral_state", traits=Traits(section=PATH, fills="state"))] = (
        None
    )
    assignee: Annotated[
        dict[str, Value] | None, link(N_("Assegnata a"), ("operator",), traits=Traits(section=PATH))
    ] = None
    assigned_on: Annotated[str | None, day(N_("Assegnata il"), Traits(section=PATH, past=True))] = None
    accepted_on: Annotated[str | None, day(N_("Accettata il"), Traits(section=PATH, past=True))] = None
    send_back_reason: Annotated[str, line(N_("Perché è stata rimandata"), Traits(section=PATH))] = ""
    reopening_reason: Annotated[str, line(N_("Perché è stata riaperta"), Traits(section=PATH))] = ""
    care_episode: Annotated[
        dict[str, Value] | None, link(N_("Presa in carico"), ("care_episode",), traits=Traits(section=PATH))
    ] = None
    handing: Annotated[str | None, HANDED["handing"]] = None
    handed_to: Annotated[dict[str, Value] | None, HANDED["handed_to"]] = None
    handed_from: Annotated[dict[str, Value] | None, HANDED["handed_from"]] = None
    handed_since: Annotated[str | None, HANDED["handed_since"]] = None
    handed_until: Annotated[str | None, HANDED["handed_until"]] = None
