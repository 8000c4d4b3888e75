# SPDX-License-Identifier: EUPL-1.2
"""Thin desks for the figures of a server: they seal real parcels beforehand and sign every request."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.postgres import new_database
from tests.unit.server.office import Desk, Ente, Item
from welfaredesk.base.clock import SystemClock
from welfaredesk.base.ids import SeededIds
from welfaredesk.domain.statement import Role
from welfaredesk.sync.grants import FolderKey
from welfaredesk.sync.http_line import HttpLine

DESKS_OF_ENTE = 4
PARCELS_OF_REQUEST = 5
TEXT = b"Colloquio con la madre, che riferisce difficolta economiche e chiede un aiuto per la spesa. " * 3


@dataclass(slots=True)
class Thin:
    """A thin desk: its folder, its line, and the requests it has sealed."""

    desk: Desk
    folder: FolderKey
    line: HttpLine
    sealed: list[list[Item]] = field(default_factory=list)

    def seal(self, rounds: int) -> None:
        """Seal the parcels of some rounds."""
        self.sealed = [
            [self.desk.parcel(self.folder, text=TEXT) for _ in range(PARCELS_OF_REQUEST)] for _ in range(rounds)
        ]


def office(number: int, url: str) -> list[Thin]:
    """Bring an ente of some operators, who work in one group, to the server; each has a folder."""
    ente = Ente(SeededIds(number, SystemClock()))
    first = ente.found()
    group = ente.group(first)
    desks = [first]
    for _ in range(DESKS_OF_ENTE - 1):
        desks.append(ente.admit((Role.OPERATORE,), by=first.sign))
        ente.join(desks[-1], group, by=first)
    thin = [Thin(desk, desk.folder(), HttpLine(url, None)) for desk in desks]
    folders = [one.folder for one in thin]
    said = first.exchange(thin[0].line, [*ente.stated, first.grant(folders, group)])
    assert not said.refused, said.refused
    for one in thin[1:]:
        one.desk.exchange(one.line)
    return thin


def cpu_of(process: int) -> float:
    """Return the processor seconds that a process has used."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / 100


@contextmanager
def databases(folder: Path) -> Iterator[dict[str, str]]:
    """Give the databases: the server's own file, and a PostgreSQL."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with new_database() as address:
        yield {"sqlite": "", "postgresql": address}
