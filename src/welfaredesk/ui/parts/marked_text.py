# SPDX-License-Identifier: EUPL-1.2
"""Written words of which some are marked: bold and underlined where they are new, struck through where they went."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QResizeEvent, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QSizePolicy, QWidget

from welfaredesk.ui.parts.prose import line_height, prose_width
from welfaredesk.ui.theme import fonts
from welfaredesk.ui.theme.current import changes, paint


class Mark(Enum):
    """How a stretch of words is shown: as the rest, as new, as gone, or softly where something was left out."""

    NONE = "none"
    NEW = "new"
    GONE = "gone"
    SOFT = "soft"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words shown in one way."""

    text: str
    mark: Mark = Mark.NONE


@dataclass(frozen=True, slots=True)
class _Run:
    """Characters of a paragraph shown in one way."""

    start: int
    length: int
    mark: Mark


def _paragraphs(stretches: Sequence[Stretch]) -> list[tuple[str, list[_Run]]]:
    found: list[tuple[str, list[_Run]]] = [("", [])]
    for one in stretches:
        for number, part in enumerate(one.text.split("\n")):
            if number:
                found.append(("", []))
            words, runs = found[-1]
            found[-1] = (words + part, [*runs, _Run(_units(words), _units(part), one.mark)])
    return found


def _units(text: str) -> int:
    """Return the length as Qt counts it: letters outside the first plane are two."""
    return len(text.encode("utf-16-le")) // 2


class MarkedText(QWidget):
    """Prose with marks, as high as it needs to be at its width."""

    def __init__(self, stretches: Sequence[Stretch] = ()) -> None:
        super().__init__()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._stretches: tuple[Stretch, ...] = ()
        changes.changed.connect(self.update)
        self.show_words(stretches)

    def show_words(self, stretches: Sequence[Stretch]) -> None:
        """Show other words; what is read aloud is the words without the marks."""
        self._stretches = tuple(stretches)
        self.setAccessibleName(self.text())
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        """Return the words alone."""
        return "".join(one.text for one in self._stretches)

    def marked(self, mark: Mark) -> list[str]:
        """Return the words that are marked in one way."""
        return [one.text for one in self._stretches if one.mark is mark]

    def _layouts(self, width: float) -> list[QTextLayout]:
        made = []
        for words, runs in _paragraphs(self._stretches):
            layout = QTextLayout(words, fonts.prose())
            option = QTextOption()
            option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
            layout.setTextOption(option)
            layout.setFormats([_range(run) for run in runs if run.length and run.mark is not Mark.NONE])
            layout.beginLayout()
            high = 0.0
            while (line := layout.createLine()).isValid():
                line.setLineWidth(prose_width(width))
                line.setPosition(QPointF(0, high + (line_height() - line.height()) / 2))
                high += line_height()
            layout.endLayout()
            made.append(layout)
        return made

    def hasHeightForWidth(self) -> bool:
        """Say that the height follows from the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of every line at a width."""
        return sum(max(1, layout.lineCount()) for layout in self._layouts(width)) * line_height()

    def sizeHint(self) -> QSize:
        """Return room for the words at the present width."""
        width = self.width() or 240
        return QSize(240, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Return the least room: a narrow column of the height that its width needs."""
        return QSize(80, line_height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for another height at another width."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the paragraphs one under the other."""
        painter = QPainter(self)
        painter.setPen(QColor(paint("text")))
        high = 0
        for layout in self._layouts(self.width()):
            layout.draw(painter, QPointF(0, high))
            high += max(1, layout.lineCount()) * line_height()


def _range(run: _Run) -> QTextLayout.FormatRange:
    look = QTextCharFormat()
    if run.mark is Mark.NEW:
        look.setFontWeight(QFont.Weight.DemiBold)
        look.setFontUnderline(True)
        look.setBackground(QColor(paint("accent_soft")))
        look.setForeground(QColor(paint("text")))
    elif run.mark is Mark.GONE:
        look.setFontStrikeOut(True)
        look.setForeground(QColor(paint("text2")))
    else:
        look.setForeground(QColor(paint("text2")))
    made = QTextLayout.FormatRange()
    made.start, made.length, made.format = run.start, run.length, look
    return made
