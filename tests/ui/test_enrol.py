# SPDX-License-Identifier: EUPL-1.2
"""Ho un invito: two screens, the same six words, and the cartelle that arrive once they are confirmed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.opened import giulia
from tests.ui.served import URL, Served, context_with, rest
from tests.ui.staged import Stage
from welfaredesk.base.clock import FixedClock
from welfaredesk.base.ids import SeededIds
from welfaredesk.crypto.passphrase import TEST_COST
from welfaredesk.desk import people
from welfaredesk.desk.lists import find_people
from welfaredesk.desk.session import Session
from welfaredesk.domain.statement import Role
from welfaredesk.ui.context import Context
from welfaredesk.ui.ground import Ground
from welfaredesk.ui.screens.enrol import Enrol
from welfaredesk.ui.screens.people_invite import InvitePart

PHRASE = "la frase del collega nuovo"
LONG = 20_000


@pytest.fixture
def enrol(qtbot: QtBot, clock: FixedClock, served: Served, tmp_path: Path) -> Iterator[Enrol]:
    ground = Ground(profile=tmp_path / "collega", clock=clock, ids=SeededIds(7, clock), cost=TEST_COST)
    page = Enrol(ground, line=served.line())
    qtbot.addWidget(page)
    page.resize(900, 700)
    page.show()
    yield page
    page.give_up()


def _invited(qtbot: QtBot, joined: Context) -> InvitePart:
    """Return the page of a colleague who made an invitation for Paolo Sala."""
    stage, part = Stage(qtbot, joined), InvitePart(joined)
    laid = stage.window.layout()
    assert laid is not None
    laid.addWidget(part)
    part.show()
    part.ask()
    rest(qtbot, joined)
    part.form.surname.setText("Sala")
    part.form.name.setText("Paolo")
    for tick in part.form.groups.values():
        tick.setChecked(True)
    part.make()
    rest(qtbot, joined)
    return part


def _asks(qtbot: QtBot, enrol: Enrol, part: InvitePart, joined: Context) -> None:
    """Type the invitation and a phrase, and wait for the six words on both screens."""
    enrol.invitation.address.setText(part.made.words().replace("\n", " "))
    enrol.go_on()
    enrol.phrase.phrase.line.setText(PHRASE)
    enrol.phrase.phrase.again.setText(PHRASE)
    enrol.go_on()
    qtbot.waitUntil(lambda: enrol.page() is enrol.words, timeout=LONG)
    part.look()
    rest(qtbot, joined)


def test_three_lines_pasted_together_are_parted(enrol: Enrol, served: Served) -> None:
    enrol.invitation.address.setText(f"{URL} {served.fingerprint} abcd efgh ijkl")
    assert enrol.invitation.address.text() == URL
    assert enrol.invitation.fingerprint.text() == served.fingerprint
    assert enrol.invitation.code.text() == "abcd efgh ijkl"


def test_what_is_missing_is_said_beside_its_field(enrol: Enrol) -> None:
    enrol.go_on()
    assert enrol.page() is enrol.invitation
    assert not enrol.invitation.code_field.problem.isHidden()
    enrol.invitation.address.setText(URL)
    enrol.invitation.fingerprint.setText("12ab")
    enrol.invitation.code.setText("abcd")
    enrol.go_on()
    assert "Sono 4" in enrol.invitation.print_field.problem.words.text()
    assert enrol.page() is enrol.invitation


def test_a_wrong_code_is_told_and_nothing_is_lost(qtbot: QtBot, enrol: Enrol, joined: Context, served: Served) -> None:
    enrol.invitation.address.setText(f"{URL} {served.fingerprint} abcd efgh ijkl mnpq rstu vwxy")
    enrol.go_on()
    enrol.phrase.phrase.line.setText(PHRASE)
    enrol.phrase.phrase.again.setText(PHRASE)
    enrol.go_on()
    qtbot.waitUntil(lambda: not enrol.trouble.isHidden(), timeout=LONG)
    assert "codice di invito" in enrol.trouble.words.text()
    assert enrol.page() is enrol.invitation
    assert enrol.phrase.phrase.phrase() == PHRASE


def test_six_equal_words_let_a_colleague_in_and_the_cartelle_arrive(
    qtbot: QtBot, enrol: Enrol, joined: Context, served: Served
) -> None:
    giulia(joined.session)
    joined.exchanging.now()
    rest(qtbot, joined)
    part = _invited(qtbot, joined)
    assert part.made.isVisible()
    opened: list[Session] = []
    enrol.opened.connect(opened.append)
    _asks(qtbot, enrol, part, joined)
    (request,) = part.requests.buttons
    shown = [label.text() for label in part.requests.findChildren(type(enrol.words.words))]
    assert len(enrol.words.words.text().split()) == 6
    assert enrol.words.words.text() in shown
    part.requests.buttons[request][0].click()
    rest(qtbot, joined)
    qtbot.waitUntil(lambda: bool(opened), timeout=LONG)
    (session,) = opened
    assert [one.name for one in people.operators(joined.session)] == ["Bianchi, Lucia", "Sala, Paolo"]
    assert session.identity.roles == (Role.OPERATORE,)
    colleague = context_with(session, served.make)
    rest(qtbot, colleague)
    assert colleague.exchanging.state.fault is None
    assert [line.name for line in find_people(session, "ferrari")] == ["Ferrari, Giulia"]
    colleague.exchanging.stop()
    colleague.tasks.close()
    session.close()


def test_a_refused_request_is_told_with_what_to_do(qtbot: QtBot, enrol: Enrol, joined: Context) -> None:
    part = _invited(qtbot, joined)
    _asks(qtbot, enrol, part, joined)
    (request,) = part.requests.buttons
    part.requests.buttons[request][1].click()
    rest(qtbot, joined)
    qtbot.waitUntil(lambda: not enrol.trouble.isHidden(), timeout=LONG)
    assert "rifiutata" in enrol.trouble.words.text()
    assert enrol.page() is enrol.invitation
    assert part.requests.nobody.isVisible()


def test_esc_leads_back_to_the_founding(qtbot: QtBot, enrol: Enrol) -> None:
    with qtbot.waitSignal(enrol.left) as left:
        enrol.go_back()
    assert left.signal_triggered


def test_whoever_waits_may_go_back_and_come_again_with_the_same_words(
    qtbot: QtBot, enrol: Enrol, joined: Context
) -> None:
    part = _invited(qtbot, joined)
    _asks(qtbot, enrol, part, joined)
    words = enrol.words.words.text()
    enrol.go_back()
    qtbot.waitUntil(lambda: enrol.page() is enrol.invitation, timeout=LONG)
    enrol.go_on()
    enrol.go_on()
    qtbot.waitUntil(lambda: enrol.page() is enrol.words, timeout=LONG)
    assert enrol.words.words.text() == words
