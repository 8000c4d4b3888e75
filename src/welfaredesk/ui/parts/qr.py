# SPDX-License-Identifier: EUPL-1.2
"""A QR code, drawn dark on white in every theme: cameras read nothing else for sure."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

QUIET = 4
"""Empty modules around the code (ISO/IEC 18004)."""
_DOT = 4


class QrPicture(QWidget):
    """Shows words as a QR code; they are its description, so that whoever does not see it hears them."""

    def __init__(self, label: str) -> None:
        super().__init__()
        self._rows: list[bytearray] = []
        self.setAccessibleName(label)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_words(self, words: str) -> None:
        """Show these words, or nothing for none."""
        import segno

        self._rows = [bytearray(row) for row in segno.make_qr(words, error="m").matrix] if words else []
        self.setAccessibleDescription(words)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return four logical pixels a module."""
        side = (len(self._rows) + 2 * QUIET) * _DOT if self._rows else 0
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        """Return the whole: a code that is cut is none."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the code."""
        if not self._rows:
            return
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(Qt.GlobalColor.white))
        dark = QColor(Qt.GlobalColor.black)
        for y, row in enumerate(self._rows):
            for x, one in enumerate(row):
                if one:
                    painter.fillRect(QRectF((x + QUIET) * _DOT, (y + QUIET) * _DOT, _DOT, _DOT), dark)
