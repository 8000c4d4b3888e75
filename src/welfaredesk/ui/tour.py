# SPDX-License-Identifier: EUPL-1.2
"""The tour: walks through the windows off-screen, in every theme and at both scales, and leaves pictures."""

import json
import os
import subprocess
import sys
from pathlib import Path

from welfaredesk.ui.walk import walk

SCALES = ("1", "2")
SCALE_VARIABLE = "WELFAREDESK_TOUR_SCALE"
LONGEST_SECONDS = 600
INDEX = "index.json"


def tour(profile: Path, out: Path, *, passphrase: str) -> int:
    """Walk through the windows of a profile and return how many pictures were left in `out`.

    A process has one scale for its whole life, so there is a process for each; the phrase goes through a pipe.
    """
    out.mkdir(parents=True, exist_ok=True)
    mine = os.environ.get(SCALE_VARIABLE)
    if mine in SCALES:
        return _walk(profile, out, passphrase=passphrase, scale=mine)
    pictures = []
    for scale in SCALES:
        asked = {SCALE_VARIABLE: scale, "QT_SCALE_FACTOR": scale, "QT_QPA_PLATFORM": "offscreen"}
        subprocess.run(
            _command(profile, out),
            input=passphrase,
            text=True,
            env=os.environ | asked,
            check=True,
            timeout=LONGEST_SECONDS,
            stdout=subprocess.DEVNULL,
        )
        part = out / f"{scale}-{INDEX}"
        pictures += json.loads(part.read_text("utf-8"))
        part.unlink()
    pictures.sort(key=lambda one: str(one["file"]))
    (out / INDEX).write_text(json.dumps(pictures, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return len(pictures)


def _command(profile: Path, out: Path) -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable, *sys.argv[1:]]
    return [sys.executable, "-m", "welfaredesk.ui.tour", str(profile), str(out)]


def _walk(profile: Path, out: Path, *, passphrase: str, scale: str) -> int:
    pictures = walk(profile, out, passphrase=passphrase, scale=scale)
    (out / f"{scale}-{INDEX}").write_text(json.dumps(pictures), encoding="utf-8")
    return len(pictures)


if __name__ == "__main__":
    sys.exit(0 if tour(Path(sys.argv[1]), Path(sys.argv[2]), passphrase=sys.stdin.read()) else 1)
