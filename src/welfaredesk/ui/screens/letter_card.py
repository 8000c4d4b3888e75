# SPDX-License-Identifier: EUPL-1.2
"""The letters of a cartella beside its diary, and what of it is still to be copied into GePI."""

from collections.abc import Iterator
from datetime import date

from welfaredesk.base.text import N_, plural, tr
from welfaredesk.desk.cartella import CartellaShown
from welfaredesk.domain.access import Deed, may
from welfaredesk.domain.checks import is_day
from welfaredesk.domain.machines.letter_path import LETTER_PATH
from welfaredesk.domain.periods import full_day
from welfaredesk.ui.context import Context
from welfaredesk.ui.parts.side_panel import PanelCard, PanelRow

LETTERS, ADD, NONE = N_("Lettere e relazioni"), N_("Nuova lettera"), N_("Nessuna lettera")
GEPI, BLOCKS = N_("Da riportare in GePI"), N_("Blocchi di testo")
LEFT_ONE, LEFT_MANY, ALL_DONE = N_("da riportare"), N_("da riportare"), N_("tutti riportati")
NEW_OF = "new:"
"""What stands before the person in the place of a letter that is not saved yet."""


def letter_cards(context: Context, shown: CartellaShown) -> Iterator[PanelCard]:
    """Give the card of the letters, the latest first, and that of GePI where there is anything for it."""
    rows = []
    for row in sorted(shown.letters, key=lambda one: str(one.get("dated") or ""), reverse=True):
        day = full_day(date.fromisoformat(str(row["dated"]))) if is_day(row.get("dated")) else ""
        words = context.codes.label("letter_state", LETTER_PATH.state_of(row)).lower()
        rows.append(PanelRow(str(row["_title"]), " · ".join(one for one in (words, day) if one), str(row["_id"])))
    may_write = may(context.session.identity.roles, Deed.CONDUCT_CASES)
    yield PanelCard("letters", tr(LETTERS), tuple(rows), tr(ADD) if may_write else "", tr(NONE))
    if shown.gepi and may_write:
        left = shown.gepi.count(False)
        words = plural(left, LEFT_ONE, many=LEFT_MANY) if left else tr(ALL_DONE)
        one = PanelRow(tr(BLOCKS), words, shown.person.id, "attention" if left else "")
        yield PanelCard("gepi", tr(GEPI), (one,))


def new_letter(person: str) -> str:
    """Return the place of a new letter of a person."""
    return f"{NEW_OF}{person}"
