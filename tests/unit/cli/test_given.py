# SPDX-License-Identifier: EUPL-1.2
"""JSON as it is given: lines, lists, objects over many lines, and what is none of these."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from welfaredesk.base.errors import BadFile, BadInput
from welfaredesk.cli.given import objects_in, one_object, parted, refuse_files
from welfaredesk.desk.records import type_named

SCALARS = st.none() | st.booleans() | st.integers(-(10**15), 10**15) | st.text()
LAID = ("lines", "list")
INNER = st.lists(SCALARS, max_size=3) | st.dictionaries(st.text(), SCALARS, max_size=3)
OBJECTS = st.dictionaries(st.text(), SCALARS | INNER, max_size=6)


def read(folder: Path, text: str) -> list[dict[str, Any]]:
    path = folder / "dati.json"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    return list(objects_in(str(path)))


@given(
    objects=st.lists(OBJECTS, min_size=1, max_size=3), indent=st.none() | st.integers(0, 3), as_=st.sampled_from(LAID)
)
def test_objects_come_back_however_they_are_laid_out(
    tmp_path_factory: pytest.TempPathFactory, objects: list[dict[str, Any]], indent: int | None, as_: str
) -> None:
    laid = [objects] if as_ == "list" else objects
    text = "\n\n".join(json.dumps(one, indent=indent) for one in laid)
    assert read(tmp_path_factory.getbasetemp(), text) == objects


@pytest.mark.parametrize("text", ["", "\n \n", "[]", "12", '"x"', "[1]", '{"a":', "{a}", "{} {}", '{"a":"\ud800"}'])
def test_what_is_no_object_is_a_bad_file(tmp_path: Path, text: str) -> None:
    with pytest.raises(BadFile):
        read(tmp_path, text)


def test_an_object_is_handed_over_before_the_next_is_read(tmp_path: Path) -> None:
    path = tmp_path / "due.jsonl"
    path.write_text('{"a": 1}\nnon JSON\n', encoding="utf-8")
    objects = objects_in(str(path))
    assert next(objects) == {"a": 1}
    with pytest.raises(BadFile):
        next(objects)


def test_one_object_is_one(tmp_path: Path) -> None:
    path = tmp_path / "due.jsonl"
    path.write_text('{"a": 1}\n{"a": 2}\n', encoding="utf-8")
    with pytest.raises(BadFile):
        one_object(str(path))


def test_only_the_allowed_names_may_begin_with_an_underscore() -> None:
    assert parted({"a": 1, "_root": "x", "_circle": None}, "_root", "_circle") == ({"a": 1}, {"_root": "x"})
    for given_ in ({"_id": "x"}, {"_root": 1}, {"_seen": "x"}):
        with pytest.raises(BadInput):
            parted(given_, "_root")


def test_an_attachment_cannot_be_written_by_hand_but_can_be_taken_off() -> None:
    refuse_files(type_named("document"), {"title": "x", "attachment": None})
    with pytest.raises(BadInput):
        refuse_files(type_named("document"), {"attachment": {"name": "x"}})
