# SPDX-License-Identifier: EUPL-1.2
"""The page of the staff: sittings with their agenda, situations with their members, minutes; and who sees what."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.opened import add, giulia
from tests.ui.staged import NARROW, Stage, cut_sideways, unnamed
from tests.unit.desk.staff.made import SCHOOL, sitting, situation
from welfaredesk.desk import records
from welfaredesk.desk.people import stated
from welfaredesk.desk.session import Session
from welfaredesk.desk.staff.convening import minutes_id
from welfaredesk.domain.statement import Role, StatementKind
from welfaredesk.ui.context import Context
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.screens.staff import Staff


@pytest.fixture
def stage(qtbot: QtBot, context: Context) -> Stage:
    return Stage(qtbot, context)


@pytest.fixture
def session(session: Session) -> Session:
    template = add(session, "staff_template", name="S.A.E.S.", expected=[{"role": "npi"}])
    first = situation(session, SCHOOL, person=giulia(session), subject="", template=template)
    situation(session, subject="Famiglia Conti")
    sitting(session, first)
    return session


@pytest.fixture
def page(stage: Stage) -> Staff:
    made = Staff(stage.context)
    stage.put(made)
    made.table.selectRow(0)
    stage.rest()
    return made


def said(page: Staff) -> str:
    """Return all that the detail says in visible labels."""
    return " | ".join(one.text() for one in page.detail.findChildren(PlainLabel) if one.isVisible())


def press(page: Staff, label: str) -> None:
    """Press a button of the detail."""
    next(one for one in page.detail.findChildren(Button) if one.label() == label and one.isVisible()).click()


def turn(stage: Stage, page: Staff, kind: str, row: int = 0) -> None:
    """Show another list and choose a row of it."""
    page.which.chip(kind).click()
    stage.rest()
    page.table.selectRow(row)
    stage.rest()


def test_a_sitting_shows_its_agenda_and_what_could_stand_on_it(stage: Stage, page: Staff) -> None:
    assert "Seduta 2026/AA-1" in said(page)
    assert "Sede di Gussola" in said(page)
    session = stage.context.session
    (about,) = page.agenda.rows
    (other,) = page.agenda.offered
    page.agenda.offered[other].action.click()
    stage.rest()
    assert set(page.agenda.rows) == {about, other}
    assert page.agenda.offered == {}
    opened: list[str] = []
    stage.context.ways.minutes.connect(opened.append)
    page.agenda.rows[other].words.click()
    stage.rest()
    page.agenda.rows[about].words.click()
    stage.rest()
    made = page.table.current_id()
    assert opened == [minutes_id(made, other), minutes_id(made, about)]
    assert records.show(session, opened[0]).root == other


def test_its_acts_are_done_from_the_page(stage: Stage, page: Staff) -> None:
    page.path.start("hold")
    assert page.path.form is not None
    page.path.form.do()
    stage.rest()
    assert records.show(stage.context.session, page.table.current_id()).values["state"] == "held"
    page.touched(frozenset({page.table.current_id()}))
    stage.rest()
    assert page.agenda.offered == {}


def test_a_situation_says_who_is_expected_and_takes_them_in(stage: Stage, page: Staff) -> None:
    turn(stage, page, "situations")
    assert "Ferrari, Giulia" in said(page)
    assert "Neuropsichiatria infantile (NPI)" in said(page)
    press(page, "Aggiungi gli attesi")
    stage.rest()
    members = records.show(stage.context.session, page.table.current_id()).values["members"]
    assert [one.get("role") for one in members].count("npi") == 1
    press(page, "Apri la cartella")
    assert stage.went[-1][0] == "cartella"


def test_the_ente_says_whom_it_expects(stage: Stage, page: Staff) -> None:
    assert not page.new_template.isVisible()
    turn(stage, page, "templates")
    assert "Neuropsichiatria infantile (NPI)" in said(page)
    press(page, "Modifica")
    page.new_template.click()
    assert [went[:2] for went in stage.went[-2:]] == [("record", page.table.current_id()), ("new", "staff_template")]


def test_minutes_are_opened_from_their_list(stage: Stage, page: Staff) -> None:
    turn(stage, page, "minutes")
    opened: list[str] = []
    stage.context.ways.minutes.connect(opened.append)
    page.table.opened.emit(page.table.current_id())
    assert opened == [page.table.current_id()]
    page.which.choose("sittings")
    page.come_back({"which": "minutes"})
    assert page.place() == {"which": "minutes"}


def test_new_ones_are_begun_from_the_head(stage: Stage, page: Staff) -> None:
    page.new_sitting.click()
    page.new_situation.click()
    assert stage.went[-2:] == [("new", "sitting", {}), ("new", "situation", {})]


def test_the_convocation_is_written_where_it_was_asked(stage: Stage, page: Staff, tmp_path: Path) -> None:
    out = tmp_path / "staff.ics"
    page.write_calendar(page.table.current_id(), out)
    stage.rest()
    assert out.read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")
    assert stage.notices[-1][0] == "Convocazione salvata: staff.ics"


def test_somebody_from_outside_sees_minutes_alone(stage: Stage) -> None:
    session = stage.context.session
    body = {"operator": session.identity.operator, "roles": [Role.ESTERNO.value]}
    stated(session, lambda saying, _database: saying.say(StatementKind.ROLE, body))
    made = Staff(stage.context)
    stage.put(made)
    assert made.kind == "minutes"
    assert made.table.current_id()
    assert not made.new_sitting.isVisible()


@pytest.mark.parametrize("kind", ["sittings", "situations", "minutes", "templates"])
def test_in_a_small_window_nothing_sticks_out_and_everything_has_a_name(stage: Stage, page: Staff, kind: str) -> None:
    turn(stage, page, kind)
    stage.window.resize(*NARROW)
    stage.rest()
    assert cut_sideways(page) == []
    assert unnamed(page) == []


def test_sittings_of_one_place_are_told_apart_and_one_situation_has_its_own_calendar(
    stage: Stage, page: Staff, tmp_path: Path
) -> None:
    session = stage.context.session
    sitting(session, situation(session, subject="Famiglia Gallo"), when="2026-11-02T14:30:00+01:00")
    page.shown()
    stage.rest()
    model = page.table.model()
    names = [str(model.index(at, 0).data()) for at in range(model.rowCount())]
    assert sorted(names) == ["Sede di Gussola · 2026/AA-1", "Sede di Gussola · 2026/AA-2"]
    asked: list[str] = []
    page.agenda.dated.disconnect()
    page.agenda.dated.connect(asked.append)
    (about,) = page.agenda.rows
    action = page.agenda.rows[about].action
    assert action is not None
    action.click()
    assert asked == [about]
    out = tmp_path / "uno.ics"
    page.write_calendar(page.table.current_id(), out, situation=about)
    stage.rest()
    assert minutes_id(page.table.current_id(), about) in out.read_text()
