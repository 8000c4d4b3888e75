# SPDX-License-Identifier: EUPL-1.2
"""A line that finds as a person types: answers may come late and in any order."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit

from welfaredesk.base.text import N_, plural, tr
from welfaredesk.ui.parts.announce import announce
from welfaredesk.ui.parts.hits import Hit, HitList
from welfaredesk.ui.parts.popup import Drop
from welfaredesk.ui.theme import scale

NOTHING = N_("Nessun risultato")
RESULT = N_("risultato")
RESULTS = N_("risultati")
Reply = Callable[[Sequence[Hit]], None]
Find = Callable[[str, Reply], None]
_MOST_ROWS = 8
_STEPS = {
    int(Qt.Key.Key_Down): 1,
    int(Qt.Key.Key_Up): -1,
    int(Qt.Key.Key_PageDown): 7,
    int(Qt.Key.Key_PageUp): -7,
}


class Finder(QLineEdit):
    """A line with a list under it; `find(text, reply)` may reply at once or later; late replies are dropped.

    Down opens the list, arrows move, Enter or Tab picks, Esc closes. `picked` carries the `Hit`. Words that are nothing
    found are given up when the keyboard leaves, unless somebody `keeps_strays` and tells of them: `strayed` says when.
    """

    picked = Signal(Hit)
    strayed = Signal()
    keeps_strays = False

    def __init__(self, find: Find, label: str, *, placeholder: str = "") -> None:
        super().__init__()
        self._find = find
        self._asked = 0
        self._astray = False
        self.setAccessibleName(label)
        self.setPlaceholderText(placeholder)
        self._drop = Drop(self)
        self.list = HitList(label)
        self.list.picked.connect(self.pick)
        self._drop.body.addWidget(self.list)
        self.textEdited.connect(self.ask)

    @Slot(str)
    def ask(self, text: str) -> None:
        """Ask for what matches `text`."""
        self._asked += 1
        asked = self._asked

        def reply(hits: Sequence[Hit]) -> None:
            if asked == self._asked:
                self._show(hits)

        self._find(text, reply)

    def _show(self, hits: Sequence[Hit]) -> None:
        found = len(hits)
        self.list.show_hits(hits)
        announce(self, plural(found, RESULT, many=RESULTS) if found else tr(NOTHING))
        if not found or not self.hasFocus():
            self._drop.lift()
            return
        height = min(self.list.wanted_height(), _MOST_ROWS * scale.ROW) + 2 * scale.S4 + 2
        self._drop.drop(width=max(self.width(), self.list_width()), height=height)

    def list_width(self) -> int:
        """Return the least width of the list in logical pixels."""
        return 240

    def is_open(self) -> bool:
        """Tell whether the list is shown."""
        return self._drop.isVisible()

    @Slot(Hit)
    def pick(self, hit: Hit) -> None:
        """Take a hit and close the list."""
        self._asked += 1
        self._drop.lift()
        self.setText(hit.label)
        self.picked.emit(hit)
        self._tell_stray()

    def stray(self) -> str:
        """Return what is typed where it is nothing that can be chosen."""
        return ""

    def settle(self) -> None:
        """Leave only what is chosen."""

    def show_words(self, text: str) -> None:
        """Show the words of what is chosen, from their beginning."""
        self.put_back(text)
        self.setCursorPosition(0)

    def put_back(self, text: str) -> None:
        """Show words as they were typed; `strayed` will say when they are mended."""
        self.setText(text)
        self._astray = bool(self.stray())

    def _tell_stray(self) -> None:
        astray = bool(self.stray())
        if astray is not self._astray:
            self._astray = astray
            self.strayed.emit()

    def close_list(self) -> None:
        """Close the list and drop answers still to come."""
        self._asked += 1
        self._drop.lift()

    def event(self, event: QEvent) -> bool:
        """Pick with Tab while the list is open, then let the keyboard go on."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Tab:
            marked = self.list.marked()
            if self.is_open() and marked is not None:
                self.pick(marked)
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, pick or close; other keys write."""
        step = _STEPS.get(int(event.key()), 0)
        marked = self.list.marked()
        if step and self.is_open():
            self.list.step(step)
        elif step > 0:
            self.ask(self.text())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.is_open() and marked is not None:
            self.pick(marked)
        elif event.key() == Qt.Key.Key_Escape and self.is_open():
            self.close_list()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Close the list when the keyboard goes elsewhere, and leave what is chosen or what is told of."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.ActiveWindowFocusReason:
            self.close_list()
        if not (self.keeps_strays and self.stray()):
            self.settle()
        self._tell_stray()
