# SPDX-License-Identifier: EUPL-1.2
"""The answer of a member to the minutes: given at the own desk, or gathered on paper by whoever convened.

Its keys are none of those of the minutes, which stand on the same page.
"""

from welfaredesk.base.text import N_
from welfaredesk.domain.access import Deed
from welfaredesk.domain.kinds import Values
from welfaredesk.domain.machine import Action, Ask, Machine

STATES = ("asked", "on_paper", "answered")
ANSWERED = N_("Ha già risposto")
NO_DESK = N_("Non ha una postazione: la risposta si raccoglie con «Registra la risposta»")
REFUSED = {"on_paper": NO_DESK, "answered": ANSWERED}
DAY = Ask("answered_on", required=True, fills="today")


def _start(values: Values) -> str:
    """Return the state of an answer that says none: a member with a desk is asked there."""
    return "asked" if values.get("operator") else "on_paper"


def _own(name: str, label: str, *, answer: str, icon: str, key: str) -> Action:
    """Return an answer that a member gives himself."""
    return Action(
        name=name,
        label=label,
        deed=Deed.WRITE_CASES,
        icon=icon,
        key=key,
        moves={"asked": "answered"},
        refusals=REFUSED,
        asks=(DAY,) if answer == "confirmed" else (DAY, Ask("text", required=True)),
        sets={"answer": f"={answer}", "means": "=desk"},
        only="operator",
    )


RECORD_ANSWER = Action(
    name="record-answer",
    label=N_("Registra la risposta"),
    deed=Deed.CONDUCT_CASES,
    icon="file-text",
    key="G",
    moves={"asked": "answered", "on_paper": "answered"},
    refusals={"answered": ANSWERED},
    asks=(
        Ask("answer", required=True),
        DAY,
        Ask("means", required=True),
        Ask("text", fills="kept"),
        Ask("paper", fills="kept"),
    ),
)
TAKE_BACK = Action(
    name="take-back",
    label=N_("Togli la risposta"),
    deed=Deed.CONDUCT_CASES,
    icon="undo-2",
    key="R",
    moves={"answered": "on_paper"},
    refusals={"asked": N_("Non ha ancora risposto"), "on_paper": N_("Non ha ancora risposto")},
    asks=(Ask("taken_back_reason", required=True),),
    sets={"answer": "", "answered_on": "", "means": "", "text": ""},
)
ASK_AGAIN = Action(
    name="ask-again",
    label=N_("Chiedi alla sua postazione"),
    deed=Deed.CONDUCT_CASES,
    icon="monitor",
    key="P",
    moves={"on_paper": "asked"},
    refusals={"asked": N_("È già stato chiesto"), "answered": ANSWERED},
)
PASS_ON = Action(
    name="pass-on",
    label=N_("Falla dare a un collega"),
    deed=Deed.CONDUCT_CASES,
    icon="arrow-right",
    key="C",
    moves={"asked": "asked"},
    refusals=REFUSED,
    asks=(Ask("operator", required=True), Ask("name", fills="kept")),
)

CONFIRMATION_PATH = Machine(
    field="state",
    states=STATES,
    start=_start,
    guards=frozenset({"answer", "answered_on", "means"}),
    actions=(
        _own("confirm", N_("Confermo"), answer="confirmed", icon="check", key="V"),
        _own("remark", N_("Confermo con un'osservazione"), answer="remark", icon="message-square", key="O"),
        _own("dissent", N_("Dissento"), answer="dissent", icon="message-square-off", key="N"),
        RECORD_ANSWER,
        TAKE_BACK,
        ASK_AGAIN,
        PASS_ON,
    ),
)
