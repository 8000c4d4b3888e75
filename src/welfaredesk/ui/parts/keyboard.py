# SPDX-License-Identifier: EUPL-1.2
"""Where the keyboard is, for what is rebuilt under it: whoever works by keys stays where they were."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget


def begin_at(page: QWidget, control: QWidget) -> None:
    """Put the keyboard where a page is written first, unless whoever works by keys is somewhere already."""
    if QApplication.focusWidget() in (None, page):
        control.setFocus(Qt.FocusReason.OtherFocusReason)


def held_in(*some: QWidget | None) -> QWidget | None:
    """Return what has the keyboard, when it lies in one of these."""
    held = QApplication.focusWidget()
    if held is None:
        return None
    return held if any(one is not None and (one is held or one.isAncestorOf(held)) for one in some) else None
