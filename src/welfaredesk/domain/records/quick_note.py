# SPDX-License-Identifier: EUPL-1.2
"""The quick note: ten seconds, private, to be filed or destroyed."""

from typing import Annotated

from welfaredesk.base.text import N_
from welfaredesk.domain.kinds import Search, Traits, Value, choice, day, link, long_text, moment
from welfaredesk.domain.names import first_of
from welfaredesk.domain.record import record


@record(
    "quick_note",
    N_("Appunto"),
    plural=N_("Appunti"),
    roots=("operator",),
    title=first_of("text"),
    icon="sticky-note",
)
class QuickNote:
    """A private note of an operator that reminds until it is filed to a cartella or destroyed."""

    text: Annotated[str, long_text(N_("Appunto"), Traits(required=True, search=Search.WORDS, listed=True))] = ""
    when: Annotated[str | None, moment(N_("Quando"), Traits(listed=True, fills="now"))] = None
    about: Annotated[dict[str, Value] | None, link(N_("Su chi"), ("person",), traits=Traits(listed=True))] = None
    remind_on: Annotated[str | None, day(N_("Ricordamelo il"), Traits(width=12))] = None
    state: Annotated[str | None, choice(N_("Stato"), "quick_note_state", traits=Traits(listed=True, fills="=open"))] = (
        None
    )
    filed_as: Annotated[dict[str, Value] | None, link(N_("Archiviato in"), ("diary_entry",))] = None
