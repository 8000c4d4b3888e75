# SPDX-License-Identifier: EUPL-1.2
"""Commands run inside the test's own process: what a new process costs is paid where it is what is tested."""

import io
import sys
import threading
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import pytest

from tests.stories.program import Answer, Program
from welfaredesk.cli.run import run


class NoWindows:
    """The windows of a process that has none."""

    def open(self, profile: Path, *, demo: str | None, taking: Path | None = None, choose: bool = False) -> int:
        """Fail: a verb opens no window."""
        raise AssertionError((profile, demo, taking, choose))

    def tour(self, profile: Path, folder: Path, *, passphrase: str) -> None:
        """Fail: a verb opens no window."""
        raise AssertionError((profile, folder, passphrase))

    def try_out(self, profile: Path) -> bool:
        """Fail: a verb opens no window."""
        raise AssertionError(profile)


class Inside(Program):
    """The program, its commands run inside the test's own process."""

    def run(self, *words: str, given: str = "", without: Sequence[str] = ()) -> Answer:
        """Run a command to its end, as `python -m welfaredesk` does, without some variables of the environment."""
        out, err, before = io.StringIO(), io.StringIO(), (sys.stdin, sys.excepthook, threading.excepthook)
        with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
            patch.chdir(self.folder)
            patch.setenv("WELFAREDESK_PROFILE", str(self.profile))
            patch.setenv("WELFAREDESK_PASSPHRASE_FILE", str(self.passphrase_file))
            for name in without:
                patch.delenv(name)
            sys.stdin = io.TextIOWrapper(io.BytesIO(given.encode()))
            try:
                code = run(list(words), NoWindows())
            finally:
                sys.stdin, sys.excepthook, threading.excepthook = before
        return Answer(code, out.getvalue(), err.getvalue())


def answered(program: Program, *words: str, given: str = "") -> Answer:
    """Run a command with `--json` in this process."""
    return Inside(program.folder).run("--json", *words, given=given)


def here(program: Program, *words: str, given: str = "") -> Any:
    """Run a command in this process, expect that it was done, and return its only value."""
    return Inside(program.folder).ask(*words, given=given)
