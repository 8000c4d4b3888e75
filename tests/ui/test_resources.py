# SPDX-License-Identifier: EUPL-1.2
"""Risorse: found as one types, with how fresh each is and what an acronym may mean."""

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.opened import add
from tests.ui.staged import NARROW, Stage, cut_sideways, unnamed
from welfaredesk.desk import records
from welfaredesk.ui.context import Context
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.chip import Chip, ChipMark
from welfaredesk.ui.parts.table_model import CellRole
from welfaredesk.ui.screens.resources import CHECK_NOW, Resources


@pytest.fixture
def stage(qtbot: QtBot, context: Context) -> Stage:
    session = context.session
    body = add(session, "body", name="Cooperativa Aurora", kind="cooperative", accredited_until="2026-06-30")
    add(session, "service", name="Servizi abitativi pubblici", local_name="SAP", comune="Viadana", body=body)
    add(session, "service", name="Sportello badanti", phone="0376 1212", checked_on="2025-08-10")
    return Stage(qtbot, context)


@pytest.fixture
def page(stage: Stage) -> Resources:
    made = Resources(stage.context)
    stage.put(made)
    return made


def _names(page: Resources) -> list[str]:
    model = page.table.model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def _type(stage: Stage, page: Resources, text: str) -> None:
    page.line.setFocus()
    QTest.keyClicks(page.line, text)
    stage.rest()


def test_everything_is_listed_until_somebody_types(stage: Stage, page: Resources) -> None:
    assert page.line.hasFocus()
    assert _names(page) == ["Cooperativa Aurora", "SAP (Servizi abitativi pubblici)", "Sportello badanti"]
    _type(stage, page, "badanti")
    assert _names(page) == ["Sportello badanti"]


def test_an_acronym_shows_all_that_it_may_mean(stage: Stage, page: Resources) -> None:
    _type(stage, page, "sap")
    words = page.meanings.words.text()
    assert page.meanings.isVisible()
    assert "Servizi abitativi pubblici" in words
    assert "Servizio di assistenza alla persona" in words
    _type(stage, page, "o")
    assert not page.meanings.isVisible()


def test_the_list_says_what_has_expired_and_what_must_be_checked(page: Resources) -> None:
    marks = [page.table.model().index(row, 3).data(CellRole) for row in range(3)]
    assert [mark.text if isinstance(mark, ChipMark) else mark for mark in marks] == [
        "Accreditamento scaduto il 30/06/2026",
        "Mai verificato",
        "Da ricontrollare: 14 mesi fa",
    ]


def test_one_press_says_that_it_is_still_so(stage: Stage, page: Resources) -> None:
    page.table.selectRow(2)
    stage.rest()
    service = page.table.current_id()
    [button] = [one for one in page.detail.findChildren(Button) if one.label() == CHECK_NOW and one.isVisible()]
    button.click()
    stage.rest()
    values = records.show(stage.context.session, service).values
    assert (values["checked_on"], values["checked_by"]["id"]) == ("2026-10-19", stage.context.session.identity.operator)
    assert "Verificato oggi" in {chip.text() for chip in page.detail.findChildren(Chip)}


def test_a_body_shows_the_services_it_runs(stage: Stage, page: Resources) -> None:
    page.which.chip("body").click()
    stage.rest()
    assert _names(page) == ["Cooperativa Aurora"]
    assert page.detail.title.text() == "Cooperativa Aurora"
    assert "SAP" in [label.text() for label in page.detail.findChildren(type(page.detail.title))]


def test_new_and_change_lead_to_the_forms(stage: Stage, page: Resources) -> None:
    page.table.opened.emit(page.table.current_id())
    _type(stage, page, "dentista")
    assert page.page.empty.isVisible()
    page.page.empty.action.click()
    assert [went[0] for went in stage.went] == ["record", "new"]


def test_the_search_comes_back_after_a_lock(stage: Stage, page: Resources) -> None:
    _type(stage, page, "badanti")
    again = Resources(stage.context)
    again.come_back(page.place())
    stage.put(again)
    assert _names(again) == ["Sportello badanti"]


def test_nothing_is_cut_at_200_per_cent(stage: Stage, page: Resources) -> None:
    stage.window.resize(*NARROW)
    stage.qtbot.waitUntil(lambda: not page.page.beside.wide and not cut_sideways(page))
    assert not unnamed(page)
