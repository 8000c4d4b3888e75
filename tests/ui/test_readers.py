# SPDX-License-Identifier: EUPL-1.2
"""Chi può leggere questa cartella: the groups beside the diary, sharing, and honest words before taking away."""

import pytest
from pytestqt.qtbot import QtBot

from tests.opened import giulia
from tests.ui.served import rest
from tests.ui.staged import NARROW, Stage, cut_sideways, stray_windows
from welfaredesk.desk.granting import readers_of
from welfaredesk.desk.people import add_group
from welfaredesk.desk.standing import standing_of
from welfaredesk.domain.kinds import ORDINARY
from welfaredesk.ui.context import Context
from welfaredesk.ui.parts.side_panel import RowButton
from welfaredesk.ui.screens.cartella import CartellaPage
from welfaredesk.ui.screens.readers import ReadersView


@pytest.fixture
def page(qtbot: QtBot, context: Context) -> tuple[Stage, CartellaPage, str]:
    person = giulia(context.session)
    add_group(context.session, "Tutela minori")
    stage, made = Stage(qtbot, context), CartellaPage(context)
    made.come_back({"person": person})
    stage.put(made)
    return stage, made, person


def _sheet(stage: Stage, page: CartellaPage) -> ReadersView:
    page.roads.act("readers")
    stage.rest()
    assert page.layers.sheet is not None
    view = page.layers.sheet.findChild(ReadersView)
    assert view is not None
    return view


def test_the_groups_stand_beside_the_diary(page: tuple[Stage, CartellaPage, str]) -> None:
    _stage, made, _person = page
    rows = [one.label() for one in made.panel.findChildren(RowButton)]
    assert "Servizio sociale di base" in rows


def test_a_cartella_is_shared_with_a_group(qtbot: QtBot, page: tuple[Stage, CartellaPage, str]) -> None:
    stage, made, person = page
    view = _sheet(stage, made)
    picker = view.pickers[ORDINARY]
    group = next(choice for choice in view.offered[ORDINARY] if choice.label == "Tutela minori")
    picker.set_code(group.code)
    view.shares[ORDINARY].click()
    stage.rest()
    names = [one.name for one in readers_of(stage.context.session, person)[0].groups]
    assert "Tutela minori" in names
    assert stage.notices[-1][0] == "Cartella condivisa con «Tutela minori»."
    assert ORDINARY not in view.offered, "there is no other group to share with"


def test_taking_away_says_first_what_it_does_not_do(page: tuple[Stage, CartellaPage, str]) -> None:
    stage, made, person = page
    view = _sheet(stage, made)
    key = next(key for key, button in view.takes.items() if "Coordinamento" in button.accessibleName())
    view.takes[key].click()
    assert "resta letto" in view.sure.words.text()
    names = [one.name for one in readers_of(stage.context.session, person)[0].groups]
    assert "Coordinamento" in names
    view.sure.action.click()
    stage.rest()
    names = [one.name for one in readers_of(stage.context.session, person)[0].groups]
    assert names == ["Servizio sociale di base"]
    assert not view.takes, "the last group cannot be taken away"


def test_nothing_is_cut_at_twice_the_size(page: tuple[Stage, CartellaPage, str]) -> None:
    stage, made, _person = page
    stage.window.resize(*NARROW)
    view = _sheet(stage, made)
    assert not cut_sideways(view)
    assert not stray_windows(stage.window)


def test_the_server_hears_of_what_is_shared_and_taken_away(qtbot: QtBot, joined: Context) -> None:
    person, group = giulia(joined.session), add_group(joined.session, "Tutela minori")
    view = ReadersView(joined, person)
    qtbot.addWidget(view)
    view.ask()
    rest(qtbot, joined)
    view.pickers[ORDINARY].set_code(group)
    view.shares[ORDINARY].click()
    rest(qtbot, joined)
    view.takes[ORDINARY, group].click()
    view.sure.action.click()
    rest(qtbot, joined)
    assert joined.exchanging.state.fault is None
    assert group not in [one.id for one in readers_of(joined.session, person)[0].groups]
    assert standing_of(joined.session).refused == 0
