# SPDX-License-Identifier: EUPL-1.2
"""The passing of a presa in carico, or of a segnalazione, to a colleague and back.

The receiver may take only the places in which whoever hands over stands, and they may go back only to him.
"""

from welfaredesk.base.text import N_
from welfaredesk.domain.access import Deed
from welfaredesk.domain.machine import Action, Ask, Machine
from welfaredesk.domain.machines.starts import begins_in

NOT_OFFERED = N_("Non è stata offerta a nessuno")
HANDED = N_("È già passata a un collega")

HAND_OVER = Action(
    name="hand-over",
    label=N_("Passa le consegne"),
    deed=Deed.ASSIGN_CASES,
    icon="arrow-right",
    key="H",
    moves={"kept": "offered", "offered": "offered", "away": "offered"},
    refusals={},
    asks=(
        Ask("handed_to", required=True),
        Ask("handed_from", required=True, fills="rule"),
        Ask("handed_since", required=True, fills="today"),
        Ask("handed_until"),
    ),
)


def _handing(*places: str) -> Machine:
    """Return the machine that hands over the operator who stands in some fields."""
    take_over = Action(
        name="take-over",
        label=N_("Prendi le consegne"),
        deed=Deed.CONDUCT_CASES,
        icon="handshake",
        key="O",
        moves={"offered": "away"},
        refusals={"kept": NOT_OFFERED, "away": HANDED},
        only="handed_to",
        may_set=dict.fromkeys(places, "handed_to"),
        instead="handed_from",
    )
    hand_back = Action(
        name="hand-back",
        label=N_("Riporta a chi era prima"),
        deed=Deed.CONDUCT_CASES,
        icon="undo-2",
        key="K",
        moves={"offered": "kept", "away": "kept"},
        refusals={"kept": NOT_OFFERED},
        may_set=dict.fromkeys(places, "handed_from"),
        instead="handed_to",
    )
    return Machine(
        field="handing",
        states=("kept", "offered", "away"),
        start=begins_in("kept"),
        guards=frozenset({"handed_from"}),
        actions=(HAND_OVER, take_over, hand_back),
    )


HANDING = _handing("responsible_social_worker", "case_manager")
OF_A_REFERRAL = _handing("assignee")
