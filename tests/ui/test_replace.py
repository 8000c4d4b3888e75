# SPDX-License-Identifier: EUPL-1.2
"""Il PC di prima non c'è più: the sheets, the address and the letters bring the desk back, in the window."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.opened import PASSPHRASE, giulia
from tests.ui.served import URL, Served, context_with, rest
from welfaredesk.base.clock import FixedClock
from welfaredesk.base.ids import SeededIds
from welfaredesk.crypto.passphrase import TEST_COST
from welfaredesk.desk.exchange.round import exchange
from welfaredesk.desk.founding import Drawn, FirstStart, draw, found
from welfaredesk.desk.lists import find_people
from welfaredesk.desk.naming import name_ente
from welfaredesk.desk.session import Session, open_session
from welfaredesk.ui.ground import Ground
from welfaredesk.ui.screens.first_start import FirstStartWizard
from welfaredesk.ui.screens.people_invite import InvitePart
from welfaredesk.ui.screens.replace import Replace

PHRASE = "la frase del PC nuovo"
LONG = 20_000


@pytest.fixture
def drawn(ids: SeededIds) -> Drawn:
    """Return the sheets of the ente."""
    return draw(ids, alone=False)


@pytest.fixture
def burned(profile: Path, served: Served, drawn: Drawn, clock: FixedClock, ids: SeededIds) -> Session:
    """Return what had left a PC that is no more."""
    start = FirstStart(ente="Ente di prova", surname="Bianchi", name="Lucia", passphrase=PASSPHRASE)
    found(profile, start, clock=clock, ids=ids, cost=TEST_COST, drawn=drawn)
    session = open_session(profile, PASSPHRASE, clock=clock, ids=ids)
    name_ente(session, start)
    giulia(session)
    served.attach(session)
    exchange(session, line=served.line())
    session.close()
    return session


@pytest.fixture
def page(qtbot: QtBot, burned: Session, clock: FixedClock, served: Served, tmp_path: Path) -> Iterator[Replace]:
    """Give the page on another PC."""
    ground = Ground(profile=tmp_path / "new-pc", clock=clock, ids=SeededIds(7, clock), cost=TEST_COST)
    page = Replace(ground, line=served.line())
    qtbot.addWidget(page)
    page.resize(900, 700)
    page.show()
    yield page
    assert not page.busy


def _fill(qtbot: QtBot, page: Replace, served: Served, shares: list[str], *, letters: str = "") -> None:
    page.gone.address.setText(URL)
    page.gone.fingerprint.setText(served.fingerprint)
    page.gone.letters.setText(letters)
    page.go_on()
    for box, share in zip(page.sheets.boxes, shares, strict=False):
        box.editor.setPlainText(share)
    page.go_on()
    page.phrase.phrase.line.setText(PHRASE)
    page.phrase.phrase.again.setText(PHRASE)
    page.go_on()
    qtbot.waitUntil(lambda: not page.busy, timeout=LONG)


def test_two_sheets_bring_back_what_had_left(
    qtbot: QtBot, page: Replace, served: Served, drawn: Drawn, burned: Session
) -> None:
    opened: list[Session] = []
    page.opened.connect(opened.append)
    _fill(qtbot, page, served, list(drawn.shares[:2]), letters="aa")
    (session,) = opened
    assert page.sheets.shares() == []
    context = context_with(session, served.make)
    rest(qtbot, context)
    context.exchanging.now()
    rest(qtbot, context)
    assert session.identity.operator == burned.identity.operator
    assert [line.name for line in find_people(session, "ferrari")] == ["Ferrari, Giulia"]
    part = InvitePart(context)
    qtbot.addWidget(part)
    part.ask()
    rest(qtbot, context)
    part.form.which.choose("me")
    part.make()
    rest(qtbot, context)
    # A further desk of one's own, whatever the desk was called when it was made again.
    assert part.made.title.text() == "Invito per Lucia Bianchi"
    assert len(session.read_roster().operators) == 1
    context.exchanging.stop()
    context.tasks.close()
    session.close()


def test_one_sheet_of_two_is_told_and_the_words_stay(qtbot: QtBot, page: Replace, served: Served, drawn: Drawn) -> None:
    _fill(qtbot, page, served, [drawn.shares[0]])
    assert not page.trouble.isHidden()
    assert page.on_button.isEnabled()
    assert page.sheets.shares() == [drawn.shares[0]]
    page.go_back()
    page.sheets.boxes[1].editor.setPlainText("parole qualsiasi")
    page.go_on()
    assert page.page() is page.sheets


def test_what_is_missing_is_said_and_back_leads_out(qtbot: QtBot, page: Replace, served: Served) -> None:
    page.go_on()
    assert page.page() is page.gone
    assert not page.gone.address_field.problem.isHidden()
    page.gone.address.setText(URL)
    page.gone.fingerprint.setText(served.fingerprint)
    page.go_on()
    assert page.page() is page.sheets
    page.go_on()
    assert page.page() is page.sheets
    assert not page.sheets.boxes[0].field.problem.isHidden()
    page.go_back()
    with qtbot.waitSignal(page.left):
        page.go_back()


def test_the_first_page_leads_there(qtbot: QtBot, clock: FixedClock, tmp_path: Path) -> None:
    ground = Ground(profile=tmp_path / "empty", clock=clock, ids=SeededIds(7, clock), cost=TEST_COST)
    wizard = FirstStartWizard(ground)
    qtbot.addWidget(wizard)
    wizard.show()
    wizard.welcome.gone.setChecked(True)
    with qtbot.waitSignal(wizard.replaced):
        wizard.go_on()
