# SPDX-License-Identifier: EUPL-1.2
"""Words that are written and not saved: what is done to a record meanwhile, or printed of it, would not hold them."""

from collections.abc import Callable

from welfaredesk.base.text import N_, tr
from welfaredesk.ui.context import Context

SAVE_FIRST = N_("Prima salva quello che hai scritto (Ctrl+Invio): altrimenti non ne farebbe parte.")


def nothing_unsaved() -> bool:
    """Tell that nothing is being written."""
    return False


def held_back(context: Context, unsaved: Callable[[], bool]) -> bool:
    """Tell whether something is still to be saved, and say so to whoever works."""
    if not unsaved():
        return False
    context.ways.notice.emit(tr(SAVE_FIRST), None)
    return True
