# SPDX-License-Identifier: EUPL-1.2
"""The diary entry: what happened, when, with whom, in one text or in three parts."""

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
    flag,
    line,
    link,
    long_text,
    moment,
    number,
    rows,
)
from welfaredesk.domain.names import first_of
from welfaredesk.domain.record import Problem, record

EMPTY = N_("Scrivi almeno una riga: un'annotazione vuota non dice niente a chi la legge")
PARTS = ("text", "facts", "third_parties", "evaluation")


def word_problems(values: Values) -> Iterator[Problem]:
    """Stop an entry that says nothing in any of its parts, unless it counts as a contact."""
    if not any(str(values.get(part) or "").strip() for part in PARTS) and not values.get("counts_as_contact"):
        yield Problem("text", EMPTY)


@record(
    "diary_entry",
    N_("Annotazione di diario"),
    plural=N_("Diario sociale"),
    roots=("person", "household"),
    root_link="person",
    title=first_of("text", "facts", "third_parties", "evaluation", "where"),
    icon="file-text",
    checks=(word_problems,),
)
class DiaryEntry:
    """One entry of the social diary, on a person or on a whole household."""

    kind: Annotated[str | None, choice(N_("Tipo"), "diary_kind", traits=Traits(listed=True, fills="=note"))] = None
    when: Annotated[str | None, moment(N_("Quando"), Traits(required=True, listed=True, fills="now"))] = None
    text: Annotated[str, long_text(N_("Testo"), Traits(search=Search.WORDS))] = ""
    facts: Annotated[str, long_text(N_("Fatti"), Traits(section=N_("In tre parti"), search=Search.WORDS))] = ""
    third_parties: Annotated[
        str, long_text(N_("Riferito da terzi"), Traits(section=N_("In tre parti"), search=Search.WORDS))
    ] = ""
    third_parties_who: Annotated[str, line(N_("Da chi"), Traits(section=N_("In tre parti")))] = ""
    evaluation: Annotated[
        str, long_text(N_("Valutazioni"), Traits(section=N_("In tre parti"), search=Search.WORDS))
    ] = ""
    third_party_passages: Annotated[
        list[dict[str, Value]] | None,
        rows(
            N_("Passaggi «di terzi»"),
            {"part": line(N_("Parte")), "passage": line(N_("Passaggio")), "who": line(N_("Di chi"))},
            traits=Traits(help=N_("Le frasi che in un accesso agli atti vanno tolte")),
        ),
    ] = None
    person: Annotated[dict[str, Value] | None, link(N_("Persona"), ("person",))] = None
    persons: Annotated[
        list[dict[str, Value]] | None,
        rows(N_("Persone del nucleo"), {"person": link(N_("Persona"), ("person",))}),
    ] = None
    with_whom: Annotated[str, line(N_("Con chi"), Traits(listed=True, search=Search.WORDS))] = ""
    where: Annotated[str, line(N_("Dove"), Traits(search=Search.WORDS))] = ""
    minutes: Annotated[int | None, number(N_("Durata"), Traits(unit="min", width=6, listed=True))] = None
    travel_minutes: Annotated[int | None, number(N_("Viaggio"), Traits(unit="min", width=6, section=N_("Viaggio")))] = (
        None
    )
    km: Annotated[int | None, number(N_("Chilometri"), Traits(unit="km", width=6, section=N_("Viaggio")))] = None
    follow_up_by: Annotated[str | None, day(N_("Da riprendere entro"), Traits(width=12))] = None
    author: Annotated[
        dict[str, Value] | None, link(N_("Operatore"), ("operator",), traits=Traits(listed=True, fills="me"))
    ] = None
    counts_as_contact: Annotated[bool | None, flag(N_("Vale come accesso"), Traits(section=N_("Accesso")))] = None
    channel: Annotated[str | None, choice(N_("Come"), "contact_channel", traits=Traits(section=N_("Accesso")))] = None
    requester: Annotated[
        str | None, choice(N_("Chi si rivolge"), "requester_kind", traits=Traits(section=N_("Accesso")))
    ] = None
    needs: Annotated[list[str] | None, choices(N_("Bisogno"), "contact_need", traits=Traits(section=N_("Accesso")))] = (
        None
    )
    outcome: Annotated[str | None, choice(N_("Esito"), "contact_outcome", traits=Traits(section=N_("Accesso")))] = None
    access_point: Annotated[
        str | None, choice(N_("Punto di accesso"), "access_point_kind", traits=Traits(section=N_("Accesso")))
    ] = None
    protocol_number: Annotated[str, line(N_("Protocollo"))] = ""
