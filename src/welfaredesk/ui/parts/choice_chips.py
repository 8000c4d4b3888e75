# SPDX-License-Identifier: EUPL-1.2
"""A few choices as chips in a row: one is chosen, arrows move between them, the keyboard stops once."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from welfaredesk.ui.parts.flow import FlowBox
from welfaredesk.ui.theme import fonts, icons, scale
from welfaredesk.ui.theme.current import changes, paint

_SIDE, _GAP = 12, 6
_STEPS = {
    int(Qt.Key.Key_Right): 1,
    int(Qt.Key.Key_Down): 1,
    int(Qt.Key.Key_Left): -1,
    int(Qt.Key.Key_Up): -1,
}


class _ChoiceChip(QAbstractButton):
    """One choice; when chosen it has a tick, an accent edge and a soft ground."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.label = text
        self.setCheckable(True)
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        changes.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Return room for the tick and the words."""
        width = int(fonts.advance(fonts.interface(), self.label) + 1) + 2 * _SIDE
        return QSize(width + (scale.ICON_CHIP + _GAP if self.isChecked() else 0), scale.TARGET)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the arrows to the row."""
        if int(event.key()) in _STEPS:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the chip."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = self.isChecked()
        edge = "accent" if chosen else "control"
        painter.setPen(QPen(QColor(paint(edge)), 2 if chosen else 1))
        painter.setBrush(QColor(paint("accent_soft" if chosen else "surface")))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 15, 15)
        x = _SIDE
        if chosen:
            picture = icons.pixmap("check", "accent", size=scale.ICON_CHIP, ratio=self.devicePixelRatioF())
            painter.drawPixmap(x, (self.height() - scale.ICON_CHIP) // 2, picture)
            x += scale.ICON_CHIP + _GAP
        painter.setFont(fonts.interface())
        painter.setPen(QColor(paint("accent" if chosen else "text")))
        room = self.rect().adjusted(x, 0, -4, 0)
        shown = painter.fontMetrics().elidedText(self.label, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)


class ChoiceChips(FlowBox):
    """Chips of which at most one is chosen; `changed` carries its code when a person chose, empty for none.

    A click on the chosen one takes it back unless `always` one must stay chosen.
    """

    changed = Signal(str)

    def __init__(self, choices: Sequence[tuple[str, str]], label: str, *, always: bool = False) -> None:
        super().__init__(gap=scale.S8, line_gap=scale.S8)
        self.setAccessibleName(label)
        self._always = always
        self._codes = [code for code, _ in choices]
        self._chips = [_ChoiceChip(text) for _, text in choices]
        self._chosen = ""
        for number, chip in enumerate(self._chips):
            # Not the click: a screen reader turns a chip without one.
            chip.toggled.connect(lambda _on, place=number: self._turned(place))
            chip.setAccessibleDescription(label)
            self.add(chip)
        self._show()

    def code(self) -> str:
        """Return the chosen code, or an empty string."""
        return self._chosen

    def choose(self, code: str) -> None:
        """Choose without saying that it changed; a code that is not offered chooses none."""
        self._chosen = code if code in self._codes else ""
        self._show()

    def chip(self, code: str) -> QAbstractButton:
        """Return the button of a code.

        Raises:
            ValueError: when it is not offered.
        """
        return self._chips[self._codes.index(code)]

    def _turned(self, place: int) -> None:
        code = self._codes[place]
        self._chosen = "" if code == self._chosen and not self._always else code
        self._show()
        self.changed.emit(self._chosen)

    def _show(self) -> None:
        stop = self._codes.index(self._chosen) if self._chosen else 0
        for number, chip in enumerate(self._chips):
            with QSignalBlocker(chip):
                chip.setChecked(self._codes[number] == self._chosen)
            policy = Qt.FocusPolicy.StrongFocus if number == stop else Qt.FocusPolicy.ClickFocus
            chip.setFocusPolicy(policy)
            chip.updateGeometry()
        if self._chips:
            self.setFocusProxy(self._chips[stop])
        self.flow.invalidate()
        self.updateGeometry()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move between the chips with the arrows, choosing as radio buttons do."""
        step = _STEPS.get(int(event.key()), 0)
        place = next((n for n, chip in enumerate(self._chips) if chip.hasFocus()), -1)
        if not step or place < 0:
            super().keyPressEvent(event)
            return
        place = (place + step) % len(self._chips)
        self._chosen = self._codes[place]
        self._show()
        self._chips[place].setFocus(Qt.FocusReason.TabFocusReason)
        self.changed.emit(self._chosen)
