# SPDX-License-Identifier: EUPL-1.2
"""The room of a page: it fills the window where that is tall enough and scrolls where it is not."""

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from welfaredesk.ui.parts.card import column
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
    inner = above.widget()
    if inner is not None and box.height() + scale.S24 > above.viewport().height():
        above.verticalScrollBar().setValue(box.mapTo(inner, QPoint(0, 0)).y() - scale.S8)
    else:
        above.ensureWidgetVisible(box, 0, scale.S24)
