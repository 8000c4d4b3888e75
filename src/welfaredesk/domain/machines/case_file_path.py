# SPDX-License-Identifier: EUPL-1.2
"""The states of a cartella: open, closed, reopened."""

from welfaredesk.base.text import N_
from welfaredesk.domain.access import Deed
from welfaredesk.domain.kinds import Values
from welfaredesk.domain.machine import Action, Ask, Machine

ENDED = N_("La cartella è chiusa: per continuare va riaperta")
IS_OPEN = N_("La cartella è già aperta")


def _start(_values: Values) -> str:
    """Return the state of a cartella that says none."""
    return "open"


CLOSE = Action(
    name="close",
    label=N_("Chiudi la cartella"),
    deed=Deed.CONDUCT_CASES,
    icon="archive",
    key="C",
    moves={"open": "closed", "reopened": "closed"},
    refusals={"closed": N_("La cartella è già chiusa")},
    asks=(Ask("closed_on", required=True, fills="today"), Ask("paper_archive", fills="kept")),
    freezes=True,
)
REOPEN = Action(
    name="reopen",
    label=N_("Riapri la cartella"),
    deed=Deed.CONDUCT_CASES,
    icon="rotate-ccw",
    key="R",
    moves={"closed": "reopened"},
    refusals={"open": IS_OPEN, "reopened": IS_OPEN},
    sets={"closed_on": ""},
)

CASE_FILE_PATH = Machine(
    field="state",
    states=("open", "closed", "reopened"),
    start=_start,
    ends=frozenset({"closed"}),
    ended=ENDED,
    actions=(CLOSE, REOPEN),
    kept=frozenset({"number", "closed_on"}),
)
