# SPDX-License-Identifier: EUPL-1.2
"""The release: which version of the program this is, and versions as numbers that can be compared."""

import re
from functools import cache

_PARTS = re.compile(r"(\d{1,3})\.(\d{1,3})(?:\.(\d{1,3}))?")
_STEP = 1000


@cache
def version() -> str:
    """Return the version of this program."""
    import importlib.metadata

    return importlib.metadata.version("welfaredesk")


def number_of(text: str) -> int:
    """Return a version as a number that grows with it, 0 when it is none: «1.4.2» is 1,004,002."""
    found = _PARTS.match(text)
    if found is None:
        return 0
    major, minor, patch = (int(part or 0) for part in found.groups())
    return (major * _STEP + minor) * _STEP + patch


def spelled(number: int) -> str:
    """Return the version that a number stands for, nothing for a number that is none."""
    if not 0 < number < _STEP**3:
        return ""
    return f"{number // _STEP**2}.{number // _STEP % _STEP}.{number % _STEP}"
