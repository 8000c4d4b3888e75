# SPDX-License-Identifier: EUPL-1.2
"""Sincronizzazione: work that arrived after a revocation, and what there is to know of the exchange."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.opened import add, giulia
from tests.ui.served import context_with, rest
from tests.ui.staged import NARROW, Stage, cut_sideways, stray_windows, unnamed
from tests.unit.desk.exchange.office import Office, office_in, staged
from welfaredesk.base.clock import FixedClock, Moment
from welfaredesk.base.exchange_errors import DeskRevoked
from welfaredesk.desk import people, records
from welfaredesk.desk.exchange import notes
from welfaredesk.desk.session import Session
from welfaredesk.store.driver import Database
from welfaredesk.ui.context import Context
from welfaredesk.ui.line_standing import standing_read
from welfaredesk.ui.screens.exchange import ExchangePage
from welfaredesk.ui.screens.exchange_apart import ApartRow
from welfaredesk.ui.theme import style
from welfaredesk.ui.theme.tokens import ThemeName


@pytest.fixture
def office(qapp: QApplication, tmp_path: Path, clock: FixedClock) -> Iterator[Office]:
    style.apply(qapp, ThemeName.LIGHT)
    with office_in(tmp_path, clock=clock) as opened:
        yield opened


def _brought(office: Office) -> str:
    first = office.found()
    person = giulia(first)
    office.attach(first)
    office.round(office.enrol(first))
    return person


def _left(office: Office) -> tuple[Session, Session, str]:
    """Return a desk to whose eyes the server keeps a diary entry apart, that of its author, and the entry."""
    person = staged(office, _brought)
    first, second = office.desks
    text = add(second, "diary_entry", person=person, text="Visita a casa, la madre c'era.")
    people.revoke(first, second.identity.desk)
    office.round(first)
    with pytest.raises(DeskRevoked):
        office.round(second)
    office.round(first)
    return first, second, text


def _page(qtbot: QtBot, office: Office, session: Session) -> tuple[Stage, ExchangePage, Context]:
    context = context_with(session, lambda _session: office.line)
    stage, page = Stage(qtbot, context), ExchangePage(context)
    stage.put(page)
    rest(qtbot, context)
    return stage, page, context


def _row(page: ExchangePage) -> ApartRow:
    (one,) = page.apart.rows.values()
    return one


def test_work_after_a_revocation_is_read_and_accepted(qtbot: QtBot, office: Office) -> None:
    first, _second, text = _left(office)
    stage, page, context = _page(qtbot, office, first)
    row = _row(page)
    assert page.apart.isVisible()
    assert row.said.text() == "Lavoro di Rossi, Two, arrivato dopo la revoca della postazione AB: 1 modifica"
    assert standing_read(first).numbers.apart == 1
    row.read_button.click()
    rest(qtbot, context)
    assert any(words == "Testo: Visita a casa, la madre c'era." for words in row.shown_words())
    row.accept_button.click()
    rest(qtbot, context)
    page.now_button.click()
    rest(qtbot, context)
    assert not page.apart.isVisible()
    assert records.show(first, text).values["text"].startswith("Visita")
    assert "entra nella cartella" in stage.notices[0][0]


def test_work_is_not_accepted_without_a_reason_and_stays(qtbot: QtBot, office: Office) -> None:
    first, _second, _text = _left(office)
    _stage, page, context = _page(qtbot, office, first)
    row = _row(page)
    row.decline_button.click()
    assert row.reason.isVisible()
    row.sure_button.click()
    rest(qtbot, context)
    assert "Manca il motivo" in row.why.problem.words.text()
    row.back_button.click()
    assert not row.reason.isVisible()
    row.decline_button.click()
    row.reason.setText("Già scritta da me")
    row.sure_button.click()
    rest(qtbot, context)
    row = _row(page)
    assert "«Già scritta da me». Resta da parte." in row.state.text()
    assert row.accept_button.isVisible()
    assert not row.decline_button.isVisible()
    assert standing_read(first).numbers.apart == 0


def _odd(session: Session) -> None:
    def work(database: Database) -> None:
        notes.keep_forks(database, [12, 15])
        notes.keep_refused_item(database, "statement", code="rule")
        notes.keep_broken_word(database, Moment(1_792_396_800_000, 120))

    session.vault.write(work)


def test_what_there_is_to_know_is_said_saved_and_put_away(qtbot: QtBot, office: Office, tmp_path: Path) -> None:
    first, _second, _text = _left(office)
    _odd(first)
    _stage, page, context = _page(qtbot, office, first)
    assert page.odd.isVisible()
    assert [one.grave for one in page.odd.shown] == [True, True, False]
    target = tmp_path / "cose.txt"
    page.save_list_to(target)
    rest(qtbot, context)
    assert "posizione 12, 15" in target.read_text()
    assert page.odd.state.text().startswith("Salvate: 3")
    page.save_list_to(target)
    rest(qtbot, context)
    assert page.odd.state.text()
    page.odd.read_button.click()
    rest(qtbot, context)
    assert not page.odd.isVisible()


def test_nothing_is_cut_at_twice_the_size(qtbot: QtBot, office: Office) -> None:
    first, _second, _text = _left(office)
    _odd(first)
    stage, page, context = _page(qtbot, office, first)
    _row(page).read_button.click()
    _row(page).decline_button.click()
    rest(qtbot, context)
    stage.window.resize(*NARROW)
    stage.rest()
    assert not cut_sideways(page)
    assert not unnamed(page)
    assert not stray_windows(stage.window)
