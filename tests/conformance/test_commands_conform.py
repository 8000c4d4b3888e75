# SPDX-License-Identifier: EUPL-1.2
"""The page of commands agrees with the parser, and every error has one code, explained."""

import re
from pathlib import Path

import pytest

from tests.house.tree import read
from welfaredesk.base.errors import EXIT_BUG, EXIT_DAMAGED, EXIT_MENDABLE, Fault, all_faults
from welfaredesk.cli.list import every_verb
from welfaredesk.cli.verbs import LATER, Verb
from welfaredesk.desk.dictionary_page import dictionary_page
from welfaredesk.domain.catalogue import CATALOGUE
from welfaredesk.domain.record import RecordType

VERBS = every_verb()
PAGE = read(Path("docs/commands.md"))


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: str(verb.name))
def test_the_page_tells_a_verb_whole(verb: Verb) -> None:
    _, _, after = PAGE.partition(f"### `{verb.name}`\n")
    section = after.partition("\n#")[0]
    assert f"`welfaredesk {verb.usage}`" in section
    assert f"JSON: `{verb.answer}`" in section
    for name in (*(word.name for word in verb.words), *(option.flag for option in verb.options)):
        assert f"* `{name}" in section


def test_the_page_names_the_verbs_of_later_versions() -> None:
    assert all(f"`{name}`" in PAGE for name in LATER)
    assert not {verb.name.partition(" ")[0] for verb in VERBS} & set(LATER)


def test_the_codes_of_errors_are_a_closed_list_and_each_stands_once() -> None:
    codes = [fault.code for fault in all_faults()]
    assert len(set(codes)) == len(codes)
    told = re.findall(r"^\| `([a-z_]+)` \| (\d) \|", PAGE, re.MULTILINE)
    assert told == [(fault.code, str(fault.exit_code)) for fault in all_faults()]


@pytest.mark.parametrize("fault", all_faults(), ids=lambda fault: str(fault.code))
def test_a_fault_has_three_parts_and_an_exit_code_of_the_contract(fault: type[Fault]) -> None:
    assert re.fullmatch(r"[a-z]+(_[a-z]+)*", fault.code)
    assert fault.exit_code in {EXIT_BUG, EXIT_MENDABLE, EXIT_DAMAGED}
    for part in (fault.what, fault.meaning, fault.remedy):
        assert part.endswith(".")


@pytest.mark.parametrize("type_", CATALOGUE, ids=lambda type_: str(type_.name))
def test_the_dictionary_tells_a_type_whole(type_: RecordType) -> None:
    _, _, after = dictionary_page().partition(f"## `{type_.name}` · ")
    section = after.partition("\n## ")[0]
    assert type_.doc in section
    assert all(f"| `{field.name}` | {field.label} |" in section for field in type_.fields)
