# SPDX-License-Identifier: EUPL-1.2
"""A staff di progetto by commands alone: asked for, convened, written, turned into tasks, answered, closed."""

import json
from typing import Any

from tests.stories.inside import answered, here
from tests.stories.program import Program

WHEN = "2026-10-26T14:30:00+01:00"


def add(program: Program, type_name: str, **said: object) -> str:
    """Save a record and return its id."""
    return str(here(program, "record", "add", type_name, "-", given=json.dumps(said))["id"])


def act(program: Program, record: str, action: str, **given: object) -> Any:
    """Do an act and return its answer."""
    return here(program, "act", record, action, "-", given=json.dumps(given))


def plain(program: Program, *words: str) -> list[str]:
    """Return what a person reads of a command."""
    said = program.run(*words)
    assert said.code == 0, said
    return said.out.splitlines()


def test_a_situation_is_looked_at_and_its_minutes_are_closed(program: Program) -> None:
    members = [{"role": "school", "name": "Neri, Ada", "body": "Istituto di Gussola"}]
    situation = add(program, "situation", subject="Famiglia Rovati", members=members)
    act(program, situation, "accept")
    sitting = add(program, "sitting", when=WHEN, place="Sede", agenda=[{"situation": situation}])
    assert act(program, sitting, "convene") == {"id": sitting, "from": "planned", "to": "convened"}
    (line,) = here(program, "staff", "agenda", sitting)["agenda"]
    assert (line["name"], line["state"], line["here"]) == ("Famiglia Rovati", "draft", True)
    minutes = line["minutes"]
    decision = {"what": "Mandare la relazione", "owner": "Neri, Ada", "due_on": "2026-11-10"}
    here(program, "record", "change", minutes, "-", given=json.dumps({"school": "Va bene.", "decisions": [decision]}))
    assert (
        answered(
            program, "record", "change", minutes, "-", given=json.dumps({"decisions": [{"what": "Senza nessuno"}]})
        ).code
        == 2
    )
    row = here(program, "staff", "minutes", minutes)["decisions"][0]["row"]
    task = here(program, "staff", "task", minutes, row)["id"]
    assert here(program, "staff", "task", minutes, row) == {"id": task}
    assert act(program, task, "end", outcome="done") == {"id": task, "from": "open", "to": "ended"}
    act(program, minutes, "share")
    (answer,) = here(program, "staff", "minutes", minutes)["answers"]
    act(program, answer["id"], "record-answer", answer="confirmed", means="email")
    act(program, minutes, "confirm")
    assert act(program, minutes, "close") == {"id": minutes, "from": "confirmed", "to": "closed"}
    page = here(program, "staff", "minutes", minutes)
    assert (page["state"], len(page["hash"]), page["changed"]) == ("closed", 64, [])
    assert page["decisions"][0]["outcome"] == "done"
    refused = answered(program, "record", "change", minutes, "-", given=json.dumps({"school": "Altro"}))
    assert (refused.code, refused.value["error"]["code"]) == (2, "act_refused")
    add(program, "minutes_note", minutes=minutes, text="La data giusta è il 4.", _root=situation)
    assert [note["text"] for note in here(program, "staff", "minutes", minutes)["notes"]] == ["La data giusta è il 4."]
    paper = here(program, "print", "staff-minutes", minutes, "--out", "verbale.pdf")
    assert paper["pages"] >= 1
    assert (program.folder / "verbale.pdf").read_bytes().startswith(b"%PDF")
    words = "\n".join(plain(program, "staff", "minutes", minutes))
    assert "Famiglia Rovati · Chiuso" in words
    assert "Mandare la relazione · Neri, Ada · 2026-11-10 · Fatto" in words
    assert "Neri, Ada: Conferma" in words
    assert any("Famiglia Rovati" in line for line in plain(program, "staff", "agenda", sitting))
    count = here(program, "staff", "convocation", sitting, "--out", "staff.ics")["bytes"]
    written = (program.folder / "staff.ics").read_bytes()
    assert len(written) == count
    assert b"Rovati" not in written
