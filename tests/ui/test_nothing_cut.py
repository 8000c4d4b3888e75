# SPDX-License-Identifier: EUPL-1.2
"""No button, chip or label of a page is cut, at the size of an old PC and at twice its letters."""

from collections.abc import Iterator
from functools import partial

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.staged import in_shell
from welfaredesk.ui.context import Context
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.card import column
from welfaredesk.ui.parts.chip import Chip, ChipMark
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.parts.side_panel import RowButton

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "does not support")
SMALL, LARGE = (683, 384), (1366, 768)
WHOLE = (Button, Chip, PlainLabel)


def cut(window: QWidget) -> Iterator[str]:
    """Give the words of what is seen and has less room than its words need; what may end in «…» says so itself."""
    for widget in window.findChildren(QWidget):
        if not isinstance(widget, WHOLE) or isinstance(widget, RowButton) or not widget.isVisible():
            continue
        if isinstance(widget, QLabel) and widget.wordWrap():
            short = widget.heightForWidth(widget.width()) > widget.height() + 2
        else:
            gives_way = widget.minimumSizeHint().width() < widget.sizeHint().width() and type(widget) is PlainLabel
            short = not gives_way and widget.sizeHint().width() > widget.width() + 1
        if short:
            yield widget.accessibleName() or type(widget).__name__


def test_what_is_cut_is_found(qtbot: QtBot) -> None:
    box, laid = QWidget(), column()
    for part in (Button("Proponi le consegne"), Chip(ChipMark("Da rivedere di nuovo")), PlainLabel("Da inviare")):
        part.setFixedWidth(40)
        laid.addWidget(part)
    box.setLayout(laid)
    qtbot.addWidget(box)
    box.show()
    assert sorted(cut(box)) == ["Da inviare", "Da rivedere di nuovo", "Proponi le consegne"]


def test_no_button_chip_or_label_of_a_page_of_the_rail_is_cut(qtbot: QtBot, context: Context) -> None:
    window, shell = in_shell(qtbot, context)
    for size in (LARGE, SMALL):
        window.resize(*size)
        for name in shell.rail.buttons:
            shell.open_screen(name)
            qtbot.waitUntil(lambda: not context.tasks.busy)
            qtbot.waitUntil(partial(_whole, window, f"{name} {size}"))  # laid out


def _whole(window: QWidget, page: str) -> None:
    assert (page, list(cut(window))) == (page, [])
