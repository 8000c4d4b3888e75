# SPDX-License-Identifier: EUPL-1.2
"""The room of a page: it fills the window where that is tall enough and scrolls where it is not."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from welfaredesk.ui.parts.card import column


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
