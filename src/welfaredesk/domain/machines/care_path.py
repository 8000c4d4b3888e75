# SPDX-License-Identifier: EUPL-1.2
"""The path of a presa in carico: from the segnalazione to its closing, and back."""

from welfaredesk.base.text import N_
from welfaredesk.domain.access import Deed
from welfaredesk.domain.kinds import Values
from welfaredesk.domain.machine import Action, Ask, Machine

STATES = ("referred", "in_assessment", "in_care", "suspended", "closed", "reopened")
OPEN = ("referred", "in_assessment", "in_care", "suspended", "reopened")
ENDED = N_("La presa in carico è chiusa: per continuare va riaperta")
ALREADY = N_("È già in carico")
IS_OPEN = N_("È già aperta")
NOT_YET = N_("Non è ancora in carico")
SUSPENDED_FIRST = N_("È sospesa: prima va ripresa")
NOT_SUSPENDED = N_("Non è sospesa")


def _start(_values: Values) -> str:
    """Return the state of a presa in carico that says none: those written before the states were acts."""
    return "in_care"


ASSESS = Action(
    name="assess",
    label=N_("Avvia la valutazione"),
    deed=Deed.CONDUCT_CASES,
    icon="clipboard-list",
    key="V",
    moves={"referred": "in_assessment"},
    refusals={
        "in_assessment": N_("È già in valutazione"),
        "in_care": ALREADY,
        "suspended": SUSPENDED_FIRST,
        "closed": ENDED,
        "reopened": ALREADY,
    },
)
TAKE_ON = Action(
    name="take-on",
    label=N_("Prendi in carico"),
    deed=Deed.CONDUCT_CASES,
    icon="check-check",
    key="P",
    moves={"referred": "in_care", "in_assessment": "in_care"},
    refusals={"in_care": ALREADY, "suspended": SUSPENDED_FIRST, "closed": ENDED, "reopened": ALREADY},
    asks=(Ask("opened_on", required=True, fills="kept"), Ask("kind", fills="kept"), Ask("areas", fills="kept")),
)
SUSPEND = Action(
    name="suspend",
    label=N_("Sospendi"),
    deed=Deed.CONDUCT_CASES,
    icon="pause",
    key="S",
    moves={"in_care": "suspended", "reopened": "suspended"},
    refusals={
        "referred": NOT_YET,
        "in_assessment": NOT_YET,
        "suspended": N_("È già sospesa"),
        "closed": ENDED,
    },
    asks=(
        Ask("suspended_on", required=True, fills="today"),
        Ask("suspension_reason", required=True),
        Ask("suspended_until"),
    ),
)
RESUME = Action(
    name="resume",
    label=N_("Riprendi"),
    deed=Deed.CONDUCT_CASES,
    icon="undo-2",
    key="S",
    moves={"suspended": "in_care"},
    refusals={
        "referred": NOT_SUSPENDED,
        "in_assessment": NOT_SUSPENDED,
        "in_care": NOT_SUSPENDED,
        "closed": ENDED,
        "reopened": NOT_SUSPENDED,
    },
    asks=(Ask("resumed_on", required=True, fills="today"),),
    sets={"suspended_until": ""},
)
NAME_CASE_MANAGER = Action(
    name="name-case-manager",
    label=N_("Indica il case manager"),
    deed=Deed.ASSIGN_CASES,
    icon="user",
    key="M",
    moves={state: state for state in OPEN},
    refusals={"closed": ENDED},
    asks=(Ask("case_manager", required=True), Ask("case_manager_since", required=True, fills="today")),
)
CLOSE = Action(
    name="close",
    label=N_("Chiudi la presa in carico"),
    deed=Deed.CONDUCT_CASES,
    icon="archive",
    key="C",
    moves=dict.fromkeys(OPEN, "closed"),
    refusals={"closed": N_("È già chiusa")},
    asks=(
        Ask("closed_on", required=True, fills="today"),
        Ask("closing_reason", required=True),
        Ask("outcome", fills="kept"),
        Ask("sent_on_to", fills="kept"),
    ),
    freezes=True,
)
REOPEN = Action(
    name="reopen",
    label=N_("Riapri"),
    deed=Deed.CONDUCT_CASES,
    icon="rotate-ccw",
    key="R",
    moves={"closed": "reopened"},
    refusals=dict.fromkeys(OPEN, IS_OPEN),
    asks=(Ask("reopened_on", required=True, fills="today"), Ask("reopening_reason", required=True)),
    sets={"closed_on": "", "closing_reason": ""},
)

CARE_PATH = Machine(
    field="status",
    states=STATES,
    start=_start,
    ends=frozenset({"closed"}),
    ended=ENDED,
    actions=(ASSESS, TAKE_ON, SUSPEND, RESUME, NAME_CASE_MANAGER, CLOSE, REOPEN),
    guards=frozenset({"case_manager"}),
    kept=frozenset({"number", "closed_on", "closing_reason"}),
)
