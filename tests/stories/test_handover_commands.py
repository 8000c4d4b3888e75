# SPDX-License-Identifier: EUPL-1.2
"""A passaggio di consegne by commands alone: looked at, proposed for many, accepted, printed, given back."""

import json
from pathlib import Path
from typing import Any

from tests.stories.inside import answered, here
from tests.stories.program import Program

SINCE = "2026-11-02"


def add(program: Program, type_name: str, **said: object) -> str:
    """Save a record and return its id."""
    return str(here(program, "record", "add", type_name, "-", given=json.dumps(said))["id"])


def test_cartelle_of_a_colleague_who_is_away_pass_and_come_back(program: Program, tmp_path: Path) -> None:
    leaver = add(program, "operator", surname="Neri", name="Ada")
    persons = []
    for surname in ("Boselli", "Conti"):
        person = add(program, "person", surname=surname, name="Rino")
        add(program, "care_episode", person=person, responsible_social_worker=leaver, opened_on="2025-02-03")
        add(program, "deadline", person=person, title="Relazione", due_on="2027-01-10", owner=leaver)
        persons.append(person)
    found = here(program, "handover", "cases", "Neri Ada")
    assert [one["counts"] for one in found] == [{"responsible": 1, "deadline": 1}] * 2
    me = str(here(program, "roster", "list")["operators"][0]["name"])
    made = here(program, "handover", "propose", "--from", "Neri, Ada", "--to", me, "--all", "--reason", "Congedo")
    assert {one["cartella"] for one in made} == set(persons)
    (first, second) = here(program, "handover", "list", "--mine")
    assert (first["name"], first["state"], first["until"]) == ("Boselli, Rino", "proposed", None)
    acts = {one["action"]: one for one in here(program, "act", first["id"])["acts"]}
    assert acts["accept"]["allowed"]
    assert not acts["give-back"]["allowed"]
    out = tmp_path / "consegne.pdf"
    assert here(program, "print", "handover", first["id"], "--out", str(out))["pages"] >= 1
    assert here(program, "act", first["id"], "accept")["to"] == "accepted"
    assert here(program, "handover", "accept") == [{"handover": second["id"], "accepted": True, "why": None}]
    assert here(program, "handover", "list", "--mine") == []
    assert here(program, "handover", "cases", leaver) == []
    page = here(program, "handover", "show", first["id"])
    assert {one["holder_name"] for one in page["items"]} == {me}
    assert here(program, "act", first["id"], "give-back")["to"] == "returned"
    assert [one["person"] for one in here(program, "handover", "cases", leaver)] == [first["person"]]
    assert here(program, "handover", "own") == {"notes": [], "drafts": [], "leaving": []}
    wrong: Any = answered(program, "handover", "propose", "--from", leaver, "--to", leaver, "--all")
    assert (wrong.code, wrong.value["error"]["code"]) == (2, "bad_input")
    wrong = answered(program, "handover", "list", "--state", "moon")
    assert (wrong.code, wrong.value["error"]["code"]) == (2, "wrong_use")
