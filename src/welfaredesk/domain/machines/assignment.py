# SPDX-License-Identifier: EUPL-1.2
"""The assignment of a presa in carico: somebody is named titolare, and accepts or sends it back."""

from welfaredesk.base.text import N_
from welfaredesk.domain.access import Deed
from welfaredesk.domain.kinds import Values
from welfaredesk.domain.machine import Action, Ask, Machine

STATES = ("unassigned", "assigned", "accepted", "sent_back")
NOBODY_NAMED = N_("Nessuno è stato ancora indicato")
HAS_ONE = N_("Ha già un titolare che l'ha accettata: si cambia con «Trasferisci»")
NO_ONE_YET = N_("Nessun titolare l'ha ancora accettata: si indica con «Assegna»")
SENT_BACK = N_("È stata rimandata: va assegnata di nuovo")


def _start(values: Values) -> str:
    """Return the state of an assignment that says none: whoever stands as titolare has it."""
    return "accepted" if values.get("responsible_social_worker") else "unassigned"


ASSIGN = Action(
    name="assign",
    label=N_("Assegna"),
    deed=Deed.ASSIGN_CASES,
    icon="user-plus",
    key="A",
    moves={"unassigned": "assigned", "assigned": "assigned", "sent_back": "assigned"},
    refusals={"accepted": HAS_ONE},
    asks=(Ask("proposed_worker", required=True), Ask("assigned_on", required=True, fills="today")),
)
TRANSFER = Action(
    name="transfer",
    label=N_("Trasferisci"),
    deed=Deed.ASSIGN_CASES,
    icon="arrow-right",
    key="T",
    moves={"accepted": "assigned"},
    refusals={"unassigned": NO_ONE_YET, "assigned": N_("Aspetta già di essere accettata"), "sent_back": SENT_BACK},
    asks=(
        Ask("proposed_worker", required=True),
        Ask("assigned_on", required=True, fills="today"),
        Ask("transfer_reason", required=True),
        Ask("service", fills="kept"),
        Ask("comune", fills="kept"),
    ),
)
ACCEPT = Action(
    name="accept",
    label=N_("Accetta come titolare"),
    deed=Deed.CONDUCT_CASES,
    icon="handshake",
    key="E",
    moves={"unassigned": "accepted", "assigned": "accepted"},
    refusals={"accepted": N_("È già stata accettata"), "sent_back": SENT_BACK},
    asks=(Ask("accepted_on", required=True, fills="today"),),
    sets={"responsible_social_worker": "@proposed_worker", "proposed_worker": ""},
    only="proposed_worker",
)
SEND_BACK = Action(
    name="send-back",
    label=N_("Rimanda"),
    deed=Deed.CONDUCT_CASES,
    icon="undo-2",
    key="B",
    moves={"assigned": "sent_back"},
    refusals={
        "unassigned": NOBODY_NAMED,
        "accepted": N_("È già stata accettata"),
        "sent_back": N_("È già stata rimandata"),
    },
    asks=(Ask("send_back_reason", required=True),),
    sets={"proposed_worker": ""},
    only="proposed_worker",
)

ASSIGNMENT = Machine(
    field="assignment",
    states=STATES,
    start=_start,
    actions=(ASSIGN, ACCEPT, SEND_BACK, TRANSFER),
    guards=frozenset({"responsible_social_worker", "accepted_on"}),
)
