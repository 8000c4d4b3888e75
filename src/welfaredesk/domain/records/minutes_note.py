# SPDX-License-Identifier: EUPL-1.2
"""The nota di rettifica: what is added to closed minutes or a signed contract, beside them and never in them."""

from typing import Annotated

from welfaredesk.base.text import N_
from welfaredesk.domain.kinds import Search, Traits, Value, day, link, long_text
from welfaredesk.domain.names import first_of
from welfaredesk.domain.record import record


@record(
    "minutes_note",
    N_("Nota di rettifica"),
    plural=N_("Note di rettifica"),
    roots=("situation", "project"),
    title=first_of("text"),
    icon="file-plus",
)
class MinutesNote:
    """A correction of closed minutes, or of a signed contract or a concluded project: who writes it and when."""

    minutes: Annotated[dict[str, Value] | None, link(N_("Verbale"), ("minutes",), traits=Traits(listed=True))] = None
    about: Annotated[
        dict[str, Value] | None,
        link(N_("Nota su"), ("project", "contract", "project_review"), traits=Traits(listed=True)),
    ] = None
    written_on: Annotated[str | None, day(N_("Del"), Traits(required=True, listed=True, fills="today", past=True))] = (
        None
    )
    author: Annotated[
        dict[str, Value] | None, link(N_("Di chi è"), ("operator",), traits=Traits(listed=True, fills="me"))
    ] = None
    text: Annotated[str, long_text(N_("Testo"), Traits(required=True, listed=True, search=Search.WORDS))] = ""
