# SPDX-License-Identifier: EUPL-1.2
"""Files on the disk: written whole or not at all, and the sealed attachments beside the database."""

import os
import re
from pathlib import Path

FILES_NAME = "files"
NO_FILE = "none"
_HASH = re.compile("[0-9a-f]{64}", re.ASCII)


def durable_write(path: Path, data: bytes) -> None:
    """Write `data` so that after a power cut the file holds the old bytes or the new ones, never a part."""
    fresh = path.with_name(path.name + ".new")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as target:
            target.write(data)
            target.flush()
            os.fsync(target.fileno())
        fresh.replace(path)
    except OSError:
        fresh.unlink(missing_ok=True)
        raise
    flush_folder(path.parent)


def flush_folder(folder: Path) -> None:
    """Make the names in a folder durable, where the system has a way to."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sealed_path(profile: Path, sha256: str) -> Path:
    """Return where a sealed attachment lies: named by the hash of its sealed bytes.

    The name may come from another desk: one that is no hash leads to a file that never is.
    """
    return profile / FILES_NAME / (sha256 if _HASH.fullmatch(sha256) else NO_FILE)


def place_sealed(profile: Path, fresh: Path, *, sha256: str) -> None:
    """Move a sealed file that was written whole to its name, durably; the same content again is one file."""
    target = sealed_path(profile, sha256)
    if target.exists():
        fresh.unlink()
    else:
        fresh.replace(target)
    flush_folder(target.parent)
