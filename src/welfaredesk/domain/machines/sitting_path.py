# SPDX-License-Identifier: EUPL-1.2
"""The path of a sitting: prepared, convened, held, or called off."""

from welfaredesk.base.text import N_
from welfaredesk.domain.access import Deed
from welfaredesk.domain.machine import Action, Ask, Machine
from welfaredesk.domain.machines.starts import begins_in

STATES = ("planned", "convened", "held", "called_off")
HELD = N_("La seduta si è già svolta")
OFF = N_("La seduta è annullata: prima va rimessa in programma")

CONVENE = Action(
    name="convene",
    label=N_("Convoca"),
    deed=Deed.CONDUCT_CASES,
    icon="send",
    key="C",
    moves={"planned": "convened", "convened": "convened"},
    refusals={"held": HELD, "called_off": OFF},
    asks=(Ask("convened_on", required=True, fills="today"),),
)
HOLD = Action(
    name="hold",
    label=N_("Segna come svolta"),
    deed=Deed.CONDUCT_CASES,
    icon="calendar-check",
    key="S",
    moves={"planned": "held", "convened": "held"},
    refusals={"held": HELD, "called_off": OFF},
)
CALL_OFF = Action(
    name="call-off",
    label=N_("Annulla la seduta"),
    deed=Deed.CONDUCT_CASES,
    icon="calendar-off",
    key="A",
    moves={"planned": "called_off", "convened": "called_off"},
    refusals={"held": HELD, "called_off": N_("La seduta è già annullata")},
    asks=(Ask("call_off_reason", required=True),),
)
REOPEN = Action(
    name="reopen",
    label=N_("Rimetti in programma"),
    deed=Deed.CONDUCT_CASES,
    icon="rotate-ccw",
    key="R",
    moves={"held": "planned", "called_off": "planned"},
    refusals={"planned": N_("La seduta è già in programma"), "convened": N_("La seduta è già in programma")},
    sets={"convened_on": "", "call_off_reason": ""},
)

SITTING_PATH = Machine(
    field="state", states=STATES, start=begins_in("planned"), actions=(CONVENE, HOLD, CALL_OFF, REOPEN)
)
