# SPDX-License-Identifier: EUPL-1.2
"""The path of the minutes: bozza, condiviso, confermato, chiuso; once closed nothing in them changes."""

from welfaredesk.base.text import N_
from welfaredesk.domain.access import Deed
from welfaredesk.domain.machine import Action, Ask, Machine
from welfaredesk.domain.machines.starts import begins_in

STATES = ("draft", "shared", "confirmed", "closed")
ENDED = N_("Il verbale è chiuso e non cambia più: si aggiunge una nota di rettifica")
IS_DRAFT = N_("Il verbale è ancora una bozza: prima si condivide con i membri")
CLOSED_DAY = Ask("closed_on", required=True, fills="today")

SHARE = Action(
    name="share",
    label=N_("Condividi con i membri"),
    deed=Deed.CONDUCT_CASES,
    icon="send",
    key="S",
    moves={"draft": "shared"},
    refusals={
        "shared": N_("È già condiviso: per correggerlo si riporta in bozza"),
        "confirmed": N_("È già confermato: per correggerlo si riporta in bozza"),
        "closed": ENDED,
    },
    asks=(Ask("shared_on", required=True, fills="today"), Ask("answer_by", required=True, fills="rule")),
    freezes=True,
)
REVISE = Action(
    name="revise",
    label=N_("Riporta in bozza"),
    deed=Deed.CONDUCT_CASES,
    icon="undo-2",
    key="B",
    moves={"shared": "draft", "confirmed": "draft"},
    refusals={"draft": N_("È già una bozza"), "closed": ENDED},
    asks=(Ask("revise_reason", required=True),),
    sets={"shared_on": "", "answer_by": "", "confirmed_on": ""},
)
CONFIRM = Action(
    name="confirm",
    label=N_("Segna come confermato"),
    deed=Deed.CONDUCT_CASES,
    icon="check-check",
    key="F",
    moves={"shared": "confirmed"},
    refusals={"draft": IS_DRAFT, "confirmed": N_("È già confermato"), "closed": ENDED},
    asks=(Ask("confirmed_on", required=True, fills="today"),),
)
CLOSE = Action(
    name="close",
    label=N_("Chiudi il verbale"),
    deed=Deed.CONDUCT_CASES,
    icon="lock",
    key="C",
    moves={"confirmed": "closed"},
    refusals={
        "draft": IS_DRAFT,
        "shared": N_("I membri non hanno ancora risposto tutti: prima va confermato"),
        "closed": N_("È già chiuso"),
    },
    asks=(CLOSED_DAY,),
    sets={"closing": "=all_answered"},
    freezes=True,
)
CLOSE_ON_TERM = Action(
    name="close-on-term",
    label=N_("Chiudi a termine scaduto"),
    deed=Deed.CONDUCT_CASES,
    icon="hourglass",
    key="T",
    moves={"shared": "closed"},
    refusals={
        "draft": IS_DRAFT,
        "confirmed": N_("Hanno risposto tutti: si chiude con «Chiudi il verbale»"),
        "closed": N_("È già chiuso"),
    },
    asks=(CLOSED_DAY,),
    sets={"closing": "=term"},
    freezes=True,
)
TO_TASKS = Action(
    name="to-tasks",
    label=N_("Trasforma le decisioni in compiti"),
    deed=Deed.CONDUCT_CASES,
    icon="list-checks",
    key="D",
    moves={state: state for state in STATES},
    refusals={},
)

MINUTES_PATH = Machine(
    field="state",
    states=STATES,
    start=begins_in("draft"),
    ends=frozenset({"closed"}),
    ended=ENDED,
    seals=frozenset({"closed"}),
    guards=frozenset({"closing", "shared_on", "answer_by", "confirmed_on", "closed_on"}),
    actions=(SHARE, CONFIRM, CLOSE, CLOSE_ON_TERM, REVISE, TO_TASKS),
)
