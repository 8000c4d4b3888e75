# SPDX-License-Identifier: EUPL-1.2
"""How far a record has come, in words, and as a chip where somebody has to do something about it."""

from welfaredesk.base.text import N_, tr
from welfaredesk.desk.records import Shown
from welfaredesk.ui.parts.chip import ChipMark

STATES = {
    "saved": N_("salvata qui"),
    "sent": N_("inviata"),
    "received": N_("ricevuta"),
    "to_decide": N_("da decidere"),
    "refused": N_("rifiutata"),
}
TO_DECIDE, REFUSED = N_("Da decidere"), N_("Rifiutata")


def state_words(shown: Shown) -> str:
    """Return «salvata qui», «inviata», «ricevuta», «da decidere» or «rifiutata»."""
    return tr(STATES.get(shown.state, shown.state))


def state_chips(shown: Shown) -> list[ChipMark]:
    """Return the chip of a record that waits for a decision or was refused, none for the others."""
    if shown.state == "to_decide":
        return [ChipMark(tr(TO_DECIDE), "git-compare", "attention")]
    if shown.state == "refused":
        return [ChipMark(tr(REFUSED), "circle-alert", "danger")]
    return []
