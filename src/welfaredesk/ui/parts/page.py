# SPDX-License-Identifier: EUPL-1.2
"""The room of a page: it fills the window where that is tall enough and scrolls where it is not."""

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Slot
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget
from shiboken6 import isValid

from welfaredesk.ui.parts.card import column
from welfaredesk.ui.parts.keyboard import held_in
from welfaredesk.ui.theme import scale


class Page(QScrollArea):
    """One column that scrolls up and down, never sideways; add what it holds to `body`."""

    def __init__(self, label: str, *, gap: int = 0, margins: int = 0) -> None:
        super().__init__()
        self.setAccessibleName(label)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inner = QWidget()
        inner.setProperty("look", "page")
        inner.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.body: QVBoxLayout = column(gap=gap, margins=margins)
        inner.setLayout(self.body)
        self.setWidget(inner)
        self._eye = _Eye(self)

    def keep_in_view(self, box: QWidget) -> None:
        """Scroll until what has the keyboard is seen, and again as what is above it arrives, until somebody scrolls."""
        self._eye.keep(box)


class _Eye(QObject):
    """Keeps one widget of an area in view while it has the keyboard, and nobody scrolled."""

    def __init__(self, area: QScrollArea) -> None:
        super().__init__(area)
        self._area = area
        self._box: QWidget | None = None
        self._watched: list[QWidget] = []
        bar = area.verticalScrollBar()
        bar.rangeChanged.connect(self._look)
        bar.actionTriggered.connect(self._let_go)

    def keep(self, box: QWidget) -> None:
        """Bring a widget into view, and keep it there."""
        self._let_go()
        self._box, inner, one = box, self._area.widget(), box
        while one is not inner and (above := one.parentWidget()) is not None:
            one.installEventFilter(self)
            self._watched.append(one)
            one = above
        bring_into_view(box)

    @Slot()
    def _let_go(self) -> None:
        for one in filter(isValid, self._watched):
            one.removeEventFilter(self)
        self._box, self._watched = None, []

    @Slot()
    def _look(self) -> None:
        box = self._box
        if box is None:
            return
        if isValid(box) and held_in(box) is not None:
            bring_into_view(box)
        else:
            self._let_go()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look again when it, or what it stands in, gets its size or another place."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move):
            self._look()
        return False


def bring_into_view(box: QWidget) -> None:
    """Scroll the page that a widget stands on until it is seen, from its top where it is taller than the room.

    It is done once what just came onto the page is laid out.
    """
    QTimer.singleShot(0, box, lambda: _scroll_to(box))


def _scroll_to(box: QWidget) -> None:
    above = box.parentWidget()
    while above is not None and not isinstance(above, QScrollArea):
        above = above.parentWidget()
    if not isinstance(above, QScrollArea):
        return
    bar, room = above.verticalScrollBar(), above.viewport().height()
    top = box.mapTo(above, QPoint(0, 0)).y() - above.viewport().y() + bar.value()
    least = top + box.height() + scale.S24 - room
    if least > top:
        bar.setValue(top - scale.S8)
    else:  # of a text, `ensureWidgetVisible` would look at its cursor alone
        bar.setValue(min(max(bar.value(), least), max(least, top - scale.S24)))
