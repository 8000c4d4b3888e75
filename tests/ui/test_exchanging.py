# SPDX-License-Identifier: EUPL-1.2
"""The exchange behind the window: after a save, on request, backing off, and given up at once by a lock."""

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pytestqt.qtbot import QtBot

from tests.opened import add, giulia
from tests.ui.served import Served, context_with, rest
from welfaredesk.base.errors import Fault
from welfaredesk.base.exchange_errors import NoServer
from welfaredesk.desk.exchange import ledger, schedule
from welfaredesk.desk.session import Session
from welfaredesk.desk.standing import standing_of
from welfaredesk.sync.line import Answer, Counted, LineBroken
from welfaredesk.ui.context import Context

LATEST_AFTER_SAVE = schedule.AFTER_SAVE_MS + schedule.SPREAD_MS


@dataclass
class StuckLine:
    """A line on which no answer comes until it is given up."""

    counted: Counted = field(default_factory=Counted)
    asked: threading.Event = field(default_factory=threading.Event)
    given_up: threading.Event = field(default_factory=threading.Event)

    def ask(self, method: str, path: str, *, headers: Mapping[str, str], body: Iterable[bytes] | bytes = b"") -> Answer:
        """Wait until the line is given up."""
        self.asked.set()
        self.given_up.wait(30)
        raise LineBroken()

    def close(self) -> None:
        """Give the line up."""
        self.given_up.set()


def test_a_desk_without_a_server_does_nothing(qtbot: QtBot, context: Context) -> None:
    exchanging = context.exchanging
    exchanging.start()
    exchanging.now()
    assert not exchanging.busy
    assert not exchanging.state.connected
    giulia(context.session)
    qtbot.waitUntil(lambda: exchanging.next_in_ms == -1)


def test_a_round_runs_at_once_and_the_next_is_planned(joined: Context) -> None:
    state = joined.exchanging.state
    assert state.connected
    assert state.fault is None
    assert state.last == ledger.last_exchange(joined.session)
    assert LATEST_AFTER_SAVE < joined.exchanging.next_in_ms <= schedule.IDLE_MS


def test_a_save_leaves_twenty_to_thirty_seconds_later(qtbot: QtBot, joined: Context) -> None:
    giulia(joined.session)
    qtbot.waitUntil(lambda: joined.exchanging.next_in_ms <= LATEST_AFTER_SAVE)
    assert standing_of(joined.session).unsent > 0
    joined.exchanging.now()
    rest(qtbot, joined)
    assert standing_of(joined.session).unsent == 0


def test_a_save_while_a_round_runs_is_not_forgotten(qtbot: QtBot, joined: Context) -> None:
    joined.exchanging.now()
    add(joined.session, "quick_note", text="Richiamare la scuola")
    rest(qtbot, joined)
    assert joined.exchanging.next_in_ms <= LATEST_AFTER_SAVE or standing_of(joined.session).unsent == 0


def test_a_broken_line_is_kept_and_tried_again(qtbot: QtBot, joined: Context, served: Served) -> None:
    before = joined.exchanging.state.last
    served.broken = True
    joined.exchanging.now()
    rest(qtbot, joined)
    state = joined.exchanging.state
    assert state.fault is not None
    assert state.fault.code == "no_line"
    assert state.since == joined.clock.now()
    assert state.last == before
    assert 0 < joined.exchanging.next_in_ms <= schedule.FIRST_PAUSE_MS
    served.broken = False
    joined.exchanging.line_returned()
    assert joined.exchanging.next_in_ms < schedule.FIRST_PAUSE_MS // 2
    joined.exchanging.now()
    rest(qtbot, joined)
    assert joined.exchanging.state.fault is None


def test_a_lock_gives_up_a_round_that_waits(qtbot: QtBot, session: Session, served: Served) -> None:
    served.attach(session)
    stuck = StuckLine()
    context = context_with(session, lambda _session: stuck)
    qtbot.waitUntil(stuck.asked.is_set)
    assert context.exchanging.state.running
    context.exchanging.stop()
    assert stuck.given_up.is_set()
    assert not context.exchanging.busy
    context.exchanging.now()
    assert not context.exchanging.busy
    context.tasks.close()


def test_a_question_to_the_server_needs_one(qtbot: QtBot, context: Context) -> None:
    told: list[Fault] = []
    context.exchanging.ask(lambda _session, _line: 1, lambda _one: None, owner=context.tasks, failed=told.append)
    qtbot.waitUntil(lambda: bool(told))
    assert isinstance(told[0], NoServer)
