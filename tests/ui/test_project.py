# SPDX-License-Identifier: EUPL-1.2
"""The page of a plan: goals with their actions are read as lines and written in place, and nothing of them is lost."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from tests.colleague import saves, seen_here
from tests.opened import giulia
from tests.ui.staged import NARROW, Stage, cut_sideways, unnamed
from tests.unit.desk.plan.plans import HOME, SCHOOL, active, project
from tests.unit.desk.staff.made import SCHOOL as TEACHER
from tests.unit.desk.staff.made import do, sitting, situation
from welfaredesk.base.ids import derived_id
from welfaredesk.desk import drafts, records
from welfaredesk.desk.plan.projects import new_project
from welfaredesk.desk.session import Session
from welfaredesk.desk.staff.convening import minutes_id
from welfaredesk.domain.entry import PutText, RowChanges
from welfaredesk.domain.kinds import Value
from welfaredesk.ui.context import Context
from welfaredesk.ui.editors.folding import FoldingRow
from welfaredesk.ui.editors.found import FoundEditor
from welfaredesk.ui.editors.goals import GoalsEditor
from welfaredesk.ui.own_pages import own_page
from welfaredesk.ui.parts.amount_row import AmountRow
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.parts.side_panel import RowButton
from welfaredesk.ui.parts.task_row import TaskRow
from welfaredesk.ui.screens.cartella import CartellaPage
from welfaredesk.ui.screens.print_view import PrintView
from welfaredesk.ui.screens.project import ProjectScreen
from welfaredesk.ui.screens.project_changes import ChangesView
from welfaredesk.ui.screens.project_review import OutcomesEditor


@pytest.fixture
def stage(qtbot: QtBot, context: Context) -> Stage:
    return Stage(qtbot, context)


def opened(stage: Stage, made: str) -> ProjectScreen:
    """Return the page of a project, shown."""
    page = ProjectScreen(stage.context)
    page.come_back({"project": made})
    stage.put(page)
    return page


def goals_of(page: ProjectScreen) -> GoalsEditor:
    """Return the goals of a page."""
    assert page.editor is not None
    editor = page.editor.form.editors["goals"]
    assert isinstance(editor, GoalsEditor)
    return editor


def words(row: FoldingRow) -> tuple[str, str]:
    """Return what the line of a row says."""
    assert isinstance(row.line, TaskRow)
    return row.line.words.accessibleName(), row.line.words.accessibleDescription()


def typed(row: FoldingRow, name: str, text: str) -> None:
    """Type in a field of an open row."""
    assert row.box is not None
    line = row.box.editors[name].control
    assert isinstance(line, QLineEdit)
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, text)


def test_half_typed_words_of_a_goal_and_an_action_come_back_with_the_draft(stage: Stage, session: Session) -> None:
    made = project(session)
    page = opened(stage, made)
    block = goals_of(page).blocks[1]
    assert block.goal is not None
    half = []
    for row in (block.goal, block.deeds.rows[0]):
        editors = row.unfold().editors
        name = next(name for name, one in editors.items() if isinstance(one, FoundEditor))
        line = editors[name].typed_in()
        assert line is not None
        line.setText(f"qualche {name}")
        half.append((row.identity, name, f"qualche {name}"))
    assert page.editor is not None
    page.editor.form.changed.emit()
    page.before_lock()
    again = goals_of(opened(stage, made)).blocks[1]
    assert again.goal is not None
    for row, (identity, name, text) in zip((again.goal, again.deeds.rows[0]), half, strict=True):
        assert row.identity == identity
        assert row.box is not None
        assert row.box.editors[name].typed() == {"": text}


def said(page: ProjectScreen) -> str:
    """Return all that the page says in visible labels."""
    return " | ".join(one.text() for one in page.findChildren(PlainLabel) if one.isVisible())


def plan(stage: Stage, made: str) -> dict[str, Value]:
    """Return what stands of a project."""
    return dict(records.show(stage.context.session, made).values)


def test_it_says_whose_it_is_where_it_stands_and_what_each_goal_needs(stage: Stage, session: Session) -> None:
    made = project(session)
    records.change(session, made, {"actions": [one | {"due_on": "2026-10-01"} for one in plan(stage, made)["actions"]]})
    page = opened(stage, made)
    goals = goals_of(page)
    assert page.title.text() == "Ferrari, Giulia"
    assert "oggi – mer 30 giu 2027" in page.said.text()
    assert "Manca quando" not in said(page)
    assert "Un'azione non dice a chi tocca: Sentire il pediatra." in page.side.said.text()
    near, far = goals.horizons["short"], goals.horizons["long"]
    school, home = goals.blocks[1], goals.blocks[0]
    assert (school.identity, home.identity) == (SCHOOL, HOME)
    assert (near.blocks.indexOf(school), far.blocks.indexOf(home)) == (0, 0)
    assert [words(one)[0] for one in school.deeds.rows] == ["Accompagnamento", "Preparare lo zaino la sera"]
    assert words(school.deeds.rows[0])[1].startswith("In ritardo di 18 giorni · Bianchi, Lucia")
    assert [words(one)[0] for one in goals.loose.deeds.rows] == ["Sentire il pediatra"]
    amounts = [one for one in page.findChildren(AmountRow) if one.isVisible()]
    told = {one.accessibleName(): one.accessibleDescription() for one in amounts}
    assert told["Comune · Mensa"] == "assegnato 200,00 €, speso 200,00 €, resta 0,00 €"
    assert told["Totale Comune"] == "assegnato 1.400,00 €, speso 500,00 €, resta 900,00 €"
    assert told["Totale"] == "assegnato 1.900,00 €, speso 500,00 €, resta 1.400,00 €"


def test_goals_and_actions_are_written_in_place_with_the_keyboard(stage: Stage, session: Session) -> None:
    made = project(session)
    page = opened(stage, made)
    goals = goals_of(page)
    goals.horizons["medium"].add_button.click()
    fresh = goals.blocks[-1]
    assert fresh.goal is not None
    typed(fresh.goal, "goal", "Ha un'amica")
    assert fresh.goal.box is not None
    QTest.keyClick(fresh.goal.box, Qt.Key.Key_Escape)
    assert words(fresh.goal) == ("Ha un'amica", "Non ancora verificato")
    action = fresh.add_action()
    typed(action, "what", "Iscriverla a danza")
    action.fold()
    empty = fresh.add_action()
    empty.fold()
    assert [words(one)[0] for one in fresh.deeds.rows] == ["Iscriverla a danza"]
    lost = goals.loose.deeds.rows[0]
    lost.unfold().editors["goal"].set_value(HOME)
    lost.fold()
    assert [words(one)[0] for one in goals.blocks[0].deeds.rows] == ["Sentire il pediatra"]
    assert page.editor is not None
    QTest.keyClick(page.editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    stage.rest()
    standing = plan(stage, made)
    row = next(one for one in standing["goals"] if one["goal"] == "Ha un'amica")
    assert row["horizon"] == "medium"
    assert {one["what"]: one.get("goal") for one in standing["actions"]} == {
        "Accompagnamento": SCHOOL,
        "Preparare lo zaino la sera": SCHOOL,
        "Sentire il pediatra": HOME,
        "Iscriverla a danza": row["_row"],
    }
    assert stage.notices[-1][0] == "Progetto salvato"


def test_a_goal_that_is_taken_away_leaves_its_actions(stage: Stage, session: Session) -> None:
    made = project(session)
    page = opened(stage, made)
    goals = goals_of(page)
    school = goals.blocks[1]
    assert school.goal is not None
    school.goal.unfold().remove.click()
    assert page.editor is not None
    page.editor.save()
    stage.rest()
    standing = plan(stage, made)
    assert [one["goal"] for one in standing["goals"]] == ["La casa è sicura"]
    assert len(standing["actions"]) == 3
    assert len(goals.loose.deeds.rows) == 3


def test_what_a_colleague_writes_meanwhile_is_kept_and_an_open_row_stays_open(stage: Stage, session: Session) -> None:
    made = project(session)
    page = opened(stage, made)
    seen = seen_here(session, made)
    row = goals_of(page).blocks[1].deeds.rows[0]
    row.unfold()
    typed(row, "what", "Accompagnarla a piedi")
    added = RowChanges({derived_id("action", "pediatra"): {"what": "Chiamare la pediatra"}})
    saves(session, made, {"wishes": PutText("Tornare a danza"), "actions": added}, seen=seen)
    page.touched(frozenset({made}))
    stage.rest()
    assert page.editor is not None
    assert page.editor.banner.isVisible()
    assert row.box is not None
    page.before_lock()
    assert drafts.draft_of(session, f"record/{made}") is not None
    page.editor.banner.action.click()
    stage.rest()
    page.editor.save()
    stage.rest()
    standing = plan(stage, made)
    assert standing["wishes"] == "Tornare a danza"
    assert {one["what"] for one in standing["actions"]} == {
        "Accompagnarla a piedi",
        "Preparare lo zaino la sera",
        "Sentire il pediatra",
        "Chiamare la pediatra",
    }
    assert goals_of(page).blocks[1].deeds.rows[0] is row
    assert row.box is not None


def test_a_draft_that_comes_back_takes_in_the_row_that_a_colleague_added(stage: Stage, session: Session) -> None:
    made = project(session)
    page = opened(stage, made)
    seen = seen_here(session, made)
    goals_of(page).blocks[1].deeds.rows[0].unfold()
    typed(goals_of(page).blocks[1].deeds.rows[0], "what", "A piedi")
    page.before_lock()
    page.hide()
    added = RowChanges({derived_id("action", "pediatra"): {"what": "Chiamare la pediatra"}})
    saves(session, made, {"actions": added}, seen=seen)
    again = opened(stage, made)
    again.touched(frozenset({made}))
    stage.rest()
    assert again.editor is not None
    again.editor.banner.action.click()
    stage.rest()
    again.editor.save()
    stage.rest()
    assert {"A piedi", "Chiamare la pediatra"} < {one["what"] for one in plan(stage, made)["actions"]}


def test_an_approved_plan_that_changed_says_so_until_it_is_approved_again(stage: Stage, session: Session) -> None:
    made = active(session)
    records.change(session, made, {"wishes": "Altro"})
    page = opened(stage, made)
    assert "che cosa desidera la persona" in page.changed.words.text()
    assert page.approved.text() == "Approvato da Bianchi, Lucia, oggi: «Va bene.»"
    page.changed.action.click()
    assert page.review.layers.sheet is not None
    (changes,) = page.review.layers.sheet.findChildren(ChangesView)
    assert list(changes.marked) == ["wishes"]
    assert "Altro" in changes.marked["wishes"].accessibleName()
    page.review.close_layer()
    page.path.start("approve")
    assert page.path.form is not None
    page.path.form.do()
    stage.rest()
    page.shown()
    stage.rest()
    assert not page.changed.isVisible()
    assert plan(stage, made)["version"] == 2


def test_a_review_says_goal_by_goal_how_far_and_brings_it_into_the_plan(stage: Stage, session: Session) -> None:
    made = active(session)
    page = opened(stage, made)
    page.side.reviews.button.click()
    stage.rest()
    editor = page.review.editor
    assert editor is not None
    outcomes = editor.form.editors["outcomes"]
    assert isinstance(outcomes, OutcomesEditor)
    outcomes.rows[0].reached.chip("partly").click()
    QTest.keyClicks(outcomes.rows[0].note, "due assenze")
    page.review.carry()
    stage.rest()
    page.shown()
    stage.rest()
    goal = next(one for one in plan(stage, made)["goals"] if one["_row"] == SCHOOL)
    assert (goal["reached"], goal["reached_on"], goal["note"]) == ("partly", "2026-10-19", "due assenze")
    row = goals_of(page).blocks[1].goal
    assert row is not None
    assert words(row)[1].startswith("Raggiunto: in parte")
    (review,) = page.side.reviews.rows.values()
    assert review.words.accessibleName() == "Verifica di oggi"
    review.words.click()
    stage.rest()
    assert page.review.layers.sheet is not None


def test_a_task_of_the_staff_becomes_an_action_and_ways_lead_on(stage: Stage, session: Session) -> None:
    about = situation(session, TEACHER, person=giulia(session), subject="")
    minutes = minutes_id(sitting(session, about), about)
    records.change(session, minutes, {"decisions": [{"what": "Due ore in più", "owner": "Lucia"}]})
    do(session, minutes, "to-tasks")
    made = new_project(session, situation=about)
    page = opened(stage, made)
    (row,) = page.side.tasks.rows.values()
    row.action.click()
    stage.rest()
    assert [words(one)[0] for one in goals_of(page).loose.deeds.rows] == ["Due ore in più"]
    (row,) = page.side.tasks.rows.values()
    assert not hasattr(row, "action")
    page.case_button.click()
    page.situation_button.click()
    page.side.contracts.button.click()
    stage.rest()
    assert [went[0] for went in stage.went[-3:]] == ["cartella", "record", "contract"]
    page.print_button.click()
    stage.rest()
    assert page.papers.layer is not None
    assert page.papers.layer.findChildren(PrintView)


def test_it_begins_in_the_cartella_and_is_found_from_there_a_search_and_a_draft(stage: Stage, session: Session) -> None:
    person = giulia(session)
    page = CartellaPage(stage.context)
    page.come_back({"person": person})
    stage.put(page)
    page.roads.act("projects")
    stage.rest()
    (went, made) = stage.went[-1]
    assert went == "project"
    page.touched(frozenset({made}))
    page.shown()
    stage.rest()
    row = next(one for one in page.panel.findChildren(RowButton) if one.label() == "Progetto individuale")
    row.click()
    own_page(stage.context.ways, "contract", record="c")
    own_page(stage.context.ways, "project_review", record="r", root=made)
    assert stage.went[-3:] == [("project", made), ("contract", "c"), ("project", made)]
    assert not own_page(stage.context.ways, "deadline", record="d")


def test_in_a_small_window_nothing_sticks_out_and_everything_has_a_name(stage: Stage, session: Session) -> None:
    page = opened(stage, active(session))
    goals_of(page).blocks[1].deeds.rows[0].unfold()
    stage.window.resize(*NARROW)
    stage.rest()
    assert cut_sideways(page) == []
    assert unnamed(page) == []
    assert page.title.fontMetrics().horizontalAdvance(page.title.text()) <= page.title.width()
    page.come_back({"project": session.ids.new()})
    page.shown()
    stage.rest()
    assert page.title.text() == "Progetto"
