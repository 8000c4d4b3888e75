# SPDX-License-Identifier: EUPL-1.2
"""How a layer over a window holds the keyboard: a page that loads below it must not get what is typed."""

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from welfaredesk.ui.parts.keyboard import held_in


class KeyboardHold(QObject):
    """Holds the keyboard in a layer while it is shown, against all that lies below it in the same host.

    What was taken below, before or meanwhile, gets the keyboard when it is given back.
    """

    def __init__(self, layer: QWidget, host: QWidget) -> None:
        super().__init__(layer)
        self._layer, self._host = layer, host
        self._back: QWidget | None = None
        self._inside: QWidget | None = None
        app = QApplication.instance()
        if isinstance(app, QApplication):
            # Not at once: whoever is taking the keyboard has not ended taking it.
            app.focusChanged.connect(self._look, Qt.ConnectionType.QueuedConnection)

    def take(self, first: QWidget) -> None:
        """Put the keyboard in `first`, a part of the layer or the layer itself."""
        held = held_in(self._host)
        if held is not None and not self._holds(held):
            self._back = held
        self._inside = first
        first.setFocus(Qt.FocusReason.PopupFocusReason)

    def give_back(self) -> None:
        """Put the keyboard where it would be without the layer, which is hidden now."""
        back, self._back, self._inside = self._back, None, None
        if back is not None and isValid(back) and self._host.isAncestorOf(back):
            back.setFocus(Qt.FocusReason.PopupFocusReason)

    @Slot()
    def _look(self) -> None:
        held = held_in(self._host)
        if self._layer.isHidden() or held is None:
            return
        if self._holds(held):
            self._inside = held
        elif self._is_below(held):
            self._back = held
            (self._last_inside() or self._layer).setFocus(Qt.FocusReason.PopupFocusReason)

    def _last_inside(self) -> QWidget | None:
        """Return what last had the keyboard in the layer, where it can take it again."""
        one = self._inside
        there = one is not None and isValid(one) and self._holds(one)
        return one if one is not None and there and one.isEnabled() and one.isVisible() else None

    def _holds(self, widget: QWidget) -> bool:
        return widget is self._layer or self._layer.isAncestorOf(widget)

    def _is_below(self, widget: QWidget) -> bool:
        around = self._host.children()  # from the lowest to the highest
        below = around[: around.index(self._layer)]
        return any(isinstance(one, QWidget) and (one is widget or one.isAncestorOf(widget)) for one in below)
