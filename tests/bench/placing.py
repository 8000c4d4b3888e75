# SPDX-License-Identifier: EUPL-1.2
"""Figures of placing: what a fresh desk takes to have parcels placed and searchable, printed as JSON.

    python -m tests.bench.placing [--entries N] [--folders N] [--batch BYTES] [--saves N]

The parcels are made beforehand by a desk that is filled once; opening and verifying them is not counted here.
"""

import argparse
import gc
import json
import multiprocessing
import tempfile
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import msgspec

from tests.bench.peak_memory import peak_mb
from tests.bench.vault_of import again, fill, fresh
from tests.two_vaults import id_of, parcel_of
from welfaredesk.desk import lists
from welfaredesk.domain.entry import Header, decode_header, encode_header
from welfaredesk.domain.parcel import Parcel, decode_parcel, encode_parcel
from welfaredesk.store import content
from welfaredesk.store.driver import Database
from welfaredesk.store.exchange import arrivals, outgoing, scope
from welfaredesk.store.exchange.arrivals import Arrival
from welfaredesk.store.folders import Folder

Packed = tuple[bytes, list[tuple[bytes, bytes]]]


def make(source: Path, target: Path, *, entries: int, cases: int, most: int) -> None:
    """Fill a desk and write its folders and parcels into a file; in a process of its own, for the memory's sake."""
    fill(source, cases, entries=entries)
    session = again(source)
    database = session.vault.read()
    folders = database.conn.execute("SELECT id, root, root_type, circle, key FROM folder").fetchall()
    keys = {row[0]: row[4] for row in folders}
    made: list[Packed] = []
    last: dict[str, bytes] = {}
    desk = session.identity.desk
    for n, one in enumerate(outgoing.pending(database, desk, most_entries=most, most_bytes=1 << 20), start=1):
        found = outgoing.entries_between(database, one.folder, desk=desk, k_from=one.k_from, k_to=one.k_to)
        parcel = parcel_of(found, key=keys[one.folder], n=n, previous=last.get(one.folder, b""))
        last[one.folder] = id_of(parcel)
        made.append((encode_parcel(parcel), [(encode_header(header), body) for header, body in found]))
    session.close()
    target.write_bytes(msgspec.msgpack.encode((folders, made)))


def opened(position: int, packed: Packed) -> Arrival:
    """Return a parcel as the exchange would hand it over."""
    parcel: Parcel = decode_parcel(packed[0])
    found: list[tuple[Header, bytes]] = [(decode_header(header), body) for header, body in packed[1]]
    return Arrival(position=position, id=id_of(parcel), parcel=parcel, entries=found)


def batches(made: list[Packed], size: int) -> Iterator[list[Arrival]]:
    """Give the parcels in batches of about `size` bytes of bodies."""
    some: list[Arrival] = []
    weight = 0
    for position, packed in enumerate(made, start=1):
        some.append(opened(position, packed))
        weight += sum(len(body) for _, body in packed[1])
        if weight >= size:
            yield some
            some, weight = [], 0
    if some:
        yield some


def figures(profile: Path, parcels: Path, *, batch: int) -> dict[str, object]:
    """Place everything on a fresh desk and return what it took."""
    folders, made = msgspec.msgpack.decode(
        parcels.read_bytes(), type=tuple[list[tuple[str, str, str, str, bytes]], list[Packed]]
    )
    session = fresh(profile)
    begun = time.perf_counter()
    session.vault.write(partial(_taken, folders=[Folder(*row) for row in folders]))
    taken = time.perf_counter() - begun
    spent, longest, first, busy = 0.0, 0.0, 0.0, 0.0
    gc.disable()
    with session.vault.much_at_once():
        for some in batches(made, batch):
            started, used = time.perf_counter(), time.process_time()
            session.vault.write(partial(_placed, arrived=some))
            lasted = time.perf_counter() - started
            busy += time.process_time() - used
            spent, longest, first = spent + lasted, max(longest, lasted), first or lasted
    gc.enable()
    found: dict[str, object] = {
        "entries": content.entry_count(session.vault.read()),
        "cases": lists.case_count(session),
        "found_by_name": len(lists.case_ids(session, "rossi")),
        "found_by_word": lists.count_words(session, "cooperativa"),
        "folders_seconds": round(taken, 2),
        "placing_seconds": round(spent, 2),
        "processor_seconds": round(busy, 2),
        "first_batch_seconds": round(first, 3),
        "longest_batch_seconds": round(longest, 3),
        "peak_mb": peak_mb(),
    }
    session.close()
    return found


def _taken(database: Database, *, folders: list[Folder]) -> None:
    for folder in folders:
        scope.take_folder(database, folder, whole=True)


def _placed(database: Database, *, arrived: list[Arrival]) -> None:
    arrivals.place(database, arrived)


def main() -> None:
    """Make the parcels, place them, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=50_000)
    parser.add_argument("--folders", type=int, default=6_100)
    parser.add_argument("--batch", type=int, default=1 << 20)
    parser.add_argument("--most", type=int, default=1000, help="entries in a parcel")
    parser.add_argument("--parcels", type=Path, default=None, help="where parcels of an earlier run are kept")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        place = Path(scratch)
        parcels = asked.parcels or place / "parcels"
        if not parcels.exists():
            making = partial(make, entries=asked.entries, cases=asked.folders, most=asked.most)
            child = multiprocessing.get_context("spawn").Process(target=making, args=(place / "source", parcels))
            child.start()
            child.join()
        print(json.dumps(figures(place / "desk", parcels, batch=asked.batch)))


if __name__ == "__main__":
    main()
