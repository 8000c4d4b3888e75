# SPDX-License-Identifier: EUPL-1.2
"""The rows of the exchange figures, each a function: what is wanted, and what was measured, side by side."""

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench import exchange_desks as desks
from tests.bench.exchange_line import Serving, WeakLine, serving, weak_line
from tests.bench.peak_memory import peak_mb
from tests.bench.vault_of import again
from welfaredesk.desk.exchange.kept_way import KeptWay
from welfaredesk.desk.exchange.round import exchange
from welfaredesk.desk.session import Session

TIMES = 3
WEAK = ("--rate", "256", "--rtt", "300", "--connect-rtts", "2")
CUTS = ("--cut-mean", "20", "--down", "3")
Row = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where the line, the records and the work folder are."""

    line: Path
    records: Path
    records50: Path
    folder: Path


def made(place: Place, name: str, source: Path, *, by_save: bool = False, bundles: bool = False) -> Path:
    """Return an ente with the records on a server and a colleague's desk with nothing yet, made once in the folder."""
    base = place.folder / name
    if not (base / "ready").exists():
        shutil.rmtree(base, ignore_errors=True)
        base.mkdir(parents=True)
        said: Row = {"entries": desks.ente(base / "first", source)}
        with serving(base / "server") as server:
            said["attach_s"] = round(desks.attach(base / "first", server.url, server.fingerprint, by_save=by_save), 1)
            desks.colleague(base / "first", base / "second", server.url, server.fingerprint)
            if bundles:
                said["bundles"] = desks.bundle(base / "first", server.url)
        (base / "ready").write_text(json.dumps(said), encoding="utf-8")
    return base


@contextmanager
def copied(base: Path, work: Path) -> Iterator[Path]:
    """Give a copy of a made place, so that a row finds it as it was made."""
    shutil.rmtree(work, ignore_errors=True)
    shutil.copytree(base, work)
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


@dataclass(frozen=True, slots=True)
class Scene:
    """A copy of a made place, its server, and a line to it that counts."""

    work: Path
    server: Serving
    line: WeakLine


@contextmanager
def scene(place: Place, base: Path, *options: str) -> Iterator[Scene]:
    """Give a scene whose line has these options."""
    with (
        copied(base, place.folder / "work") as work,
        serving(work / "server") as server,
        weak_line(place.line, server, *options) as line,
    ):
        yield Scene(work, server, line)


def filled(place: Place, base: Path, *options: str) -> Row:
    """Fill a fresh desk over a line, and return bytes, seconds, requests and cuts."""
    with scene(place, base, *options) as here:
        session = again(here.work / "second")
        try:
            here.line.stats("reset")
            first = desks.first_fill(session, here.line.url)
            stats = here.line.stats()
        finally:
            session.close()
    return {
        "entries": first.done.received,
        "bytes_down": stats["down"],
        "bytes_up": stats["up"],
        "seconds": first.seconds,
        "first_cartella_s": first.first,
        "requests": stats["http"],
        "cuts": stats["cuts"],
    }


def from_bundles(place: Place) -> Row:
    """A fresh desk of 10,000 records from bundles."""
    base = made(place, "bundles", place.records, bundles=True)
    return {"want": {"bytes_down": 1_600_000, "seconds": 56}, "measured": filled(place, base, *WEAK)}


def imported(place: Place) -> Row:
    """The same as imported: a parcel per cartella, no bundle."""
    base = made(place, "imported", place.records)
    want = {"bytes_down": 2_700_000, "seconds": 88, "first_cartella_s": 5}
    return {"want": want, "measured": filled(place, base, *WEAK)}


def as_lived(place: Place) -> Row:
    """The same as lived: a parcel per record, in the order of writing; a cartella comes with its first record."""
    base = made(place, "lived", place.records, by_save=True)
    return {"want": {"bytes_down": 4_600_000}, "measured": filled(place, base, *WEAK)}


def with_cuts(place: Place) -> Row:
    """A fresh desk from bundles over a line that is cut: bytes beside those of the uncut run."""
    base = made(place, "bundles", place.records, bundles=True)
    whole, cut = filled(place, base, *WEAK), filled(place, base, *WEAK, *CUTS)
    cut["of_uncut"] = round(cut["bytes_down"] / whole["bytes_down"], 3)
    return {"want": {"of_uncut": 1.1}, "measured": cut}


def nothing_new(place: Place) -> Row:
    """A round of two desks that hold the same: on a new connection, and on the one that the window has kept."""
    base = made(place, "imported", place.records)
    with scene(place, base, *WEAK) as here:
        session = again(here.work / "first")
        try:
            desks.round_of(session, here.server.url)
            cold, warm = cold_and_warm(session, here.line, before=lambda _times: None)
        finally:
            session.close()
    return {"want": {"requests": 1, "bytes": 1_000, "seconds": 1.3}, "measured": cold, "warm": warm}


def cold_and_warm(session: Session, line: WeakLine, *, before: Callable[[int], None]) -> tuple[Row, Row]:
    """Do rounds over a line, each after its own work `before`, and return what they took on either connection.

    A window that exchanged less than a minute ago has kept its connection; after a longer pause, a cut, another
    network or a start it opens one. Both go here as they go there.
    """
    way = KeptWay(session, make=lambda _session: desks.line_of(session, line.url))
    cold: list[Row] = []
    warm: list[Row] = []
    for turn in range(TIMES):
        before(2 * turn)
        way.let_go()
        cold.append(one_round(session, line, way))
        before(2 * turn + 1)
        warm.append(one_round(session, line, way))
    way.let_go()
    return worst(cold), worst(warm)


def worst(rounds: list[Row]) -> Row:
    """Return the round that took longest, with the seconds of all."""
    longest = max(rounds, key=lambda one: float(one["seconds"]))
    return longest | {"seconds_of_each": [one["seconds"] for one in rounds]}


def one_round(session: Session, line: WeakLine, way: KeptWay) -> Row:
    """Do a round over a line, and return what it took."""
    line.stats("reset")
    began = time.process_time()
    done = exchange(session, line=way.take())
    cpu = time.process_time() - began
    way.rest()
    stats = line.stats()
    return {
        # The meter tells a request only at the beginning of a connection.
        "requests": done.requests,
        "connections": stats["conns"],
        "bytes_up": stats["up"],
        "bytes_down": stats["down"],
        "bytes": stats["up"] + stats["down"],
        "seconds": round(done.seconds, 2),
        "cpu_s": round(cpu, 2),
        "sent": done.sent,
        "received": done.received,
    }


def hundred_saves(place: Place) -> Row:
    """100 saves in 20 cartelle up and as many down in one round, with 50,000 records held: on either connection."""
    base = made(place, "fifty", place.records50, bundles=True)
    with scene(place, base, *WEAK) as here:
        first, second = again(here.work / "first"), again(here.work / "second")

        def save(times: int) -> None:
            desks.save_some(second, start=times * 200)
            desks.save_some(first, start=times * 200 + 100)
            desks.round_of(second, here.server.url)

        try:
            desks.first_fill(second, here.server.url)
            desks.round_of(first, here.server.url)
            cold, warm = cold_and_warm(first, here.line, before=save)
        finally:
            first.close()
            second.close()
    want = {"requests": 1, "bytes_up": 14_000, "bytes_down": 14_000, "seconds": 2.2}
    return {"want": want, "measured": cold, "warm": warm}


def fifty_thousand(place: Place) -> Row:
    """A fresh desk of 50,000 records over loopback, in a process of its own for its memory."""
    base = made(place, "fifty", place.records50, bundles=True)
    with copied(base, place.folder / "work") as work, serving(work / "server") as server:
        command = [sys.executable, "-m", "tests.bench.exchange_rows", str(work / "second"), server.url]
        run = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    measured = json.loads(run.stdout.splitlines()[-1])
    return {"want": {"usable_s": 5, "searchable_s": 25, "memory_mb": 300}, "measured": measured}


def fill_alone(profile: Path, url: str) -> Row:
    """Fill a fresh desk, and return when its list could be used, when every row was found, and the memory it took."""
    session = again(profile)
    began = time.process_time()
    try:
        first = desks.first_fill(session, url)
        database = session.vault.read()
        rows = database.conn.execute("SELECT count(*) FROM record").fetchone()[0]
        found = database.conn.execute("SELECT count(*) FROM words").fetchone()[0]
    finally:
        session.close()
    return {
        "usable_s": first.first,
        "searchable_s": first.seconds,
        "cpu_s": round(time.process_time() - began, 1),
        "entries": first.done.received,
        "rows": rows,
        "rows_with_words": found,
        "memory_mb": peak_mb(),
    }


ROWS: dict[str, Callable[[Place], Row]] = {
    "bundles": from_bundles,
    "imported": imported,
    "lived": as_lived,
    "fifty": fifty_thousand,
    "saves": hundred_saves,
    "nothing": nothing_new,
    "cuts": with_cuts,
}


if __name__ == "__main__":
    print(json.dumps(fill_alone(Path(sys.argv[1]), sys.argv[2])))
