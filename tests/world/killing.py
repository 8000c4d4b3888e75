# SPDX-License-Identifier: EUPL-1.2
"""Kills a process in the middle of what it does and returns what it had answered."""

import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parents[2]


@dataclass(slots=True)
class Savers:
    """The process whose children do the deeds."""

    process: subprocess.Popen[bytes]

    def killed(self, deed: str, profile: Path, *, seed: int, lines: int, wait: float) -> list[list[str]]:
        """Let a child do a deed, kill it after so many answers and seconds, and return all its answers."""
        answers = self._asked(deed, profile, seed)
        child = int(answers.readline())
        said: list[list[str]] = []
        while len(said) < lines:
            said.append(answers.readline().decode().split())
            if said[-1] == ["end"]:
                return said[:-1]
        # Not a sleep: whatever comes first, an answer or the end of the time, decides the instant of the kill.
        select.select([answers], [], [], wait)
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        return said + _rest(answers)

    def done(self, deed: str, profile: Path, *, seed: int) -> list[list[str]]:
        """Let a child do a deed to its end and return its answers."""
        return _rest(self._asked(deed, profile, seed))[1:]

    def _asked(self, deed: str, profile: Path, seed: int) -> IO[bytes]:
        ask, answers = self.process.stdin, self.process.stdout
        assert ask is not None
        assert answers is not None
        ask.write(f"{deed} {profile} {seed}\n".encode())
        ask.flush()
        return answers


def _rest(answers: IO[bytes]) -> list[list[str]]:
    said: list[list[str]] = []
    while (words := answers.readline().decode().split()) != ["end"]:
        said.append(words)
    return said


@contextmanager
def savers() -> Iterator[Savers]:
    """Give a process that is ready, and end it."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.world.saver"],
        cwd=ROOT,
        env={"PYTHONPATH": f"{ROOT}:{ROOT / 'src'}", "HOME": "/nonexistent"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        bufsize=-1,
    )
    with process:
        yield Savers(process)
        assert process.stdin is not None
        process.stdin.close()
    assert process.returncode == 0
