# SPDX-License-Identifier: EUPL-1.2
"""A picture of a page, as wide as there is room, on a white ground with a thin edge."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from welfaredesk.ui.theme.current import paint

WIDEST = 520


class Picture(QWidget):
    """Shows an image whole; its words are its accessible name."""

    def __init__(self) -> None:
        super().__init__()
        self._image = QImage()
        self._widest = WIDEST
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_image(self, image: QImage, words: str) -> None:
        """Show another image."""
        self._image = image
        self.setAccessibleName(words)
        self.updateGeometry()
        self.update()

    def set_widest(self, widest: int) -> None:
        """Show it at most this wide, in logical pixels."""
        if widest != self._widest:
            self._widest = widest
            self.setMinimumHeight(self.heightForWidth(widest))
            self.updateGeometry()

    def hasHeightForWidth(self) -> bool:
        """Say that the height follows the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height that shows the whole image."""
        if self._image.isNull():
            return 0
        return round(min(width, self._widest) * self._image.height() / self._image.width())

    def sizeHint(self) -> QSize:
        """Return the widest size."""
        return QSize(self._widest, self.heightForWidth(self._widest))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the image in the middle."""
        if self._image.isNull():
            return
        wide = min(self.width(), self._widest)
        high = self.heightForWidth(wide)
        box = QRectF((self.width() - wide) / 2, 0, wide, high).adjusted(0.5, 0.5, -0.5, -0.5)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        ratio = self.devicePixelRatioF()
        scaled = self._image.scaled(
            round(wide * ratio),
            round(high * ratio),
            Qt.AspectRatioMode.IgnoreAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        painter.drawImage(box, scaled)
        painter.setPen(QPen(QColor(paint("control")), 1))
        painter.drawRect(box)
