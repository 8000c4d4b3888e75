# SPDX-License-Identifier: EUPL-1.2
"""The situation: one person or family in a series of staff di progetto, with its members; called by its number."""

from collections.abc import Iterator
from typing import Annotated

from welfaredesk.base.text import N_
from welfaredesk.domain.kinds import Search, Traits, Value, Values, choice, day, line, link, long_text, rows
from welfaredesk.domain.machines.situation_path import SITUATION_PATH
from welfaredesk.domain.names import first_of
from welfaredesk.domain.record import Problem, record
from welfaredesk.domain.staff_members import member_fields, member_problems

PATH = N_("Percorso")
ABOUT_NOBODY = N_("Su chi è la richiesta: una persona, un nucleo, o chi è se non è in carico")


def about_problems(values: Values) -> Iterator[Problem]:
    """Remind that a situation is about somebody."""
    if not (values.get("person") or values.get("household") or values.get("subject")):
        yield Problem("subject", ABOUT_NOBODY, warning=True)


def members_once(values: Values) -> Iterator[Problem]:
    """Stop a member named twice."""
    yield from member_problems(values, "members")


@record(
    "situation",
    N_("Situazione"),
    plural=N_("Situazioni"),
    roots=("situation",),
    title=first_of("number"),
    icon="users",
    checks=(about_problems, members_once),
    rules=2,
    machines=(SITUATION_PATH,),
)
class Situation:
    """Who is looked at, who asked and why, and who takes part: they alone read it."""

    number: Annotated[str, line(N_("Numero"), Traits(listed=True, search=Search.CODE, fills="number"))] = ""
    person: Annotated[dict[str, Value] | None, link(N_("Persona"), ("person",), traits=Traits(listed=True))] = None
    household: Annotated[dict[str, Value] | None, link(N_("Nucleo"), ("household",), traits=Traits(listed=True))] = None
    subject: Annotated[str, line(N_("Chi è, se non è in carico"), Traits(listed=True, search=Search.WORDS))] = ""
    requested_on: Annotated[
        str | None, day(N_("Richiesta il"), Traits(required=True, listed=True, fills="today", past=True))
    ] = None
    requester: Annotated[dict[str, Value] | None, link(N_("Chi chiede"), ("operator",), traits=Traits(fills="me"))] = (
        None
    )
    requester_name: Annotated[str, line(N_("Chi chiede, se non è qui"))] = ""
    reason: Annotated[str, long_text(N_("Perché si chiede lo staff"), Traits(search=Search.WORDS))] = ""
    services: Annotated[
        list[dict[str, Value]] | None,
        rows(
            N_("Servizi coinvolti"), {"service": link(N_("Servizio"), ("service", "body")), "name": line(N_("Quale"))}
        ),
    ] = None
    template: Annotated[
        dict[str, Value] | None, link(N_("Composizione attesa"), ("staff_template",), traits=Traits(listed=True))
    ] = None
    members: Annotated[
        list[dict[str, Value]] | None,
        rows(N_("Membri"), member_fields() | {"contact": line(N_("Recapito"))}),
    ] = None
    state: Annotated[str | None, choice(N_("Stato"), "situation_state", traits=Traits(section=PATH))] = None
    accepted_on: Annotated[str | None, day(N_("Accolta il"), Traits(section=PATH, past=True))] = None
    decline_reason: Annotated[str, line(N_("Perché non è stata accolta"), Traits(section=PATH))] = ""
    concluded_on: Annotated[str | None, day(N_("Conclusa il"), Traits(section=PATH, past=True))] = None
    outcome: Annotated[str, long_text(N_("Come si è conclusa"), Traits(section=PATH, search=Search.WORDS))] = ""
    reopening_reason: Annotated[str, line(N_("Perché è stata riaperta"), Traits(section=PATH))] = ""
