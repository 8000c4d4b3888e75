# SPDX-License-Identifier: EUPL-1.2
"""Editors of codes: one, several, and a yes or no."""

from PySide6.QtWidgets import QWidget

from welfaredesk.base.clock import today
from welfaredesk.base.text import N_, tr
from welfaredesk.domain.kinds import Field, Value
from welfaredesk.ui.context import Context
from welfaredesk.ui.editors.editor import Editor
from welfaredesk.ui.editors.found import FoundEditor
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.card import column
from welfaredesk.ui.parts.code_picker import Choice, CodePicker
from welfaredesk.ui.parts.flow import FlowBox
from welfaredesk.ui.parts.tick import Tick
from welfaredesk.ui.theme import fonts

YES = N_("Sì")
NO = N_("No")
TYPE_TO_FIND = N_("Scrivi per cercare")
ADD_ONE = N_("Aggiungi una voce")
TAKE_AWAY = N_("Togli {label}")
SHOW_CODES_FROM = 60
_CHARACTERS = 30


def offered(context: Context, name: str, *, with_code: str = "") -> list[Choice]:
    """Return the codes of a list that may be chosen today, with the one that stands even if it no longer may."""
    found = [Choice(one.code, one.label) for one in context.codes.offered(name, today(context.clock))]
    if with_code and with_code not in {one.code for one in found}:
        found.append(Choice(with_code, context.codes.label(name, with_code)))
    return found


class ChoiceEditor(FoundEditor):
    """One code, found by typing."""

    def __init__(self, context: Context, field: Field) -> None:
        choices = offered(context, field.codes or "")
        self.picker = CodePicker(
            choices,
            tr(field.label),
            placeholder=tr(TYPE_TO_FIND),
            show_codes=len(choices) > SHOW_CODES_FROM,
        )
        super().__init__(context, field, finder=self.picker)
        self.picker.changed.connect(self.changed)

    def value(self) -> Value:
        """Return the code."""
        return self.picker.code() or None

    def set_value(self, value: Value) -> None:
        """Show a code, also one no longer offered."""
        self.picker.offer(offered(self.context, self.field.codes or "", with_code=value or ""))
        self.picker.set_code(value or "")

    def summary(self) -> str:
        """Return the code's words."""
        return self.picker.text()

    def characters(self) -> int:
        """Return room for the longest entries of an ordinary list."""
        return self.field.width or _CHARACTERS


class ChoicesEditor(FoundEditor):
    """Several codes as chips, the first of which prevails, and a line that adds one."""

    def __init__(self, context: Context, field: Field) -> None:
        control = QWidget()
        self.chips = FlowBox()
        self.picker = CodePicker(offered(context, field.codes or ""), tr(field.label), placeholder=tr(ADD_ONE))
        self.picker.setFixedWidth(round(fonts.digits_width(fonts.interface(), _CHARACTERS)) + 24)
        laid = column()
        laid.addWidget(self.chips)
        laid.addWidget(self.picker)
        control.setLayout(laid)
        control.setFocusProxy(self.picker)
        super().__init__(context, field, finder=self.picker, control=control)
        self._codes: list[str] = []
        self.picker.changed.connect(self._add)
        self.chips.hide()

    def _add(self, code: str) -> None:
        if not code:
            return
        if code not in self._codes:
            self._codes.append(code)
            self._show()
            self.changed.emit()
        self.picker.set_code("")

    def _take_away(self, code: str) -> None:
        self._codes.remove(code)
        self._show()
        self.picker.setFocus()
        self.changed.emit()

    def _show(self) -> None:
        self.chips.clear()
        for code in self._codes:
            label = self.context.codes.label(self.field.codes or "", code)
            chip = Button(label, "x", look="chip")
            chip.setAccessibleDescription(tr(TAKE_AWAY).format(label=label))
            chip.clicked.connect(lambda _on=False, one=code: self._take_away(one))
            self.chips.add(chip)
        self.chips.setVisible(bool(self._codes))

    def value(self) -> Value:
        """Return the codes in order, the last one perhaps just typed in full."""
        typed = self.picker.code()
        return [*self._codes, *([typed] if typed and typed not in self._codes else [])] or None

    def set_value(self, value: Value) -> None:
        """Show these codes."""
        self._codes = list(value or [])
        self.picker.set_code("")
        self._show()

    def summary(self) -> str:
        """Return the codes' words."""
        return ", ".join(self.context.codes.label(self.field.codes or "", code) for code in self._codes)

    def characters(self) -> int:
        """Leave the chips the width there is."""
        return 0


class FlagEditor(Editor):
    """A yes or no; unticked is «no» only where somebody had said so or unticks it."""

    def __init__(self, context: Context, field: Field) -> None:
        self.box = Tick(tr(YES))
        super().__init__(context, field, self.box)
        self._no = False
        self.box.clicked.connect(self._ticked)

    def _ticked(self) -> None:
        self._no = True
        self.changed.emit()

    def value(self) -> Value:
        """Return the truth, or None when nobody said."""
        return True if self.box.isChecked() else False if self._no else None

    def set_value(self, value: Value) -> None:
        """Show a truth."""
        self._no = value is not None
        self.box.setChecked(bool(value))

    def summary(self) -> str:
        """Return «sì» beside the field's name, nothing for no."""
        return tr(self.field.label) if self.box.isChecked() else ""

    def characters(self) -> int:
        """Leave the box its own width."""
        return 0
