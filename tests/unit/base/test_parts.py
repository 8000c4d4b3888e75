# SPDX-License-Identifier: EUPL-1.2
"""What the program is made of: read where a build has left it, collected where none has, found by any word."""

import sys
from pathlib import Path

import msgspec
import pytest

from welfaredesk.base import build, installed, parts
from welfaredesk.base.build import Made, made
from welfaredesk.base.installed import asked_by, licence_of, shipped, wanted_here
from welfaredesk.base.parts import Collecting, Inside, Part, Parts, find, named, standard_texts, words_of

QT = Part(name="Qt", version="6.11.3", licence="LGPL-3.0-only", within="pyside6", texts=("LGPL-3.0",))
BARE = Part(name="libsasl", version="2", licence="BSD-4-Clause", within="psycopg")
HOLDER = Part(name="psycopg", version="3", licence="LGPL-3.0-only", texts=("LGPL-3.0",))
LISTED = Parts(parts=(QT, BARE, HOLDER), texts={"LGPL-3.0": "the text\n"})


@pytest.fixture
def frozen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the resources of a program that believes to be frozen."""
    resources = tmp_path / "resources"
    resources.mkdir()
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    return resources


def test_a_frozen_program_reads_what_its_build_has_left(frozen: Path) -> None:
    assert made() is None
    told = Made(day="2026-11-22", commit="abc", clean=True)
    (frozen / build.STAMP).write_bytes(msgspec.json.encode(told))
    (frozen / parts.LISTED).write_bytes(msgspec.json.encode(LISTED))
    assert made() == told
    assert shipped() == LISTED


def test_a_part_without_a_text_has_that_of_what_holds_it() -> None:
    assert LISTED.text_of(QT) == LISTED.text_of(BARE) == "the text"
    assert LISTED.text_of(Part(name="alone", version="1", licence="MIT")) == ""


def test_a_part_is_found_by_all_of_its_words() -> None:
    assert find(LISTED.parts, "  PYSIDE6 lgpl ") == [QT]
    assert find(LISTED.parts, "") == [QT, BARE, HOLDER]
    assert find(LISTED.parts, "qt bsd") == []


def test_an_expression_names_its_licences_and_their_texts() -> None:
    licence = "(MIT OR Apache-2.0 WITH LLVM-exception) AND LGPL-3.0-or-later"
    assert words_of(licence) == ["MIT", "Apache-2.0", "LLVM-exception", "LGPL-3.0-or-later"]
    assert list(standard_texts(licence)) == ["MIT", "Apache-2.0", "LLVM-exception", "LGPL-3.0", "GPL-3.0"]
    assert standard_texts("no-such-licence") == {}


def test_a_text_is_kept_once() -> None:
    collecting = Collecting()
    for name in ("one", "two"):
        collecting.add(Part(name=name, version="1", licence="MIT"), {f"{name}: LICENSE": "the same"})
    collecting.add_inside(Inside(name="three", licence="blessing", within="one"), version="1.5")
    made_of = collecting.all()
    assert [one.name for one in made_of.parts] == ["one", "three", "two"]
    assert made_of.parts[0].texts == made_of.parts[2].texts == ("one: LICENSE",)
    assert (made_of.parts[1].version, made_of.parts[1].texts) == ("1.5", ("blessing",))


def test_only_what_the_program_asks_for_is_collected() -> None:
    here = wanted_here()
    assert {"msgspec", "sqlalchemy", "pyside6-essentials"} <= here.keys()
    assert not here.keys() & {"welfaredesk", "pytest", "mypy"}
    assert "markupsafe" in set(asked_by(here["jinja2"], "jinja2"))
    table = named()
    assert licence_of("msgspec", here["msgspec"], table=table) == "BSD-3-Clause"
    assert licence_of("mnemonic", here["mnemonic"], table=table) == "MIT"
    assert installed.plain_name("Typing_Extensions.x") == "typing-extensions-x"
