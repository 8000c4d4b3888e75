# SPDX-License-Identifier: EUPL-1.2
"""The path of a progetto personalizzato: bozza, da approvare, attivo, in verifica, concluso."""

from welfaredesk.base.text import N_
from welfaredesk.domain.access import Deed
from welfaredesk.domain.machine import Action, Ask, Machine
from welfaredesk.domain.machines.starts import begins_in

STATES = ("draft", "to_approve", "active", "in_review", "concluded")
RUNNING = ("active", "in_review")
ENDED = N_("Il progetto è concluso: per continuare va riaperto")
IS_DRAFT = N_("È ancora una bozza: prima si manda da approvare")
WAITS = N_("Aspetta di essere approvato: prima si approva, si rimanda o si riprende in bozza")
RUNS = N_("È già approvato: per rifarlo si usa «Riprogetta»")
UNAPPROVED = {"approved_on": "", "approved_by": "", "approval_note": ""}

SUBMIT = Action(
    name="submit",
    label=N_("Manda da approvare"),
    deed=Deed.CONDUCT_CASES,
    icon="send",
    key="M",
    moves={"draft": "to_approve"},
    refusals={
        "to_approve": N_("È già da approvare"),
        "active": RUNS,
        "in_review": RUNS,
        "concluded": ENDED,
    },
    asks=(Ask("submitted_on", required=True, fills="today"),),
    sets={**UNAPPROVED, "send_back_reason": ""},
)
TAKE_BACK = Action(
    name="take-back",
    label=N_("Riprendi in bozza"),
    deed=Deed.CONDUCT_CASES,
    icon="undo-2",
    key="B",
    moves={"to_approve": "draft"},
    refusals={"draft": N_("È già una bozza"), "active": RUNS, "in_review": RUNS, "concluded": ENDED},
    sets={"submitted_on": ""},
)
APPROVE = Action(
    name="approve",
    label=N_("Approva"),
    deed=Deed.APPROVE_PLANS,
    icon="check-check",
    key="A",
    moves={"to_approve": "active", "active": "active", "in_review": "in_review"},
    refusals={"draft": IS_DRAFT, "concluded": ENDED},
    asks=(Ask("approved_on", required=True, fills="today"), Ask("approval_note")),
    sets={"approved_by": "@", "version": "+"},
    freezes=True,
)
SEND_BACK = Action(
    name="send-back",
    label=N_("Rimanda con un commento"),
    deed=Deed.APPROVE_PLANS,
    icon="message-square",
    key="R",
    moves={"to_approve": "draft"},
    refusals={"draft": IS_DRAFT, "active": RUNS, "in_review": RUNS, "concluded": ENDED},
    asks=(Ask("send_back_reason", required=True),),
    sets={"submitted_on": ""},
)
START_REVIEW = Action(
    name="start-review",
    label=N_("Comincia la verifica"),
    deed=Deed.CONDUCT_CASES,
    icon="clipboard-check",
    key="V",
    moves={"active": "in_review"},
    refusals={"draft": IS_DRAFT, "to_approve": WAITS, "in_review": N_("È già in verifica"), "concluded": ENDED},
)
RESUME = Action(
    name="resume",
    label=N_("Prosegui"),
    deed=Deed.CONDUCT_CASES,
    icon="refresh-cw",
    key="P",
    moves={"in_review": "active"},
    refusals={"draft": IS_DRAFT, "to_approve": WAITS, "active": N_("È già in corso"), "concluded": ENDED},
)
REPLAN = Action(
    name="replan",
    label=N_("Riprogetta"),
    deed=Deed.CONDUCT_CASES,
    icon="pencil",
    key="G",
    moves=dict.fromkeys(RUNNING, "draft"),
    refusals={"draft": N_("È già una bozza"), "to_approve": WAITS, "concluded": ENDED},
    asks=(Ask("replan_reason", required=True),),
    sets={"submitted_on": ""},
)
CONCLUDE = Action(
    name="conclude",
    label=N_("Concludi"),
    deed=Deed.CONDUCT_CASES,
    icon="archive",
    key="C",
    moves=dict.fromkeys(RUNNING, "concluded"),
    refusals={
        "draft": N_("È una bozza, ancora da approvare: se non serve si nasconde, dicendo perché"),
        "to_approve": WAITS,
        "concluded": N_("È già concluso"),
    },
    asks=(
        Ask("concluded_on", required=True, fills="today"),
        Ask("closing", required=True),
        Ask("outcome", fills="kept"),
    ),
    freezes=True,
)
REOPEN = Action(
    name="reopen",
    label=N_("Riapri"),
    deed=Deed.CONDUCT_CASES,
    icon="rotate-ccw",
    key="E",
    moves={"concluded": "active"},
    refusals=dict.fromkeys(("draft", "to_approve", *RUNNING), N_("È già aperto")),
    asks=(Ask("reopening_reason", required=True),),
    sets={"concluded_on": "", "closing": ""},
)

PROJECT_PATH = Machine(
    field="state",
    states=STATES,
    start=begins_in("draft"),
    ends=frozenset({"concluded"}),
    ended=ENDED,
    guards=frozenset(
        {
            *("version", "submitted_on", "approved_on", "approved_by", "approval_note", "send_back_reason"),
            *("concluded_on", "closing"),
        }
    ),
    actions=(SUBMIT, APPROVE, SEND_BACK, TAKE_BACK, START_REVIEW, RESUME, REPLAN, CONCLUDE, REOPEN),
)
