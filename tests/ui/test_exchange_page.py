# SPDX-License-Identifier: EUPL-1.2
"""Sincronizzazione: what left with its receipts, the line's trouble in a sentence, and the way by key drive."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from tests.opened import giulia
from tests.ui.served import URL, Served, rest
from tests.ui.staged import NARROW, Stage, cut_sideways, stray_windows, unnamed
from welfaredesk.ui.context import Context
from welfaredesk.ui.screens.exchange import TAKING, ExchangePage


def _shown(qtbot: QtBot, context: Context) -> tuple[Stage, ExchangePage]:
    stage, page = Stage(qtbot, context), ExchangePage(context)
    stage.put(page)
    rest(qtbot, context)
    return stage, page


def _cells(page: ExchangePage) -> list[list[str]]:
    model = page.table.model()
    return [
        [str(model.index(row, column).data()) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def test_a_desk_without_a_server_says_what_one_would_bring(qtbot: QtBot, context: Context) -> None:
    stage, page = _shown(qtbot, context)
    assert page.solo.isVisible()
    assert not page.now_button.isVisible()
    page.solo.action.click()
    assert stage.went == [("screen", "settings")]


def test_what_left_stands_there_with_its_receipt(qtbot: QtBot, joined: Context) -> None:
    giulia(joined.session)
    _stage, page = _shown(qtbot, joined)
    assert int(page.numbers.unsent.number.text()) > 0
    page.now_button.click()
    rest(qtbot, joined)
    assert page.numbers.unsent.number.text() == "0"
    assert "è partito" in page.numbers.unsent.said.text()
    cells = _cells(page)
    assert any(row[1] == "Cartella di Ferrari, Giulia" for row in cells)
    assert {row[3] for row in cells} == {"Ricevuta dal server"}
    assert all("modific" in row[2] for row in cells)


def test_the_server_and_its_fingerprint_can_be_compared(qtbot: QtBot, joined: Context, served: Served) -> None:
    _stage, page = _shown(qtbot, joined)
    assert page.server.address.text() == URL
    assert page.server.fingerprint.text() == served.fingerprint
    assert page.head.said.text() == "Ultima sincronizzazione 10:00"


def test_a_broken_line_is_said_on_the_page_and_not_in_a_notice(qtbot: QtBot, joined: Context, served: Served) -> None:
    stage, page = _shown(qtbot, joined)
    served.broken = True
    page.now_button.click()
    rest(qtbot, joined)
    assert page.trouble.isVisible()
    assert "si è interrotta" in page.trouble.words.text()
    assert not stage.notices
    served.broken = False
    page.now_button.click()
    rest(qtbot, joined)
    assert not page.trouble.isVisible()


def test_what_waits_goes_on_a_key_drive_and_back(qtbot: QtBot, joined: Context, served: Served, tmp_path: Path) -> None:
    served.broken = True
    giulia(joined.session)
    _stage, page = _shown(qtbot, joined)
    stick = tmp_path / "da-inviare.wdr"
    page.save_to(stick)
    rest(qtbot, joined)
    assert stick.exists()
    assert page.stick.state.text().startswith("Salvate sulla chiavetta")
    assert "Ferrari" not in stick.read_bytes().decode("latin-1")
    page.take_from(stick)
    rest(qtbot, joined)
    assert page.stick.state.text()


def test_a_file_that_is_none_is_told_beside_the_buttons(qtbot: QtBot, joined: Context, tmp_path: Path) -> None:
    _stage, page = _shown(qtbot, joined)
    wrong = tmp_path / "altro.wdr"
    wrong.write_bytes(b"una lettera")
    page.take_from(wrong)
    rest(qtbot, joined)
    assert page.stick.state.text()
    assert page.stick.take_button.isEnabled()


def test_the_file_that_the_program_was_opened_with_is_offered_and_taken(
    qtbot: QtBot, joined: Context, served: Served, tmp_path: Path
) -> None:
    served.broken = True
    giulia(joined.session)
    _stage, page = _shown(qtbot, joined)
    file = tmp_path / "da-inviare.wdr"
    page.save_to(file)
    rest(qtbot, joined)
    page.come_back({TAKING: str(file)})
    assert page.stick.given_button.isVisible()
    assert "da-inviare.wdr" in page.stick.given_button.label()
    assert "di un collega" in page.stick.state.text()
    page.stick.given_button.click()
    rest(qtbot, joined)
    assert not page.stick.given_button.isVisible()
    assert "di un collega" not in page.stick.state.text()
    page.come_back({TAKING: str(tmp_path / "altro.wdr")})
    page.take_given()
    rest(qtbot, joined)
    assert page.stick.given_button.isEnabled(), "a drive that was pulled out can be put in again"
    assert page.place() == {}, "a lock does not keep whose file it was"


def test_a_desk_without_a_server_says_where_a_colleagues_file_goes(qtbot: QtBot, context: Context) -> None:
    stage, page = _shown(qtbot, context)
    page.come_back({TAKING: "/media/chiavetta/da-inviare.wdr"})
    page.shown()
    rest(qtbot, context)
    ((words, _undo),) = stage.notices
    assert words.startswith("«da-inviare.wdr» è il file di un collega")


def test_a_decision_that_waits_leads_to_its_page(qtbot: QtBot, joined: Context) -> None:
    stage, page = _shown(qtbot, joined)
    page.numbers.decide_button.click()
    assert stage.went == [("screen", "to_decide")]


def test_nothing_is_cut_at_twice_the_size(qtbot: QtBot, joined: Context) -> None:
    giulia(joined.session)
    stage, page = _shown(qtbot, joined)
    stage.window.resize(*NARROW)
    stage.rest()
    assert not cut_sideways(page)
    assert not unnamed(page)
    assert not stray_windows(stage.window)
