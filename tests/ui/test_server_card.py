# SPDX-License-Identifier: EUPL-1.2
"""Collega a un server: an ente of one desk is brought to a server from the settings, and not one word is lost."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from tests.opened import giulia
from tests.ui.served import URL, Served, context_with, rest
from welfaredesk.desk.exchange.place import server_of
from welfaredesk.desk.session import Session
from welfaredesk.desk.standing import standing_of
from welfaredesk.ui.app import Window
from welfaredesk.ui.context import Context
from welfaredesk.ui.screens.settings import Settings


@pytest.fixture
def solo(qtbot: QtBot, session: Session, served: Served) -> Iterator[Context]:
    """Return a desk without a server, whose exchange would reach one."""
    giulia(session)
    context = context_with(session, lambda one: served.make(one) if server_of(one) else None)
    yield context
    rest(qtbot, context)
    context.exchanging.stop()
    context.tasks.close()


@pytest.fixture
def settings(qtbot: QtBot, solo: Context, served: Served) -> Iterator[Settings]:
    page, window = Settings(solo), Window()
    page.server.line = served.line()
    window.show_page(page)
    qtbot.addWidget(window)
    window.resize(1158, 768)
    window.show()
    page.shown()
    rest(qtbot, solo)
    yield page
    window.close()


def _connect(settings: Settings, fingerprint: str) -> None:
    card = settings.server
    card.open_button.click()
    card.address.setText(URL)
    card.fingerprint.setText(fingerprint)
    card.connect_button.click()


def test_an_ente_is_brought_to_a_server(qtbot: QtBot, settings: Settings, solo: Context, served: Served) -> None:
    card = settings.server
    assert "su questo PC soltanto" in card.said.text()
    _connect(settings, served.fingerprint)
    rest(qtbot, solo)
    assert "Collegato" in card.state.text()
    assert card.see_button.isVisible()
    assert not card.open_button.isVisible()
    assert URL in card.said.text()
    assert solo.exchanging.state.connected
    assert standing_of(solo.session).unsent == 0


def test_another_fingerprint_sends_nothing(qtbot: QtBot, settings: Settings, solo: Context) -> None:
    _connect(settings, "0" * 64)
    rest(qtbot, solo)
    assert "server diverso" in settings.server.address_field.problem.words.text()
    assert server_of(solo.session) is None
    assert not solo.exchanging.state.connected


def test_what_is_missing_is_said_beside_its_field(settings: Settings) -> None:
    card = settings.server
    card.open_button.click()
    card.connect_button.click()
    assert not card.address_field.problem.isHidden()
    assert not card.print_field.problem.isHidden()


def test_the_fields_of_a_server_open_in_sight_in_a_small_window(qtbot: QtBot, settings: Settings) -> None:
    settings.window().resize(683, 300)
    line = settings.server.address
    settings.server.open_button.click()
    qtbot.waitUntil(lambda: line.visibleRegion().boundingRect() == line.rect())
    assert line.hasFocus()
