# SPDX-License-Identifier: EUPL-1.2
"""docs/protocol.md is enough to write a desk: one written from it alone is admitted, reads, and is read."""

import ast
from pathlib import Path

from tests.stories import foreign_desk, foreign_texts
from tests.stories.foreign_desk import Desk
from tests.stories.inside import here
from tests.stories.served import attached, invited, serving

DICTIONARY = Path(__file__).parents[2] / "resources" / "exchange.dict"


def test_it_shares_no_line_with_the_program() -> None:
    for module in (foreign_texts, foreign_desk):
        assert "welfaredesk" not in {name.partition(".")[0] for name in imported(Path(module.__file__ or ""))}


def imported(path: Path) -> set[str]:
    """Return the names of the modules that a file imports."""
    found = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    named = {one.module or "" for one in found if isinstance(one, ast.ImportFrom)}
    return named | {name.name for one in found if isinstance(one, ast.Import) for name in one.names}


def test_a_desk_written_from_the_page_alone_reads_and_writes(tmp_path: Path) -> None:
    with serving(tmp_path / "server") as server:
        lucia = attached(tmp_path / "lucia", server)
        person = here(lucia, "record", "add", "person", "-", given='{"surname":"Ferrari","name":"Giulia"}')["id"]
        here(lucia, "exchange")
        desk = Desk(server.port, server.fingerprint, invited(lucia), dictionary=DICTIONARY)
        words = desk.ask_in()
        (request,) = here(lucia, "roster", "requests")
        assert request["words"] == words
        here(lucia, "roster", "approve", request["id"], "--words", words)
        assert desk.state() == "approved"
        desk.exchange()
        assert said(desk, person) == {"surname": "Ferrari", "name": "Giulia"}
        desk.change(person, {"name": "Giulia Maria"})
        desk.change(person, {"surname": "Ferraris"})
        assert (len(desk.reading.own), desk.reading.refused) == (2, [])
        assert here(lucia, "exchange")["clashes"] == 0
        shown = here(lucia, "record", "show", person, "--history")
        assert (shown["surname"], shown["name"], shown["_state"]) == ("Ferraris", "Giulia Maria", "received")
        here(lucia, "record", "change", person, "-", given='{"name":"Giulia Anna"}')
        here(lucia, "exchange")
        desk.exchange()
        assert said(desk, person) == {"surname": "Ferraris", "name": "Giulia Anna"}
        assert here(lucia, "check")["ok"]
        assert here(lucia, "refused", "list") == []


def said(desk: Desk, record: str) -> dict[str, str]:
    """Return the names that a desk has read of a person."""
    found: dict[str, str] = {}
    for _, _, entry in desk.reading.entries:
        if entry.columns["record"] == record:
            found |= {name: value for name, (how, value) in entry.values.items() if how == "="}
    return {name: found[name] for name in ("surname", "name")}
