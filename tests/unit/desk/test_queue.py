# SPDX-License-Identifier: EUPL-1.2
"""The review queue: what waits for whoever asks, the oldest first, and nothing that does not wait for him."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.opened import add, giulia
from tests.unit.desk.staff.made import SCHOOL, do, minutes, minutes_about, situation
from welfaredesk.base.clock import FixedClock
from welfaredesk.desk import lists, records
from welfaredesk.desk.plan.projects import new_project
from welfaredesk.desk.queue import KINDS, QueueItem, queue
from welfaredesk.desk.session import Session
from welfaredesk.desk.staff import minutes as desk
from welfaredesk.desk.staff import tasks
from welfaredesk.domain.statement import Role

DAY = 86_400_000
LATE = date(2026, 11, 10)


@pytest.fixture
def manager(session: Session) -> Session:
    """Return the desk of a case manager who is nothing else."""
    return as_(session, Role.CASE_MANAGER)


def as_(session: Session, *roles: Role) -> Session:
    """Give the operator of a desk other roles."""
    session.identity = replace(session.identity, roles=roles)
    return session


def shared(session: Session, **about: Any) -> str:
    """Return shared minutes about somebody."""
    roles = session.identity.roles
    made = minutes_about(session, situation(session, SCHOOL, **about))
    do(session, made, "share")
    as_(session, *roles)  # to share is to grant, after which a desk reads in the roster who it is
    return made


def answer(session: Session, made: str) -> None:
    """Give the own answer to minutes without opening them."""
    rows = lists.of_root(session, "confirmation", records.show(session, made).root)
    (own,) = [row for row in rows if row.get("operator")]
    do(session, str(own["_id"]), "confirm")


def of_kind(session: Session, *kinds: str, on: date | None = None) -> list[QueueItem]:
    """Return what waits of some kinds."""
    return [one for one in queue(session, on=on) if one.kind in kinds]


def test_the_case_manager_is_asked_to_approve_and_to_answer(manager: Session) -> None:
    girl = giulia(manager)
    made = shared(manager, person=girl)
    found = queue(manager)
    assert {(one.kind, one.id == made, one.minutes) for one in found} == {
        ("approve", True, made),
        ("confirm", False, made),
    }
    (item,) = of_kind(manager, "approve")
    assert (item.type, item.name, item.title, item.person, item.since, item.acts) == (
        *("minutes", "Ferrari, Giulia", "Verbale del 26/10/2026", girl, "2026-10-19"),
        ("approve", "send-back"),
    )
    do(manager, made, "approve")
    answer(manager, made)
    assert queue(manager) == ()
    assert {one.kind for one in found} <= set(KINDS)


def test_minutes_without_a_case_manager_wait_for_who_guides_and_for_no_colleague(session: Session) -> None:
    made = shared(session, subject="Famiglia Neri")
    assert [one.id for one in of_kind(session, "approve")] == [made]
    as_(session, Role.OPERATORE)
    assert of_kind(session, "approve") == []
    assert queue(as_(session, Role.AMMINISTRATORE)) == ()
    assert queue(as_(session, Role.ESTERNO)) == ()


def test_minutes_with_a_case_manager_do_not_wait_for_who_guides(session: Session) -> None:
    girl = giulia(session)
    other = add(session, "operator", surname="Verdi", name="Ugo")
    (episode,) = lists.of_root(session, "care_episode", girl)
    do(session, str(episode["_id"]), "name-case-manager", case_manager={"id": other})
    shared(session, person=girl)
    assert of_kind(session, "approve") == []


def test_what_was_approved_comes_back_when_it_changed_and_is_shared_again(manager: Session) -> None:
    made = shared(manager, person=giulia(manager))
    do(manager, made, "approve")
    do(manager, made, "revise", revise_reason="Mancava la scuola")
    records.change(manager, made, {"school": "Va volentieri."})
    assert of_kind(manager, "approve", "again") == []
    do(manager, made, "share")
    (item,) = of_kind(manager, "approve", "again")
    assert (item.id, item.kind, item.acts) == (made, "again", ("approve", "send-back"))
    do(manager, made, "approve")
    assert of_kind(manager, "approve", "again") == []


@pytest.mark.parametrize("way", ["said", "shared again"])
def test_what_was_sent_back_waits_for_who_shared_it_and_then_for_the_case_manager(manager: Session, way: str) -> None:
    made = shared(manager, person=giulia(manager))
    do(manager, made, "send-back", send_back_reason="Mancano le ore")
    (item,) = of_kind(manager, "approve", "again", "sent_back")
    assert (item.kind, item.note, item.acts) == ("sent_back", "Mancano le ore", ("revise", "review-again"))
    if way == "said":
        do(manager, made, "review-again", review_note="Aggiunte")
    else:
        do(manager, made, "revise", revise_reason="Le ore")
        records.change(manager, made, {"school": "Sei ore."})
        do(manager, made, "share")
    (item,) = of_kind(manager, "approve", "again", "sent_back")
    assert (item.kind, item.note) == ("again", "Aggiunte" if way == "said" else "")


def test_whoever_took_part_reads_what_was_shared_once(session: Session, clock: FixedClock) -> None:
    as_(session, Role.OPERATORE)
    made = shared(session, subject="Famiglia Neri")
    assert [one.kind for one in queue(session)] == ["confirm"]
    answer(session, made)
    assert [(one.kind, one.id) for one in queue(session)] == [("read", made)]
    clock.advance(ms=61 * DAY)
    assert queue(session) == ()
    clock.advance(ms=-61 * DAY)
    desk.minutes_page(session, made)
    assert of_kind(session, "read") == []


def test_decisions_and_tasks_that_are_overdue_wait_until_they_end(manager: Session) -> None:
    made = shared(manager, person=giulia(manager))
    assert of_kind(manager, "overdue") == []
    (item,) = of_kind(manager, "overdue", on=LATE)
    assert (item.type, item.since, item.title) == (
        "minutes",
        "2026-11-03",
        "Decisione senza compito: Scrivere alla scuola",
    )
    (decision,) = [one for one in desk.minutes_page(manager, made).decisions if one.operator]
    task = tasks.make_task(manager, made, decision.row)
    (item,) = of_kind(manager, "overdue", on=LATE)
    assert (item.id, item.type, item.minutes, item.acts) == (task, "task", made, ("end",))
    assert item.note == "Bianchi, Lucia"
    do(manager, task, "end", outcome="done")
    assert of_kind(manager, "overdue", on=LATE) == []


def test_an_assignment_waits_for_the_one_proposed(session: Session) -> None:
    girl = giulia(session)
    me = {"id": session.identity.operator}
    made = add(session, "care_episode", person=girl, opened_on="2026-10-01", responsible_social_worker=None)
    (offer,) = [one for one in lists.of_root(session, "care_episode", girl) if one["_id"] == made]
    if offer.get("responsible_social_worker"):
        do(session, made, "transfer", proposed_worker=me, transfer_reason="Zona")
    else:
        do(session, made, "assign", proposed_worker=me)
    (item,) = of_kind(session, "assignment")
    assert (item.id, item.type, item.name, item.acts) == (
        made,
        "care_episode",
        "Ferrari, Giulia",
        ("accept", "send-back"),
    )
    do(session, made, "accept")
    assert of_kind(session, "assignment") == []


def test_plans_and_handovers_wait_for_who_may_say_yes(session: Session) -> None:
    plan = new_project(session, person=giulia(session))
    records.change(session, plan, {"needs": "Casa", "goals": [{"horizon": "short", "goal": "Trovare casa"}]})
    do(session, plan, "submit")
    (item,) = of_kind(session, "plan")
    assert (item.id, item.type, item.name, item.acts) == (
        *(plan, "project", "Ferrari, Giulia"),
        ("approve", "send-back"),
    )
    other = add(session, "operator", surname="Verdi", name="Ugo")
    person = add(session, "person", surname="Neri", name="Ada")
    mine: dict[str, Any] = {"from_operator": {"id": other}, "to_operator": {"id": session.identity.operator}}
    made = add(session, "handover", person=person, **mine)
    (item,) = of_kind(session, "accept")
    assert (item.id, item.name, item.acts) == (made, "Neri, Ada", ("accept", "decline"))
    as_(session, Role.OPERATORE)
    assert [one.kind for one in queue(session)] == ["accept"]


def test_the_oldest_comes_first_and_a_person_in_protection_has_no_name(manager: Session, clock: FixedClock) -> None:
    girl = giulia(manager)
    first = shared(manager, person=girl)
    clock.advance(ms=2 * DAY)
    second = shared(manager, person=girl)
    found = of_kind(manager, "approve")
    assert [one.id for one in found] == [first, second]
    records.change(manager, girl, {"in_protection": True})
    assert {one.name for one in queue(manager)} == {"Persona in protezione"}


def test_years_of_old_minutes_are_not_asked_about(manager: Session) -> None:
    about = situation(manager, SCHOOL, person=giulia(manager))
    made = minutes_about(manager, about, when="2025-10-01T10:00:00+02:00", decisions=[])
    do(manager, made, "share")
    assert of_kind(manager, "approve") == []
    assert minutes(manager) not in {one.id for one in queue(manager)}
