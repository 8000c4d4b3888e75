# SPDX-License-Identifier: EUPL-1.2
"""A whole day on two desks and a server: segnalazione, urgency, staff, plan, review, contract, and the hand-over."""

import json
from pathlib import Path
from typing import Any

from tests.stories.inside import here
from tests.stories.program import Program
from tests.stories.served import WORKING, attached, enrolled, newcomer, serving
from tests.stories.test_staff_commands import act, add

WHEN = "2026-10-26T14:30:00+01:00"
SCHOOL = "A scuola va volentieri, salta il lunedì."
FAMILY = "La nonna è tornata a vivere con loro."
ME, COLLEAGUE = "Cavalli Irene", "Rossi Anna"


def test_from_the_segnalazione_to_the_leave_on_two_desks(tmp_path: Path) -> None:
    with serving(tmp_path / "server") as server:
        irene, anna = attached(tmp_path / "irene", server), newcomer(tmp_path / "anna")
        line = ["--operator", COLLEAGUE, "--role", "operatore,case-manager", "--group", WORKING]
        enrolled(anna, irene, server, code=here(irene, "invite", *line)["code"])
        person, episode = _taken_on(irene)
        urgency = add(irene, "urgency", kind="emergency_removal", child_name="Bambina, forse Alba")
        act(irene, urgency, "notify", notice_to="PM di turno", notice_outcome="aspetta la relazione")
        minutes = _convened(irene, person)
        _level(irene, anna)
        _written_at_once(irene, anna, minutes)
        plan = _planned(irene, person, minutes)
        act(irene, minutes, "share")
        _level(irene, anna)
        _reviewed_in_the_evening(anna, minutes)
        contract = here(irene, "project", "contract", plan)["id"]
        _signed(irene, contract)
        _level(irene, anna)
        _handed_over(irene, anna, person)
        for desk in (irene, anna):
            assert _line(desk, episode, "responsible_social_worker") == "Rossi, Anna"
            assert _line(desk, episode, "case_manager") == "Rossi, Anna"
            assert here(desk, "act", contract)["states"] == {"state": "signed"}
            assert here(desk, "check")["ok"]
        assert [here(desk, "clashes", "list") for desk in (irene, anna)] == [[], []]
        # The urgency is reserved: who did not take part in it has not a byte of it.
        assert here(irene, "record", "show", urgency)["notice_to"] == "PM di turno"
        assert here(anna, "record", "list", "urgency")["records"] == []


def _taken_on(desk: Program) -> tuple[str, str]:
    """Take a child on from a segnalazione, with the colleague as case manager; return the child and the episode."""
    person = add(desk, "person", surname="Ferrari", name="Giulia", birth="2015-05-02")
    referral = add(desk, "referral", source="school", received_on="2025-10-20", person=person)
    act(desk, referral, "accept")
    episode = str(act(desk, referral, "open-care")["made"])
    colleague = next(one for one in here(desk, "record", "list", "operator")["records"] if one["surname"] == "Rossi")
    act(desk, episode, "name-case-manager", case_manager=colleague["_id"])
    return person, episode


def _convened(desk: Program, person: str) -> str:
    """Bring three situations to one sitting and return the minutes of the first."""
    about: list[dict[str, Any]] = [{"person": person}, {"subject": "Famiglia Rovati"}, {"subject": "Famiglia Belli"}]
    irene, anna = (one["_id"] for one in sorted(_operators(desk), key=lambda one: str(one["surname"])))
    members = [{"role": "social_worker", "operator": irene}, {"role": "other", "operator": anna}]
    situations = [add(desk, "situation", members=members, **one) for one in about]
    for one in situations:
        act(desk, one, "accept")
    sitting = add(desk, "sitting", when=WHEN, place="Sede", agenda=[{"situation": one} for one in situations])
    act(desk, sitting, "convene")
    agenda = here(desk, "staff", "agenda", sitting)["agenda"]
    assert [line["name"] for line in agenda] == ["Ferrari, Giulia", "Famiglia Rovati", "Famiglia Belli"]
    return str(agenda[0]["minutes"])


def _operators(desk: Program) -> list[dict[str, Any]]:
    return list(here(desk, "record", "list", "operator")["records"])


def _written_at_once(irene: Program, anna: Program, minutes: str) -> None:
    """Let both write the same minutes without a line between them."""
    decision = {"what": "Sentire la maestra", "owner": "Irene Cavalli", "due_on": "2026-11-03"}
    _change(irene, minutes, school=SCHOOL, decisions=[decision])
    _change(anna, minutes, family=FAMILY)
    _level(irene, anna)
    for desk in (irene, anna):
        shown = here(desk, "record", "show", minutes)
        assert (shown["school"], shown["family"]) == (SCHOOL, FAMILY)


def _planned(desk: Program, person: str, minutes: str) -> str:
    """Make the decision an action of a plan that is approved, and return the plan."""
    act(desk, minutes, "to-tasks")
    (decision,) = here(desk, "staff", "minutes", minutes)["decisions"]
    goals = [{"horizon": "short", "goal": "Andare a scuola anche il lunedì", "indicator": "Assenze al mese"}]
    plan = add(desk, "project", person=person, kind="framework", goals=goals)
    (goal,) = here(desk, "project", "show", plan)["goals"]
    row = here(desk, "project", "bring", plan, decision["task"], "--goal", goal["row"])["row"]
    assert here(desk, "project", "bring", plan, decision["task"])["row"] == row
    act(desk, plan, "submit")
    act(desk, plan, "approve", approval_note="Va bene così.")
    shown = here(desk, "project", "show", plan)
    assert (shown["state"], shown["version"], shown["changed"]) == ("active", 1, [])
    assert [one["what"] for one in shown["goals"][0]["actions"]] == ["Sentire la maestra"]
    return plan


def _reviewed_in_the_evening(desk: Program, minutes: str) -> None:
    """Find the minutes in the queue of the case manager and approve them there."""
    found = {one["kind"]: one for one in here(desk, "queue") if one["id"] == minutes}
    assert "approve" in next(iter(found.values()))["acts"]
    act(desk, minutes, "approve", approval_note="Bene la nonna.")
    assert all("approve" not in one["acts"] for one in here(desk, "queue") if one["id"] == minutes)


def _signed(desk: Program, contract: str) -> None:
    """Print the contract and write who signed it and where the paper is."""
    act(desk, contract, "issue")
    signers = here(desk, "record", "show", contract)["signers"]
    signed = {"state": "signed", "signed_on": "2025-11-03", "means": "paper"}
    _change(desk, contract, signers=[{**one, **signed} for one in signers])
    act(desk, contract, "sign", paper_place="Faldone 3, scaffale B")


def _handed_over(irene: Program, anna: Program, person: str) -> None:
    """Hand the cartella over for a leave, and let the colleague accept it."""
    (proposed,) = here(irene, "handover", "propose", "--from", ME, "--to", COLLEAGUE, "--cartella", person)
    assert proposed["handover"]
    _level(irene, anna)
    (accepted,) = here(anna, "handover", "accept")
    assert accepted == {"handover": proposed["handover"], "accepted": True, "why": None}
    _level(irene, anna)


def _change(desk: Program, record: str, **said: object) -> None:
    here(desk, "record", "change", record, "-", given=json.dumps(said))


def _level(*desks: Program) -> None:
    """Exchange until both hold the same: each twice, since the first may have called before the other."""
    for desk in (*desks, *desks):
        here(desk, "exchange")


def _line(desk: Program, record: str, field: str) -> str:
    return str(here(desk, "record", "show", record)[field]["title"])
