# SPDX-License-Identifier: EUPL-1.2
"""The button «Altro»: what is seldom wanted, in a small panel under it."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Slot

from welfaredesk.base.text import N_, tr
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.popup import PopupCard
from welfaredesk.ui.theme import scale

MORE = N_("Altro…")


class MoreButton(Button):
    """Opens a list of actions, each with its icon; without any the button is not there."""

    def __init__(self, *, look: str = "plain") -> None:
        super().__init__(tr(MORE), "ellipsis", look=look)
        self._actions: list[tuple[str, str, Callable[[], object]]] = []
        self.card: PopupCard | None = None
        self.clicked.connect(self.open_list)

    def offer(self, actions: list[tuple[str, str, Callable[[], object]]]) -> None:
        """Offer these from now on: words, icon, what is done."""
        self._actions = actions
        # Without a parent yet, showing it would make it a window of its own for an instant.
        if self.parentWidget() is not None or not actions:
            self.setVisible(bool(actions))

    def labels(self) -> list[str]:
        """Return the words of what is offered."""
        return [label for label, _, _ in self._actions]

    @Slot()
    def open_list(self) -> None:
        """Show the actions under the button."""
        card = PopupCard(self, tr(MORE))
        card.body.setSpacing(scale.S4)
        buttons = [self._button(card, *action) for action in self._actions]
        for button in buttons:
            card.body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        card.closed.connect(card.deleteLater)
        self.card = card
        card.open_by(buttons[0])

    def _button(self, card: PopupCard, label: str, icon: str, do: Callable[[], object]) -> Button:
        button = Button(label, icon, look="quiet")

        def act() -> None:
            card.close()
            do()

        button.clicked.connect(act)
        return button
