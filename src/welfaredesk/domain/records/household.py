# SPDX-License-Identifier: EUPL-1.2
"""The household: who lives together on the registry, and who does in fact."""

from typing import Annotated

from welfaredesk.base.text import N_
from welfaredesk.domain.kinds import Search, Traits, Value, choice, day, flag, line, link, long_text, rows
from welfaredesk.domain.names import first_of
from welfaredesk.domain.record import record


@record(
    "household",
    N_("Nucleo familiare"),
    plural=N_("Nuclei familiari"),
    roots=("household",),
    title=first_of("name"),
    icon="users",
)
class Household:
    """A household, registry or actual, with its members since when and until when."""

    name: Annotated[
        str, line(N_("Nome del nucleo"), Traits(required=True, listed=True, search=Search.WORDS, width=30))
    ] = ""
    kind: Annotated[str | None, choice(N_("Tipo"), "household_kind", traits=Traits(listed=True))] = None
    comune: Annotated[str, line(N_("Comune"), Traits(listed=True))] = ""
    address: Annotated[str, line(N_("Indirizzo"), Traits(search=Search.WORDS))] = ""
    members: Annotated[
        list[dict[str, Value]] | None,
        rows(
            N_("Componenti"),
            {
                "person": link(N_("Persona"), ("person",)),
                "relation": choice(N_("Relazione con l'intestatario"), "household_relation"),
                "since": day(N_("Dal")),
                "until": day(N_("Al")),
                "parental_responsibility": flag(N_("Responsabilità genitoriale")),
                "note": line(N_("Nota")),
            },
        ),
    ] = None
    notes: Annotated[str, long_text(N_("Note"), Traits(search=Search.WORDS))] = ""
    ended: Annotated[str | None, day(N_("Sciolto il"))] = None
