# SPDX-License-Identifier: EUPL-1.2
"""Da riportare in GePI: blocks of a path with ADI and of a PaIS, ticked by whom and when, and again once changed."""

from dataclasses import replace
from typing import Any

import pytest

from tests.opened import add, giulia
from welfaredesk.base.clock import FixedClock
from welfaredesk.base.errors import NotAllowed
from welfaredesk.desk import lists, records
from welfaredesk.desk.correspondence.gepi import GepiBlock, done_in, note_id, sheet_of, tick
from welfaredesk.desk.session import Session
from welfaredesk.domain.statement import Role


@pytest.fixture
def person(session: Session) -> str:
    person = add(session, "person", surname="Sala", name="Omar")
    add(
        session,
        "care_episode",
        person=person,
        opened_on="2026-09-01",
        areas=["poverty"],
        adi_phase="inclusion_pact",
        pad_signed_on="2026-09-10",
        adi_appointments=[{"held_on": "2026-10-01", "result": "held"}],
    )
    return person


def pact(session: Session, person: str, **said: Any) -> str:
    goal = {"goal": "Trovare lavoro", "horizon": "medium", "indicator": "un contratto"}
    action = {"what": "Corso di italiano", "owner": "CPIA", "due_on": "2026-12-31"}
    values = {"kind": "pais", "person": {"id": person}, "needs": "Lavoro", "goals": [goal], "actions": [action]}
    return add(session, "project", **(values | said))


def by_name(session: Session, person: str) -> dict[str, GepiBlock]:
    return {one.block: one for one in sheet_of(session, person).blocks}


def test_a_path_with_adi_and_a_pact_give_their_blocks_and_others_give_none(session: Session, person: str) -> None:
    pact(session, person, review_months=3)
    found = by_name(session, person)
    assert set(found) == {"care", "appointments", "needs", "goals", "actions", "terms"}
    assert "Fase ADI: Patto per l'inclusione\nPAD sottoscritto il: 10/09/2026" in found["care"].text
    assert found["appointments"].text.startswith("01/10/2026, ")
    assert "Prossimo appuntamento entro il 30/12/2026" in found["appointments"].text
    assert found["goals"].text.startswith("Trovare lavoro · ")
    assert found["actions"].text == "Corso di italiano · CPIA · entro il 31/12/2026"
    assert "Si verifica ogni 3 mesi" in found["terms"].text
    pact(session, giulia(session), kind="individual")
    assert sheet_of(session, giulia(session)).blocks == ()


def test_a_tick_says_who_and_when_and_stands_once(session: Session, person: str, clock: FixedClock) -> None:
    block = by_name(session, person)["care"]
    assert not block.done
    tick(session, person, block, done=True)
    tick(session, person, block, done=True)
    done = by_name(session, person)["care"]
    assert (done.done, done.done_by, done.done_at) == (True, session.identity.name, clock.now().iso())
    (note,) = lists.of_root(session, "gepi_note", person)
    assert note["_id"] == note_id(block.source, "care")
    tick(session, person, block, done=False)
    assert not by_name(session, person)["care"].done
    assert done_in(session, person) == [False, False]


def test_what_changed_after_it_was_copied_is_to_be_copied_again(session: Session, person: str) -> None:
    block = by_name(session, person)["care"]
    tick(session, person, block, done=True)
    records.change(session, block.source, {"adi_phase": "monitoring"})
    again = by_name(session, person)["care"]
    assert (again.done, again.changed) == (False, True)
    tick(session, person, again, done=True)
    assert by_name(session, person)["care"].done


def test_only_caseworkers_tick(session: Session, person: str) -> None:
    block = by_name(session, person)["care"]
    session.identity = replace(session.identity, roles=(Role.DPO,))
    with pytest.raises(NotAllowed):
        tick(session, person, block, done=True)
