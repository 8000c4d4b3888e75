# SPDX-License-Identifier: EUPL-1.2
"""What a traced program wrote: paths that it opened for writing, made, renamed or removed."""

import re
from collections.abc import Sequence
from pathlib import Path

_OPENED = re.compile(r'\bopen(?:at)?\(((?:[^,"]*, )?"[^"]*"), [^)]*\bO_(?:WRONLY|RDWR|CREAT|TRUNC)\b')
_CHANGED = re.compile(
    r"\b(?:mkdir|rename|unlink|rmdir|symlink|link|chmod|fchmod|chown|truncate|ftruncate|mknod|utimens|setxattr)"
    r"\w*\((.*?)(?:\) = 0|<unfinished)"
)
# A name, after the folder that it is in where that is said; or a file that is open.
_NAMED = re.compile(r'(?:<(/[^>]*)>, )?"([^"]*)"|<(/[^>]*)>')
DEVICES = ("/dev/null", "/dev/tty", "/dev/urandom", "/dev/dri/")
# Where Python may put temporary files it finds out by making an empty one, of eight letters, for a moment.
SCRATCH = re.compile(r"/tmp/welfaredesk-[^/]*(/.*)?|/tmp/[a-z0-9_]{8}")


def written_in(log: Path, root: Path) -> list[Path]:
    """Return every path that the program wrote, made, moved or removed by a trace, as seen from inside a root."""
    found: set[str] = set()
    # Before it, the trace is of what leads into the root.
    _, begins, after = log.read_text("utf-8", errors="replace").partition('execve("/usr/bin/welfaredesk"')
    assert begins, "the program is not in the trace"
    for line in after.splitlines():
        did = _OPENED.search(line) or _CHANGED.search(line)
        if did and "= -1 " not in line:
            # The program starts in the root of the system: a name without a folder is one there.
            for folder, name, held in _NAMED.findall(did.group(1)):
                path = held or str(Path(folder or "/") / name)
                found.add(path.removeprefix(str(root)) or "/")
    return [Path(path) for path in sorted(found)]


def outside(written: Sequence[Path], *, own: Sequence[Path], home: Path, runtime: Path) -> list[str]:
    """Return what was written elsewhere than where it may be.

    That is the profile, the caches that the libraries of a desktop keep in the home, what lasts as long as the
    session, devices, and the scratch folder of the self-check.
    """
    places = (*own, home / ".cache", runtime)
    return [
        str(path)
        for path in written
        if not any(path.is_relative_to(place) for place in places)
        and not str(path).startswith(DEVICES)
        and not SCRATCH.fullmatch(str(path))
    ]
