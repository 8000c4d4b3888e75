# SPDX-License-Identifier: EUPL-1.2
"""Files opened with another program: a private folder, emptied at close and at the next start."""

from pathlib import Path

PRIVATE_NAME = "opened"


def private_folder(profile: Path) -> Path:
    """Return the folder for files that another program shows, made for its owner alone."""
    folder = profile / PRIVATE_NAME
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def empty_private_folder(profile: Path) -> None:
    """Overwrite and remove what another program was shown; on a solid-state disk the overwriting proves nothing."""
    folder = profile / PRIVATE_NAME
    if not folder.exists():
        return
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir() and not path.is_symlink():
            path.rmdir()
            continue
        if not path.is_symlink():
            path.chmod(0o600)
            with path.open("r+b") as kept:
                kept.write(b"\0" * path.stat().st_size)
        path.unlink()
