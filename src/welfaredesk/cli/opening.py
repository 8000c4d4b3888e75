# SPDX-License-Identifier: EUPL-1.2
"""The verb of the menu and of a double click: open; it loads nothing that the window does not."""

from welfaredesk.base.text import N_
from welfaredesk.cli.call import Call
from welfaredesk.cli.verbs import Verb, Word


def open_window(call: Call) -> int:
    """Open the window; a rescue file that was double-clicked is offered there once the desk is open."""
    taking = call.path("FILE").absolute() if call.is_said("FILE") else None
    return call.windows.open(call.profile, demo=None, taking=taking, choose=not call.is_profile_said)


VERBS = (
    Verb(
        name="open",
        does=N_("apre la finestra; un file di un collega senza linea (.wdr) vi si trova pronto da prendere"),
        answer="(nessuna)",
        run=open_window,
        words=(
            Word(
                name="FILE",
                what=N_("il file di un collega, come quando vi si fa doppio clic"),
                path=True,
                optional=True,
            ),
        ),
    ),
)
