# SPDX-License-Identifier: EUPL-1.2
"""Editors of a day and of a moment."""

from datetime import date, datetime

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QLineEdit, QWidget

from welfaredesk.base.clock import today
from welfaredesk.base.text import N_, tr
from welfaredesk.domain.kinds import Field, Value
from welfaredesk.domain.periods import birth_words, day_words, full_day, moment_words
from welfaredesk.domain.typed_moment import parse_moment
from welfaredesk.domain.typed_time import Toward, parse_day
from welfaredesk.ui.context import Context
from welfaredesk.ui.editors.editor import Editor
from welfaredesk.ui.parts.card import row
from welfaredesk.ui.parts.day_picker import DayPicker
from welfaredesk.ui.parts.plain import PlainLabel, restyle
from welfaredesk.ui.theme import fonts

NOT_A_DAY = N_("Non è un giorno: scrivi per esempio 3/11, lun, +7")
NOT_A_MOMENT = N_("Scrivi giorno e ora, per esempio: ieri 16:30")
MOMENT_HINT = N_("oggi 10:20, 3/11 9:00")
BIRTHS = frozenset({"birth", "death"})
_CHARACTERS = 18


class DayEditor(Editor):
    """A day, typed as people write it; a birth is looked for in the past."""

    tells = True

    def __init__(self, context: Context, field: Field) -> None:
        self._past = field.name in BIRTHS
        clock = context.clock
        picker = DayPicker(tr(field.label), parse=self._parse, words=self._words, today=lambda: today(clock))
        self.picker = picker
        super().__init__(context, field, picker)
        picker.changed.connect(self.changed)
        picker.line.textChanged.connect(self.changed)

    def _parse(self, text: str) -> date | None:
        toward = Toward.PAST if self._past else Toward.NEAREST
        return parse_day(text, today(self.context.clock), toward=toward)

    def _words(self, day: date) -> str:
        now = today(self.context.clock)
        if self.field.name == "birth":
            return birth_words(day, now).partition(", ")[2]
        return day_words(day, now)

    def value(self) -> Value:
        """Return the day as `YYYY-MM-DD`."""
        day = self.picker.day()
        return day.isoformat() if day else None

    def set_value(self, value: Value) -> None:
        """Show a day."""
        self.picker.set_day(date.fromisoformat(value) if value else None)

    def typed_in(self) -> QLineEdit:
        """Return the line."""
        return self.picker.line

    def not_understood(self) -> str:
        """Return a sentence when a text is no day."""
        return "" if self.picker.understood() else tr(NOT_A_DAY)

    def summary(self) -> str:
        """Return the day in figures."""
        day = self.picker.day()
        return full_day(day) if day else ""

    def characters(self) -> int:
        """Leave the picker its own width."""
        return 0


class MomentEditor(Editor):
    """A day and an hour, typed together and said in words beside."""

    tells = True

    def __init__(self, context: Context, field: Field) -> None:
        self.line = QLineEdit()
        self.line.setAccessibleName(tr(field.label))
        self.line.setPlaceholderText(tr(MOMENT_HINT))
        self.line.setFixedWidth(round(fonts.digits_width(fonts.interface(), _CHARACTERS)) + 24)
        self.said = PlainLabel("", "soft", elide=True)
        control = QWidget()
        laid = row()
        laid.addWidget(self.line)
        laid.addWidget(self.said, 1)
        control.setLayout(laid)
        control.setFocusProxy(self.line)
        super().__init__(context, field, control)
        self._value: str | None = None
        self.line.textChanged.connect(self._typed)

    def _typed(self, text: str) -> None:
        found = parse_moment(text, self.context.clock.now().local())
        self._value = found.isoformat(timespec="seconds") if found else None
        self._say()
        self.changed.emit()

    def _say(self) -> None:
        problem = self.not_understood()
        self.said.setText(problem or self.summary())
        restyle(self.said, look="problem" if problem else "soft")
        restyle(self.line, problem="true" if problem else "false")
        self.line.setAccessibleDescription(self.said.text())

    def value(self) -> Value:
        """Return the moment with its offset."""
        return self._value

    def set_value(self, value: Value) -> None:
        """Show a moment."""
        self._value = value or None
        with QSignalBlocker(self.line):
            self.line.setText(f"{datetime.fromisoformat(value):%d/%m/%Y %H:%M}" if value else "")
        self._say()

    def typed_in(self) -> QLineEdit:
        """Return the line."""
        return self.line

    def not_understood(self) -> str:
        """Return a sentence when a text is no moment."""
        return tr(NOT_A_MOMENT) if self._value is None and self.line.text().strip() else ""

    def summary(self) -> str:
        """Return the moment as lists show it."""
        if not self._value:
            return ""
        return moment_words(datetime.fromisoformat(self._value), today(self.context.clock))

    def characters(self) -> int:
        """Leave the line its own width."""
        return 0
