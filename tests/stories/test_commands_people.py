# SPDX-License-Identifier: EUPL-1.2
"""Two new users and a server, as processes: invited, compared by six words, admitted, granted, revoked, replaced."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.stories.inside import answered, here
from tests.stories.program import Program
from tests.stories.served import Running, attached, cheaper, enrolled, invited, newcomer, serving


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Serve as many enti as these stories found."""
    with serving(tmp_path_factory.mktemp("server")) as running:
        yield running


@pytest.fixture
def lucia(tmp_path: Path, server: Running) -> Program:
    """Return the first desk of an ente, attached to the server."""
    return attached(tmp_path / "lucia", server)


def operator(program: Program, name: str) -> dict[str, Any]:
    found: list[dict[str, Any]] = here(program, "roster", "list")["operators"]
    return next(one for one in found if one["name"] == name)


def test_a_colleague_joins_reads_what_she_is_granted_and_is_revoked(
    lucia: Program, server: Running, tmp_path: Path
) -> None:
    person = here(lucia, "record", "add", "person", "-", given='{"surname":"Ferrari","name":"Giulia"}')["id"]
    here(lucia, "exchange")
    anna = newcomer(tmp_path / "anna")
    code = invited(lucia)
    asked = answered(anna, "enrol", *server.place, "--code", code, "--wait", "0")
    assert (asked.code, asked.error) == (2, "still_waiting")
    assert asked.values[0] == {"words": enrolled(anna, lucia, server, code=code)["words"]}
    assert [one["_id"] for one in here(anna, "record", "list", "person")["records"]] == [person]
    group = here(lucia, "roster", "group", "add", "Tutela minori")["id"]
    who = operator(lucia, "Rossi, Anna")
    assert here(lucia, "roster", "member", "add", "anna rossi", "tutela minori") == {
        "operator": who["id"],
        "group": group,
    }
    assert here(lucia, "grant", person, "Tutela minori") == {"folders": 1}
    assert here(lucia, "ungrant", person, group) == {"folders": 1}
    assert here(lucia, "roster", "member", "remove", who["id"], group)["operator"] == who["id"]
    here(lucia, "exchange")
    here(anna, "exchange")
    assert group not in operator(anna, "Rossi, Anna")["groups"]
    refused = answered(anna, "roster", "group", "add", "Mio")
    assert (refused.code, refused.error) == (2, "not_allowed")
    assert here(lucia, "roster", "revoke", "ab", "--wipe")["sent"]
    shut = answered(anna, "exchange")
    assert (shut.code, shut.error) == (2, "desk_revoked")
    assert not (anna.profile / "vault.db").exists()
    assert answered(anna, "record", "list", "person").error == "desk_wiped"
    assert [desk["state"] for desk in here(lucia, "roster", "list")["desks"]] == ["active", "revoked"]


def test_a_burned_pc_is_replaced_with_two_sheets(lucia: Program, server: Running, tmp_path: Path) -> None:
    person = here(lucia, "record", "add", "person", "-", given='{"surname":"Ferrari","name":"Giulia"}')["id"]
    here(lucia, "exchange")
    again = newcomer(tmp_path / "again")
    sheets = [str(lucia.folder / "fogli" / f"foglio-{number}.txt") for number in (1, 3)]
    enrol = ["enrol", server.url, "--fingerprint", server.fingerprint, "--operator", "AA"]
    assert here(again, *enrol, "--share", sheets[0], "--share", sheets[1]) == {"state": "enrolled"}
    cheaper(again)
    here(again, "exchange")
    assert [one["_id"] for one in here(again, "record", "list", "person")["records"]] == [person]
    taken = answered(again, *enrol, "--share", sheets[0], "--share", sheets[1])
    assert (taken.code, taken.error) == (2, "has_ente")
    unclear = answered(again, *enrol)
    assert (unclear.code, unclear.error) == (2, "wrong_use")
