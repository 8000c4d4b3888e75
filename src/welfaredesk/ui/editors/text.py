# SPDX-License-Identifier: EUPL-1.2
"""Editors of one line and of prose."""

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from welfaredesk.domain.kinds import Field, Search, Value
from welfaredesk.domain.names import brief
from welfaredesk.ui.context import Context
from welfaredesk.ui.editors.editor import Editor


class LineEditor(Editor):
    """One line of text."""

    def __init__(self, context: Context, field: Field, line: QLineEdit | None = None) -> None:
        self.line = line or QLineEdit()
        super().__init__(context, field, self.line)
        self.line.textChanged.connect(self.changed)  # not textEdited: what is dictated comes without keys

    def value(self) -> Value:
        """Return the text without blanks around."""
        return self.line.text().strip() or None

    def set_value(self, value: Value) -> None:
        """Show a text."""
        with QSignalBlocker(self.line):
            self.line.setText(str(value or ""))
        self.line.setCursorPosition(0)

    def characters(self) -> int:
        """Return the declared width, that of a phone number for one, else a line of 36."""
        return self.field.width or (18 if self.field.search is Search.PHONE else 36)


class ProseEditor(Editor):
    """Prose of any length."""

    def __init__(self, context: Context, field: Field, prose: QPlainTextEdit | None = None) -> None:
        self.prose = prose or QPlainTextEdit()
        super().__init__(context, field, self.prose)
        self._quiet = False
        self.prose.textChanged.connect(self._typed)

    def _typed(self) -> None:
        if not self._quiet:
            self.changed.emit()

    def value(self) -> Value:
        """Return the text without blanks around."""
        return self.prose.toPlainText().strip() or None

    def set_value(self, value: Value) -> None:
        """Show a text."""
        self._quiet = True
        self.prose.setPlainText(str(value or ""))
        self._quiet = False

    def summary(self) -> str:
        """Return its beginning."""
        return brief(self.value(), 60)

    def characters(self) -> int:
        """Take the width there is."""
        return 0
