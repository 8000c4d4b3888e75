# SPDX-License-Identifier: EUPL-1.2
"""Cuts by commands: an operator erases a note of one's own at once, and what does not go is said."""

from pathlib import Path

import pytest

from tests.stories.program import Program
from tests.stories.test_exchange_commands import served


def _note(program: Program) -> str:
    return str(program.ask("record", "add", "quick_note", "-", given='{"text": "da dimenticare"}')["id"])


@pytest.mark.long
def test_a_note_of_ones_own_is_cut_alone(program: Program, tmp_path: Path) -> None:
    note, alone = (_note(program), _note(program))
    said = ("--record", note, "--number", "3/2026", "--reason", "Non serve")
    assert program.ask("cut", "propose", "--record", alone, *said[2:])["state"] == "cut"
    assert program.run("--json", "record", "show", alone).error == "not_found"
    assert program.run("--json", "cut", "propose", "--number", "1", "--reason", "x").error == "wrong_use"
    with served(program, tmp_path / "server") as server:
        program.ask("attach", server["listening"], "--fingerprint", server["fingerprint"])
        assert program.run("--json", "cut", "propose", "--record", note, "--number", " ", "--reason", "x").error == (
            "cut_number_missing"
        )
        program.ask("record", "change", note, "-", given='{"text": "da dimenticare subito"}')
        assert program.run("--json", "cut", "propose", *said).error == "cut_too_early"
        program.ask("exchange")
        made = program.ask("cut", "propose", *said)
        assert (made["state"], [one["id"] for one in made["records"]]) == ("leaving", [note])
        program.ask("exchange")
    assert program.run("--json", "record", "show", note).error == "not_found"
    one, before = program.ask("cut", "list")["proposals"]
    assert (one["id"], one["state"], one["may_confirm"]) == (made["id"], "cut", False)
    assert before["state"] == "cut"
    assert program.run("--json", "cut", "confirm", "0" * 26).error == "not_found"
    assert program.ask("cut", "late") == []
    assert program.run("--json", "cut", "late", "--drop", "00").error == "not_found"
    assert program.run("--json", "erase").error == "not_allowed"
    assert not [line for line in program.ask("check")["problems"] if line]


def test_only_a_record_in_the_ordinary_circle_is_made_reserved(program: Program) -> None:
    said = ("--number", "3/2026", "--reason", "Tutela")
    assert program.run("--json", "reserve", "--record", "0" * 26, *said).error == "not_found"
