# SPDX-License-Identifier: EUPL-1.2
"""Rows that read as lines: pressed, a line gives way to its fields, and Esc folds it again."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from welfaredesk.base.text import N_, tr
from welfaredesk.domain.kinds import Field, Kind, Value, Values
from welfaredesk.ui.context import Context
from welfaredesk.ui.editors.editor import Editor
from welfaredesk.ui.editors.rows import MakeEditor, RowBox, editors_of, places_of
from welfaredesk.ui.parts.amount_row import AmountRow
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.card import column, instead_of
from welfaredesk.ui.parts.keyboard import held_in
from welfaredesk.ui.parts.page import bring_into_view
from welfaredesk.ui.parts.task_row import TaskRow

FOLD = N_("Fatto")
Line = TaskRow | AmountRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Folding:
    """How rows are shown: the line that says one, the fields that are not offered, and how wide some are.

    A row with nothing but what it `hides` and what is `given` says nothing.
    """

    say: Callable[[Values], Line]
    make: MakeEditor
    hides: Collection[str] = ()
    given: Collection[str] = ()
    wide: Mapping[str, int] = field(default_factory=dict)


class FoldingRow(QWidget):
    """One row; `folded` says that its fields gave way to its line, `taken_away` that it goes."""

    changed = Signal()
    folded = Signal(object)
    taken_away = Signal(object)

    def __init__(self, context: Context, field: Field, *, how: Folding, value: Values) -> None:
        super().__init__()
        self.context, self.field, self._how = context, field, how
        self._value = dict(value)
        self._titles: dict[str, str] = {}
        self.identity = str(self._value.setdefault("_row", context.session.ids.new()))
        self.box: RowBox | None = None
        self.line: Line = self._said()
        self._laid = column(gap=0)
        self._laid.addWidget(self.line)
        self.setLayout(self._laid)

    def _said(self) -> Line:
        made = self._how.say(self._value | {name: self._titled(name) for name in self._titles})
        if isinstance(made, TaskRow):
            made.setFocusProxy(made.words)
        made.opened.connect(lambda _key: self.unfold())
        return made

    def _titled(self, name: str) -> Value:
        """Return a link that was chosen now with the words it was chosen by: the desk writes its title at the save."""
        link = self._value.get(name)
        return {"title": self._titles[name]} | link if isinstance(link, dict) else link

    def value(self) -> dict[str, Value]:
        """Return what the row says, with its id."""
        return dict(self._value) if self.box is None else self.box.value()

    def set_value(self, value: Values) -> None:
        """Show other words in the row; fields that are open stay open."""
        if dict(value) == self.value():
            return
        self._value = dict(value)
        if self.box is not None:
            self.box.set_value(dict(value))
        self.say()

    def say(self) -> None:
        """Make the line again from what the row says."""
        had = held_in(self.line) is not None
        shut = self.line.isHidden()
        fresh = self._said()
        instead_of(self.line, fresh)
        self.line = fresh
        fresh.setHidden(shut)
        if had:
            fresh.setFocus()

    @property
    def is_empty(self) -> bool:
        """Tell whether a person has written nothing in it."""
        return not set(self.value()) - {"_row", *self._how.hides, *self._how.given}

    def unfold(self) -> RowBox:
        """Show the fields, with the keyboard in the first."""
        if self.box is None:
            self.box = RowBox(self.context, self.field, self._how.make, hides=self._how.hides, wide=self._how.wide)
            self.box.set_value(self._value)
            self.box.changed.connect(self.changed)
            self.box.taken_away.connect(lambda _box: self.taken_away.emit(self))
            fold = Button(tr(FOLD), "check", look="quiet", keys="Esc")
            fold.clicked.connect(self.fold)
            self.box.body.addWidget(fold, 0, Qt.AlignmentFlag.AlignLeft)
            self._laid.addWidget(self.box)
            self.line.hide()
            self.box.show()
        box = self.box
        box.first_control().setFocus()
        bring_into_view(box)
        return box

    def unread(self) -> Editor | None:
        """Return the first of the open fields in which something is typed and not understood."""
        editors = self.box.editors.values() if self.box is not None else ()
        return next((one for one in editors if one.not_understood()), None)

    @property
    def written(self) -> bool:
        """Tell whether a person wrote anything in it, understood or not."""
        return not self.is_empty or self.unread() is not None

    @Slot()
    def fold(self) -> None:
        """Show the line in place of the fields; a row that says nothing goes, one not understood stays open."""
        box = self.box
        if box is None:
            return
        unread = self.unread()
        if unread is not None:
            unread.control.setFocus()
            self.changed.emit()
            return
        if self.is_empty:
            self.taken_away.emit(self)
            return
        self._value, self.box = box.value(), None
        self._titles = {name: one.summary() for name, one in box.editors.items() if one.field.kind is Kind.LINK}
        box.hide()
        box.deleteLater()
        self.say()
        self.line.show()
        self.line.setFocus()
        self.folded.emit(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Fold with Esc."""
        if event.key() == Qt.Key.Key_Escape and self.box is not None:
            self.fold()
        else:
            super().keyPressEvent(event)


class RowColumn:
    """Rows one under the other in a layout; the same row keeps its widget when it is shown anew."""

    def __init__(self, laid: QBoxLayout, *, make: Callable[[Values], FoldingRow]) -> None:
        self._laid, self._make = laid, make
        self.rows: list[FoldingRow] = []

    def show(self, values: Sequence[Values]) -> None:
        """Show these rows; one that is open stays open."""
        known = {one.identity: one for one in self.rows}
        wanted = [str(value.get("_row") or "") for value in values]
        for one in self.rows:
            if one.identity not in wanted:
                self.remove(one)
        self.rows = []
        for value in values:
            there = known.get(str(value.get("_row") or ""))
            if there is not None:
                there.set_value(value)
            row = there or self._make(value)
            self._laid.insertWidget(len(self.rows), row)
            self.rows.append(row)
            row.show()

    def add(self, value: Values) -> FoldingRow:
        """Add a row, open."""
        row = self._make(value)
        self._laid.insertWidget(len(self.rows), row)
        self.rows.append(row)
        row.show()
        row.unfold()
        return row

    def remove(self, row: FoldingRow) -> None:
        """Take a row away."""
        if row in self.rows:
            self.rows.remove(row)
        row.hide()
        row.deleteLater()

    def values(self) -> list[dict[str, Value]]:
        """Return the rows that say something."""
        return [one.value() for one in self.rows if not one.is_empty]

    def inside(self) -> dict[str, Editor]:
        """Return the editors of the rows that are open, by place: those that say something first, as in `values`."""
        return editors_of([one.box for one in self._counted()])

    def open_for(self, typed: Iterable[str]) -> None:
        """Open the rows in which something was typed, new ones where it was all that they held."""
        for place in places_of(typed):
            while place >= len(self.rows):
                self.add({})
            self._counted()[place].unfold()

    def _counted(self) -> list[FoldingRow]:
        return sorted(self.rows, key=lambda one: one.is_empty)


class FoldingRowsEditor(Editor):
    """A list of such rows with a button that adds one; put what stands above and below into `above` and `below`."""

    def __init__(self, context: Context, field: Field, *, how: Folding, add: str) -> None:
        control = QWidget()
        super().__init__(context, field, control)
        self._how = how
        self.above, self.below, inside = column(gap=0), column(gap=0), column(gap=0)
        self.column = RowColumn(inside, make=self._row)
        self.add_button = Button(add, "plus", look="link")
        self.add_button.clicked.connect(self.add_row)
        laid = column(gap=0)
        for part in (self.above, inside, self.below):
            laid.addLayout(part)
        laid.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)
        control.setLayout(laid)
        control.setFocusProxy(self.add_button)

    def _row(self, value: Values) -> FoldingRow:
        made = FoldingRow(self.context, self.field, how=self._how, value=value)
        made.changed.connect(self.changed)
        made.taken_away.connect(self._take_away)
        return made

    def add_row(self) -> FoldingRow:
        """Add an empty row with the keyboard in it."""
        return self.column.add({})

    def _take_away(self, row: FoldingRow) -> None:
        said = row.written
        self.column.remove(row)
        self.add_button.setFocus()
        if said:
            self.changed.emit()

    def value(self) -> Value:
        """Return the rows that say something."""
        return self.column.values() or None

    def set_value(self, value: Value) -> None:
        """Show these rows."""
        self.column.show(value or [])

    def inside(self) -> dict[str, Editor]:
        """Return the editors of the rows that are open."""
        return self.column.inside()

    def put_typed(self, typed: Mapping[str, str]) -> None:
        """Open the rows in which something was typed and not understood, and show it again."""
        self.column.open_for(typed)
        super().put_typed(typed)

    def characters(self) -> int:
        """Take the width there is."""
        return 0
