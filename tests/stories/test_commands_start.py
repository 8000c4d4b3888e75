# SPDX-License-Identifier: EUPL-1.2
"""The commands of a beginning and of keys, at the real cost of a passphrase; some as processes."""

from pathlib import Path

import pytest

from tests.stories.inside import Inside, answered, here
from tests.stories.program import Program, founded

NEW = "una barca di legno verde"


@pytest.fixture
def nothing(tmp_path: Path) -> Program:
    """Return the program on a profile without a vault."""
    program = Program(tmp_path)
    program.passphrase_file.write_text("casa vecchia sul fiume\n", encoding="utf-8")
    return program


@pytest.fixture
def bare(nothing: Program) -> Program:
    """Return the program on a profile without a vault, its commands run in this process."""
    return Inside(nothing.folder)


def init(program: Program, *more: str) -> list[str]:
    return ["init", "--ente", "Comune di Prova", "--operator", "DE ROSSI MARIA", "--recovery-out", "fogli", *more]


def test_init_founds_an_ente_that_opens_and_is_named(nothing: Program) -> None:
    made = nothing.ask(*init(nothing, "--comune", "viadana", "--comune", "Casalmaggiore"))
    assert set(made) == {"ente", "operator", "desk"}
    sheets = sorted(Path(nothing.folder, "fogli").iterdir())
    assert len(sheets) == 3
    assert len({sheet.read_text(encoding="utf-8") for sheet in sheets}) == 3
    settings = here(nothing, "record", "list", "ente_settings")["records"][0]
    assert settings["name"] == "Comune di Prova"
    assert [one["comune"] for one in settings["comuni"]] == ["Viadana", "Casalmaggiore"]
    operator = here(nothing, "record", "show", made["operator"])
    assert (operator["surname"], operator["name"]) == ("DE ROSSI", "MARIA")
    again = answered(nothing, *init(nothing))
    assert (again.code, again.error) == (2, "vault_exists")
    assert sorted(Path(nothing.folder, "fogli").iterdir()) == sheets


@pytest.mark.parametrize(
    ("more", "error"),
    [
        (["--role", "capo"], "wrong_use"),
        (["--comune", "Paperopoli"], "wrong_use"),
        (["--operator", "  "], "wrong_use"),
        (["--ente", ""], "wrong_use"),
        (["--passphrase-file", "corta.txt"], "weak_passphrase"),
    ],
)
def test_an_init_that_cannot_be_leaves_neither_sheets_nor_vault(bare: Program, more: list[str], error: str) -> None:
    Path(bare.folder, "corta.txt").write_text("corta", encoding="utf-8")
    answer = bare.run("--json", *init(bare, *more))
    assert (answer.code, answer.error) == (2, error)
    assert not Path(bare.folder, "fogli").exists()
    assert not bare.profile.exists()


def test_init_never_overwrites_the_sheets_of_somebody_else(bare: Program) -> None:
    other = Path(bare.folder, "fogli", "foglio-2.txt")
    other.parent.mkdir()
    other.write_text("di un altro ente", encoding="utf-8")
    answer = bare.run("--json", *init(bare))
    assert (answer.code, answer.error) == (2, "place_taken")
    assert other.read_text(encoding="utf-8") == "di un altro ente"
    assert not bare.profile.exists()


def test_when_the_founding_fails_its_sheets_are_taken_away(bare: Program) -> None:
    bare.profile.write_text("un file dove andrebbe la cartella", encoding="utf-8")
    answer = bare.run("--json", *init(bare))
    assert answer.code == 2
    assert list(Path(bare.folder, "fogli").iterdir()) == []


def test_a_changed_passphrase_opens_and_the_old_one_no_more(program: Program) -> None:
    new = program.folder / "nuova.txt"
    new.write_text(NEW, encoding="utf-8")
    assert program.ask("passphrase", "--new-passphrase-file", "nuova.txt") == {"ok": True}
    old = program.run("status", "--json")
    assert (old.code, old.error) == (2, "wrong_passphrase")
    assert answered(program, "status", "--passphrase-file", "nuova.txt").code == 0


def test_two_sheets_set_a_new_passphrase_and_one_does_not(inside: Program) -> None:
    inside.folder.joinpath("nuova.txt").write_text(NEW, encoding="utf-8")
    one = inside.run("recover", "--share", "fogli/foglio-3.txt", "--new-passphrase-file", "nuova.txt", "--json")
    assert (one.code, one.error) == (2, "wrong_shares")
    two = ["--share", "fogli/foglio-3.txt", "--share", "fogli/foglio-1.txt"]
    assert inside.ask("recover", *two, "--new-passphrase-file", "nuova.txt") == {"ok": True}
    assert inside.run("check", "--passphrase-file", "nuova.txt").code == 0
    assert inside.run("check").code == 2


def test_the_one_sheet_of_an_ente_of_one_is_enough(tmp_path: Path) -> None:
    program = Inside(founded(tmp_path, alone=True).folder)
    first, second = (program.folder / "fogli" / f"foglio-{number}.txt" for number in (1, 2))
    assert first.read_text(encoding="utf-8").splitlines()[1:] == second.read_text(encoding="utf-8").splitlines()[1:]
    program.folder.joinpath("nuova.txt").write_text(NEW, encoding="utf-8")
    answer = program.ask("recover", "--share", "fogli/foglio-2.txt", "--new-passphrase-file", "nuova.txt")
    assert answer == {"ok": True}


def test_the_demo_is_made_once_and_opens_with_the_phrase_it_says(bare: Program) -> None:
    said = bare.run("demo", "--no-window", "--size", "3", without=["WELFAREDESK_PASSPHRASE_FILE"])
    assert said.code == 0
    phrase = said.out.splitlines()[-1].rpartition(": ")[2]
    bare.passphrase_file.write_text(phrase, encoding="utf-8")
    again = bare.ask("demo", "--no-window", "--size", "3")
    assert set(again) == {"profile", "persons", "entries", "seconds"}
    assert again["profile"] == str(bare.profile)
    assert again["persons"] >= 3
    assert len(bare.ask("record", "list", "case_file", "--limit", "10")["records"]) == 3
    assert bare.ask("check")["ok"] is True


def test_the_demo_never_takes_the_place_of_an_ente(inside: Program) -> None:
    answer = inside.run("demo", "--no-window", "--size", "3", "--json")
    assert (answer.code, answer.error) == (2, "vault_exists")


def test_the_self_check_tries_every_step(nothing: Program) -> None:
    answer = nothing.ask("--self-check")
    assert answer["ok"] is True
    assert [step["name"] for step in answer["steps"]] == [
        "vault",
        "save",
        "seal",
        "pdf",
        "docx",
        "check",
        "restore",
        "exchange",
        "window",
    ]
    assert not nothing.profile.exists()
