# SPDX-License-Identifier: EUPL-1.2
"""Leaving: the process image is replaced at a lock, so that nothing of a cartella stays in the memory."""

import os
import subprocess
import sys
from pathlib import Path

RESET = "PYINSTALLER_RESET_ENVIRONMENT"


def command_line(profile: Path, *, demo: bool) -> list[str]:
    """Return the command that opens the profile again: nothing of the content stands on it."""
    program = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "welfaredesk"]
    return [*program, "--profile", str(profile), *(["demo"] if demo else [])]


def replace_process(profile: Path, *, demo: bool = False) -> None:
    """Become a new process that opens the profile; on Windows start one and end this one, its memory with it."""
    line = command_line(profile, demo=demo)
    # A frozen program sets variables for its children: the new one must start as if from the menu.
    environment = os.environ | {RESET: "1"} if getattr(sys, "frozen", False) else dict(os.environ)
    if sys.platform == "win32":
        try:
            subprocess.Popen(line, env=environment, close_fds=True)
        finally:
            os._exit(0)
    else:
        os.execve(line[0], line, environment)
