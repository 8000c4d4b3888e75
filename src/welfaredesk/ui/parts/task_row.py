# SPDX-License-Identifier: EUPL-1.2
"""A row of things to do: a time, a tick or an icon, two lines of words that open something, one action."""

from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from welfaredesk.ui.parts.button import Button, Glyph
from welfaredesk.ui.parts.card import row
from welfaredesk.ui.parts.plain import PlainLabel, plain_tip
from welfaredesk.ui.theme import fonts, icons, scale
from welfaredesk.ui.theme.current import changes, paint
from welfaredesk.ui.theme.tokens import ink

LEAD = 44
_HIGH = 48
_LINE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskMark:
    """What a row says: its words, a second line, how pressing it is in words of a kind, its time or icon."""

    key: str
    title: str
    meta: str = ""
    pressing: str = ""
    kind: str = ""
    lead: str = ""
    icon: str = ""
    action: str = ""
    tick: str = ""

    def second(self) -> str:
        """Return the whole second line."""
        return " · ".join(part for part in (self.pressing, self.meta) if part)


class TwoLines(QAbstractButton):
    """Two lines of words that open something: the second soft, its first part in the colour of a kind."""

    def __init__(self, mark: TaskMark) -> None:
        super().__init__()
        self._mark = mark
        self.setAccessibleName(mark.title)
        self.setAccessibleDescription(mark.second())
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        changes.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Return the height of two lines, or of one."""
        return QSize(160, _HIGH if self._mark.second() else scale.ROW)

    def minimumSizeHint(self) -> QSize:
        """Return room for a few words."""
        return QSize(80, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the lines, cut with «…» where there is no room."""
        painter = QPainter(self)
        if self.underMouse():
            painter.fillRect(self.rect(), QColor(paint("sunken")))
        two = bool(self._mark.second())
        top = (self.height() - (2 if two else 1) * _LINE) // 2
        cut = self._line(painter, QRect(4, top, self.width() - 8, _LINE), self._mark.title)
        if two:
            cut = self._second(painter, QRect(4, top + _LINE, self.width() - 8, _LINE)) or cut
        if cut and not self.toolTip():
            plain_tip(self, "\n".join(part for part in (self._mark.title, self._mark.second()) if part))

    def _line(self, painter: QPainter, room: QRect, text: str) -> bool:
        painter.setFont(fonts.interface())
        painter.setPen(QColor(paint("accent" if self.underMouse() else "text")))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)
        return shown != text

    def _second(self, painter: QPainter, room: QRect) -> bool:
        pressing = self._mark.pressing
        cut = False
        if pressing:
            painter.setFont(fonts.meta_strong())
            painter.setPen(QColor(paint(ink(self._mark.kind))))
            shown = painter.fontMetrics().elidedText(pressing, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)
            room.setLeft(room.left() + int(fonts.advance(fonts.meta_strong(), pressing) + 1))
            cut = shown != pressing
        if self._mark.meta and room.width() > scale.S24:
            text = f" · {self._mark.meta}" if pressing else self._mark.meta
            painter.setFont(fonts.meta())
            painter.setPen(QColor(paint("text2")))
            shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)
            cut = cut or shown != text
        return cut


class Tick(QAbstractButton):
    """An empty box that says «fatto» when pressed."""

    def __init__(self, label: str) -> None:
        super().__init__()
        self.setAccessibleName(label)
        plain_tip(self, label)
        self.setFixedSize(scale.TARGET, scale.TARGET)
        changes.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box, with a tick in it under the mouse."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        over = self.underMouse() or self.hasFocus()
        painter.setPen(QPen(QColor(paint("accent" if over else "control")), 1.5))
        painter.setBrush(QColor(paint("accent_soft" if over else "surface")))
        side = 18
        box = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
        painter.drawRoundedRect(box, 4, 4)
        if over:
            picture = icons.pixmap("check", "accent", size=14, ratio=self.devicePixelRatioF())
            painter.drawPixmap(int(box.x()) + 2, int(box.y()) + 2, picture)


class TaskRow(QWidget):
    """One row; `opened`, `acted` and `ticked` carry its key."""

    opened = Signal(str)
    acted = Signal(str)
    ticked = Signal(str)

    def __init__(self, mark: TaskMark) -> None:
        super().__init__()
        self.key = mark.key
        laid = row(gap=scale.S8)
        if mark.tick:
            self.tick = Tick(f"{mark.tick}: {mark.title}")
            self.tick.clicked.connect(lambda _on=False: self.ticked.emit(self.key))
            laid.addWidget(self.tick)
        elif mark.lead:
            lead = PlainLabel(mark.lead, "strong")
            lead.setMinimumWidth(LEAD)
            laid.addWidget(lead)
        elif mark.icon:
            laid.addWidget(Glyph(mark.icon, token=ink(mark.kind) if mark.kind else "text2"))
        self.words = TwoLines(mark)
        self.words.clicked.connect(lambda _on=False: self.opened.emit(self.key))
        laid.addWidget(self.words, 1)
        if mark.action:
            self.action = Button(mark.action, look="plain")
            self.action.setAccessibleDescription(mark.title)
            self.action.clicked.connect(lambda _on=False: self.acted.emit(self.key))
            laid.addWidget(self.action)
        self.setLayout(laid)
