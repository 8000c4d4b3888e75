# SPDX-License-Identifier: EUPL-1.2
"""A sentence over a page that stays until it is dealt with: «modificata da Bianchi, 10:42: vedi»."""

from PySide6.QtCore import Qt, Signal

from welfaredesk.base.text import N_, tr
from welfaredesk.ui.parts.announce import announce
from welfaredesk.ui.parts.button import Button, Glyph
from welfaredesk.ui.parts.card import Snug, row
from welfaredesk.ui.parts.plain import PlainLabel, plain_tip, restyle
from welfaredesk.ui.theme import scale
from welfaredesk.ui.theme.tokens import ink

CLOSE = N_("Chiudi")
ICONS = {"danger": "circle-alert", "attention": "triangle-alert", "done": "circle-check", "reserved": "lock"}


class Banner(Snug):
    """A banner of a kind (danger, attention, done, reserved, neutral) with at most one action."""

    action_asked = Signal()
    closed = Signal()

    def __init__(self, text: str = "", *, kind: str = "attention", action: str = "", closes: bool = False) -> None:
        super().__init__()
        self.setProperty("look", "banner")
        self._glyph = Glyph("info")
        self.words = PlainLabel("", wrap=True)
        self.action = Button("", look="plain")
        self.close_button = Button("", "x", look="quiet")
        self.close_button.setAccessibleName(tr(CLOSE))
        plain_tip(self.close_button, tr(CLOSE))
        self.action.clicked.connect(self.action_asked)
        self.close_button.clicked.connect(self._close)
        laid = row(gap=10)
        laid.setContentsMargins(scale.S16, scale.S8, scale.S12, scale.S8)
        laid.addWidget(self._glyph, 0, Qt.AlignmentFlag.AlignVCenter)
        laid.addWidget(self.words, 1)
        laid.addWidget(self.action)
        laid.addWidget(self.close_button)
        self.setLayout(laid)
        self.close_button.setVisible(closes)
        self.say(text, kind=kind, action=action)

    def say(self, text: str, *, kind: str = "attention", action: str = "") -> None:
        """Show another sentence, with the words of its action or none."""
        self._glyph.set_glyph(ICONS.get(kind, "info"), ink(kind))
        self.words.setText(text)
        self.action.set_label(action)
        self.action.setVisible(bool(action))
        self.setAccessibleName(text)
        restyle(self, kind=kind)
        if text and self.isVisible():
            announce(self, text)

    def _close(self) -> None:
        self.hide()
        self.closed.emit()
