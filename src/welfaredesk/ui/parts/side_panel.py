# SPDX-License-Identifier: EUPL-1.2
"""The side panel: cards of short rows at the right of a page, behind a button of the page where there is no room."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget

from welfaredesk.base.text import N_, tr
from welfaredesk.ui.parts.breaking import in_two
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.card import Card, column
from welfaredesk.ui.parts.plain import plain_tip
from welfaredesk.ui.theme import fonts, scale
from welfaredesk.ui.theme.current import paint

BESIDE = N_("Riepilogo")
_LINE = 20


@dataclass(frozen=True, slots=True)
class PanelRow:
    """A row «label … value»; with a key it can be opened. `kind` colours the value of what is urgent."""

    label: str
    value: str = ""
    key: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class PanelCard:
    """A card of the panel; `action` are the words of its «+ Aggiungi», `empty` what it says without rows."""

    key: str
    title: str
    rows: tuple[PanelRow, ...] = ()
    action: str = ""
    empty: str = ""
    icon: str = "plus"


class RowButton(Button):
    """A row «label … value»; where both do not fit on one line the value goes under the label."""

    def __init__(self, shown: PanelRow) -> None:
        super().__init__(shown.label, look="row")
        self._row = shown
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleDescription(shown.value)
        if not shown.key:
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def hasHeightForWidth(self) -> bool:
        """Say that long words take more lines."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of one row, 32 where it opens something, and of the lines under the first."""
        return (scale.TARGET if self._row.key else 28) + _LINE * (len(self._lines(width)) + self._under(width) - 1)

    def sizeHint(self) -> QSize:
        """Return the size at the present width."""
        return QSize(200, self.heightForWidth(max(self.width(), 200)))

    def minimumSizeHint(self) -> QSize:
        """Return the least width of a row."""
        return QSize(80, self.heightForWidth(max(self.width(), 80)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for another height at another width."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.updateGeometry()

    def _value_font(self) -> QFont:
        return fonts.meta_strong() if self._row.kind else fonts.meta()

    def _side(self) -> int:
        return int(fonts.advance(self._value_font(), self._row.value)) + 1 if self._row.value else 0

    def _under(self, width: int) -> bool:
        """Tell whether the value stands under the label."""
        both = fonts.advance(fonts.interface(), self.label()) + scale.S12 + self._side()
        return bool(self._row.value and self.label()) and both > width

    def _lines(self, width: int) -> tuple[str, ...]:
        return in_two(self.label(), fonts.interface(), width=width)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the label at the left; the value at the right, or under it."""
        painter = QPainter(self)
        room = self.rect()
        if self.underMouse() and self._row.key:
            painter.fillRect(room.adjusted(-4, 2, 4, -2), QColor(paint("sunken")))
        lines, under = self._lines(room.width()), self._under(room.width())
        high = _LINE * (len(lines) + under)
        box = QRect(0, (room.height() - high) // 2, room.width(), _LINE)
        painter.setFont(fonts.interface())
        painter.setPen(QColor(paint("accent" if self.underMouse() and self._row.key else "text")))
        for line in lines:
            shown = painter.fontMetrics().elidedText(line, Qt.TextElideMode.ElideRight, box.width())
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)
            if shown != line and not self.toolTip():
                plain_tip(self, self.label())
            box.translate(0, _LINE)
        painter.setFont(self._value_font())
        painter.setPen(QColor(paint(self._row.kind or "text2")))
        side = Qt.AlignmentFlag.AlignLeft if under else Qt.AlignmentFlag.AlignRight
        shown = painter.fontMetrics().elidedText(self._row.value, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(box if under else room, Qt.AlignmentFlag.AlignVCenter | side, shown)


class SidePanel(QFrame):
    """Cards in a column 312 wide; in a window under 1080 the button `toggle` lays them over the page, which places it.

    `row_opened` carries the keys of the card and of the row, `action_asked` the card's.
    """

    row_opened = Signal(str, str)
    action_asked = Signal(str)

    def __init__(self, label: str = "") -> None:
        super().__init__()
        self._label = label or tr(BESIDE)
        self.setAccessibleName(self._label)
        self.toggle = Button(self._label, "panel-right")
        self.toggle.clicked.connect(self._turn)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.drawer = QFrame()
        self.drawer.setProperty("look", "sheet")
        inside = column(margins=scale.S12)
        self.drawer.setLayout(inside)
        self._laid = column(gap=0)
        self._laid.addWidget(self.area, 1)
        self.setLayout(self._laid)
        self.drawer.setParent(self)
        self.drawer.hide()
        self.destroyed.connect(self.drawer.deleteLater)
        self._narrow = False
        self.set_cards(())
        self.fit(scale.PANEL_WIDE_FROM)

    def set_cards(self, cards: Sequence[PanelCard]) -> None:
        """Show these cards in place of the present ones, at the height where a person was reading."""
        bar = self.area.verticalScrollBar()
        place = bar.value()
        inner = QWidget()
        inner.setProperty("look", "inner")
        laid = column(gap=scale.S12)
        for card in cards:
            laid.addWidget(self._made(card))
        laid.addStretch(1)
        inner.setLayout(laid)
        self.area.setWidget(inner)
        self.area.viewport().setAutoFillBackground(False)
        inner.setAutoFillBackground(False)
        inner.adjustSize()
        bar.setValue(place)

    def to_top(self) -> None:
        """Show the first card: the cards are of somebody else."""
        self.area.verticalScrollBar().setValue(0)

    def _made(self, shown: PanelCard) -> Card:
        card = Card(shown.title, gap=0)
        for entry in shown.rows or ((PanelRow(shown.empty),) if shown.empty else ()):
            button = RowButton(entry)
            button.clicked.connect(lambda _on=False, key=entry.key: self.row_opened.emit(shown.key, key))
            card.add(button)
        if shown.action:
            add = Button(shown.action, shown.icon, look="link")
            add.setAccessibleDescription(shown.title)  # several cards say «Aggiungi»
            add.clicked.connect(lambda _on=False: self.action_asked.emit(shown.key))
            card.body.addWidget(add, 0, Qt.AlignmentFlag.AlignLeft)
            card.body.setContentsMargins(scale.S16, scale.S12, scale.S16, scale.S8)
        return card

    def fit(self, window_width: int) -> None:
        """Choose between the column and the button for a window of `window_width`."""
        self._narrow = window_width < scale.PANEL_WIDE_FROM
        # Without a parent yet, showing it would make it a window of its own for an instant.
        if self.toggle.parentWidget() is not None or not self._narrow:
            self.toggle.setVisible(self._narrow)
        self.setFixedWidth(0 if self._narrow else scale.PANEL)
        self.close_drawer()
        if not self._narrow:
            self._laid.addWidget(self.area, 1)
        self.area.setVisible(not self._narrow)

    @property
    def narrow(self) -> bool:
        """Tell whether the cards are behind the button."""
        return self._narrow

    def close_drawer(self) -> None:
        """Put the cards away, if they lie over the page."""
        if self.drawer.isVisible():
            self.drawer.hide()
            self.toggle.setFocus()

    @Slot()
    def _turn(self) -> None:
        if self.drawer.isVisible():
            self.close_drawer()
            return
        window = self.window()
        inside = self.drawer.layout()
        if inside is not None:
            inside.addWidget(self.area)
        self.drawer.setParent(window)
        self.drawer.installEventFilter(self)
        self.area.show()
        corner = self.mapTo(window, self.rect().topLeft())
        width = min(scale.PANEL + 2 * scale.S12, corner.x() - scale.S8)
        top = max(scale.S8, min(corner.y(), window.height() // 2))
        cards = self.area.widget()
        content = 0 if cards is None else max(cards.heightForWidth(width - 2 * scale.S12), cards.sizeHint().height())
        height = min(content + 2 * scale.S12 + 4, window.height() - top - scale.S8)
        self.drawer.setGeometry(corner.x() - width, top, width, height)
        self.drawer.show()
        self.drawer.raise_()
        buttons = [b for b in self.area.findChildren(Button) if b.focusPolicy() != Qt.FocusPolicy.NoFocus]
        if buttons:
            buttons[0].setFocus(Qt.FocusReason.TabFocusReason)

    def event(self, event: QEvent) -> bool:
        """Follow the width of the window from the moment before it is first laid out."""
        if event.type() in (QEvent.Type.Polish, QEvent.Type.Show) and self.window() is not self:
            self.window().installEventFilter(self)
            self.fit(self.window().width())
        return super().event(event)

    def _follow(self, width: int) -> None:
        if self._narrow or width < scale.PANEL_WIDE_FROM:
            self.fit(width)

    def _closed_with(self, key: int) -> bool:
        if key != Qt.Key.Key_Escape:
            return False
        self.close_drawer()
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the window's width; close the drawer with Esc."""
        if watched is self.drawer and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._closed_with(event.key())
        if watched is self.window() and event.type() == QEvent.Type.Resize:
            self._follow(self.window().width())
        return False
