# SPDX-License-Identifier: EUPL-1.2
"""The bill of a folder names everything in it, keeps to its schema, and stops at what nobody knows."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from installer.bill.contents import Contents, contents_of
from installer.bill.document import document, locked
from installer.bill.folder import Folder
from tests.house.tree import ROOT
from welfaredesk.base.build import Made, build_words
from welfaredesk.base.parts import Part

AT = datetime(2026, 11, 22, tzinfo=UTC)
LOCK = locked(ROOT / "installer" / "lock-run.txt")
FILES = (
    "PySide6/Qt/lib/libQt6Core.so.6",
    "libQt6Gui.so.6",
    "VCRUNTIME140.dll",
    "base_library.zip",
    "docx/parts/py.typed",
    "lib-dynload/_json.cpython-311-x86_64-linux-gnu.so",
    "resources/fonts/AtkinsonHyperlegibleNext_400Regular.ttf",
    "resources/icons/sun.svg",
    "resources/codes/sex.json",
    "typst/typst.abi3.so",
)
MODULES = ("__main__", "alembic.config", "json.decoder", "msgspec", "pyimod01_archive", "welfaredesk.base.parts")


def _folder(root: Path, *, files: tuple[str, ...] = FILES, modules: tuple[str, ...] = MODULES) -> Folder:
    program = root / "welfaredesk"
    program.parent.mkdir(parents=True, exist_ok=True)
    program.write_bytes(b"a program")
    for name in files:
        path = root / "_internal" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(name.encode())
    return Folder(root, (program,), files, frozenset(modules))


def _contents(folder: Folder) -> Contents:
    return contents_of(folder, None, python="3.11.9")


@pytest.fixture
def contents(tmp_path: Path) -> Contents:
    return _contents(_folder(tmp_path))


def _components(made: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    return {one["name"]: one for one in made["components"]}


def test_everything_in_the_folder_is_in_the_document(contents: Contents) -> None:
    assert contents.wrongs(LOCK) == []
    made = json.loads(document(contents, lock=LOCK, at=AT))
    assert (made["bomFormat"], made["specVersion"]) == ("CycloneDX", "1.6")
    components = _components(made)
    assert LOCK.keys() <= components.keys()
    shipped = {name for name, one in components.items() if one.get("scope") == "required"}
    python = {"alembic", "msgspec", "pyside6-essentials", "python-docx", "typst"}
    assert shipped == python | {
        "Python",
        "PyInstaller",
        "Microsoft Visual C++ Runtime",
        "Atkinson Hyperlegible Next",
        "Lucide",
    }
    assert components["alembic"]["purl"] == "pkg:pypi/alembic@1.20.1"
    assert components["alembic"]["licenses"] == [{"license": {"id": "MIT"}}]
    assert components["Python"]["version"] == "3.11.9"
    inside = {one["name"]: one for one in components["typst"]["components"]}
    compiled = inside["typst/typst.abi3.so"]
    assert compiled["hashes"] == [{"alg": "SHA-256", "content": sha256(b"typst/typst.abi3.so").hexdigest()}]
    assert inside["typst-pdf"]["purl"].startswith("pkg:cargo/typst-pdf@")
    assert {"Qt", "ICU", "libQt6Gui.so.6"} <= {one["name"] for one in components["pyside6-essentials"]["components"]}


def test_the_same_folder_gives_the_same_document(tmp_path: Path) -> None:
    library = "PySide6/Qt/lib/libQt6Core.so.6"

    def made() -> str:
        return document(_contents(_folder(tmp_path, files=(library,), modules=())), lock={}, at=AT)

    first = made()
    assert first == made()
    (tmp_path / "welfaredesk").write_bytes(b"another program")
    folder = Folder(tmp_path, (tmp_path / "welfaredesk",), (library,), frozenset())
    other = json.loads(document(_contents(folder), lock={}, at=AT))
    assert other["serialNumber"] != json.loads(first)["serialNumber"]


def test_what_nobody_owns_and_what_is_not_locked_is_told(tmp_path: Path) -> None:
    files, modules = ("libmystery-1234.so.5", "strange/data.bin"), (*MODULES, "_pytest.main", "mystery")
    wrongs = _contents(_folder(tmp_path, files=files, modules=modules)).wrongs(LOCK)
    assert [one.partition(":")[0] for one in wrongs] == [
        "mystery",
        "strange/data.bin",
        "libmystery-1234.so.5",
        "pytest",
    ]


def test_a_part_without_a_licence_is_told(contents: Contents) -> None:
    bare = Part(name="odd", version="1", licence="")
    spoilt = Contents(
        folder=contents.folder,
        owners=contents.owners,
        packages=contents.packages,
        parts=type(contents.parts)(parts=(*contents.parts.parts, bare), texts=contents.parts.texts),
        told=contents.told,
    )
    (wrong,) = spoilt.wrongs(LOCK)
    assert wrong.startswith("odd 1")


def test_a_build_says_its_day_and_its_commit() -> None:
    assert build_words(None) == "dal sorgente"
    assert build_words(Made(day="2026-11-22", commit="abc", clean=True)) == "2026-11-22, abc"
    assert build_words(Made(day="2026-11-22", commit="abc", clean=False)) == "2026-11-22, abc con modifiche"
    assert build_words(Made(day="2026-11-22", commit="", clean=True)) == "2026-11-22"
