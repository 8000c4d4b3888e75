# SPDX-License-Identifier: EUPL-1.2
"""A row of things to do: a time, a tick or an icon, two lines of words that open something, one action."""

from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QSizePolicy, QWidget

from welfaredesk.ui.parts.breaking import in_lines, in_two
from welfaredesk.ui.parts.button import Button, Glyph
from welfaredesk.ui.parts.plain import PlainLabel, plain_tip
from welfaredesk.ui.theme import fonts, icons, scale
from welfaredesk.ui.theme.current import changes, paint
from welfaredesk.ui.theme.tokens import ink

LEAD, TICK_ROOM = 52, scale.TARGET
_LINE = 20
_AROUND = 8
_WIDE_ACTION = 0.4


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
    strong: bool = False
    whole: bool = False
    """Whether the second line takes as many lines as its words need."""

    def title_font(self) -> QFont:
        """Return the type of the title."""
        return fonts.strong() if self.strong else fonts.interface()

    def second(self) -> str:
        """Return the whole second line."""
        return " · ".join(part for part in (self.pressing, self.meta) if part)


class TwoLines(QAbstractButton):
    """Words that open something, and under them soft ones, their first part in the colour of a kind."""

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
        room = width - _AROUND
        return max(scale.ROW, (len(self._broken(room)) + len(self._soft(room))) * _LINE + _AROUND)

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
        return in_two(self._mark.title, self._mark.title_font(), width=width)

    def _soft(self, width: int) -> tuple[str, ...]:
        """Return what follows the title in lines, two at most, after what presses if both do not fit beside it."""
        pressing, meta = self._mark.pressing, self._mark.meta
        broken = in_lines if self._mark.whole else in_two
        if not pressing:
            return broken(meta, fonts.meta(), width=width) if meta else ()
        taken = int(fonts.advance(fonts.meta_strong(), pressing) + 1)
        if not meta:
            return ("",)
        beside = f" · {meta}"
        fits = fonts.advance(fonts.meta(), beside) <= width - taken
        return (beside,) if fits else ("", *broken(meta, fonts.meta(), width=width))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the lines, cut with «…» where there is no room."""
        painter = QPainter(self)
        if self.underMouse():
            painter.fillRect(self.rect(), QColor(paint("sunken")))
        lines, soft = self._broken(self.width() - _AROUND), self._soft(self.width() - _AROUND)
        count = len(lines) + len(soft)
        box = QRect(4, (self.height() - count * _LINE) // 2, self.width() - _AROUND, _LINE)
        cut = False
        for line in lines:
            cut = self._line(painter, box, line) or cut
            box.translate(0, _LINE)
        for number, line in enumerate(soft):
            cut = self._soft_line(painter, QRect(box), line, first=not number) or cut
            box.translate(0, _LINE)
        if cut and not self.toolTip():
            plain_tip(self, "\n".join(part for part in (self._mark.title, self._mark.second()) if part))

    def _line(self, painter: QPainter, room: QRect, text: str) -> bool:
        painter.setFont(self._mark.title_font())
        painter.setPen(QColor(paint("accent" if self.underMouse() else "text")))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)
        return shown != text

    def _soft_line(self, painter: QPainter, room: QRect, text: str, *, first: bool) -> bool:
        pressing = self._mark.pressing if first else ""
        cut = False
        if pressing:
            painter.setFont(fonts.meta_strong())
            painter.setPen(QColor(paint(ink(self._mark.kind))))
            shown = painter.fontMetrics().elidedText(pressing, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)
            room.setLeft(room.left() + int(fonts.advance(fonts.meta_strong(), pressing) + 1))
            cut = shown != pressing
        if text:
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
    """One row; `opened`, `acted` and `ticked` carry its key. A wide action goes under the words.

    Among rows to tick an icon stands in `icon_room`, `TICK_ROOM`, and all words begin at one line.
    """

    opened = Signal(str)
    acted = Signal(str)
    ticked = Signal(str)

    def __init__(self, mark: TaskMark, *, icon_room: int = 0) -> None:
        super().__init__()
        self.key = mark.key
        self._deed: Button | None = None
        laid = QGridLayout()
        laid.setContentsMargins(0, 0, 0, 0)
        laid.setSpacing(scale.S8)
        laid.setColumnStretch(1, 1)
        if mark.tick:
            self.tick = Tick(f"{mark.tick}: {mark.title}")
            self.tick.clicked.connect(lambda _on=False: self.ticked.emit(self.key))
            laid.addWidget(self.tick, 0, 0)
        elif mark.lead:
            lead = PlainLabel(mark.lead, "strong")
            lead.setFixedWidth(LEAD)
            laid.addWidget(lead, 0, 0)
        elif mark.icon:
            glyph = Glyph(mark.icon, token=ink(mark.kind) if mark.kind else "text2")
            laid.addWidget(glyph, 0, 0, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter)
            laid.setColumnMinimumWidth(0, icon_room)
        self.words = TwoLines(mark)
        self.words.clicked.connect(lambda _on=False: self.opened.emit(self.key))
        laid.addWidget(self.words, 0, 1)
        if mark.action:
            self.action = self._deed = Button(mark.action, look="plain")
            self.action.setAccessibleDescription(mark.title)
            self.action.clicked.connect(lambda _on=False: self.acted.emit(self.key))
            laid.addWidget(self.action, 0, 2, Qt.AlignmentFlag.AlignVCenter)
        self._laid, self._under = laid, False
        self.setLayout(laid)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put a wide action under the words, so that neither is cut."""
        super().resizeEvent(event)
        if self._deed is not None:
            self._put(self._deed, under=self._deed.sizeHint().width() > event.size().width() * _WIDE_ACTION)

    def _put(self, deed: Button, *, under: bool) -> None:
        """Put the action under the words or beside them; the icon stays by the words."""
        if under == self._under:
            return
        self._under = under
        where = Qt.AlignmentFlag.AlignLeft if under else Qt.AlignmentFlag.AlignVCenter
        self._laid.removeWidget(deed)
        self._laid.addWidget(deed, 1 if under else 0, 1 if under else 2, where)
        self._laid.setContentsMargins(0, 0, 0, scale.S8 if under else 0)
