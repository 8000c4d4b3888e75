# SPDX-License-Identifier: EUPL-1.2
"""The path of a task: to be done, or ended with an outcome."""

from welfaredesk.base.text import N_
from welfaredesk.domain.access import Deed
from welfaredesk.domain.machine import Action, Ask, Machine
from welfaredesk.domain.machines.starts import begins_in

END = Action(
    name="end",
    label=N_("Concludi il compito"),
    deed=Deed.WRITE_CASES,
    icon="check",
    key="E",
    moves={"open": "ended"},
    refusals={"ended": N_("È già concluso")},
    asks=(Ask("outcome", required=True), Ask("ended_on", required=True, fills="today"), Ask("outcome_note")),
)
REOPEN = Action(
    name="reopen",
    label=N_("Riapri il compito"),
    deed=Deed.WRITE_CASES,
    icon="rotate-ccw",
    key="A",
    moves={"ended": "open"},
    refusals={"open": N_("È ancora da fare")},
    sets={"outcome": "", "ended_on": ""},
)

TASK_PATH = Machine(
    field="state",
    states=("open", "ended"),
    start=begins_in("open"),
    guards=frozenset({"outcome", "ended_on"}),
    actions=(END, REOPEN),
)
