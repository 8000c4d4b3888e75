# SPDX-License-Identifier: EUPL-1.2
"""Facts: sentences under one another, each with an icon."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from welfaredesk.ui.parts.button import Glyph
from welfaredesk.ui.parts.card import column, row
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.theme import scale


class Facts(QWidget):
    """Sentences under one another, each with an icon."""

    def __init__(self, lines: Iterable[tuple[str, str]]) -> None:
        super().__init__()
        laid = column(gap=scale.S8)
        for icon, text in lines:
            line = row(gap=scale.S8)
            line.addWidget(Glyph(icon), 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(PlainLabel(text, wrap=True), 1)
            laid.addLayout(line)
        self.setLayout(laid)
