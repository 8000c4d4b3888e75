# SPDX-License-Identifier: EUPL-1.2
"""A plan on one desk: written, approved, changed, reviewed, concluded; and what is brought in from a staff."""

from dataclasses import replace
from datetime import date

import pytest

from tests.opened import add, giulia
from tests.unit.desk.plan.plans import HOME, SCHOOL, active, project, said
from tests.unit.desk.staff import made as staff
from tests.unit.desk.staff.made import do, why_not
from welfaredesk.base.casework_errors import ActRefused, OnlyByAct
from welfaredesk.base.clock import FixedClock
from welfaredesk.base.errors import BadInput
from welfaredesk.desk import acts, checking, records
from welfaredesk.desk.plan.from_staff import bring_decision, bring_in
from welfaredesk.desk.plan.page import project_page, projects, projects_of
from welfaredesk.desk.plan.projects import new_project
from welfaredesk.desk.plan.reviews import reviews_due, start_review
from welfaredesk.desk.session import Session
from welfaredesk.desk.staff import minutes as minutes_of
from welfaredesk.desk.today import board
from welfaredesk.domain.kinds import Value
from welfaredesk.domain.statement import Role

DAY = 86_400_000


def test_a_page_shows_goals_by_horizon_with_their_actions_and_the_money_by_source(session: Session) -> None:
    page = project_page(session, project(session))
    assert (page.state, page.version, page.name) == ("draft", 0, "Ferrari, Giulia")
    assert [(one.row, len(one.actions)) for one in page.goals] == [(SCHOOL, 2), (HOME, 0)]
    assert [one.what for one in page.loose] == ["Sentire il pediatra"]
    first = page.goals[0].actions[0]
    assert (first.who, first.late(date(2026, 11, 3)), first.late(date(2026, 11, 2))) == ("Bianchi, Lucia", True, False)
    sums = {one.source: (one.committed, one.spent, one.left) for one in page.budget.by_source}
    assert sums == {"comune": (140_000, 50_000, 90_000), "region": (50_000, 0, 50_000)}
    assert (page.budget.total.committed, page.budget.total.left) == (190_000, 140_000)
    assert page.missing == (
        "Un obiettivo non ha ancora azioni: La casa è sicura",
        "Un'azione non dice a chi tocca: Sentire il pediatra",
    )
    (line,) = projects_of(session, page.person)
    assert (line.number, line.state, line.stale) == ("2026/AA-1", "draft", False)
    assert page.values["care_episode"]["title"]


def test_an_approval_keeps_the_plan_whole_and_what_changes_later_is_to_be_approved_again(session: Session) -> None:
    made = active(session)
    page = project_page(session, made)
    assert (page.state, page.version, page.changed) == ("active", 1, ())
    assert page.values["approved_by"]["title"] == "Bianchi, Lucia"
    assert (page.values["approval_note"], page.values["next_review_on"]) == ("Va bene.", "2027-01-19")
    assert why_not(session, made, "approve").startswith("Il progetto è come è stato approvato")
    goals = page.values["goals"]
    records.change(session, made, {"goals": [goals[0] | {"reached": "partly", "note": "Meglio"}, goals[1]]})
    assert project_page(session, made).changed == ()
    budget = [page.values["budget"][0] | {"spent": 40_000}, *page.values["budget"][1:]]
    records.change(session, made, {"goals": [goals[0] | {"goal": "Altro"}, goals[1]], "budget": budget})
    page = project_page(session, made)
    assert page.changed == ("goals",)
    assert page.approved is not None
    assert {row["goal"] for row in page.approved["goals"]} == {"La casa è sicura", "Va a scuola tutti i giorni"}
    assert projects(session)[0].stale
    do(session, made, "approve")
    page = project_page(session, made)
    assert (page.state, page.version, page.changed) == ("active", 2, ())
    assert checking.check(session).ok


def test_whoever_may_not_approve_is_told_who_may_and_a_plan_sent_back_says_why(session: Session) -> None:
    made = project(session)
    do(session, made, "submit")
    mine = session.identity
    session.identity = replace(mine, roles=(Role.CASE_MANAGER,))
    assert why_not(session, made, "approve") == "Lo fanno il coordinatore e il responsabile"
    with pytest.raises(ActRefused):
        do(session, made, "send-back", send_back_reason="No")
    session.identity = mine
    with pytest.raises(BadInput):
        do(session, made, "send-back")
    do(session, made, "send-back", send_back_reason="Manca un'azione per la casa")
    values = records.show(session, made).values
    assert (values["state"], values["send_back_reason"]) == ("draft", "Manca un'azione per la casa")
    do(session, made, "submit")
    assert not records.show(session, made).values.get("send_back_reason")


def test_a_save_cannot_say_that_a_plan_is_approved(session: Session) -> None:
    made = project(session)
    told: list[dict[str, Value]] = [
        {"state": "active"},
        {"version": 3},
        {"approved_on": "2026-10-19"},
        {"approved_by": session.identity.operator},
        {"approval_note": "Va bene"},
        {"send_back_reason": "Da rifare"},
    ]
    for values in told:
        with pytest.raises(OnlyByAct):
            records.change(session, made, values)


def test_a_long_comment_is_changed_by_the_next_act_alone_and_stands_whole(session: Session) -> None:
    made, comment = project(session), "Servono più ore di educativa domiciliare, come si è detto nello staff. " * 5
    for words in (comment, comment.replace("più", "meno")):
        do(session, made, "submit")
        do(session, made, "send-back", send_back_reason=words)
        assert records.show(session, made).values["send_back_reason"] == words.strip()


def test_a_plan_that_runs_and_was_never_approved_is_all_to_be_approved(session: Session) -> None:
    made = add(session, "project", person=giulia(session), kind="pei", state="active", needs="Una casa")
    page = project_page(session, made)
    assert set(page.changed) >= {"needs", "person", "kind"}
    do(session, made, "approve", approved_on="2026-10-19")
    assert project_page(session, made).changed == ()


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"starts_on": "2026-02-30"}, "data che esiste"),
        ({"ends_on": "2026-01-01"}, "finisce prima di cominciare"),
        ({"next_review_on": "2026-01-01"}, "prima dell'inizio del progetto"),
        ({"review_months": 0}, "1-60 mesi"),
        ({"goals": [{"horizon": "short"}]}, "non dice quale obiettivo"),
        ({"actions": [{"owner": "Rosa"}]}, "non dice che cosa si fa"),
        ({"actions": [{"what": "Visita", "due_on": "2026-13-01"}]}, "data che esiste"),
        ({"budget": [{"source": "comune", "committed": -1}]}, "sotto zero"),
        ({"roles": [{"name": "Rosa, Ivo"}, {"name": "rosa ivo"}]}, "indicata due volte"),
    ],
)
def test_what_cannot_be_is_told_in_a_sentence_and_nothing_changes(
    session: Session, values: dict[str, Value], words: str
) -> None:
    made = project(session)
    before = records.show(session, made).values
    with pytest.raises(BadInput) as told:
        records.change(session, made, values)
    assert words in told.value.text
    assert records.show(session, made).values == before


def test_a_review_is_begun_from_the_goals_and_carried_into_the_plan(session: Session) -> None:
    made = active(session)
    review = start_review(session, made)
    assert start_review(session, made) == review
    values = records.show(session, review).values
    assert (values["held_on"], values["next_on"]) == ("2026-10-19", "2027-01-19")
    assert [row["text"] for row in values["outcomes"]] == ["Va a scuola tutti i giorni", "La casa è sicura"]
    assert len(values["attendance"]) == 2
    records.change(session, review, {"next_on": None})
    assert "non dice ancora niente" in why_not(session, review, "carry")
    outcomes = [row | {"reached": "yes", "note": "Ci va da sola"} for row in values["outcomes"][:1]]
    records.change(session, review, {"outcomes": [*outcomes, *values["outcomes"][1:]], "next_on": "2027-02-01"})
    do(session, review, "carry")
    page = project_page(session, made)
    assert [(one.reached, one.reached_on, one.note) for one in page.goals] == [
        ("yes", "2026-10-19", "Ci va da sola"),
        ("", "", ""),
    ]
    assert (page.values["next_review_on"], page.changed) == ("2027-02-01", ())
    assert [(one.state, one.next_on) for one in page.reviews] == [("carried", "2027-02-01")]


def test_a_goal_that_was_looked_at_later_keeps_what_was_said_later(session: Session) -> None:
    made = active(session)
    review = start_review(session, made)
    goals = records.show(session, made).values["goals"]
    records.change(session, made, {"goals": [row | {"reached": "yes", "reached_on": "2026-12-01"} for row in goals]})
    outcomes = [row | {"reached": "no"} for row in records.show(session, review).values["outcomes"]]
    records.change(session, review, {"outcomes": outcomes})
    do(session, review, "carry")
    assert {one.reached for one in project_page(session, made).goals} == {"yes"}
    assert why_not(session, review, "carry") == "È già riportata nel progetto"
    do(session, review, "correct", correction_reason="Il giorno era un altro")
    records.change(session, review, {"held_on": "2026-12-02"})
    do(session, review, "carry")
    assert {(one.reached, one.reached_on) for one in project_page(session, made).goals} == {("no", "2026-12-02")}


def test_a_review_due_reminds_those_who_work_on_the_plan_while_it_goes_on(session: Session, clock: FixedClock) -> None:
    made, me = active(session), session.identity.operator
    assert reviews_due(session.vault.read(), operator=me, until="2027-01-18") == []
    (due,) = reviews_due(session.vault.read(), operator=me, until="2027-01-19")
    assert (due.id, due.number, due.day) == (made, "2026/AA-1", date(2027, 1, 19))
    (action,) = board(session).due
    assert (action.type, action.title, action.day) == ("project", "Accompagnamento", date(2026, 11, 2))
    actions = records.show(session, made).values["actions"]
    records.change(session, made, {"actions": [row | {"state": "done"} for row in actions]})
    assert board(session).due == ()
    clock.advance(ms=90 * DAY)
    (shown,) = board(session).due
    assert (shown.type, shown.title, shown.who) == ("project", "Verifica del progetto 2026/AA-1", "Ferrari, Giulia")
    assert reviews_due(session.vault.read(), operator=made, until="2027-01-19") == []
    clock.advance(ms=250 * DAY)
    assert project_page(session, made).missing[-1].startswith("Il progetto è arrivato alla sua fine")
    do(session, made, "conclude", closing="goals_reached")
    assert reviews_due(session.vault.read(), operator=me, until="2027-01-19") == []
    assert why_not(session, made, "start-review") == "Il progetto è concluso: per continuare va riaperto"


def test_a_task_of_a_staff_becomes_an_action_once(session: Session, clock: FixedClock) -> None:
    person = giulia(session)
    about = staff.situation(session, staff.SCHOOL, person=person)
    minutes = staff.minutes_about(session, about)
    decisions = minutes_of.minutes_page(session, minutes).decisions
    made = new_project(session, situation=about)
    assert [one.name for one in project_page(session, made).roles] == ["Bianchi, Lucia", "Neri, Ada"]
    row = bring_decision(session, made, minutes, row=decisions[0].row)
    assert bring_decision(session, made, minutes, row=decisions[0].row) == row
    page = project_page(session, made)
    (task,) = page.tasks
    assert (task.what, task.action, page.person) == ("Scrivere alla scuola", row, person)
    assert [(one.row, one.what, one.who) for one in page.loose] == [(row, "Scrivere alla scuola", "Bianchi, Lucia")]
    assert bring_in(session, made, task.id, goal=SCHOOL) == row
    do(session, made, "submit")
    do(session, made, "approve")
    clock.advance(ms=5 * DAY)
    assert [one.type for one in board(session).due] == ["task"]
    assert len(records.show(session, made).values["actions"]) == 1


def test_a_plan_replanned_goes_round_again_and_one_concluded_takes_no_act_but_its_reopening(session: Session) -> None:
    made = active(session)
    do(session, made, "replan", replan_reason="La famiglia si trasferisce")
    assert project_page(session, made).state == "draft"
    do(session, made, "submit")
    do(session, made, "approve")
    do(session, made, "start-review")
    do(session, made, "conclude", closing="moved", outcome="Passa al nuovo comune")
    assert {one.name for one in acts.offered(session, made).acts if one.allowed} == {"reopen"}
    do(session, made, "reopen", reopening_reason="È tornata")
    values = records.show(session, made).values
    assert (values["state"], values["version"], values.get("concluded_on")) == ("active", 2, None)


def test_a_plan_of_nobody_says_so_and_is_saved(session: Session) -> None:
    made = add(session, "project", kind="pai")
    assert project_page(session, made).missing[0].startswith("Non dice di chi è il progetto")
    records.change(session, made, said(session))
    assert project_page(session, made).name == "Senza nome"
