# SPDX-License-Identifier: EUPL-1.2
"""The scanner finds what is planted, in every spelling it says it knows, and nothing where nothing is."""

import base64
import gzip
import io
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.world.scanner import Scanner, spellings

WORD = "Zanòtti-Quagliarella"


def zipped(data: bytes, name: str = "a.txt") -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return target.getvalue()


PACKINGS: list[Callable[[bytes], bytes]] = [
    lambda data: b"before " + data + b" after",
    lambda data: base64.b64encode(b"x" + data),
    lambda data: base64.b64encode(b"xy" + data + b"z"),
    lambda data: base64.b64encode(b"xyz" + data),
    lambda data: data.hex().encode(),
    lambda data: data.hex().upper().encode(),
    lambda data: data.swapcase(),
    zipped,
    lambda data: b"a program that unpacks itself" + zipped(data),
    lambda data: zipped(zipped(data)),
    gzip.compress,
    zlib.compress,
    lambda data: zipped(gzip.compress(base64.b64encode(data))),
]


@pytest.mark.parametrize("packing", range(len(PACKINGS)))
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
def test_a_planted_word_is_found(packing: int, encoding: str, tmp_path: Path) -> None:
    if (encoding == "utf-16-be" and packing in range(1, 6)) or (packing == 12 and encoding == "utf-16-be"):
        return  # nobody writes base64 or hex of that
    word = "Zanotti-Quagliarella" if packing == 6 else WORD
    (tmp_path / "inside").mkdir()
    (tmp_path / "inside" / "file.bin").write_bytes(PACKINGS[packing](word.encode(encoding)))
    assert {find.word for find in Scanner([word]).scan(tmp_path)} == {word}


def test_a_word_in_the_name_of_a_file_or_of_a_zips_member_is_found(tmp_path: Path) -> None:
    (tmp_path / f"relazione {WORD}.txt").write_bytes(b"")
    assert Scanner([WORD]).scan(tmp_path)
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "file").write_bytes(zipped(b"", f"{WORD}.txt"))
    assert Scanner([WORD]).scan(tmp_path / "other")


def test_nothing_is_found_where_nothing_is(tmp_path: Path) -> None:
    (tmp_path / "file.bin").write_bytes(bytes(range(256)) * 100 + zipped(b"Zanotti") + gzip.compress(b"Quaglia"))
    assert Scanner([WORD]).scan(tmp_path) == []


def test_every_spelling_holds_most_of_the_word() -> None:
    for name, spelled in spellings(WORD).items():
        assert len(spelled) >= len(WORD) - 1, name
