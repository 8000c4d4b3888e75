# SPDX-License-Identifier: EUPL-1.2
"""The units of the server: systemd reads them without a word, and finds little left to lock away."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.installers.server_package import PARTS

pytestmark = pytest.mark.installers
UNITS = ("welfaredesk.service", "welfaredesk-backup.service", "welfaredesk-backup.timer")
SERVICES = UNITS[:2]
MOST_EXPOSED = 20
"""Tenths on systemd's scale, on which an ordinary service stands at 96."""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a root with the units where docs/operating.md puts them, and something that can be started."""
    system = tmp_path / "etc" / "systemd" / "system"
    system.mkdir(parents=True)
    for name in UNITS:
        shutil.copy2(PARTS / name, system)
    programs = tmp_path / "opt" / "welfaredesk" / "bin"
    programs.mkdir(parents=True)
    shutil.copy2(PARTS / "welfaredesk-backup", programs)
    shutil.copy2(PARTS / "welfaredesk-backup", programs / "welfaredesk")
    for target in ("multi-user", "timers", "network-online", "sysinit", "basic", "shutdown"):
        (system / f"{target}.target").write_text("[Unit]\n", "utf-8")
    return tmp_path


def _analysed(*words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(["systemd-analyze", *words], capture_output=True, text=True, check=False)


def test_systemd_reads_the_units_without_a_word(root: Path) -> None:
    done = _analysed("verify", f"--root={root}", "--man=no", *UNITS)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize("name", SERVICES)
def test_what_a_service_may_do_is_little(root: Path, name: str) -> None:
    done = _analysed("security", "--offline=yes", f"--root={root}", f"--threshold={MOST_EXPOSED}", name)
    assert done.returncode == 0, done.stdout
