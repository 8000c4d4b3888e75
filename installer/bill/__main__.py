# SPDX-License-Identifier: EUPL-1.2
"""Writes the bill of a frozen folder: `python -m installer.bill FOLDER [--packages SITE] [--sbom FILE]`.

Into the folder's resources go `build.json` (day and commit) and `licenses.json` (what «Informazioni» shows); the
CycloneDX document goes to FILE, beside the folder if none is named. Ends with 1, and says why, when the folder holds
something without a known owner or licence, or a package that is not in the lock for running.
"""

import argparse
import platform
import sys
from pathlib import Path

import msgspec

from installer.bill.contents import contents_of
from installer.bill.document import document, locked
from installer.bill.folder import read_folder
from installer.bill.stamp import built_at, stamp
from welfaredesk.base.build import STAMP
from welfaredesk.base.parts import LISTED

ROOT = Path(__file__).resolve().parents[2]
LOCK = ROOT / "installer" / "lock-run.txt"


def main(argv: list[str]) -> int:
    """Write the bill that the command line asks for and return the exit code."""
    asked = _asked(argv)
    folder = Path(asked.folder)
    lock = locked(LOCK)
    site = Path(asked.packages) if asked.packages else None
    contents = contents_of(read_folder(folder), site, python=asked.python)
    if wrongs := contents.wrongs(lock):
        sys.stderr.write("\n".join(wrongs) + "\n")
        return 1
    resources = contents.folder.inner / "resources"
    (resources / STAMP).write_bytes(msgspec.json.encode(stamp(ROOT)))
    (resources / LISTED).write_bytes(msgspec.json.encode(contents.parts))
    written = Path(asked.sbom) if asked.sbom else folder.with_name(f"{folder.name}.cdx.json")
    written.write_text(document(contents, lock=lock, at=built_at()), "utf-8")
    sys.stdout.write(f"{len(contents.parts.parts)} parti con la loro licenza; distinta in {written}\n")
    return 0


def _asked(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m installer.bill")
    parser.add_argument("folder")
    parser.add_argument("--packages", metavar="SITE")
    parser.add_argument("--sbom", metavar="FILE")
    parser.add_argument("--python", default=platform.python_version(), metavar="VERSION")
    return parser.parse_args(argv)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
