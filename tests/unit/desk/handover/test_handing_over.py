# SPDX-License-Identifier: EUPL-1.2
"""Cartelle handed over on one desk: what passes, what does not, how it comes back, what is refused and why."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest

from tests.opened import add
from tests.unit.desk.handover.made import (
    BACK,
    TODAY,
    TOMORROW,
    Case,
    admitted,
    asked_of,
    case_of,
    colleague,
    do,
    handed,
    terms,
)
from welfaredesk.base.clock import FixedClock
from welfaredesk.base.errors import Fault, NotAllowed
from welfaredesk.base.ids import SeededIds
from welfaredesk.desk import acts, records
from welfaredesk.desk.handover import lines
from welfaredesk.desk.handover.proposing import accept, cases_of, propose
from welfaredesk.desk.people import stated
from welfaredesk.desk.plan.page import project_page
from welfaredesk.desk.plan.projects import new_project
from welfaredesk.desk.session import Session
from welfaredesk.domain.kinds import Value
from welfaredesk.domain.statement import StatementKind

WHOLE = {"responsible": 1, "case_manager": 1, "appointment": 1, "deadline": 1}


def holders(session: Session, case: Case) -> list[str]:
    """Return who is titolare and case manager, who goes to the appointment, whose the deadline is."""
    episode, appointment, deadline = (
        records.show(session, one).values for one in (case.episode, case.appointment, case.deadline)
    )
    links = [episode["responsible_social_worker"], episode["case_manager"]]
    links += [appointment["operators"][0]["operator"], deadline["owner"]]
    return [one["id"] for one in links]


def told(work: Callable[[], object]) -> str:
    """Return what a fault says to whoever tried."""
    with pytest.raises(Fault) as raised:
        work()
    return raised.value.text


def why_not(session: Session, record: str, action: str) -> str:
    offer = acts.offered(session, record).offer(action)
    assert offer is not None
    return offer.why


def test_all_that_a_colleague_holds_passes_with_one_acceptance_and_comes_back(
    session: Session, case: Case, neri: str, me: str
) -> None:
    answer = asked_of(session, neri, case.person)
    (listed,) = cases_of(session, neri)
    assert (listed.name, listed.counts) == ("Boselli, Rino", WHOLE | {"task": 1, "confirmation": 1})
    handover = handed(session, case, neri, taker=me, until=BACK)
    assert holders(session, case) == [neri] * 4
    assert [one.id for one in lines.waiting(session)] == [handover]
    do(session, handover, "accept")
    assert holders(session, case) == [me] * 4
    assert records.show(session, case.episode).values["case_manager_since"] == TODAY
    page = lines.handover_page(session, handover)
    assert {one.holder for one in page.items} == {me}
    assert lines.counts_words(page.line.counts) == (
        "titolare, case manager, 1 appuntamento, 1 scadenza, 1 compito, 1 verbale da confermare"
    )
    asked = records.show(session, answer).values
    assert (asked["operator"]["id"], asked["name"]) == (me, "Bianchi, Lucia (per Neri, Ada)")
    do(session, handover, "give-back")
    assert holders(session, case) == [neri] * 4
    asked = records.show(session, answer).values
    assert (asked["operator"]["id"], asked["name"]) == (neri, "Neri, Ada")
    assert records.show(session, handover).values["state"] == "returned"


def test_what_lives_outside_the_cartella_is_not_told_by_its_words_inside_it(
    session: Session, case: Case, neri: str, me: str
) -> None:
    asked_of(session, neri, case.person)
    handover = handed(session, case, neri, taker=me)
    told = {row["part"]: row.get("what") for row in records.show(session, handover).values["items"]}
    assert told["deadline"] == "Relazione al TM"
    assert told["task"] is told["confirmation"] is None
    shown = {one.part: one.what for one in lines.handover_page(session, handover).items}
    assert shown["task"] == "Sentire il medico"


def test_who_follows_a_plan_changes_and_the_plan_stays_approved(
    session: Session, case: Case, neri: str, me: str
) -> None:
    project = new_project(session, person=case.person)
    records.change(session, project, {"operator": neri})
    handover = handed(session, case, neri, taker=me)
    shown = {one.part: one.what for one in lines.handover_page(session, handover).items}
    assert shown["project"] == records.show(session, project).values["number"]
    do(session, handover, "accept")
    assert records.show(session, project).values["operator"]["id"] == me
    assert project_page(session, project).changed == ()
    do(session, handover, "give-back")
    assert records.show(session, project).values["operator"]["id"] == neri


def test_what_is_declined_is_offered_to_somebody_else(session: Session, case: Case, neri: str, me: str) -> None:
    handover = handed(session, case, neri, taker=me)
    assert "Perché non è stato accettato" in told(lambda: do(session, handover, "decline"))
    do(session, handover, "decline", decline_reason="Ho già trenta cartelle")
    assert records.show(session, case.episode).values["handing"] == "kept"
    assert holders(session, case) == [neri] * 4
    assert "non l'ha accettato" in why_not(session, handover, "accept")
    third = admitted(session)
    do(session, handover, "propose-again", to_operator=third)
    values = records.show(session, case.episode).values
    assert (values["handing"], values["handed_to"]["id"]) == ("offered", third)
    assert "decline_reason" not in records.show(session, handover).values
    assert why_not(session, handover, "accept") == "Può farlo solo la persona indicata"
    assert lines.waiting(session) == ()


def test_it_is_accepted_from_its_day_on(session: Session, case: Case, neri: str, me: str, clock: FixedClock) -> None:
    handover = handed(session, case, neri, taker=me, since=TOMORROW)
    assert why_not(session, handover, "accept") == (
        "Si accetta dal 20/10/2026: fino ad allora la cartella resta a Neri, Ada"
    )
    clock.advance(ms=24 * 3600 * 1000)
    do(session, handover, "accept")
    assert holders(session, case) == [me] * 4


def test_appointments_before_the_day_and_what_is_done_stay(session: Session, case: Case, neri: str, me: str) -> None:
    records.change(session, case.deadline, {"done_on": TODAY})
    handover = handed(session, case, neri, taker=me, since="2026-10-19")
    records.change(session, case.appointment, {"when": "2026-10-18T09:00:00+02:00"})
    do(session, handover, "accept")
    assert holders(session, case) == [me, me, neri, neri]
    assert lines.handover_page(session, handover).line.counts == {"responsible": 1, "case_manager": 1}


def test_only_the_parts_that_were_said_pass(session: Session, case: Case, neri: str, me: str) -> None:
    (made,) = propose(session, [case.person], terms=replace(terms(neri, me), parts=("deadline",)))
    do(session, made.handover, "accept")
    assert holders(session, case) == [neri, neri, neri, me]


def test_of_many_each_is_told_and_none_stops_another(session: Session, case: Case, neri: str, me: str) -> None:
    other, empty = case_of(session, neri, "Conti"), add(session, "person", surname="Rossi")
    handed(session, other, neri, taker=me)
    made = propose(session, [case.person, other.person, empty, "moon"], terms=terms(neri, me))
    assert [bool(one.handover) for one in made] == [True, False, False, False]
    assert [one.why for one in made[1:]] == [
        "è già proposta e aspetta di essere accettata",
        "non ha niente da passare",
        "non è su questo PC",
    ]
    batches = {one.values["batch"] for one in lines.waiting(session)}
    assert len(batches) == 2
    done = accept(session, [one.id for one in lines.waiting(session)] + ["moon"])
    assert [bool(one.why) for one in done] == [False, False, True]
    assert lines.waiting(session) == ()
    assert cases_of(session, neri) == []


def test_terms_that_cannot_hold_are_told(session: Session, case: Case, neri: str, me: str, ids: SeededIds) -> None:
    wrong = [
        (terms(me, me), "sono la stessa persona"),
        (terms(neri, me, until="2026-01-01"), "il rientro viene prima"),
        (terms(neri, me, since="domani"), "Dal:"),
        (terms(me, neri), "lavora sui casi"),
        (terms(neri, ids.new()), "non è su questo PC"),
        (terms(neri, ""), "A chi:"),
    ]
    for one, words in wrong:
        assert words in told(partial(propose, session, [case.person], terms=one))
    assert "non ne è indicata" in told(lambda: propose(session, [], terms=terms(neri, me)))
    assert lines.handovers(session) == ()
    roles = {"operator": me, "roles": ["operatore"]}
    stated(session, lambda saying, _: saying.say(StatementKind.ROLE, roles))
    with pytest.raises(NotAllowed):
        propose(session, [case.person], terms=terms(neri, me))
    with pytest.raises(NotAllowed):
        cases_of(session, neri)


def test_an_act_on_the_presa_in_carico_hands_over_the_whole_cartella(
    session: Session, case: Case, neri: str, me: str
) -> None:
    first = do(session, case.episode, "hand-over", handed_to=me, handed_until=BACK)
    assert (first.before, first.after) == ("kept", "offered")
    (earlier,) = lines.waiting(session)
    assert (earlier.counts, earlier.until) == (WHOLE, BACK)
    do(session, case.episode, "hand-over", handed_to=me)
    (again,) = lines.waiting(session)
    assert records.show(session, earlier.id).values["state"] == "withdrawn"
    assert "passaggio di consegne" in why_not(session, case.episode, "take-over")
    assert "non è né titolare" in told(
        lambda: do(session, case.episode, "hand-over", handed_to=me, handed_from=admitted(session))
    )
    assert "stessa persona" in told(lambda: do(session, case.episode, "hand-over", handed_to=neri))
    away = colleague(session, "Gallo")
    assert "lavora sui casi" in told(lambda: do(session, case.episode, "hand-over", handed_to=away))
    do(session, again.id, "accept")
    assert holders(session, case) == [me] * 4


@pytest.mark.parametrize("rubbish", [5, ["x"], "zz", {"name": "Rita"}, [{"id": 1}]])
def test_whoever_is_no_link_receives_nothing_and_is_told(session: Session, case: Case, rubbish: Value) -> None:
    assert "Il collegamento non indica una scheda" in told(
        lambda: do(session, case.episode, "hand-over", handed_to=rubbish)
    )
    assert records.show(session, case.episode).values.get("handing") is None
    assert not lines.handovers(session)


def test_what_was_handed_on_in_the_meantime_is_not_taken_back(session: Session, case: Case, neri: str, me: str) -> None:
    handover = handed(session, case, neri, taker=me)
    do(session, handover, "accept")
    third = admitted(session)
    records.change(session, case.deadline, {"owner": third})
    do(session, case.episode, "name-case-manager", case_manager=third)
    do(session, handover, "give-back")
    assert holders(session, case) == [neri, third, neri, third]


def test_a_return_moves_nothing_of_another_cartella_whatever_was_written_in_it(
    session: Session, case: Case, neri: str, me: str
) -> None:
    handover = handed(session, case, neri, taker=me)
    do(session, handover, "accept")
    others = case_of(session, me, "Gallo")
    rows = records.show(session, handover).values["items"]
    foreign = {"part": "deadline", "record": {"id": others.deadline, "root": case.person, "title": ""}}
    records.change(session, handover, {"items": [*rows, foreign]})
    do(session, handover, "give-back")
    assert holders(session, case) == [neri] * 4
    assert holders(session, others) == [me] * 4


def test_what_is_the_familys_passes_once_with_a_cartella_of_the_family(
    session: Session, case: Case, neri: str, me: str
) -> None:
    brother = case_of(session, neri, "Boselli bis")
    members = [{"person": case.person}, {"person": brother.person}]
    household = add(session, "household", name="Boselli", members=members)
    shared = add(session, "deadline", root=household, title="ISEE del nucleo", due_on="2026-12-01", owner=neri)
    assert [one.counts["deadline"] for one in cases_of(session, neri)] == [2, 2]
    first = handed(session, case, neri, taker=me)
    told = [row.get("what") for row in records.show(session, first).values["items"] if row["part"] == "deadline"]
    assert sorted(told, key=str) == [None, "Relazione al TM"]
    do(session, first, "accept")
    assert records.show(session, shared).values["owner"]["id"] == me
    second = handed(session, brother, neri, taker=me)
    assert lines.handover_page(session, second).line.counts == WHOLE


def test_an_appointment_of_several_keeps_the_others_and_nobody_twice(
    session: Session, case: Case, neri: str, me: str
) -> None:
    other = admitted(session)
    records.change(session, case.appointment, {"operators": [{"operator": one} for one in (neri, me, other)]})
    handover = handed(session, case, neri, taker=me)
    do(session, handover, "accept")
    rows = records.show(session, case.appointment).values["operators"]
    assert sorted(row["operator"]["id"] for row in rows) == sorted([me, other])


def test_what_goes_on_to_a_third_stays_there_when_the_first_comes_back(
    session: Session, case: Case, neri: str, me: str
) -> None:
    first = handed(session, case, neri, taker=me)
    do(session, first, "accept")
    third = admitted(session)
    second = handed(session, case, me, taker=third)
    assert records.show(session, case.episode).values["handed_from"]["id"] == me
    do(session, first, "give-back")
    assert holders(session, case) == [me, me, neri, neri]
    assert records.show(session, second).values["state"] == "proposed"
    assert records.show(session, case.episode).values["handing"] == "offered"
