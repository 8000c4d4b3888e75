# SPDX-License-Identifier: EUPL-1.2
"""Editor of a list of rows: each row's fields side by side, one button to add, one to take away."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from types import MappingProxyType

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from welfaredesk.base.text import N_, tr
from welfaredesk.domain.checks import ROWS_LIMIT
from welfaredesk.domain.kinds import Field, Kind, Value
from welfaredesk.domain.names import link_title
from welfaredesk.ui.context import Context
from welfaredesk.ui.editors.editor import Editor
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.card import Card, column, row
from welfaredesk.ui.parts.field import Field as FieldBox
from welfaredesk.ui.parts.flow import FlowBox
from welfaredesk.ui.parts.plain import plain_tip
from welfaredesk.ui.theme import scale

ADD_ROW = N_("Aggiungi: {label}")
TAKE_AWAY = N_("Togli questa riga")
MakeEditor = Callable[[Context, Field], Editor]
_WIDTHS = {Kind.TEXT: 22, Kind.CHOICE: 24, Kind.LINK: 30, Kind.NUMBER: 8, Kind.MONEY: 10}


class RowBox(Card):
    """One row of the list; what it `hides` is kept as it was, `wide` gives fields another width."""

    changed = Signal()
    taken_away = Signal(object)

    def __init__(
        self,
        context: Context,
        field: Field,
        make: MakeEditor,
        *,
        hides: Collection[str] = (),
        wide: Mapping[str, int] = MappingProxyType({}),
    ) -> None:
        super().__init__(gap=scale.S4)
        self.setAccessibleName(tr(field.label))
        self.identity: str | None = None
        self._hidden: dict[str, Value] = dict.fromkeys(hides)
        parts = [part for part in field.rows if part.name not in hides]
        self.editors = {part.name: make(context, part) for part in parts}
        flow = FlowBox(gap=scale.S12, line_gap=scale.S8)
        for part in parts:
            editor = self.editors[part.name]
            characters = wide.get(part.name) or part.width or _WIDTHS.get(part.kind, 0)
            help_text = tr(part.help) if part.help else ""
            box = FieldBox(tr(part.label), editor.control, help_text=help_text, characters=characters)
            if part.kind is Kind.DAY:
                box.setFixedWidth(290)
            flow.add(box)
            editor.changed.connect(self.changed)
        self.remove = Button("", "trash-2", look="quiet")
        self.remove.setAccessibleName(tr(TAKE_AWAY))
        plain_tip(self.remove, tr(TAKE_AWAY))
        self.remove.clicked.connect(lambda: self.taken_away.emit(self))
        laid = row(gap=scale.S8)
        laid.addWidget(flow, 1)
        laid.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(laid)

    def value(self) -> dict[str, Value]:
        """Return what the row says, with its id when it has one."""
        said = self._hidden | {name: editor.value() for name, editor in self.editors.items()}
        kept = {name: value for name, value in said.items() if value is not None}
        return ({"_row": self.identity} if self.identity else {}) | kept

    def set_value(self, value: dict[str, Value]) -> None:
        """Show a row."""
        self.identity = value.get("_row")
        self._hidden = {name: value.get(name) for name in self._hidden}
        for name, editor in self.editors.items():
            editor.set_value(value.get(name))

    def first_control(self) -> QWidget:
        """Return where the keyboard goes in a new row."""
        return next(iter(self.editors.values())).control


class RowsEditor(Editor):
    """The rows, one card each; an empty row says nothing."""

    def __init__(self, context: Context, field: Field, make: MakeEditor) -> None:
        control = QWidget()
        super().__init__(context, field, control)
        self._make = make
        self.boxes: list[RowBox] = []
        self._laid = column()
        label = tr(field.label)
        self.add_button = Button(tr(ADD_ROW).format(label=label[:1].lower() + label[1:]), "plus", look="link")
        self.add_button.clicked.connect(self.add_row)
        self._laid.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)
        control.setLayout(self._laid)
        control.setFocusProxy(self.add_button)

    def add_row(self) -> RowBox:
        """Add an empty row with the keyboard in it."""
        box = self._add({})
        box.first_control().setFocus()
        return box

    def _add(self, value: dict[str, Value]) -> RowBox:
        box = RowBox(self.context, self.field, self._make)
        box.set_value(value)
        box.changed.connect(self.changed)
        box.taken_away.connect(self._take_away)
        self._laid.insertWidget(len(self.boxes), box)
        self.boxes.append(box)
        box.show()
        return box

    def _take_away(self, box: RowBox) -> None:
        self.boxes.remove(box)
        box.hide()
        box.deleteLater()
        self.add_button.setFocus()
        self.changed.emit()

    def value(self) -> Value:
        """Return the rows that say something."""
        return [box.value() for box in self.boxes if _says(box)] or None

    def set_value(self, value: Value) -> None:
        """Show these rows; those that are shown already stay, and the keyboard in them."""
        rows = list(value or [])
        if len(rows) == len(self.boxes) and all(map(_is_of, self.boxes, rows)):
            for box, one in zip(self.boxes, rows, strict=True):
                box.set_value(one)
            return
        for box in self.boxes:
            box.hide()
            box.deleteLater()
        self.boxes = []
        for one in rows:
            self._add(one)

    def inside(self) -> dict[str, Editor]:
        """Return the editors of all rows, those that say something first, as `value` counts them."""
        in_order = sorted(self.boxes, key=lambda box: not _says(box))
        return editors_of(in_order)

    def put_typed(self, typed: Mapping[str, str]) -> None:
        """Show again what was typed and not understood, in rows of their own where it was all that they held."""
        for _ in range(len(self.boxes), 1 + max(places_of(typed), default=-1)):
            self._add({})
        super().put_typed(typed)

    def summary(self) -> str:
        """Return the first words of each row."""
        return "; ".join(filter(None, (_first_words(box) for box in self.boxes)))

    def characters(self) -> int:
        """Take the width there is."""
        return 0


def editors_of(boxes: Sequence[RowBox | None]) -> dict[str, Editor]:
    """Return the editors of rows by their places; a row without fields to write in has none."""
    some = ((place, box) for place, box in enumerate(boxes) if box is not None)
    return {f"{place}.{name}": editor for place, box in some for name, editor in box.editors.items()}


def places_of(typed: Iterable[str]) -> list[int]:
    """Return the places of the rows in which something was typed, in order."""
    found = {place.partition(".")[0] for place in typed}
    return sorted(int(place) for place in found if place.isdecimal() and int(place) < ROWS_LIMIT)


def _says(box: RowBox) -> bool:
    return bool(set(box.value()) - {"_row"})


def _is_of(box: RowBox, value: dict[str, Value]) -> bool:
    """Tell whether a box shows that row, or the one that had no id before it was saved."""
    return box.identity in (None, value.get("_row"))


def _first_words(box: RowBox) -> str:
    for editor in box.editors.values():
        value = editor.value()
        words = link_title(value) if isinstance(value, dict) else editor.summary()
        if words:
            return words
    return ""
