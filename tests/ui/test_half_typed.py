# SPDX-License-Identifier: EUPL-1.2
"""What is typed and not understood is lost neither by a lock nor by what a colleague changes meanwhile."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from tests.opened import giulia
from tests.ui.staged import Stage, show
from welfaredesk.desk import drafts, lists, records
from welfaredesk.desk.records import type_named
from welfaredesk.desk.session import Session
from welfaredesk.ui.context import Context
from welfaredesk.ui.editors.editor import typed_of
from welfaredesk.ui.editors.folding import FoldingRowsEditor
from welfaredesk.ui.editors.rows import RowsEditor
from welfaredesk.ui.forms import Form
from welfaredesk.ui.screens.act_strip import ActStrip
from welfaredesk.ui.screens.contract_form import ContractForm
from welfaredesk.ui.screens.record_form import RecordForm
from welfaredesk.ui.screens.referral_sheet import ReferralSheet

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "does not support")
TYPED = {"birth": "a marzo, credo", "sex": "non lo dice", "reachabilities.0.kind": "piccione"}


@pytest.fixture
def stage(qtbot: QtBot, context: Context) -> Stage:
    return Stage(qtbot, context)


def line_of(form: Form, place: str) -> QLineEdit:
    """Return the line in which a field is typed, also one of a row."""
    name, _, inside = place.partition(".")
    editor = form.editors[name]
    line = (editor.inside()[inside] if inside else editor).typed_in()
    assert line is not None
    return line


def opened(stage: Stage, person: str) -> RecordForm:
    """Return the page of a person."""
    page = RecordForm(stage.context)
    stage.put(page)
    page.come_back({"record": person})
    stage.rest()
    return page


def written(stage: Stage, person: str) -> RecordForm:
    """Return the page of a person, with half a row and words that are no day and no entry."""
    page = opened(stage, person)
    assert page.editor is not None
    rows = page.editor.form.editors["reachabilities"]
    assert isinstance(rows, RowsEditor)
    if not rows.boxes:
        rows.add_row()
    for place, text in TYPED.items():
        line_of(page.editor.form, place).setText(text)
    page.editor.form.editors["sex"].changed.emit()
    return page


@pytest.fixture
def person(stage: Stage) -> str:
    found = giulia(stage.context.session)
    records.change(stage.context.session, found, {"reachabilities": [{"kind": "mobile", "value": "333"}]})
    return found


def test_it_comes_back_after_a_lock_and_still_stops_the_save(stage: Stage, person: str) -> None:
    page = written(stage, person)
    page.before_lock()
    again = opened(stage, person)
    assert again.editor is not None
    form = again.editor.form
    assert {place: line_of(form, place).text() for place in TYPED} == TYPED
    assert typed_of(form.editors) == TYPED
    before = records.show(stage.context.session, person).values
    again.editor.save()
    stage.rest()
    assert records.show(stage.context.session, person).values == before
    assert form.boxes["sex"].problem.words.text()


def test_it_stays_where_one_looks_at_what_a_colleague_changed(stage: Stage, person: str) -> None:
    page = written(stage, person)
    assert page.editor is not None
    records.change(stage.context.session, person, {"comune": "Viadana"})
    page.touched(frozenset({person}))
    page.editor.banner.action_asked.emit()
    stage.rest()
    assert page.editor.form.values()["comune"] == "Viadana"
    assert typed_of(page.editor.form.editors) == TYPED


def test_a_half_typed_act_and_a_half_typed_referral_come_back(qtbot: QtBot, stage: Stage, person: str) -> None:
    session = stage.context.session
    (episode,) = [str(one["_id"]) for one in lists.of_root(session, "care_episode", person)]
    strip = ActStrip(stage.context)
    show(qtbot, strip)
    strip.show_record(episode)
    stage.rest()
    strip.start("close")
    assert strip.form is not None
    line = strip.form.editors["closed_on"].typed_in()
    assert line is not None
    line.setText("quando torna")
    strip.form.keeper.keep_now()
    sheet = ReferralSheet(stage.context, stage.window)
    sheet.start()
    stage.rest()
    source = sheet.editors["source"].typed_in()
    assert source is not None
    source.setText("la vicina")
    sheet.keeper.touch()
    sheet.keeper.keep_now()
    kept = {draft.type: draft.values for draft in drafts.all_drafts(session)}
    assert kept["care_episode"][drafts.TYPED] == {"closed_on": "quando torna"}
    assert kept["referral"][drafts.TYPED] == {"source": "la vicina"}
    again = ReferralSheet(stage.context, stage.window)
    again.start()
    stage.rest()
    assert typed_of(again.editors) == {"source": "la vicina"}


def test_a_row_with_words_that_are_no_entry_does_not_fold_and_is_opened_for_them(
    qtbot: QtBot, context: Context, session: Session
) -> None:
    form = ContractForm(context, draft=True, signs=print)
    show(qtbot, form)
    form.set_values({"signers": [{"_row": "0" * 26, "name": "Neri, Ada", "signs_as": "person"}]})
    line = line_of_row(form)
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, "la nonna")
    QTest.keyClick(line, Qt.Key.Key_Escape)
    QTest.keyClick(line, Qt.Key.Key_Escape)
    assert line_of_row(form) is line
    assert form.typed() == {"signers.0.signs_as": "la nonna"}
    again = ContractForm(context, draft=True, signs=print)
    show(qtbot, again)
    again.set_values(form.values())
    again.put_typed(form.typed())
    assert again.typed() == {"signers.0.signs_as": "la nonna"}


def test_a_draft_given_up_leaves_none_of_the_words_behind(stage: Stage, person: str) -> None:
    (episode,) = [str(one["_id"]) for one in lists.of_root(stage.context.session, "care_episode", person)]
    page = opened(stage, episode)
    assert page.editor is not None
    areas = line_of(page.editor.form, "areas")
    areas.setText("un poco di tutto")
    assert page.editor.form.typed() == {"areas": "un poco di tutto"}
    page.editor.drop_draft()
    assert (areas.text(), page.editor.form.typed()) == ("", {})


def test_words_still_being_typed_stay_where_a_colleague_saves(stage: Stage, person: str) -> None:
    page = opened(stage, person)
    assert page.editor is not None
    line_of(page.editor.form, "sex").setText("fem")
    records.change(stage.context.session, person, {"comune": "Viadana"})
    page.touched(frozenset({person}))
    stage.rest()
    assert page.editor.form.values()["comune"] == "Viadana"
    assert line_of(page.editor.form, "sex").text() == "fem"


@pytest.mark.parametrize("half", ["", "piccione"])
def test_half_a_row_comes_back_in_its_own_row_also_where_it_was_all_of_it(
    qtbot: QtBot, context: Context, half: str
) -> None:
    form = Form(context, type_named("person"))
    show(qtbot, form)
    form.set_values({})
    rows = form.editors["reachabilities"]
    assert isinstance(rows, RowsEditor)
    for value, kind in (("", half), ("333", "tamburo"), ("444", "")):
        box = rows.add_row()
        box.editors["value"].set_value(value or None)
        line = box.editors["kind"].typed_in()
        assert line is not None
        line.setText(kind)
    again = Form(context, type_named("person"))
    show(qtbot, again)
    again.set_values(form.values())
    again.put_typed(form.typed())
    there = again.editors["reachabilities"]
    assert isinstance(there, RowsEditor)
    typed = [(box.editors["value"].value(), box.editors["kind"].typed()) for box in there.boxes]
    assert typed == [("333", {"": "tamburo"}), ("444", {}), *([(None, {"": half})] if half else [])]


def test_a_folding_row_that_held_nothing_else_comes_back_and_is_forgotten_when_taken_away(
    qtbot: QtBot, context: Context
) -> None:
    form = ContractForm(context, draft=True, signs=print)
    show(qtbot, form)
    form.set_values({})
    editor = form.editors["signers"]
    assert isinstance(editor, FoldingRowsEditor)
    editor.add_row()
    line = line_of_row(form)
    line.setText("la nonna")
    again = ContractForm(context, draft=True, signs=print)
    show(qtbot, again)
    again.set_values(form.values())
    again.put_typed(form.typed())
    assert again.typed() == {"signers.0.signs_as": "la nonna"}
    there = again.editors["signers"]
    assert isinstance(there, FoldingRowsEditor)
    assert "signers" in {one.field for one in again.errors()}
    assert again.boxes["signers"].problem.words.text()
    (row,) = there.column.rows
    row.taken_away.emit(row)
    assert not again.boxes["signers"].problem.words.text()


def test_words_that_came_back_and_are_mended_are_reproached_no_more(qtbot: QtBot, context: Context) -> None:
    form = Form(context, type_named("person"))
    show(qtbot, form)
    form.set_values({})
    form.put_typed({"sex": "non lo dice"})
    line = line_of(form, "sex")
    assert "«non lo dice»" in form.boxes["sex"].problem.words.text()
    line.setFocus()
    line.selectAll()
    for key in (Qt.Key.Key_Delete, Qt.Key.Key_Escape, Qt.Key.Key_Tab):
        QTest.keyClick(line, key)
    assert form.values()["sex"] is None
    assert not form.boxes["sex"].problem.words.text()


def test_what_is_said_beside_an_act_or_a_referral_goes_when_it_is_mended(
    qtbot: QtBot, stage: Stage, person: str
) -> None:
    (episode,) = [str(one["_id"]) for one in lists.of_root(stage.context.session, "care_episode", person)]
    strip = ActStrip(stage.context)
    show(qtbot, strip)
    strip.show_record(episode)
    stage.rest()
    strip.start("close")
    assert strip.form is not None
    editor, said = strip.form.editors["closed_on"], strip.form.boxes["closed_on"].problem.words
    line = editor.typed_in()
    assert line is not None
    line.setText("quando torna")
    strip.form.do()
    assert said.text()
    line.setText("15/10/2026")
    assert not said.text()
    sheet = ReferralSheet(stage.context, stage.window)
    sheet.start()
    stage.rest()
    sheet.save()
    assert sheet.boxes["source"].problem.words.text()
    sheet.editors["source"].set_value("school")
    sheet.editors["source"].changed.emit()
    assert not sheet.boxes["source"].problem.words.text()


def test_words_that_stop_the_save_of_a_referral_stay_in_sight(stage: Stage) -> None:
    sheet = ReferralSheet(stage.context, stage.window)
    sheet.start()
    stage.rest()
    box, line = sheet.boxes["violence"], sheet.editors["violence"].typed_in()
    assert line is not None
    assert box.isHidden()
    line.setText("botte")
    sheet.editors["source"].changed.emit()
    assert not box.isHidden()
    line.clear()
    sheet.editors["source"].changed.emit()
    assert box.isHidden()


def line_of_row(form: Form) -> QLineEdit:
    """Return the line for the role of who signs first, its row open."""
    editor = form.editors["signers"]
    assert isinstance(editor, FoldingRowsEditor)
    (row,) = editor.column.rows
    line = (row.box or row.unfold()).editors["signs_as"].typed_in()
    assert line is not None
    return line
