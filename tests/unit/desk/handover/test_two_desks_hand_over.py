# SPDX-License-Identifier: EUPL-1.2
"""Cartelle handed over between desks with a server: who reads from when, an absent desk that comes back, clashes."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.opened import add
from tests.unit.desk.exchange.office import Office, everybody, office_in, same, sound
from tests.unit.desk.handover.made import BACK, Case, asked_of, case_of, do, handed
from tests.unit.desk.handover.test_handing_over import holders, why_not
from welfaredesk.base.clock import FixedClock
from welfaredesk.base.errors import NotFound
from welfaredesk.desk import clashes, granting, lists, people, records
from welfaredesk.desk.handover import lines
from welfaredesk.desk.organico import roster_of
from welfaredesk.desk.plan.projects import new_project
from welfaredesk.desk.session import Session
from welfaredesk.desk.staff.members import own_group
from welfaredesk.domain.settling import Keep

TWO_MONTHS_MS = 61 * 24 * 3600 * 1000


@pytest.fixture
def office(tmp_path: Path, clock: FixedClock) -> Iterator[Office]:
    with office_in(tmp_path, clock=clock) as opened:
        yield opened


@pytest.fixture
def boss(office: Office) -> Session:
    """Return the desk of the responsabile."""
    session = office.found()
    office.attach(session)
    return session


@pytest.fixture
def other(office: Office, boss: Session) -> Session:
    """Return the desk of a colleague of the same group, who works on cases and assigns none."""
    session = office.enrol(boss)
    everybody(office, session, boss)
    return session


def test_the_receiver_reads_from_the_proposal_on_and_accepts_at_the_own_desk(
    office: Office, boss: Session, clock: FixedClock
) -> None:
    people.add_group(boss, "Tutela minori")
    receiver = office.enrol(boss, groups=("Tutela minori",))
    everybody(office, receiver, boss)
    leaver = add(boss, "operator", surname="Neri", name="Ada")
    case = case_of(boss, leaver)
    everybody(office, boss, receiver)
    with pytest.raises(NotFound):
        records.show(receiver, case.person)
    handover = handed(boss, case, leaver, taker=receiver.identity.operator, until=BACK)
    everybody(office, boss, receiver, boss, receiver)
    (waiting,) = lines.waiting(receiver)
    assert (waiting.id, waiting.name, waiting.taker_name) == (handover, "Boselli, Rino", "Rossi, Two")
    assert why_not(boss, handover, "accept") == "Può farlo solo la persona indicata"
    do(receiver, handover, "accept")
    everybody(office, receiver, boss)
    for session in (receiver, boss):
        assert holders(session, case) == [receiver.identity.operator] * 4
        assert clashes.waiting(session) == []
        sound(session)
    do(boss, handover, "give-back")
    everybody(office, boss, receiver)
    assert holders(receiver, case) == [leaver] * 4
    again = handed(boss, case, leaver, taker=receiver.identity.operator)
    do(boss, again, "withdraw")
    everybody(office, boss, receiver)
    # He read it before this proposal, which so takes nothing away from him.
    assert records.show(receiver, again).values["state"] == "withdrawn"


def test_what_an_offer_opened_is_closed_when_it_goes_to_nobody_or_to_somebody_else(
    office: Office, boss: Session
) -> None:
    people.add_group(boss, "Tutela minori")
    receiver = office.enrol(boss, groups=("Tutela minori",))
    everybody(office, receiver, boss)
    me, taker = boss.identity.operator, receiver.identity.operator
    leaver = add(boss, "operator", surname="Neri", name="Ada")
    case = case_of(boss, leaver)
    handover = handed(boss, case, leaver, taker=taker)
    assert reads(boss, case.person) == {me, taker}
    do(boss, handover, "withdraw", withdraw_reason="Rientra prima")
    assert reads(boss, case.person) == {me}
    do(boss, handover, "propose-again")
    everybody(office, boss, receiver)
    do(receiver, handover, "decline", decline_reason="Troppe")
    everybody(office, receiver, boss)
    assert reads(boss, case.person) == {me, taker}
    do(boss, handover, "propose-again", to_operator=me)
    assert reads(boss, case.person) == {me}
    do(boss, handover, "accept")
    everybody(office, boss, receiver, boss)
    assert holders(boss, case) == [me] * 4
    sound(receiver)


def test_a_withdrawal_takes_back_the_plans_and_situations_that_the_offer_opened(office: Office, boss: Session) -> None:
    people.add_group(boss, "Tutela minori")
    receiver = office.enrol(boss, groups=("Tutela minori",))
    everybody(office, receiver, boss)
    me, taker = boss.identity.operator, receiver.identity.operator
    leaver = add(boss, "operator", surname="Neri", name="Ada")
    case = case_of(boss, leaver)
    asked_of(boss, leaver, case.person)
    (about,) = {one["_id"] for one in lists.linked_from(boss, case.person, "situation")}
    plan = new_project(boss, person=case.person)
    taken_part = new_project(boss, person=case.person)
    records.change(boss, taken_part, {"roles": [{"operator": taker}]})
    handover = handed(boss, case, leaver, taker=taker)
    opened = (case.person, plan, str(about))
    assert [reads(boss, one) for one in (*opened, taken_part)] == [{me, taker}] * 4
    do(boss, handover, "withdraw")
    assert [reads(boss, one) for one in opened] == [{me}] * 3
    assert reads(boss, taken_part) == {me, taker}


def reads(session: Session, person: str) -> set[str]:
    """Return who reads the ordinary part of a cartella."""
    (circle,) = granting.readers_of(session, person)
    return {one for group in circle.groups for one in group.operators}


def test_a_desk_away_for_two_months_loses_nothing_and_is_asked_where_it_clashes(
    office: Office, boss: Session, other: Session, clock: FixedClock
) -> None:
    away, me = other.identity.operator, boss.identity.operator
    case = case_of(boss, away)
    everybody(office, boss, other)
    diary = _works_offline(other, case)
    clock.advance(ms=TWO_MONTHS_MS)
    records.change(boss, case.appointment, {"when": "2026-12-22T09:00:00+01:00"})
    handover = handed(boss, case, away, taker=me, since="2026-12-19")
    do(boss, handover, "accept")
    everybody(office, boss, other, boss)
    for session in (boss, other):
        assert records.show(session, diary).values["text"] == "Trovata in casa"
        assert records.show(session, case.deadline).values["notes"] == "Chiesto un rinvio"
        assert holders(session, case) == [me] * 4
        sound(session)
    assert same(boss, other)
    waiting = clashes.waiting(other)
    assert {(line.record, line.field) for line in waiting} == {(case.appointment, "when"), (case.deadline, "owner")}
    for line in waiting:
        clashes.settle(other, line.id, keep=Keep.THEIRS)
    assert "lo fanno il coordinatore" in why_not(other, handover, "give-back").lower()
    do(other, handover, "take-back")
    everybody(office, other, boss)
    assert holders(boss, case) == [away] * 4
    assert clashes.waiting(boss) == clashes.waiting(other) == []


def _works_offline(other: Session, case: Case) -> str:
    """Write what an absent desk still writes before it is heard of again, and return the diary entry."""
    records.change(other, case.deadline, {"notes": "Chiesto un rinvio", "owner": None})
    records.change(other, case.appointment, {"when": "2026-12-21T09:00:00+01:00"})
    return add(other, "diary_entry", person=case.person, kind="home_visit", text="Trovata in casa")


def test_of_two_who_name_a_case_manager_one_stands_and_the_other_is_asked(
    office: Office, boss: Session, other: Session
) -> None:
    away, me = other.identity.operator, boss.identity.operator
    case = case_of(boss, away)
    third = add(boss, "operator", surname="Conti", name="Ivo")
    everybody(office, boss, other)
    handover = handed(boss, case, away, taker=me)
    do(boss, handover, "accept")
    office.round(boss)
    records.change(other, case.deadline, {"title": "Relazione al tribunale"})
    do(other, case.episode, "suspend", suspension_reason="Ricovero")
    everybody(office, other, boss)
    assert holders(boss, case) == [me] * 4
    assert records.show(boss, case.episode).values["status"] == "suspended"
    assert records.show(boss, case.deadline).values["title"] == "Relazione al tribunale"
    assert clashes.waiting(boss) == clashes.waiting(other) == []
    do(boss, case.episode, "name-case-manager", case_manager=third)
    do(other, handover, "take-back")
    everybody(office, boss, other, boss)
    assert records.show(other, case.episode).values["case_manager"]["id"] == third
    assert {line.record for line in clashes.waiting(other)} == {case.episode}


def test_a_withdrawal_and_an_acceptance_that_did_not_see_each_other_are_asked_about(
    office: Office, boss: Session, other: Session
) -> None:
    taker = other.identity.operator
    leaver = add(boss, "operator", surname="Neri", name="Ada")
    case = case_of(boss, leaver)
    handover = handed(boss, case, leaver, taker=taker)
    everybody(office, boss, other)
    do(boss, handover, "withdraw")
    do(other, handover, "accept")
    everybody(office, boss, other, boss)
    for session in (boss, other):
        assert records.show(session, handover).values["state"] == "withdrawn"
        assert records.show(session, case.episode).values["responsible_social_worker"]["id"] == leaver
        sound(session)
    assert same(boss, other)
    assert {line.record for line in clashes.waiting(other)} == {handover, case.episode}
    # What is no act passed: it stands with the receiver, who is shown it, until somebody moves it.
    assert records.show(boss, case.deadline).values["owner"]["id"] == taker
    do(boss, handover, "propose-again", to_operator=taker)
    assert records.show(boss, case.episode).values["handing"] == "offered"


def test_an_answer_given_by_whoever_is_away_waits_where_a_colleague_was_asked_meanwhile(
    office: Office, boss: Session, other: Session
) -> None:
    away, me = other.identity.operator, boss.identity.operator
    case = case_of(boss, away)
    answer = asked_of(boss, away, case.person)
    everybody(office, boss, other)
    do(other, answer, "confirm")
    handover = handed(boss, case, away, taker=me)
    do(boss, handover, "accept")
    office.round(boss)
    everybody(office, other, boss)
    values = records.show(boss, answer).values
    assert (values["operator"]["id"], values.get("answer")) == (me, None)
    assert {line.record for line in clashes.waiting(other)} == {answer}
    assert why_not(boss, answer, "confirm") == ""
    assert same(boss, other)


def test_what_is_reserved_passes_at_the_desk_that_reads_it_and_is_told_to_no_other(
    office: Office, boss: Session, other: Session
) -> None:
    leaver = other.identity.operator
    receiver = office.enrol(boss, name="three")
    case = case_of(boss, leaver)
    reserved = add(boss, "deadline", circle="reserved", person=case.person, title="Udienza", owner=leaver)
    everybody(office, boss, other, receiver, boss)
    handover = handed(boss, case, leaver, taker=receiver.identity.operator)
    assert [one.record for one in lines.handover_page(boss, handover).stays] == [reserved]
    group = own_group(roster_of(boss), receiver.identity.operator)
    assert group is not None
    granting.grant(boss, case.person, group, circle="reserved")
    everybody(office, boss, other, receiver)
    do(receiver, handover, "accept")
    everybody(office, receiver, boss, other)
    for session in (boss, receiver):
        assert records.show(session, reserved).values["owner"]["id"] == receiver.identity.operator
        assert lines.handover_page(session, handover).line.counts["deadline"] == 2
    assert lines.handover_page(other, handover).line.counts["deadline"] == 1
    assert "reserved_items" not in records.show(other, handover).values
    with pytest.raises(NotFound):
        records.show(other, reserved)
    do(boss, handover, "give-back")
    assert records.show(boss, reserved).values["owner"]["id"] == leaver
    sound(boss)
