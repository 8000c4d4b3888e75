# SPDX-License-Identifier: EUPL-1.2
"""The goals of a plan by horizon, each a card with its actions; goals and actions are two fields shown as one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from welfaredesk.base.text import N_, tr
from welfaredesk.domain.kinds import Field, Value, Values
from welfaredesk.ui.context import Context
from welfaredesk.ui.editors.editor import Editor
from welfaredesk.ui.editors.folding import Folding, FoldingRow, RowColumn
from welfaredesk.ui.editors.found import FoundEditor
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.card import Card, column
from welfaredesk.ui.parts.code_picker import Choice, CodePicker
from welfaredesk.ui.parts.keyboard import held_in
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.theme import scale

ADD_GOAL, ADD_ACTION = N_("Aggiungi un obiettivo"), N_("Aggiungi un'azione")
OF_GOAL, FOR_GOAL = N_("Per l'obiettivo: {goal}"), N_("Per quale obiettivo")
LOOSE, NO_HORIZON = N_("Azioni senza un obiettivo"), N_("Senza un termine indicato")
NONE_YET, NO_GOAL = N_("Ancora nessun obiettivo"), N_("Nessun obiettivo")
INDENT = scale.ICON_CARD + scale.S8


@dataclass(frozen=True, slots=True, kw_only=True)
class Shapes:
    """How goals and actions are shown as rows, and the horizons in their order with their words."""

    goals: Folding
    actions: Folding
    horizons: Sequence[tuple[str, str]]


class _Block(Card):
    """A goal with its actions, or actions without a goal."""

    changed = Signal()
    moved = Signal()
    sorted = Signal(object)
    taken_away = Signal(object)

    def __init__(self, context: Context, fields: tuple[Field, Field], *, shapes: Shapes, goal: Values | None) -> None:
        super().__init__(gap=scale.S4)
        self._context, self._fields, self._shapes = context, fields, shapes
        self.goal: FoldingRow | None = None
        if goal is None:
            self.add(PlainLabel(tr(LOOSE), "strong"))
        else:
            self.goal = FoldingRow(context, fields[0], how=shapes.goals, value=goal)
            self.goal.changed.connect(self.changed)
            self.goal.folded.connect(self._named)
            self.goal.folded.connect(self.moved)
            self.goal.taken_away.connect(lambda _row: self.taken_away.emit(self))
            self.add(self.goal)
        laid = column(gap=0)
        laid.setContentsMargins(INDENT, 0, 0, 0)
        self.deeds = RowColumn(laid, make=self._action)
        self.add_button = Button(tr(ADD_ACTION), "plus", look="link")
        self.add_button.clicked.connect(self.add_action)
        laid.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addLayout(laid)
        self.add_button.setVisible(goal is not None)
        self._named()

    @property
    def identity(self) -> str:
        """Return the row of the goal, nothing without one."""
        return self.goal.identity if self.goal is not None else ""

    @property
    def horizon(self) -> str:
        """Return the horizon of the goal."""
        return str(self.goal.value().get("horizon") or "") if self.goal is not None else ""

    @Slot()
    def _named(self) -> None:
        name = str(self.goal.value().get("goal") or "") if self.goal is not None else tr(LOOSE)
        self.setAccessibleName(name)
        self.add_button.setAccessibleDescription(tr(OF_GOAL).format(goal=name))

    def _action(self, value: Values) -> FoldingRow:
        made = FoldingRow(self._context, self._fields[1], how=self._shapes.actions, value=value)
        made.changed.connect(self.changed)
        made.folded.connect(self.sorted)
        made.taken_away.connect(self._take_away)
        return made

    @Slot()
    def add_action(self) -> FoldingRow:
        """Add an action to the goal, with the keyboard in it."""
        return self.deeds.add({"goal": self.identity})

    def _take_away(self, row: FoldingRow) -> None:
        said = row.written
        self.deeds.remove(row)
        self.add_button.setFocus()
        if said:
            self.changed.emit()


class _Horizon(QWidget):
    """The goals of one horizon under its word."""

    def __init__(self, name: str, label: str, *, add: Callable[[str], object]) -> None:
        super().__init__()
        self.name = name
        self.setAccessibleName(label)
        self.none = PlainLabel(tr(NONE_YET), "soft")
        self.blocks = column(gap=scale.S8)
        self.add_button = Button(tr(ADD_GOAL), "plus", look="link")
        self.add_button.setAccessibleDescription(label)
        self.add_button.clicked.connect(lambda _on=False: add(name))
        laid = column(gap=scale.S4)
        laid.addWidget(PlainLabel(label, "section"))
        laid.addWidget(self.none)
        laid.addLayout(self.blocks)
        laid.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.setLayout(laid)

    def settle(self) -> None:
        """Say that there is no goal where there is none; goals without a horizon are shown only where there are."""
        empty = self.blocks.count() == 0
        self.none.setVisible(empty and bool(self.name))
        self.setVisible(bool(self.name) or not empty)


class GoalsEditor(Editor):
    """The goals; `actions` is the editor of the other field, which lives in the same cards."""

    def __init__(self, context: Context, fields: tuple[Field, Field], *, shapes: Shapes) -> None:
        control = QWidget()
        super().__init__(context, fields[0], control)
        self._fields, self._shapes = (_goal_first(fields[0]), _goal_last(fields[1])), shapes
        self.blocks: list[_Block] = []
        self.loose = _Block(context, self._fields, shapes=shapes, goal=None)
        self.loose.changed.connect(self.changed)
        self.loose.sorted.connect(self._sort)
        self.actions = ActionsEditor(context, fields[1], goals=self)
        laid = column(gap=scale.S16)
        self.horizons: dict[str, _Horizon] = {}
        for name, label in (*shapes.horizons, ("", tr(NO_HORIZON))):
            self.horizons[name] = _Horizon(name, label, add=self.add_goal)
            laid.addWidget(self.horizons[name])
        laid.addWidget(self.loose)
        control.setLayout(laid)
        control.setFocusProxy(next(iter(self.horizons.values())).add_button)
        self.settle()

    def _block(self, goal: Values) -> _Block:
        made = _Block(self.context, self._fields, shapes=self._shapes, goal=goal)
        made.changed.connect(self.changed)
        made.moved.connect(self.settle)
        made.sorted.connect(self._sort)
        made.taken_away.connect(self._take_away)
        self.blocks.append(made)
        return made

    def add_goal(self, horizon: str) -> FoldingRow | None:
        """Add a goal to a horizon, with the keyboard in it."""
        made = self._block({"horizon": horizon} if horizon else {})
        self.settle()
        if made.goal is not None:
            made.goal.unfold()
        return made.goal

    def _take_away(self, block: _Block) -> None:
        """Take a goal away; its actions stay, without a goal."""
        said = block.goal is not None and block.goal.written
        actions = block.deeds.values()
        horizon = self.horizons.get(block.horizon, self.horizons[""])
        self.blocks.remove(block)
        block.hide()
        block.deleteLater()
        horizon.blocks.removeWidget(block)
        self.loose.deeds.show([*self.loose.deeds.values(), *actions])
        self.settle()
        if not horizon.isHidden():
            horizon.add_button.setFocus()
        if said:
            self.changed.emit()

    @Slot()
    def settle(self) -> None:
        """Put every goal under its horizon."""
        for block in self.blocks:
            horizon = self.horizons.get(block.horizon, self.horizons[""])
            if horizon.blocks.indexOf(block) < 0:
                had = block.goal.line if block.goal is not None else None
                focused = held_in(had) is not None
                for other in self.horizons.values():
                    other.blocks.removeWidget(block)
                horizon.blocks.addWidget(block)
                block.show()
                if had is not None and focused:
                    had.setFocus()
        for horizon in self.horizons.values():
            horizon.settle()
        self.loose.setVisible(bool(self.loose.deeds.rows))

    def value(self) -> Value:
        """Return the goals that say something."""
        return [one.goal.value() for one in self.blocks if one.goal is not None and not one.goal.is_empty] or None

    def set_value(self, value: Value) -> None:
        """Show these goals; one that is open stays open, and actions stay with their goal."""
        actions = self.actions.value() or []
        known = {one.identity: one for one in self.blocks}
        self.blocks, kept = [], set()
        for goal in value or []:
            block = known.get(str(goal.get("_row") or ""))
            if block is None or block.goal is None:
                self._block(goal)
                continue
            kept.add(block.identity)
            block.goal.set_value(goal)
            self.blocks.append(block)
        for identity, block in known.items():
            if identity not in kept:
                block.hide()
                block.deleteLater()
                for horizon in self.horizons.values():
                    horizon.blocks.removeWidget(block)
        self.put_actions(actions)

    def put_actions(self, actions: Sequence[Values]) -> None:
        """Show each action with its goal, and those that have none under all."""
        found = {one.identity: [row for row in actions if row.get("goal") == one.identity] for one in self.blocks}
        for block in self.blocks:
            block.deeds.show(found[block.identity])
        self.loose.deeds.show([row for row in actions if row.get("goal") not in found])
        self.settle()

    def all_actions(self) -> list[dict[str, Value]]:
        """Return the actions of all goals, in the order of their rows."""
        found = [row for block in (*self.blocks, self.loose) for row in block.deeds.values()]
        return sorted(found, key=lambda row: str(row["_row"]))

    def _sort(self, row: FoldingRow) -> None:
        """Put an action with the goal that was chosen for it, the keyboard still on it."""
        home = next((one for one in self.blocks if one.identity == row.value().get("goal")), self.loose)
        if row in home.deeds.rows:
            return
        self.put_actions(self.all_actions())
        for one in home.deeds.rows:
            if one.identity == row.identity:
                one.line.setFocus()

    def goals(self) -> list[Choice]:
        """Return the goals as one chooses among them."""
        named = (one.goal.value() for one in self.blocks if one.goal is not None)
        return [Choice(str(row["_row"]), str(row["goal"])) for row in named if row.get("goal")]

    @property
    def _goals(self) -> list[FoldingRow]:
        return [one.goal for one in self.blocks if one.goal is not None]

    def inside(self) -> dict[str, Editor]:
        """Return the editors of the goals that are open, by row."""
        return _open_in(self._goals)

    def put_typed(self, typed: Mapping[str, str]) -> None:
        """Open the goals in which something was typed and not understood, and show it again."""
        _unfold_for(typed, self._goals)
        super().put_typed(typed)

    def all_rows(self) -> list[FoldingRow]:
        """Return the rows of the actions of all goals."""
        return [row for block in (*self.blocks, self.loose) for row in block.deeds.rows]

    def characters(self) -> int:
        """Take the width there is."""
        return 0


class GoalChoice(FoundEditor):
    """Which goal an action serves."""

    def __init__(self, context: Context, field: Field, *, goals: GoalsEditor) -> None:
        self.picker = CodePicker(goals.goals(), tr(field.label), placeholder=tr(NO_GOAL))
        super().__init__(context, field, finder=self.picker)
        self.picker.changed.connect(self.changed)

    def value(self) -> Value:
        """Return the row of the goal."""
        return self.picker.code() or None

    def set_value(self, value: Value) -> None:
        """Show a goal."""
        self.picker.set_code(str(value or ""))


class ActionsEditor(Editor):
    """The actions, which stand in the cards of their goals; its own control only holds the place of a problem."""

    def __init__(self, context: Context, field: Field, *, goals: GoalsEditor) -> None:
        super().__init__(context, field, QWidget())
        self._goals = goals
        self.control.setFixedHeight(0)
        self.control.setFocusProxy(goals.control)

    def value(self) -> Value:
        """Return the actions that say something."""
        return self._goals.all_actions() or None

    def set_value(self, value: Value) -> None:
        """Show these actions."""
        self._goals.put_actions(value or [])

    def inside(self) -> dict[str, Editor]:
        """Return the editors of the actions that are open, by row."""
        return _open_in(self._goals.all_rows())

    def put_typed(self, typed: Mapping[str, str]) -> None:
        """Open the actions in which something was typed and not understood, and show it again."""
        _unfold_for(typed, self._goals.all_rows())
        super().put_typed(typed)

    def characters(self) -> int:
        """Take the width there is."""
        return 0


def _open_in(rows: Sequence[FoldingRow]) -> dict[str, Editor]:
    there = ((row.identity, row.box) for row in rows if row.box is not None)
    return {f"{identity}.{name}": editor for identity, box in there for name, editor in box.editors.items()}


def _unfold_for(typed: Mapping[str, str], rows: Sequence[FoldingRow]) -> None:
    wanted = {place.partition(".")[0] for place in typed}
    for row in rows:
        if row.identity in wanted:
            row.unfold()


def _goal_first(field: Field) -> Field:
    """Return the field of the goals with what one writes of them first, the horizon after it."""
    first = ("goal", "indicator", "horizon")
    return replace(field, rows=(*map(field.row, first), *(part for part in field.rows if part.name not in first)))


def _goal_last(field: Field) -> Field:
    """Return the field of the actions with the goal as the last thing one says of them."""
    goal = replace(field.row("goal"), label=FOR_GOAL)
    return replace(field, rows=(*(part for part in field.rows if part.name != "goal"), goal))
