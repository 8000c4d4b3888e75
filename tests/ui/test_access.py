# SPDX-License-Identifier: EUPL-1.2
"""Accesso agli atti: the records that go and stay, passages and names taken out in place, the dossier, the register."""

from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.opened import add, giulia
from tests.ui.staged import NARROW, Stage, cut_sideways, unnamed
from welfaredesk.desk import lists
from welfaredesk.desk.access.requests import new_request
from welfaredesk.desk.making import Making
from welfaredesk.desk.session import Session
from welfaredesk.documents.cartella import Pdf
from welfaredesk.ui.context import Context
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.parts.table_model import row_id
from welfaredesk.ui.screens.access import AccessScreen
from welfaredesk.ui.screens.access_register import AccessRegister
from welfaredesk.ui.screens.print_view import PrintView


@pytest.fixture
def stage(qtbot: QtBot, context: Context) -> Stage:
    return Stage(qtbot, context)


@pytest.fixture
def person(session: Session) -> str:
    return giulia(session)


@pytest.fixture
def written(session: Session, person: str) -> str:
    """Return a diary entry that tells of a neighbour."""
    said = "Dorme poco. La vicina Rita Bo telefona di notte. Mangia."
    return add(session, "diary_entry", person=person, text=said, with_whom="Rita Bo")


@pytest.fixture
def request_id(session: Session, person: str, written: str) -> str:
    add(session, "diary_entry", person=person, circle="reserved", text="Denuncia")
    add(session, "referral", person=person, source="school", content="Assente", answer="Sentita la scuola")
    asks = {"requester": "Ottavia Mazzi", "title": "lawyer", "received_on": "2026-09-01"}
    return new_request(session, person, asks).id


@pytest.fixture
def page(stage: Stage, request_id: str) -> AccessScreen:
    opened = AccessScreen(stage.context)
    opened.come_back({"access": request_id})
    stage.put(opened)
    return opened


def choose(stage: Stage, page: AccessScreen, record: str) -> None:
    """Choose a row of the list."""
    model = page.table.model()
    rows = range(model.rowCount())
    page.table.selectRow(next(at for at in rows if row_id(model.index(at, 0)) == record))
    stage.rest()


def said(page: AccessScreen) -> str:
    return " | ".join(one.text() for one in page.findChildren(PlainLabel) if one.isVisible())


def select(page: AccessScreen, words: str) -> None:
    """Choose words of the text of the record with the mouse."""
    label = page.record.labels["text"]
    label.setSelection(label.text().index(words), len(words))


def test_it_says_who_asks_by_when_and_how_late_and_what_goes(page: AccessScreen) -> None:
    words = said(page)
    assert "Chiede Ottavia Mazzi, avvocato con delega · entro gio 1 ott" in words
    assert "| In ritardo di 18 giorni | Ricevuta |" in words
    assert "Si consegnano: 4 su 5. Restano: 1." in words
    assert "Riservate, mai consegnate e non nominate nell'elenco: 1." in words
    assert "L. 241/1990, art. 25" in words
    assert page.place() == {"access": page.identity}


def test_a_record_that_stays_may_go_and_says_what_is_out_of_it(stage: Stage, page: AccessScreen, person: str) -> None:
    [referral] = lists.linked_from(stage.context.session, person, "referral")
    choose(stage, page, str(referral["_id"]))
    assert page.record.why.code() == "referrer"
    page.record.fate.chip("yes").click()
    stage.rest()
    assert page.record.fate.code() == "yes"
    assert "Contenuto" in page.record.note.text()
    assert "Sentita la scuola" in said(page)
    page.record.back_button.click()
    stage.rest()
    assert page.record.fate.code() == "no"


def test_words_chosen_in_the_text_are_taken_out_and_may_come_back(
    stage: Stage, page: AccessScreen, written: str
) -> None:
    choose(stage, page, written)
    assert page.record.labels["text"].text() == "Dorme poco. La vicina [terza persona] telefona di notte. Mangia."
    page.record.cut_button.click()
    assert "scegli le parole" in stage.notices[-1][0]
    select(page, "La vicina [terza persona] telefona di notte.")
    page.record.cut_button.click()
    stage.rest()
    assert "vicina" not in page.record.labels["text"].text()
    assert "telefona" not in page.record.labels["text"].text()
    page.record.uncut_button.click()
    stage.rest()
    assert "telefona" in page.record.labels["text"].text()


def test_a_name_stays_with_a_tick_and_another_is_added(stage: Stage, page: AccessScreen, written: str) -> None:
    choose(stage, page, written)
    tick = page.names.ticks["Rita Bo"]
    tick.click()
    stage.rest()
    assert page.names.ticks["Rita Bo"] is tick
    assert tick.isChecked()
    assert "Rita Bo telefona" in page.record.labels["text"].text()
    QTest.keyClicks(page.names.line, "Dorme")
    QTest.keyClick(page.names.line, Qt.Key.Key_Return)
    stage.rest()
    assert page.record.labels["text"].text().startswith("[terza persona] poco")


def test_words_that_look_like_a_name_are_taken_out_with_a_button(stage: Stage, page: AccessScreen, person: str) -> None:
    entry = add(stage.context.session, "diary_entry", person=person, text="Il padre Gino Verri telefona.")
    page.shown()
    stage.rest()
    choose(stage, page, entry)
    [button] = page.record.doubtful.findChildren(Button)
    assert button.accessibleName() == "Togli «Gino Verri»"
    button.click()
    stage.rest()
    assert page.record.labels["text"].text() == "Il padre [terza persona] telefona."
    assert page.record.doubtful.isHidden()


def test_the_dossier_is_laid_over_the_page_and_kept(stage: Stage, page: AccessScreen, person: str) -> None:
    page.make_button.click()
    stage.rest()
    assert page.layer is not None
    assert page.layer.findChild(PrintView) is not None
    [kept] = lists.of_root(stage.context.session, "document", person)
    assert kept["kind"] == "access_dossier"


def test_it_fits_at_double_scale_and_every_control_has_a_name(stage: Stage, page: AccessScreen, written: str) -> None:
    choose(stage, page, written)
    assert unnamed(page) == []
    stage.window.resize(*NARROW)
    stage.rest()
    assert cut_sideways(page) == []


def test_the_register_lists_who_waits_and_leads_to_the_page(stage: Stage, request_id: str) -> None:
    went: list[tuple[str, str]] = []
    stage.context.ways.page.connect(lambda name, record: went.append((name, record)))
    register = AccessRegister(stage.context)
    stage.put(register)
    assert register.table.current_id() == request_id
    cells = [register.table.model().index(0, at).data() for at in range(1, 5)]
    assert cells == ["Ottavia Mazzi", "Ferrari, Giulia", "In ritardo di 18 giorni", "Ricevuta"]
    register.table.opened.emit(request_id)
    assert went == [("access", request_id)]
    assert unnamed(register) == []
    stage.window.resize(*NARROW)
    stage.rest()
    assert cut_sideways(register) == []


def test_records_that_would_be_called_alike_are_told_apart(stage: Stage, page: AccessScreen, person: str) -> None:
    when = "2026-09-03T10:00:00+02:00"
    twins = [add(stage.context.session, "diary_entry", person=person, text=text, when=when) for text in ("Uno", "Due")]
    page.shown()
    stage.rest()
    model = page.table.model()
    names = [str(model.index(at, 0).data(Qt.ItemDataRole.AccessibleTextRole)) for at in range(model.rowCount())]
    assert len(set(names)) == len(names)
    choose(stage, page, twins[1])
    assert page.record.accessibleName().endswith("· 2 di 2")


def test_a_paper_that_takes_long_says_how_far_it_is_and_is_given_up(
    stage: Stage, qtbot: QtBot, page: AccessScreen, person: str
) -> None:
    making, go_on = Making(), Event()

    def make(session: Session) -> Pdf:
        making.begin(3000)
        making.step(412)
        go_on.wait()
        making.step(0)
        raise AssertionError("it was not given up")

    page.papers.show(make, title="Dossier", name="dossier.pdf", making=making)
    qtbot.waitUntil(lambda: page.papers.waiting is not None)
    waiting = page.papers.waiting
    assert waiting is not None
    qtbot.waitUntil(lambda: waiting.words.text() == "Preparo le schede: 412 di 3000.")
    # The window is alive: what is chosen meanwhile is shown.
    page.table.selectRow(1)
    assert page.record.isVisible()
    waiting.cancel_button.click()
    assert making.stopped
    go_on.set()
    stage.rest()
    assert (page.layer, page.papers.waiting) == (None, None)
    assert stage.notices == []


def test_in_how_many_there_is_something_to_look_at_is_said_once_it_is_known(
    stage: Stage, page: AccessScreen, person: str
) -> None:
    add(stage.context.session, "diary_entry", person=person, text="È venuto con Gino Verri.")
    page.shown()
    stage.rest()
    assert "Con parole da guardare: 1." in page.counts.text()
