# SPDX-License-Identifier: EUPL-1.2
"""The path of a letter: a draft, issued with a copy that stays, sent; corrected by a new version, or withdrawn."""

from welfaredesk.base.text import N_
from welfaredesk.domain.access import Deed
from welfaredesk.domain.machine import Action, Ask, Machine
from welfaredesk.domain.machines.starts import begins_in

STATES = ("draft", "issued", "sent", "withdrawn")
ENDED = N_("La lettera è stata ritirata: per usarla si riprende come bozza")
IS_DRAFT = N_("È ancora una bozza: prima si emette")

ISSUE = Action(
    name="issue",
    label=N_("Emetti"),
    deed=Deed.CONDUCT_CASES,
    icon="check",
    key="E",
    moves={"draft": "issued"},
    refusals={
        "issued": N_("È già emessa: per cambiarla si corregge"),
        "sent": N_("È già inviata: per cambiarla si corregge"),
        "withdrawn": ENDED,
    },
    asks=(Ask("issued_on", required=True, fills="today"), Ask("addressee_reason", fills="kept")),
    freezes=True,
)
SEND = Action(
    name="send",
    label=N_("Segna come inviata"),
    deed=Deed.CONDUCT_CASES,
    icon="send",
    key="I",
    moves={"issued": "sent"},
    refusals={"draft": IS_DRAFT, "sent": N_("È già segnata come inviata"), "withdrawn": ENDED},
    asks=(
        Ask("sent_on", required=True, fills="today"),
        Ask("sent_means", required=True),
        Ask("protocol_number", fills="kept"),
        Ask("protocol_on", fills="kept"),
    ),
    sets={"sent_by": "@"},
)
CORRECT = Action(
    name="correct",
    label=N_("Correggi con una nuova versione"),
    deed=Deed.CONDUCT_CASES,
    icon="undo-2",
    key="C",
    moves={"issued": "draft", "sent": "draft"},
    refusals={"draft": N_("È una bozza: si può già cambiare"), "withdrawn": ENDED},
    asks=(Ask("correction_reason", required=True),),
    sets={
        "issued_on": "",
        "addressee_reason": "",
        "sent_on": "",
        "sent_means": "",
        "sent_by": "",
        "protocol_number": "",
        "protocol_on": "",
    },
)
WITHDRAW = Action(
    name="withdraw",
    label=N_("Ritira"),
    deed=Deed.CONDUCT_CASES,
    icon="ban",
    key="T",
    moves={"draft": "withdrawn", "issued": "withdrawn", "sent": "withdrawn"},
    refusals={"withdrawn": N_("È già ritirata")},
    asks=(Ask("withdrawn_on", required=True, fills="today"), Ask("withdraw_reason", required=True)),
)
TAKE_UP = Action(
    name="take-up",
    label=N_("Riprendi come bozza"),
    deed=Deed.CONDUCT_CASES,
    icon="rotate-ccw",
    key="R",
    moves={"withdrawn": "draft"},
    refusals={
        "draft": N_("È già una bozza"),
        "issued": N_("È emessa: per cambiarla si corregge"),
        "sent": N_("È inviata: per cambiarla si corregge"),
    },
    sets=dict(CORRECT.sets) | {"withdrawn_on": ""},
)

LETTER_PATH = Machine(
    field="state",
    states=STATES,
    start=begins_in("draft"),
    ends=frozenset({"withdrawn"}),
    ended=ENDED,
    guards=frozenset({"issued_on", "addressee_reason", "sent_on", "sent_means", "sent_by", "withdrawn_on"}),
    actions=(ISSUE, SEND, CORRECT, WITHDRAW, TAKE_UP),
)
