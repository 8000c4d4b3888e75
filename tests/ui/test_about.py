# SPDX-License-Identifier: EUPL-1.2
"""Informazioni: what the program is, where the data lie, what is fixed here, and every licence to be looked for."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from tests.ui.staged import NARROW, WIDE, Stage, cut_sideways, stray_windows, unnamed
from welfaredesk.base.build import CODE
from welfaredesk.base.release import version
from welfaredesk.desk.policy import Policy
from welfaredesk.ui.context import Context
from welfaredesk.ui.screens.about import COPIED, EMPTY, AboutPage
from welfaredesk.ui.theme import style
from welfaredesk.ui.theme.tokens import ThemeName


@pytest.fixture
def stage(qtbot: QtBot, context: Context) -> Stage:
    return Stage(qtbot, context)


@pytest.fixture
def page(stage: Stage) -> AboutPage:
    made = AboutPage(stage.context)
    stage.put(made)
    return made


def _words(page: AboutPage) -> str:
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisibleTo(page))


def _names(page: AboutPage) -> list[str]:
    model = page.table.model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def test_it_says_the_version_the_build_and_where_the_data_lie(page: AboutPage, context: Context) -> None:
    words = _words(page)
    assert f"WelfareDesk {version()}" in words
    assert "dal sorgente" in words
    assert "EUPL-1.2" in words
    assert str(context.session.profile) in words
    assert "non ha fissato niente" in words


def test_what_the_technician_fixed_is_told_with_its_file(stage: Stage, page: AboutPage) -> None:
    page.show_fixed(
        Policy(server="https://cartelle.esempio.it", lock_minutes=10, path="/etc/x.toml", problems=("Riga 3.",))
    )
    stage.rest()
    words = _words(page)
    for told in ("https://cartelle.esempio.it", "10 min", "/etc/x.toml", "Riga 3."):
        assert told in words
    assert "non ha fissato niente" not in words
    page.show_fixed(Policy())
    stage.rest()
    assert "non ha fissato niente" in _words(page)


def test_every_licence_can_be_found_and_read(stage: Stage, page: AboutPage) -> None:
    assert {"Qt", "SQLCipher", "Python", "Lucide", "typst", "pyside6-essentials"} <= set(_names(page))
    QTest.keyClicks(page.line, "atkinson")
    assert _names(page) == ["Atkinson Hyperlegible Next"]
    assert "SIL OPEN FONT LICENSE" in page.text.toPlainText().upper()
    page.line.setText("Qt lgpl")
    assert "Qt" in _names(page)
    page.table.selectRow(_names(page).index("Qt"))
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in page.text.toPlainText()
    assert page.text.accessibleName() == "Licenza di Qt"
    page.line.setText("non c'è niente così")
    assert page.counted.text() == EMPTY
    assert not page.text.toPlainText()


def test_the_keyboard_goes_from_the_search_to_the_text_and_out_of_it(stage: Stage, page: AboutPage) -> None:
    page.setFocus()
    assert page.line.hasFocus()
    QTest.keyClicks(page.line, "typst")
    QTest.keyClick(page.line, Qt.Key.Key_Return)
    assert page.table.hasFocus()
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert page.text.hasFocus()
    QTest.keyClick(page.text, Qt.Key.Key_Tab)
    assert not page.text.hasFocus()


def test_it_can_be_looked_at_again(stage: Stage, page: AboutPage) -> None:
    for _ in range(2):
        page.shown()
        stage.rest()
    assert page.copy_button.isVisible()
    assert f"WelfareDesk {version()}" in _words(page)


def test_the_address_of_the_code_is_copied(stage: Stage, page: AboutPage) -> None:
    page.copy_button.click()
    assert QGuiApplication.clipboard().text() == CODE
    assert stage.notices[-1][0] == COPIED
    QGuiApplication.clipboard().clear()


@pytest.mark.parametrize("theme", [ThemeName.LIGHT, ThemeName.DARK, ThemeName.CONTRAST])
def test_nothing_is_cut_and_everything_has_a_name(
    qapp: QApplication, stage: Stage, page: AboutPage, theme: ThemeName
) -> None:
    style.apply(qapp, theme)
    for size in (WIDE, NARROW):
        stage.window.resize(*size)
        stage.rest()
        assert not cut_sideways(page)
        assert not unnamed(page)
        assert not stray_windows(stage.window)
        assert page.table.accessibleName()
        assert page.text.accessibleName()
    style.apply(qapp, ThemeName.LIGHT)


def test_what_was_looked_for_comes_back_after_a_lock(stage: Stage, page: AboutPage) -> None:
    page.line.setText("mit")
    place = page.place()
    again = AboutPage(stage.context)
    stage.put(again)
    again.come_back(place)
    stage.rest()
    assert again.line.text() == "mit"
    assert _names(again) == _names(page)
