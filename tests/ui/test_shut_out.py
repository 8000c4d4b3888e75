# SPDX-License-Identifier: EUPL-1.2
"""A desk that the ente shut out: it says so, keeps what could not leave, and erases itself only when asked."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from tests.opened import add
from tests.server_of import server_of
from tests.ui.served import context_with, rest
from tests.unit.desk.exchange.office import Office, office_in, staged
from welfaredesk.base.clock import FixedClock
from welfaredesk.base.ids import packed
from welfaredesk.desk import people
from welfaredesk.desk.session import Session
from welfaredesk.desk.unlocking import has_vault
from welfaredesk.server.limits import Limits
from welfaredesk.server.tables import APART
from welfaredesk.ui.app import Window
from welfaredesk.ui.asked import SystemSignals
from welfaredesk.ui.context import Context
from welfaredesk.ui.lock import Lock
from welfaredesk.ui.screens.exchange import ExchangePage
from welfaredesk.ui.shell import Shell
from welfaredesk.ui.theme import style
from welfaredesk.ui.theme.tokens import ThemeName


@pytest.fixture
def office(qapp: QApplication, tmp_path: Path, clock: FixedClock) -> Iterator[Office]:
    style.apply(qapp, ThemeName.LIGHT)
    with office_in(tmp_path, clock=clock) as opened:
        yield opened


def _two(office: Office) -> tuple[Session, Session]:
    staged(office, _brought)
    first, second = office.desks
    return first, second


def _brought(office: Office) -> str:
    first = office.found()
    office.attach(first)
    office.round(office.enrol(first))
    return ""


@dataclass
class Opened:
    """A desk in its window, as far as the lock; `locked` keeps what the lock said."""

    context: Context
    window: Window
    shell: Shell
    lock: Lock
    locked: list[bool] = field(default_factory=list)


def _open(qtbot: QtBot, office: Office, session: Session) -> Opened:
    context = context_with(session, lambda _session: office.line)
    window, shell = Window(), Shell(context)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show_page(shell)
    window.show()
    opened = Opened(context, window, shell, Lock(shell, SystemSignals()))
    opened.lock.locked.connect(opened.locked.append)
    shell.come_back(None)
    return opened


def test_a_desk_asked_to_be_erased_is_once_everything_has_left(qtbot: QtBot, office: Office) -> None:
    first, second = _two(office)
    profile = second.profile
    people.revoke(first, second.identity.desk, wipe=True)
    office.round(first)
    opened = _open(qtbot, office, second)
    qtbot.waitUntil(lambda: bool(opened.locked), timeout=20_000)
    assert opened.locked == [True]
    assert not has_vault(profile)
    assert not (profile / "files").exists()


def test_a_desk_asked_to_be_erased_leaves_its_work_first_and_is_erased_with_the_receipt(
    qtbot: QtBot, office: Office
) -> None:
    first, second = _two(office)
    add(second, "quick_note", text="Richiamare la scuola")
    people.revoke(first, second.identity.desk, wipe=True)
    office.round(first)
    opened = _open(qtbot, office, second)
    qtbot.waitUntil(lambda: bool(opened.locked), timeout=20_000)
    assert opened.locked == [True]
    assert not has_vault(second.profile)
    with office.server.ledger.reading() as connection:
        assert connection.execute(select(APART.c.desk)).scalars().all() == [packed(second.identity.desk)]


def test_what_could_not_leave_is_kept_until_somebody_decides(qtbot: QtBot, tmp_path: Path, clock: FixedClock) -> None:
    """The server has no room for it: there is no receipt, and the archive stays."""
    full = server_of(tmp_path / "server", clock=clock, limits=Limits(apart=0))
    with full as server, ExitStack() as stack:
        _kept_until_decided(qtbot, Office(tmp_path, clock, server, stack))


def _kept_until_decided(qtbot: QtBot, office: Office) -> None:
    first, second = _two(office)
    add(second, "quick_note", text="Richiamare la scuola")
    people.revoke(first, second.identity.desk, wipe=True)
    office.round(first)
    opened = _open(qtbot, office, second)
    rest(qtbot, opened.context)
    opened.shell.open_screen("exchange")
    rest(qtbot, opened.context)
    page = opened.shell.current()
    assert isinstance(page, ExchangePage)
    assert not opened.locked
    assert page.out.isVisible()
    assert "Salvale su una chiavetta" in page.out.said.text()
    assert "revocato" in page.trouble.words.text()
    page.out.erase_button.click()
    assert page.out.sure.isVisible()
    page.out.sure_button.click()
    assert opened.locked == [True]
    assert not has_vault(second.profile)


def test_a_desk_that_is_only_shut_out_is_never_erased(qtbot: QtBot, office: Office) -> None:
    first, second = _two(office)
    people.revoke(first, second.identity.desk, wipe=False)
    office.round(first)
    opened = _open(qtbot, office, second)
    rest(qtbot, opened.context)
    opened.context.ways.erase.emit()
    assert not opened.locked
    opened.shell.open_screen("exchange")
    rest(qtbot, opened.context)
    page = opened.shell.current()
    assert isinstance(page, ExchangePage)
    assert page.out.isVisible()
    assert not page.out.erase_button.isVisible()
    opened.lock.leave()
    assert has_vault(second.profile)


def test_a_desk_in_order_cannot_be_erased(qtbot: QtBot, office: Office) -> None:
    first, _second = _two(office)
    opened = _open(qtbot, office, first)
    rest(qtbot, opened.context)
    opened.context.ways.erase.emit()
    assert not opened.locked
    opened.lock.leave()
    assert has_vault(first.profile)
