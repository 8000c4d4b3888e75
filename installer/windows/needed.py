# SPDX-License-Identifier: EUPL-1.2
"""Check that every library which a program or library wants is beside it, or is Windows' own: Wine has more of them."""

import re
import subprocess
import sys
from pathlib import Path

OBJDUMP = "x86_64-w64-mingw32-objdump"
KINDS = frozenset({".dll", ".exe", ".pyd"})
WANTED = re.compile(r"DLL Name: (\S+)")
LIST = Path(__file__).with_name("libraries.txt")
SETS_OF_WINDOWS = ("api-ms-win-",)
"""Names that Windows resolves by itself, the C runtime's too."""


def missing(folder: Path) -> dict[str, list[str]]:
    """Return the libraries that are nowhere, each with the files of a frozen folder that want it."""
    files = [path for path in folder.rglob("*") if path.suffix.lower() in KINDS]
    there = {path.name.lower() for path in files}
    of_windows = {line for line in LIST.read_text("utf-8").splitlines() if not line.startswith("#")}
    found: dict[str, list[str]] = {}
    for path in files:
        said = subprocess.run([OBJDUMP, "-p", str(path)], capture_output=True, check=True, timeout=60).stdout
        for name in WANTED.findall(said.decode("utf-8", "replace")):
            lower = name.lower()
            own = Path(lower).stem in of_windows or lower.startswith(SETS_OF_WINDOWS)
            if not own and lower not in there:
                found.setdefault(name, []).append(str(path.relative_to(folder)))
    return found


if __name__ == "__main__":
    absent = missing(Path(sys.argv[1]))
    for library, users in sorted(absent.items()):
        sys.stderr.write(f"{library}: manca, e la vogliono {', '.join(users)}\n")
    sys.exit(1 if absent else 0)
