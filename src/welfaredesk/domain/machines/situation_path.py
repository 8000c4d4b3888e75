# SPDX-License-Identifier: EUPL-1.2
"""The path of a situation in a staff di progetto: asked for, taken up, concluded."""

from welfaredesk.base.text import N_
from welfaredesk.domain.access import Deed
from welfaredesk.domain.machine import Action, Ask, Machine
from welfaredesk.domain.machines.starts import begins_in

STATES = ("requested", "accepted", "concluded", "declined")
ENDED = N_("La situazione è conclusa: per continuare va riaperta")
DECLINED = N_("La richiesta non è stata accolta: per continuare va riaperta")
NOT_YET = N_("La richiesta non è ancora stata accolta")

ACCEPT = Action(
    name="accept",
    label=N_("Accogli la richiesta"),
    deed=Deed.CONDUCT_CASES,
    icon="handshake",
    key="E",
    moves={"requested": "accepted"},
    refusals={"accepted": N_("La richiesta è già stata accolta"), "concluded": ENDED, "declined": DECLINED},
    asks=(Ask("accepted_on", required=True, fills="today"),),
)
DECLINE = Action(
    name="decline",
    label=N_("Non accogliere"),
    deed=Deed.CONDUCT_CASES,
    icon="circle-x",
    key="N",
    moves={"requested": "declined"},
    refusals={
        "accepted": N_("La richiesta è già stata accolta: si conclude con «Concludi»"),
        "concluded": ENDED,
        "declined": N_("La richiesta è già stata respinta"),
    },
    asks=(Ask("decline_reason", required=True),),
)
CONCLUDE = Action(
    name="conclude",
    label=N_("Concludi"),
    deed=Deed.CONDUCT_CASES,
    icon="archive",
    key="C",
    moves={"accepted": "concluded"},
    refusals={"requested": NOT_YET, "concluded": N_("È già conclusa"), "declined": DECLINED},
    asks=(Ask("concluded_on", required=True, fills="today"), Ask("outcome", fills="kept")),
    freezes=True,
)
REOPEN = Action(
    name="reopen",
    label=N_("Riapri"),
    deed=Deed.CONDUCT_CASES,
    icon="rotate-ccw",
    key="R",
    moves={"concluded": "accepted", "declined": "requested"},
    refusals={"requested": N_("È già aperta"), "accepted": N_("È già aperta")},
    asks=(Ask("reopening_reason", required=True),),
    sets={"concluded_on": "", "decline_reason": ""},
)

SITUATION_PATH = Machine(
    field="state",
    states=STATES,
    start=begins_in("requested"),
    ends=frozenset({"concluded"}),
    ended=ENDED,
    actions=(ACCEPT, DECLINE, CONCLUDE, REOPEN),
)
