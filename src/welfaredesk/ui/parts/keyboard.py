# SPDX-License-Identifier: EUPL-1.2
"""Where the keyboard is and where Tab takes it: whoever works by keys stays where they were, and goes as one reads."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QScrollArea, QWidget


def begin_at(page: QWidget, control: QWidget) -> bool:
    """Put the keyboard where a page is begun, unless whoever works by keys is somewhere already; tell if it was."""
    free = page.window().focusWidget() in (None, page)
    if free:
        control.setFocus(Qt.FocusReason.OtherFocusReason)
    return free


def held_in(*some: QWidget | None) -> QWidget | None:
    """Return what has the keyboard, or will when its window comes to the front, when it lies in one of these."""
    for one in some:
        held = one.window().focusWidget() if one is not None else None
        if one is not None and held is not None and (one is held or one.isAncestorOf(held)):
            return held
    return None


class InOrder(QWidget):
    """A window in which Tab goes in the order in which one reads, however its pages were built, filled or turned.

    Qt's own order is that in which widgets came into the window: rows added later would come after everything.
    """

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Go to the next or the former control."""
        return turn_within(self, forward=forward)


def turn_within(root: QWidget, *, forward: bool) -> bool:
    """Give the keyboard to the next control inside `root`, or the one before, round and round; tell if there is one."""
    held = root.window().focusWidget()  # which is kept, too, while another window is in front
    order = list(_in_order(root, held))
    at = next((place for place, one in enumerate(order) if one is held), -1)
    turned = [*order[at + 1 :], *order[: max(at, 0)]]
    if not forward:
        turned.reverse()
    found = next((one for one in turned if _takes_tab(one)), None)
    if found is None:
        return False
    found.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
    above = found.parentWidget()
    while above is not None and above is not root:
        if isinstance(above, QScrollArea):
            above.ensureWidgetVisible(found)
        above = above.parentWidget()
    return True


def _in_order(root: QWidget, held: QWidget | None) -> Iterator[QWidget]:
    """Give what is seen inside `root`, and what is hidden around `held`: its layout as it lies, then the rest."""
    laid = root.layout()
    placed = dict.fromkeys(_widgets_of(laid)) if laid is not None else {}
    rest = (one for one in root.children() if isinstance(one, QWidget) and one not in placed)
    for child in (*placed, *rest):
        around = held is not None and (child is held or child.isAncestorOf(held))
        if (child.isVisible() or around) and not child.isWindow():
            yield child
            yield from _in_order(child, held)


def _widgets_of(laid: QLayout) -> Iterator[QWidget]:
    for place in range(laid.count()):
        item = laid.itemAt(place)
        widget, inner = (item.widget(), item.layout()) if item is not None else (None, None)
        if widget is not None:
            yield widget
        elif inner is not None:
            yield from _widgets_of(inner)


def _takes_tab(widget: QWidget) -> bool:
    tab = bool(widget.focusPolicy().value & Qt.FocusPolicy.TabFocus.value)
    return tab and widget.isVisible() and widget.isEnabled() and widget.focusProxy() is None
