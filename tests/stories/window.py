# SPDX-License-Identifier: EUPL-1.2
"""The real window: the program on a screen of its own, driven by keys, watched from outside."""

import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.stories.program import Program
from welfaredesk.ui.shell import ONLY_HERE

LONGEST_SECONDS = 60.0
LOOK_EVERY = 0.05
RESTS = 4
"""How many times as long as a look took one rests after it."""
SHUTTING_SECONDS = 5.0
SAID = "said.txt"
WIDTH, HEIGHT = 1366, 768
SCREEN = f"-screen 0 {WIDTH}x{HEIGHT}x24 -nolisten tcp -noreset"
LONGEST_SENTENCE = 1024
CHUNK = 256 * 1024
UNTOUCHED = bytes(CHUNK)


def until(true: Callable[[], bool], what: str, *, seconds: float = LONGEST_SECONDS, every: float = LOOK_EVERY) -> None:
    """Wait until a thing seen from outside is so.

    Raises:
        AssertionError: when it does not come about in that time.
    """
    pause = threading.Event()
    looked = time.monotonic()
    end = looked + seconds
    while not true():
        now = time.monotonic()
        assert now < end, f"this never came about: {what}"
        # To look through all its memory costs more than what the program does meanwhile: it comes first.
        pause.wait(max(every, RESTS * (now - looked)))
        looked = time.monotonic()


def fixed_part(sentence: str) -> str:
    """Return the longest part of a sentence that is always the same, so that a story finds it on the screen."""
    return max(re.split(r"\{\w+\}", sentence), key=len)


class Window:
    """A running program, its keys, and what can be seen of it from outside."""

    def __init__(self, process: "subprocess.Popen[bytes]", program: Program, *, display: str, screen: Path) -> None:
        self._screen = screen
        self.process = process
        self.program = program
        self._environment = program.environment | {"DISPLAY": display}
        self._in_vain: dict[tuple[bytes, ...], frozenset[tuple[str, str]]] = {}

    @property
    def pid(self) -> int:
        """Return the process: the same after a lock, which replaces its image only."""
        return self.process.pid

    def said(self) -> str:
        """Return what the program said on its standard output and error, in every start on this folder."""
        return (self.program.folder / SAID).read_text("utf-8", errors="replace")

    def key(self, *names: str) -> None:
        """Press keys, one after the other, as xdotool calls them."""
        self._tool("key", "--delay", "30", *names)

    def write(self, text: str) -> None:
        """Type a text."""
        self._tool("type", "--delay", "8", text)

    def _tool(self, *words: str) -> str:
        done = subprocess.run(["xdotool", *words], env=self._environment, capture_output=True, check=True, timeout=60)
        return done.stdout.decode()

    def is_shown(self) -> bool:
        """Tell whether the window is on the screen, and give it the keyboard: here no window manager does."""
        assert self.process.poll() is None, f"the program ended with {self.process.returncode}: {self.said()}"
        words = ["xdotool", "search", "--onlyvisible", "--name", "^WelfareDesk$"]
        found = subprocess.run(words, env=self._environment, capture_output=True, check=False, timeout=60)
        if found.returncode or not found.stdout.split():
            return False
        window = found.stdout.split()[0].decode()
        subprocess.run(
            ["xdotool", "windowfocus", window], env=self._environment, capture_output=True, check=False, timeout=60
        )
        return True

    def has_open(self, name: str) -> bool:
        """Tell whether the process holds a file of that name open."""
        folder = Path(f"/proc/{self.pid}/fd")
        try:
            return any(one.readlink().name == name for one in folder.iterdir())
        except FileNotFoundError:
            return False

    def choose(self, title: str, path: Path) -> None:
        """Type a path into a dialog for files and confirm it.

        The dialog lists what lies in the folder while one types: with that list open Return only shuts the list.
        """
        until(lambda: self._hears(title), f"the dialog «{title}»")
        self.key("ctrl+a")
        self.write(str(path))
        until(lambda: self.shows(str(path)), "the path as it was typed")
        until(lambda: self._shut(title), f"the end of the dialog «{title}»")

    def _shut(self, title: str) -> bool:
        """Press Return in a dialog and tell whether that shut it."""
        if not self._hears(title):
            return True
        self.key("Return")
        with suppress(AssertionError):
            until(lambda: not self._hears(title), "a dialog that shuts", seconds=SHUTTING_SECONDS)
        return not self._hears(title)

    def _hears(self, title: str) -> bool:
        """Tell whether a window of that title is on the screen; if so it has the keyboard now."""
        words = ["xdotool", "search", "--onlyvisible", "--name", f"^{re.escape(title)}$", "windowfocus", "--sync"]
        return not subprocess.run(words, env=self._environment, capture_output=True, check=False, timeout=60).returncode

    def unlock(self, passphrase: str) -> None:
        """Type the passphrase into the one field and wait until the desk is open and shown."""
        until(self.is_shown, "a window")
        self.write(passphrase)
        self.key("Return")
        self.wait_for_desk()

    def wait_for_desk(self) -> None:
        """Wait until the shell is on the screen: keys typed before would be lost."""
        until(lambda: self.has_open("vault.db") and self.shows(ONLY_HERE) and self.is_shown(), "an open desk")

    def lock(self) -> None:
        """Lock with the keys and wait until the new image shows its window with nothing open."""
        self.key("ctrl+l")
        self.wait_for_lock()

    def close(self) -> int:
        """Close the window as its cross does and return the exit code of the program."""
        (window,) = self._tool("search", "--onlyvisible", "--name", "^WelfareDesk$").split()
        line = [sys.executable, "-m", "tests.stories.cross", window]
        subprocess.run(line, env=self._environment, check=True, timeout=60)
        return self.process.wait(LONGEST_SECONDS)

    def wait_for_lock(self) -> None:
        """Wait until the process is a new image, which shows its window with nothing open."""
        until(lambda: not self.has_open("vault.db"), "a closed vault")
        until(lambda: not self.shows(ONLY_HERE) and self.is_shown(), "a window after the lock")

    def shows(self, text: str) -> bool:
        """Tell whether a text was handed to Qt, which keeps it in UTF-16, since this image began."""
        return self._finds(text.encode("utf-16-le"))

    def knows(self, text: str) -> bool:
        """Tell whether a text was read from the vault or typed since this image began."""
        return self._finds(text.encode(), text.encode("utf-16-le"))

    def readings(self, pattern: "re.Pattern[bytes]") -> set[tuple[str, ...]]:
        """Return what the groups of a pattern caught in the sentences handed to Qt; the pattern is over UTF-16."""
        found: set[tuple[str, ...]] = set()
        for data in self._memory("rw", overlap=LONGEST_SENTENCE):
            found.update(tuple(group.decode("utf-16-le") for group in one.groups()) for one in pattern.finditer(data))
        return found

    def _finds(self, *needles: bytes) -> bool:
        ran = self._turns()
        if self._in_vain.get(needles) == ran:
            return False
        pieces = self._memory("rw", overlap=max(map(len, needles)))
        found = any(needle in piece for piece in pieces for needle in needles)
        if not found:
            self._in_vain[needles] = ran
        return found

    def _turns(self) -> frozenset[tuple[str, str]]:
        """Return how often each of its threads has given up the processor: as long as none has, no word is new."""
        found = set()
        for task in Path(f"/proc/{self.pid}/task").iterdir():
            with suppress(OSError):  # it has just ended
                status = (task / "status").read_text("ascii", errors="replace")
                found.add((task.name, status[status.index("voluntary_ctxt_switches") :]))
        return frozenset(found)

    def memory_holds(self, needles: dict[str, bytes]) -> list[str]:
        """Return the names of the needles that stand in the memory of the process."""
        found: set[str] = set()
        for data in self._memory("r", overlap=max(map(len, needles.values()))):
            found.update(name for name, needle in needles.items() if needle in data)
        return sorted(found)

    def _memory(self, may: str, *, overlap: int) -> Iterator[bytes]:
        return memory_of(self.pid, may, overlap=overlap)

    def plainness(self) -> float:
        """Return the share of the screen that has its commonest colour: a page has many, the curtain one."""
        pixels = memoryview(self._screen.read_bytes()[-4 * WIDTH * HEIGHT :]).cast("I")
        return Counter(pixels).most_common(1)[0][1] / len(pixels)

    def picture(self, path: Path) -> None:
        """Take a picture of the whole screen."""
        subprocess.run(
            ["import", "-window", "root", str(path)], env=self._environment, capture_output=True, check=True, timeout=60
        )


def memory_of(pid: int, may: str, *, overlap: int) -> Iterator[bytes]:
    """Give the memory of a process, of the regions with these permissions."""
    regions = Path(f"/proc/{pid}/maps").read_text("ascii", errors="replace").splitlines()
    with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
        for region in regions:
            bounds = re.match(rf"([0-9a-f]+)-([0-9a-f]+) {may}", region)
            if bounds is None or "[vvar" in region or "[vsyscall" in region:
                continue
            start, end = (int(bound, 16) for bound in bounds.groups())
            yield from _pieces(memory.fileno(), start, end=end, overlap=overlap)


def _pieces(descriptor: int, start: int, *, end: int, overlap: int) -> Iterator[bytes]:
    """Give a region of memory in pieces that overlap, passing over what cannot be read or was never written."""
    position = start
    while position < end:
        size = min(CHUNK, end - position)
        with suppress(OSError):
            piece = os.pread(descriptor, size, position)
            if piece != UNTOUCHED[: len(piece)]:
                yield piece
        if position + size >= end:
            return
        position += size - overlap


@contextmanager
def screen_in(folder: Path) -> Iterator[tuple[str, Path]]:
    """Give the name of a screen of its own and the file with its pixels, made below a folder; it ends with this."""
    place = Path(tempfile.mkdtemp(prefix="screen-", dir=folder))
    reading, writing = os.pipe()
    # Without -noreset the screen starts anew when its last client leaves: xdotool would do that to the program.
    screen = subprocess.Popen(
        ["Xvfb", "-fbdir", str(place), "-displayfd", str(writing), *SCREEN.split()],
        pass_fds=(writing,),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    try:
        with os.fdopen(reading) as number:
            display = f":{number.readline().strip()}"
        yield display, place / "Xvfb_screen0"
    finally:
        screen.terminate()  # not killed: it takes away its own lock and socket
        screen.wait()


@contextmanager
def on_screen(program: Program, *words: str, **more: str) -> Iterator[Window]:
    """Start the program on a screen of its own and end both."""
    with screen_in(program.folder) as (display, pixels):
        environment = program.environment | {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb"} | more
        with (program.folder / SAID).open("ab") as said:
            process = subprocess.Popen(
                program.line(*words), env=environment, cwd=program.folder, stdout=said, stderr=said
            )
        try:
            yield Window(process, program, display=display, screen=pixels)
        finally:
            process.send_signal(signal.SIGKILL)
            process.wait()
