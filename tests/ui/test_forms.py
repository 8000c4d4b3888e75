# SPDX-License-Identifier: EUPL-1.2
"""Generated forms: live problems, drafts that come back, records touched elsewhere, hiding and history."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.opened import add, giulia
from tests.ui.staged import Stage, show
from welfaredesk.base.clock import FixedClock
from welfaredesk.desk import attachments, drafts, lists, records
from welfaredesk.desk.records import type_named
from welfaredesk.ui.context import Context
from welfaredesk.ui.editors.birthplace import BirthplaceEditor
from welfaredesk.ui.editors.choices import ChoiceEditor
from welfaredesk.ui.editors.files import FileEditor, size_words
from welfaredesk.ui.editors.found import FoundEditor
from welfaredesk.ui.editors.numbers import NumberEditor
from welfaredesk.ui.editors.rows import RowsEditor
from welfaredesk.ui.editors.text import LineEditor
from welfaredesk.ui.editors.times import DayEditor
from welfaredesk.ui.forms import Form
from welfaredesk.ui.parts.hits import Hit
from welfaredesk.ui.screens.record_form import RecordForm

ADA = "RSSMRA80A01H501U"
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "does not support")


def _settle(qtbot: QtBot, context: Context) -> None:
    qtbot.waitUntil(lambda: not context.tasks.busy)


def _line(form: Form, name: str) -> LineEditor:
    editor = form.editors[name]
    assert isinstance(editor, LineEditor)
    return editor


@pytest.fixture
def person_form(context: Context, qtbot: QtBot) -> Form:
    """Return the form of a person."""
    form = Form(context, type_named("person"))
    form.set_values({})
    qtbot.addWidget(form)
    return form


@pytest.fixture
def page(context: Context, qtbot: QtBot) -> RecordForm:
    """Return the page of a record."""
    page = RecordForm(context)
    Stage(qtbot, context).put(page)
    return page


def test_a_tax_code_fills_what_is_empty_and_nothing_else(person_form: Form) -> None:
    person_form.editors["sex"].set_value("F")
    QTest.keyClicks(_line(person_form, "tax_code").line, ADA)
    values = person_form.values()
    assert (values["birth"], values["birthplace"], values["birthplace_code"]) == ("1980-01-01", "Roma (RM)", "H501")
    assert values["sex"] == "F"
    box = person_form.boxes["sex"]
    assert "maschio" in box.problem.words.text()
    assert not [one for one in person_form.problems() if one.field == "sex" and not one.warning]


def test_a_wrong_check_character_stops_and_says_so_beside_the_field(person_form: Form) -> None:
    QTest.keyClicks(_line(person_form, "surname").line, "Rossi")
    QTest.keyClicks(_line(person_form, "tax_code").line, ADA[:-1] + "A")
    assert [one.field for one in person_form.errors()] == ["tax_code"]
    assert "ultimo carattere" in person_form.boxes["tax_code"].problem.words.text()


def test_a_birthplace_suppressed_since_is_picked_with_its_code(
    person_form: Form, context: Context, qtbot: QtBot
) -> None:
    editor = person_form.editors["birthplace"]
    assert isinstance(editor, BirthplaceEditor)
    laid = Stage(qtbot, context).window.layout()
    assert laid is not None
    laid.addWidget(person_form)
    editor.finder.setFocus()
    qtbot.waitUntil(editor.finder.hasFocus)
    QTest.keyClicks(editor.finder, "fiume")
    hit = next(hit for hit in editor.finder.list.hits() if "fino al" in hit.label)
    editor.finder.pick(hit)
    assert person_form.values()["birthplace_code"] == hit.key
    QTest.keyClicks(editor.finder, " nuova")
    assert person_form.values()["birthplace_code"] is None


def test_what_cannot_be_understood_is_not_saved_in_silence(context: Context, qtbot: QtBot) -> None:
    form = Form(context, type_named("diary_entry"))
    qtbot.addWidget(form)
    form.set_values({"when": "2026-10-19T10:00:00+02:00", "text": "x"})
    minutes = form.editors["minutes"]
    assert isinstance(minutes, NumberEditor)
    QTest.keyClicks(minutes.line, "un po'")
    assert [one.field for one in form.errors()] == ["minutes"]
    minutes.line.clear()
    QTest.keyClicks(minutes.line, "1:30")
    assert form.values()["minutes"] == 90
    assert not form.errors()


@pytest.mark.parametrize(("type_name", "field"), [("urgency", "kind"), ("contact", "needs"), ("contact", "person")])
def test_words_that_are_no_entry_stay_and_stop_the_save(
    context: Context, qtbot: QtBot, type_name: str, field: str
) -> None:
    form = Form(context, type_named(type_name))
    show(qtbot, form)
    form.set_values({})
    editor = form.editors[field]
    assert isinstance(editor, FoundEditor)
    line = editor.finder
    line.setFocus()
    QTest.keyClicks(line, "trovato solo alla stazione")
    QTest.keyClick(line, Qt.Key.Key_Tab)
    assert line.text() == "trovato solo alla stazione"
    assert "«trovato solo alla stazione»" in form.boxes[field].problem.words.text()
    assert field in {one.field for one in form.errors()}
    line.setFocus()
    line.selectAll()
    QTest.keyClick(line, Qt.Key.Key_Delete)
    QTest.keyClick(line, Qt.Key.Key_Tab)
    assert not editor.not_understood()
    assert "stazione" not in form.boxes[field].problem.words.text()


def test_what_is_chosen_is_not_saved_while_other_words_stand_there(context: Context, qtbot: QtBot) -> None:
    form = Form(context, type_named("urgency"))
    show(qtbot, form)
    form.set_values({"kind": "emergency_intervention"})
    editor = form.editors["kind"]
    assert isinstance(editor, ChoiceEditor)
    editor.picker.setFocus()
    editor.picker.selectAll()
    QTest.keyClicks(editor.picker, "altra cosa")
    assert "kind" in {one.field for one in form.errors()}
    assert form.values()["kind"] is None
    editor.picker.pick(Hit("emergency_intervention", "x", "", "", ""))
    assert "kind" not in {one.field for one in form.errors()}


def test_a_missing_field_is_not_reproached_before_the_save(context: Context, qtbot: QtBot) -> None:
    form = Form(context, type_named("deadline"))
    qtbot.addWidget(form)
    form.set_values({})
    assert not form.boxes["title"].problem.words.text()
    assert [one.field for one in form.errors()] == ["title"]
    assert form.boxes["title"].problem.words.text()


def test_a_day_is_typed_as_people_write_it(context: Context, qtbot: QtBot) -> None:
    form = Form(context, type_named("deadline"))
    qtbot.addWidget(form)
    due = form.editors["due_on"]
    assert isinstance(due, DayEditor)
    QTest.keyClicks(due.picker.line, "+7")
    assert form.values()["due_on"] == "2026-10-26"


def test_rows_are_added_and_taken_away(person_form: Form) -> None:
    editor = person_form.editors["aliases"]
    assert isinstance(editor, RowsEditor)
    row = editor.add_row()
    assert person_form.values()["aliases"] is None
    QTest.keyClicks(row.first_control(), "Giuly")
    assert person_form.values()["aliases"] == [{"alias": "Giuly"}]
    row.remove.click()
    assert person_form.values()["aliases"] is None


def test_a_new_record_is_saved_with_ctrl_enter(page: RecordForm, context: Context, qtbot: QtBot) -> None:
    page.come_back({"type": "service", "values": {"name": "Centro diurno"}})
    _settle(qtbot, context)
    assert page.editor is not None
    control = page.editor.form.editors["name"].control
    control.setFocus()
    qtbot.waitUntil(control.hasFocus)
    QTest.keyClick(control, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    _settle(qtbot, context)
    assert page.place().keys() == {"record"}
    assert records.show(context.session, page.place()["record"]).title == "Centro diurno"
    assert not drafts.all_drafts(context.session)


def test_a_new_record_shows_what_the_program_fills(page: RecordForm, context: Context, qtbot: QtBot) -> None:
    page.come_back({"type": "referral", "values": {}})
    _settle(qtbot, context)
    assert page.editor is not None
    values = page.editor.form.values()
    assert values["received_on"] == "2026-10-19"
    assert values["number"] is None
    assert [one.field for one in page.editor.form.errors()] == ["source"]


def test_a_draft_comes_back_and_can_be_thrown_away(page: RecordForm, context: Context, qtbot: QtBot) -> None:
    person = giulia(context.session)
    page.come_back({"record": person})
    _settle(qtbot, context)
    assert page.editor is not None
    QTest.keyClicks(_line(page.editor.form, "surname").line, "x")
    page.before_lock()
    again = RecordForm(context)
    qtbot.addWidget(again)
    again.come_back({"record": person})
    _settle(qtbot, context)
    assert again.editor is not None
    assert again.editor.form.values()["surname"] == "xFerrari"
    assert not again.editor.banner.isHidden()
    again.editor.banner.action_asked.emit()
    _settle(qtbot, context)
    assert again.editor.form.values()["surname"] == "Ferrari"
    assert not drafts.all_drafts(context.session)


def test_a_record_touched_elsewhere_is_not_repainted_under_the_hands(
    page: RecordForm, context: Context, qtbot: QtBot
) -> None:
    person = giulia(context.session)
    page.come_back({"record": person})
    _settle(qtbot, context)
    assert page.editor is not None
    form = page.editor.form
    QTest.keyClicks(_line(form, "name").line, "Maria ")
    records.change(context.session, person, {"surname": "Ferraris", "comune": "Viadana"})
    page.touched(frozenset({person}))
    assert (form.values()["surname"], form.values()["name"]) == ("Ferrari", "Maria Giulia")
    assert not page.editor.banner.isHidden()
    page.editor.banner.action_asked.emit()
    _settle(qtbot, context)
    assert (form.values()["surname"], form.values()["name"]) == ("Ferraris", "Maria Giulia")


def test_an_unseen_change_is_not_undone_by_a_save(page: RecordForm, context: Context, qtbot: QtBot) -> None:
    person = giulia(context.session)
    page.come_back({"record": person})
    _settle(qtbot, context)
    assert page.editor is not None
    QTest.keyClicks(_line(page.editor.form, "name").line, "Maria ")
    page.editor.save()
    _settle(qtbot, context)
    assert records.show(context.session, person).values["name"] == "Maria Giulia"
    changed = {line["field"] for line in records.history(context.session, person) if line["before"] is not None}
    assert changed == {"name"}


def test_hiding_wants_a_reason_and_is_undone(page: RecordForm, context: Context, qtbot: QtBot) -> None:
    service = add(context.session, "service", name="Sportello")
    page.come_back({"record": service})
    _settle(qtbot, context)
    undo: list[object] = []
    context.ways.notice.connect(lambda _text, what: undo.append(what))
    page.hide_button.click()
    page.retire_bar.retire()
    _settle(qtbot, context)
    assert page.retire_bar.field.problem.words.text()
    page.retire_bar.reason.setText("chiuso")
    page.retire_bar.retire()
    _settle(qtbot, context)
    assert records.show(context.session, service).retired == "chiuso"
    qtbot.waitUntil(lambda: not page.retired.isHidden())
    last = undo[-1]
    assert callable(last)
    last()
    _settle(qtbot, context)
    assert records.show(context.session, service).retired is None


def test_the_history_says_who_when_before_and_after(
    page: RecordForm, context: Context, qtbot: QtBot, clock: FixedClock
) -> None:
    person = giulia(context.session)
    clock.advance(ms=3_600_000)
    records.change(context.session, person, {"comune": "Viadana"})
    page.come_back({"record": person})
    _settle(qtbot, context)
    view = page.show_history()
    _settle(qtbot, context)
    assert view is not None
    said = view.timelines["comune"].steps()
    assert said[0].accessibleName() == "Bianchi, Lucia, oggi, 11:00. Prima: Gussola. Dopo: Viadana"
    assert len(said) == 2


def test_a_file_chosen_is_sealed_at_the_save(page: RecordForm, context: Context, qtbot: QtBot, tmp_path: Path) -> None:
    person = giulia(context.session)
    paper = tmp_path / "verbale.txt"
    paper.write_text("parole del verbale")
    page.come_back({"type": "document", "values": {"title": "Verbale", "_root": person}})
    _settle(qtbot, context)
    assert page.editor is not None
    editor = page.editor.form.editors["attachment"]
    assert isinstance(editor, FileEditor)
    editor.take(paper)
    page.editor.save()
    _settle(qtbot, context)
    [row] = lists.of_root(context.session, "document", person)
    assert attachments.read_bytes(context.session, str(row["_id"])) == b"parole del verbale"


def test_a_file_that_cannot_be_read_stops_the_save_whole_and_the_next_one_saves_once(
    page: RecordForm, context: Context, qtbot: QtBot, tmp_path: Path
) -> None:
    person = giulia(context.session)
    page.come_back({"type": "document", "values": {"title": "Verbale", "_root": person}})
    _settle(qtbot, context)
    assert page.editor is not None
    editor = page.editor.form.editors["attachment"]
    assert isinstance(editor, FileEditor)
    editor.take(tmp_path / "tolta-la-chiavetta.pdf")
    page.editor.save()
    _settle(qtbot, context)
    assert "non si può leggere" in page.editor.banner.words.text()
    assert lists.of_root(context.session, "document", person) == []
    assert page.editor.form.values()["title"] == "Verbale"
    (tmp_path / "scansione.pdf").write_bytes(b"scansione")
    editor.take(tmp_path / "scansione.pdf")
    page.editor.save()
    _settle(qtbot, context)
    [row] = lists.of_root(context.session, "document", person)
    assert attachments.read_bytes(context.session, str(row["_id"])) == b"scansione"


def test_a_save_that_is_refused_leaves_no_sealed_file_behind(
    page: RecordForm, context: Context, qtbot: QtBot, tmp_path: Path
) -> None:
    person = giulia(context.session)
    page.come_back({"type": "document", "values": {"title": "Verbale", "_root": person}})
    _settle(qtbot, context)
    assert page.editor is not None
    editor = page.editor.form.editors["attachment"]
    assert isinstance(editor, FileEditor)
    (tmp_path / "scansione.pdf").write_bytes(b"scansione")
    editor.take(tmp_path / "scansione.pdf")
    page.editor.start = replace(page.editor.start, values={"title": "Verbale", "nessuno": "x"})
    before = sorted((context.session.profile / "files").iterdir())
    page.editor.save()
    _settle(qtbot, context)
    assert page.editor.banner.words.text()
    assert sorted((context.session.profile / "files").iterdir()) == before


def test_a_day_to_come_that_comes_back_with_a_draft_is_told_beside_its_field(
    page: RecordForm, context: Context, qtbot: QtBot
) -> None:
    person = giulia(context.session)
    (episode,) = [str(one["_id"]) for one in lists.of_root(context.session, "care_episode", person)]
    page.come_back({"record": episode})
    _settle(qtbot, context)
    assert page.editor is not None
    page.editor.form.editors["pad_signed_on"].set_value("2026-12-24")
    page.editor.form.changed.emit()
    page.before_lock()
    page.come_back({"record": person})
    _settle(qtbot, context)
    page.come_back({"record": episode})
    _settle(qtbot, context)
    assert page.editor.form.values()["pad_signed_on"] == "2026-12-24"
    assert [one.field for one in page.editor.form.errors()] == ["pad_signed_on"]


@pytest.mark.parametrize(("size", "words"), [(7, "7 byte"), (1500, "1,5 kB"), (12_300_000, "12 MB")])
def test_a_size_is_said_as_people_say_it(size: int, words: str) -> None:
    assert size_words(size) == words


def test_what_stops_a_save_is_brought_into_view(page: RecordForm, qtbot: QtBot) -> None:
    page.window().resize(683, 384)
    page.come_back({"type": "person", "values": {"surname": "Rossi", "tax_code": ADA[:-1] + "A"}})
    assert page.editor is not None
    page.editor.save()
    box = page.editor.form.boxes["tax_code"]
    qtbot.waitUntil(lambda: not box.visibleRegion().isEmpty())
    assert page.page.verticalScrollBar().value() > 0
