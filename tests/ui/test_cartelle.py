# SPDX-License-Identifier: EUPL-1.2
"""The list of cartelle: found while typing, filtered, previewed, opened, and nobody made twice."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.opened import add, giulia
from tests.ui.staged import NARROW, Stage, cut_sideways, stray_windows, unnamed
from welfaredesk.desk import drafts, lists, reading, records
from welfaredesk.desk.cartella import open_cartella
from welfaredesk.ui.context import Context
from welfaredesk.ui.editors.text import LineEditor
from welfaredesk.ui.screens.cartelle import Cartelle
from welfaredesk.ui.screens.cartelle_new import NewCartella


@pytest.fixture
def stage(qtbot: QtBot, context: Context) -> Stage:
    """Return the stage, with some cartelle in the ente."""
    giulia(context.session)
    for surname, name, comune in (("D'Angelo", "Omar", "Viadana"), ("Conti", "Sara", "Gussola")):
        open_cartella(context.session, {"surname": surname, "name": name, "comune": comune})
    add(context.session, "person", surname="Riva", name="Ada", comune="Gussola", notes="vicino al mulino vecchio")
    return Stage(qtbot, context)


@pytest.fixture
def page(stage: Stage, context: Context) -> Cartelle:
    """Return the list on its stage."""
    page = Cartelle(context)
    stage.put(page)
    return page


def _names(page: Cartelle) -> list[str]:
    model = page.table.model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def _type(stage: Stage, page: Cartelle, text: str) -> None:
    page.search.clear()
    QTest.keyClicks(page.search, text)
    stage.qtbot.waitUntil(lambda: not page.waiting)
    stage.rest()


def _new(page: Cartelle) -> NewCartella:
    page.new_cartella()
    layer = page.findChild(NewCartella)
    assert layer is not None
    return layer


def _write(layer: NewCartella, **said: str) -> None:
    for name, text in said.items():
        editor = layer.form.editors[name]
        assert isinstance(editor, LineEditor)
        editor.line.clear()
        QTest.keyClicks(editor.line, text)


def test_the_list_has_every_cartella_and_the_keyboard_is_in_the_search(page: Cartelle) -> None:
    assert _names(page) == ["Conti, Sara", "D'Angelo, Omar", "Ferrari, Giulia"]
    assert page.search.hasFocus()
    assert page.count_label.text() == "3 cartelle"


def test_names_are_there_at_the_key_without_waiting(page: Cartelle) -> None:
    QTest.keyClicks(page.search, "dangelo")
    assert _names(page) == ["D'Angelo, Omar"]
    page.search.clear()
    QTest.keyClicks(page.search, "3331234")
    assert _names(page) == ["Ferrari, Giulia"]


def test_a_person_without_a_cartella_is_found_and_says_so(page: Cartelle) -> None:
    QTest.keyClicks(page.search, "riva")
    model = page.table.model()
    assert _names(page) == ["Riva, Ada"]
    assert model.index(0, 5).data() == "Mai aperta"


def test_words_are_found_below_the_names_with_what_stands_around(stage: Stage, page: Cartelle) -> None:
    _type(stage, page, "mulino")
    [hit] = page.words.list.hits()
    assert hit.label == "Riva, Ada"
    assert "mulino vecchio" in hit.detail
    page.words.list.picked.emit(hit)
    assert stage.went[-1][0] == "cartella"


def test_enter_opens_and_what_was_shown_is_logged_by_ids_alone(stage: Stage, page: Cartelle, context: Context) -> None:
    _type(stage, page, "ferr")
    QTest.keyClick(page.search, Qt.Key.Key_Return)
    stage.rest()
    person = lists.find_people(context.session, "ferrari")[0].id
    assert stage.went == [("cartella", person)]
    line = reading.lines(context.session)[-1]
    assert (line["act"], line["shown"]) == ("search", [person])


def test_the_preview_says_who_and_nothing_that_was_written(stage: Stage, page: Cartelle, context: Context) -> None:
    person = lists.find_people(context.session, "ferrari")[0].id
    add(context.session, "diary_entry", person=person, text="parole del diario")
    stage.window.resize(1366, 768)
    _type(stage, page, "ferrari")
    said = [label.text() for label in page.preview.findChildren(type(page.count_label))]
    assert "Ferrari, Giulia" in said
    assert "9 anni · nata il 14/03/2017 · Gussola" in said
    assert "Non telefonare a casa" in said
    assert not [text for text in said if "parole" in text]
    assert not [line for line in reading.lines(context.session) if line["act"] == "open"]


def test_filters_narrow_the_list_and_are_taken_off(stage: Stage, page: Cartelle) -> None:
    page.filters.choose(comune="Gussola", mine=True, state="open")
    page.filters.changed.emit()
    stage.rest()
    assert _names(page) == ["Conti, Sara", "Ferrari, Giulia"]
    _type(stage, page, "cont")
    assert _names(page) == ["Conti, Sara"]
    page.filters.clear_button.click()
    QTest.keyClick(page.search, Qt.Key.Key_Escape)
    stage.rest()
    assert len(_names(page)) == 3


def test_a_filter_that_leaves_nobody_says_so(stage: Stage, page: Cartelle) -> None:
    page.filters.choose(comune=None, mine=False, state="closed")
    page.filters.changed.emit()
    stage.rest()
    assert page.stack.currentWidget() is page.empty
    assert "filtri" in page.empty.words.text()


def test_the_order_follows_the_heading(stage: Stage, page: Cartelle) -> None:
    page.table.sort_asked.emit("comune", True)
    stage.rest()
    assert _names(page)[0] == "D'Angelo, Omar"


def test_what_is_typed_and_filtered_comes_back_after_a_lock(stage: Stage, page: Cartelle, context: Context) -> None:
    page.filters.choose(comune="Gussola", mine=False, state=None)
    page.filters.changed.emit()
    _type(stage, page, "ferr")
    again = Cartelle(context)
    again.come_back(page.place())
    stage.put(again)
    assert _names(again) == ["Ferrari, Giulia"]


def test_somebody_already_here_is_found_while_typed(stage: Stage, page: Cartelle) -> None:
    layer = _new(page)
    _write(layer, surname="Ferari", name="Giulia")
    stage.rest()
    assert not layer.similar.isHidden()
    layer.similar.buttons[0].click()
    stage.rest()
    assert stage.went[-1][0] == "cartella"


def test_a_person_without_a_cartella_is_given_one_and_not_made_twice(
    stage: Stage, page: Cartelle, context: Context
) -> None:
    layer = _new(page)
    _write(layer, surname="Riva", name="Ada")
    stage.rest()
    layer.similar.buttons[0].click()
    stage.rest()
    [line] = lists.find_people(context.session, "riva")
    assert line.case_file is not None
    assert stage.went[-1] == ("cartella", line.id)


def test_a_new_cartella_is_opened_with_what_was_typed(stage: Stage, page: Cartelle, context: Context) -> None:
    _type(stage, page, "moretti elena")
    layer = _new(page)
    assert layer.form.values()["surname"] == "Moretti"
    QTest.keyClicks(layer.phone, "333 7654321")
    layer.save()
    stage.rest()
    [line] = lists.find_people(context.session, "3337654321")
    assert (line.name, line.number != "") == ("Moretti, Elena", True)
    assert not drafts.all_drafts(context.session)
    assert records.show(context.session, line.id).values["reachabilities"][0]["value"] == "333 7654321"


def test_esc_keeps_the_draft_of_a_new_cartella(stage: Stage, page: Cartelle) -> None:
    layer = _new(page)
    stage.rest()
    _write(layer, surname="Moretti")
    QTest.keyClick(layer, Qt.Key.Key_Escape)
    stage.rest()
    again = _new(page)
    stage.rest()
    assert again.form.values()["surname"] == "Moretti"


def test_nothing_is_cut_and_every_control_has_a_name(stage: Stage, page: Cartelle) -> None:
    assert not stray_windows(stage.window)
    assert not unnamed(page)
    stage.window.resize(*NARROW)
    stage.rest()
    stage.qtbot.waitUntil(lambda: not cut_sideways(page))
