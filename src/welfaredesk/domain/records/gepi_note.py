# SPDX-License-Identifier: EUPL-1.2
"""The GePI note: a block of what is written here was copied by hand into the platform, by whom and when."""

from typing import Annotated

from welfaredesk.base.text import N_
from welfaredesk.domain.kinds import Traits, Value, choice, line, link, moment
from welfaredesk.domain.names import first_of
from welfaredesk.domain.record import record


@record(
    "gepi_note",
    N_("Riportato in GePI"),
    plural=N_("Riportati in GePI"),
    roots=("person",),
    root_link="person",
    title=first_of("block"),
    icon="copy",
)
class GepiNote:
    """One block of one source: its id comes from both, so that two desks tick the same one."""

    person: Annotated[dict[str, Value] | None, link(N_("Persona"), ("person",))] = None
    source: Annotated[dict[str, Value] | None, link(N_("Da dove"), ("care_episode", "project"))] = None
    block: Annotated[str | None, choice(N_("Che cosa"), "gepi_block", traits=Traits(required=True, listed=True))] = None
    done_at: Annotated[str | None, moment(N_("Riportato"), Traits(listed=True))] = None
    done_by: Annotated[dict[str, Value] | None, link(N_("Da"), ("operator",), traits=Traits(listed=True))] = None
    fingerprint: Annotated[str, line(N_("Impronta del testo"))] = ""
