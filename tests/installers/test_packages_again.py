# SPDX-License-Identifier: EUPL-1.2
"""The packages of Linux made once more: the same sources give the same bytes, whoever makes them."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.installers.root import TREE, package

pytestmark = pytest.mark.installers


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the frozen program that is in the packages, with its bill beside it as where it was made."""
    folder = tmp_path_factory.mktemp("unpacked")
    quietly = ("--quiet", "--nox11", "--noexec", "--target", str(folder / "parts"))
    subprocess.run(["sh", str(package("run")), *quietly], check=True)
    program = (folder / "parts" / "program").rename(folder / "welfaredesk")
    (program / "doc" / "welfaredesk.cdx.json").rename(folder / "welfaredesk.cdx.json")
    shutil.rmtree(program / "doc")
    return program


@pytest.fixture(scope="module")
def environment(unpacked: Path) -> dict[str, str]:
    """Return the environment with the moment that all files of the packages bear."""
    return os.environ | {"SOURCE_DATE_EPOCH": str(int((unpacked / "welfaredesk").stat().st_mtime))}


def test_the_packages_of_one_program_are_the_same_wherever_they_are_made(tmp_path: Path) -> None:
    """With a stand-in of the program: to pack the real one takes minutes."""
    sums = set()
    for folder, mask in ((tmp_path / "here", "022"), (tmp_path / "elsewhere" / "deeper", "077")):
        program = folder / "welfaredesk"
        (program / "_internal" / "folder").mkdir(parents=True)
        shutil.copy("/bin/cat", program / "welfaredesk")
        (program / "_internal" / "folder" / "text").write_text("x", "ascii")
        make = f"umask {mask}; exec sh installer/linux/make {program} {folder / 'out'}"
        environment = os.environ | {"SOURCE_DATE_EPOCH": "1700000000"}
        subprocess.run(["sh", "-c", make], cwd=TREE, env=environment, check=True, capture_output=True)
        sums.add((folder / "out" / "SHA256SUMS").read_text("ascii"))
    assert len(sums) == 1


def test_the_program_frozen_from_this_tree_is_the_same_again(
    unpacked: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    """After a change of the tree `make installer` comes first: this one compares with what that left."""
    line = [sys.executable, "-m", "PyInstaller", "--log-level", "ERROR", "--distpath", str(tmp_path / "frozen")]
    where = ["--workpath", str(tmp_path / "work"), str(TREE / "installer/welfaredesk.spec")]
    subprocess.run([*line, *where], cwd=TREE, env=os.environ | {"PYTHONHASHSEED": "1"}, check=True)
    again = tmp_path / "frozen" / "welfaredesk"
    subprocess.run([sys.executable, "-m", "installer.bill", str(again)], cwd=TREE, env=environment, check=True)
    found = subprocess.run(["diff", "-rq", str(unpacked), str(again)], capture_output=True, text=True, check=False)
    assert found.stdout == ""
