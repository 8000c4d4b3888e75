# SPDX-License-Identifier: EUPL-1.2
"""The technician's verb, and what his file and other accounts mean for the commands."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.somebody import SOMEBODY, reachable
from tests.stories.inside import Inside
from tests.stories.program import Program, founded
from welfaredesk.base.clock import SystemClock
from welfaredesk.base.ids import SystemIds
from welfaredesk.desk import policy_file
from welfaredesk.sync.invitation import draw_code

ROOT = Path(__file__).parents[2]
PRINT = "ab" * 32


@pytest.fixture
def open_to_all() -> Iterator[Path]:
    """Return a folder that other accounts reach, as homes are."""
    with reachable() as folder:
        yield folder


@pytest.fixture
def fixed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the file of a technician who fixed a server and forgot a quotation mark elsewhere."""
    path = tmp_path / "etc" / "policy.toml"
    path.parent.mkdir(mode=0o755)
    path.write_text(f'server = "https://interno.example"\nfingerprint = "{PRINT}"\nlock_minute = 5\n', encoding="utf-8")
    path.chmod(0o644)
    monkeypatch.setattr(policy_file, "PLACE", path)
    monkeypatch.setattr(policy_file, "ROOT", os.geteuid())
    return path


def test_the_verb_says_what_holds_and_what_is_wrong(tmp_path: Path, fixed: Path) -> None:
    answer = Inside(tmp_path).run("--json", "policy")
    assert (answer.code, answer.error) == (2, "policy_wrong")
    assert answer.value["fixed"] == {"server": "https://interno.example", "fingerprint": PRINT}
    assert answer.value["path"] == str(fixed)
    assert "riga 3: «lock_minute»" in answer.err
    spoken = Inside(tmp_path).run("policy")
    assert "Server: https://interno.example" in spoken.out


def test_the_example_that_is_shipped_is_a_good_one(tmp_path: Path) -> None:
    answer = Inside(tmp_path).ask("policy", str(ROOT / "installer" / "policy.example.toml"))
    assert set(answer["fixed"]) == {"server", "fingerprint", "proxy", "lock_minutes"}
    assert answer["problems"] == []


def test_without_a_file_it_says_where_one_would_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(policy_file, "PLACE", tmp_path / "etc" / "policy.toml")
    assert Inside(tmp_path).ask("policy")["path"] == ""
    assert str(tmp_path / "etc" / "policy.toml") in Inside(tmp_path).run("policy").out
    missing = Inside(tmp_path).run("--json", "policy", "non-c-e.toml")
    assert (missing.code, missing.error) == (2, "bad_file")


def test_another_server_is_refused_on_the_command_line_too(inside: Program, fixed: Path, tmp_path: Path) -> None:
    fresh = Inside(tmp_path / "altro")
    fresh.folder.mkdir()
    fresh.passphrase_file.write_text("una frase abbastanza lunga", encoding="utf-8")
    attach = inside.run("--json", "attach", "https://altro.example", "--fingerprint", PRINT)
    code = draw_code(SystemIds(SystemClock()))
    enrol = fresh.run("--json", "enrol", "https://interno.example", "--fingerprint", "cd" * 32, "--code", code)
    for answer in (attach, enrol):
        assert answer.code == 2
        assert answer.error == "fixed_server"
    assert not (fresh.profile / "slots").exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can be somebody else")
def test_the_profile_of_another_account_is_told_by_every_door(open_to_all: Path) -> None:
    founded(open_to_all)
    program = Inside(open_to_all)
    os.chown(program.profile, SOMEBODY, SOMEBODY)
    before = sorted((path.name, path.stat().st_mtime_ns) for path in program.profile.iterdir())
    doors = (
        ["status"],
        ["check"],
        ["repair"],
        ["restore", "frase.txt"],
        ["passphrase", "--new-passphrase-file", "frase.txt"],
        ["init", "--ente", "X", "--operator", "Riva", "--recovery-out", "altri"],
        ["enrol", "https://x.example", "--fingerprint", PRINT, "--code", "x"],
    )
    for words in doors:
        answer = program.run("--json", *words)
        assert (answer.code, answer.error) == (2, "others_profile"), (words, answer)
    assert sorted((path.name, path.stat().st_mtime_ns) for path in program.profile.iterdir()) == before


@pytest.mark.parametrize("option", ["--profile", "--passphrase-file"])
def test_the_home_of_nobody_is_told_wherever_a_path_is_said(inside: Program, option: str) -> None:
    answer = inside.run("--json", "status", option, "~nessuno-qui/altro")
    assert (answer.code, answer.error) == (2, "unknown_home")
    assert "~nessuno-qui/" in answer.err
