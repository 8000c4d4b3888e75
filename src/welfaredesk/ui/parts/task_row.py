# SPDX-License-Identifier: EUPL-1.2
"""A row of things to do: a time, a tick or an icon, two lines of words that open something, one action."""

from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from welfaredesk.ui.parts.button import Button, Glyph
from welfaredesk.ui.parts.card import row
from welfaredesk.ui.parts.plain import PlainLabel, plain_tip
from welfaredesk.ui.theme import fonts, icons, scale
from welfaredesk.ui.theme.current import changes, paint
from welfaredesk.ui.theme.tokens import ink

LEAD = 52
_LINE = 20
_AROUND = 8


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
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        changes.changed.connect(self.update)

    def hasHeightForWidth(self) -> bool:
        """Say that long words take a second line."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of one or two lines of words and of the soft line."""
        lines = len(self._broken(width - _AROUND)) + bool(self._mark.second())
        return max(scale.ROW, lines * _LINE + _AROUND)

    def sizeHint(self) -> QSize:
        """Return the size at the present width."""
        return QSize(160, self.heightForWidth(max(self.width(), 160)))

    def minimumSizeHint(self) -> QSize:
        """Return room for a few words."""
        return QSize(80, self.heightForWidth(max(self.width(), 80)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for another height at another width."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.updateGeometry()

    def _broken(self, width: int) -> tuple[str, ...]:
        """Return the title in at most two lines."""
        font = fonts.interface()
        words, first = self._mark.title.split(" "), ""
        while words and fonts.advance(font, f"{first} {words[0]}".strip()) <= width:
            first = f"{first} {words.pop(0)}".strip()
        if not words or not first:
            return (self._mark.title,)
        return first, " ".join(words)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the lines, cut with «…» where there is no room."""
        painter = QPainter(self)
        if self.underMouse():
            painter.fillRect(self.rect(), QColor(paint("sunken")))
        lines = self._broken(self.width() - _AROUND)
        count = len(lines) + bool(self._mark.second())
        box = QRect(4, (self.height() - count * _LINE) // 2, self.width() - _AROUND, _LINE)
        cut = False
        for line in lines:
            cut = self._line(painter, box, line) or cut
            box.translate(0, _LINE)
        if self._mark.second():
            cut = self._second(painter, box) or cut
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
            lead.setFixedWidth(LEAD)
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
