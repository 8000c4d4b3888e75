# SPDX-License-Identifier: EUPL-1.2
"""What stands beside the lists of the staff: the agenda of a sitting, the members of a situation, their paths."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from welfaredesk.base.text import N_, tr
from welfaredesk.desk.staff.sittings import SittingPage
from welfaredesk.desk.staff.situations import SituationLine
from welfaredesk.ui.context import Context
from welfaredesk.ui.parts.card import column, instead_of
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.parts.task_row import TaskMark, TaskRow
from welfaredesk.ui.screens.staff_words import agenda_mark
from welfaredesk.ui.theme import scale

AGENDA, EMPTY = N_("Ordine del giorno"), N_("Ancora vuoto.")
TO_ADD, ADD = N_("Da mettere all'ordine del giorno"), N_("Aggiungi")


class AgendaPart(QWidget):
    """The agenda of a sitting, and the situations that could stand on it; signals carry the situation."""

    opened = Signal(str)
    added = Signal(str)
    dated = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.rows: dict[str, TaskRow] = {}
        self.offered: dict[str, TaskRow] = {}
        self._list = QWidget()
        laid = column(gap=0)
        laid.addWidget(self._list)
        self.setLayout(laid)
        self.setAccessibleName(tr(AGENDA))

    def show_agenda(self, page: SittingPage, others: Sequence[SituationLine]) -> None:
        """Show an agenda; while it can still change, also what could be put on it."""
        self.rows, self.offered = {}, {}
        fresh, laid = QWidget(), column(gap=scale.S4)
        laid.addWidget(PlainLabel(tr(AGENDA), "strong"))
        open_ = page.state in {"planned", "convened"}
        if not page.agenda:
            laid.addWidget(PlainLabel(tr(EMPTY), "soft"))
        for line in page.agenda:
            one = TaskRow(agenda_mark(line, self.context.codes))
            one.opened.connect(self.opened)
            one.acted.connect(self.dated)
            one.words.setEnabled(line.here)
            self.rows[line.situation] = one
            laid.addWidget(one)
        if open_ and others:
            laid.addWidget(PlainLabel(tr(TO_ADD), "strong"))
            for other in others:
                laid.addWidget(self._offer(other))
        fresh.setLayout(laid)
        self._list = instead_of(self._list, fresh)
        self.updateGeometry()

    def _offer(self, other: SituationLine) -> TaskRow:
        one = TaskRow(TaskMark(key=other.id, title=other.name, meta=other.number, icon="users", action=tr(ADD)))
        one.acted.connect(self.added)
        one.opened.connect(self.added)
        self.offered[other.id] = one
        return one


def not_on(page: SittingPage, some: Iterable[SituationLine]) -> list[SituationLine]:
    """Return the situations that were taken up and are not on the agenda yet."""
    on = {line.situation for line in page.agenda}
    return [one for one in some if one.id not in on and one.state == "accepted"]
