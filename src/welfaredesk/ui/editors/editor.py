# SPDX-License-Identifier: EUPL-1.2
"""The editor: what every kind of field has in common when a person changes it."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from welfaredesk.domain.kinds import Field, Value
from welfaredesk.ui.context import Context


class Editor(QObject):
    """One field being changed; `control` is what a person touches, `changed` is said only when a person did."""

    changed = Signal()
    tells = False
    """Whether the control itself says that what is typed is not understood."""

    def __init__(self, context: Context, field: Field, control: QWidget) -> None:
        super().__init__(control)
        self.context, self.field, self.control = context, field, control
        self.control.setObjectName(f"field-{field.name}")

    def value(self) -> Value:
        """Return what the editor says, None for nothing."""
        raise NotImplementedError

    def set_value(self, value: Value) -> None:
        """Show a value without saying that it changed."""
        raise NotImplementedError

    def not_understood(self) -> str:
        """Return the sentence to show when what is typed cannot be understood, else nothing."""
        return ""

    def summary(self) -> str:
        """Return the value in a few words, for the line of a folded section."""
        value = self.value()
        return str(value) if isinstance(value, str | int) else ""

    def characters(self) -> int:
        """Return how many characters wide the control is, 0 for its own width."""
        return self.field.width
