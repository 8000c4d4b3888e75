# SPDX-License-Identifier: EUPL-1.2
"""The form of a plan: needs, goals by horizon with their actions, money with its sums, who does what, resources."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from welfaredesk.base.clock import today
from welfaredesk.base.text import N_, tr
from welfaredesk.desk.plan.lines import HORIZONS, budget_in
from welfaredesk.desk.records import type_named
from welfaredesk.domain.kinds import Field, Values
from welfaredesk.domain.records.project import MEANS, NEEDS
from welfaredesk.ui.context import Context
from welfaredesk.ui.editors import Editor, editor_for
from welfaredesk.ui.editors.folding import Folding, FoldingRowsEditor
from welfaredesk.ui.editors.goals import GoalChoice, GoalsEditor, Shapes
from welfaredesk.ui.forms import Form
from welfaredesk.ui.parts.amount_row import AmountRow
from welfaredesk.ui.parts.card import Card, column, instead_of
from welfaredesk.ui.parts.field import Field as FieldBox
from welfaredesk.ui.parts.plain import restyle
from welfaredesk.ui.parts.section import Section
from welfaredesk.ui.screens.project_words import action_line, goal_line, money_head, money_line, role_line, sum_lines

DATA = N_("Tipo, durata e verifica")
ADD_MONEY, ADD_ROLE = N_("Aggiungi una voce del budget"), N_("Aggiungi una persona o un servizio")
OF_NEEDS, OF_MEANS = ("needs", "wishes"), ("family_resources", "community_resources")
OF_DATA = (
    *("kind", "starts_on", "ends_on", "review_months", "next_review_on"),
    *("operator", "care_episode", "situation", "household"),
)
FIRST = frozenset({"needs", "wishes", "starts_on", "ends_on", "review_months"})
"""What is written first: a part with some of these stands open when the page is opened and none says anything."""
WRITTEN = (*OF_NEEDS, "goals", "actions", "budget", "roles", *OF_MEANS, *OF_DATA)
WIDE = dict.fromkeys(("goal", "indicator", "what", "note", "does"), 38)
_UNLIMITED = 16777215


class ProjectForm(Form):
    """The plan as it is read: rows are lines until they are pressed."""

    def __init__(self, context: Context) -> None:
        self._asked_once = False
        self._sums, self._amounts = QWidget(), money_head()
        super().__init__(context, type_named("project"), only=WRITTEN)

    def editor_of(self, field: Field) -> Editor:
        """Return the editors of rows as this page shows them."""
        codes = self.context.codes
        if field.name == "goals":
            fields = (field, self.type.field("actions"))
            now = today(self.context.clock)
            goals = Folding(
                say=partial(goal_line, codes=codes, today=now), make=self._make, given=("horizon",), wide=WIDE
            )
            actions = Folding(
                say=partial(action_line, codes=codes, today=now), make=self._make_action, given=("goal",), wide=WIDE
            )
            horizons = [(name, codes.label("goal_horizon", name)) for name in HORIZONS if name]
            return GoalsEditor(self.context, fields, shapes=Shapes(goals=goals, actions=actions, horizons=horizons))
        if field.name == "actions":
            goals_editor = self.editors["goals"]
            return goals_editor.actions if isinstance(goals_editor, GoalsEditor) else super().editor_of(field)
        if field.name == "budget":
            how = Folding(say=partial(money_line, codes=codes), make=self._make, wide={"what": 36})
            made = FoldingRowsEditor(self.context, field, how=how, add=tr(ADD_MONEY))
            made.above.addWidget(self._amounts)
            made.below.addWidget(self._sums)
            return made
        if field.name == "roles":
            how = Folding(say=partial(role_line, codes=codes), make=self._make, wide=WIDE)
            return FoldingRowsEditor(self.context, field, how=how, add=tr(ADD_ROLE))
        return super().editor_of(field)

    def _make(self, context: Context, field: Field) -> Editor:
        return editor_for(context, field)

    def _make_action(self, context: Context, field: Field) -> Editor:
        goals = self.editors["goals"]
        if field.name == "goal" and isinstance(goals, GoalsEditor):
            return GoalChoice(context, field, goals=goals)
        return editor_for(context, field)

    def _build(self, fields: Sequence[Field]) -> None:
        by_name = {field.name: field for field in fields}
        self._fold(tr(NEEDS), [by_name[name] for name in OF_NEEDS])
        for name in ("goals", "actions"):
            box = self._whole(by_name[name])
            self._laid.addWidget(box)
            restyle(box.label, look="section")
        self.boxes["actions"].label.hide()
        self.boxes["goals"].label.hide()
        for name in ("budget", "roles"):
            card, box = Card(), self._whole(by_name[name])
            card.setAccessibleName(tr(by_name[name].label))
            card.add(box)
            restyle(box.label, look="section")
            self._laid.addWidget(card)
        self._fold(tr(MEANS), [by_name[name] for name in OF_MEANS])
        self._fold(tr(DATA), [by_name[name] for name in OF_DATA])
        self.changed.connect(self._sum)

    def _whole(self, field: Field) -> FieldBox:
        """Return the box of a field that takes all the width there is."""
        box = self._box(field)
        box.editor.setMaximumWidth(_UNLIMITED)
        return box

    def _fold(self, title: str, fields: Sequence[Field]) -> None:
        card, section = Card(), Section(title, unfolded=False)
        card.setAccessibleName(title)
        for field in fields:
            section.body.addWidget(self._box(field))
        section.toggled.connect(self._summarise)
        self.sections.append((section, list(fields)))
        card.add(section)
        self._laid.addWidget(card)

    def set_values(self, values: Values) -> None:
        """Show a plan; what is written first stands open as long as it says nothing."""
        super().set_values(values)
        self._sum()
        if not self._asked_once:
            self._asked_once = True
            for section, fields in self.sections:
                asked = [field.name for field in fields if field.name in FIRST]
                section.unfold(unfolded=bool(asked) and not any(values.get(name) for name in asked))

    @Slot()
    def _sum(self) -> None:
        """Say the sums of the budget as it is written."""
        budget = budget_in(self.values())
        self._amounts.setVisible(bool(budget.lines))
        sums: list[AmountRow] = sum_lines(budget, self.context.codes)
        fresh, laid = QWidget(), column(gap=0)
        for one in sums:
            laid.addWidget(one)
        fresh.setLayout(laid)
        self._sums = instead_of(self._sums, fresh)
