# SPDX-License-Identifier: EUPL-1.2
"""The confirmation: what one member answers to the minutes, from the own desk or on paper."""

from typing import Annotated

from welfaredesk.base.text import N_
from welfaredesk.domain.kinds import Traits, Value, choice, day, file, line, link, long_text
from welfaredesk.domain.kinds import number as amount
from welfaredesk.domain.machines.confirmation_path import CONFIRMATION_PATH
from welfaredesk.domain.names import first_of
from welfaredesk.domain.record import record

PATH = N_("Percorso")


@record(
    "confirmation",
    N_("Risposta al verbale"),
    plural=N_("Risposte al verbale"),
    roots=("situation",),
    title=first_of("name"),
    icon="message-square",
    rules=2,
    machines=(CONFIRMATION_PATH,),
)
class Confirmation:
    """Whether a member confirms the minutes as they were shared, remarks on them or dissents, when and how."""

    minutes: Annotated[
        dict[str, Value] | None, link(N_("Verbale"), ("minutes",), traits=Traits(required=True, listed=True))
    ] = None
    round: Annotated[int | None, amount(N_("Condivisione numero"))] = None
    member: Annotated[str, line(N_("Riga del membro"))] = ""
    name: Annotated[str, line(N_("Chi risponde"), Traits(listed=True))] = ""
    role: Annotated[str | None, choice(N_("Ruolo"), "staff_role")] = None
    operator: Annotated[
        dict[str, Value] | None, link(N_("Dalla postazione di"), ("operator",), traits=Traits(listed=True))
    ] = None
    answer: Annotated[str | None, choice(N_("Risposta"), "staff_answer", traits=Traits(listed=True))] = None
    answered_on: Annotated[str | None, day(N_("Il"), Traits(listed=True, past=True))] = None
    means: Annotated[str | None, choice(N_("Come"), "staff_answer_means")] = None
    text: Annotated[str, long_text(N_("Osservazione o dissenso"))] = ""
    paper: Annotated[dict[str, Value] | None, file(N_("Il foglio o il messaggio"))] = None
    state: Annotated[str | None, choice(N_("Stato"), "confirmation_state", traits=Traits(section=PATH))] = None
    taken_back_reason: Annotated[str, line(N_("Perché è stata tolta"), Traits(section=PATH))] = ""
