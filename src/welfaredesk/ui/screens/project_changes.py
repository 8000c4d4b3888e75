# SPDX-License-Identifier: EUPL-1.2
"""What of a plan is not as it was approved: each part with its new words marked, and those that went."""

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from welfaredesk.base.text import tr
from welfaredesk.desk.plan.page import ProjectPage
from welfaredesk.domain.kinds import Field, Kind, Values
from welfaredesk.domain.plan_rows import agreed
from welfaredesk.ui.context import Context
from welfaredesk.ui.parts.card import column
from welfaredesk.ui.parts.marked_text import MarkedText
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.screens.minutes_parts import field_words
from welfaredesk.ui.screens.queue_words import marked
from welfaredesk.ui.theme import scale

LEADS = {"goals": "goal", "actions": "what"}
"""By field: what names a row; the goal of an action is told by its words, which stand in the goals."""


class ChangesView(QWidget):
    """The parts that changed, one under the other."""

    def __init__(self, context: Context, page: ProjectPage) -> None:
        super().__init__()
        self.context = context
        self.marked: dict[str, MarkedText] = {}
        before, now = agreed(page.approved or {}), agreed(page.values)
        laid = column(gap=scale.S4)
        for name in page.changed:
            field = page.shown.type.field(name)
            heading = PlainLabel(tr(field.label), "strong", wrap=True)
            heading.setContentsMargins(0, scale.S12 if self.marked else 0, 0, 0)
            laid.addWidget(heading)
            words = marked(self._words(field, before), self._words(field, now))
            self.marked[name] = MarkedText(words)
            laid.addWidget(self.marked[name])
        self.setLayout(laid)

    def _words(self, field: Field, values: Values) -> str:
        lead = LEADS.get(field.name)
        if field.kind is Kind.ROWS and lead is not None:
            parts = [part for part in field.rows if part.name not in {"goal", lead}]
            field = replace(field, rows=(field.row(lead), *parts))
        return field_words(self.context, field, values.get(field.name))
