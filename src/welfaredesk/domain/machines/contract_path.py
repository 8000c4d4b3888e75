# SPDX-License-Identifier: EUPL-1.2
"""The path of a contract: bozza, in attesa di firma, firmato or rifiutato in parte; once signed nothing changes."""

from welfaredesk.base.text import N_
from welfaredesk.domain.access import Deed
from welfaredesk.domain.machine import Action, Ask, Machine, by_older_rules
from welfaredesk.domain.machines.starts import begins_in
from welfaredesk.domain.signing import UNSIGNED, UNSIGNED_BEFORE

STATES = ("draft", "awaiting", "refused_in_part", "signed", "withdrawn")
ENDED = N_("Il contratto è firmato o ritirato e non cambia più: se ne fa uno nuovo dal progetto")
IS_DRAFT = N_("È ancora una bozza: prima si prepara per la firma")
SIGNED, WITHDRAWN = N_("È già firmato"), N_("È stato ritirato: se ne fa uno nuovo dal progetto")
SENT_OUT = ("awaiting", "refused_in_part")

ISSUE = Action(
    name="issue",
    label=N_("Prepara per la firma"),
    deed=Deed.CONDUCT_CASES,
    icon="printer",
    key="P",
    moves={"draft": "awaiting"},
    refusals={
        "awaiting": N_("Aspetta già la firma: per correggerlo si riporta in bozza"),
        "refused_in_part": N_("È stato rifiutato in parte: per rifarlo si riporta in bozza"),
        "signed": SIGNED,
        "withdrawn": WITHDRAWN,
    },
    asks=(Ask("issued_on", required=True, fills="today"),),
    sets={"edition": "+"},
    freezes=True,
)
SIGN = Action(
    name="sign",
    label=N_("Segna come firmato"),
    deed=Deed.CONDUCT_CASES,
    icon="handshake",
    key="F",
    moves=dict.fromkeys(SENT_OUT, "signed"),
    refusals={"draft": IS_DRAFT, "signed": SIGNED, "withdrawn": WITHDRAWN},
    bar=UNSIGNED,
    asks=(Ask("signed_on", required=True, fills="today"), Ask("paper_place", fills="kept")),
    freezes=True,
)
REFUSE_PART = Action(
    name="refuse-part",
    label=N_("Segna come rifiutato in parte"),
    deed=Deed.CONDUCT_CASES,
    icon="message-square-off",
    key="N",
    moves=dict.fromkeys(SENT_OUT, "refused_in_part"),
    refusals={"draft": IS_DRAFT, "signed": SIGNED, "withdrawn": WITHDRAWN},
    asks=(Ask("refused_on", required=True, fills="today"), Ask("refused_what", required=True, fills="rule")),
    freezes=True,
)
TAKE_BACK = Action(
    name="take-back",
    label=N_("Riporta in bozza"),
    deed=Deed.CONDUCT_CASES,
    icon="undo-2",
    key="B",
    moves=dict.fromkeys(SENT_OUT, "draft"),
    refusals={"draft": N_("È già una bozza"), "signed": ENDED, "withdrawn": WITHDRAWN},
    asks=(Ask("take_back_reason", required=True),),
    sets={"issued_on": "", "refused_on": "", "refused_what": ""},
)
WITHDRAW = Action(
    name="withdraw",
    label=N_("Segna come ritirato"),
    deed=Deed.CONDUCT_CASES,
    icon="ban",
    key="R",
    moves=dict.fromkeys(("draft", *SENT_OUT, "signed"), "withdrawn"),
    refusals={"withdrawn": N_("È già ritirato")},
    asks=(Ask("withdrawn_on", required=True, fills="today"), Ask("withdrawal_reason", required=True)),
    freezes=True,
)
ADD_SCAN = Action(
    name="add-scan",
    label=N_("Aggiungi la copia scansionata"),
    deed=Deed.CONDUCT_CASES,
    icon="paperclip",
    key="S",
    moves={state: state for state in STATES if state != "draft"},
    refusals={"draft": IS_DRAFT},
    asks=(Ask("scan", required=True),),
    freezes=True,
)

CONTRACT_PATH = Machine(
    field="state",
    since=4,
    states=STATES,
    start=begins_in("draft"),
    ends=frozenset({"signed", "withdrawn"}),
    ended=ENDED,
    seals=frozenset({"signed", "withdrawn"}),
    guards=frozenset({"edition", "issued_on", "signed_on", "refused_on", "withdrawn_on"}),
    actions=(ISSUE, SIGN, REFUSE_PART, TAKE_BACK, WITHDRAW, ADD_SCAN),
)
SIGNED_BEFORE = by_older_rules(CONTRACT_PATH, since=3, until=4, bars={SIGN.name: UNSIGNED_BEFORE})
SIGNED_BY_ANY = by_older_rules(CONTRACT_PATH, since=2, until=3)
