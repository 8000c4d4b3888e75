# SPDX-License-Identifier: EUPL-1.2
"""«È già seguita?» on screen, cartelle opened on call, a cartella that passes to another group."""

from datetime import date

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.opened import giulia
from tests.ui.served import rest
from tests.ui.staged import NARROW, Stage, cut_sideways, unnamed
from welfaredesk.base.ids import derived_id
from welfaredesk.desk import granting, on_call, people, riscontro, riscontro_rule
from welfaredesk.desk.founding import FirstStart
from welfaredesk.desk.granting import readers_of
from welfaredesk.desk.letter_bodies import About, Answered, Asked, encode
from welfaredesk.desk.memberships import Ended
from welfaredesk.desk.naming import name_ente
from welfaredesk.desk.session import Session
from welfaredesk.domain.kinds import ORDINARY, RESERVED
from welfaredesk.store.exchange import heard
from welfaredesk.store.exchange.heard import Answer, Question, QuestionState, Told
from welfaredesk.ui.context import Context
from welfaredesk.ui.screens.cartella import CartellaPage
from welfaredesk.ui.screens.cartelle_new import NewCartella
from welfaredesk.ui.screens.people import People
from welfaredesk.ui.screens.people_circles import CirclesPart
from welfaredesk.ui.screens.people_groups import GroupsPart
from welfaredesk.ui.screens.people_part import CIRCLES, GROUPS
from welfaredesk.ui.screens.readers import ReadersView
from welfaredesk.ui.screens.riscontro_line import RiscontroLine
from welfaredesk.ui.screens.today import Today
from welfaredesk.ui.screens.today_letters import ended_mark

GIULIA = About(surname="Ferrari", name="Giulia", birth="2017-03-14")
COLLEAGUE = derived_id("collega", "operator")
START = FirstStart(ente="Ente di prova", surname="Bianchi", name="Lucia", passphrase="una frase segreta di prova")


def put_question(session: Session, *, state: QuestionState, person: str | None = None) -> str:
    """Keep a question as a letter would have brought it."""
    now, own = session.clock.now(), session.identity.groups["own"]
    asker = session.identity.operator if state is QuestionState.ASKED else COLLEAGUE
    body = Asked(session.ids.new(), own, GIULIA, now.utc_ms, now.offset)
    question = Question(
        id=body.id, operator=asker, group=own, moment=now, about=encode(body), state=state, person=person
    )
    session.vault.write(lambda database: heard.keep_question(database, question))
    return body.id


def put_answer(session: Session, question: str, *, found: bool, sure: bool = True) -> None:
    """Keep an answer as a letter would have brought it."""
    said = Answered(
        question=question,
        id=session.ids.new(),
        found=found,
        group=session.identity.groups["working"] if found else None,
        operator=session.identity.operator if found else None,
        sure=sure,
    )
    answer = Answer(question, said.id, COLLEAGUE, encode(said))
    session.vault.write(lambda database: heard.keep_answer(database, answer))


def test_the_line_of_the_riscontro_needs_a_server_and_enough_data(qtbot: QtBot, joined: Context) -> None:
    stage, line = Stage(qtbot, joined), RiscontroLine(joined)
    laid = stage.window.layout()
    assert laid is not None
    laid.addWidget(line)
    line.show_typed({"surname": "Ferrari", "name": "Giulia"})
    rest(qtbot, joined)
    assert line.isHidden()
    line.show_typed({"surname": "Ferrari", "name": "Giulia", "birth": "2017-03-14"})
    rest(qtbot, joined)
    assert not line.isHidden()
    line.button.click()
    rest(qtbot, joined)
    assert "non c'è nessun altro" in line.words.text()
    question = put_question(joined.session, state=QuestionState.ASKED)
    line.look()
    rest(qtbot, joined)
    assert line.words.text().startswith("Chiesto al coordinamento, 10:00")
    assert not line.button.isVisibleTo(line)
    put_answer(joined.session, question, found=True)
    line.look()
    rest(qtbot, joined)
    assert line.words.text() == "È già seguita: chiama Bianchi, Lucia, Servizio sociale di base."


def test_without_a_server_nothing_is_offered(qtbot: QtBot, context: Context) -> None:
    stage = Stage(qtbot, context)
    layer = NewCartella(stage.window, context, typed="Ferrari Giulia")
    layer.open()
    stage.rest()
    assert layer.riscontro.isHidden()
    layer.close_layer()
    stage.rest()


@pytest.mark.parametrize("reply", [True, False])
def test_oggi_asks_for_a_persons_word(qtbot: QtBot, context: Context, *, reply: bool) -> None:
    session = context.session
    question = put_question(session, state=QuestionState.HUMAN, person=giulia(session))
    stage, page = Stage(qtbot, context), Today(context)
    stage.put(page)
    row = next(row for row in page.mend.rows if row.key == question)
    assert "è già seguita?" in row.words.accessibleName()
    assert page.count() == 1
    row.action.click()
    sheet = page.letters.sheet
    assert sheet is not None
    assert not unnamed(sheet)
    task = riscontro.tasks(session)[0]
    page.letters.answer(task, reply=reply)
    stage.rest()
    assert riscontro.tasks(session) == []
    assert question not in [row.key for row in page.mend.rows]


def test_an_answer_and_an_opening_are_taken_note_of_and_that_is_undone(qtbot: QtBot, context: Context) -> None:
    session = context.session
    person = giulia(session)
    put_answer(session, put_question(session, state=QuestionState.ASKED), found=False)
    told = Told(
        id=b"1" * 32,
        operator=session.identity.operator,
        group=session.identity.groups["working"],
        record=person,
        why="chiamata dei Carabinieri",
        moment=session.clock.now(),
    )
    session.vault.write(lambda database: heard.keep_told(database, told))
    stage, page = Stage(qtbot, context), Today(context)
    stage.put(page)
    names = [row.words.accessibleName() for row in page.mend.rows[:2]]
    assert names == [
        "Ferrari, Giulia",
        "Bianchi, Lucia (Servizio sociale di base) ha aperto la cartella di Ferrari, Giulia",
    ]
    said = [row.words.accessibleDescription() for row in page.mend.rows[:2]]
    assert said == ["Il coordinamento risponde: nessuno la segue.", "10:00 · chiamata dei Carabinieri"]
    for _ in range(2):
        page.mend.rows[0].action.click()
        stage.rest()
    assert on_call.told(session) == []
    stage.undo()
    assert len(on_call.told(session)) == 1
    page.mend.rows[0].words.click()
    assert stage.went == [("cartella", person)]
    stage.window.resize(*NARROW)
    stage.rest()
    assert not cut_sideways(page)


def test_on_call_the_cartella_asks_why_first(qtbot: QtBot, context: Context) -> None:
    session = context.session
    person = giulia(session)
    night = people.add_group(session, "Reperibilità", on_call=True)
    granting.grant(session, person, night)
    for kind in ("working", "coordination"):
        granting.ungrant(session, person, session.identity.groups[kind])
    stage, page = Stage(qtbot, context), CartellaPage(context)
    page.come_back({"person": person})
    stage.put(page)
    assert not page.why.isHidden()
    assert page.found is None
    assert not cut_sideways(page)
    page.why.button.click()
    assert page.why.field.problem.words.text()
    QTest.keyClicks(page.why.reason, "In pronto soccorso")
    page.why.button.click()
    stage.rest()
    assert page.why.isHidden()
    assert page.header.isVisibleTo(page)


def test_a_cartella_passes_to_another_group(qtbot: QtBot, context: Context) -> None:
    session = context.session
    person, group = giulia(session), people.add_group(session, "Comune di Gussola")
    stage, view = Stage(qtbot, context), ReadersView(context, person)
    qtbot.addWidget(view)
    view.ask()
    stage.rest()
    (move,) = view.moves.values()
    move.click()
    assert "Scegli qui sotto" in view.trouble.words.text()
    view.pickers[ORDINARY].set_code(group)
    move.click()
    assert "là arriva intera" in view.sure.words.text()
    view.sure.action.click()
    stage.rest()
    (ordinary,) = readers_of(session, person)
    assert {one.name for one in ordinary.groups} == {"Comune di Gussola", "Coordinamento"}
    assert stage.notices[-1][0] == "La cartella passa a «Comune di Gussola»."


def test_the_ente_decides_who_answers_and_what_is_read_on_call(qtbot: QtBot, context: Context) -> None:
    session = context.session
    name_ente(session, START)
    stage, page = Stage(qtbot, context), People(context)
    stage.put(page)
    page.turn_to(CIRCLES)
    rest(qtbot, context)
    part = page.part(CIRCLES)
    assert isinstance(part, CirclesPart)
    assert (part.ticks[ORDINARY].isChecked(), part.ticks[RESERVED].isChecked()) == (False, True)
    part.ticks[RESERVED].click()
    rest(qtbot, context)
    part.ticks["on-call"].click()
    rest(qtbot, context)
    assert not riscontro_rule.answers_by_person(session, RESERVED)
    assert riscontro_rule.on_call_reads_new(session)
    assert part.ticks["on-call"].isChecked()


def test_a_group_on_call_is_made_in_the_page_of_groups(qtbot: QtBot, context: Context) -> None:
    stage, page = Stage(qtbot, context), People(context)
    stage.put(page)
    page.turn_to(GROUPS)
    rest(qtbot, context)
    part = page.part(GROUPS)
    assert isinstance(part, GroupsPart)
    part.new_group()
    part.name.setText("Reperibilità")
    part.on_call.click()
    part.name.returnPressed.emit()
    rest(qtbot, context)
    kinds = {one.name: one.kind for one in people.groups(context.session)}
    assert kinds["Reperibilità"] == "on-call"


def test_a_membership_that_is_over_is_said_with_its_day() -> None:
    mark = ended_mark(Ended("Comunità Arcobaleno", date(2026, 10, 21)))
    assert mark.title == "Non sei più in «Comunità Arcobaleno»: il termine era il 21/10/2026"
