# SPDX-License-Identifier: EUPL-1.2
"""The scripts of the .run around a stand-in of the program: homes of any name, and homes behind links."""

import ctypes
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.somebody import SOMEBODY, reachable

PARTS = Path(__file__).parents[2] / "installer/linux"
STAND_IN = '#!/bin/sh\nprintf "%s\\n" "$@" >"$(dirname "$0")/said"\n'
NAMES = (
    "anna",
    "Anna Rossi",
    "servizi & casa",
    "a|b;c",
    r"COMUNE\anna",
    "50%f",
    "$HOME",
    'detta "Nina"',
    "l'ufficio",
    "`id`",
    "~(1) *?#<>",
    "perché=no",
)


@dataclass(frozen=True, slots=True)
class Unpacked:
    """What the .run unpacks, beside the home of somebody who has no rights."""

    folder: Path

    def run(self, script: Path, home: Path) -> "subprocess.CompletedProcess[str]":
        """Run one of the scripts as the person whose home it is."""
        environment = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": str(home)}
        with self.start("sh", str(script), **environment) as process:
            said, told = process.communicate(timeout=60)
        return subprocess.CompletedProcess(process.args, process.returncode, said, told)

    def start(self, *words: str, **environment: str) -> "subprocess.Popen[str]":
        """Start a program as that person."""
        somebody = SOMEBODY if os.geteuid() == 0 else None
        return subprocess.Popen(
            words,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            user=somebody,
            group=somebody,
        )

    def install(self, home: Path) -> "subprocess.CompletedProcess[str]":
        """Install into a home."""
        return self.run(self.folder / "install", home)

    def uninstall(self, home: Path) -> "subprocess.CompletedProcess[str]":
        """Take away from a home, with what was installed there."""
        return self.run(home / ".local/lib/welfaredesk/uninstall", home)

    def home(self, name: str) -> Path:
        """Make a home."""
        made = self.folder.parent / "home" / name
        made.mkdir(parents=True)
        if os.geteuid() == 0:
            os.chown(made, SOMEBODY, SOMEBODY)
        return made


@pytest.fixture
def unpacked() -> Iterator[Unpacked]:
    """Return the parts of a .run whose program writes down what it was called with."""
    with reachable() as folder:
        parts = folder / "unpacked"
        (parts / "program").mkdir(parents=True)
        (parts / "share/applications").mkdir(parents=True)
        shutil.copy2(PARTS / "welfaredesk.desktop", parts / "share/applications")
        for script in ("install", "uninstall"):
            shutil.copy2(PARTS / script, parts)
        (parts / "program/welfaredesk").write_text(STAND_IN, "ascii")
        (parts / "program/welfaredesk").chmod(0o755)
        yield Unpacked(parts)


def _clicked(entry: Path, file: Path) -> None:
    """Open a file as the desktop does that reads the entry: with GLib, which GNOME, Xfce and others use."""
    gio = ctypes.CDLL("libgio-2.0.so.0")
    for name in ("g_desktop_app_info_new_from_filename", "g_file_new_for_path", "g_list_append"):
        getattr(gio, name).restype = ctypes.c_void_p
    application = gio.g_desktop_app_info_new_from_filename(os.fsencode(entry))
    assert application, f"no desktop would show this entry:\n{entry.read_text('utf-8')}"
    files = gio.g_list_append(None, ctypes.c_void_p(gio.g_file_new_for_path(os.fsencode(file))))
    assert gio.g_app_info_launch(ctypes.c_void_p(application), ctypes.c_void_p(files), None, None)


@pytest.mark.parametrize("name", NAMES)
def test_a_double_click_reaches_the_program_in_a_home_of_any_name(unpacked: Unpacked, name: str) -> None:
    home = unpacked.home(name)
    done = unpacked.install(home)
    assert done.returncode == 0, done.stderr
    lib = home / ".local/lib/welfaredesk"
    assert (home / ".local/bin/welfaredesk").resolve() == lib / "welfaredesk"
    os.mkfifo(lib / "said")
    _clicked(home / ".local/share/applications/welfaredesk.desktop", home / "da inviare.wdr")
    said = subprocess.run(["cat", str(lib / "said")], capture_output=True, text=True, check=True, timeout=60).stdout
    assert said.splitlines() == ["open", str(home / "da inviare.wdr")]
    done = unpacked.uninstall(home)
    assert done.returncode == 0, done.stderr
    assert list(home.rglob("*welfaredesk*")) == []


def test_behind_a_link_an_open_program_is_neither_replaced_nor_taken_away(unpacked: Unpacked) -> None:
    waits = unpacked.folder / "program/welfaredesk"
    shutil.copy2("/bin/cat", waits)
    home = unpacked.home("anna")
    link = unpacked.folder.parent / "anna"
    link.symlink_to(home)
    assert unpacked.install(link).returncode == 0
    for opened in (link, home):
        program = opened / ".local/lib/welfaredesk/welfaredesk"
        with unpacked.start(str(program)) as process:
            for place in (link, home):
                for held in (unpacked.install(place), unpacked.uninstall(place)):
                    assert (held.returncode, f"WelfareDesk è aperto (processo {process.pid})" in held.stderr) == (
                        1,
                        True,
                    )
            assert process.poll() is None
    assert unpacked.install(link).returncode == 0
    assert unpacked.uninstall(home).returncode == 0
    assert list(home.rglob("*welfaredesk*")) == []
