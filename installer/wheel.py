# SPDX-License-Identifier: EUPL-1.2
"""Builds the Python package of the server: `python -m installer.wheel FOLDER`.

The package is made in a folder of its own, so that nothing of an earlier build gets into it, with the resources inside
the code and the stamp of the build among them.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import msgspec

from installer.bill.stamp import stamp
from welfaredesk.base.build import STAMP

ROOT = Path(__file__).resolve().parents[1]
BESIDE = ("pyproject.toml", "README.md", "LICENSE")
PIP = (sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", "wheel")


def main(argv: list[str]) -> int:
    """Build the package into the folder that the command line names and return the exit code."""
    out = Path(argv[0])
    with tempfile.TemporaryDirectory(prefix="welfaredesk-wheel-") as place:
        tree = Path(place)
        code = tree / "src" / "welfaredesk"
        without = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / "src" / "welfaredesk", code, ignore=without)
        shutil.copytree(ROOT / "resources", code / "resources", ignore=without)
        (code / "resources" / STAMP).write_bytes(msgspec.json.encode(stamp(ROOT)))
        for name in BESIDE:
            shutil.copy2(ROOT / name, tree / name)
        made = subprocess.run(
            [*PIP, "--no-deps", "--no-build-isolation", "--wheel-dir", str(out), str(tree)], check=False
        )
    return made.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
