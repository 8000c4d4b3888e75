# SPDX-License-Identifier: EUPL-1.2
"""The path of a segnalazione: who takes it, and whether it becomes a presa in carico or ends here."""

from dataclasses import replace

from welfaredesk.base.text import N_
from welfaredesk.domain.access import Deed
from welfaredesk.domain.kinds import Values
from welfaredesk.domain.machine import Action, Ask, Machine

STATES = ("received", "assigned", "accepted", "in_care", "concluded")
IN_CARE = N_("È già una presa in carico: si continua dalla cartella")
CONCLUDED = N_("È conclusa: per continuare va riaperta")
IS_OPEN = N_("Non è conclusa")


def _start(values: Values) -> str:
    """Return the state of a segnalazione that says none: what came of it before the states were acts.

    A first contact without an outcome concluded nothing: it is still open, and somebody looks at it again.
    """
    return _start_before(values) if values.get("outcome") else "received"


def _start_before(values: Values) -> str:
    """Return the same by rules 2, by which a first contact was enough."""
    if values.get("outcome") == "care_episode":
        return "in_care"
    if values.get("outcome") == "in_assessment":
        return "accepted"
    return "concluded" if values.get("answered_on") else "received"


def _opening(values: Values) -> str:
    """Return the state of a new segnalazione: of one registered with its outcome, after the fact, that one's.

    It is written, so that no answer saved later moves it: that is for acts. One that says to be a presa in carico and
    names none is accepted: from there one can be opened.
    """
    if values.get("outcome") == "care_episode" and not values.get("care_episode"):
        return "accepted"
    return _start(values)


ASSIGN = Action(
    name="assign",
    label=N_("Assegna"),
    deed=Deed.ASSIGN_CASES,
    icon="user-plus",
    key="A",
    moves={"received": "assigned", "assigned": "assigned", "accepted": "assigned"},
    refusals={"in_care": IN_CARE, "concluded": CONCLUDED},
    asks=(Ask("assignee", required=True), Ask("assigned_on", required=True, fills="today")),
)
ACCEPT = Action(
    name="accept",
    label=N_("Accetta"),
    deed=Deed.WRITE_CONTACTS,
    icon="handshake",
    key="E",
    moves={"received": "accepted", "assigned": "accepted"},
    refusals={"accepted": N_("È già stata accettata"), "in_care": IN_CARE, "concluded": CONCLUDED},
    asks=(Ask("accepted_on", required=True, fills="today"),),
    sets={"assignee": "@assignee"},
    only="assignee",
)
SEND_BACK = Action(
    name="send-back",
    label=N_("Rimanda"),
    deed=Deed.WRITE_CONTACTS,
    icon="undo-2",
    key="B",
    moves={"assigned": "received"},
    refusals={
        "received": N_("Nessuno è stato ancora indicato"),
        "accepted": N_("È già stata accettata"),
        "in_care": IN_CARE,
        "concluded": CONCLUDED,
    },
    asks=(Ask("send_back_reason", required=True),),
    sets={"assignee": ""},
    only="assignee",
)
OPEN_CARE = Action(
    name="open-care",
    label=N_("Apri la presa in carico"),
    deed=Deed.CONDUCT_CASES,
    icon="check-check",
    key="P",
    moves={"received": "in_care", "assigned": "in_care", "accepted": "in_care"},
    refusals={"in_care": IN_CARE, "concluded": CONCLUDED},
    asks=(Ask("person", required=True, fills="kept"), Ask("answered_on", fills="first")),
    sets={"outcome": "=care_episode"},
    makes="care_episode",
)
CONCLUDE = Action(
    name="conclude",
    label=N_("Concludi"),
    deed=Deed.WRITE_CONTACTS,
    icon="archive",
    key="C",
    moves={"received": "concluded", "assigned": "concluded", "accepted": "concluded"},
    refusals={"in_care": IN_CARE, "concluded": N_("È già conclusa")},
    asks=(
        Ask("outcome", required=True, fills="kept"),
        Ask("answered_on", required=True, fills="first"),
        Ask("answer", fills="kept"),
    ),
    freezes=True,
)
REOPEN = Action(
    name="reopen",
    label=N_("Riapri"),
    deed=Deed.WRITE_CONTACTS,
    icon="rotate-ccw",
    key="R",
    moves={"concluded": "received"},
    refusals={"received": IS_OPEN, "assigned": IS_OPEN, "accepted": IS_OPEN, "in_care": IN_CARE},
    asks=(Ask("reopening_reason", required=True),),
    sets={"outcome": "", "assignee": ""},
)

REFERRAL_PATH = Machine(
    field="state",
    since=3,
    states=STATES,
    start=_start,
    opening=_opening,
    ends=frozenset({"concluded"}),
    ended=CONCLUDED,
    actions=(OPEN_CARE, ACCEPT, ASSIGN, SEND_BACK, CONCLUDE, REOPEN),
    guards=frozenset({"accepted_on"}),
    kept=frozenset({"number"}),
)
BY_FIRST_CONTACT = replace(REFERRAL_PATH, start=_start_before, since=2, until=3)
