# SPDX-License-Identifier: EUPL-1.2
"""A sheet over anything: something short to write without leaving the page."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QWidget

from welfaredesk.base.text import N_, tr
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.card import column, row
from welfaredesk.ui.parts.overlay import Overlay
from welfaredesk.ui.parts.plain import PlainLabel, plain_tip
from welfaredesk.ui.theme import scale

CLOSE = N_("Chiudi")


class Sheet(Overlay):
    """A titled sheet that scrolls where the window is short; put fields in `content`, buttons in `foot`."""

    def __init__(self, host: QWidget, title: str, *, widest: int = 560, tallest: int = 640) -> None:
        super().__init__(host, title, widest=widest, tallest=tallest)
        self.close_button = Button("", "x", look="quiet")
        self.close_button.setAccessibleName(tr(CLOSE))
        plain_tip(self.close_button, f"{tr(CLOSE)} (Esc)")
        self.close_button.clicked.connect(self.close_layer)
        head = row()
        head.setContentsMargins(scale.S4, 0, 0, 0)
        head.addWidget(PlainLabel(title, "section", wrap=True), 1)
        self.content = column(gap=scale.S12)
        self.content.setContentsMargins(scale.S4, scale.S4, scale.S12, scale.S4)
        inner = QWidget()
        inner.setLayout(self.content)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inner)
        area.viewport().setAutoFillBackground(False)
        inner.setAutoFillBackground(False)
        self.foot = row()
        self.foot.setContentsMargins(0, 0, scale.S12, 0)
        self.foot.addStretch(1)
        head.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        self.panel_body.addLayout(head)
        self.panel_body.addWidget(area, 1)
        self.panel_body.addLayout(self.foot)


def lay_over(page: QWidget, title: str, *, view: QWidget, foot: Sequence[QWidget] = (), tallest: int = 700) -> Sheet:
    """Lay something over a page until it is closed."""
    layer = Sheet(page, title, widest=720, tallest=tallest)
    layer.content.addWidget(view)
    layer.content.addStretch(1)
    for widget in foot:
        layer.foot.addWidget(widget)
    layer.closed.connect(layer.deleteLater)
    layer.open_with(layer.close_button)
    return layer
