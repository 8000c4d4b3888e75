# SPDX-License-Identifier: EUPL-1.2
"""The trial of the windows, with which a program that lacks a part of Qt is told from a whole one."""

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication

from welfaredesk.base.clock import FixedClock
from welfaredesk.base.ids import SeededIds
from welfaredesk.store.names import SLOTS_NAME
from welfaredesk.ui.app import Window
from welfaredesk.ui.trial import is_painted


@pytest.fixture
def closed(tmp_path: Path) -> Path:
    """Return a profile that asks for its passphrase."""
    profile = tmp_path / "profile"
    profile.mkdir(mode=0o700)
    (profile / SLOTS_NAME).touch(mode=0o600)
    return profile


@pytest.mark.usefixtures("qapp")
def test_the_unlocking_comes_out(closed: Path, clock: FixedClock, ids: SeededIds) -> None:
    before = set(QApplication.topLevelWidgets())  # what other tests left in this process
    assert is_painted(closed, clock=clock, ids=ids)
    assert set(QApplication.topLevelWidgets()) <= before


@pytest.mark.usefixtures("qapp")
def test_a_window_on_which_nothing_is_drawn_does_not(
    closed: Path, clock: FixedClock, ids: SeededIds, monkeypatch: pytest.MonkeyPatch
) -> None:
    blank = QPixmap(64, 64)
    blank.fill(Qt.GlobalColor.white)
    monkeypatch.setattr(Window, "grab", lambda _: blank)
    assert not is_painted(closed, clock=clock, ids=ids)


@pytest.mark.usefixtures("qapp")
def test_another_page_is_not_the_unlocking(tmp_path: Path, clock: FixedClock, ids: SeededIds) -> None:
    assert not is_painted(tmp_path / "profile", clock=clock, ids=ids)


def test_a_part_of_qt_that_a_later_page_loads_is_missed(closed: Path) -> None:
    code = (
        "import pathlib, sys; sys.modules['PySide6.QtPrintSupport'] = None; import welfaredesk.__main__ as start; "
        "start._Windows().try_out(pathlib.Path(sys.argv[1]))"
    )
    line = [sys.executable, "-c", code, str(closed)]
    done = subprocess.run(line, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode != 0
    assert "import of PySide6.QtPrintSupport halted" in done.stderr
