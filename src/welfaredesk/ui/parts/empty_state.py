# SPDX-License-Identifier: EUPL-1.2
"""What an empty page says: one sentence and the one thing to do first."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from welfaredesk.ui.parts.button import Button, Glyph
from welfaredesk.ui.parts.card import column
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.theme import fonts, scale

_WIDEST = 440


class EmptyState(QWidget):
    """A sentence in the middle of the room there is, with at most one action."""

    action_asked = Signal()

    def __init__(self, sentence: str, *, action: str = "", icon: str = "inbox") -> None:
        super().__init__()
        self.setAccessibleName(sentence)
        self.words = words = PlainLabel(sentence, "prose", wrap=True)
        words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.action = Button(action, look="main")
        self.action.clicked.connect(self.action_asked)
        laid = column(gap=scale.S16, margins=scale.S24)
        laid.addStretch(1)
        self._glyph = Glyph(icon, size=32)
        laid.addWidget(self._glyph, 0, Qt.AlignmentFlag.AlignHCenter)
        laid.addWidget(words, 0, Qt.AlignmentFlag.AlignHCenter)
        laid.addWidget(self.action, 0, Qt.AlignmentFlag.AlignHCenter)
        laid.addStretch(2)
        self.setLayout(laid)
        # Only now: shown before it has a parent, the button would be a window of its own for an instant.
        self.action.setVisible(bool(action))
        self.say(sentence)

    def set_slim(self, *, slim: bool) -> None:
        """Leave the picture out where something else on the page matters more."""
        self._glyph.setHidden(slim)

    def say(self, sentence: str) -> None:
        """Say another sentence."""
        self.words.setText(sentence)
        width = min(_WIDEST, int(fonts.advance(fonts.prose(), sentence)) + scale.S8)
        self.words.setMinimumHeight(0)
        self.words.setFixedWidth(width)
        self.words.setMinimumHeight(self.words.heightForWidth(width))
        self.setAccessibleName(sentence)
