# SPDX-License-Identifier: EUPL-1.2
"""A room to draw in with a finger, a pen or the mouse; what comes out is an image and nothing else."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, QSize, Qt, Slot
from PySide6.QtGui import QColor, QImage, QImageWriter, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from welfaredesk.ui.theme.current import changes, paint

WIDE, HIGH, PEN = 600, 200, 2.5


class DrawingPad(QWidget):
    """Strokes on a light ground; `png` gives them as black lines on white whatever the theme is."""

    def __init__(self, label: str) -> None:
        super().__init__()
        self.setAccessibleName(label)
        self.setMinimumSize(240, HIGH)
        self.setMaximumSize(WIDE, HIGH)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self._strokes: list[list[QPointF]] = []
        changes.changed.connect(self.update)

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was drawn."""
        return not any(len(stroke) > 1 for stroke in self._strokes)

    def sizeHint(self) -> QSize:
        """Return the room for a signature."""
        return QSize(WIDE, HIGH)

    @Slot()
    def clear(self) -> None:
        """Wipe everything out."""
        self._strokes.clear()
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a stroke; a touch arrives as the mouse."""
        self._strokes.append([event.position()])

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with the stroke."""
        if self._strokes and event.buttons() & Qt.MouseButton.LeftButton:
            self._strokes[-1].append(event.position())
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the strokes."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(paint("surface")))
        painter.setPen(QColor(paint("control")))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        self._draw(painter, QColor(paint("text")))

    def _draw(self, painter: QPainter, ink: QColor) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(ink, PEN, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
        for stroke in self._strokes:
            painter.drawPolyline(QPolygonF(stroke))

    def png(self) -> bytes:
        """Return the strokes as an image."""
        image = QImage(self.size() * 2, QImage.Format.Format_Grayscale8)
        image.fill(Qt.GlobalColor.white)
        painter = QPainter(image)
        painter.scale(2, 2)
        self._draw(painter, QColor(Qt.GlobalColor.black))
        painter.end()
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        QImageWriter(buffer, QByteArray(b"PNG")).write(image)
        return bytes(buffer.data().data())
