# SPDX-License-Identifier: EUPL-1.2
"""The path of a passaggio di consegne: proposed, accepted by whoever receives, returned; or declined or withdrawn."""

from welfaredesk.base.text import N_
from welfaredesk.domain.access import Deed
from welfaredesk.domain.machine import Action, Ask, Machine
from welfaredesk.domain.machines.starts import begins_in

STATES = ("proposed", "accepted", "declined", "withdrawn", "returned")
ACCEPTED = N_("È già stato accettato: si riporta indietro con il rientro")
NOT_ACCEPTED = N_("Non è ancora stato accettato")
DECLINED = N_("Chi riceve non l'ha accettato: si propone di nuovo")
WITHDRAWN = N_("È stato ritirato: si propone di nuovo")
RETURNED = N_("È già tornato a chi era prima")
OVER = {"declined": DECLINED, "withdrawn": WITHDRAWN, "returned": RETURNED}
DAY_BACK = (Ask("returned_on", required=True, fills="today"), Ask("return_note"))

ACCEPT = Action(
    name="accept",
    label=N_("Accetta le consegne"),
    deed=Deed.CONDUCT_CASES,
    icon="handshake",
    key="E",
    moves={"proposed": "accepted"},
    refusals={"accepted": N_("È già stato accettato")} | OVER,
    asks=(Ask("accepted_on", required=True, fills="today"),),
    only="to_operator",
    freezes=True,
)
DECLINE = Action(
    name="decline",
    label=N_("Non accettare"),
    deed=Deed.CONDUCT_CASES,
    icon="undo-2",
    key="B",
    moves={"proposed": "declined"},
    refusals={"accepted": ACCEPTED} | OVER,
    asks=(Ask("decline_reason", required=True),),
    only="to_operator",
)
WITHDRAW = Action(
    name="withdraw",
    label=N_("Ritira la proposta"),
    deed=Deed.ASSIGN_CASES,
    icon="circle-x",
    key="R",
    moves={"proposed": "withdrawn"},
    refusals={"accepted": ACCEPTED} | OVER,
    asks=(Ask("withdraw_reason"),),
)
GIVE_BACK = Action(
    name="give-back",
    label=N_("Rientro: riporta tutto a chi era prima"),
    deed=Deed.ASSIGN_CASES,
    icon="undo-2",
    key="G",
    moves={"accepted": "returned"},
    refusals={"proposed": NOT_ACCEPTED} | OVER,
    asks=DAY_BACK,
)
TAKE_BACK = Action(
    name="take-back",
    label=N_("Sono rientrato: riprendi tutto"),
    deed=Deed.CONDUCT_CASES,
    icon="undo-2",
    key="K",
    moves={"accepted": "returned"},
    refusals={"proposed": NOT_ACCEPTED} | OVER,
    asks=DAY_BACK,
    only="from_operator",
)
PROPOSE_AGAIN = Action(
    name="propose-again",
    label=N_("Proponi di nuovo"),
    deed=Deed.ASSIGN_CASES,
    icon="send",
    key="P",
    moves={"declined": "proposed", "withdrawn": "proposed", "returned": "proposed"},
    refusals={"proposed": N_("Aspetta già di essere accettato"), "accepted": ACCEPTED},
    asks=(Ask("to_operator", required=True, fills="kept"), Ask("since", required=True, fills="today"), Ask("until")),
    sets={"accepted_on": "", "decline_reason": "", "withdraw_reason": "", "returned_on": "", "return_note": ""},
)

HANDOVER_PATH = Machine(
    field="state",
    states=STATES,
    start=begins_in("proposed"),
    actions=(ACCEPT, DECLINE, WITHDRAW, GIVE_BACK, TAKE_BACK, PROPOSE_AGAIN),
)
