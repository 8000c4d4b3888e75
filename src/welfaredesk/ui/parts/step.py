# SPDX-License-Identifier: EUPL-1.2
"""The step in place: what is asked once more, under what was pressed, before something that cannot be undone."""

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from welfaredesk.base.text import N_, tr
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.card import column
from welfaredesk.ui.parts.flow import FlowBox
from welfaredesk.ui.parts.page import bring_into_view
from welfaredesk.ui.theme import scale

LEAVE = N_("Lascia stare")


def buttons_of(*some: Button) -> FlowBox:
    """Return buttons beside one another, on more lines where it is narrow."""
    box = FlowBox(line_gap=scale.S8)
    for one in some:
        box.add(one)
    return box


class Step(QWidget):
    """Something asked in place of `before`, which comes back with «Lascia stare» or Esc; `left` says so."""

    left = Signal()

    def __init__(self, parts: Iterable[QWidget], button: Button, *, before: QWidget) -> None:
        super().__init__()
        self.button, self.leave, self._before = button, Button(tr(LEAVE), look="quiet"), before
        laid = column(gap=scale.S8)
        for part in parts:
            laid.addWidget(part)
        laid.addWidget(buttons_of(button, self.leave))
        self.setLayout(laid)
        self.leave.clicked.connect(self.put_away)
        self.hide()

    def ask(self, first: QWidget | None = None) -> None:
        """Ask, with the keyboard in `first`, else on «Lascia stare»: one more Enter must not do it."""
        self._before.hide()
        self.show()
        (first or self.leave).setFocus(Qt.FocusReason.OtherFocusReason)
        bring_into_view(self)

    def put_away(self) -> None:
        """Ask no more."""
        self.hide()
        self._before.show()
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Put the step away with Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.put_away()
        else:
            super().keyPressEvent(event)
