# SPDX-License-Identifier: EUPL-1.2
"""The server under load: 200 thin desks of 50 enti over loopback, on SQLite and on PostgreSQL; then a large ledger.

    python -m tests.bench.server_load FOLDER

The desks seal real parcels beforehand and sign every request; what is timed is their rounds. One request carries five
parcels up and brings down what the colleagues of the ente sent meanwhile.
"""

import json
import shutil
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.bench.exchange_line import Serving, serving
from tests.bench.large_ledger import at_head, grow
from tests.postgres import new_database
from tests.unit.server.office import Desk, Ente, Item
from welfaredesk.base.clock import SystemClock
from welfaredesk.base.ids import SeededIds
from welfaredesk.domain.statement import Role
from welfaredesk.server.engine import sqlite_url
from welfaredesk.sync.grants import FolderKey
from welfaredesk.sync.http_line import HttpLine

ENTI = 50
DESKS_OF_ENTE = 4
PARCELS_OF_REQUEST = 5
AT_ONCE = (1, 4, 16, 64)
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


def run(desks: list[Thin], at_once: int) -> dict[str, float]:
    """Let the desks do a round each, so many at once, and return rates and times."""
    for one in desks:
        one.seal(1)
    taken: list[float] = []
    guard = threading.Lock()

    def work(some: list[Thin]) -> None:
        for one in some:
            began = time.perf_counter()
            reply = one.desk.exchange(one.line, one.sealed.pop())
            passed = time.perf_counter() - began
            assert reply.status == 200, reply.trouble
            assert not reply.refused, reply.refused
            with guard:
                taken.append(passed)

    began = time.perf_counter()
    with ThreadPoolExecutor(at_once) as pool:
        list(pool.map(work, [desks[start::at_once] for start in range(at_once)]))
    seconds = time.perf_counter() - began
    taken.sort()
    return {
        "at_once": at_once,
        "requests_per_s": round(len(taken) / seconds, 1),
        "parcels_per_s": round(len(taken) * PARCELS_OF_REQUEST / seconds, 1),
        "p50_ms": round(taken[len(taken) // 2] * 1000, 1),
        "p95_ms": round(taken[len(taken) * 95 // 100] * 1000, 1),
    }


def cpu_of(process: int) -> float:
    """Return the processor seconds that a process has used."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / 100


def under_load(server: Serving) -> dict[str, Any]:
    """Return the rates of 200 desks, and what a parcel costs the server's processor."""
    desks = [one for number in range(ENTI) for one in office(number + 1, server.url)]
    rates: list[dict[str, float]] = []
    for at_once in AT_ONCE:
        before, began = cpu_of(server.process), time.perf_counter()
        rates.append(run(desks, at_once))
        used = cpu_of(server.process) - before
        rates[-1]["server_core"] = round(used / (time.perf_counter() - began), 2)
        rates[-1]["cpu_ms_per_parcel"] = round(used * 1000 / (len(desks) * PARCELS_OF_REQUEST), 2)
    for one in desks:
        one.line.close()
    best = max(rates, key=lambda line: line["parcels_per_s"])
    return {
        "desks": len(desks),
        "rates": rates,
        "saturates_at": best["at_once"],
        "parcels_per_s": best["parcels_per_s"],
    }


def flat(folder: Path, url: str, *, sizes: tuple[int, ...]) -> list[dict[str, float]]:
    """Return what a parcel costs in an ente that holds so many already: rows are put there past the server."""
    found = []
    with serving(folder, database=url) as server:
        thin = office(900, server.url)
    for size in sizes:
        grow(url or sqlite_url(folder), thin[0].desk, to=size)
        with serving(folder, database=url) as server:
            for one in thin:
                one.line = HttpLine(server.url, None)
                one.desk.position, one.desk.h = 0, bytes(32)
            found.append(cost(thin, server, size))
    return found


def cost(thin: list[Thin], server: Serving, size: int) -> dict[str, float]:
    """Return the milliseconds of a request of five parcels by a desk that has the rest, and those of the processor."""
    one = thin[0]
    at_head(one.desk, one.line)
    one.seal(200)
    for items in one.sealed[:20]:
        one.desk.exchange(one.line, items)
    before, taken = cpu_of(server.process), []
    for items in one.sealed[20:]:
        began = time.perf_counter()
        reply = one.desk.exchange(one.line, items)
        taken.append(time.perf_counter() - began)
        assert not reply.refused, reply.refused
    used = cpu_of(server.process) - before
    taken.sort()
    return {
        "parcels_held": size,
        "ms_per_parcel": round(taken[len(taken) // 2] * 1000 / PARCELS_OF_REQUEST, 2),
        "p95_ms_per_request": round(taken[len(taken) * 95 // 100] * 1000, 1),
        "cpu_ms_per_parcel": round(used * 1000 / (len(taken) * PARCELS_OF_REQUEST), 2),
    }


@contextmanager
def databases(folder: Path) -> Iterator[dict[str, str]]:
    """Give the databases: the server's own file, and a PostgreSQL."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with new_database() as address:
        yield {"sqlite": "", "postgresql": address}


def load(folder: Path, *, sizes: tuple[int, ...] = (10_000, 2_000_000)) -> dict[str, Any]:
    """Return the row of the server: load on both databases, and the cost in a small and a large ledger."""
    found: dict[str, Any] = {}
    with databases(folder) as urls:
        for name, url in urls.items():
            with serving(folder / name, database=url) as server:
                found[name] = under_load(server)
    with databases(folder) as urls:
        for name, url in urls.items():
            found[name]["cost"] = flat(folder / f"{name}-large", url, sizes=sizes)
    shutil.rmtree(folder, ignore_errors=True)
    return {"want": {"cost": "flat"}, "measured": found}


if __name__ == "__main__":
    print(json.dumps(load(Path(sys.argv[1])), indent=1))
