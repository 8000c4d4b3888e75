# SPDX-License-Identifier: EUPL-1.2
"""The cartella sociale: the whole record of a person, opened by an explicit act."""

from typing import Annotated

from welfaredesk.base.text import N_
from welfaredesk.domain.kinds import Search, Traits, Value, choice, day, line, link, long_text
from welfaredesk.domain.machines.case_file_path import CASE_FILE_PATH
from welfaredesk.domain.names import first_of
from welfaredesk.domain.record import record
from welfaredesk.domain.rules import period_problems


@record(
    "case_file",
    N_("Cartella sociale"),
    plural=N_("Cartelle"),
    roots=("person",),
    root_link="person",
    title=first_of("person", "number"),
    icon="folder-open",
    checks=(period_problems,),
    rules=2,
    machines=(CASE_FILE_PATH,),
)
class CaseFile:
    """The cartella of a person: number, when opened, where, who follows it, in which state."""

    person: Annotated[
        dict[str, Value] | None, link(N_("Persona"), ("person",), traits=Traits(required=True, listed=True))
    ] = None
    number: Annotated[str, line(N_("Numero"), Traits(listed=True, search=Search.CODE, width=14, fills="number"))] = ""
    opened_on: Annotated[str | None, day(N_("Aperta il"), Traits(listed=True, fills="today"))] = None
    comune: Annotated[str, line(N_("Comune"), Traits(listed=True))] = ""
    group: Annotated[dict[str, Value] | None, link(N_("Gruppo di lavoro"), ("group",))] = None
    responsible_social_worker: Annotated[
        dict[str, Value] | None,
        link(N_("Assistente sociale titolare"), ("operator",), traits=Traits(listed=True, fills="me")),
    ] = None
    case_manager: Annotated[
        dict[str, Value] | None, link(N_("Case manager"), ("operator",), traits=Traits(listed=True))
    ] = None
    state: Annotated[str | None, choice(N_("Stato"), "case_file_state", traits=Traits(listed=True, fills="=open"))] = (
        None
    )
    closed_on: Annotated[str | None, day(N_("Chiusa il"), Traits(past=True))] = None
    paper_archive: Annotated[str, line(N_("Fascicolo cartaceo"), Traits(help=N_("Dove si trova")))] = ""
    notes: Annotated[str, long_text(N_("Note"), Traits(search=Search.WORDS))] = ""
