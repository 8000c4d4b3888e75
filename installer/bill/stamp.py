# SPDX-License-Identifier: EUPL-1.2
"""The stamp: the day and the commit of a build, left among its resources."""

import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path

from welfaredesk.base.build import Made
from welfaredesk.base.clock import SystemClock


def built_at() -> datetime:
    """Return when this build is made, or what `SOURCE_DATE_EPOCH` says, for builds that can be repeated."""
    told = os.environ.get("SOURCE_DATE_EPOCH")
    seconds = int(told) if told else SystemClock().now().utc_ms // 1000
    return datetime.fromtimestamp(seconds, UTC)


def stamp(root: Path) -> Made:
    """Return the day and the commit of the tree at `root`; outside of git no commit."""
    changed = _git(root, "status", "--porcelain", "--untracked-files=no")
    return Made(
        day=built_at().date().isoformat(), commit=_git(root, "rev-parse", "--short=12", "HEAD"), clean=not changed
    )


def _git(root: Path, *words: str) -> str:
    try:
        asked = subprocess.run(["git", "-C", str(root), *words], capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return ""
    return asked.stdout.strip() if asked.returncode == 0 else ""
