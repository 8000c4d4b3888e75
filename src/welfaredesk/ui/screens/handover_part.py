# SPDX-License-Identifier: EUPL-1.2
"""What the parts of the page of the consegne have in common: the head, and the row that leads from one to another."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from welfaredesk.base.text import N_, tr
from welfaredesk.ui.context import Context
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.card import column
from welfaredesk.ui.parts.choice_chips import ChoiceChips
from welfaredesk.ui.parts.page_head import PageHead

LABEL, WHICH = N_("Passaggio di consegne"), N_("Che cosa")
NEW, WAITING, OPEN, OVER, OWN = "new", "waiting", "open", "over", "own"
PARTS = {
    WAITING: N_("Da accettare"),
    OPEN: N_("In corso"),
    OVER: N_("Concluse"),
    NEW: N_("Prepara"),
    OWN: N_("I tuoi appunti e bozze"),
}


class HandoverPart(QWidget):
    """One part of the page; `part_asked` carries another one that was chosen in its row."""

    part_asked = Signal(str)

    def __init__(self, context: Context, key: str, *, parts: Sequence[str], actions: Sequence[Button] = ()) -> None:
        super().__init__()
        self.context, self.key = context, key
        self.head = PageHead(tr(LABEL), actions=actions)
        self.row = ChoiceChips([(one, tr(PARTS[one])) for one in parts], tr(WHICH), always=True)
        self.row.choose(key)
        self.row.changed.connect(self._chosen)

    @Slot(str)
    def _chosen(self, key: str) -> None:
        self.row.choose(self.key)
        self.part_asked.emit(key)

    def lay(self, widget: QWidget) -> None:
        """Fill the part with one widget."""
        laid = column(gap=0)
        laid.addWidget(widget)
        self.setLayout(laid)

    @property
    def first(self) -> QWidget:
        """Return where the keyboard goes when the part is shown."""
        return self.row

    def ask(self) -> None:
        """Ask the desk for what the part shows."""

    def place(self) -> dict[str, Any]:
        """Return what is needed to come back here after a lock."""
        return {}

    def come_back(self, place: dict[str, Any]) -> None:
        """Go back to where `place` says."""

    def before_lock(self) -> None:
        """Keep what is being written, at once."""
