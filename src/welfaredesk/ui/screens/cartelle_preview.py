# SPDX-License-Identifier: EUPL-1.2
"""The preview beside the list of cartelle: who, what to mind, who follows; nothing of what was written."""

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy

from welfaredesk.base.clock import today
from welfaredesk.base.text import N_, tr
from welfaredesk.desk import lists, records
from welfaredesk.desk.lists import PersonLine
from welfaredesk.desk.session import Session
from welfaredesk.ui.case_marks import caution_chips, person_facts, read_rows, state_chip
from welfaredesk.ui.context import Context
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.card import Card, column
from welfaredesk.ui.parts.chip import ChipRow
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.parts.side_panel import PanelRow, RowButton
from welfaredesk.ui.theme import scale

PREVIEW = N_("Anteprima")
OPEN, ENTER = N_("Apri"), N_("Invio")
NUMBER, WORKER, LAST, TAX_CODE = N_("Numero"), N_("Titolare"), N_("Ultimo contatto"), N_("Codice fiscale")
WIDE = 272
MORE = N_("Il diario si legge aprendo la cartella.")


@dataclass(frozen=True, slots=True)
class Previewed:
    """The line of a person and the values that say who it is."""

    line: PersonLine
    values: dict[str, Any]


def read_preview(session: Session, person: str) -> Previewed | None:
    """Return who a person is, without anything written about them."""
    line = next(iter(lists.person_lines(session, [person])), None)
    return Previewed(line, records.show(session, person).values) if line else None


class Preview(Card):
    """One person; `open_asked` carries the id."""

    open_asked = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__(gap=scale.S8)
        self.context = context
        self.person = ""
        self.setAccessibleName(tr(PREVIEW))
        self.setFixedWidth(WIDE)
        self.name = PlainLabel("", "section", wrap=True)
        self.facts = PlainLabel("", "soft", wrap=True)
        self.chips = ChipRow()
        self.state = ChipRow()
        self.rows = column(gap=0)
        self.open_button = Button(tr(OPEN), "folder-open", look="main", keys=tr(ENTER))
        self.open_button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        for widget in (self.name, self.facts, self.chips, self.state):
            self.add(widget)
        self.body.addLayout(self.rows)
        self.add(PlainLabel(tr(MORE), "meta", wrap=True))
        self.add(self.open_button)
        self.open_button.clicked.connect(lambda: self.open_asked.emit(self.person))
        self._shown: list[RowButton] = []
        self.hide()

    def show_person(self, person: str) -> None:
        """Ask who a person is and show it; an empty id shows nobody."""
        self.person = person
        if not person:
            self.hide()
            return
        self.context.tasks.ask(
            lambda session: read_preview(session, person), self._show, owner=self, latest="cartelle-preview"
        )

    def _show(self, found: Previewed | None) -> None:
        if found is None or found.line.id != self.person:
            return
        line, values = found.line, found.values
        self.name.setText(line.name)
        self.facts.setText(person_facts(values, today(self.context.clock)))
        # Reserved ones stand on the cartella, where their reading is logged.
        cautions = values.get("cautions") or []
        self.chips.set_chips(caution_chips(self.context, cautions))
        self.chips.setVisible(bool(cautions))
        self.state.set_chips([state_chip(self.context, line)])
        last = next((str(cells[4]) for cells in read_rows(self.context, [line.id])), "")
        said = (
            (NUMBER, line.number),
            (WORKER, line.worker),
            (LAST, last),
            (TAX_CODE, str(values.get("tax_code") or "")),
        )
        self._rows([PanelRow(tr(label), value) for label, value in said if value])
        self.show()

    def _rows(self, rows: list[PanelRow]) -> None:
        for old in self._shown:
            old.hide()
            old.deleteLater()
        self._shown = [RowButton(one) for one in rows]
        for button in self._shown:
            self.rows.addWidget(button)
