# SPDX-License-Identifier: EUPL-1.2
"""Picks one entry of a code list by typing part of its words or its code."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction, QMouseEvent

from welfaredesk.base.text import N_, tr
from welfaredesk.ui.parts.finder import Finder, Reply
from welfaredesk.ui.parts.hits import Hit
from welfaredesk.ui.theme import icons

SHOW_ALL = N_("Mostra l’elenco")
MOST = 50


@dataclass(frozen=True, slots=True)
class Choice:
    """An entry of a list: its code and the words people see."""

    code: str
    label: str


def folded(text: str) -> str:
    """Return `text` without accents and case, for comparing."""
    apart = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in apart if not unicodedata.combining(letter)).casefold()


def matching(choices: Sequence[Choice], text: str) -> list[Choice]:
    """Return at most 50 choices that hold every typed word, those that begin with the text first."""
    wanted = folded(text).split()
    found = [c for c in choices if all(word in folded(f"{c.label} {c.code}") for word in wanted)]
    start = folded(text)
    return sorted(found, key=lambda c: not folded(c.label).startswith(start))[:MOST]


class CodePicker(Finder):
    """A line over a code list; `changed` carries the code, empty when nothing is chosen.

    With `show_codes` the code stands at the right of its words.
    """

    changed = Signal(str)

    def __init__(
        self, choices: Sequence[Choice], label: str, *, placeholder: str = "", show_codes: bool = False
    ) -> None:
        super().__init__(self._match, label, placeholder=placeholder)
        self._choices = tuple(choices)
        self._show_codes = show_codes
        self._code = ""
        self.picked.connect(self._took)
        arrow = QAction(tr(SHOW_ALL), self)
        icons.bind(arrow, "chevron-down")
        arrow.triggered.connect(self.show_all)
        self.addAction(arrow, Finder.ActionPosition.TrailingPosition)

    @Slot()
    def show_all(self) -> None:
        """Open the whole list."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.ask(self._label_of(self._code))

    def code(self) -> str:
        """Return the chosen code, or that of the entry typed in full; nothing for other words or none."""
        text = folded(self.text().strip())
        if not text or text == folded(self._label_of(self._code).strip()):
            return self._code if text else ""
        exact = (c.code for c in self._choices if text in (folded(c.label.strip()), folded(c.code)))
        return next(exact, "")

    def stray(self) -> str:
        """Return what is typed where it is no entry of the list."""
        return "" if self.code() else self.text().strip()

    def settled(self) -> str:
        """Return the code that stands once the keyboard leaves: what is half typed chooses nothing else yet."""
        return self._code if self.stray() else self.code()

    def settle(self) -> None:
        """Leave only entries of the list: take an exact match, empty an empty line, undo the rest."""
        self._choose(self.settled())

    def offer(self, choices: Sequence[Choice]) -> None:
        """Offer other entries from now on; what is chosen and stands there is said in their words."""
        untouched = self.text() == self._label_of(self._code)
        self._choices = tuple(choices)
        if untouched:
            self.show_words(self._label_of(self._code))

    def set_code(self, code: str) -> None:
        """Choose the entry with this code; an unknown code shows itself as its words."""
        self._code = code
        self.show_words(self._label_of(code))

    def _label_of(self, code: str) -> str:
        return next((choice.label for choice in self._choices if choice.code == code), code)

    def _match(self, text: str, reply: Reply) -> None:
        shown = "" if text == self._label_of(self._code) else text
        detail = self._show_codes
        reply([Hit(c.code, c.label, c.code if detail else "") for c in matching(self._choices, shown)])

    @Slot(Hit)
    def _took(self, hit: Hit) -> None:
        self._choose(hit.key)

    def _choose(self, code: str) -> None:
        changed, self._code = code != self._code, code
        self.setText(self._label_of(code))
        if changed:
            self.changed.emit(code)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open the whole list with a click."""
        super().mousePressEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and not self.is_open() and not self.isReadOnly():
            self.ask(self.text())
