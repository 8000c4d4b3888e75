# SPDX-License-Identifier: EUPL-1.2
"""Impostazioni: what is changed there holds, and what cannot be is said beside its field."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.opened import PASSPHRASE
from welfaredesk.base.errors import WrongPassphrase
from welfaredesk.crypto.passphrase import TEST_COST
from welfaredesk.desk import copies
from welfaredesk.desk.preferences import LONGEST_LOCK, SHORTEST_LOCK, preference
from welfaredesk.desk.session import open_session, read_slots
from welfaredesk.ui.app import Window
from welfaredesk.ui.context import Context
from welfaredesk.ui.screens.settings import LOCK_AFTER, Settings
from welfaredesk.ui.theme import current, style
from welfaredesk.ui.theme.tokens import DARK, ThemeName

NEW = "una frase nuova di zecca"


@pytest.fixture
def settings(qtbot: QtBot, context: Context) -> Iterator[Settings]:
    page = Settings(context)
    page.passphrase.cost = TEST_COST
    window = Window()
    window.show_page(page)
    qtbot.addWidget(window)
    window.resize(1158, 768)
    window.show()
    page.shown()
    qtbot.waitUntil(lambda: not context.tasks.busy)
    yield page
    window.close()


def test_it_says_whose_desk_it_is(settings: Settings, context: Context) -> None:
    assert "mai" in settings.copy_state.text()
    words = [label.text() for label in settings.whose.findChildren(type(settings.copy_state))]
    assert any("Bianchi, Lucia · operatore, responsabile, amministratore" in text for text in words)


def test_a_theme_is_put_on_at_once_and_kept(
    qtbot: QtBot, qapp: QApplication, settings: Settings, context: Context
) -> None:
    settings.themes.chip(ThemeName.DARK.value).click()
    assert current.current() == DARK
    qtbot.waitUntil(lambda: not context.tasks.busy)
    assert preference(context.session, "theme") == "dark"
    style.apply(qapp, ThemeName.LIGHT)


def test_the_minutes_chosen_are_kept(qtbot: QtBot, settings: Settings, context: Context) -> None:
    settings.minutes.chip("30").click()
    qtbot.waitUntil(lambda: not context.tasks.busy)
    assert preference(context.session, "lock_minutes") == 30
    settings.minutes.chip("5").click()
    qtbot.waitUntil(lambda: not context.tasks.busy)
    assert preference(context.session, "lock_minutes") == 5
    assert min(LOCK_AFTER) >= SHORTEST_LOCK
    assert max(LOCK_AFTER) <= LONGEST_LOCK


def test_a_copy_is_made_in_the_folder_chosen(
    qtbot: QtBot, settings: Settings, context: Context, tmp_path: Path
) -> None:
    settings.copy_now.click()
    assert "Scegli prima" in settings.copy_field.problem.words.text()
    stick = tmp_path / "chiavetta"
    stick.mkdir()
    settings.folder.setText(str(stick))
    settings.folder.editingFinished.emit()
    assert settings.copy_field.problem.isHidden()
    settings.copy_now.click()
    qtbot.waitUntil(lambda: "fatta e controllata" in settings.copy_state.text())
    assert len(copies.copies_in(stick)) == 1
    assert preference(context.session, "copy_folder") == str(stick)


def test_a_folder_that_is_not_there_is_told_and_not_kept(
    qtbot: QtBot, settings: Settings, context: Context, tmp_path: Path
) -> None:
    settings.folder.setText(str(tmp_path / "non-esiste"))
    settings.folder.editingFinished.emit()
    qtbot.waitUntil(lambda: not context.tasks.busy)
    assert "non c'è" in settings.copy_field.problem.words.text()
    assert preference(context.session, "copy_folder") == ""


def test_the_passphrase_changes_and_only_the_new_one_opens(qtbot: QtBot, settings: Settings, context: Context) -> None:
    card = settings.passphrase
    card.open_button.click()
    card.old.setText("non questa frase")
    card.new.line.setText(NEW)
    card.new.again.setText(NEW)
    card.change.click()
    qtbot.waitUntil(lambda: not context.tasks.busy)
    assert "Non è la frase di adesso" in card.old_field.problem.words.text()
    card.old.setText(PASSPHRASE)
    card.change.click()
    qtbot.waitUntil(lambda: "vale solo quella nuova" in card.state.text())
    assert not card.old.text()
    assert not card.new.phrase()
    slots = read_slots(context.session.profile)
    assert slots.open_with_passphrase(NEW)
    with pytest.raises(WrongPassphrase):
        slots.open_with_passphrase(PASSPHRASE)


def test_the_new_phrase_opens_the_same_desk(qtbot: QtBot, settings: Settings, context: Context) -> None:
    desk = context.session.identity.desk
    card = settings.passphrase
    card.open_button.click()
    card.old.setText(PASSPHRASE)
    card.new.line.setText(NEW)
    card.new.again.setText(NEW)
    card.change.click()
    qtbot.waitUntil(lambda: "vale solo quella nuova" in card.state.text())
    context.session.close()
    again = open_session(context.session.profile, NEW, clock=context.clock, ids=context.session.ids)
    assert again.identity.desk == desk
    again.close()
