# SPDX-License-Identifier: EUPL-1.2
"""What letters say: readings of all desks for whoever controls them, «è già seguita?», openings with a reason."""

import pytest

from tests.opened import PASSPHRASE, add, giulia
from tests.unit.desk.exchange.office import Office, database, everybody, staged
from welfaredesk.base.access_errors import NobodyToAsk, NoQuestion, NothingToAsk, OrdinaryOnly, WhyFirst
from welfaredesk.base.errors import NotAllowed
from welfaredesk.base.exchange_errors import NoServer
from welfaredesk.base.ids import derived_id
from welfaredesk.desk import granting, on_call, people, reading, records, riscontro, riscontro_rule
from welfaredesk.desk.cartella import open_cartella, page
from welfaredesk.desk.founding import FirstStart
from welfaredesk.desk.letter_bodies import About, Asked
from welfaredesk.desk.naming import name_ente
from welfaredesk.desk.posting import own_group, post
from welfaredesk.desk.printing import print_cartella
from welfaredesk.desk.session import Session
from welfaredesk.domain.kinds import RESERVED
from welfaredesk.domain.statement import Role
from welfaredesk.store import folders, questions
from welfaredesk.store.driver import Database
from welfaredesk.store.exchange import heard, items
from welfaredesk.store.exchange.heard import QuestionState

GIULIA = About(surname="Ferrari", name="Giulia", birth="2017-03-14")
STRANGER = About(surname="Nessuno", name="Carla", birth="1980-01-01")
MINORI = "Tutela minori"
START = FirstStart(ente="Ente di prova", surname="Bianchi", name="Lucia", passphrase=PASSPHRASE)


def coordination(session: Session) -> str:
    """Return the group of coordination."""
    return session.identity.groups["coordination"]


@pytest.fixture
def three(office: Office) -> tuple[Session, Session, Session]:
    """Return a coordinator with a cartella, a second coordinator, and a colleague of another group."""
    staged(office, _three)
    first, second, third = office.desks
    return first, second, third


def _three(office: Office) -> str:
    first = office.found()
    name_ente(first, START)
    giulia(first)
    office.attach(first)
    people.add_group(first, MINORI)
    second = office.enrol(first, name="two", groups=[coordination(first)], roles=(Role.OPERATORE, Role.COORDINATORE))
    third = office.enrol(first, name="three", groups=[MINORI])
    everybody(office, first, second, third)
    return ""


def test_whoever_controls_sees_the_readings_of_all_desks(office: Office) -> None:
    first = office.found()
    person = giulia(first)
    office.attach(first)
    second = office.enrol(first)
    dpo = office.enrol(first, name="dpo", groups=(), roles=(Role.DPO,))
    everybody(office, second, dpo)
    reading.opened(second, person, root=person)
    office.clock.advance(ms=60_000)
    reading.opened(first, person, root=person, why="in sostituzione")
    everybody(office, second, first, dpo, first)
    for session in (first, dpo):
        lines = reading.lines(session, record=person)
        assert [(line["operator"], line["why"]) for line in lines if line["act"] == "open"] == [
            (second.identity.operator, None),
            (first.identity.operator, "in sostituzione"),
        ]
    assert {line["operator"] for line in reading.lines(second)} == {second.identity.operator}
    everybody(office, first, dpo)
    assert len(reading.lines(dpo, record=person)) == 2


def test_readings_are_those_of_who_signed_the_letter(office: Office) -> None:
    first = office.found()
    person = giulia(first)
    office.attach(first)
    second = office.enrol(first)
    office.round(second)
    reading.logged(second, "print", record=person)

    def forge(vault: Database) -> None:
        vault.conn.execute("UPDATE audit SET operator = ?", (first.identity.operator,))

    second.vault.write(forge)
    office.round(second)
    office.round(first)
    (line,) = [line for line in reading.lines(first, record=person) if line["act"] == "print"]
    assert line["operator"] == second.identity.operator


def test_a_question_is_answered_by_the_desks_of_the_coordination_once(
    office: Office, three: tuple[Session, Session, Session]
) -> None:
    first, second, third = three
    asked = riscontro.ask(third, GIULIA)
    assert riscontro.ask(third, GIULIA) == asked
    everybody(office, third)
    assert [one.state for one in riscontro.questions(third)] == ["waiting"]
    everybody(office, second, first, second, third)
    (shown,) = riscontro.questions(third)
    assert (shown.id, shown.state, shown.name) == (asked, "followed", "Ferrari, Giulia")
    assert shown.answer is not None
    assert (shown.answer.group, shown.answer.colleague) == ("Servizio sociale di base", "Bianchi, Lucia")
    assert (shown.answer.sure, shown.answer.closed) == (True, False)
    assert len([one for one in heard.answers(database(third), asked) if one.operator]) == 1
    acts = [(line["act"], line["shown"]) for line in reading.lines(first) if line["act"] in {"ask", "answer"}]
    everybody(office, third, second, first)
    acts = [(line["act"], line["shown"]) for line in reading.lines(first) if line["act"] in {"ask", "answer"}]
    assert sorted(acts) == [("answer", [asked]), ("ask", [asked])]
    assert riscontro.latest(riscontro.questions(third), GIULIA) == shown


def test_nobody_is_an_answer_too_and_another_group_learns_nothing(
    office: Office, three: tuple[Session, Session, Session]
) -> None:
    first, second, third = three
    riscontro.ask(third, STRANGER)
    office.enrol(first, name="four", groups=[MINORI])
    fourth = office.desks[-1]
    everybody(office, third, first, second, third, fourth)
    assert [one.state for one in riscontro.questions(third)] == ["nobody"]
    assert items.letters_in(database(fourth)) == []
    assert riscontro.questions(fourth) == []


def test_a_like_name_is_not_the_one_asked_after(office: Office, three: tuple[Session, Session, Session]) -> None:
    first, second, third = three
    riscontro.ask(third, About(surname="Ferrari", name="Giulia", birth="1975-06-02"))
    everybody(office, third, first, second, third)
    assert [one.state for one in riscontro.questions(third)] == ["nobody"]


@pytest.mark.parametrize("reply", [True, False])
def test_of_somebody_in_protection_a_person_answers(
    office: Office, three: tuple[Session, Session, Session], *, reply: bool
) -> None:
    first, second, third = three
    (person,) = questions.all_cases(database(first))
    records.change(first, person, {"in_protection": True})
    everybody(office, first, second)
    asked = riscontro.ask(third, GIULIA)
    everybody(office, third, first, second, third)
    assert [one.state for one in riscontro.questions(third)] == ["waiting"]
    for session in (first, second):
        (task,) = riscontro.tasks(session)
        assert (task.id, task.name, task.person) == (asked, "Ferrari, Giulia", person)
    assert riscontro.tasks(third) == []
    with pytest.raises(NoQuestion):
        riscontro.answer(third, asked, reply=True)
    riscontro.answer(second, asked, reply=reply)
    with pytest.raises(NoQuestion):
        riscontro.answer(second, asked, reply=reply)
    everybody(office, second, first, third)
    assert riscontro.tasks(first) == []
    assert [one.state for one in riscontro.questions(third)] == ["followed" if reply else "waiting"]


def test_a_reserved_circle_answers_by_itself_only_when_the_ente_says_so(
    office: Office, three: tuple[Session, Session, Session]
) -> None:
    first, second, third = three
    person = add(first, "person", circle=RESERVED, surname="Rizzi", name="Ada", birth="1990-05-05")
    add(first, "case_file", root=person, circle=RESERVED, person={"id": person, "root": person, "title": ""})
    everybody(office, first, second)
    about = About(surname="Rizzi", name="Ada", birth="1990-05-05")
    asked = riscontro.ask(third, about)
    everybody(office, third, second, first, third)
    assert [one.state for one in riscontro.questions(third)] == ["nobody"]  # second holds nothing of that circle
    assert [one.id for one in riscontro.tasks(first)] == [asked]
    riscontro.answer(first, asked, reply=True)
    everybody(office, first, third)
    assert [one.state for one in riscontro.questions(third)] == ["followed"]
    riscontro_rule.set_answer(first, RESERVED, by_person=False)
    assert not riscontro_rule.answers_by_person(first, RESERVED)
    office.clock.advance(ms=86_400_000)
    riscontro.ask(third, about)
    everybody(office, third, first, third)
    assert [one.state for one in riscontro.questions(third)] == ["followed", "followed"]
    assert riscontro.tasks(first) == []


def test_what_cannot_be_asked_says_why(office: Office) -> None:
    first = office.found()
    with pytest.raises(NoServer):
        riscontro.ask(first, GIULIA)
    office.attach(first)
    with pytest.raises(NobodyToAsk):
        riscontro.ask(first, GIULIA)
    for about in (About(surname="Ferrari"), About(tax_code="ABC"), About(surname="A", name="B", birth="ieri")):
        with pytest.raises(NothingToAsk):
            riscontro.ask(first, about)
    outside = office.enrol(first, groups=(), roles=(Role.DPO,))
    with pytest.raises(NotAllowed):
        riscontro.ask(outside, GIULIA)
    assert riscontro.latest([], About()) is None


def test_letters_of_whoever_may_not_say_them_are_not_heard(
    office: Office, three: tuple[Session, Session, Session]
) -> None:
    first, _second, third = three
    roster, now = third.read_roster(), third.clock.now()
    everyone = third.identity.groups["everyone"]
    own = own_group(roster, third.identity.operator)
    assert own is not None
    forged = Asked(third.ids.new(), everyone, STRANGER, now.utc_ms, now.offset)
    elsewhere = Asked(third.ids.new(), own, STRANGER, now.utc_ms, now.offset)

    def send(vault: Database) -> None:
        post(third, vault, coordination(third), body=forged, roster=roster)
        post(third, vault, everyone, body=elsewhere, roster=roster)

    third.vault.write(send)
    everybody(office, third, first)
    assert heard.questions(database(first), *QuestionState) == []


def test_on_call_a_cartella_opens_with_a_reason_that_its_case_manager_is_told(
    office: Office, three: tuple[Session, Session, Session]
) -> None:
    first, second, third = three
    (person,) = questions.all_cases(database(first))
    night = people.add_group(first, "Reperibilità", on_call=True)
    people.add_member(first, third.identity.operator, night)
    granting.grant(first, person, night)
    with pytest.raises(OrdinaryOnly):
        granting.grant(first, person, night, circle=RESERVED)
    everybody(office, first, third, third)
    with pytest.raises(WhyFirst):
        page(third, person)
    assert on_call.closed_among(third, [person]) == {person}
    with pytest.raises(WhyFirst):
        print_cartella(third, person)
    shown = page(third, person, why="  Accesso in   pronto soccorso ")
    assert shown.person.title == "Ferrari, Giulia"
    assert on_call.closed_among(third, [person]) == frozenset()
    office.clock.advance(ms=20 * 60_000)
    page(third, person)
    whys = [line["why"] for line in reading.lines(third) if line["act"] == "open"]
    assert whys == ["Accesso in pronto soccorso"] * 2
    office.clock.advance(ms=on_call.LASTS_MS)
    with pytest.raises(WhyFirst):
        page(third, person)
    everybody(office, third, first, second)
    (told,) = on_call.told(first)
    assert (told.who, told.group, told.name, told.why) == (
        "Rossi, Three",
        "Reperibilità",
        "Ferrari, Giulia",
        "Accesso in pronto soccorso",
    )
    assert on_call.told(second) == []
    on_call.note_told(first, told.id)
    assert on_call.told(first) == []
    on_call.note_told(first, told.id, noted=False)
    assert on_call.told(first) == [told]
    page(first, person)  # who follows the case is asked nothing


def test_the_ente_may_let_new_cartelle_be_read_on_call(office: Office) -> None:
    first = office.found()
    night = people.add_group(first, "Reperibilità", on_call=True)
    before = open_cartella(first, {"surname": "Neri", "name": "Ugo"})
    name_ente(first, START)
    records.change(first, derived_id(first.identity.ente, "ente_settings"), {"on_call_reads_new": True})
    after = open_cartella(first, {"surname": "Neri", "name": "Pia"})
    held = {}
    for person in (before, after):
        folder = folders.find(database(first), person, "ordinary")
        assert folder is not None
        held[person] = night in folders.groups_of(database(first), folder.id)
    assert held == {before: False, after: True}
    add(first, "diary_entry", person=after, circle=RESERVED, text="Riservata.")
    reserved = folders.find(database(first), after, RESERVED)
    assert reserved is not None
    assert night not in folders.groups_of(database(first), reserved.id)
