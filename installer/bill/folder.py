# SPDX-License-Identifier: EUPL-1.2
"""The frozen folder: its files, and the Python modules within its programs."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PyInstaller.archive.readers import CArchiveReader

INNER = "_internal"
PROGRAMS = "welfaredesk*"
ARCHIVED_MODULES = "z"
COMPILED = (".so", ".dll", ".pyd", ".exe", ".dylib")


@dataclass(frozen=True, slots=True)
class Folder:
    """What PyInstaller has left: the programs, the names of the files beside them, and the modules inside."""

    root: Path
    programs: tuple[Path, ...]
    files: tuple[str, ...]
    modules: frozenset[str]

    @property
    def inner(self) -> Path:
        """Return where the files lie."""
        return self.root / INNER


def read_folder(root: Path) -> Folder:
    """Read a folder that PyInstaller has left.

    Raises:
        FileNotFoundError: when there is no program in it.
    """
    programs = tuple(sorted(path for path in root.glob(PROGRAMS) if path.is_file()))
    if not programs:
        raise FileNotFoundError(root / PROGRAMS)
    inner = root / INNER
    files = sorted(
        path.relative_to(inner).as_posix() for path in inner.rglob("*") if path.is_file() and not path.is_symlink()
    )
    return Folder(root, programs, tuple(files), frozenset(name for path in programs for name in _modules(path)))


def _modules(program: Path) -> Iterator[str]:
    archive = CArchiveReader(str(program))
    for name, entry in archive.toc.items():
        if entry[-1] == ARCHIVED_MODULES:
            yield from archive.open_embedded_archive(name).toc


def is_compiled(name: str) -> bool:
    """Tell whether a file holds machine code."""
    last = name.rpartition("/")[2]
    return last.endswith(COMPILED) or ".so." in last


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()
