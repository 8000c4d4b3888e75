# SPDX-License-Identifier: EUPL-1.2
"""A scanner for words that must be nowhere: in names and contents of files, as they are, encoded, or packed."""

import base64
import gzip
import hashlib
import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

DEEPEST = 4
"""How many packings inside one another are opened."""


@dataclass(frozen=True, slots=True)
class Find:
    """Where a planted word was found, and in which spelling."""

    place: str
    word: str
    spelling: str


def spellings(word: str) -> dict[str, bytes]:
    """Return the ways in which a word may lie in a file, by name."""
    plain = word.encode()
    found = {"utf-8": plain, "utf-16-le": word.encode("utf-16-le"), "utf-16-be": word.encode("utf-16-be")}
    if all(ord(letter) < 256 for letter in word):
        found["latin-1"] = word.encode("latin-1")
    for name, data in (("utf-8", plain), ("utf-16-le", word.encode("utf-16-le"))):
        found[f"hex of {name}"] = data.hex().encode()
        for shift in range(3):
            found[f"base64 of {name}, shifted by {shift}"] = _base64_inside(data, shift)
            found[f"url base64 of {name}, shifted by {shift}"] = _base64_inside(data, shift).translate(
                bytes.maketrans(b"+/", b"-_")
            )
    return found


def _base64_inside(data: bytes, shift: int) -> bytes:
    """Return the letters that a base64 text surely holds when the data stands at that place of a group of three."""
    text = base64.b64encode(b"\0" * shift + data)
    first = (shift * 8 + 5) // 6
    last = (shift + len(data)) * 8 // 6
    return text[first:last]


class Scanner:
    """Looks for some words, each in all its spellings, capitals or not."""

    def __init__(self, words: Iterable[str]) -> None:
        """Prepare the spellings of the words."""
        self._wanted = [
            # Base64 minds capitals; for all others they make no difference.
            (word, name, data if "base64" in name else data.lower())
            for word in words
            for name, data in spellings(word).items()
        ]
        self._clean: set[bytes] = set()

    def scan(self, *folders: Path) -> list[Find]:
        """Return everything that is found in the files below the folders, their names included."""
        return [find for folder in folders for path in sorted(folder.rglob("*")) for find in self._file(path)]

    def _file(self, path: Path) -> Iterator[Find]:
        yield from self.data(str(path).encode("utf-8", "surrogateescape"), f"the name of {path}")
        if not path.is_file() or path.is_symlink():
            return
        data = path.read_bytes()
        digest = hashlib.sha256(data).digest()
        if digest in self._clean or data.count(data[:1]) == len(data):  # seen before, or one byte again and again
            return
        finds = list(self.data(data, str(path)))
        yield from finds
        if not finds:
            self._clean.add(digest)

    def data(self, data: bytes, place: str, *, depth: int = 0) -> Iterator[Find]:
        """Give what is found in some bytes and in what they pack."""
        lower = data.lower()
        for word, name, spelled in self._wanted:
            if spelled in (data if "base64" in name else lower):
                yield Find(place, word, name)
        if depth < DEEPEST:
            for inside, name in unpacked(data):
                yield from self.data(inside, f"{place} » {name}", depth=depth + 1)


def unpacked(data: bytes) -> Iterator[tuple[bytes, str]]:
    """Give what some bytes pack: members of a zip with their names, gzip and zlib streams wherever they begin."""
    if data[:2] == b"PK" or b"PK\x05\x06" in data[-70_000:]:
        yield from _zipped(data)
    if (place := data.find(b"\x1f\x8b\x08")) >= 0:
        with suppress(OSError, EOFError, zlib.error):
            yield gzip.GzipFile(fileobj=io.BytesIO(data[place:])).read(), "gzip"
    for mark in (b"\x78\x01", b"\x78\x9c", b"\x78\xda"):
        if data.startswith(mark):
            try:
                yield zlib.decompressobj().decompress(data), "zlib"
            except zlib.error:
                continue


def _zipped(data: bytes) -> Iterator[tuple[bytes, str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for member in archive.infolist():
                yield member.filename.encode(), f"a name in the zip: {member.filename}"
                yield archive.read(member), member.filename
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError, zlib.error):
        return
