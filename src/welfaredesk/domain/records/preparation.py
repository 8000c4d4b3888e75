# SPDX-License-Identifier: EUPL-1.2
"""The preparation sheet: what one member brings to a situation before the sitting."""

from typing import Annotated

from welfaredesk.base.text import N_
from welfaredesk.domain.kinds import Search, Traits, Value, line, link, long_text
from welfaredesk.domain.names import first_of
from welfaredesk.domain.record import record

PROSE = Traits(search=Search.WORDS)


@record(
    "preparation",
    N_("Scheda di preparazione"),
    plural=N_("Schede di preparazione"),
    roots=("situation",),
    title=first_of("name", "operator"),
    icon="clipboard-check",
)
class Preparation:
    """What a member knows, asks and proposes; the members of the situation read it."""

    minutes: Annotated[
        dict[str, Value] | None, link(N_("Verbale"), ("minutes",), traits=Traits(required=True, listed=True))
    ] = None
    operator: Annotated[dict[str, Value] | None, link(N_("Di chi è"), ("operator",), traits=Traits(listed=True))] = None
    name: Annotated[str, line(N_("Di chi è, se non ha una postazione"), Traits(listed=True))] = ""
    knows: Annotated[str, long_text(N_("Che cosa porto"), PROSE)] = ""
    asks: Annotated[str, long_text(N_("Che cosa chiedo"), PROSE)] = ""
    proposes: Annotated[str, long_text(N_("Che cosa propongo"), PROSE)] = ""
