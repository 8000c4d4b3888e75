# SPDX-License-Identifier: EUPL-1.2
"""Figures of what travels: bytes of parcels, their overhead, and bundles. Printed as JSON.

    python -m tests.bench.parcel_figures RECORDS.ndjson.gz

The records are lines of `caso`, `assistito`, `comune`, `operatore`, `tipo`, `data`, `servizio`, `stato`, `importo`,
`priorita` and `note`: one person and cartella per `caso`, one diary entry per line.
"""

import gzip
import json
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from welfaredesk.base.clock import FixedClock, Moment
from welfaredesk.base.ids import SeededIds
from welfaredesk.crypto.hashes import sha256
from welfaredesk.crypto.sign import SigningKey
from welfaredesk.crypto.wrap import SealingKey
from welfaredesk.domain.entry import FORMAT, Body, EntryKind, Header, Operation, Put, PutText, SpliceText, encode_body
from welfaredesk.domain.parcel import Parcel
from welfaredesk.sync.bundle_text import FolderContent, PlacedParcel
from welfaredesk.sync.bundles import Audience, encode_bundle, unpack
from welfaredesk.sync.bundles import pack as bundles_of
from welfaredesk.sync.enclosing import STEP
from welfaredesk.sync.frames import encode
from welfaredesk.sync.grants import FolderKey
from welfaredesk.sync.interning import Incoming, Outgoing
from welfaredesk.sync.packing import PackedEntry
from welfaredesk.sync.parcels import known_ids, open_parcel, seal_parcel
from welfaredesk.sync.wire import FrameKind, ParcelAt

NOW = Moment(1_795_000_000_000, 60)
TAG = 16
SENTENCES = (
    "Si concorda con la madre un incontro a scuola per giovedì pomeriggio, presente l'educatrice.",
    "La vicina riferisce di averlo visto uscire da solo di sera; domani si richiama il medico curante.",
    "Il Comune ha accolto la domanda di contributo per la bolletta del gas, importo da definire.",
    "Sentito l'amministratore di sostegno: la visita geriatrica è anticipata al dodici del mese.",
    "Il padre chiede tempo per trovare una casa più vicina al lavoro, si rivede la situazione a maggio.",
)


@dataclass(slots=True)
class Desk:
    """A desk that writes entries and seals them."""

    clock: FixedClock = field(default_factory=lambda: FixedClock(NOW))
    ids: SeededIds = field(init=False)
    sign: SigningKey = field(init=False)
    ente: str = field(init=False)
    desk: str = field(init=False)
    operator: str = field(init=False)
    seq: int = 4_000
    n: int = 900
    pause_ms: int = 90_000

    def __post_init__(self) -> None:
        """Draw the keys and ids."""
        self.ids = SeededIds(5, self.clock)
        self.sign = SigningKey.from_bytes(self.ids.token(32))
        self.ente, self.desk, self.operator = self.ids.opaque(), self.ids.opaque(), self.ids.new()

    def save(self) -> str:
        """Return the id of the next save, after a pause of some length."""
        self.clock.advance(ms=self.pause_ms + self.pause_ms * (self.seq * 7919 % 101) // 31)
        return self.ids.new()

    def entry(
        self,
        folder: str,
        type_: str,
        *,
        changes: dict[str, Operation],
        k: int,
        record: str,
        save: str = "",
        seen: int = 0,
    ) -> PackedEntry:
        """Return one entry, of a save of its own unless it is given."""
        self.seq += 1
        save = save or self.save()
        body = encode_body(Body(self.ids.token(16), changes))
        header = Header(
            format=FORMAT,
            desk=self.desk,
            seq=self.seq,
            k=k,
            save=save,
            folder=folder,
            record=record,
            type=type_,
            rules=1,
            kind=EntryKind.SET,
            seen={self.desk: seen} if seen else {},
            operator=self.operator,
            utc_ms=self.clock.now().utc_ms,
            offset=60,
            body_hash=sha256(body),
        )
        return header, body

    def known(self, root: str) -> tuple[str, ...]:
        """Return the ids that every reader of a folder of this root knows."""
        return known_ids(ente=self.ente, operator=self.operator, root=root)

    def parcel(self, folder: str, entries: list[PackedEntry], *, key: bytes, root: str = "") -> Parcel:
        """Seal entries at a cursor in the middle of an ente's life."""
        self.n += 1
        return seal_parcel(
            entries,
            ente=self.ente,
            folder=folder,
            key=key,
            desk=self.desk,
            n=self.n,
            previous=self.ids.token(32),
            last=120_000,
            last_h=bytes(8),
            sign=self.sign,
            known=self.known(root or self.desk),
        )


def small_saves(desk: Desk, *, same_record: bool) -> dict[str, int]:
    """Return the bytes of a parcel of five saves: a short field changed and a sentence added to a long text each."""
    folder, key = desk.ids.opaque(), desk.ids.token(32)
    records = [desk.ids.new() for _ in SENTENCES]
    desk.clock.advance(ms=5_000_000_000)
    entries = []
    for line, sentence in enumerate(SENTENCES):
        changes: dict[str, Operation] = {
            "text": SpliceText([(1_840 + 97 * line, 0, f" {sentence}")]),
            "with_whom": Put(("madre", "nonna", "vicina di casa", "educatrice", "padre")[line]),
        }
        record = records[0 if same_record else line]
        entries.append(desk.entry(folder, "diary_entry", changes=changes, k=40 + line, record=record, seen=39))
    parcel = desk.parcel(folder, entries, key=key)
    out = Outgoing()
    first = len(encode(FrameKind.PARCEL, out.wire(parcel)))
    text = len(parcel.sealed) - TAG
    return {"whole_frame": first, "text": text, "overhead_first_of_a_message": first - text}


def overhead(desk: Desk) -> dict[str, int]:
    """Return the bytes of a frame besides the text, for the second parcel of a message, up and down."""
    key, out, down = desk.ids.token(32), Outgoing(), Outgoing()
    sizes = {}
    for name in ("first", "second"):
        folder = desk.ids.opaque()
        entry = desk.entry(folder, "person", changes={"name": Put("Ada")}, k=1, record=desk.ids.new())
        parcel = desk.parcel(folder, [entry], key=key)
        text = len(parcel.sealed) - TAG
        sizes[f"{name}_up"] = len(encode(FrameKind.PARCEL, out.wire(parcel))) - text
        sizes[f"{name}_down"] = len(encode(FrameKind.PARCEL_AT, ParcelAt(130_000, down.wire(parcel)))) - text
    return sizes | {"padding_at_most": STEP - 1}


def cartelle(desk: Desk, path: Path) -> Iterator[list[PackedEntry]]:
    """Give the entries of each cartella of the records, as an import saves them."""
    cases: dict[str, list[dict[str, Any]]] = {}
    with gzip.open(path, "rt", encoding="utf-8") as texts:
        for text in texts:
            line = json.loads(text)
            cases.setdefault(line["caso"], []).append(line)
    authors = {line["operatore"]: desk.ids.new() for case in cases.values() for line in case}
    save = "" if desk.pause_ms else desk.ids.new()
    for lines in cases.values():
        folder, person = desk.ids.opaque(), desk.ids.new()
        name, surname = lines[0]["assistito"].split(" ", 1)
        link = Put({"id": person, "root": person, "title": f"{surname}, {name}"})
        made: list[tuple[str, str, dict[str, Operation]]] = [
            ("person", person, {"surname": Put(surname), "name": Put(name), "comune": Put(lines[0]["comune"])}),
            ("case_file", desk.ids.new(), {"person": link, "state": Put("open")}),
        ]
        made += [("diary_entry", desk.ids.new(), _diary(line, link, authors[line["operatore"]])) for line in lines]
        yield [
            desk.entry(folder, type_, changes=changes, k=1 + place, record=record, save=save)
            for place, (type_, record, changes) in enumerate(made)
        ]


def _diary(line: dict[str, Any], link: Put, author: str) -> dict[str, Operation]:
    facts = "\n".join(str(line[name]) for name in ("servizio", "stato", "importo", "priorita"))
    return {
        "kind": Put(line["tipo"]),
        "when": Put(f"{line['data']}T10:00:00+01:00"),
        "text": PutText(f"{line['note']}\n{facts}"),
        "person": link,
        "author": Put({"id": author, "root": author, "title": line["operatore"]}),
    }


def fresh_desk(path: Path, *, of_a_parcel: int) -> dict[str, float]:
    """Return the bytes down and the seconds to seal and to open all cartelle, with so many entries in a parcel."""
    desk, out, incoming = Desk(pause_ms=90_000 if of_a_parcel == 1 else 0), Outgoing(), Incoming()
    size = count = number = 0
    sealing = opening = 0.0
    for entries in cartelle(desk, path):
        key, root = desk.ids.token(32), entries[0][0].record
        for start in range(0, len(entries), of_a_parcel):
            began = time.perf_counter()
            parcel = desk.parcel(entries[0][0].folder, entries[start : start + of_a_parcel], key=key, root=root)
            sealing += time.perf_counter() - began
            number += 1
            wire = out.wire(parcel)
            size += len(encode(FrameKind.PARCEL_AT, ParcelAt(number, wire)))
            began = time.perf_counter()
            incoming.name(wire)
            count += len(open_parcel(parcel, key, known=desk.known(root)))
            opening += time.perf_counter() - began
    return {
        "bytes": size,
        "parcels": number,
        "entries": count,
        "seal_s": round(sealing, 2),
        "open_s": round(opening, 2),
    }


def bundled(path: Path) -> dict[str, float]:
    """Return the bytes of all cartelle as bundles, with a parcel per cartella in their index, and the seconds."""
    desk = Desk(pause_ms=0)
    group = SealingKey.from_bytes(desk.ids.token(32))
    folders = [
        FolderContent(
            FolderKey(entries[0][0].folder, desk.ids.token(32), entries[0][0].record, "person", "ordinary"),
            [PlacedParcel(id=desk.ids.token(32), position=place, desk=desk.desk, n=place, k_from=1, k_to=len(entries))],
            entries,
        )
        for place, entries in enumerate(cartelle(desk, path), 1)
    ]
    audience = Audience(ente=desk.ente, group=desk.ids.opaque(), epoch=1, public=group.public, upto=len(folders))
    began = time.perf_counter()
    bundles = bundles_of(folders, audience, desk=desk.desk, ids=desk.ids, sign=desk.sign)
    packed = time.perf_counter()
    count = sum(len(folder.entries) for bundle in bundles for folder in unpack(bundle, group))
    return {
        "bytes": sum(len(encode_bundle(bundle)) for bundle in bundles),
        "parts": len(bundles),
        "entries": count,
        "pack_s": round(packed - began, 2),
        "open_s": round(time.perf_counter() - packed, 2),
    }


def figures(path: Path) -> dict[str, Any]:
    """Return all figures."""
    return {
        "overhead": overhead(Desk()),
        "five_saves_of_one_record": small_saves(Desk(), same_record=True),
        "five_saves_of_five_records": small_saves(Desk(), same_record=False),
        "a_parcel_per_cartella": fresh_desk(path, of_a_parcel=10_000),
        "bundles": bundled(path),
        "a_parcel_per_entry": fresh_desk(path, of_a_parcel=1),
    }


if __name__ == "__main__":
    print(json.dumps(figures(Path(sys.argv[1])), indent=1))
