# SPDX-License-Identifier: EUPL-1.2
"""The path of a request of access: received, being worked on, suspended, answered or withdrawn."""

from welfaredesk.base.text import N_
from welfaredesk.domain.access import Deed
from welfaredesk.domain.machine import Action, Ask, Machine
from welfaredesk.domain.machines.starts import begins_in

STATES = ("received", "in_progress", "suspended", "answered", "withdrawn")
ANSWERED = N_("La richiesta ha già una risposta: per cambiarla va riaperta")
WITHDRAWN = N_("La richiesta è stata ritirata: per continuare va riaperta")
OVER = N_("La richiesta è chiusa: per cambiare qualcosa va riaperta")
PAUSED = N_("È sospesa: prima si riprende")
NOT_TAKEN = N_("Nessuno l'ha ancora presa in lavorazione")
IS_OPEN = N_("Non è chiusa")

START = Action(
    name="start",
    label=N_("Prendi in lavorazione"),
    deed=Deed.CONDUCT_CASES,
    icon="check",
    key="L",
    moves={"received": "in_progress"},
    refusals={
        "in_progress": N_("È già in lavorazione"),
        "suspended": PAUSED,
        "answered": ANSWERED,
        "withdrawn": WITHDRAWN,
    },
    asks=(Ask("due_on", fills="rule"),),
    sets={"worker": "@worker"},
)
SUSPEND = Action(
    name="suspend",
    label=N_("Sospendi e chiedi di completarla"),
    deed=Deed.CONDUCT_CASES,
    icon="pause",
    key="S",
    moves={"received": "suspended", "in_progress": "suspended"},
    refusals={"suspended": N_("È già sospesa"), "answered": ANSWERED, "withdrawn": WITHDRAWN},
    asks=(Ask("suspended_on", required=True, fills="today"), Ask("suspension_reason", required=True)),
    sets={"resumed_on": ""},
)
RESUME = Action(
    name="resume",
    label=N_("Riprendi"),
    deed=Deed.CONDUCT_CASES,
    icon="rotate-ccw",
    key="P",
    moves={"suspended": "in_progress"},
    refusals={
        "received": N_("Non è sospesa"),
        "in_progress": N_("Non è sospesa"),
        "answered": ANSWERED,
        "withdrawn": WITHDRAWN,
    },
    asks=(Ask("resumed_on", required=True, fills="today"), Ask("due_on", fills="rule")),
)
EXTEND = Action(
    name="extend",
    label=N_("Proroga il termine"),
    deed=Deed.CONDUCT_CASES,
    icon="calendar-plus",
    key="T",
    moves={"received": "received", "in_progress": "in_progress"},
    refusals={"suspended": PAUSED, "answered": ANSWERED, "withdrawn": WITHDRAWN},
    asks=(Ask("due_on", required=True, fills="rule"), Ask("extension_reason", required=True)),
)
ANSWER = Action(
    name="answer",
    label=N_("Segna la risposta"),
    deed=Deed.CONDUCT_CASES,
    icon="mail-check",
    key="R",
    moves={"in_progress": "answered"},
    refusals={"received": NOT_TAKEN, "suspended": PAUSED, "answered": ANSWERED, "withdrawn": WITHDRAWN},
    asks=(
        Ask("answer", required=True, fills="kept"),
        Ask("answered_on", required=True, fills="first"),
        Ask("reason", fills="kept"),
        Ask("answer_protocol", fills="kept"),
    ),
    freezes=True,
)
WITHDRAW = Action(
    name="withdraw",
    label=N_("Chi ha chiesto la ritira"),
    deed=Deed.CONDUCT_CASES,
    icon="archive",
    key="X",
    moves={"received": "withdrawn", "in_progress": "withdrawn", "suspended": "withdrawn"},
    refusals={"answered": ANSWERED, "withdrawn": N_("È già ritirata")},
    asks=(Ask("withdrawn_on", required=True, fills="today"),),
)
REOPEN = Action(
    name="reopen",
    label=N_("Riapri"),
    deed=Deed.CONDUCT_CASES,
    icon="rotate-ccw",
    key="A",
    moves={"answered": "in_progress", "withdrawn": "in_progress"},
    refusals={"received": IS_OPEN, "in_progress": IS_OPEN, "suspended": IS_OPEN},
    asks=(Ask("reopening_reason", required=True),),
    sets={"answer": "", "answered_on": "", "withdrawn_on": ""},
)

ACCESS_PATH = Machine(
    field="state",
    states=STATES,
    start=begins_in("received"),
    ends=frozenset({"answered", "withdrawn"}),
    ended=OVER,
    guards=frozenset({"answer", "answered_on", "withdrawn_on", "suspended_on", "resumed_on"}),
    kept=frozenset({"number"}),
    actions=(START, ANSWER, SUSPEND, RESUME, EXTEND, WITHDRAW, REOPEN),
)
