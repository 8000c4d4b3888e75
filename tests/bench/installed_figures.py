# SPDX-License-Identifier: EUPL-1.2
"""Figures of the packages of Linux, printed as JSON: sizes, start to the painted window, memory at rest.

    python -m tests.bench.installed_figures [--packages build/packages] [--runs 7]

The program is the one in the .deb, unpacked; the window stands on a screen of its own. A cold start has none of the
program's files, nor of the libraries that it maps, in the memory of the system; other files of the system may be there.
"""

import argparse
import json
import mmap
import os
import statistics
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.stories.program import PASSPHRASE, Program, founded
from tests.stories.window import HEIGHT, WIDTH, Window, on_screen

POLL_SECONDS = 0.002
QUIET_SECONDS = 2.0
MB = 1_000_000
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Unpacked(Program):
    """The program of the package, on a profile."""

    program: Path

    def line(self, *words: str) -> list[str]:
        """Return the command line of a process."""
        return [str(self.program), *words]

    @property
    def environment(self) -> dict[str, str]:
        """Return the environment of a process: nothing of the tree."""
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        return kept | {"WELFAREDESK_PROFILE": str(self.profile)}


@dataclass(frozen=True, slots=True)
class Start:
    """Milliseconds from the start of the process to the painted window, and of the processor until then."""

    ms: float
    processor_ms: float


def _processor_ms(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * 1000 / TICKS


def _is_painted(screen: mmap.mmap) -> bool:
    """Tell whether the middle row of the screen, black before, shows anything."""
    row = len(screen) - 4 * WIDTH * (HEIGHT // 2)
    return any(screen[row : row + 4 * WIDTH])


@contextmanager
def started(program: Unpacked) -> Iterator[tuple[Window, Start]]:
    """Start the program and give its window with how long it took to be painted."""
    with on_screen(program) as window:
        begun = time.perf_counter()
        (path,) = program.folder.glob("screen-*/Xvfb_screen0")
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as screen:
            while not _is_painted(screen):
                time.sleep(POLL_SECONDS)
        taken = (time.perf_counter() - begun) * 1000
        yield window, Start(round(taken, 1), _processor_ms(window.pid))


def mapped_files(pid: int) -> list[Path]:
    """Return the files that a process maps."""
    lines = Path(f"/proc/{pid}/maps").read_text("utf-8").splitlines()
    found = {line.split(maxsplit=5)[5] for line in lines if line.count(" /")}
    return [Path(path) for path in sorted(found) if Path(path).is_file()]


def forget(files: list[Path]) -> None:
    """Let the system forget what it holds of these files in memory."""
    for path in files:
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
        finally:
            os.close(descriptor)


def memory(pid: int) -> dict[str, float]:
    """Return the megabytes of a process: proportional (PSS, what it alone costs) and resident (RSS)."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines()
    held = {line.split()[0]: int(line.split()[1]) * 1024 for line in lines[1:]}
    return {"pss": round(held["Pss:"] / MB, 1), "rss": round(held["Rss:"] / MB, 1)}


def rest(pid: int) -> None:
    """Wait until a process has used no processor for a while."""
    before = -1.0
    while before != (before := _processor_ms(pid)):
        time.sleep(QUIET_SECONDS)


def middle(starts: list[Start]) -> dict[str, Any]:
    """Return the median of starts, and each of them."""
    return {
        "median_ms": statistics.median(one.ms for one in starts),
        "median_processor_ms": statistics.median(one.processor_ms for one in starts),
        "ms": [one.ms for one in starts],
    }


def starts_of(program: Unpacked, runs: int) -> dict[str, Any]:
    """Return the figures of warm and cold starts."""
    with started(program) as (window, _first):
        rest(window.pid)
        mapped = mapped_files(window.pid)
    files = sorted({*mapped, *(path for path in program.program.parent.rglob("*") if path.is_file())})
    warm, cold = [], []
    for _ in range(runs):
        with started(program) as (_window, start):
            warm.append(start)
        forget(files)
        with started(program) as (_window, start):
            cold.append(start)
    return {"warm": middle(warm), "cold": middle(cold)}


def idle_of(program: Unpacked) -> dict[str, Any]:
    """Return the memory at rest: at the unlocking, with the desk open, and after the lock that follows."""
    with started(program) as (window, _start):
        rest(window.pid)
        locked = memory(window.pid)
        window.unlock(PASSPHRASE)
        rest(window.pid)
        opened = memory(window.pid)
        window.lock()
        rest(window.pid)
        return {"unlock_window": locked, "open_desk": opened, "after_a_lock": memory(window.pid)}


def sizes_of(packages: Path, folder: Path) -> dict[str, float]:
    """Return the megabytes of the packages and of what the .deb unpacks into."""
    (deb,), (run,) = packages.glob("*.deb"), packages.glob("*.run")
    installed = sum(path.lstat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return {
        name: round(size / MB, 1) for name, size in (("installed", installed), ("deb", _size(deb)), ("run", _size(run)))
    }


def _size(path: Path) -> int:
    return path.stat().st_size


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--packages", type=Path, default=Path("build/packages"))
    asked.add_argument("--runs", type=int, default=7)
    said = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="welfaredesk-figures-", dir="/var/tmp") as place:
        root = Path(place) / "root"
        (deb,) = said.packages.glob("*.deb")
        subprocess.run(["dpkg-deb", "-x", str(deb), str(root)], check=True)
        desk = Path(place) / "desk"
        desk.mkdir()
        founded(desk)
        program = Unpacked(desk, root / "usr/lib/welfaredesk/welfaredesk")
        figures = {"mb": sizes_of(said.packages, root), "load": os.getloadavg()}
        figures |= {"start": starts_of(program, said.runs), "memory_mb": idle_of(program)}
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
