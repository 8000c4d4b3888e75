# SPDX-License-Identifier: EUPL-1.2
"""The server under load: 200 thin desks of 50 enti over loopback, on SQLite and on PostgreSQL; then a large ledger.

    python -m tests.bench.server_load FOLDER [--load-alone]

The desks seal real parcels beforehand and sign every request; what is timed is their rounds. One request carries five
parcels up and brings down what the colleagues of the ente sent meanwhile. Each number at once is run three times; the
run in the middle counts. The desks work on the same machine: `machine_cores` is what everything on it used meanwhile.
"""

import argparse
import json
import os
import shutil
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from operator import itemgetter
from pathlib import Path
from typing import Any

from tests.bench.exchange_line import Serving, serving
from tests.bench.large_ledger import SIZES, flat
from tests.bench.server_desks import PARCELS_OF_REQUEST, Thin, cpu_of, databases, office

ENTI = 50
AT_ONCE = (1, 4, 16, 32, 64, 128)
TIMES = 3


def run(desks: list[Thin], at_once: int) -> dict[str, float]:
    """Let the desks do the round that they have sealed, so many at once, and return rates and times."""
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


def under_load(server: Serving) -> dict[str, Any]:
    """Return the rates of 200 desks, and what a parcel costs the server's processor."""
    desks = [one for number in range(ENTI) for one in office(number + 1, server.url)]
    rates: list[dict[str, float]] = []
    for at_once in AT_ONCE:
        some = sorted((_measured(server, desks, at_once) for _ in range(TIMES)), key=itemgetter("parcels_per_s"))
        rates.append(some[TIMES // 2] | {"slowest": some[0]["parcels_per_s"], "fastest": some[-1]["parcels_per_s"]})
    for one in desks:
        one.line.close()
    best = max(rates, key=lambda line: line["parcels_per_s"])
    return {
        "desks": len(desks),
        "rates": rates,
        "saturates_at": best["at_once"],
        "parcels_per_s": best["parcels_per_s"],
    }


def _measured(server: Serving, desks: list[Thin], at_once: int) -> dict[str, float]:
    """Return what a round of all desks brings, with what the server's process and the machine used for it."""
    for one in desks:
        one.seal(1)
    before, busy, began = cpu_of(server.process), _machine_seconds(), time.perf_counter()
    found = run(desks, at_once)
    used, seconds = cpu_of(server.process) - before, time.perf_counter() - began
    return found | {
        "server_cores": round(used / seconds, 2),
        "machine_cores": round((_machine_seconds() - busy) / seconds, 2),
        "cpu_ms_per_parcel": round(used * 1000 / (len(desks) * PARCELS_OF_REQUEST), 2),
    }


def _machine_seconds() -> float:
    """Return the seconds that all processors of this machine have worked: neither idle nor waiting for a disk."""
    user, nice, system, _, _, *interrupts = Path("/proc/stat").read_text(encoding="ascii").split("\n")[0].split()[1:8]
    return sum(map(int, (user, nice, system, *interrupts))) / os.sysconf("SC_CLK_TCK")


def load(folder: Path, *, sizes: tuple[int, ...] = SIZES) -> dict[str, Any]:
    """Return the row of the server: load on both databases, and the cost in ledgers from small to large."""
    found: dict[str, Any] = {}
    with databases(folder) as urls:
        for name, url in urls.items():
            with serving(folder / name, database=url) as server:
                found[name] = under_load(server)
    for name in found if sizes else ():
        with databases(folder) as urls:
            found[name]["cost"] = flat(folder / name, urls[name], sizes=sizes)
    shutil.rmtree(folder, ignore_errors=True)
    return {"want": {"cost": "flat"}, "measured": found}


if __name__ == "__main__":
    asked = argparse.ArgumentParser()
    asked.add_argument("folder", type=Path)
    asked.add_argument("--load-alone", action="store_true", help="leave out the large ledgers")
    said = asked.parse_args()
    print(json.dumps(load(said.folder, sizes=() if said.load_alone else SIZES), indent=1))
