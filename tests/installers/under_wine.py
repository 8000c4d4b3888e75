# SPDX-License-Identifier: EUPL-1.2
"""A Windows of our own: a prefix of Wine, copied for the trial, with a screen that can be looked at and typed on."""

import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtGui import QImage

from tests.stories.program import Answer
from tests.stories.window import HEIGHT, WIDTH, memory_of, screen_in

LONGEST_SECONDS = 600
PIXEL = 4
FEW_COLOURS = 40
TITLE = "^WelfareDesk$"
# No menus for the Linux desktop, no .NET, no web pages; Wine's news of the network never comes, and holds who asks.
OVERRIDES = "winemenubuilder.exe,mscoree,mshtml,netprofm=d"
KEPT_AWAY = ("QT_", "PYTHON", "WELFAREDESK_", "DISPLAY", "WAYLAND_")


@dataclass(frozen=True, slots=True)
class Windows:
    """A prefix with its screen: programs run in it, their registry and files are read from outside."""

    prefix: Path
    display: str
    pixels: Path

    @property
    def environment(self) -> dict[str, str]:
        """Return what a program is started with: nothing that was set for Linux."""
        clean = {name: text for name, text in os.environ.items() if not name.startswith(KEPT_AWAY)}
        return clean | {
            "WINEPREFIX": str(self.prefix),
            "WINEARCH": "win64",
            "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": OVERRIDES,
            "HOME": str(self.prefix.with_name("home")),
            "LANG": "C.UTF-8",
            "DISPLAY": self.display,
        }

    @property
    def home(self) -> Path:
        """Return the folder of the one person who has one here."""
        people = (self.prefix / "drive_c/users").iterdir()
        return next(one for one in people if one.name != "Public")

    @property
    def local(self) -> Path:
        """Return her %LOCALAPPDATA%."""
        return self.home / "AppData/Local"

    def run(self, program: Path, *words: str) -> Answer:
        """Run a program of Windows to its end; what it says goes through pipes."""
        done = subprocess.run(
            ["wine", str(program), *words],
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            timeout=LONGEST_SECONDS,
        )
        return Answer(done.returncode, done.stdout.decode(), done.stderr.decode())

    def start(self, *words: str) -> None:
        """Start a program of Windows and do not wait for it."""
        subprocess.run(
            ["setsid", "--fork", "wine", *words],
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=True,
            timeout=LONGEST_SECONDS,
        )

    def value(self, key: str, name: str = "") -> str:
        """Return a value of the registry below HKCU, empty when there is none; without a name the key's own."""
        asked = ("/v", name) if name else ("/ve",)
        said = self.run(Path("reg"), "query", f"HKCU\\{key}", *asked).out
        for line in said.splitlines():
            for kind in ("REG_SZ", "REG_DWORD"):
                if kind in line:
                    return line.split(kind, 1)[1].strip()
        return ""

    def set_value(self, key: str, name: str, *, text: str) -> None:
        """Write a value of the registry below HKCU."""
        done = self.run(Path("reg"), "add", f"HKCU\\{key}", "/v", name, "/d", text, "/f")
        assert done.code == 0, done

    def running(self, program: str) -> dict[int, str]:
        """Return the processes of a program in this prefix, with their command lines."""
        found = {}
        for folder in Path("/proc").iterdir():
            with suppress(OSError):
                line = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
                called = re.search(rf"[\\/]{re.escape(program)}\b", line) is not None
                if folder.name.isdigit() and called and self._is_ours(folder):
                    found[int(folder.name)] = line.strip()
        return found

    def _is_ours(self, folder: Path) -> bool:
        return f"WINEPREFIX={self.prefix}\0".encode() in (folder / "environ").read_bytes()

    def is_shown(self, title: str = TITLE) -> bool:
        """Tell whether a window of that title is on the screen, and give it the keyboard."""
        found = self._tool("search", "--onlyvisible", "--name", title)
        if found:
            self._tool("windowfocus", found.split()[-1])
        return bool(found)

    def key(self, *names: str) -> None:
        """Press keys, one after the other."""
        self._tool("key", "--delay", "60", *names)

    def write(self, text: str) -> None:
        """Type a text."""
        self._tool("type", "--delay", "30", text)

    def _tool(self, *words: str) -> str:
        done = subprocess.run(["xdotool", *words], env=self.environment, capture_output=True, check=False, timeout=120)
        return done.stdout.decode()

    def shows(self, text: str) -> bool:
        """Tell whether the window that is open was handed a text, which Qt keeps in UTF-16."""
        needle = text.encode("utf-16-le")
        pids = self.running("welfaredesk.exe")
        return any(needle in data for pid in pids for data in memory_of(pid, "rw", overlap=len(needle)))

    def is_drawn(self) -> bool:
        """Tell whether a window is on the screen and something in it."""
        return self.is_shown() and len(set(memoryview(self.screen()).cast("I"))) > FEW_COLOURS

    def screen(self) -> bytes:
        """Return the pixels of the screen."""
        return self.pixels.read_bytes()[-PIXEL * WIDTH * HEIGHT :]

    def picture(self, path: Path) -> None:
        """Keep a picture of the screen."""
        path.parent.mkdir(parents=True, exist_ok=True)
        assert QImage(self.screen(), WIDTH, HEIGHT, QImage.Format.Format_RGB32).save(str(path))


@contextmanager
def windows(made: Path, prefix: Path) -> Iterator[Windows]:
    """Copy a prefix, give it a screen, and end all that runs in it at the end."""
    subprocess.run(["cp", "-a", "--reflink=auto", str(made), str(prefix)], check=True, timeout=LONGEST_SECONDS)
    for link in (prefix / "drive_c/users").glob("*/*"):
        if link.is_symlink():  # Wine lends the folders of whoever built it
            link.unlink()
            link.mkdir()
    prefix.with_name("home").mkdir()
    with screen_in(prefix.parent) as (display, pixels):
        here = Windows(prefix, display, pixels)
        try:
            yield here
        finally:
            subprocess.run(["wineserver", "-k"], env=here.environment, check=False, timeout=60)
