# SPDX-License-Identifier: EUPL-1.2
"""Desks that push to a server from threads of their own until it is killed, and know what they have receipts for."""

import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

from tests.unit.server.office import Desk, Ente, Item
from tests.world.killing import ROOT
from tests.world.values import Dice
from welfaredesk.base.clock import FixedClock, Moment
from welfaredesk.base.ids import SeededIds
from welfaredesk.domain.statement import Role
from welfaredesk.sync.grants import FolderKey
from welfaredesk.sync.http_line import HttpLine
from welfaredesk.sync.line import LineBroken
from welfaredesk.sync.wire import FrameKind

DESKS = 3
MOST_PARCELS = 16


@dataclass(slots=True)
class Servers:
    """The process whose children serve; one at a time."""

    process: subprocess.Popen[bytes]
    child: int = 0

    def start(self, data: Path, database: str) -> str:
        """Let a child serve a folder, and return its address."""
        ask, answers = self.process.stdin, self.process.stdout
        assert ask is not None
        assert answers is not None
        ask.write(f"{data} {database}\n".encode())
        ask.flush()
        self.child = int(answers.readline())
        return answers.readline().decode().strip()

    def end(self, number: signal.Signals, *, wait: float = 0.0) -> None:
        """Send the child a signal, after so many seconds unless it ends before, and wait until it is gone."""
        answers = self.process.stdout
        assert answers is not None
        # Not a sleep: it decides the instant of the kill.
        select.select([answers], [], [], wait)
        with suppress(ProcessLookupError):
            os.kill(self.child, number)
        assert answers.readline() == b"end\n"


@contextmanager
def servers() -> Iterator[Servers]:
    """Give a process that is ready, and end it."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.world.served_child"],
        cwd=ROOT,
        env={"PYTHONPATH": f"{ROOT}:{ROOT / 'src'}", "HOME": "/nonexistent"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    with process:
        yield Servers(process)
        assert process.stdin is not None
        process.stdin.close()
    assert process.returncode == 0


@dataclass(slots=True)
class Pusher:
    """A desk that pushes: what it has not been answered yet, and its receipts."""

    desk: Desk
    folder: FolderKey
    dice: Dice
    states: bool = False
    pending: list[Item] = field(default_factory=list)
    receipts: dict[int, tuple[int, bytes]] = field(default_factory=dict)
    checks: dict[int, bytes] = field(default_factory=dict)
    answered: set[bytes] = field(default_factory=set)

    def push(self, line: HttpLine) -> None:
        """Push what waits, and keep what the answer vouches for."""
        reply = self.desk.exchange(line, self.pending)
        assert reply.status == 200, reply.trouble
        assert reply.head is not None
        assert not reply.head.mismatch
        assert reply.refused == {}
        self.receipts |= {own.n: (own.position, own.id) for own in reply.of(FrameKind.OWN)}
        self.checks |= {check.position: check.h for check in reply.of(FrameKind.CHECK)}
        self.answered |= {item for item in self.pending if isinstance(item, bytes)}
        self.pending = []

    def make(self) -> None:
        """Have something to push: parcels, and from the first desk statements too."""
        ente = self.desk.ente
        if self.states and self.dice.happens(40):
            before = len(ente.stated)
            ente.admit((Role.OPERATORE,), by=self.desk.sign)
            self.pending += ente.stated[before:]
        self.pending += [self.desk.parcel(self.folder) for _ in range(1 + self.dice.below(MOST_PARCELS))]


@dataclass(slots=True)
class Office:
    """An ente of some desks of one group, each with a folder of its own, and how often a kill hit what."""

    ente: Ente
    pushers: list[Pusher]
    kept_unanswered: int = 0
    lost_unanswered: int = 0

    def until_killed(self, url: str, server: Servers, *, answers: int, wait: float) -> None:
        """Let all desks push at once; after so many answers and seconds the server is killed."""
        reached, gone = Event(), Event()
        count: list[None] = []

        def work(one: Pusher) -> None:
            with closing(HttpLine(url, None)) as line, suppress(LineBroken):
                while not gone.is_set():
                    one.make()
                    one.push(line)
                    count.append(None)
                    if len(count) >= answers:
                        reached.set()

        with ThreadPoolExecutor(len(self.pushers)) as pool:
            working = [pool.submit(work, one) for one in self.pushers]
            try:
                assert reached.wait(60)
                server.end(signal.SIGKILL, wait=wait)
            finally:
                gone.set()
            for one in working:
                one.result()

    def again(self, url: str) -> None:
        """Push what was not answered once more."""
        for one in self.pushers:
            with closing(HttpLine(url, None)) as line:
                one.push(line)


def new_office(seed: int, url: str) -> Office:
    """Return an ente that the server at an address holds."""
    dice = Dice.of(seed)
    ente = Ente(SeededIds(seed, FixedClock(Moment(1_792_396_800_000, 60))))
    first = ente.found()
    group = ente.group(first)
    desks = [first]
    for _ in range(DESKS - 1):
        desks.append(ente.admit((Role.OPERATORE,), by=first.sign))
        ente.join(desks[-1], group, by=first)
    pushers = [Pusher(desk, desk.folder(), Dice.of(seed + 1 + dice.below(1000)), desk is first) for desk in desks]
    pushers[0].pending = [*ente.stated, first.grant([one.folder for one in pushers], group)]
    office = Office(ente, pushers)
    office.again(url)
    return office
