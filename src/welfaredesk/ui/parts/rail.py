# SPDX-License-Identifier: EUPL-1.2
"""The rail: where a person is, where they can go, and the state of the exchange at the bottom."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QScrollArea, QSizePolicy, QWidget

from welfaredesk.base.text import N_, tr
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.card import column
from welfaredesk.ui.parts.keyboard import held_in
from welfaredesk.ui.parts.plain import PlainLabel, plain_tip
from welfaredesk.ui.parts.state_box import Standing, StateBox
from welfaredesk.ui.theme import fonts, icons, scale
from welfaredesk.ui.theme.current import paint

BRAND = N_("WelfareDesk")
PAGES = N_("Pagine")
HERE = N_("pagina aperta")
_HEIGHT = 36


@dataclass(frozen=True, slots=True)
class RailEntry:
    """One page of the rail; `count` is what waits there, 0 for nothing."""

    key: str
    icon: str
    label: str
    count: int = 0


class RailButton(Button):
    """One entry: icon, label, count; the current one has a soft ground, bold words and a bar.

    `asked` says that a person wants the page: by mouse or keys, by a screen reader, or once more where they are.
    """

    asked = Signal()

    def __init__(self, entry: RailEntry) -> None:
        super().__init__(entry.label, entry.icon, look="rail")
        self.entry = entry
        self.narrow = False
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_count(entry.count)
        # A screen reader turns it without a click; on the page that is open one may stand on a page under it.
        self.toggled.connect(self._turned)

    def _turned(self) -> None:
        self.asked.emit()

    def mark(self, *, here: bool) -> None:
        """Show whether this page is open, which nobody asks for by it."""
        with QSignalBlocker(self):
            self.setChecked(here)
        self._describe()

    def set_count(self, count: int) -> None:
        """Show how many things wait there."""
        self.count = count
        self._describe()

    def _describe(self) -> None:
        self.setAccessibleDescription(tr(HERE) if self.isChecked() else str(self.count or ""))
        self.update()

    def set_narrow(self, *, narrow: bool) -> None:
        """Show the icon alone, with the label in a tooltip, or everything."""
        self.narrow = narrow
        plain_tip(self, self.label() if narrow else "")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the height of an entry."""
        return QSize(40, scale.TARGET) if self.narrow else QSize(160, _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """Return the least an entry can be."""
        return QSize(40, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the entry."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen, box = self.isChecked(), QRectF(self.rect())
        if chosen or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(paint("accent_soft" if chosen else "bg")))
            painter.drawRoundedRect(box, scale.RADIUS_CONTROL, scale.RADIUS_CONTROL)
        if chosen:
            painter.setBrush(QColor(paint("accent")))
            painter.drawRoundedRect(QRectF(0, 6, 3, box.height() - 12), 1.5, 1.5)
        token = "accent" if chosen else "text2"
        ratio, top = self.devicePixelRatioF(), (self.height() - scale.ICON_RAIL) // 2
        left = (self.width() - scale.ICON_RAIL) // 2 if self.narrow else 10
        painter.drawPixmap(left, top, icons.pixmap(self.entry.icon, token, size=scale.ICON_RAIL, ratio=ratio))
        self._draw_words(painter, "accent" if chosen else "text", strong=chosen)

    def _draw_words(self, painter: QPainter, token: str, *, strong: bool) -> None:
        count = str(self.count) if self.count else ""
        painter.setFont(fonts.meta())
        wide = painter.fontMetrics().horizontalAdvance(count)
        if self.narrow:
            self._draw_dot(painter)
            return
        painter.setPen(QColor(paint("text2")))
        side = QRect(self.width() - 10 - wide, 0, wide + 1, self.height())
        painter.drawText(side, Qt.AlignmentFlag.AlignCenter, count)
        painter.setFont(fonts.strong() if strong else fonts.interface())
        painter.setPen(QColor(paint(token)))
        room = QRect(40, 0, self.width() - 40 - 18 - wide, self.height())
        shown = painter.fontMetrics().elidedText(self.label(), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)

    def _draw_dot(self, painter: QPainter) -> None:
        if self.count:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(paint("accent")))
            painter.drawEllipse(QRectF(self.width() - 11, 5, 7, 7))


class Rail(QFrame):
    """The rail at the left of every page: 208 wide, icons only in a window narrower than 1180.

    Arrows move between entries; Enter or Space opens one. `chosen` carries the entry's key.
    """

    chosen = Signal(str)
    state_asked = Signal()

    def __init__(self, entries: Sequence[RailEntry]) -> None:
        super().__init__()
        self.setProperty("look", "rail")
        self.setAccessibleName(tr(PAGES))
        self.buttons: dict[str, RailButton] = {}
        self.state = StateBox()
        self.state.clicked.connect(self.state_asked)
        self._brand = PlainLabel(tr(BRAND), "brand")
        self._brand.setContentsMargins(scale.S4, 0, 0, scale.S8)
        self._area = QScrollArea()
        # In a group that excludes, Qt would pass over in silence who asks for the page that is open.
        self._group = QButtonGroup(self)
        self._group.setExclusive(False)
        self._outer = column(gap=scale.S8)
        self._narrow = False
        self._build()
        self.offer(entries)
        self.fit(scale.RAIL_WIDE_FROM)

    def offer(self, entries: Sequence[RailEntry]) -> None:
        """Show these pages; those that were there before stay as they are, counted, marked and with the keyboard."""
        former, laid = self.buttons, column(gap=2, margins=4)
        focused = held_in(*former.values())
        self.buttons = {}
        for entry in entries:
            button = former.pop(entry.key, None) or self._made(entry)
            self.buttons[entry.key] = button
            laid.addWidget(button)
        laid.addStretch(1)
        inner = QWidget()
        inner.setLayout(laid)
        for button in former.values():
            button.hide()
        # What the area held before goes, with the pages that are not offered any more.
        self._area.setWidget(inner)
        # An area has what it is given filled with its own colour: only afterwards it can be told not to.
        inner.setAutoFillBackground(False)
        if focused is not None and focused in self.buttons.values():
            focused.setFocus()

    def _made(self, entry: RailEntry) -> RailButton:
        button = RailButton(entry)
        self._group.addButton(button)
        button.asked.connect(lambda: self._ask(entry.key))
        button.installEventFilter(self)
        button.set_narrow(narrow=self._narrow)
        return button

    def _ask(self, key: str) -> None:
        self.set_current(key)
        self.chosen.emit(key)

    def _build(self) -> None:
        area = self._area
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.viewport().setAutoFillBackground(False)
        outer = self._outer
        outer.addWidget(self._brand)
        outer.addWidget(area, 1)
        foot = column()
        foot.setContentsMargins(scale.S4, 0, scale.S4, 0)
        foot.addWidget(self.state)
        outer.addLayout(foot)
        self.setLayout(outer)

    def set_current(self, key: str) -> None:
        """Mark the page a person is on."""
        for name, button in self.buttons.items():
            button.mark(here=name == key)

    def set_count(self, key: str, count: int) -> None:
        """Show how many things wait on a page."""
        self.buttons[key].set_count(count)

    def set_state(self, standing: Standing) -> None:
        """Show the state of the exchange at the bottom."""
        self.state.show_standing(standing)

    def fit(self, window_width: int) -> None:
        """Choose between the wide and the narrow rail for a window of `window_width`."""
        self._narrow = window_width < scale.RAIL_WIDE_FROM
        self.setFixedWidth(scale.RAIL_NARROW if self._narrow else scale.RAIL_WIDE)
        side = scale.S4 if self._narrow else scale.S8
        self.setContentsMargins(side, 0, side, 0)
        self._brand.setVisible(not self._narrow)
        # At 200 % of a small screen nine pages still stand one under the other.
        top, bottom = (scale.S8, scale.S8) if self._narrow else (scale.S16, scale.S12)
        self._outer.setContentsMargins(0, top, 0, bottom)
        self._outer.setSpacing(scale.S4 if self._narrow else scale.S8)
        for button in self.buttons.values():
            button.set_narrow(narrow=self._narrow)
        self.state.set_narrow(narrow=self._narrow)

    @property
    def narrow(self) -> bool:
        """Tell whether only icons are shown."""
        return self._narrow

    def event(self, event: QEvent) -> bool:
        """Follow the width of the window from the moment before it is first laid out."""
        if event.type() in (QEvent.Type.Polish, QEvent.Type.Show) and self.window() is not self:
            self.window().installEventFilter(self)
            self.fit(self.window().width())
        return super().event(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the window's width and move between entries with the arrows."""
        if watched is self.window() and event.type() == QEvent.Type.Resize:
            if (self.window().width() < scale.RAIL_WIDE_FROM) != self._narrow:
                self.fit(self.window().width())
        elif isinstance(watched, RailButton) and isinstance(event, QKeyEvent):
            return event.type() == QEvent.Type.KeyPress and self._step(watched, event.key())
        return False

    def _step(self, button: RailButton, key: int) -> bool:
        step = {int(Qt.Key.Key_Down): 1, int(Qt.Key.Key_Up): -1}.get(int(key), 0)
        if step:
            order = list(self.buttons.values())
            reached = order[(order.index(button) + step) % len(order)]
            reached.setFocus(Qt.FocusReason.TabFocusReason)
            self._area.ensureWidgetVisible(reached)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            button.click()
        return bool(step) or key in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
