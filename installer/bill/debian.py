# SPDX-License-Identifier: EUPL-1.2
"""Debian's libraries in a frozen folder: the version, the source and the licence of their package."""

import re
import subprocess
from collections.abc import Iterable
from pathlib import Path

from welfaredesk.base.parts import Named, Part

COPYRIGHTS = Path("/usr/share/doc")
_FORMAT = "${Package}\\t${Version}\\t${source:Package}\\n"
_SERIES = re.compile(r"(?:-?\d+(?:\.\d+)?)\Z")


def debian_parts(packages: Iterable[str], *, table: Named) -> list[Part]:
    """Return Debian packages as parts; the licence is empty where our table does not know the source of one."""
    wanted = sorted(packages)
    if not wanted:
        return []
    asked = subprocess.run(["dpkg-query", "-W", "-f", _FORMAT, *wanted], capture_output=True, text=True, check=True)
    return [_part(*line.split("\t"), table=table) for line in asked.stdout.splitlines()]


def _part(name: str, version: str, source: str, *, table: Named) -> Part:
    licence = table.system.get(source) or table.system.get(_SERIES.sub("", source), "")
    return Part(name=name, version=version, licence=licence, within="Debian", source=source)


def copyright_of(part: Part) -> dict[str, str]:
    """Return what Debian says of the rights in a package, by the key of that text."""
    said = COPYRIGHTS / part.name / "copyright"
    return {f"{part.name}: copyright": said.read_text("utf-8")} if said.is_file() else {}
