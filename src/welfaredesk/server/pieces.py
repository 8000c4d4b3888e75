# SPDX-License-Identifier: EUPL-1.2
"""Something large that comes in pieces: what came stays, and at the end it must be what it is named for."""

import hashlib
import os
from pathlib import Path


def length(path: Path) -> int:
    """Return how many bytes of something are there."""
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def add(part: Path, data: bytes, *, offset: int) -> int:
    """Write a piece at its place, wait for the disk, and return how many bytes are there then."""
    part.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "r+b" if os.name == "nt" else "wb", buffering=0) as target:
        target.seek(offset)
        target.write(data)
        os.fsync(target.fileno())
    return length(part)


def drop_oldest(folder: Path, ending: str, *, keep: int) -> None:
    """Remove the files of a folder with this ending that were touched longest ago, all but so many."""
    found = list(folder.glob("*" + ending)) if folder.exists() else []
    found.sort(key=lambda path: path.stat().st_mtime_ns)
    for path in found[: max(0, len(found) - keep)]:
        path.unlink(missing_ok=True)


def sha256_of(path: Path) -> bytes:
    """Return the SHA-256 of a file."""
    digest = hashlib.sha256()
    with path.open("rb") as source:
        while data := source.read(1 << 20):
            digest.update(data)
    return digest.digest()


def finish(part: Path, place: Path) -> None:
    """Move something that is complete to its place, durably."""
    part.replace(place)
    if os.name == "posix":
        folder = os.open(place.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
