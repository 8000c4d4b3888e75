# SPDX-License-Identifier: EUPL-1.2
"""A page with a list and a detail: beside one another where there is room, else one under the other."""

from collections.abc import Iterable

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QWidget

from welfaredesk.ui.parts.beside import Beside
from welfaredesk.ui.parts.card import column
from welfaredesk.ui.parts.detail import Detail
from welfaredesk.ui.parts.empty_state import EmptyState
from welfaredesk.ui.parts.page import Page
from welfaredesk.ui.parts.page_head import PageHead
from welfaredesk.ui.parts.table import Table
from welfaredesk.ui.theme import scale

WIDE_FROM = 860
_LEAST_TABLE = 236


class ListPage(Page):
    """Head, whatever stands over the list, the list or a sentence in its place, and the detail."""

    def __init__(
        self,
        head: PageHead,
        over: Iterable[QWidget],
        *,
        table: Table,
        detail: Detail,
        empty: EmptyState,
    ) -> None:
        super().__init__(table.accessibleName(), gap=scale.S12)
        self.body.setContentsMargins(scale.S24, scale.S16, scale.S24, scale.S16)
        self.head, self.table, self.detail, self.empty = head, table, detail, empty
        self.body.addWidget(head)
        for widget in over:
            self.body.addWidget(widget)
        self.stack = QStackedWidget()
        self.stack.addWidget(table)
        self.stack.addWidget(empty)
        self.stack.setMinimumHeight(_LEAST_TABLE)
        self.stack.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        holder = QWidget()
        laid = column(gap=0)
        laid.addWidget(detail)
        laid.addStretch(1)
        holder.setLayout(laid)
        holder.setFixedWidth(detail.maximumWidth())
        self._holder, self._detail_width = holder, detail.maximumWidth()
        self.beside = Beside([self.stack, holder], shares=(1, 0), wide_from=WIDE_FROM)
        self.beside.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.beside.turned.connect(self._turned)
        self.body.addWidget(self.beside, 1)

    def show_rows(self, *, some: bool) -> None:
        """Show the list, or the sentence that stands for an empty one."""
        self.stack.setCurrentWidget(self.table if some else self.empty)
        self.detail.setVisible(some)
        self._holder.setVisible(some)

    @Slot(bool)
    def _turned(self, wide: bool) -> None:
        """Give the detail the whole width where it stands under the list."""
        self.detail.setMaximumWidth(self._detail_width if wide else 16777215)
        self.detail.setMinimumWidth(self._detail_width if wide else 0)
        policy = QSizePolicy.Policy.Fixed if wide else QSizePolicy.Policy.Preferred
        self.detail.setSizePolicy(policy, QSizePolicy.Policy.Maximum)
