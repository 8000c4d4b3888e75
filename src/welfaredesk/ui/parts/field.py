# SPDX-License-Identifier: EUPL-1.2
"""A field: its label above, its help below, its problem beside with an icon and a sentence."""

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from welfaredesk.ui.parts.announce import announce
from welfaredesk.ui.parts.button import Glyph
from welfaredesk.ui.parts.card import column, row
from welfaredesk.ui.parts.flow import FlowBox
from welfaredesk.ui.parts.plain import PlainLabel, restyle
from welfaredesk.ui.theme import fonts, scale

DATE, FISCAL_CODE, AMOUNT = 12, 18, 10
_PROBLEM_WIDTH = 300
_PROSE_HEIGHT = 120


class Problem(QWidget):
    """An icon and a sentence that says what is wrong and what to do."""

    def __init__(self) -> None:
        super().__init__()
        self.words = PlainLabel("", "problem", wrap=True)
        self._glyph = Glyph("circle-alert", token="danger", size=scale.ICON_CARD)
        laid = row(gap=6)
        laid.addWidget(self._glyph, 0, Qt.AlignmentFlag.AlignTop)
        laid.addWidget(self.words, 1)
        laid.setContentsMargins(0, scale.S8, 0, 0)
        self.setLayout(laid)
        self.setMinimumWidth(200)
        self.setMaximumWidth(_PROBLEM_WIDTH)
        self.hide()

    def say(self, text: str, *, warning: bool = False) -> None:
        """Show a sentence, or nothing; a warning does not stop the save and is not red."""
        self._glyph.set_glyph(*(("triangle-alert", "attention") if warning else ("circle-alert", "danger")))
        restyle(self.words, look="meta" if warning else "problem")
        self.words.setText(text)
        width = int(fonts.advance(fonts.meta(), text)) + scale.ICON_CARD + scale.S12
        self.setFixedWidth(min(_PROBLEM_WIDTH, width))
        self.setVisible(bool(text))


class _Wide(QWidget):
    """The room of an editor: as wide as its content, less where there is less."""

    def __init__(self, editor: QWidget, wide: int) -> None:
        super().__init__()
        self._wide = wide
        editor.setMaximumWidth(wide)
        laid = column(gap=0)
        laid.addWidget(editor)
        self.setLayout(laid)

    def sizeHint(self) -> QSize:
        return QSize(self._wide, super().sizeHint().height())


class Field(QWidget):
    """One editor; its label becomes its accessible name, its help and its problem the description.

    `characters` makes a line as wide as its content; 0 leaves the editor its own width.
    """

    def __init__(self, label: str, editor: QWidget, *, help_text: str = "", characters: int = 0) -> None:
        super().__init__()
        self.editor, self._help = editor, help_text
        self.label = PlainLabel(label, "strong")  # no buddy: it would turn a typed «&» into an underline
        self.problem = Problem()
        self.setFocusProxy(editor)
        editor.setAccessibleName(label)
        editor.setAccessibleDescription(help_text)
        laid = column(gap=scale.S4)
        laid.addWidget(self.label)
        laid.addWidget(self._beside(characters))
        if help_text:
            laid.addWidget(PlainLabel(help_text, "meta", wrap=True))
        self.setLayout(laid)

    def _beside(self, characters: int) -> QWidget:
        if isinstance(self.editor, QPlainTextEdit):
            self.editor.setProperty("look", "field")
            self.editor.setFixedHeight(_PROSE_HEIGHT)
            self.editor.setTabChangesFocus(True)
        if not characters:
            box = QWidget()
            self.editor.setMaximumWidth(scale.FIELD_WIDEST)
            laid = column(gap=0)
            laid.addWidget(self.editor)
            below = FlowBox()  # a column would ask the problem for its height at the width of the editor
            below.add(self.problem)
            laid.addWidget(below)
            box.setLayout(laid)
            return box
        wide = round(fonts.digits_width(fonts.interface(), characters)) + 24
        flow = FlowBox(gap=scale.S12)
        flow.add(_Wide(self.editor, wide))
        flow.add(self.problem)
        return flow

    def set_problem(self, text: str, *, warning: bool = False) -> None:
        """Say what is wrong or doubtful beside the editor, or nothing with an empty text."""
        if text == self.problem.words.text() and self.problem.isHidden() != bool(text):
            return
        self.problem.say(text, warning=warning)
        if isinstance(self.editor, QLineEdit | QPlainTextEdit):
            restyle(self.editor, problem="true" if text and not warning else "false")
        self.editor.setAccessibleDescription(text or self._help)
        if text:
            announce(self.editor, text)


def say_problems(boxes: Mapping[str, Field], wrong: Mapping[str, str]) -> None:
    """Say beside each field what is wrong with it, or nothing."""
    for name, box in boxes.items():
        box.set_problem(wrong.get(name, ""))


def drop_mended(boxes: Mapping[str, Field], wrong: Mapping[str, str]) -> None:
    """Say no more of a field in which nothing is wrong any longer; nothing new is said while one writes."""
    for name, box in boxes.items():
        if not wrong.get(name):
            box.set_problem("")
