# SPDX-License-Identifier: EUPL-1.2
"""The path of a verifica: written, then brought into its project."""

from welfaredesk.base.text import N_
from welfaredesk.domain.access import Deed
from welfaredesk.domain.machine import Action, Ask, Machine
from welfaredesk.domain.machines.starts import begins_in

CARRY = Action(
    name="carry",
    label=N_("Riporta nel progetto"),
    deed=Deed.CONDUCT_CASES,
    icon="clipboard-check",
    key="T",
    moves={"draft": "carried"},
    refusals={"carried": N_("È già riportata nel progetto")},
    freezes=True,
)
CORRECT = Action(
    name="correct",
    label=N_("Correggi"),
    deed=Deed.CONDUCT_CASES,
    icon="pencil",
    key="O",
    moves={"carried": "draft"},
    refusals={"draft": N_("È ancora una bozza: si scrive direttamente")},
    asks=(Ask("correction_reason", required=True),),
)

PROJECT_REVIEW_PATH = Machine(
    field="state",
    states=("draft", "carried"),
    start=begins_in("draft"),
    actions=(CARRY, CORRECT),
)
