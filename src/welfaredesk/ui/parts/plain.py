# SPDX-License-Identifier: EUPL-1.2
"""Words on the screen exactly as written: no HTML, no mnemonics, cut with «…» where there is no room."""

from html import escape

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

_LEAST_ELIDED = 24


def plain_tip(widget: QWidget, text: str) -> None:
    """Give `widget` a tooltip that shows `text` as typed, even where it looks like HTML."""
    widget.setToolTip(f"<span>{escape(text)}</span>" if text else "")
    if text and not widget.accessibleDescription():
        widget.setAccessibleDescription(text)


def restyle(widget: QWidget, **properties: str) -> None:
    """Set style sheet properties on `widget` and make the style look at them again."""
    for name, value in properties.items():
        widget.setProperty(name, value)
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.update()


class PlainLabel(QLabel):
    """A label of plain text; `look` names its type and colour in the style sheet.

    With `elide` it gives way where there is no room and shows the whole in a tooltip; with `wrap` it breaks
    lines.
    """

    def __init__(self, text: str = "", look: str = "interface", *, elide: bool = False, wrap: bool = False) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("look", look)
        self._elide = elide
        self.setWordWrap(wrap)
        if wrap:
            policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
            policy.setHeightForWidth(True)
            self.setSizePolicy(policy)
        self.setText(text)

    def setText(self, text: str) -> None:
        """Show `text`, all of it the label's accessible name too."""
        super().setText(text)
        self.setAccessibleName(text)
        if self._elide:
            self.setAccessibleDescription("")
            self._tip()

    def _tip(self) -> None:
        short = self.fontMetrics().horizontalAdvance(self.text()) > self.contentsRect().width()
        self.setToolTip(f"<span>{escape(self.text())}</span>" if short and self.text() else "")

    def minimumSizeHint(self) -> QSize:
        """Return a narrow least size for a label that may be cut."""
        least = super().minimumSizeHint()
        return QSize(min(_LEAST_ELIDED, least.width()), least.height()) if self._elide else least

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the text, cut at the right when it does not fit."""
        if not self._elide:
            super().paintEvent(event)
            return
        painter = QPainter(self)
        room = self.contentsRect()
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(room, int(self.alignment() | Qt.AlignmentFlag.AlignVCenter), shown)
        self._tip()
