# SPDX-License-Identifier: EUPL-1.2
"""The filters of the list of cartelle, as chips: comune, mine, state."""

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot

from welfaredesk.base.clock import today
from welfaredesk.base.text import N_, tr
from welfaredesk.desk import lists
from welfaredesk.ui.context import Context
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.code_picker import Choice
from welfaredesk.ui.parts.flow import FlowBox
from welfaredesk.ui.parts.quick_chips import MenuChip

COMUNE, STATE, MINE = N_("Comune"), N_("Stato"), N_("Seguite da me")
ALL_COMUNI, ALL_STATES = N_("Tutti i comuni"), N_("Tutti gli stati")
CLEAR = N_("Togli i filtri")


class Filters(FlowBox):
    """Three chips; `changed` is said when a person chose."""

    changed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.setAccessibleName(tr(N_("Filtri")))
        states = [Choice(one.code, one.label) for one in context.codes.offered("case_file_state", today(context.clock))]
        self._comune = MenuChip(COMUNE, (), self)
        self._state = MenuChip(STATE, [Choice("", tr(ALL_STATES)), *states], self)
        self.mine_button = Button(tr(MINE), "user", look="chip")
        self.mine_button.setCheckable(True)
        self.clear_button = Button(tr(CLEAR), "x", look="quiet")
        for widget in (self._comune.button, self.mine_button, self._state.button, self.clear_button):
            self.add(widget)
        self._comune.changed.connect(self._changed)
        self._state.changed.connect(self._changed)
        self.mine_button.toggled.connect(self._changed)
        self.clear_button.clicked.connect(self.clear_filters)
        self._say()

    @property
    def comune(self) -> str | None:
        """Return the comune wanted."""
        return self._comune.code() or None

    @property
    def state(self) -> str | None:
        """Return the state wanted."""
        return self._state.code() or None

    @property
    def mine(self) -> bool:
        """Tell whether only those of this operator are wanted."""
        return self.mine_button.isChecked()

    def read_again(self) -> None:
        """Ask which comuni there are."""
        self.context.tasks.ask(lists.case_comuni, self._offer, owner=self, latest="cartelle-comuni")

    def _offer(self, comuni: Sequence[str]) -> None:
        self._comune.offer([Choice("", tr(ALL_COMUNI)), *(Choice(one, one) for one in comuni)])

    def choose(self, *, comune: str | None, mine: bool, state: str | None) -> None:
        """Show a choice without saying that it changed."""
        self.blockSignals(True)
        if comune:
            self._comune.offer([Choice("", tr(ALL_COMUNI)), Choice(comune, comune)])
        self._comune.choose(comune or "")
        self._state.choose(state or "")
        self.mine_button.setChecked(mine)
        self.blockSignals(False)
        self._say()

    @Slot()
    def clear_filters(self) -> None:
        """Want everybody again."""
        self.choose(comune=None, mine=False, state=None)
        self.changed.emit()

    @Slot()
    def _changed(self) -> None:
        self._say()
        self.changed.emit()

    def _say(self) -> None:
        for chip, what in ((self._comune, COMUNE), (self._state, STATE)):
            if not chip.code():
                chip.button.set_label(tr(what))
            chip.button.set_icon_name("list-filter" if not chip.code() else "check")
        self.mine_button.set_icon_name("check" if self.mine else "user")
        self.clear_button.setVisible(bool(self.comune or self.state or self.mine))
