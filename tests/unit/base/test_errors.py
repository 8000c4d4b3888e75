# SPDX-License-Identifier: EUPL-1.2
"""Faults: three parts each, a code of its own, and facts that fill the sentence."""

import re
import string

import pytest

from welfaredesk.base.errors import EXIT_BUG, EXIT_DAMAGED, EXIT_MENDABLE, BadInput, Bug, Fault, NotFound, all_faults

FAULTS = all_faults()


def facts_of(fault: type[Fault]) -> dict[str, str | int]:
    """Return a fact for each name that the sentences of a fault ask for."""
    parts = string.Formatter().parse(" ".join((fault.what, fault.meaning, fault.remedy)))
    return {name: f"<{name}>" for _, name, _, _ in parts if name}


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: str(fault.code))
def test_a_fault_says_what_happened_what_it_means_and_what_to_do(fault: type[Fault]) -> None:
    for part in (fault.what, fault.meaning, fault.remedy):
        assert re.fullmatch(r"\S.*[.]", part), part
    assert re.fullmatch(r"[a-z]+(_[a-z]+)*", fault.code)
    assert fault.exit_code in {EXIT_BUG, EXIT_MENDABLE, EXIT_DAMAGED}
    facts = facts_of(fault)
    text = fault(**facts).text
    assert all(str(fact) in text for fact in facts.values())
    assert not {"{", "}"} & set(text)
    assert fault.__doc__


def test_no_two_faults_have_one_code_or_one_beginning() -> None:
    assert len({fault.code for fault in FAULTS}) == len(FAULTS)
    assert len({fault.what for fault in FAULTS}) == len(FAULTS)
    assert [fault.code for fault in FAULTS] == sorted(fault.code for fault in FAULTS)


def test_only_a_bug_ends_as_a_bug() -> None:
    assert [fault for fault in FAULTS if fault.exit_code == EXIT_BUG] == [Bug]


def test_what_people_typed_is_never_read_as_a_place_to_fill() -> None:
    assert "{nome}" in BadInput(problems="Nome: {nome} {0}").text


def test_a_fault_printed_by_mistake_tells_its_code_alone() -> None:
    fault = BadInput(problems="Cognome: Ferrari")
    assert str(fault) == "bad_input"
    assert fault.facts == {"problems": "Cognome: Ferrari"}
    assert str(NotFound()) == "not_found"


def test_a_part_that_says_nothing_leaves_no_gap() -> None:
    assert Fault().text == ""
