# SPDX-License-Identifier: EUPL-1.2
"""The detail of what is chosen in a list: its name, chips, what is known in lines, and what can be done."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QWidget

from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.card import Card, column, instead_of, labelled
from welfaredesk.ui.parts.chip import ChipMark, ChipRow
from welfaredesk.ui.parts.flow import FlowBox
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.theme import scale

WIDTH = 356


class Detail(Card):
    """A card beside a list; put what is particular to a page in `extra`, it stands above the actions."""

    def __init__(self, label: str, *, empty: str) -> None:
        super().__init__(gap=scale.S12)
        self._label, self._empty = label, empty
        self.setAccessibleName(label)
        self.setFixedWidth(WIDTH)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Maximum)
        self.title = PlainLabel("", "section", wrap=True)
        self.title.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.subtitle = PlainLabel("", "soft", wrap=True)
        self.chips = ChipRow()
        self._lines = QWidget()
        self.extra = column(gap=scale.S12)
        self.deeds = FlowBox(gap=scale.S8, line_gap=scale.S8)
        for widget in (self.title, self.subtitle, self.chips, self._lines):
            self.add(widget)
        self.body.addLayout(self.extra)
        self.add(self.deeds)
        self.show_nothing()

    def show_nothing(self) -> None:
        """Say that nothing is chosen."""
        self.show_lines("", lines=())
        self.subtitle.setText(self._empty)
        self.subtitle.setVisible(bool(self._empty))

    def show_lines(
        self,
        title: str,
        *,
        lines: Iterable[tuple[str, str]],
        subtitle: str = "",
        chips: Sequence[ChipMark] = (),
        actions: Sequence[Button] = (),
    ) -> None:
        """Show what is known as «label, value» lines; a value that says nothing is left out."""
        self.title.setText(title)
        self.title.setVisible(bool(title))
        self.subtitle.setText(subtitle)
        self.subtitle.setVisible(bool(subtitle))
        self.chips.set_chips(chips)
        self.chips.setVisible(bool(chips))
        fresh = QWidget()
        laid = column(gap=scale.S8)
        for label, value in lines:
            if value:
                laid.addWidget(_line(label, value))
        fresh.setLayout(laid)
        self._lines = instead_of(self._lines, fresh)
        self.deeds.clear()
        for button in actions:
            self.deeds.add(button)
        self.deeds.setVisible(bool(actions))
        self.setAccessibleName(title or self._label)
        self.updateGeometry()


def _line(label: str, value: str) -> QWidget:
    """Return a label over its value; the value can be copied."""
    said = PlainLabel(value, wrap=True)
    said.setAccessibleName(f"{label}: {value}" if label else value)
    said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return labelled(label, said) if label else said
