# SPDX-License-Identifier: EUPL-1.2
"""The card: a surface with a thin edge that holds things that belong together."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QSizePolicy, QVBoxLayout, QWidget

from welfaredesk.ui.parts.plain import PlainLabel, restyle
from welfaredesk.ui.theme import scale


def column(*, gap: int = scale.S8, margins: int = 0) -> QVBoxLayout:
    """Return an empty column with one gap and equal margins."""
    made = QVBoxLayout()
    made.setSpacing(gap)
    made.setContentsMargins(margins, margins, margins, margins)
    return made


def row(*, gap: int = scale.S8, margins: int = 0) -> QHBoxLayout:
    """Return an empty row with one gap and equal margins."""
    made = QHBoxLayout()
    made.setSpacing(gap)
    made.setContentsMargins(margins, margins, margins, margins)
    return made


def stacked(*widgets: QWidget) -> QWidget:
    """Return widgets one under the other, at the top of their column."""
    made, laid = QWidget(), column(gap=scale.S12)
    for widget in widgets:
        laid.addWidget(widget)
    laid.addStretch(1)
    made.setLayout(laid)
    return made


def labelled(label: str, value: PlainLabel) -> QWidget:
    """Return a small label close over what it names."""
    both, laid = QWidget(), column(gap=0)
    laid.addWidget(PlainLabel(label, "meta"))
    laid.addWidget(value)
    both.setLayout(laid)
    return both


def instead_of(old: QWidget, fresh: QWidget) -> QWidget:
    """Put a widget in the place of one that lies in a layout, which goes; return the new one."""
    around = old.parentWidget()
    laid = around.layout() if around is not None else None
    if laid is not None:
        laid.replaceWidget(old, fresh)
        fresh.show()
    old.hide()
    old.deleteLater()
    return fresh


def clear_out(laid: QLayout) -> None:
    """Let everything go that lies in a layout."""
    while (item := laid.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()


class Snug(QFrame):
    """A frame exactly as high as what it holds needs at its width, wrapped lines included."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def sizeHint(self) -> QSize:
        """Return the height at the present width."""
        hint = super().sizeHint()
        snug = self.sizePolicy().verticalPolicy() == QSizePolicy.Policy.Maximum
        if not snug or not self.hasHeightForWidth() or not self.testAttribute(Qt.WidgetAttribute.WA_Resized):
            return hint
        return QSize(hint.width(), self.heightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:
        """Let nothing be cut: ask for the whole height."""
        least = super().minimumSizeHint()
        snug = self.sizePolicy().verticalPolicy() == QSizePolicy.Policy.Maximum
        return QSize(least.width(), self.sizeHint().height() if snug else least.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for another height at another width."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.updateGeometry()


class Card(Snug):
    """A card with an optional title; `body` holds the rest. With `fills` it takes all the height there is."""

    def __init__(self, title: str = "", *, gap: int = scale.S8, fills: bool = False) -> None:
        super().__init__()
        if fills:
            self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.setProperty("look", "card")
        self.body = column(gap=gap)
        self.body.setContentsMargins(scale.S16, scale.S12, scale.S16, scale.S12)
        self.setLayout(self.body)
        self.setAccessibleName(title)
        if title:
            self.body.addWidget(PlainLabel(title, "strong", elide=True))

    def add(self, widget: QWidget) -> None:
        """Add a widget at the bottom."""
        self.body.addWidget(widget)

    def set_active(self, *, active: bool) -> None:
        """Show the focus ring on the card's own edge while the keyboard is inside."""
        restyle(self, active="true" if active else "false")
