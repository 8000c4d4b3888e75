# SPDX-License-Identifier: EUPL-1.2
"""The letter template: the letterhead of the ente as a DOCX with fields in braces."""

from typing import Annotated

from welfaredesk.base.text import N_
from welfaredesk.domain.kinds import Search, Traits, Value, choice, file, line, long_text
from welfaredesk.domain.names import first_of
from welfaredesk.domain.record import record


@record(
    "letter_template",
    N_("Modello di lettera"),
    plural=N_("Modelli di lettera"),
    roots=("settings",),
    title=first_of("name"),
    icon="file-text",
)
class LetterTemplate:
    """A DOCX of the ente in which the program writes; it is tried whole before it is kept."""

    name: Annotated[str, line(N_("Nome"), Traits(required=True, listed=True, search=Search.WORDS))] = ""
    kind: Annotated[
        str | None,
        choice(N_("Per"), "letter_kind", traits=Traits(listed=True, help=N_("Se è vuoto va bene per tutte"))),
    ] = None
    document: Annotated[
        dict[str, Value] | None,
        file(N_("File DOCX"), Traits(help=N_("Con i campi tra doppie graffe, per esempio {{ oggetto }}"))),
    ] = None
    notes: Annotated[str, long_text(N_("Note"))] = ""
