# SPDX-License-Identifier: EUPL-1.2
"""The most memory that this process has held, as the kernel counts it (Linux)."""

import re
from pathlib import Path


def peak_mb() -> int:
    """Return the highest resident size since this program was started, in MiB.

    `ru_maxrss` would not do: a process that was forked keeps the peak of its parent's memory in it.
    """
    found = re.search(r"^VmHWM:\s+(\d+) kB$", Path("/proc/self/status").read_text(encoding="ascii"), re.MULTILINE)
    assert found is not None
    return round(int(found[1]) / 1024)
