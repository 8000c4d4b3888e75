# SPDX-License-Identifier: EUPL-1.2
"""The screen: a page of the shell, with its name, its words, and the place to come back to after a lock."""

from typing import Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from welfaredesk.domain.access import Deed
from welfaredesk.ui.context import Context


class Screen(QWidget):
    """A page: it is built once, told when it is shown, and asked for its place before a lock.

    `under` names the page of the rail that a page without a place of its own belongs to; `deed` is what one's roles
    must allow for the page to be offered at all.
    """

    name: ClassVar[str] = ""
    label: ClassVar[str] = ""
    icon: ClassVar[str] = ""
    under: ClassVar[str] = ""
    deed: ClassVar[Deed | None] = None

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Build the page; nothing is asked of the desk yet."""
        super().__init__(parent)
        self.context = context
        self.setObjectName(f"screen-{self.name}")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    def shown(self) -> None:
        """Ask the desk for what the page shows; called each time it comes to the front and when records are touched."""

    def touched(self, ids: frozenset[str]) -> None:
        """Read again what a save touched; an open form is never repainted under the hands."""
        if self.isVisible():
            self.shown()

    def place(self) -> dict[str, Any]:
        """Return what is needed to come back here after a lock."""
        return {}

    def come_back(self, place: dict[str, Any]) -> None:
        """Go back to where `place` says."""

    def before_lock(self) -> None:
        """Keep the draft of what is being written, at once."""

    def count(self) -> int | None:
        """Return the number that the rail shows beside the label, nothing for none."""
        return None
