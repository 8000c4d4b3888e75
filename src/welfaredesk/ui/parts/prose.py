# SPDX-License-Identifier: EUPL-1.2
"""Written prose laid out in lines 1.45 high and at most 78 characters long."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QTextLayout, QTextOption

from welfaredesk.ui.theme import fonts, scale


def prose_width(room: float) -> float:
    """Return the width of a line of prose where there are `room` logical pixels."""
    return min(room, fonts.characters_width(fonts.prose(), scale.PROSE_CHARACTERS))


def line_height() -> int:
    """Return the height of a line of prose in logical pixels."""
    return round(scale.PROSE * scale.PROSE_LINE)


@dataclass(frozen=True, slots=True)
class LaidProse:
    """Lines ready to draw; `cut` tells that there was more than `most` lines allowed."""

    lines: tuple[str, ...]
    cut: bool

    @property
    def height(self) -> int:
        """Return the height of all lines in logical pixels."""
        return len(self.lines) * line_height()


def lay(text: str, *, width: float, most: int) -> LaidProse:
    """Break `text` into at most `most` lines of `width` logical pixels; «…» says that text is left."""
    lines: list[str] = []
    for paragraph in text.splitlines() or [""]:
        lines.extend(_broken(paragraph, width))
        if len(lines) > most:
            break
    cut = len(lines) > most
    if cut:
        last = lines[most - 1].rstrip() + " …"
        metrics = QFontMetricsF(fonts.prose())
        lines = [*lines[: most - 1], metrics.elidedText(last, Qt.TextElideMode.ElideRight, width)]
    return LaidProse(tuple(lines), cut)


def _broken(paragraph: str, width: float) -> list[str]:
    if not paragraph:
        return [""]
    layout = QTextLayout(paragraph, fonts.prose())
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    lines: list[str] = []
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        lines.append(paragraph[line.textStart() : line.textStart() + line.textLength()])
    layout.endLayout()
    return lines


def draw(painter: QPainter, at: QPointF, *, prose: LaidProse) -> None:
    """Draw the lines with the painter's pen, the first one's top at `at`."""
    font = fonts.prose()
    painter.setFont(font)
    metrics = QFontMetricsF(font)
    high = line_height()
    base = (high - metrics.height()) / 2 + metrics.ascent()
    for number, line in enumerate(prose.lines):
        painter.drawText(QPointF(at.x(), at.y() + number * high + base), line)
