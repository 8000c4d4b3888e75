# SPDX-License-Identifier: EUPL-1.2
"""Commands run inside the test's own process: what a new process costs is paid where it is what is tested."""

import io
import sys
import threading
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import pytest

from tests.stories.program import Answer, Program
from welfaredesk.cli.run import run


class NoWindows:
    """The windows of a process that has none."""

    def open(self, profile: Path, *, demo: str | None) -> int:
        """Fail: a verb opens no window."""
        raise AssertionError((profile, demo))

    def tour(self, profile: Path, folder: Path, *, passphrase: str) -> None:
        """Fail: a verb opens no window."""
        raise AssertionError((profile, folder, passphrase))


def answered(program: Program, *words: str, given: str = "") -> Answer:
    """Run a command in this process, as `python -m welfaredesk` does."""
    out, err, before = io.StringIO(), io.StringIO(), (sys.stdin, sys.excepthook, threading.excepthook)
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.chdir(program.folder)
        patch.setenv("WELFAREDESK_PROFILE", str(program.profile))
        patch.setenv("WELFAREDESK_PASSPHRASE_FILE", str(program.passphrase_file))
        sys.stdin = io.TextIOWrapper(io.BytesIO(given.encode()))
        try:
            code = run(["--json", *words], NoWindows())
        finally:
            sys.stdin, sys.excepthook, threading.excepthook = before
    return Answer(code, out.getvalue(), err.getvalue())


def here(program: Program, *words: str, given: str = "") -> Any:
    """Run a command in this process, expect that it was done, and return its only value."""
    answer = answered(program, *words, given=given)
    assert (answer.code, answer.err) == (0, ""), (words, answer)
    return answer.value
