# SPDX-License-Identifier: EUPL-1.2
"""The document: a paper received or sent, with its file."""

from typing import Annotated

from welfaredesk.base.text import N_
from welfaredesk.domain.kinds import Search, Traits, Value, choice, day, file, line, link, long_text
from welfaredesk.domain.names import first_of
from welfaredesk.domain.record import record


@record(
    "document",
    N_("Documento"),
    plural=N_("Documenti"),
    roots=("person", "household", "urgency"),
    root_link="person",
    title=first_of("title", "kind"),
    icon="paperclip",
)
class Document:
    """A document of a cartella: what it is, from or to whom, protocol, and its file or where the paper is."""

    title: Annotated[str, line(N_("Titolo"), Traits(required=True, listed=True, search=Search.WORDS))] = ""
    kind: Annotated[str | None, choice(N_("Tipo"), "document_kind", traits=Traits(listed=True))] = None
    dated: Annotated[str | None, day(N_("Data"), Traits(listed=True))] = None
    person: Annotated[dict[str, Value] | None, link(N_("Persona"), ("person",))] = None
    direction: Annotated[str | None, choice(N_("Ricevuto o inviato"), "document_direction")] = None
    counterpart: Annotated[str, line(N_("Da o a chi"), Traits(search=Search.WORDS))] = ""
    protocol_number: Annotated[str, line(N_("Protocollo"), Traits(listed=True, search=Search.WORDS))] = ""
    attachment: Annotated[dict[str, Value] | None, file(N_("Allegato"))] = None
    paper: Annotated[str, line(N_("Dove si trova la carta"))] = ""
    valid_until: Annotated[str | None, day(N_("Valido fino al"))] = None
    fingerprint: Annotated[
        str,
        line(
            N_("Impronta"), Traits(search=Search.CODE, help=N_("SHA-256 della carta stampata: la scrive il programma"))
        ),
    ] = ""
    letter: Annotated[dict[str, Value] | None, link(N_("Dalla lettera"), ("letter",))] = None
    notes: Annotated[str, long_text(N_("Note"), Traits(search=Search.WORDS))] = ""
