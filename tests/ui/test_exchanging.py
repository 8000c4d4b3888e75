# SPDX-License-Identifier: EUPL-1.2
"""The exchange behind the window: after a save, on request, backing off, and given up at once by a lock."""

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pytestqt.qtbot import QtBot

from tests.opened import add, giulia
from tests.server_of import AppLine
from tests.ui.served import Served, context_with, rest
from welfaredesk.base.errors import Fault
from welfaredesk.base.exchange_errors import NoLine, NoServer
from welfaredesk.desk.exchange import ledger, schedule
from welfaredesk.desk.session import Session
from welfaredesk.desk.standing import standing_of
from welfaredesk.sync.line import Answer, Counted, LineBroken
from welfaredesk.ui.context import Context

LATEST_AFTER_SAVE = schedule.AFTER_SAVE_MS + schedule.SPREAD_MS


@dataclass
class StuckLine:
    """A line on which no answer comes until it is given up."""

    aim: str = "nowhere"
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


@dataclass
class Lines:
    """Makes lines into the server, and knows what became of them."""

    served: Served
    made: list["WatchedLine"] = field(default_factory=list)

    def make(self, _session: Session) -> "WatchedLine":
        self.made.append(WatchedLine(self.served.line()))
        return self.made[-1]

    @property
    def used(self) -> list["WatchedLine"]:
        return [line for line in self.made if line.counted.requests]


@dataclass
class WatchedLine:
    """A line that knows whether it was closed."""

    line: AppLine
    closed: bool = False
    aim: str = "the server"

    @property
    def counted(self) -> Counted:
        return self.line.counted

    def ask(self, method: str, path: str, *, headers: Mapping[str, str], body: Iterable[bytes] | bytes = b"") -> Answer:
        assert not self.closed
        return self.line.ask(method, path, headers=headers, body=body)

    def close(self) -> None:
        self.closed = True


def test_the_line_lives_from_one_round_to_the_next_until_the_network_changes_or_a_lock(
    qtbot: QtBot, session: Session, served: Served
) -> None:
    served.attach(session)
    lines = Lines(served)
    context = context_with(session, lines.make)
    exchanging = context.exchanging
    rest(qtbot, context)
    exchanging.now()
    rest(qtbot, context)
    assert [line.closed for line in lines.used] == [False]
    assert lines.used[0].counted.requests >= 2
    exchanging.let_line_go()
    assert [line.closed for line in lines.used] == [True]
    exchanging.now()
    rest(qtbot, context)
    assert [line.closed for line in lines.used] == [True, False]
    exchanging.stop()
    assert [line.closed for line in lines.used] == [True, True]
    context.tasks.close()


def test_after_a_fault_the_next_round_has_a_line_of_its_own(qtbot: QtBot, session: Session, served: Served) -> None:
    served.attach(session)
    lines = Lines(served)
    context = context_with(session, lines.make)
    rest(qtbot, context)

    def fail(_session: Session, _line: object) -> None:
        raise NoLine()

    told: list[Fault] = []
    context.exchanging.ask(fail, lambda _none: None, owner=context.tasks, failed=told.append)
    rest(qtbot, context)
    assert [type(fault) for fault in told] == [NoLine]
    assert lines.used[0].closed
    context.exchanging.now()
    rest(qtbot, context)
    assert len(lines.used) == 2
    context.exchanging.stop()
    context.tasks.close()


def test_a_question_to_the_server_needs_one(qtbot: QtBot, context: Context) -> None:
    told: list[Fault] = []
    context.exchanging.ask(lambda _session, _line: 1, lambda _one: None, owner=context.tasks, failed=told.append)
    qtbot.waitUntil(lambda: bool(told))
    assert isinstance(told[0], NoServer)
