# SPDX-License-Identifier: EUPL-1.2
"""The tour of a desk with a server: one of its own, on this machine, for a copy of the ente and as long as it lasts."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer

from welfaredesk.base.clock import Clock
from welfaredesk.base.exchange_errors import NoServer
from welfaredesk.base.ids import Ids
from welfaredesk.desk import enrolment, inviting, people
from welfaredesk.desk.exchange.joining import attach
from welfaredesk.desk.exchange.place import WayOut, line_of
from welfaredesk.desk.exchange.round import exchange
from welfaredesk.desk.session import Session
from welfaredesk.desk.unlocking import cost_here
from welfaredesk.domain.statement import Role
from welfaredesk.ui.screens.people import People
from welfaredesk.ui.screens.people_desks import DesksPart
from welfaredesk.ui.screens.people_invite import InvitePart
from welfaredesk.ui.screens.people_part import DESKS, INVITE
from welfaredesk.ui.shell import Shell
from welfaredesk.ui.walk_people import turn_to

Scene = tuple[str, Callable[[], object]]
COLLEAGUE, NEWCOMER = ("Sala", "Paolo"), ("Galli", "Marta")
COLLEAGUE_PHRASE = "una frase del collega di prova"
LISTEN = "127.0.0.1:0"
ENDS_WITHIN = 10


@dataclass(frozen=True, slots=True)
class OwnServer:
    """A server that runs as a process of its own: where it answers, its fingerprint, and what ends it."""

    url: str
    fingerprint: str
    end: Callable[[], None]


@contextmanager
def own_server(folder: Path) -> Iterator[OwnServer]:
    """Run a server whose data lie in a folder."""
    program = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "welfaredesk"]
    line = [*program, "--json", "serve", "--data", str(folder), "--listen", LISTEN]
    quiet = {name: value for name, value in os.environ.items() if not name.startswith("WELFAREDESK_")}
    process = subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=quiet, text=True)

    def end() -> None:
        process.terminate()
        process.wait(ENDS_WITHIN)

    try:
        told = json.loads(process.stdout.readline()) if process.stdout is not None else {}
        listening = str(told["listening"])
        url = listening if "://" in listening else f"https://{listening}"
        yield OwnServer(url, str(told["fingerprint"]), end)
    finally:
        end()
        if process.stdout is not None:
            process.stdout.close()


def join_server(session: Session, server: OwnServer, *, folder: Path, clock: Clock, ids: Ids) -> None:
    """Bring the ente to the server, let a colleague in, and leave another one who asks."""
    attach(session, server.url, server.fingerprint)
    exchange(session)
    for number, name in enumerate((COLLEAGUE, NEWCOMER)):
        _asks(session, server, name, profile=folder / f"colleague-{number}", clock=clock, ids=ids)
        if name == COLLEAGUE:
            _let_in(session)


def _asks(session: Session, server: OwnServer, name: tuple[str, str], *, profile: Path, clock: Clock, ids: Ids) -> None:
    groups = [one.id for one in people.groups(session) if one.may_admit and one.kind == "working"]
    line = _line(session)
    made = inviting.invite(session, line, operator_name=name, roles=(Role.OPERATORE,), groups=groups)
    enrolment.begin(
        profile,
        server.url,
        fingerprint=server.fingerprint,
        code=made.code,
        passphrase=COLLEAGUE_PHRASE,
        clock=clock,
        ids=ids,
        cost=cost_here(),
    )
    line.close()


def _line(session: Session) -> WayOut:
    line = line_of(session)
    if line is None:
        raise NoServer()
    return line


def _let_in(session: Session) -> None:
    line = _line(session)
    for one in inviting.requests(session, line):
        inviting.approve(session, line, one.id, words=one.words)
    exchange(session, line=line)
    line.close()


def served_scenes(shell: Shell) -> Iterator[Scene]:
    """Give the pages of a desk that has a server, then those of one that has lost the line."""
    yield "exchange-served", partial(shell.open_screen, "exchange")
    yield "people-served", partial(turn_to, shell, "people")
    yield "desks-served", partial(turn_to, shell, DESKS)
    yield "desks-revoke", partial(_revoke, shell)
    yield "invite-served", partial(_invite, shell)
    yield "invite-code", partial(_code, shell)
    yield "settings-served", partial(shell.open_screen, "settings")


def broken_scenes(shell: Shell, server: OwnServer) -> Iterator[Scene]:
    """Give what is seen once the server does not answer any more."""
    server.end()
    yield "exchange-no-line", partial(_no_line, shell)


def _part(shell: Shell, key: str) -> object:
    turn_to(shell, key)
    page = shell.screen_named("people")
    return page.part(key) if isinstance(page, People) else None


def _revoke(shell: Shell) -> None:
    part = _part(shell, DESKS)
    other = next((one for one in people.desks(shell.context.session) if not one.own), None)
    if isinstance(part, DesksPart) and other is not None:
        part.ask_revoking(other, wipe=True)


def _invite(shell: Shell) -> None:
    page = shell.screen_named("people")
    if isinstance(page, People):
        page.part(DESKS).close_sheet()
    part = _part(shell, INVITE)
    if isinstance(part, InvitePart) and part.made.isVisible():
        part.made.another.click()


def _code(shell: Shell) -> None:
    part = _part(shell, INVITE)
    _settle(shell)
    if isinstance(part, InvitePart):
        part.form.surname.setText("Riva")
        part.form.name.setText("Anna")
        part.make()


def _no_line(shell: Shell) -> None:
    shell.open_screen("exchange")
    shell.context.exchanging.now()


def _settle(shell: Shell) -> None:
    """Let the page read what it shows before it is filled in."""
    for _ in range(100):
        loop = QEventLoop()
        QTimer.singleShot(25, loop.quit)
        loop.exec()
        if not (shell.context.tasks.busy or shell.context.exchanging.busy):
            return
