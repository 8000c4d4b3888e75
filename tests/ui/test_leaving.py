# SPDX-License-Identifier: EUPL-1.2
"""Leaving: the new process has another memory, the same profile, and no words on its command line."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from welfaredesk.ui import choose
from welfaredesk.ui.leaving import command_line

BECOMES = """
import pathlib, sys
from welfaredesk.ui import leaving
secret = "colloquio con la madre di Giulia"
leaving.sys.executable = sys.argv[1]
leaving.replace_process(pathlib.Path(sys.argv[2]))
"""
SHOWS = '#!/bin/sh\necho "$$" > "{out}"\necho "$@" >> "{out}"\n'


def test_nothing_but_the_profile_stands_on_the_command_line(tmp_path: Path) -> None:
    assert command_line(tmp_path, demo=False) == [sys.executable, "-m", "welfaredesk", "--profile", str(tmp_path)]
    assert command_line(tmp_path, demo=True)[-1] == "demo"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows starts a second process")
def test_the_process_is_replaced_and_not_doubled(tmp_path: Path) -> None:
    out = tmp_path / "said"
    program = tmp_path / "program"
    program.write_text(SHOWS.format(out=out), encoding="utf-8")
    program.chmod(0o700)
    source = str(Path(choose.__file__).parents[2])
    started = subprocess.Popen(
        [sys.executable, "-c", BECOMES, str(program), str(tmp_path)],
        env=os.environ | {"PYTHONPATH": source},
    )
    assert started.wait(60) == 0
    number, said = out.read_text("utf-8").splitlines()
    assert int(number) == started.pid
    assert said == f"-m welfaredesk --profile {tmp_path}"


# A real dialog is a window of its own, and the off-screen plugin has no hints of sizes.
@pytest.mark.qt_log_ignore("propagateSizeHints")
def test_a_file_dialog_leaves_no_trace_in_the_home(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    (home / "Fascicolo Ferrari").mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / ".config"))
    choose.keep_no_settings()
    window = QWidget()
    qtbot.addWidget(window)
    chosen: list[Path] = []
    dialog = choose.choose_folder(window, "Cartella", done=chosen.append)
    dialog.setDirectory(str(home / "Fascicolo Ferrari"))
    dialog.accept()
    dialog.close()
    dialog.deleteLater()
    qtbot.waitUntil(lambda: bool(chosen))
    settings = QSettings(QSettings.Scope.UserScope, "QtProject")
    settings.setValue("FileDialog/history", "Fascicolo Ferrari")
    settings.sync()
    assert chosen == [home / "Fascicolo Ferrari"]
    assert [path for path in home.rglob("*") if path.is_file()] == []
