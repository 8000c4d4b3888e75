# SPDX-License-Identifier: EUPL-1.2
"""A desk of a window with a server in the same process: its ente attached, its exchange over a line without sockets."""

from collections.abc import Callable
from dataclasses import dataclass

from pytestqt.qtbot import QtBot

from tests.server_of import AppLine, ServerOf
from welfaredesk.base.exchange_errors import NoLine
from welfaredesk.desk.codes import Codes
from welfaredesk.desk.exchange.joining import attach
from welfaredesk.desk.exchange.place import WayOut, fingerprint_words
from welfaredesk.desk.session import Session
from welfaredesk.ui.context import Context, Ways
from welfaredesk.ui.exchanging import Exchanging
from welfaredesk.ui.tasks import Tasks

URL = "https://server.prova"


@dataclass
class Served:
    """A server and whether the line to it works; `make` is what an `Exchanging` takes."""

    server: ServerOf
    broken: bool = False

    @property
    def fingerprint(self) -> str:
        """Return the fingerprint of the server as it is read aloud."""
        return fingerprint_words(self.server.key.public)

    def line(self) -> AppLine:
        """Return a line to the server, whatever `broken` says."""
        return self.server.line()

    def make(self, _session: Session) -> WayOut:
        """Return a line, unless it is cut."""
        if self.broken:
            raise NoLine()
        return self.server.line()

    def attach(self, session: Session) -> None:
        """Bring the ente of a desk to the server."""
        attach(session, URL, self.fingerprint, line=self.line())


MADE: list[Context] = []
"""What a test has made, so that its exchanges end with it."""


def context_with(session: Session, line: Callable[[Session], WayOut | None]) -> Context:
    """Return what screens are given, the exchange begun over `line`."""
    context = Context(session, Tasks(session), Codes(session), Ways(), Exchanging(session, line=line))
    MADE.append(context)
    context.exchanging.start()
    return context


def rest(qtbot: QtBot, context: Context) -> None:
    """Wait until nothing is asked of the desk or the server any more."""
    qtbot.waitUntil(lambda: not (context.tasks.busy or context.exchanging.busy), timeout=20_000)
