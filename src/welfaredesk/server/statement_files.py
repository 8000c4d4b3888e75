# SPDX-License-Identifier: EUPL-1.2
"""The statements of each ente once more, in a file outside the database: a restored database cannot hide them."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from welfaredesk.base.ids import is_id
from welfaredesk.crypto.hashes import framed, sha256

SUFFIX = ".statements"
PROBE = "probe"
LENGTH_BYTES = 4
SUM_BYTES = 8
OVERHEAD = LENGTH_BYTES + SUM_BYTES


def length_of(statement: bytes) -> int:
    """Return how many bytes a statement takes in the file."""
    return OVERHEAD + len(statement)


class StatementFiles:
    """A folder with one file per ente: length, statement, and the first bytes of a hash, one after the other.

    Whoever writes holds the ente's counter row locked, so that there is one writer at a time; whoever reads
    stops at the first record that is not whole.
    """

    def __init__(self, folder: Path) -> None:
        """Take the folder, and make it when it is not there."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.folder = folder

    def path(self, ente: str) -> Path:
        """Return where the statements of an ente lie."""
        return self.folder / (ente + SUFFIX)

    def enti(self) -> list[str]:
        """Return the enti that have a file."""
        names = sorted(path.name.removesuffix(SUFFIX) for path in self.folder.glob("*" + SUFFIX))
        return [name for name in names if is_id(name)]

    def size(self, ente: str) -> int:
        """Return the bytes of a file; one that is not there has none."""
        try:
            return self.path(ente).stat().st_size
        except FileNotFoundError:
            return 0

    def append(self, ente: str, statements: Iterable[bytes]) -> None:
        """Add statements and wait until the disk has them."""
        data = b"".join(_record(statement) for statement in statements)
        if not data:
            return
        new = not self.path(ente).exists()
        descriptor = os.open(self.path(ente), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(descriptor, "ab", buffering=0) as target:
            target.write(data)
            os.fsync(target.fileno())
        if new and os.name == "posix":
            folder = os.open(self.folder, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)

    def can_be_written(self) -> bool:
        """Tell whether something can be written beside the files at this moment."""
        probe = self.folder / PROBE
        try:
            probe.write_bytes(bytes(LENGTH_BYTES))
            probe.unlink(missing_ok=True)
        except OSError:
            return False
        return True

    def shorten(self, ente: str, size: int) -> None:
        """Take back what was appended beyond `size`: the transaction it belonged to was not stored."""
        if self.size(ente) > size:
            os.truncate(self.path(ente), size)

    def read(self, ente: str) -> list[bytes]:
        """Return the statements of an ente, as far as they are whole."""
        try:
            data = self.path(ente).read_bytes()
        except FileNotFoundError:
            return []
        return list(_records(data))


def _record(statement: bytes) -> bytes:
    length = len(statement).to_bytes(LENGTH_BYTES, "big")
    return length + statement + _sum(statement)


def _sum(statement: bytes) -> bytes:
    return sha256(framed("statement-file", statement))[:SUM_BYTES]


def _records(data: bytes) -> Iterator[bytes]:
    start = 0
    while start + OVERHEAD <= len(data):
        length = int.from_bytes(data[start : start + LENGTH_BYTES], "big")
        end = start + LENGTH_BYTES + length
        statement = data[start + LENGTH_BYTES : end]
        if data[end : end + SUM_BYTES] != _sum(statement):
            return
        yield statement
        start = end + SUM_BYTES
