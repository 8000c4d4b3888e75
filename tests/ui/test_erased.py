# SPDX-License-Identifier: EUPL-1.2
"""The start page of a desk whose archive was erased: what happened, when, by whose word, what to do."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.staged import NARROW
from tests.unit.desk.exchange.office import Office, office_in
from welfaredesk.base.clock import FixedClock
from welfaredesk.base.errors import Fault
from welfaredesk.base.ids import SeededIds
from welfaredesk.crypto.passphrase import TEST_COST
from welfaredesk.desk import closed, erasing, people
from welfaredesk.desk.erasing import Order
from welfaredesk.desk.exchange.shutting import ordered, shut_out
from welfaredesk.ui.app import Program
from welfaredesk.ui.ground import Ground
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.screens.enrol import Enrol
from welfaredesk.ui.screens.erased import Erased, order_words
from welfaredesk.ui.screens.first_start import FirstStartWizard
from welfaredesk.ui.theme import style
from welfaredesk.ui.theme.tokens import ThemeName


@pytest.fixture
def office(qapp: QApplication, tmp_path: Path, clock: FixedClock) -> Iterator[Office]:
    style.apply(qapp, ThemeName.LIGHT)
    with office_in(tmp_path, clock=clock) as opened:
        yield opened


def said(page: Erased) -> str:
    return "\n".join(label.text() for label in page.findChildren(PlainLabel))


def test_an_erased_desk_says_when_and_by_whose_word(qtbot: QtBot, office: Office, clock: FixedClock) -> None:
    first = office.found()
    office.attach(first)
    second = office.enrol(first)
    office.round(second)
    people.revoke(first, second.identity.desk, wipe=True)
    office.round(first)
    with pytest.raises(Fault):
        office.round(second)
    out = shut_out(second)
    assert out is not None
    assert out.wipe
    assert out.by == f"{first.identity.letters}/responsabile"
    order, profile = ordered(out, clock), second.profile
    second.close()
    erasing.erase(profile, order)
    assert erasing.order_of(profile) == order
    ids = SeededIds(5, clock)
    program = Program(Ground(profile=profile, clock=clock, ids=ids, cost=TEST_COST), replace=lambda: None)
    qtbot.addWidget(program.window)
    program.begin()
    page = program.window.page()
    assert isinstance(page, Erased)
    at = clock.now().local()
    assert f"{at:%d/%m/%Y} alle {at.hour}:{at:%M}" in said(page)
    assert f"chi è responsabile (postazione {first.identity.letters})" in said(page)
    assert "Bianchi" not in said(page)
    assert "nuovo invito" in said(page)
    assert program.window.focusWidget() is page.invited_button
    page.invited_button.click()
    assert isinstance(program.window.page(), Enrol)
    program.show_erased()
    page = program.window.page()
    assert isinstance(page, Erased)
    page.anew_button.click()
    assert isinstance(program.window.page(), FirstStartWizard)


def test_what_is_not_known_is_left_out(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    style.apply(qapp, ThemeName.LIGHT)
    assert erasing.order_of(tmp_path) == Order()
    (tmp_path / closed.ERASED).write_bytes(b"")
    assert erasing.order_of(tmp_path) == Order()
    assert order_words(Order()) == "Lo ha ordinato l'ente, revocando questa postazione."
    assert "(postazione" not in order_words(Order("", "AB", "sconosciuto"))
    page = Erased(Order())
    qtbot.addWidget(page)
    page.resize(*NARROW)
    page.show()
    assert "È successo" not in said(page)
    assert not page.horizontalScrollBar().isVisible()


def test_an_erasing_that_was_interrupted_keeps_its_order(tmp_path: Path) -> None:
    order = Order("2026-03-02T09:30:00+01:00", "AB", "responsabile")
    (tmp_path / closed.ERASING).write_bytes(msgspec.json.encode(order))
    assert erasing.go_on(tmp_path)
    assert erasing.order_of(tmp_path) == order
