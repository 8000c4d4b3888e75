# SPDX-License-Identifier: EUPL-1.2
"""Whoever works by keys or by ear is understood as they write, and stays where they were when a page is rebuilt."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from tests.opened import add, giulia
from tests.ui.staged import Stage, in_shell, show
from welfaredesk.desk import lists, records
from welfaredesk.desk.records import type_named
from welfaredesk.desk.session import Session
from welfaredesk.ui.context import Context
from welfaredesk.ui.editors.choices import ChoiceEditor, ChoicesEditor
from welfaredesk.ui.editors.folding import FoldingRowsEditor
from welfaredesk.ui.editors.rows import RowsEditor
from welfaredesk.ui.forms import Form
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.keyboard import begin_at, held_in
from welfaredesk.ui.parts.rail import HERE, Rail, RailEntry
from welfaredesk.ui.parts.sheet import Sheet
from welfaredesk.ui.screens.act_strip import ActStrip
from welfaredesk.ui.screens.cartella import CartellaPage
from welfaredesk.ui.screens.contract_form import ContractForm
from welfaredesk.ui.screens.letter import LetterPage
from welfaredesk.ui.screens.letter_card import new_letter
from welfaredesk.ui.screens.settings import Settings
from welfaredesk.ui.screens.today import Today

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "does not support")
CTRL = Qt.KeyboardModifier.ControlModifier
ENTRIES = (RailEntry("cartelle", "folder-open", "Cartelle"), RailEntry("staff", "users", "Staff di progetto"))


@pytest.fixture
def stage(qtbot: QtBot, context: Context) -> Stage:
    return Stage(qtbot, context)


@pytest.fixture
def person(session: Session) -> str:
    return giulia(session)


def dictate(control: QWidget, text: str) -> None:
    """Write as a screen reader or a program for dictation does: without a key."""
    line = control if isinstance(control, QLineEdit) else control.findChild(QLineEdit)
    assert line is not None
    QAccessible.queryAccessibleInterface(line).editableTextInterface().insertText(0, text)


def test_the_page_that_is_open_is_asked_for_again_by_mouse_and_keys(qtbot: QtBot) -> None:
    rail, asked = Rail(ENTRIES), list[str]()
    rail.chosen.connect(asked.append)
    show(qtbot, rail)
    rail.set_current("cartelle")
    button = rail.buttons["cartelle"]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)
    QTest.keyClick(button, Qt.Key.Key_Return)
    assert asked == ["cartelle"] * 3
    QTest.mouseClick(rail.buttons["staff"], Qt.MouseButton.LeftButton)
    assert asked[3:] == ["staff"]


def test_the_page_that_is_open_stays_so_for_a_screen_reader_and_is_asked_for_again(qtbot: QtBot) -> None:
    rail, asked = Rail(ENTRIES), list[str]()
    rail.chosen.connect(asked.append)
    show(qtbot, rail)
    rail.set_current("cartelle")
    rail.set_count("cartelle", 3)
    face = QAccessible.queryAccessibleInterface(rail.buttons["cartelle"])
    deeds = face.actionInterface()
    for name in (*deeds.actionNames(), "Press", "Toggle"):
        deeds.doAction(name)
        assert face.state().checked
        assert face.text(QAccessible.Text.Description) == HERE
        assert [one.isChecked() for one in rail.buttons.values()] == [True, False]
    assert set(asked) == {"cartelle"}
    assert len(asked) >= deeds.actionNames().count("Toggle") + 1
    QAccessible.queryAccessibleInterface(rail.buttons["staff"]).actionInterface().doAction("Toggle")
    assert (asked[-1], face.state().checked, face.text(QAccessible.Text.Description)) == ("staff", 0, "3")


def test_the_keyboard_stays_where_it_was_when_a_page_is_rebuilt_behind_another_window(
    qtbot: QtBot, stage: Stage, session: Session
) -> None:
    referral = add(session, "referral", received_on="2026-10-08", source="school", subject="Bambina")
    strip = ActStrip(stage.context)
    layout = stage.window.layout()
    assert layout is not None
    layout.addWidget(strip)
    strip.show_record(referral)
    stage.rest()
    strip.toggle.setFocus()
    show(qtbot, QLineEdit())
    assert not stage.window.isActiveWindow()
    strip.show_record(referral)
    stage.rest()
    assert stage.window.focusWidget() is strip.toggle
    begin_at(strip, strip.buttons["accept"])
    assert stage.window.focusWidget() is strip.toggle


def test_the_keyboard_stays_on_its_row_of_today_behind_another_window(
    qtbot: QtBot, stage: Stage, session: Session
) -> None:
    add(session, "deadline", title="Relazione", due_on="2026-10-19")
    page = Today(stage.context)
    stage.put(page)
    page.due.rows[0].words.setFocus()
    show(qtbot, QLineEdit())
    add(session, "deadline", title="Lettera alla scuola", due_on="2026-10-16")
    page.shown()
    stage.rest()
    assert stage.window.focusWidget() is page.due.rows[1].words


def test_the_keyboard_stays_on_its_page_and_goes_with_another_behind_another_window(
    qtbot: QtBot, context: Context
) -> None:
    window, shell = in_shell(qtbot, context)
    shell.open_screen("settings")
    page = shell.current()
    assert isinstance(page, Settings)
    qtbot.waitUntil(lambda: not context.tasks.busy)
    page.folder.setFocus()
    page.folder.setText("D:\\copie")
    show(qtbot, QLineEdit())
    shell.open_screen("settings")
    assert window.focusWidget() is page.folder
    assert page.folder.text() == "D:\\copie"
    shell.open_screen("staff")
    staff = shell.current()
    assert held_in(staff) is not None


def test_a_layer_whose_own_button_is_off_holds_the_keyboard_all_the_same(qtbot: QtBot) -> None:
    window, below, button = QWidget(), QLineEdit(), Button("Salva", look="main")
    below.setParent(window)
    show(qtbot, window)
    sheet = Sheet(window, "Accesso rapido")
    sheet.foot.addWidget(button)
    sheet.open_with(button)
    button.setEnabled(False)
    below.setFocus()
    qtbot.waitUntil(lambda: window.focusWidget() is not below)
    assert window.focusWidget() is sheet


def test_the_keyboard_stays_on_a_line_that_is_said_anew_behind_another_window(
    qtbot: QtBot, context: Context, session: Session
) -> None:
    form = ContractForm(context, draft=False, signs=print)
    show(qtbot, form)
    said = {"_row": "0" * 26, "name": "Neri, Ada", "signs_as": "person"}
    form.set_values({"signers": [said]})
    editor = form.editors["signers"]
    assert isinstance(editor, FoldingRowsEditor)
    (row,) = editor.column.rows
    row.line.setFocus()
    show(qtbot, QLineEdit())
    editor.set_value([said | {"state": "signed"}])
    assert held_in(row.line) is not None


@pytest.mark.parametrize(
    ("type_name", "field", "said", "value"),
    [
        ("deadline", "title", "Relazione", "Relazione"),
        ("deadline", "due_on", "+7", "2026-10-26"),
        ("appointment", "when", "oggi 10:20", "2026-10-19T10:20:00+02:00"),
        ("diary_entry", "minutes", "45", 45),
    ],
)
def test_what_is_dictated_into_a_field_is_written_there(
    qtbot: QtBot, context: Context, type_name: str, field: str, said: str, value: object
) -> None:
    form, changes = Form(context, type_named(type_name)), list[bool]()
    show(qtbot, form)
    form.set_values({})
    form.changed.connect(lambda: changes.append(True))
    dictate(form.editors[field].control, said)
    assert form.values()[field] == value
    assert changes


def test_an_entry_typed_in_full_is_chosen_and_an_emptied_one_is_not_kept(qtbot: QtBot, context: Context) -> None:
    form = Form(context, type_named("letter"))
    show(qtbot, form)
    editor = form.editors["sent_means"]
    assert isinstance(editor, ChoiceEditor)
    editor.picker.setFocus()
    QTest.keyClicks(editor.picker, "pec")
    assert form.values()["sent_means"] == "pec"
    editor.picker.selectAll()
    QTest.keyClick(editor.picker, Qt.Key.Key_Delete)
    assert form.values()["sent_means"] is None


def test_of_several_codes_the_one_just_typed_counts(qtbot: QtBot, context: Context) -> None:
    form = Form(context, type_named("care_episode"))
    show(qtbot, form)
    editor = form.editors["areas"]
    assert isinstance(editor, ChoicesEditor)
    editor.set_value(["elderly"])
    editor.picker.setFocus()
    QTest.keyClicks(editor.picker, "disability")
    assert form.values()["areas"] == ["elderly", "disability"]


def test_the_keyboard_stays_beside_an_act_that_was_done(stage: Stage, session: Session, person: str) -> None:
    page = CartellaPage(stage.context)
    page.come_back({"person": person})
    stage.put(page)
    page.path.start("suspend")
    stage.rest()
    assert page.path.form is not None
    reason = page.path.form.editors["suspension_reason"].control
    QTest.keyClicks(reason, "Ricovero")
    QTest.keyClick(reason, Qt.Key.Key_Return, CTRL)
    stage.rest()
    (episode,) = lists.of_root(session, "care_episode", person)
    assert records.show(session, str(episode["_id"])).values["status"] == "suspended"
    assert page.path.toggle.hasFocus()
    page.path.show_record(str(episode["_id"]))
    stage.rest()
    assert page.path.toggle.hasFocus()


def test_the_keyboard_stays_in_the_field_after_the_first_save(stage: Stage, person: str) -> None:
    page = LetterPage(stage.context)
    page.come_back({"letter": new_letter(person)})
    stage.put(page)
    assert page.editor is not None
    subject = page.editor.form.editors["subject"].control
    subject.setFocus()
    QTest.keyClicks(subject, "Relazione")
    QTest.keyClick(subject, Qt.Key.Key_Return, CTRL)
    stage.rest()
    assert page.editor is not None
    again = page.editor.form.editors["subject"].control
    assert again is not subject
    assert again.hasFocus()
    QTest.keyClicks(again, " alla scuola")
    page.editor.save_button.setFocus()
    QTest.keyClick(page.editor.save_button, Qt.Key.Key_Space)
    stage.rest()
    assert page.editor.save_button.hasFocus()


def test_rows_that_were_saved_stay_where_they_are_with_the_keyboard(
    qtbot: QtBot, context: Context, session: Session
) -> None:
    form = Form(context, type_named("situation"))
    show(qtbot, form)
    editor = form.editors["members"]
    assert isinstance(editor, RowsEditor)
    row = editor.add_row()
    name = row.editors["name"].control
    name.setFocus()
    QTest.keyClicks(name, "Neri, Ada")
    made = add(session, "situation", subject="Famiglia Belli", members=form.values()["members"])
    saved = records.show(session, made).values["members"]
    editor.set_value(saved)
    assert editor.boxes == [row]
    assert name.hasFocus()
    assert editor.value() == saved
    editor.set_value([*saved, {"name": "Bo, Rita"}])
    assert [box.editors["name"].value() for box in editor.boxes] == ["Neri, Ada", "Bo, Rita"]
