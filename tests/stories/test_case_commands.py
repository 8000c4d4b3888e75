# SPDX-License-Identifier: EUPL-1.2
"""From a segnalazione to a presa in carico, closed and reopened, by commands alone."""

import json
from typing import Any

from tests.stories.program import Program


def act(program: Program, record: str, action: str, **given: object) -> Any:
    """Do an act and return its answer."""
    return program.ask("act", record, action, "-", given=json.dumps(given))


def allowed(program: Program, record: str) -> dict[str, bool]:
    """Return which acts may be done now."""
    return {one["action"]: one["allowed"] for one in program.ask("act", record)["acts"]}


def test_from_the_segnalazione_to_the_presa_in_carico_and_its_end(inside: Program) -> None:
    person = json.dumps({"surname": "Gazzola", "name": "Ottavia", "comune": "Gussola"})
    person = inside.ask("record", "add", "person", "-", given=person)["id"]
    given = json.dumps({"source": "school", "received_on": "2025-03-03", "person": person})
    referral = inside.ask("record", "add", "referral", "-", given=given)["id"]

    first = inside.ask("act", referral)
    assert set(first) == {"id", "type", "states", "provisional", "changed", "_entry", "acts"}
    assert first["states"] == {"state": "received", "handing": "kept"}
    assert {"action", "label", "allowed", "to", "why", "asks"} == set(first["acts"][0])
    assert act(inside, referral, "accept") == {"id": referral, "from": "received", "to": "accepted"}

    done = inside.ask("act", referral, "open-care")
    episode = done.pop("made")
    assert done == {"id": referral, "from": "accepted", "to": "in_care"}
    shown = inside.ask("record", "show", episode)
    assert (shown["status"], shown["kind"], shown["_root"]) == ("in_care", "new", person)
    assert shown["number"].partition("/")[2] == "AA-1"
    (case_file,) = inside.ask("record", "list", "case_file")["records"]
    assert case_file["_root"] == person

    refused = inside.run("act", episode, "resume", "--json")
    assert (refused.code, refused.error) == (2, "act_refused")
    assert "non è sospesa" in refused.err
    missing = inside.run("act", episode, "close", "--json")
    assert (missing.code, missing.error) == (2, "bad_input")
    unknown = inside.run("act", episode, "moon", "--json")
    assert (unknown.code, unknown.error) == (2, "unknown_act")
    assert "moon" not in unknown.err

    assert act(inside, episode, "close", closing_reason="moved")["to"] == "closed"
    assert [name for name, may in allowed(inside, episode).items() if may] == ["reopen"]
    assert act(inside, episode, "reopen", reopening_reason="Torna") == {
        "id": episode,
        "from": "closed",
        "to": "reopened",
    }
    plain = inside.run("act", episode)
    assert plain.code == 0
    assert "Stato: Riaperta · Assegnazione: Accettata" in plain.out
    assert "Adesso no:" in plain.out
    log = inside.run("audit", "list", "--record", episode, "--json").values
    assert [one["act"] for one in log].count("act") == 2
    assert inside.ask("check")["ok"]
