# SPDX-License-Identifier: EUPL-1.2
"""A row of amounts in columns: what it is at the left or, for want of room, above; the amounts at the right."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from welfaredesk.ui.parts.plain import plain_tip
from welfaredesk.ui.theme import fonts, scale
from welfaredesk.ui.theme.current import changes, paint

WIDEST_AMOUNT = "-999.999,00 €"
_LINE = 20
_LOOKS = {"head": "text2", "part": "text2", "sum": "text", "row": "text"}


class AmountRow(QAbstractButton):
    """One line; `look` is `row`, which can be pressed, `head`, `part` or `sum`. `opened` carries its key.

    `kinds` colours an amount by its place: what is below nothing is not only red, it has its sign.
    """

    opened = Signal(str)

    def __init__(self, label: str, amounts: Sequence[str], *, said: str = "", key: str = "", look: str = "row") -> None:
        super().__init__()
        self._label, self._amounts, self._look = label, tuple(amounts), look
        self.danger = frozenset[int]()
        self.setAccessibleName(label)
        self.setAccessibleDescription(said or ", ".join(one for one in amounts if one))
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        if look == "row":
            self.clicked.connect(lambda _on=False: self.opened.emit(key))
        else:
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        changes.changed.connect(self.update)

    def mark(self, *places: int) -> None:
        """Show the amounts at some places as pressing."""
        self.danger = frozenset(places)
        self.update()

    def _over(self, width: int) -> bool:
        """Tell whether the words stand over the amounts, for want of room beside them."""
        room = width - _column() * len(self._amounts) - scale.S12
        return fonts.advance(self._font(amount=False), self._label) > room

    def hasHeightForWidth(self) -> bool:
        """Say that words which do not fit beside the amounts take a line of their own."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of one row, or of words over amounts."""
        return scale.ROW + (_LINE if self._over(width) else 0)

    def sizeHint(self) -> QSize:
        """Return the size at the present width."""
        return QSize(320, self.heightForWidth(max(self.width(), 320)))

    def minimumSizeHint(self) -> QSize:
        """Return room for the amounts."""
        least = _column() * len(self._amounts) + scale.S8
        return QSize(least, self.heightForWidth(max(self.width(), least)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for another height at another width."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.updateGeometry()

    def _font(self, *, amount: bool) -> QFont:
        if self._look == "head":
            return fonts.meta_strong() if amount else fonts.meta()
        return fonts.strong() if self._look == "sum" else fonts.interface()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the words, cut with «…» where there is no room, and the amounts whole."""
        painter = QPainter(self)
        over = self._look == "row" and self.underMouse()
        if over:
            painter.fillRect(self.rect(), QColor(paint("sunken")))
        if self._look == "sum":
            painter.fillRect(QRect(0, 0, self.width(), 1), QColor(paint("control")))
        wide, lines = _column(), Qt.AlignmentFlag.AlignVCenter
        words = self.rect().adjusted(scale.S4, 0, -wide * len(self._amounts) - scale.S8, 0)
        amounts = self.rect()
        if self._over(self.width()):
            words = QRect(scale.S4, scale.S4, self.width() - scale.S8, _LINE)
            amounts.setTop(words.bottom())
        painter.setFont(self._font(amount=False))
        painter.setPen(QColor(paint("accent" if over else _LOOKS[self._look])))
        shown = painter.fontMetrics().elidedText(self._label, Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words, lines, shown)
        if shown != self._label and not self.toolTip():
            plain_tip(self, self._label)
        painter.setFont(self._font(amount=True))
        for number, amount in enumerate(self._amounts):
            left = self.width() - wide * (len(self._amounts) - number)
            room = QRect(left, amounts.y(), wide - scale.S4, amounts.height())
            painter.setPen(QColor(paint("danger" if number in self.danger else _LOOKS[self._look])))
            painter.drawText(room, lines | Qt.AlignmentFlag.AlignRight, amount)


def _column() -> int:
    """Return the width of a column of amounts."""
    return int(fonts.advance(fonts.strong(), WIDEST_AMOUNT)) + scale.S12
