# SPDX-License-Identifier: EUPL-1.2
"""Minutes on one desk: shared, answered, confirmed, closed, and never changed afterwards."""

from datetime import date

import pytest

from tests.opened import add, giulia
from tests.unit.desk.staff.made import SCHOOL, WHEN, do, me, minutes, sitting, situation, why_not
from welfaredesk.base.casework_errors import ActRefused
from welfaredesk.base.clock import FixedClock
from welfaredesk.base.errors import BadInput
from welfaredesk.base.ids import derived_id
from welfaredesk.desk import acts, checking, lists, records
from welfaredesk.desk.bulk import NewRecord, add_many
from welfaredesk.desk.cartella import page
from welfaredesk.desk.session import Session
from welfaredesk.desk.staff import answers, situations, tasks
from welfaredesk.desk.staff import minutes as desk
from welfaredesk.desk.staff.convening import minutes_id
from welfaredesk.desk.today import board, tick, untick
from welfaredesk.domain.frozen import copy_hash
from welfaredesk.domain.kinds import Value
from welfaredesk.domain.statement import Role

DAY = 86_400_000


def answer(session: Session, made: str, name: str, **said: str) -> None:
    """Let a member answer: the one of this desk by himself, the others on paper."""
    (row,) = [one for one in desk.minutes_page(session, made).answers if one.name == name]
    if row.operator:
        do(session, row.id, said.get("answer", "confirm"))
    else:
        do(session, row.id, "record-answer", **({"answer": "confirmed", "means": "signed_sheet"} | said))


def closed(session: Session) -> str:
    """Return minutes that everybody confirmed and that were closed."""
    made = minutes(session)
    do(session, made, "share")
    answer(session, made, "Bianchi, Lucia")
    answer(session, made, "Neri, Ada")
    do(session, made, "confirm")
    do(session, made, "close")
    return made


def test_the_whole_way_leaves_a_number_a_copy_and_its_hash(session: Session) -> None:
    made = minutes(session)
    assert desk.minutes_page(session, made).digest == ""
    do(session, made, "share")
    page = desk.minutes_page(session, made)
    assert [(one.name, one.state) for one in page.answers] == [("Bianchi, Lucia", "asked"), ("Neri, Ada", "on_paper")]
    assert page.values["answer_by"] == "2026-10-29"
    answer(session, made, "Bianchi, Lucia")
    assert why_not(session, made, "confirm") == "Manca ancora una risposta"
    answer(session, made, "Neri, Ada", answer="dissent", text="Le ore non bastano", means="pec")
    do(session, made, "confirm")
    do(session, made, "close")
    page = desk.minutes_page(session, made)
    assert (page.state, page.values["number"], page.values["closing"]) == ("closed", "2026/AA-1", "all_answered")
    kept = [(one["name"], one["answer"], one.get("text")) for one in page.values["answers"]]
    assert sorted(kept) == [("Bianchi, Lucia", "confirmed", None), ("Neri, Ada", "dissent", "Le ore non bastano")]
    assert page.digest == copy_hash(page.values)
    assert len(page.digest) == 64
    assert page.changed == ()
    assert acts.offered(session, made).changed == ()
    assert checking.check(session).ok


def test_what_is_closed_takes_a_note_and_nothing_else(session: Session) -> None:
    made = closed(session)
    before = desk.minutes_page(session, made)
    changes: list[dict[str, Value]] = [{"health": "Altro"}, {"decisions": []}, {"next_on": "2027-01-01"}]
    for values in changes:
        with pytest.raises(ActRefused) as told:
            records.change(session, made, values)
        assert "nota di rettifica" in told.value.text
    desk.add_note(session, made, "La data giusta è il 4 novembre.")
    after = desk.minutes_page(session, made)
    assert (after.values, after.digest) == (before.values, before.digest)
    assert [(one.author, one.written_on, one.text) for one in after.notes] == [
        ("Bianchi, Lucia", "2026-10-19", "La data giusta è il 4 novembre.")
    ]
    with pytest.raises(BadInput):
        desk.add_note(session, made, "  ")


def test_without_all_answers_they_close_when_the_term_is_over_and_say_so(session: Session, clock: FixedClock) -> None:
    made = minutes(session)
    do(session, made, "share")
    answer(session, made, "Bianchi, Lucia")
    clock.advance(ms=10 * DAY)
    assert why_not(session, made, "close-on-term").startswith("Si può rispondere fino al 29/10/2026")
    with pytest.raises(ActRefused):
        do(session, made, "close-on-term")
    clock.advance(ms=DAY)
    do(session, made, "close-on-term")
    values = desk.minutes_page(session, made).values
    assert values["closing"] == "term"
    assert {one["name"]: one.get("answer") for one in values["answers"]} == {
        "Bianchi, Lucia": "confirmed",
        "Neri, Ada": None,
    }


@pytest.mark.parametrize("name", ["minutes_answer", "Riscontro al verbale"])
def test_the_term_is_that_of_the_ente_while_it_is_in_force(session: Session, name: str) -> None:
    terms = [
        {"name": name, "length": 30, "valid_to": "2026-01-01"},
        {"name": name, "length": 5, "valid_from": "2026-02-01"},
        {"name": "adi_first_meeting", "length": 3},
    ]
    add(session, "ente_settings", name="Ente di prova", terms=terms)
    made = minutes(session)
    do(session, made, "share")
    assert records.show(session, made).values["answer_by"] == "2026-10-24"
    assert answers.answer_by(session, session.vault.read(), date(2026, 1, 15)) == date(2026, 1, 25)


def test_what_changes_after_the_sharing_is_shared_anew(session: Session) -> None:
    made = minutes(session)
    do(session, made, "share")
    answer(session, made, "Bianchi, Lucia")
    first = {one.id for one in desk.minutes_page(session, made).answers}
    records.change(session, made, {"limits": "Poche ore"})
    assert desk.minutes_page(session, made).changed == ("limits",)
    answer(session, made, "Neri, Ada")
    assert "va riportato in bozza" in why_not(session, made, "confirm")
    do(session, made, "revise", revise_reason="Aggiunti i limiti")
    stale = next(iter(first))
    assert why_not(session, stale, "take-back") == "Il verbale non aspetta più questa risposta"
    do(session, made, "share")
    page = desk.minutes_page(session, made)
    assert (page.changed, page.values["round"]) == ((), 2)
    assert first.isdisjoint(one.id for one in page.answers)
    assert {one.answer for one in page.answers} == {""}


def test_who_was_away_is_not_asked_and_counts_against_the_template(session: Session) -> None:
    expected = [{"role": "social_worker"}, {"role": "school", "body": "Gussola"}, {"role": "npi"}]
    template = add(session, "staff_template", name="S.A.E.S.", expected=expected)
    about = situation(session, SCHOOL, {"role": "npi", "name": "Rosa, Ivo"}, template=template)
    made = minutes_id(sitting(session, about), about)
    said = dict(zip(("social_worker", "school", "npi"), ("present", "delegate", "absent"), strict=True))
    rows = [row | {"presence": said[row["role"]]} for row in records.show(session, made).values["attendance"]]
    records.change(session, made, {"attendance": rows})
    page = desk.minutes_page(session, made)
    assert [(one.role, one.body) for one in page.missing] == [("npi", "")]
    do(session, made, "share")
    assert [one.name for one in desk.minutes_page(session, made).answers] == ["Bianchi, Lucia", "Neri, Ada"]
    for name in ("Bianchi, Lucia", "Neri, Ada"):
        answer(session, made, name)
    do(session, made, "confirm")
    do(session, made, "close")
    assert records.show(session, made).values["all_expected"] is False


def test_minutes_in_which_nobody_takes_part_are_not_shared(session: Session) -> None:
    about = situation(session)
    made = minutes_id(sitting(session, about), about)
    rows = [row | {"presence": "excused"} for row in records.show(session, made).values["attendance"]]
    records.change(session, made, {"attendance": rows})
    assert why_not(session, made, "share") == "Nel verbale non è scritto chi c'era"


def test_a_decision_becomes_one_task_and_its_outcome_stands_on_top_next_time(session: Session) -> None:
    person = giulia(session)
    about = situation(session, SCHOOL, person=person)
    first = minutes_id(sitting(session, about), about)
    assert why_not(session, first, "to-tasks") == "Nel verbale non c'è ancora nessuna decisione"
    decisions = [
        {"what": "Scrivere alla scuola", "operator": session.identity.operator, "due_on": "2026-11-03"},
        {"what": "Portare la pagella", "owner": "La madre"},
    ]
    records.change(session, first, {"decisions": decisions})
    row = desk.minutes_page(session, first).decisions[0].row
    task = tasks.make_task(session, first, row)
    assert tasks.make_task(session, first, row) == task == derived_id(row, "task")
    do(session, first, "to-tasks")
    assert why_not(session, first, "to-tasks") == "Le decisioni sono già tutte compiti"
    assert len(lists.of_root(session, "task", about)) == 2
    assert [one["_id"] for one in lists.linked_from(session, person, "task")].count(task) == 1
    do(session, task, "end", outcome="partly", outcome_note="Inviata, senza risposta")
    second = minutes_id(sitting(session, about, when="2026-11-30T09:00:00+01:00"), about)
    page = desk.minutes_page(session, second)
    assert page.earlier_when == WHEN
    assert {(one.what, one.who, one.state, one.outcome) for one in page.earlier} == {
        ("Scrivere alla scuola", "Bianchi, Lucia", "ended", "partly"),
        ("Portare la pagella", "La madre", "open", ""),
    }
    assert [one.late(date(2026, 12, 1)) for one in page.earlier] == [False, False]


def test_a_task_falls_due_for_its_owner_and_is_ticked(session: Session, clock: FixedClock) -> None:
    made = minutes(session)
    do(session, made, "to-tasks")
    assert [one for one in board(session).due if one.type == "task"] == []
    clock.advance(ms=DAY)
    (due,) = [one for one in board(session).due if one.type == "task"]
    assert (due.title, due.day, due.who) == ("Scrivere alla scuola", date(2026, 11, 3), "")
    tick(session, due)
    assert [one for one in board(session).due if one.type == "task"] == []
    assert desk.minutes_page(session, made).decisions[0].outcome == "done"
    untick(session, due)
    assert [one.id for one in board(session).due if one.type == "task"] == [due.id]


def test_a_sheet_is_prepared_once_for_each_member(session: Session) -> None:
    made = minutes(session)
    sheet = desk.prepare(session, made, knows="Ho visto la madre.", asks="Le ore?")
    assert desk.prepare(session, made, knows="Ho visto la madre.", proposes="Un educatore") == sheet
    (mine,) = desk.minutes_page(session, made).prepared
    assert (mine.mine, mine.name, mine.knows, mine.asks, mine.proposes) == (
        *(True, "Bianchi, Lucia", "Ho visto la madre.", ""),
        "Un educatore",
    )


@pytest.mark.parametrize(
    ("values", "field", "told"),
    [
        ({"decisions": [{"what": "Senza nessuno"}]}, "Decisioni", "non dice a chi tocca"),
        ({"decisions": [{"owner": "La madre"}]}, "Decisioni", "non dice che cosa si fa"),
        ({"decisions": [{"what": "Ieri", "owner": "Io", "due_on": "2026-10-25"}]}, "Decisioni", "prima della seduta"),
        ({"decisions": [{"what": "Mai", "owner": "Io", "due_on": "2026-02-30"}]}, "Decisioni", "data che esiste"),
        ({"next_on": "2026-10-01"}, "Prossima data", "prima della seduta"),
        ({"attendance": [SCHOOL, {**SCHOOL, "role": "npi"}]}, "Chi c'è", "due volte"),
        ({"attendance": [{"presence": "present"}]}, "Chi c'è", "non è scritto chi è"),
        ({"assigned": [{"hours": -5}]}, "Ore e figure assegnate", "da 1 a 8784"),
        ({"assigned": [{"hours": 9000}]}, "Ore e figure assegnate", "da 1 a 8784"),
        ({"assigned": [{"hours": 5, "since": "2026-11-02", "until": "2026-11-01"}]}, "Ore", "prima di cominciare"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence_and_nothing_is_saved(
    session: Session, values: dict[str, object], field: str, told: str
) -> None:
    made = minutes(session)
    before = records.show(session, made).values
    with pytest.raises(BadInput) as found:
        records.change(session, made, values)
    assert field in found.value.text
    assert told in found.value.text
    assert records.show(session, made).values == before


def test_a_member_with_a_desk_named_twice_is_stopped(session: Session) -> None:
    with pytest.raises(BadInput) as told:
        add(session, "situation", subject="Rovati", members=[me(session), {"name": "Altro"} | me(session)])
    assert "due volte" in told.value.text


def test_an_answer_on_paper_says_how_and_a_dissent_says_what(session: Session) -> None:
    made = minutes(session)
    do(session, made, "share")
    (paper,) = [one for one in desk.minutes_page(session, made).answers if not one.operator]
    assert "non ha una postazione" in why_not(session, paper.id, "confirm").lower()
    assert why_not(session, paper.id, "ask-again") == "Questo membro non ha una postazione"
    for given, told in (
        ({"answer": "dissent", "means": "pec"}, "va scritto"),
        ({"answer": "confirmed", "means": "desk"}, "solo chi risponde da lì"),
        ({"answer": "confirmed"}, "serve per"),
    ):
        with pytest.raises(BadInput) as found:
            do(session, paper.id, "record-answer", **given)
        assert told in found.value.text
    do(session, paper.id, "record-answer", answer="remark", means="email", text="Manca la data")
    do(session, paper.id, "take-back", taken_back_reason="Era di un altro")
    assert desk.minutes_page(session, made).answers[1].state == "on_paper"
    assert desk.minutes_page(session, made).answers[1].answer == ""


def test_an_answer_that_was_there_before_anybody_was_asked_counts_for_nothing(session: Session) -> None:
    made = minutes(session)
    shown = records.show(session, made)
    forged = [
        NewRecord(
            type=records.type_named("confirmation"),
            values={"minutes": made, "round": 1, "name": "Neri, Ada", "answer": "confirmed", "state": "answered"},
            identity=answers.answer_id(made, 1, member=str(row["_row"])),
            root=shown.root,
        )
        for row in shown.values["attendance"]
    ]
    add_many(session, forged)
    do(session, made, "share")
    assert [one.state for one in desk.minutes_page(session, made).answers] == ["answered", "answered"]
    assert why_not(session, made, "confirm") == "Mancano ancora 2 risposte"


def test_the_page_of_the_person_shows_open_tasks_and_the_latest_minutes(session: Session) -> None:
    person = giulia(session)
    made = minutes(session)
    records.change(session, records.show(session, made).root, {"person": person})
    do(session, made, "to-tasks")
    found = page(session, person).staff
    assert [(one.what, one.who, one.minutes) for one in found.tasks] == [
        ("Scrivere alla scuola", "Bianchi, Lucia", made),
        ("Portare la pagella", "La madre", made),
    ]
    assert [(one.id, one.when, one.state) for one in found.minutes] == [(made, WHEN, "draft")]
    do(session, desk.minutes_page(session, made).decisions[0].task, "end", outcome="done")
    assert len(page(session, person).staff.tasks) == 1


def test_a_term_before_the_sharing_is_no_term(session: Session) -> None:
    made = minutes(session)
    with pytest.raises(BadInput):
        do(session, made, "share", answer_by="2026-10-01")
    assert records.show(session, made).values.get("state") is None
    assert lists.of_root(session, "confirmation", records.show(session, made).root) == []


def test_situations_are_listed_by_who_they_are_about(session: Session) -> None:
    person = giulia(session)
    asked = add(session, "situation", subject="Famiglia Rovati", reason="Da sentire insieme")
    about = situation(session, SCHOOL, person=person, subject="")
    hidden = add(session, "person", surname="Segreta", name="Eva", in_protection=True)
    covered = situation(session, person=hidden, subject="")
    found = situations.situations(session)
    assert [(one.id, one.name, one.state) for one in found] == [
        (asked, "Famiglia Rovati", "requested"),
        (about, "Ferrari, Giulia", "accepted"),
        (covered, "Persona in protezione", "accepted"),
    ]
    assert situations.situation_name(session, session.ids.new()) == "Situazione non condivisa con te"
    do(session, about, "conclude")
    assert about not in {one.id for one in situations.situations(session)}


def test_the_template_fills_the_members_who_are_not_there_yet(session: Session) -> None:
    expected = [{"role": "social_worker", "convenes": True}, {"role": "npi", "body": "ASST"}, {"role": "family"}]
    template = add(session, "staff_template", name="S.A.E.S.", expected=expected)
    about = situation(session, {"role": "npi", "body": "ASST di Crema"}, template=template)
    assert [one.role for one in situations.expected_missing(session, about)] == ["family"]
    situations.fill_from_template(session, about)
    assert [one.role for one in situations.members_of(session, about)] == ["social_worker", "npi", "family"]
    assert situations.expected_missing(session, about) == []
    assert situations.fill_from_template(session, about).changed == ()


def test_roles_of_the_desk_decide_who_may(session: Session) -> None:
    made = minutes(session)
    assert Role.OPERATORE in session.identity.roles
    assert [one.name for one in acts.offered(session, made).acts if one.allowed] == ["share", "to-tasks"]
