# SPDX-License-Identifier: EUPL-1.2
"""The tour: walks through the windows off-screen, in every theme and at both scales, and leaves pictures."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from welfaredesk.ui.walk import walk
from welfaredesk.ui.walk_clashes import copy_of

SCALES = ("1", "2")
SCALE_VARIABLE = "WELFAREDESK_TOUR_SCALE"
LONGEST_SECONDS = 1800
INDEX = "index.json"


def tour(profile: Path, out: Path, *, passphrase: str) -> int:
    """Walk through the windows of a profile and return how many pictures were left in `out`.

    A process has one scale for its whole life, so there is a process for each; they walk side by side, each through a
    copy of the profile.
    """
    out.mkdir(parents=True, exist_ok=True)
    mine = os.environ.get(SCALE_VARIABLE)
    if mine in SCALES:
        return _walk(profile, out, passphrase=passphrase, scale=mine)
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        walking = []
        for scale in SCALES:
            (Path(folder) / scale).mkdir()
            copied = copy_of(profile, Path(folder) / scale)
            walking.append(stack.enter_context(_walker(copied, out, passphrase=passphrase, scale=scale)))
        for process in walking:
            if process.wait(LONGEST_SECONDS):
                raise subprocess.CalledProcessError(process.returncode, process.args)
    pictures = []
    for scale in SCALES:
        part = out / f"{scale}-{INDEX}"
        pictures += json.loads(part.read_text("utf-8"))
        part.unlink()
    pictures.sort(key=lambda one: str(one["file"]))
    (out / INDEX).write_text(json.dumps(pictures, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return len(pictures)


@contextmanager
def _walker(profile: Path, out: Path, *, passphrase: str, scale: str) -> "Iterator[subprocess.Popen[str]]":
    """Start the walk of one scale, the phrase handed over through a pipe; whoever leaves early ends it."""
    asked = {SCALE_VARIABLE: scale, "QT_SCALE_FACTOR": scale, "QT_QPA_PLATFORM": "offscreen"}
    with subprocess.Popen(
        _command(profile, out),
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
        env=os.environ | asked,
    ) as process:
        try:
            if process.stdin is not None:
                process.stdin.write(passphrase)
                process.stdin.close()
            yield process
        finally:
            process.kill()


def _command(profile: Path, out: Path) -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable, *sys.argv[1:], "--profile", str(profile)]
    return [sys.executable, "-m", "welfaredesk.ui.tour", str(profile), str(out)]


def _walk(profile: Path, out: Path, *, passphrase: str, scale: str) -> int:
    pictures = walk(profile, out, passphrase=passphrase, scale=scale)
    (out / f"{scale}-{INDEX}").write_text(json.dumps(pictures), encoding="utf-8")
    return len(pictures)


if __name__ == "__main__":
    sys.exit(0 if tour(Path(sys.argv[1]), Path(sys.argv[2]), passphrase=sys.stdin.read()) else 1)
