# SPDX-License-Identifier: EUPL-1.2
"""The map of an import on the screen: each column of the file with a sample, and the field it goes into."""

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from welfaredesk.base.text import N_, tr
from welfaredesk.desk.importing.mapping import Column, Mapping
from welfaredesk.desk.importing.table import Table
from welfaredesk.desk.importing.targets import label_of, targets
from welfaredesk.domain.names import brief
from welfaredesk.ui.parts.card import clear_out
from welfaredesk.ui.parts.code_picker import Choice, CodePicker
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.theme import scale

KEY = "*key"
KEY_LABEL = N_("Codice della scheda nell'altro programma")
LEFT_OUT = N_("Lasciata fuori")
COLUMN, SAMPLE, FIELD = N_("Colonna del file"), N_("Esempio"), N_("Va in")
SAMPLE_LENGTH = 40
PICKER_LEAST, PICKER_MOST = 200, 400


def sample_of(table: Table, heading: str) -> str:
    """Return the first value of a column that says something."""
    return brief(next(iter(table.column(heading)), ""), SAMPLE_LENGTH)


def path_of(mapping: Mapping, heading: str) -> str:
    """Return the target of a column, `*key` for the other program's code, nothing when it is left out."""
    if heading == mapping.key:
        return KEY
    column = mapping.columns.get(heading)
    return column.field if column else ""


def with_target(mapping: Mapping, heading: str, *, path: str) -> Mapping:
    """Return the map with a column sent to a target, to `*key`, or nowhere."""
    columns = {name: column for name, column in mapping.columns.items() if name != heading}
    key = None if mapping.key == heading else mapping.key
    if path == KEY:
        key = heading
    elif path:
        rows = {column.row for column in columns.values() if column.field == path}
        row = next(str(number) for number in range(1, len(rows) + 2) if str(number) not in rows)
        columns[heading] = Column(path, row=row)
    return replace(mapping, columns=columns, key=key)


def with_type(mapping: Mapping, type_name: str) -> Mapping:
    """Return the map for another type of rows, with the columns that make sense there."""
    known = targets(type_name)
    kept = {heading: column for heading, column in mapping.columns.items() if column.field in known}
    return replace(mapping, type=type_name, columns=kept)


class Columns(QWidget):
    """A row for each column of the file; `changed` carries the heading and the target now chosen."""

    changed = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr(FIELD))
        self.pickers: dict[str, CodePicker] = {}
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(scale.S16)
        self._grid.setVerticalSpacing(scale.S4)
        self._grid.setColumnStretch(1, 2)
        self._grid.setColumnStretch(2, 3)
        self.setLayout(self._grid)

    def show_map(self, table: Table, mapping: Mapping) -> None:
        """Show the columns of a file and where each goes."""
        clear_out(self._grid)
        self.pickers = {}
        for place, title in enumerate((COLUMN, SAMPLE, FIELD)):
            self._grid.addWidget(PlainLabel(tr(title), "month"), 0, place)
        found = [Choice(path, label_of(mapping.type, path)) for path in targets(mapping.type)]
        choices = [Choice(KEY, tr(KEY_LABEL)), *sorted(found, key=lambda one: one.label)]
        for number, heading in enumerate(table.headings, 1):
            picker = CodePicker(choices, f"{tr(FIELD)}: {heading}", placeholder=tr(LEFT_OUT))
            picker.setMinimumWidth(PICKER_LEAST)
            picker.setMaximumWidth(PICKER_MOST)
            picker.set_code(path_of(mapping, heading))
            picker.changed.connect(lambda code, one=heading: self.changed.emit(one, code))
            self.pickers[heading] = picker
            self._grid.addWidget(PlainLabel(heading, "strong", elide=True), number, 0)
            self._grid.addWidget(PlainLabel(sample_of(table, heading), "soft", elide=True), number, 1)
            self._grid.addWidget(picker, number, 2)
