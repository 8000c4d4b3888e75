# SPDX-License-Identifier: EUPL-1.2
"""The palette of Ctrl+K: finds persons, cartelle and actions from anywhere."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from welfaredesk.base.text import N_, plural, tr
from welfaredesk.ui.parts.announce import announce
from welfaredesk.ui.parts.finder import NOTHING, RESULT, RESULTS, Find
from welfaredesk.ui.parts.hits import Hit, HitList
from welfaredesk.ui.parts.overlay import Overlay
from welfaredesk.ui.parts.plain import PlainLabel

SEARCH = N_("Cerca persone, cartelle, azioni")
KEYS = N_("↑ ↓ per scegliere · Invio per aprire · Esc per chiudere")
_STEPS = {
    int(Qt.Key.Key_Down): 1,
    int(Qt.Key.Key_Up): -1,
    int(Qt.Key.Key_PageDown): 7,
    int(Qt.Key.Key_PageUp): -7,
}


class Palette(Overlay):
    """A line and its grouped hits; `find(text, reply)` may reply late. `chosen` carries the `Hit`."""

    chosen = Signal(Hit)

    def __init__(self, host: QWidget, find: Find) -> None:
        super().__init__(host, tr(SEARCH), widest=640, tallest=520)
        self._find = find
        self._asked = 0
        self.line = QLineEdit()
        self.line.setProperty("look", "search")
        self.line.setPlaceholderText(tr(SEARCH))
        self.line.setAccessibleName(tr(SEARCH))
        self.line.setClearButtonEnabled(False)
        self.line.textChanged.connect(self._ask)
        self.line.installEventFilter(self)
        self.list = HitList(tr(SEARCH))
        self.list.picked.connect(self._pick)
        self.state = PlainLabel(tr(KEYS), "meta", elide=True)
        self.panel_body.addWidget(self.line)
        self.panel_body.addWidget(self.list, 1)
        self.panel_body.addWidget(self.state)

    def open(self) -> None:
        """Show the palette, empty."""
        self.line.clear()
        self._ask("")
        self.open_with(self.line)

    @Slot(str)
    def _ask(self, text: str) -> None:
        self._asked += 1
        asked = self._asked

        def reply(hits: Sequence[Hit]) -> None:
            if asked == self._asked:
                self._show(hits)

        self._find(text, reply)

    def _show(self, hits: Sequence[Hit]) -> None:
        self.list.show_hits(hits)
        self.state.setText(tr(KEYS) if hits else tr(NOTHING))
        announce(self.line, plural(len(hits), RESULT, many=RESULTS) if hits else tr(NOTHING))

    @Slot(Hit)
    def _pick(self, hit: Hit) -> None:
        self.close_layer()
        self.chosen.emit(hit)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move and pick from the line."""
        if watched is self.line and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._key(int(event.key()))
        return super().eventFilter(watched, event)

    def _key(self, key: int) -> bool:
        if key in _STEPS:
            self.list.step(_STEPS[key])
            return True
        marked = self.list.marked()
        if key in (int(Qt.Key.Key_Return), int(Qt.Key.Key_Enter)) and marked is not None:
            self._pick(marked)
            return True
        return False
