# SPDX-License-Identifier: EUPL-1.2
"""Where a server alone is installed, its verbs are there, and those of a desk are told to be elsewhere."""

import pytest

from welfaredesk.base.server_errors import OnlyServer
from welfaredesk.cli import list as verbs


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take away what vaults need."""
    monkeypatch.setattr(verbs, "VAULTS", "no_such_library")


SERVED = {"serve", "server backup", "server restore", "server check"}


@pytest.mark.usefixtures("alone")
@pytest.mark.parametrize("argv", [["serve", "--data", "x"], ["--json", "server", "backup", "x"], ["server", "check"]])
def test_a_verb_of_the_server_is_known(argv: list[str]) -> None:
    assert {verb.name for verb in verbs.verbs_meant(argv)} <= SERVED
    assert verbs.verbs_meant(argv)


@pytest.mark.usefixtures("alone")
@pytest.mark.parametrize("argv", [[], ["init"], ["backup", "x"], ["boh"], ["--self-check"]])
def test_what_needs_a_desk_is_told_to_be_elsewhere(argv: list[str]) -> None:
    with pytest.raises(OnlyServer, match="only_server"):
        verbs.verbs_meant(argv)


@pytest.mark.usefixtures("alone")
def test_version_and_help_answer_there_too() -> None:
    assert verbs.verbs_meant(["--version"]) == ()
    assert {verb.name for verb in verbs.every_verb()} == SERVED


def test_with_a_desk_every_verb_is_there() -> None:
    assert {verb.name for verb in verbs.every_verb()} > SERVED
    assert verbs.verbs_meant(["backup", "x"])
