# SPDX-License-Identifier: EUPL-1.2
"""Accesso rapido: ten seconds, one record, two that may wait, nothing lost."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.opened import add, giulia
from tests.ui.staged import NARROW, Stage, cut_sideways, stray_windows, unnamed
from welfaredesk.desk import contacts, drafts, lists
from welfaredesk.ui.context import Context
from welfaredesk.ui.screens.quick_contact import FULL, NOTHING, QuickContact


@pytest.fixture
def stage(qtbot: QtBot, context: Context) -> Stage:
    return Stage(qtbot, context)


@pytest.fixture
def sheet(stage: Stage) -> QuickContact:
    made = QuickContact(stage.context, stage.window)
    made.open()
    stage.rest()
    return made


def _type(sheet: QuickContact, text: str) -> None:
    sheet.caller.setFocus()
    QTest.keyClicks(sheet.caller, text)


def _saved(stage: Stage) -> list[tuple[str, str]]:
    session = stage.context.session
    rows = [
        (kind, row) for kind in ("contact", "diary_entry") for row in lists.between(session, kind, first="2", last="3")
    ]
    return [(kind, str(row.get("who") or row.get("with_whom") or "")) for kind, row in rows]


def test_the_keyboard_is_where_the_name_goes(sheet: QuickContact) -> None:
    assert sheet.caller.hasFocus()
    assert not stray_windows(sheet)


def test_a_name_and_ctrl_enter_are_enough(stage: Stage, sheet: QuickContact) -> None:
    _type(sheet, "Bini Carla")
    QTest.keyClick(sheet.caller, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    stage.rest()
    assert _saved(stage) == [("contact", "Bini Carla")]
    assert sheet.isHidden()
    assert stage.notices[0][0] == "Accesso salvato nel registro"


def test_an_empty_sheet_saves_nothing_and_says_so(stage: Stage, sheet: QuickContact) -> None:
    sheet.save()
    stage.rest()
    assert _saved(stage) == []
    assert sheet.problem.words.text() == NOTHING


def test_a_caller_found_by_number_shows_cautions_and_goes_to_the_diary(stage: Stage, sheet: QuickContact) -> None:
    giulia(stage.context.session)
    _type(sheet, "333 12345")
    assert sheet.channel.code() == "phone"
    assert "in carico qui" in sheet.caller.list.hits()[0].detail
    QTest.keyClick(sheet.caller, Qt.Key.Key_Return)
    stage.rest()
    assert sheet.person.text() == "Ferrari, Giulia"
    assert sheet.card.isVisible()
    assert sheet.card.cautions.geometry().top() < sheet.card.phones.geometry().top()
    assert "333 1234567" in sheet.card.phones.text()
    sheet.what.setPlainText("Chiede degli orari")
    sheet.save()
    stage.rest()
    assert _saved(stage) == [("diary_entry", "Ferrari, Giulia")]
    assert stage.notices[0][0] == "Accesso salvato nel diario di Ferrari, Giulia"


def test_somebody_else_may_ask_for_who_is_here(stage: Stage, sheet: QuickContact) -> None:
    person = giulia(stage.context.session)
    _type(sheet, "Zia Pina")
    sheet.caller.close_list()
    sheet.person.set_person(person, "Ferrari, Giulia")
    sheet.person.chosen.emit(person)
    sheet.save()
    stage.rest()
    assert _saved(stage) == [("diary_entry", "Zia Pina")]


def test_typing_on_after_a_pick_forgets_the_pick(stage: Stage, sheet: QuickContact) -> None:
    giulia(stage.context.session)
    _type(sheet, "ferrari")
    QTest.keyClick(sheet.caller, Qt.Key.Key_Return)
    assert sheet.person.key()
    _type(sheet, "ni")
    assert not sheet.person.key()


def test_digital_help_and_other_needs_are_found_by_typing(sheet: QuickContact) -> None:
    sheet.needs.picker.setFocus()
    QTest.keyClicks(sheet.needs.picker, "digitali")
    QTest.keyClick(sheet.needs.picker, Qt.Key.Key_Return)
    QTest.keyClicks(sheet.needs.picker, "casa e")
    QTest.keyClick(sheet.needs.picker, Qt.Key.Key_Return)
    assert sheet.values()["needs"] == ["digital_help", "housing"]


def test_the_channel_is_chosen_with_the_arrows_and_stays_as_chosen(sheet: QuickContact) -> None:
    sheet.channel.setFocus()
    QTest.keyClick(sheet.channel.chip("in_person"), Qt.Key.Key_Right)
    QTest.keyClick(sheet.channel.chip("phone"), Qt.Key.Key_Right)
    assert sheet.channel.code() == "email"
    _type(sheet, "333 1234567")
    assert sheet.channel.code() == "email"


def test_two_wait_and_a_third_is_told_to(stage: Stage, sheet: QuickContact) -> None:
    for name in ("Prima", "Seconda"):
        _type(sheet, name)
        sheet.park()
        stage.rest()
    assert sorted(one.key for one in drafts.all_drafts(stage.context.session)) == ["contact/1", "contact/2"]
    assert not sheet.values()
    _type(sheet, "Terza")
    sheet.park()
    stage.rest()
    assert sheet.problem.words.text() == FULL
    assert sheet.values()["who"] == "Terza"


def test_a_parked_one_comes_back_and_the_present_one_takes_its_place(stage: Stage, sheet: QuickContact) -> None:
    _type(sheet, "Prima")
    sheet.needs.set_value(["food"])
    sheet.park()
    stage.rest()
    _type(sheet, "Seconda")
    sheet.resume("contact/1")
    stage.rest()
    assert sheet.values()["who"] == "Prima"
    assert sheet.values()["needs"] == ["food"]
    assert sheet.parked["contact/1"].values["who"] == "Seconda"
    sheet.save()
    stage.rest()
    assert _saved(stage) == [("contact", "Prima")]
    assert [one.key for one in drafts.all_drafts(stage.context.session)] == ["contact/1"]


def test_half_typed_words_are_put_aside_with_their_access_and_not_left_to_the_next(
    stage: Stage, sheet: QuickContact
) -> None:
    _type(sheet, "Prima")
    sheet.needs.picker.setText("un letto")
    sheet.minutes.line.setText("un po'")
    sheet.park()
    stage.rest()
    assert not sheet.values()
    assert (sheet.needs.picker.text(), sheet.minutes.line.text()) == ("", "")
    sheet.resume("contact/1")
    stage.rest()
    assert (sheet.needs.picker.text(), sheet.minutes.line.text()) == ("un letto", "un po'")
    sheet.save()
    stage.rest()
    assert "«un letto»" in sheet.problem.words.text()
    assert _saved(stage) == []


def test_what_is_written_is_there_after_a_lock(stage: Stage, sheet: QuickContact) -> None:
    person = giulia(stage.context.session)
    _type(sheet, "Ferrari, Giulia")
    sheet.caller.pick(sheet.caller.list.hits()[0])
    sheet.what.setPlainText("Metà frase")
    stage.rest()
    sheet.before_lock()
    again = QuickContact(stage.context, stage.window)
    again.open()
    stage.rest()
    values = again.values()
    assert (values["note"], values["person"]) == ("Metà frase", {"id": person})
    assert again.card.isVisible()


def test_a_name_that_is_nobody_here_is_neither_saved_without_nor_lost(stage: Stage, sheet: QuickContact) -> None:
    sheet.person.setFocus()
    QTest.keyClicks(sheet.person, "Zanetti Ezio")
    sheet.what.setFocus()
    QTest.keyClicks(sheet.what, "Chiede della nonna")
    sheet.save()
    stage.rest()
    assert _saved(stage) == []
    assert "«Zanetti Ezio»" in sheet.problem.words.text()
    sheet.before_lock()
    again = QuickContact(stage.context, stage.window)
    again.open()
    stage.rest()
    assert again.person.text() == "Zanetti Ezio"
    again.person.clear()
    again.save()
    stage.rest()
    assert len(_saved(stage)) == 1


def test_a_save_can_be_undone(stage: Stage, sheet: QuickContact) -> None:
    _type(sheet, "Bini")
    sheet.save()
    stage.rest()
    stage.undo()
    assert _saved(stage) == []


def test_a_second_ctrl_enter_does_not_save_twice(stage: Stage, sheet: QuickContact) -> None:
    _type(sheet, "Bini")
    sheet.save()
    sheet.save()
    stage.rest()
    assert len(_saved(stage)) == 1


def test_a_person_without_a_cartella_goes_to_the_register(stage: Stage, sheet: QuickContact) -> None:
    person = add(stage.context.session, "person", surname="Boselli", name="Rino")
    _type(sheet, "boselli")
    QTest.keyClick(sheet.caller, Qt.Key.Key_Return)
    sheet.save()
    stage.rest()
    assert not contacts.followed(stage.context.session, person)
    assert _saved(stage) == [("contact", "Boselli, Rino")]


def test_nothing_is_cut_at_200_per_cent(stage: Stage, sheet: QuickContact) -> None:
    stage.window.resize(*NARROW)
    sheet.more.unfold(unfolded=True)
    stage.qtbot.waitUntil(lambda: not cut_sideways(sheet))
    assert not unnamed(sheet)
