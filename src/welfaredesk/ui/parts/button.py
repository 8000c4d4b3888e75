# SPDX-License-Identifier: EUPL-1.2
"""Buttons: an icon, a word, and the keys that do the same, cut with «…» where there is no room."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QWidget

from welfaredesk.ui.parts.plain import restyle
from welfaredesk.ui.theme import fonts, icons, scale
from welfaredesk.ui.theme.current import current, paint

ENTER_WITH_MORE = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
_INKS = {"main": "on_accent", "quiet": "accent", "link": "accent", "danger": "danger", "undo": "surface"}


class Button(QPushButton):
    """A push button that draws its own icon, word and keys over the ground of the style sheet.

    `look` is main, plain, quiet, danger, chip or undo; `icon` a shipped icon's name; `keys` words such as
    «Ctrl+Invio» shown lighter after the label. Only the label is its accessible name. One of several under one
    another begins at the `left`.
    """

    def __init__(
        self,
        text: str = "",
        icon: str = "",
        *,
        look: str = "plain",
        keys: str = "",
        left: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon, self._look, self._keys, self._left = icon, look, keys, left
        self._label = ""
        self.setProperty("look", look)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.set_label(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press with Enter as with Space: whoever came by Tab expects both."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers() & ENTER_WITH_MORE:
            self.click()
        else:
            super().keyPressEvent(event)

    def label(self) -> str:
        """Return the words on the button."""
        return self._label

    def set_label(self, text: str) -> None:
        """Put other words on the button."""
        self._label = text
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def set_keys(self, keys: str) -> None:
        """Show other keys beside the label, or none where there is little room."""
        self._keys = keys
        self.updateGeometry()
        self.update()

    def set_look(self, look: str) -> None:
        """Give the button another look: the main one moves to what is to be done next."""
        self._look = look
        restyle(self, look=look)
        self.updateGeometry()

    def set_icon_name(self, name: str) -> None:
        """Put another shipped icon on the button."""
        self._icon = name
        self.update()

    def label_font(self) -> QFont:
        """Return the type of the label."""
        return fonts.strong() if self._look == "main" else fonts.interface()

    def _icon_side(self) -> int:
        return scale.ICON_CARD if self._icon else 0

    def _padding(self) -> int:
        return {"quiet": scale.S8, "chip": 10, "link": 0}.get(self._look, 14)

    def sizeHint(self) -> QSize:
        """Return room for everything, at least 32 high."""
        self.ensurePolished()
        width = _advance(self.label_font(), self._label) + 2 * self._padding() + 2
        if self._icon:
            width += self._icon_side() + (scale.S8 if self._label else 0)
        if self._keys:
            width += scale.S8 + _advance(fonts.meta(), self._keys)
        height = scale.TARGET + 2
        return QSize(max(width, height), height)

    def minimumSizeHint(self) -> QSize:
        """Return room for the icon and a few letters."""
        hint = self.sizeHint()
        return QSize(min(hint.width(), 64 if self._label else hint.width()), hint.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground, then the icon, the label and the keys."""
        painter = QPainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.state &= ~QStyle.StateFlag.State_HasFocus
        self.style().drawControl(QStyle.ControlElement.CE_PushButton, option, painter, self)
        ink = self._ink()
        padding = self._padding() if self._label else 0
        room = self.rect().adjusted(padding, 0, -padding, 0)
        font = self.label_font()
        painter.setFont(font)
        wanted = _advance(font, self._label)
        keys = _advance(fonts.meta(), self._keys) + scale.S8 if self._keys else 0
        lead = self._icon_side() + scale.S8 if self._icon and self._label else self._icon_side()
        words = min(wanted, room.width() - lead - keys)
        x = room.x() + (0 if self._left else max(0, (room.width() - lead - words - keys) // 2))
        if self._icon:
            self._draw_icon(painter, QPoint(x, (self.height() - self._icon_side()) // 2), ink)
        painter.setPen(QColor(paint(ink)))
        shown = painter.fontMetrics().elidedText(self._label, Qt.TextElideMode.ElideRight, words + 1)
        box = QRect(x + lead, 0, words + 2, self.height())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        if self._keys:
            painter.setFont(fonts.meta())
            box = QRect(x + lead + words + scale.S8, 0, keys, self.height())
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self._keys)

    def _draw_icon(self, painter: QPainter, at: QPoint, ink: str) -> None:
        token = "text2" if ink == "text" and self._label and self._look == "chip" else ink
        picture = icons.pixmap(self._icon, token, size=self._icon_side(), ratio=self.devicePixelRatioF())
        painter.drawPixmap(at, picture)

    def _ink(self) -> str:
        if not self.isEnabled():
            return "text2"
        return _INKS.get(self._look, "text")


def _advance(font: QFont, text: str) -> int:
    return int(fonts.advance(font, text) + 0.99)


class Glyph(QWidget):
    """An icon alone, beside words that already say what it means; nothing is read aloud for it."""

    def __init__(self, name: str, *, token: str = "text2", size: int = scale.ICON_CARD) -> None:
        super().__init__()
        self._name, self._token, self._size = name, token, size
        self.setFixedSize(size, size)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def set_glyph(self, name: str, token: str) -> None:
        """Show another icon or the same one in another colour."""
        self._name, self._token = name, token
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the icon in the colour its token has now."""
        ratio = self.devicePixelRatioF()
        QPainter(self).drawPixmap(0, 0, icons.pixmap(self._name, self._token, size=self._size, ratio=ratio))


def high_contrast() -> bool:
    """Tell whether softened grounds are as black as the page, so that shapes need an edge."""
    return current().attention_soft == current().surface
