# SPDX-License-Identifier: EUPL-1.2
"""A plan by commands alone: written, approved, reviewed, agreed on paper, signed, with its scan."""

import json
from pathlib import Path

from tests.stories.inside import answered, here
from tests.stories.program import Program
from tests.stories.test_staff_commands import act, add, plain


def test_a_plan_is_approved_and_its_contract_signed(program: Program, tmp_path: Path) -> None:
    person = add(program, "person", surname="Boselli", name="Rino", birth="1948-05-01")
    goals = [{"horizon": "short", "goal": "Uscire ogni giorno", "indicator": "Il quaderno"}]
    budget = [{"source": "comune", "what": "Trasporto", "committed": 50_000, "spent": 12_345}]
    project = add(program, "project", kind="pai", person=person, goals=goals, budget=budget, review_months=6)
    bad = answered(program, "record", "change", project, "-", given=json.dumps({"starts_on": "2026-02-30"}))
    assert (bad.code, bad.value["error"]["code"]) == (2, "bad_input")
    act(program, project, "submit")
    assert act(program, project, "approve") == {"id": project, "from": "to_approve", "to": "active"}
    page = here(program, "project", "show", project)
    assert (page["state"], page["version"], page["budget"]["left"], page["changed"]) == ("active", 1, 37_655, [])
    review = here(program, "project", "review", project)["id"]
    outcome = {"goal": page["goals"][0]["row"], "text": "Uscire ogni giorno", "reached": "partly"}
    here(program, "record", "change", review, "-", given=json.dumps({"outcomes": [outcome]}))
    act(program, review, "carry")
    assert here(program, "project", "show", project)["goals"][0]["reached"] == "partly"
    contract = here(program, "project", "contract", project)["id"]
    act(program, contract, "issue")
    out = tmp_path / "contratto.pdf"
    assert here(program, "print", "contract", contract, "--out", str(out))["pages"] >= 1
    assert out.read_bytes().startswith(b"%PDF-")
    signers = here(program, "record", "show", contract)["signers"]
    signed = [row | {"state": "signed", "signed_on": "2025-10-20", "means": "paper"} for row in signers]
    here(program, "record", "change", contract, "-", given=json.dumps({"signers": signed}))
    scan = tmp_path / "firmato.pdf"
    scan.write_bytes(b"%PDF-1.7")
    assert here(program, "project", "scan", contract, str(scan))["id"] == contract
    assert act(program, contract, "sign") == {"id": contract, "from": "awaiting", "to": "signed"}
    assert any("Firmato" in line for line in plain(program, "project", "show", project))
