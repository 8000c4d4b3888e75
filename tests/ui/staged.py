# SPDX-License-Identifier: EUPL-1.2
"""A stage for one screen: a window of the reference size, its ways listened to, and waiting until nothing runs."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from welfaredesk.ui.app import Window
from welfaredesk.ui.context import Context
from welfaredesk.ui.parts.keyboard import InOrder
from welfaredesk.ui.screen import Screen
from welfaredesk.ui.shell import Shell

WIDE, NARROW = (1158, 768), (627, 384)
"""The room of a page beside the rail at 1366×768, at 100 and at 200 %."""


def show(qtbot: QtBot, widget: QWidget) -> None:
    """Show a part in an active window of its own."""
    qtbot.addWidget(widget)
    with qtbot.waitActive(widget):
        widget.show()
        widget.activateWindow()


def put(room: QWidget, part: QWidget, *, width: int) -> None:
    """Put a part into a room of that width and show it."""
    laid = room.layout()
    assert laid is not None
    laid.addWidget(part)
    room.resize(width, 400)
    room.show()
    QApplication.processEvents()


class Stage:
    """A window with a page; `went` keeps where the ways led, `notices` the words with their undo."""

    def __init__(self, qtbot: QtBot, context: Context) -> None:
        self.qtbot, self.context = qtbot, context
        self.window = InOrder()
        laid = QVBoxLayout()
        laid.setContentsMargins(0, 0, 0, 0)
        # A window that follows its layout asks the platform for sizes, which the off-screen one answers with a warning.
        laid.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self.window.setLayout(laid)
        qtbot.addWidget(self.window)
        self.window.resize(*WIDE)
        self.window.show()
        qtbot.waitActive(self.window)
        self.went: list[tuple[Any, ...]] = []
        self.notices: list[tuple[str, Any]] = []
        ways = context.ways
        ways.screen.connect(lambda name: self.went.append(("screen", name)))
        ways.cartella.connect(lambda person: self.went.append(("cartella", person)))
        ways.record.connect(lambda record: self.went.append(("record", record)))
        ways.new_record.connect(lambda kind, values: self.went.append(("new", kind, values)))
        ways.quick_contact.connect(lambda: self.went.append(("quick",)))
        ways.page.connect(lambda name, record: self.went.append((name, record)))
        ways.notice.connect(lambda words, undo: self.notices.append((words, undo)))

    def rest(self) -> None:
        """Wait until every question was answered and shown."""
        self.qtbot.waitUntil(lambda: not self.context.tasks.busy)
        # What was just put into a layout is shown by an event of its own.
        QApplication.processEvents()
        self.qtbot.waitUntil(lambda: not self.context.tasks.busy)

    def put(self, page: Screen) -> None:
        """Put a page into the window and show it."""
        laid = self.window.layout()
        assert laid is not None
        laid.addWidget(page)
        page.show()
        page.shown()
        self.rest()

    def undo(self) -> None:
        """Press «Annulla» on the last notice."""
        self.notices[-1][1]()
        self.rest()


def stray_windows(window: QWidget) -> list[QWidget]:
    """Return the children of a window that were wrongly made windows of their own."""
    return [one for one in window.findChildren(QWidget) if one.isWindow() and one.isVisible()]


def cut_sideways(page: QWidget) -> list[str]:
    """Return the names of the visible children of a page that stick out of its right edge."""
    edge = page.width()
    return [
        one.accessibleName() or type(one).__name__
        for one in page.findChildren(QWidget)
        if one.isVisibleTo(page) and one.width() and one.mapTo(page, one.rect().topRight()).x() > edge
    ]


def unnamed(page: QWidget) -> list[str]:
    """Return the kinds of the visible controls of a page that have no accessible name."""
    kinds = (QAbstractButton, QLineEdit, QPlainTextEdit)
    found = [one for one in page.findChildren(QWidget) if isinstance(one, kinds) and one.isVisibleTo(page)]
    reached = [one for one in found if one.focusPolicy() != Qt.FocusPolicy.NoFocus]
    return [type(one).__name__ for one in reached if not one.accessibleName()]


def in_shell(qtbot: QtBot, context: Context) -> tuple[Window, Shell]:
    """Return the open desk in its window."""
    window, shell = Window(), Shell(context)
    qtbot.addWidget(window)
    window.show_page(shell)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    return window, shell
