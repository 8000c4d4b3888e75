# SPDX-License-Identifier: EUPL-1.2
"""Accessi: the accesses of a period, filtered, linked to a person later, turned into a referral."""

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.opened import add, giulia
from tests.ui.staged import NARROW, Stage, cut_sideways, unnamed
from welfaredesk.base.clock import FixedClock
from welfaredesk.desk import contacts, records, referrals
from welfaredesk.ui.context import Context
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.chip import Chip
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.screens.contacts import BECOME, LINK_TO, Contacts

DAY_MS = 86_400_000


@pytest.fixture
def stage(qtbot: QtBot, context: Context, clock: FixedClock) -> Stage:
    """Return a stage over an access of three days ago and two of today."""
    session = context.session
    giulia(session)
    clock.advance(ms=-3 * DAY_MS)
    contacts.register_contact(
        session, {"who": "Parrocchia", "channel": "email", "needs": ["food"], "comune": "Piadena Drizzona"}
    )
    clock.advance(ms=3 * DAY_MS)
    contacts.register_contact(
        session, {"who": "Bini", "channel": "phone", "needs": ["digital_help"], "note": "SPID", "comune": "Bozzolo"}
    )
    return Stage(qtbot, context)


@pytest.fixture
def page(stage: Stage) -> Contacts:
    made = Contacts(stage.context)
    stage.put(made)
    return made


def _press(page: Contacts, label: str) -> None:
    [button] = [one for one in page.detail.findChildren(Button) if one.label() == label and one.isVisibleTo(page)]
    button.click()


def _rows(page: Contacts) -> int:
    return page.table.model().rowCount()


def test_the_period_decides_what_is_listed(stage: Stage, page: Contacts) -> None:
    assert _rows(page) == 2
    page.period.chip("1").click()
    stage.rest()
    assert _rows(page) == 1
    assert page.page.head.said.text() == "1 accesso · 1 con aiuto digitale"


def test_comune_and_channel_filter(stage: Stage, page: Contacts) -> None:
    page.comune.set_code("Piadena Drizzona")
    page.comune.changed.emit("Piadena Drizzona")
    assert _rows(page) == 1
    page.channel.set_code("phone")
    page.channel.changed.emit("phone")
    assert _rows(page) == 0
    assert page.page.empty.isVisible()


def test_half_a_word_in_a_filter_lets_nothing_else_through(stage: Stage, page: Contacts) -> None:
    page.comune.set_code("Piadena Drizzona")
    page.comune.changed.emit("Piadena Drizzona")
    page.comune.setText("Piad")
    page.touched(frozenset())
    page.shown()
    stage.rest()
    assert _rows(page) == 1
    assert page.place()["comune"] == "Piadena Drizzona"


def test_an_access_is_linked_to_a_person_and_unlinked(stage: Stage, page: Contacts) -> None:
    person = add(stage.context.session, "person", surname="Bini", name="Carla", comune="Bozzolo")
    page.shown()
    stage.rest()
    contact = page.table.current_id()
    _press(page, LINK_TO)
    QTest.keyClicks(page.person, "bini")
    page.person.pick(page.person.list.hits()[0])
    stage.rest()
    assert records.show(stage.context.session, contact).values["person"]["id"] == person
    stage.undo()
    assert "person" not in records.show(stage.context.session, contact).values


def test_who_is_being_picked_stays_as_typed_when_something_is_saved_elsewhere(stage: Stage, page: Contacts) -> None:
    _press(page, LINK_TO)
    QTest.keyClicks(page.person, "bin")
    add(stage.context.session, "person", surname="Altri")
    page.touched(frozenset())
    stage.rest()
    assert page.link_box.isVisible()
    assert page.person.text() == "bin"


def test_an_access_becomes_a_referral(stage: Stage, page: Contacts) -> None:
    contact = page.table.current_id()
    _press(page, BECOME)
    assert page.sheet is not None
    assert page.sheet.values()["content"] == "SPID"
    page.sheet.editors["source"].set_value("relative")
    page.sheet.save()
    stage.rest()
    [line] = referrals.to_answer(stage.context.session)
    assert (line.who, line.comune) == ("Bini", "Bozzolo")
    assert records.show(stage.context.session, contact).values["outcome"] == "referral"


def test_an_access_in_the_diary_shows_the_cautions_of_its_person(
    stage: Stage, page: Contacts, clock: FixedClock
) -> None:
    clock.advance(ms=60_000)
    person = giulia(stage.context.session)
    contacts.register_contact(stage.context.session, {"person": {"id": person}, "note": "Passa a salutare"})
    page.shown()
    stage.rest()
    page.table.selectRow(0)
    stage.rest()
    chips = [chip.text() for chip in page.detail.findChildren(Chip) if chip.isVisibleTo(page)]
    assert chips == ["Indirizzo protetto", "Non telefonare a casa"]


def test_what_was_said_is_shown_as_typed(stage: Stage, page: Contacts, clock: FixedClock) -> None:
    clock.advance(ms=60_000)
    contacts.register_contact(stage.context.session, {"who": "<b>Bini</b>", "note": "<i>&amp;</i>"})
    page.shown()
    stage.rest()
    page.table.selectRow(0)
    stage.rest()
    assert page.detail.title.text() == "<b>Bini</b>"
    assert "<i>&amp;</i>" in {label.text() for label in page.detail.findChildren(PlainLabel)}


def test_the_filters_come_back_after_a_lock(stage: Stage, page: Contacts) -> None:
    page.period.choose("30")
    page.channel.set_code("email")
    again = Contacts(stage.context)
    again.come_back(page.place())
    assert (again.period.code(), again.channel.code()) == ("30", "email")


def test_the_detail_goes_under_the_list_where_there_is_no_room(stage: Stage, page: Contacts) -> None:
    assert page.page.beside.wide
    stage.window.resize(*NARROW)
    stage.qtbot.waitUntil(lambda: not page.page.beside.wide and not cut_sideways(page))
    assert not unnamed(page)
