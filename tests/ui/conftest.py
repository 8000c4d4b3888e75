# SPDX-License-Identifier: EUPL-1.2
"""What every test of a screen may ask for: an open desk, its tasks, codes and ways."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.server_of import server_of
from tests.ui.served import MADE, Served, context_with, rest
from welfaredesk.base.clock import FixedClock
from welfaredesk.desk.codes import Codes
from welfaredesk.desk.session import Session
from welfaredesk.ui.collecting import Collecting
from welfaredesk.ui.context import Context, Ways
from welfaredesk.ui.exchanging import Exchanging
from welfaredesk.ui.parts.card import column
from welfaredesk.ui.tasks import Tasks
from welfaredesk.ui.theme import style
from welfaredesk.ui.theme.tokens import ThemeName


@pytest.fixture(autouse=True)
def collecting(qapp: QApplication) -> Iterator[Collecting]:
    """Look for cycles on this thread alone, as the program does."""
    collecting = Collecting(qapp)
    yield collecting
    collecting.stop()


@pytest.fixture(autouse=True)
def _ended() -> Iterator[None]:
    """Let no exchange of a test go on in the next one."""
    yield
    while MADE:
        MADE.pop().exchanging.stop()


@pytest.fixture
def served(tmp_path: Path, clock: FixedClock) -> Iterator[Served]:
    """Return a server in this process, with nobody attached to it yet."""
    with server_of(tmp_path / "server", clock=clock) as server:
        yield Served(server)


@pytest.fixture
def joined(qtbot: QtBot, qapp: QApplication, session: Session, served: Served) -> Iterator[Context]:
    """Return what screens are given on a desk whose ente has a server, after its first exchange."""
    style.apply(qapp, ThemeName.LIGHT)
    served.attach(session)
    context = context_with(session, served.make)
    rest(qtbot, context)
    yield context
    rest(qtbot, context)
    context.exchanging.stop()
    context.tasks.close()


@pytest.fixture
def context(qtbot: QtBot, qapp: QApplication, session: Session) -> Iterator[Context]:
    """Return what screens are given, on a real desk."""
    style.apply(qapp, ThemeName.LIGHT)
    tasks, exchanging = Tasks(session), Exchanging(session)
    yield Context(session, tasks, Codes(session), Ways(), exchanging)
    qtbot.waitUntil(lambda: not tasks.busy)
    exchanging.stop()
    tasks.close()


@pytest.fixture
def room(qtbot: QtBot) -> Iterator[QWidget]:
    """Give a window in which parts stand one under the other."""
    box = QWidget()
    box.setLayout(column())
    qtbot.addWidget(box)
    yield box
    box.close()
