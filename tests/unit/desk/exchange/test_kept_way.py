# SPDX-License-Identifier: EUPL-1.2
"""The way that a window keeps: one connection for two rounds, and a new one whenever anything about it is another."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field

import pytest

from tests.unit.sync.small_server import SmallServer, answering, said, serving
from welfaredesk.base.clock import FixedClock
from welfaredesk.desk.exchange.kept_way import KEPT_MS, KeptWay
from welfaredesk.desk.session import Session
from welfaredesk.sync.http_line import HttpLine
from welfaredesk.sync.line import LineBroken

FINE = said("200 OK", b"bene")


@dataclass
class Where:
    """Where the way leads now."""

    url: str
    key: bytes | None = None
    made: list[HttpLine] = field(default_factory=list)

    def make(self, _session: Session) -> HttpLine:
        self.made.append(HttpLine(self.url, self.key))
        return self.made[-1]


@contextmanager
def kept(session: Session) -> Iterator[tuple[KeptWay, Where, SmallServer]]:
    with serving(answering(FINE, FINE, FINE)) as server:
        where = Where(server.url)
        way = KeptWay(session, make=where.make)
        try:
            yield way, where, server
        finally:
            way.let_go()


def ask(way: KeptWay) -> bytes:
    line = way.take()
    assert line is not None
    answer = line.ask("GET", "/v1/server", headers={}).whole()
    way.rest()
    return answer


def test_two_rounds_go_over_one_connection(session: Session) -> None:
    with kept(session) as (way, _, server):
        assert ask(way) == ask(way) == b"bene"
        assert server.connections == 1


@pytest.mark.parametrize(("ms", "connections"), [(KEPT_MS - 1, 1), (KEPT_MS, 2), (-1, 2)])
def test_a_way_that_rested_too_long_by_the_wall_clock_is_left(
    session: Session, clock: FixedClock, ms: int, connections: int
) -> None:
    with kept(session) as (way, _, server):
        ask(way)
        clock.advance(ms=ms)
        assert ask(way) == b"bene"
        assert server.connections == connections


def test_another_key_or_server_takes_another_way(session: Session) -> None:
    with kept(session) as (way, where, first), serving(answering(FINE)) as second:
        ask(way)
        where.key = b"k" * 32
        ask(way)
        assert first.connections == 2
        where.url = second.url
        assert ask(way) == b"bene"
        assert second.connections == 1
        for old in where.made[:2]:
            with pytest.raises(LineBroken):
                old.ask("GET", "/", headers={})


def test_what_is_let_go_is_closed_and_the_next_way_is_new(session: Session) -> None:
    with kept(session) as (way, where, server):
        ask(way)
        way.let_go()
        with pytest.raises(LineBroken):
            where.made[0].ask("GET", "/", headers={})
        assert ask(way) == b"bene"
        assert server.connections == 2


def test_without_a_server_there_is_no_way(session: Session) -> None:
    assert KeptWay(session).take() is None


def test_a_server_that_has_hung_up_meanwhile_is_asked_once_more(session: Session) -> None:
    with serving(answering(FINE)) as server, closing(HttpLine(server.url, None)) as line:
        way = KeptWay(session, make=lambda _session: line)
        assert ask(way) == ask(way) == b"bene"
        assert server.connections == 2
