# SPDX-License-Identifier: EUPL-1.2
"""Appunti: written in ten seconds, then filed into a cartella or destroyed, both with undo."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.opened import add, giulia
from tests.ui.staged import NARROW, WIDE, Stage, cut_sideways, unnamed
from welfaredesk.base.clock import FixedClock
from welfaredesk.desk import lists, quick_notes
from welfaredesk.ui.context import Context
from welfaredesk.ui.parts.chip import Chip
from welfaredesk.ui.screens.quick_notes import OLD, QuickNotes


@pytest.fixture
def stage(qtbot: QtBot, context: Context) -> Stage:
    return Stage(qtbot, context)


@pytest.fixture
def page(stage: Stage) -> QuickNotes:
    made = QuickNotes(stage.context)
    stage.context.tasks.touched.connect(made.touched)
    stage.put(made)
    return made


def test_a_note_is_written_with_the_keyboard_alone(stage: Stage, page: QuickNotes) -> None:
    assert page.entry.editor.hasFocus()
    QTest.keyClicks(page.entry.editor, "Chiamare la scuola")
    QTest.keyClick(page.entry.editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    stage.rest()
    assert [card.note.text for card in page.cards.values()] == ["Chiamare la scuola"]
    assert page.entry.editor.toPlainText() == ""
    assert page.count() == 1


def test_a_blank_note_is_not_saved(stage: Stage, page: QuickNotes) -> None:
    page.entry.editor.setPlainText("  \n ")
    page.save()
    stage.rest()
    assert not page.cards
    assert page.empty.isVisible()


def test_a_note_is_filed_into_a_cartella_and_taken_out_again(stage: Stage, page: QuickNotes) -> None:
    session = stage.context.session
    person = giulia(session)
    note = quick_notes.write_note(session, "La nonna ha telefonato")
    stage.rest()
    card = page.cards[note]
    card.file_button.click()
    QTest.keyClicks(card.person, "ferr")
    QTest.keyClick(card.person, Qt.Key.Key_Return)
    stage.rest()
    assert [row["text"] for row in lists.of_root(session, "diary_entry", person)] == ["La nonna ha telefonato"]
    assert not page.cards
    assert stage.notices[-1][0] == "Archiviato nel diario di Ferrari, Giulia"
    stage.undo()
    assert note in page.cards
    assert not lists.of_root(session, "diary_entry", person)


def test_a_note_about_somebody_is_filed_without_asking(stage: Stage, page: QuickNotes) -> None:
    session = stage.context.session
    person = giulia(session)
    note = add(session, "quick_note", text="Da scrivere", about=person)
    stage.rest()
    page.cards[note].file_button.click()
    stage.rest()
    assert len(lists.of_root(session, "diary_entry", person)) == 1


def test_a_destroyed_note_comes_back_with_undo(stage: Stage, page: QuickNotes) -> None:
    note = quick_notes.write_note(stage.context.session, "Da buttare")
    stage.rest()
    page.cards[note].destroy_button.click()
    stage.rest()
    assert not page.cards
    stage.undo()
    assert note in page.cards


def test_a_picker_half_typed_is_not_lost_when_another_note_comes(stage: Stage, page: QuickNotes) -> None:
    note = quick_notes.write_note(stage.context.session, "Prima")
    stage.rest()
    card = page.cards[note]
    card.ask_person()
    QTest.keyClicks(card.person, "fer")
    quick_notes.write_note(stage.context.session, "Seconda")
    stage.rest()
    assert page.cards[note] is card
    assert card.person.text() == "fer"


def test_a_note_of_last_week_reminds(stage: Stage, clock: FixedClock) -> None:
    note = quick_notes.write_note(stage.context.session, "Vecchio")
    clock.advance(ms=8 * 86_400_000)
    page = QuickNotes(stage.context)
    stage.put(page)
    (chip,) = page.cards[note].findChildren(Chip)
    assert chip.text() == OLD
    for width in (WIDE[0], 700, NARROW[0]):
        stage.window.resize(width, WIDE[1])
        stage.rest()
        assert chip.width() >= chip.sizeHint().width(), width


def test_what_is_written_is_there_after_a_lock(stage: Stage, page: QuickNotes) -> None:
    page.entry.editor.setPlainText("Metà frase")
    page.before_lock()
    again = QuickNotes(stage.context)
    stage.put(again)
    assert again.entry.editor.toPlainText() == "Metà frase"


def test_nothing_is_cut_at_200_per_cent(stage: Stage, page: QuickNotes) -> None:
    quick_notes.write_note(stage.context.session, "Parola " * 60)
    stage.rest()
    stage.window.resize(*NARROW)
    stage.qtbot.waitUntil(lambda: not cut_sideways(page))
    assert not unnamed(page)
