# SPDX-License-Identifier: EUPL-1.2
"""Amministrazione: who works here, in which groups, on which desks, and what each may do there."""

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QScrollArea
from pytestqt.qtbot import QtBot

from tests.opened import giulia
from tests.ui.served import Served, rest
from tests.ui.staged import NARROW, Stage, cut_sideways, stray_windows, unnamed
from welfaredesk.desk.invitations import made_here
from welfaredesk.desk.people import desks, end_of, groups, operators, stated
from welfaredesk.desk.people_pages import Powers, circles, powers, roles_to_give
from welfaredesk.domain.statement import Role, StatementKind
from welfaredesk.ui.app import Window
from welfaredesk.ui.context import Context
from welfaredesk.ui.screens.people import People
from welfaredesk.ui.screens.people_circles import CirclesPart
from welfaredesk.ui.screens.people_desks import DesksPart
from welfaredesk.ui.screens.people_groups import GroupsPart
from welfaredesk.ui.screens.people_invite import InvitePart
from welfaredesk.ui.screens.people_part import CIRCLES, DESKS, GROUPS, INVITE, PARTS, PEOPLE
from welfaredesk.ui.screens.people_persons import PersonsPart
from welfaredesk.ui.shell import Shell


def _page(qtbot: QtBot, context: Context) -> tuple[Stage, People]:
    stage, page = Stage(qtbot, context), People(context)
    stage.put(page)
    rest(qtbot, context)
    return stage, page


def _turn(qtbot: QtBot, context: Context, page: People, key: str) -> None:
    page.turn_to(key)
    rest(qtbot, context)


def test_the_persons_stand_with_roles_groups_and_desks(qtbot: QtBot, context: Context) -> None:
    stage, page = _page(qtbot, context)
    part = page.part(PEOPLE)
    assert isinstance(part, PersonsPart)
    assert part.detail.title.text() == "Bianchi, Lucia"
    model = part.table.model()
    assert str(model.index(0, 1).data()) == "operatore, responsabile, amministratore"
    assert "Servizio sociale di base" in str(model.index(0, 2).data())
    assert "Personale" not in str(model.index(0, 2).data())
    part.invite_button.click()
    rest(qtbot, context)
    assert page.key == INVITE
    assert not stray_windows(stage.window)


def test_roles_are_ticked_and_kept(qtbot: QtBot, context: Context) -> None:
    _stage, page = _page(qtbot, context)
    part = page.part(PEOPLE)
    assert isinstance(part, PersonsPart)
    part.change_roles(context.session.identity.operator)
    part.ticks[Role.CASE_MANAGER].setChecked(True)
    part.keep_button.click()
    rest(qtbot, context)
    assert Role.CASE_MANAGER in operators(context.session)[0].roles
    assert Role.CASE_MANAGER in context.session.identity.roles
    assert part.sheet is None


def test_the_last_responsible_stays_one(qtbot: QtBot, context: Context) -> None:
    _stage, page = _page(qtbot, context)
    part = page.part(PEOPLE)
    assert isinstance(part, PersonsPart)
    part.change_roles(context.session.identity.operator)
    part.ticks[Role.RESPONSABILE].setChecked(False)
    part.keep_button.click()
    rest(qtbot, context)
    assert part.sheet is not None
    assert Role.RESPONSABILE in operators(context.session)[0].roles


def test_somebody_without_a_role_is_not_kept(qtbot: QtBot, context: Context) -> None:
    _stage, page = _page(qtbot, context)
    part = page.part(PEOPLE)
    assert isinstance(part, PersonsPart)
    part.change_roles(context.session.identity.operator)
    for tick in part.ticks.values():
        tick.setChecked(False)
    part.keep_button.click()
    rest(qtbot, context)
    assert part.sheet is not None
    assert Role.OPERATORE in operators(context.session)[0].roles


def test_a_new_group_has_its_maker_as_first_member(qtbot: QtBot, context: Context) -> None:
    stage, page = _page(qtbot, context)
    _turn(qtbot, context, page, GROUPS)
    part = page.part(GROUPS)
    assert isinstance(part, GroupsPart)
    part.new_group()
    part.name.setText("Tutela minori")
    part.name.returnPressed.emit()
    rest(qtbot, context)
    made = next(one for one in groups(context.session) if one.name == "Tutela minori")
    assert list(made.members.values()) == ["Bianchi, Lucia"]
    assert stage.notices[-1][0] == "Gruppo creato."


def test_a_group_needs_a_name(qtbot: QtBot, context: Context) -> None:
    _stage, page = _page(qtbot, context)
    _turn(qtbot, context, page, GROUPS)
    part = page.part(GROUPS)
    assert isinstance(part, GroupsPart)
    before = len(groups(context.session))
    part.new_group()
    part.name.returnPressed.emit()
    rest(qtbot, context)
    assert part.sheet is not None
    assert len(groups(context.session)) == before


def test_the_degrees_of_reserve_say_who_receives_them(qtbot: QtBot, context: Context) -> None:
    giulia(context.session)
    _stage, page = _page(qtbot, context)
    _turn(qtbot, context, page, CIRCLES)
    part = page.part(CIRCLES)
    assert isinstance(part, CirclesPart)
    ordinary, reserved = circles(context.session)
    assert ordinary.cartelle == 1
    assert dict(ordinary.groups)["Servizio sociale di base"] == 1
    assert reserved.cartelle == 0
    words = [one.accessibleName() for one in part.findChildren(type(part.head.title))]
    assert "Parte riservata" in words
    assert "1 cartella su questa postazione" in words


def test_a_desk_is_shut_out_only_after_honest_words(qtbot: QtBot, joined: Context) -> None:
    _stage, page = _page(qtbot, joined)
    _turn(qtbot, joined, page, DESKS)
    part = page.part(DESKS)
    assert isinstance(part, DesksPart)
    (line,) = desks(joined.session)
    part.ask_revoking(line, wipe=True)
    assert part.sheet is not None
    words = " ".join(one.accessibleName() for one in part.sheet.findChildren(type(part.head.title)))
    assert "Se non si collega più, non si cancella niente" in words
    (area,) = part.sheet.findChildren(QScrollArea)
    qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() == 0)
    assert part.sheet.height() > part.sheet.panel.height()
    # A second Enter does not do what cannot be undone.
    held = part.window().focusWidget()
    assert held is not None
    with qtbot.waitSignal(part.sheet.closed):
        QTest.keyClick(held, Qt.Key.Key_Return)
    rest(qtbot, joined)
    assert not desks(joined.session)[0].revoked
    assert part.detail.title.text() == "Postazione AA"


def test_without_a_server_an_invitation_leads_to_the_settings(qtbot: QtBot, context: Context) -> None:
    stage, page = _page(qtbot, context)
    _turn(qtbot, context, page, INVITE)
    part = page.part(INVITE)
    assert isinstance(part, InvitePart)
    assert part.solo.isVisible()
    part.solo.action.click()
    assert ("screen", "settings") in stage.went


def test_a_second_desk_of_ones_own_asks_for_nothing_else(qtbot: QtBot, joined: Context) -> None:
    _stage, page = _page(qtbot, joined)
    _turn(qtbot, joined, page, INVITE)
    part = page.part(INVITE)
    assert isinstance(part, InvitePart)
    part.form.which.chip("me").click()
    assert part.form.surname_field.isHidden()
    part.make()
    rest(qtbot, joined)
    assert part.made.isVisible()
    assert part.made.picture.sizeHint().width() > 100
    assert part.made.title.text() == "Invito per Lucia Bianchi"


def test_a_name_that_is_missing_stops_an_invitation(qtbot: QtBot, joined: Context) -> None:
    _stage, page = _page(qtbot, joined)
    _turn(qtbot, joined, page, INVITE)
    part = page.part(INVITE)
    assert isinstance(part, InvitePart)
    part.make()
    assert not part.form.surname_field.problem.isHidden()
    assert not part.made.isVisible()


def test_a_broken_line_is_told_beside_the_requests(qtbot: QtBot, joined: Context, served: Served) -> None:
    _stage, page = _page(qtbot, joined)
    _turn(qtbot, joined, page, INVITE)
    part = page.part(INVITE)
    assert isinstance(part, InvitePart)
    served.broken = True
    part.look()
    rest(qtbot, joined)
    assert "si è interrotta" in part.requests.trouble.words.text()


@pytest.mark.parametrize("key", list(PARTS))
def test_every_part_fits_at_twice_the_size(qtbot: QtBot, joined: Context, key: str) -> None:
    stage, page = _page(qtbot, joined)
    _turn(qtbot, joined, page, key)
    stage.window.resize(*NARROW)
    rest(qtbot, joined)
    stage.rest()
    assert not cut_sideways(page.part(key))
    assert not unnamed(page.part(key))
    assert not stray_windows(stage.window)


def test_the_place_of_the_page_is_its_part(qtbot: QtBot, context: Context) -> None:
    _stage, page = _page(qtbot, context)
    _turn(qtbot, context, page, DESKS)
    assert page.place() == {"part": DESKS}
    page.come_back({"part": GROUPS})
    assert page.key == GROUPS
    page.come_back({"part": "no"})
    assert page.key == PEOPLE


def _roles(context: Context, role: Role) -> dict[str, Any]:
    return {"operator": context.session.identity.operator, "roles": [role.value]}


@pytest.fixture
def without_cases(request: pytest.FixtureRequest, qtbot: QtBot, context: Context) -> Context:
    """Return the desk of an operator who has only the role of the parameter any more."""
    stated(context.session, lambda saying, _database: saying.say(StatementKind.ROLE, _roles(context, request.param)))
    assert context.session.identity.roles == (request.param,)
    return context


@pytest.mark.parametrize("without_cases", [Role.AMMINISTRATORE, Role.DPO], indirect=True)
def test_whoever_reads_no_cartella_is_offered_none(qtbot: QtBot, without_cases: Context) -> None:
    window, shell = Window(), Shell(without_cases)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show_page(shell)
    window.show()
    shell.come_back(None)
    rest(qtbot, without_cases)
    assert set(shell.rail.buttons) == {"quick_notes", "resources", "people", "settings"}
    without_cases.ways.cartella.emit("x")
    without_cases.ways.quick_contact.emit()
    rest(qtbot, without_cases)
    here = shell.current()
    assert here is not None
    assert here.name not in {"cartella", "cartelle", "today"}
    labels = [hit.label for hit in shell.finding.actions("")]
    assert "Accesso rapido" not in labels
    assert "Nuova persona" not in labels
    shell.cover()


@pytest.mark.parametrize("without_cases", [Role.DPO], indirect=True)
def test_a_dpo_leads_nobody(qtbot: QtBot, without_cases: Context) -> None:
    may = powers(without_cases.session)
    assert may == Powers(invites=False, makes_groups=False, sets_roles=False, leads=False)
    _stage, page = _page(qtbot, without_cases)
    part = page.part(PEOPLE)
    assert isinstance(part, PersonsPart)
    assert not part.invite_button.isVisible()
    assert [one.label() for one in part.detail.deeds.findChildren(type(part.invite_button))] == ["Scheda"]


@pytest.mark.parametrize("without_cases", [Role.COORDINATORE], indirect=True)
def test_a_coordinatore_is_offered_the_roles_he_may_give_and_told_of_the_others(
    qtbot: QtBot, without_cases: Context
) -> None:
    stage, part = Stage(qtbot, without_cases), InvitePart(without_cases)
    laid = stage.window.layout()
    assert laid is not None
    laid.addWidget(part)
    part.show()
    part.form.show()
    part.both.show()
    part.form.offer([], roles=roles_to_give(without_cases.session))
    stage.rest()
    shown = {role for role, tick in part.form.roles.items() if tick.isVisible()}
    assert shown == {Role.OPERATORE, Role.ESTERNO}
    assert part.form.roles_some.isVisible()
    assert part.form.which.isVisible()


def test_who_is_only_from_outside_is_asked_for_a_last_day_and_no_group(qtbot: QtBot, joined: Context) -> None:
    stage, part = Stage(qtbot, joined), InvitePart(joined)
    laid = stage.window.layout()
    assert laid is not None
    laid.addWidget(part)
    part.show()
    part.ask()
    rest(qtbot, joined)
    form = part.form
    form.surname.setText("Moretti")
    form.name.setText("Chiara")
    assert form.groups_field.isVisible()
    assert not form.until_field.isVisible()
    form.roles[Role.ESTERNO].setChecked(True)
    assert form.groups_field.isVisible()
    form.roles[Role.OPERATORE].setChecked(False)
    assert not form.groups_field.isVisible()
    assert form.outside_said.isVisible()
    assert not form.ready()
    assert "ultimo giorno" in form.until_field.problem.words.text()
    form.until.set_day(date(2026, 12, 31))
    part.make()
    rest(qtbot, joined)
    assert part.made.isVisible()
    (kept,) = made_here(joined.session.vault.read()).values()
    assert (kept.roles, kept.until_ms) == ([Role.ESTERNO], end_of(joined.session, date(2026, 12, 31)))


def test_the_roles_of_who_goes_on_from_outside_are_kept_with_a_last_day(qtbot: QtBot, joined: Context) -> None:
    session = joined.session
    stage, page = _page(qtbot, joined)
    part = page.part(PEOPLE)
    assert isinstance(part, PersonsPart)
    me = session.identity.operator
    part.change_roles(me)
    stage.rest()
    assert not part.until_field.isVisible()
    for role, tick in part.ticks.items():
        tick.setChecked(role is Role.ESTERNO)
    assert part.until_field.isVisible()
    part.keep_button.click()
    rest(qtbot, joined)
    assert not part.until_field.problem.isHidden()
    assert session.read_roster().has_role(me, Role.RESPONSABILE)
