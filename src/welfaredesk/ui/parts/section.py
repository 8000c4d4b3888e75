# SPDX-License-Identifier: EUPL-1.2
"""A part of a form that folds to one line of summary."""

from PySide6.QtCore import QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from welfaredesk.base.text import N_, tr
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.card import column
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.theme import fonts, icons, scale
from welfaredesk.ui.theme.current import paint

OPEN = N_("aperta")
FOLDED = N_("chiusa")


class _Head(Button):
    """The title that folds: a chevron and 17 px words."""

    def __init__(self, title: str) -> None:
        super().__init__(title, look="row")
        self.unfolded = True
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(int(fonts.advance(fonts.section(), self.label())) + 40, scale.ROW)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        ratio, side = self.devicePixelRatioF(), scale.ICON_CARD
        name = "chevron-down" if self.unfolded else "chevron-right"
        picture = icons.pixmap(name, "accent" if self.underMouse() else "text2", size=side, ratio=ratio)
        painter.drawPixmap(0, (self.height() - side) // 2, picture)
        painter.setFont(fonts.section())
        painter.setPen(QColor(paint("text")))
        room = QRect(side + scale.S8, 0, self.width() - side - scale.S8, self.height())
        shown = painter.fontMetrics().elidedText(self.label(), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)


class Section(QWidget):
    """A titled part that shows its summary when folded; `toggled` carries whether it is open."""

    toggled = Signal(bool)

    def __init__(self, title: str, *, summary: str = "", unfolded: bool = True) -> None:
        super().__init__()
        self.setAccessibleName(title)
        self.head = _Head(title)
        self.summary = PlainLabel(summary, "soft", elide=True)
        self.summary.setContentsMargins(scale.ICON_CARD + scale.S8, 0, 0, 0)
        self.inner = QWidget()
        self.body = column(gap=scale.S16)
        self.body.setContentsMargins(scale.ICON_CARD + scale.S8, scale.S4, 0, scale.S12)
        self.inner.setLayout(self.body)
        laid = column(gap=0)
        for widget in (self.head, self.summary, self.inner):
            laid.addWidget(widget)
        self.setLayout(laid)
        self.head.clicked.connect(self._turn)
        self.unfold(unfolded=unfolded)

    def set_summary(self, text: str) -> None:
        """Say in one line what is inside."""
        self.summary.setText(text)
        self.unfold(unfolded=self.head.unfolded)

    def unfold(self, *, unfolded: bool) -> None:
        """Open or fold the part."""
        self.head.unfolded = unfolded
        self.inner.setVisible(unfolded)
        self.summary.setVisible(not unfolded and bool(self.summary.text()))
        self.head.setAccessibleDescription(tr(OPEN) if unfolded else f"{tr(FOLDED)}. {self.summary.text()}")
        self.head.update()

    @Slot()
    def _turn(self) -> None:
        self.unfold(unfolded=not self.head.unfolded)
        self.toggled.emit(self.head.unfolded)
