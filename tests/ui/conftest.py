# SPDX-License-Identifier: EUPL-1.2
"""What every test of a screen may ask for: an open desk, its tasks, codes and ways."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from welfaredesk.desk.codes import Codes
from welfaredesk.desk.session import Session
from welfaredesk.ui.context import Context, Ways
from welfaredesk.ui.tasks import Tasks
from welfaredesk.ui.theme import style
from welfaredesk.ui.theme.tokens import ThemeName


@pytest.fixture
def context(qtbot: QtBot, qapp: QApplication, session: Session) -> Iterator[Context]:
    """Return what screens are given, on a real desk."""
    style.apply(qapp, ThemeName.LIGHT)
    tasks = Tasks(session)
    yield Context(session, tasks, Codes(session), Ways())
    qtbot.waitUntil(lambda: not tasks.busy)
    tasks.close()
