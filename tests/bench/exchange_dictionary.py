# SPDX-License-Identifier: EUPL-1.2
"""Makes `resources/exchange.dict` from made-up casework: the same bytes at every making.

    python -m tests.bench.exchange_dictionary resources/exchange.dict

A dictionary that was shipped is never made anew under its number: parcels sealed with it lie on servers.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import zstandard

from welfaredesk.base.clock import FixedClock, Moment
from welfaredesk.base.ids import SeededIds
from welfaredesk.crypto.hashes import sha256
from welfaredesk.desk.bulk import NewRecord
from welfaredesk.desk.demo.chance import Chance
from welfaredesk.desk.demo.world import World
from welfaredesk.desk.resources import code_lists
from welfaredesk.desk.session import Identity
from welfaredesk.domain.catalogue import CATALOGUE
from welfaredesk.domain.changes import difference
from welfaredesk.domain.entry import FORMAT, Body, EntryKind, Header, Operation, Put, SpliceText, encode_body
from welfaredesk.domain.fold import RETIRED
from welfaredesk.domain.kinds import Kind
from welfaredesk.domain.record import RecordType
from welfaredesk.sync.dictionary import LEVEL
from welfaredesk.sync.packing import pack

SIZE = 64 * 1024
SEED = 20261122
CASES = 260
SAVES, TIMES = 3, 3
NOW = Moment(1_795_000_000_000, 60)
_SENTENCE = re.compile(r"[^.!?\n]+[.!?]")
_LONG = {type_.name: [f.name for f in type_.fields if f.kind is Kind.LONG_TEXT] for type_ in CATALOGUE}
_SHORT = {type_.name: [f.name for f in type_.fields if f.kind in {Kind.TEXT, Kind.DAY}] for type_ in CATALOGUE}


class Samples:
    """Texts of parcels as desks would send them, with ids of chance at every place."""

    def __init__(self, seed: int) -> None:
        """Start the chance of the samples."""
        self.ids = SeededIds(seed, FixedClock(NOW))
        self.chance = Chance(self.ids)
        self._desk, self._operator = self.ids.opaque(), self.ids.new()

    def all(self) -> Iterator[bytes]:
        """Give the samples: saves of new records, small changes, and one of each field and code."""
        for new in self._made():
            changes = difference(new.type, {}, wanted=new.values, new_row=self.ids.new)
            yield self._text(new.type, [changes])
            for _ in range(TIMES):
                yield from self._edits(new)
        for type_ in CATALOGUE:
            yield self._text(type_, [{field.name: Put(None)} for field in type_.fields], kind=EntryKind.SETTLE)
            yield self._text(type_, [{RETIRED: Put("inserita due volte")}], kind=EntryKind.RETIRE)
            for field in type_.fields:
                if field.codes:
                    yield self._text(type_, [{field.name: Put(code.code)} for code in code_lists()[field.codes]])

    def _made(self) -> Iterator[NewRecord]:
        groups = {kind: self.ids.opaque() for kind in ("everyone", "audit", "coordination", "own", "working")}
        identity = Identity(
            ente=self.ids.opaque(),
            operator=self._operator,
            desk=self._desk,
            letters="AA",
            roles=(),
            groups=groups,
            name="Bianchi Lucia",
            alone=True,
            sign=bytes(32),
            seal=bytes(32),
        )
        for part in World(identity, now=NOW, size=CASES, seed=SEED).parts():
            yield from part

    def _edits(self, new: NewRecord) -> Iterator[bytes]:
        """Give small changes of a record with prose: sentences added, a short field corrected."""
        sentences = [
            found.strip()
            for name in _LONG[new.type.name]
            for found in _SENTENCE.findall(str(new.values.get(name) or ""))
        ]
        if not sentences:
            return
        saves: list[dict[str, Operation]] = []
        for sentence in sentences[:SAVES]:
            place = self.chance.between(100, 3000)
            splice: dict[str, Operation] = {
                self.chance.pick(_LONG[new.type.name]): SpliceText([(place, 0, f" {sentence}")])
            }
            short = self.chance.pick(_SHORT[new.type.name]) if _SHORT[new.type.name] else None
            if short is not None:
                splice[short] = Put(new.values.get(short))
            saves.append(splice)
        yield self._text(new.type, saves)

    def _text(self, type_: RecordType, saves: list[dict[str, Operation]], *, kind: EntryKind = EntryKind.SET) -> bytes:
        """Return the text of a parcel of some saves, long before or after what other samples say."""
        seq, k = self.chance.between(1, 20_000), self.chance.between(1, 300)
        time = NOW.utc_ms - self.chance.between(0, 40_000_000_000)
        folder = self.ids.opaque()
        entries = []
        for line, changes in enumerate(saves):
            body = encode_body(Body(self.ids.token(16), changes))
            time += self.chance.between(5_000, 400_000)
            header = Header(
                format=FORMAT,
                desk=self._desk,
                seq=seq + line,
                k=k + line,
                save=self.ids.opaque(),
                folder=folder,
                record=self.ids.opaque(),
                type=type_.name,
                rules=type_.rules,
                kind=kind,
                seen={self.ids.opaque(): k} if self.chance.happens(40) else {},
                operator=self.ids.opaque(),
                utc_ms=time,
                offset=self.chance.pick((60, 120)),
                body_hash=sha256(body),
            )
            entries.append((header, body))
        return pack(entries).data


def made(size: int = SIZE) -> bytes:
    """Return the bytes of the dictionary."""
    samples: list[Any] = list(Samples(SEED).all())
    return zstandard.train_dictionary(size, samples, k=40, d=6, level=LEVEL, dict_id=1).as_bytes()


if __name__ == "__main__":
    Path(sys.argv[1]).write_bytes(made())
