# SPDX-License-Identifier: EUPL-1.2
"""Editors of whole numbers, of lengths of time in minutes and of amounts of money."""

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QLineEdit

from welfaredesk.base.text import N_, tr
from welfaredesk.domain.kinds import Field, Kind, Value
from welfaredesk.domain.money import euro_words, parse_euro
from welfaredesk.domain.typed_time import parse_duration
from welfaredesk.ui.context import Context
from welfaredesk.ui.editors.editor import Editor
from welfaredesk.ui.parts.field import AMOUNT

NOT_A_NUMBER = N_("Ci vuole un numero intero")
NOT_MINUTES = N_("Scrivi i minuti, oppure per esempio 1:30")
NOT_MONEY = N_("Scrivi un importo, per esempio 12,50")
MINUTES_UNIT = "min"


class NumberEditor(Editor):
    """A whole number; of minutes also «1:30» and «mezz'ora»."""

    def __init__(self, context: Context, field: Field) -> None:
        self.line = QLineEdit()
        self.line.setPlaceholderText(field.unit)
        super().__init__(context, field, self.line)
        self.line.textChanged.connect(self.changed)

    def value(self) -> Value:
        """Return the number, minutes or cents."""
        text = self.line.text().strip()
        if not text:
            return None
        if self.field.kind is Kind.MONEY:
            return parse_euro(text)
        plain = text.replace("\u2212", "-")
        if plain.removeprefix("-").isdecimal():
            return int(plain)
        return parse_duration(text) if self.field.unit == MINUTES_UNIT else None

    def set_value(self, value: Value) -> None:
        """Show a number or an amount."""
        money = self.field.kind is Kind.MONEY
        with QSignalBlocker(self.line):
            self.line.setText("" if value is None else euro_words(value) if money else str(value))

    def typed_in(self) -> QLineEdit:
        """Return the line."""
        return self.line

    def not_understood(self) -> str:
        """Return a sentence when a text is no number."""
        if not self.line.text().strip() or self.value() is not None:
            return ""
        if self.field.kind is Kind.MONEY:
            return tr(NOT_MONEY)
        return tr(NOT_MINUTES if self.field.unit == MINUTES_UNIT else NOT_A_NUMBER)

    def summary(self) -> str:
        """Return the number with its unit."""
        text = self.line.text().strip()
        unit = "€" if self.field.kind is Kind.MONEY else self.field.unit
        return f"{text} {unit}".strip() if text else ""

    def characters(self) -> int:
        """Return the declared width, else that of an amount."""
        return self.field.width or AMOUNT
