# SPDX-License-Identifier: EUPL-1.2
"""The parts a person writes and chooses with: what the keyboard does."""

from collections.abc import Sequence

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.ui import gallery_data as data
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.choice_chips import ChoiceChips
from welfaredesk.ui.parts.code_picker import Choice, CodePicker, folded, matching
from welfaredesk.ui.parts.curtain import Curtain
from welfaredesk.ui.parts.day_picker import DayPicker
from welfaredesk.ui.parts.hits import Hit
from welfaredesk.ui.parts.notice import MILLISECONDS, Notice
from welfaredesk.ui.parts.palette import Palette
from welfaredesk.ui.parts.person_picker import PeopleReply, PersonPicker
from welfaredesk.ui.parts.quick_entry import QuickEntry
from welfaredesk.ui.parts.quick_values import QuickValues
from welfaredesk.ui.parts.rail import Rail
from welfaredesk.ui.parts.section import Section
from welfaredesk.ui.parts.sheet import Sheet
from welfaredesk.ui.parts.tick import Tick
from welfaredesk.ui.theme import style
from welfaredesk.ui.theme.tokens import ThemeName

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "does not support")
_kept: list[QWidget] = []  # pytest-qt keeps only weak references
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> None:
    style.apply(qapp, ThemeName.LIGHT)
    _kept.clear()


def _window(qtbot: QtBot, *widgets: QWidget) -> QWidget:
    window = QWidget()
    laid = QVBoxLayout(window)
    for widget in widgets:
        laid.addWidget(widget)
    laid.addStretch(1)
    qtbot.addWidget(window)
    window.resize(1300, 700)
    _kept.append(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    return window


def _entry(qtbot: QtBot) -> QuickEntry:
    entry = QuickEntry(data.options())
    _window(qtbot, entry)
    return entry


def test_ctrl_enter_asks_to_save_what_is_written_and_chosen(qtbot: QtBot) -> None:
    entry = _entry(qtbot)
    entry.set_values(data.WRITTEN)
    with qtbot.waitSignal(entry.save_asked) as asked:
        QTest.keyClick(entry.editor, Qt.Key.Key_Return, CTRL)
    assert asked.args == [data.WRITTEN]


def test_blank_text_and_a_save_under_way_ask_for_nothing(qtbot: QtBot) -> None:
    entry = _entry(qtbot)
    with qtbot.assertNotEmitted(entry.save_asked):
        entry.set_values(QuickValues(" \n"))
        QTest.keyClick(entry.editor, Qt.Key.Key_Return, CTRL)
        entry.set_values(data.WRITTEN)
        entry.set_busy(busy=True)
        QTest.keyClick(entry.editor, Qt.Key.Key_Return, CTRL)


def test_every_key_says_that_the_draft_changed_and_showing_a_draft_does_not(qtbot: QtBot) -> None:
    entry = _entry(qtbot)
    drafts: list[QuickValues] = []
    entry.draft_changed.connect(drafts.append)
    entry.set_values(data.WRITTEN)
    assert not drafts
    QTest.keyClicks(entry.editor, " <b>")
    assert [draft.text for draft in drafts][-1] == data.WRITTEN.text + " <b>"


def test_the_entry_grows_with_what_is_written(qtbot: QtBot) -> None:
    entry = _entry(qtbot)
    before = entry.height()
    entry.set_values(QuickValues("uno\ndue\ntre\nquattro\ncinque"))
    qtbot.waitUntil(lambda: entry.height() > before)
    assert entry.editor.verticalScrollBar().maximum() == 0


def test_persons_are_ticked_from_the_keyboard_in_their_own_order(qtbot: QtBot) -> None:
    entry = _entry(qtbot)
    card = entry.who.open_list()
    boxes = card.findChildren(Tick)
    QTest.keyClick(boxes[1], Qt.Key.Key_Space)
    QTest.keyClick(boxes[0], Qt.Key.Key_Space)
    QTest.keyClick(card, Qt.Key.Key_Escape)
    assert entry.values().who == ("m", "g")
    assert entry.who.button.label() == "Madre, Giulia"


def test_a_moment_is_understood_as_it_is_typed(qtbot: QtBot) -> None:
    entry = _entry(qtbot)
    card = entry.when.open_line()
    QTest.keyClicks(card.findChildren(QLineEdit)[0], "ieri")
    card.close()
    assert (entry.values().when, entry.when.button.label()) == ("2026-10-21", "Ieri")


def test_typing_part_of_a_word_and_enter_chooses_a_code(qtbot: QtBot) -> None:
    picker = CodePicker(data.KINDS, "Tipo")
    _window(qtbot, picker)
    picker.setFocus()
    QTest.keyClicks(picker, "uffi")
    with qtbot.waitSignal(picker.changed) as changed:
        QTest.keyClick(picker, Qt.Key.Key_Return)
    assert changed.args == ["colloquio"]
    assert picker.text() == "Colloquio in ufficio"


def test_words_that_are_no_entry_go_back_and_an_emptied_line_chooses_nothing(qtbot: QtBot) -> None:
    picker, other = CodePicker(data.KINDS, "Tipo"), QLineEdit()
    _window(qtbot, picker, other)
    picker.set_code("telefonata")
    picker.setFocus()
    picker.selectAll()
    QTest.keyClicks(picker, "niente di simile")
    assert picker.code() == ""
    other.setFocus()
    assert (picker.text(), picker.code()) == ("Telefonata", "telefonata")
    picker.setFocus()
    picker.clear()
    other.setFocus()
    assert picker.code() == ""


def test_what_was_chosen_before_its_list_came_is_said_in_the_words_of_the_list(qtbot: QtBot) -> None:
    picker = CodePicker((), "Tipo")
    qtbot.addWidget(picker)
    picker.set_code("telefonata")
    picker.offer(data.KINDS)
    assert (picker.text(), picker.code()) == ("Telefonata", "telefonata")
    picker.setText("visi")
    picker.offer(data.KINDS)
    assert picker.text() == "visi"


def test_an_entry_that_the_ente_wrote_with_a_space_behind_it_is_an_entry(qtbot: QtBot) -> None:
    picker = CodePicker((Choice("casa", "A casa "),), "Dove")
    qtbot.addWidget(picker)
    picker.set_code("casa")
    assert (picker.code(), picker.stray()) == ("casa", "")


def test_accents_and_case_do_not_matter_to_a_match() -> None:
    assert folded("È Così") == "e cosi"
    assert [c.code for c in matching(data.KINDS, "VISITA dom")] == ["visita"]


def test_a_late_answer_to_an_old_question_is_dropped(qtbot: QtBot) -> None:
    replies: list[PeopleReply] = []
    picker = PersonPicker(lambda _text, reply: replies.append(reply), "Persona")
    _window(qtbot, picker)
    picker.setFocus()
    QTest.keyClicks(picker, "fe")
    replies[1](data.FOUND[:1])
    replies[0](data.FOUND)
    assert [hit.key for hit in picker.list.hits()] == ["1"]


def test_down_and_enter_choose_a_person_and_escape_closes_the_list(qtbot: QtBot) -> None:
    picker = PersonPicker(lambda _text, reply: reply(data.FOUND), "Persona")
    _window(qtbot, picker)
    picker.setFocus()
    QTest.keyClicks(picker, "ferr")
    assert picker.is_open()
    QTest.keyClick(picker, Qt.Key.Key_Escape)
    assert not picker.is_open()
    QTest.keyClick(picker, Qt.Key.Key_Down)
    QTest.keyClick(picker, Qt.Key.Key_Down)
    with qtbot.waitSignal(picker.chosen) as chosen:
        QTest.keyClick(picker, Qt.Key.Key_Return)
    assert chosen.args == ["2"]
    assert picker.text() == "Ferrari, Marco"


def test_a_day_is_understood_said_in_words_and_an_unreadable_one_says_what_to_write(qtbot: QtBot) -> None:
    picker = DayPicker("Data", parse=data.read_day, words=data.day_words, today=lambda: data.TODAY)
    _window(qtbot, picker)
    QTest.keyClicks(picker.line, "+7")
    assert picker.said.text() == "gio 29 ott"
    QTest.keyClicks(picker.line, "x")
    assert picker.day() is None
    assert not picker.understood()
    assert "3/11" in picker.line.accessibleDescription()


def test_arrows_and_enter_move_along_the_rail(qtbot: QtBot) -> None:
    rail = Rail(data.ENTRIES)
    _window(qtbot, rail)
    rail.buttons["oggi"].setFocus()
    QTest.keyClick(rail.buttons["oggi"], Qt.Key.Key_Down)
    with qtbot.waitSignal(rail.chosen) as chosen:
        QTest.keyClick(rail.buttons["accessi"], Qt.Key.Key_Return)
    assert chosen.args == ["accessi"]
    assert rail.buttons["accessi"].hasFocus()


def test_a_screen_reader_that_turns_an_entry_or_a_chip_has_it_done(qtbot: QtBot) -> None:
    rail, asked = Rail(data.ENTRIES), list[str]()
    rail.chosen.connect(asked.append)
    _window(qtbot, rail)
    rail.set_current("oggi")
    _turn(rail.buttons["accessi"])
    rail.buttons["accessi"].click()
    assert asked == ["accessi", "accessi"]
    chips, chosen = ChoiceChips([("a", "Alta"), ("b", "Bassa")], "Urgenza"), list[str]()
    chips.changed.connect(chosen.append)
    _window(qtbot, chips)
    for code in "abb":
        _turn(chips.chip(code))
    assert chosen == ["a", "b", ""]
    assert not any(chips.chip(code).isChecked() for code in "ab")


def _turn(button: QAbstractButton) -> None:
    """Do what Qt does when a screen reader asks a button that can be turned for its first action."""
    face = QAccessible.queryAccessibleInterface(button)
    first = face.actionInterface().actionNames()[0]
    face.actionInterface().doAction(first)


def test_a_section_folds_to_its_summary(qtbot: QtBot) -> None:
    section = Section("Indirizzo", summary="Via dei Tigli 4")
    _window(qtbot, section)
    QTest.keyClick(section.head, Qt.Key.Key_Space)
    assert section.summary.isVisible()
    assert not section.inner.isVisible()


def test_the_palette_picks_with_the_keyboard_and_gives_it_back(qtbot: QtBot) -> None:
    line = QLineEdit()
    window = _window(qtbot, line)
    line.setFocus()
    palette = Palette(window, lambda _text, reply: reply(data.HITS))
    palette.open()
    QTest.keyClicks(palette.line, "ferr")
    QTest.keyClick(palette.line, Qt.Key.Key_Down)
    with qtbot.waitSignal(palette.chosen) as chosen:
        QTest.keyClick(palette.line, Qt.Key.Key_Return)
    assert chosen.args == [data.HITS[1]]
    assert line.hasFocus()


def test_escape_closes_a_sheet_and_tab_stays_inside_it(qtbot: QtBot) -> None:
    outside = QLineEdit()
    window = _window(qtbot, outside)
    outside.setFocus()
    sheet = Sheet(window, "Accesso rapido")
    first, last = QLineEdit(), Button("Salva", look="main")
    sheet.content.addWidget(first)
    sheet.foot.addWidget(last)
    sheet.open_with(first)
    for _turn in range(5):
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
        assert sheet.isAncestorOf(window.focusWidget())
    QTest.keyClick(first, Qt.Key.Key_Escape)
    assert not sheet.isVisible()
    assert outside.hasFocus()


def layer_of(kind: str, window: QWidget) -> tuple[Sheet | Curtain, QWidget]:
    """Return a layer that is shown over a window, and what has the keyboard in it."""
    if kind == "curtain":
        curtain = Curtain(window)
        curtain.cover()
        return curtain, curtain
    sheet, line = Sheet(window, "Accesso rapido"), QLineEdit()
    sheet.content.addWidget(line)
    sheet.open_with(line)
    return sheet, line


@pytest.mark.parametrize("kind", ["sheet", "curtain"])
def test_a_page_that_takes_the_keyboard_below_a_layer_gets_it_with_its_end(qtbot: QtBot, kind: str) -> None:
    first, late = QLineEdit(), QLineEdit()
    window = _window(qtbot, first, late)
    first.setFocus()
    layer, held = layer_of(kind, window)
    late.setFocus()
    qtbot.waitUntil(lambda: window.focusWidget() is held)
    QTest.keyClicks(held, "Marta")
    assert (first.text(), late.text()) == ("", "")
    if isinstance(layer, Curtain):
        layer.lift()
    else:
        layer.close_layer()
    assert window.focusWidget() is late


def test_a_layer_leaves_the_keyboard_to_what_lies_over_it(qtbot: QtBot) -> None:
    window = _window(qtbot, QLineEdit())
    _, line = layer_of("sheet", window)
    curtain, _ = layer_of("curtain", window)
    line.setFocus()
    qtbot.waitUntil(lambda: window.focusWidget() is curtain)
    assert isinstance(curtain, Curtain)
    curtain.lift()
    assert window.focusWidget() is line


def test_a_layer_that_opens_behind_another_program_knows_where_the_keyboard_was(qtbot: QtBot) -> None:
    line = QLineEdit()
    window = _window(qtbot, line)
    line.setFocus()
    front = _window(qtbot)
    qtbot.waitUntil(lambda: QApplication.activeWindow() is front)
    assert QApplication.focusWidget() is not line
    sheet, inside = layer_of("sheet", window)
    assert window.focusWidget() is inside
    assert isinstance(sheet, Sheet)
    sheet.close_layer()
    assert window.focusWidget() is line


def test_only_f12_lifts_the_curtain_and_no_key_reaches_the_page(qtbot: QtBot) -> None:
    line = QLineEdit("Ferrari")
    window = _window(qtbot, line)
    line.setFocus()
    curtain = Curtain(window)
    curtain.cover()
    assert curtain.geometry() == window.rect()
    for key in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_A, Qt.Key.Key_Tab):
        QTest.keyClick(window.focusWidget(), key)
    assert curtain.isVisible()
    assert line.text() == "Ferrari"
    QTest.keyClick(curtain, Qt.Key.Key_F12)
    assert not curtain.isVisible()
    assert line.hasFocus()


def test_a_notice_waits_eight_seconds_and_longer_under_the_mouse(qtbot: QtBot) -> None:
    window = _window(qtbot)
    notice = Notice(window)
    notice.say("Appunto archiviato.", undo="a1")
    assert notice.timer.interval() == MILLISECONDS == 8000
    assert notice.timer.isActive()
    QApplication.sendEvent(notice.undo, QEvent(QEvent.Type.Show))
    notice.undo.setFocus()
    assert not notice.timer.isActive()
    with qtbot.waitSignal(notice.undo_asked) as undone:
        QTest.keyClick(notice.undo, Qt.Key.Key_Space)
    assert undone.args == ["a1"]
    assert not notice.isVisible()


def test_a_notice_goes_when_its_time_is_over(qtbot: QtBot) -> None:
    notice = Notice(_window(qtbot))
    notice.say("Salvato.")
    notice.timer.timeout.emit()
    assert not notice.isVisible()


def test_hits_are_replaced_as_a_person_types(qtbot: QtBot) -> None:
    seen: list[str] = []

    def find(text: str, reply: object) -> None:
        seen.append(text)
        if callable(reply):
            hits: Sequence[Hit] = [Hit(text, text or "tutto")]
            reply(hits)

    palette = Palette(_window(qtbot), find)
    palette.open()
    QTest.keyClicks(palette.line, "ab")
    assert seen == ["", "a", "ab"]
    assert [hit.label for hit in palette.list.hits()] == ["ab"]


def test_enter_presses_a_button_as_space_does(qtbot: QtBot) -> None:
    button = Button("Salva")
    qtbot.addWidget(button)
    button.show()
    pressed: list[bool] = []
    button.clicked.connect(lambda: pressed.append(True))
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
        QTest.keyClick(button, key)
    assert len(pressed) == 3
    QTest.keyClick(button, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert len(pressed) == 3
