# SPDX-License-Identifier: EUPL-1.2
"""The editor: what every kind of field has in common when a person changes it."""

from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from welfaredesk.desk.drafts import TYPED
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
        """Return the sentence to show when what is typed, here or first inside, cannot be understood, else nothing."""
        problems = (editor.not_understood() for editor in self.inside().values())
        return next((problem for problem in problems if problem), "")

    def typed_in(self) -> QLineEdit | None:
        """Return the line in which words can be typed that are not understood, if there is one."""
        return None

    def inside(self) -> dict[str, "Editor"]:
        """Return the editors inside this one, by their place: «0.due_on» in the first row."""
        return {}

    def typed(self) -> dict[str, str]:
        """Return what is typed and not understood, by its place inside, "" for the editor itself."""
        line = self.typed_in()
        own = {"": line.text()} if line is not None and self.not_understood() else {}
        return own | typed_of(self.inside())

    def put_typed(self, typed: Mapping[str, str]) -> None:
        """Show again what was typed and not understood."""
        line = self.typed_in()
        if line is not None and "" in typed:
            line.setText(typed[""])
        put_typed(self.inside(), typed)

    def summary(self) -> str:
        """Return the value in a few words, for the line of a folded section."""
        value = self.value()
        return str(value) if isinstance(value, str | int) else ""

    def characters(self) -> int:
        """Return how many characters wide the control is, 0 for its own width."""
        return self.field.width


def typed_of(editors: Mapping[str, Editor]) -> dict[str, str]:
    """Return what is typed and not understood in some editors, by place: «due_on», «decisions.0.due_on»."""
    return {f"{name}.{place}".rstrip("."): text for name, one in editors.items() for place, text in one.typed().items()}


def put_typed(editors: Mapping[str, Editor], typed: Mapping[str, str]) -> None:
    """Show again what `typed_of` returned; places that are no longer there are passed over."""
    for name, one in editors.items():
        own = {place.removeprefix(name).lstrip("."): text for place, text in typed.items() if _lies_in(place, name)}
        if own:
            one.put_typed(own)


def kept_typed(editors: Mapping[str, Editor]) -> dict[str, Value]:
    """Return the part of a draft that keeps what is typed and not understood, nothing where all is."""
    typed = typed_of(editors)
    return {TYPED: typed} if typed else {}


def show_typed(editors: Mapping[str, Editor], draft: Mapping[str, Value]) -> None:
    """Show again what a draft keeps of that."""
    put_typed(editors, draft.get(TYPED) or {})


def _lies_in(place: str, name: str) -> bool:
    return place == name or place.startswith(f"{name}.")
