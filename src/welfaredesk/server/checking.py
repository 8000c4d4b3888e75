# SPDX-License-Identifier: EUPL-1.2
"""The check of a server: every position, signature, sum and file, without a key to read anything."""

import hashlib
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
from sqlalchemy import Connection, select

from welfaredesk.base.ids import packed, spelled
from welfaredesk.base.text import N_
from welfaredesk.crypto.hashes import DIGEST_LENGTH, framed, position_hash, sha256
from welfaredesk.crypto.sign import Label, verify
from welfaredesk.domain.parcel import ZERO_H, Parcel, decode_parcel, encode_header
from welfaredesk.domain.roster import Roster, RosterRefused
from welfaredesk.server import apart
from welfaredesk.server.ledger import EnteLine, Ledger
from welfaredesk.server.tables import APART, FILE, FOLDER, ITEM
from welfaredesk.server.working import SUM_BYTES, SUM_MODULUS
from welfaredesk.sync.grants import grant_id, ungrant_id, verify_grant, verify_ungrant
from welfaredesk.sync.letters import letter_id, verify_letter
from welfaredesk.sync.statements import add, statement_id
from welfaredesk.sync.wire import FrameKind, Grant, Letter, Ungrant

ROWS = 500
GAP = N_("nell'ente {ente} manca la posizione {position}")
H = N_("nell'ente {ente} la somma corrente non torna alla posizione {position}")
SIGNED = N_("nell'ente {ente} la firma della posizione {position} non è valida")
HEAD = N_("nell'ente {ente} il contatore non è all'ultima posizione {position}")
SUMS = N_("nell'ente {ente} le somme di {count} cartelle non tornano")
KEPT = N_("nell'ente {ente} il file delle dichiarazioni fuori dalla base di dati non è completo")
APART_SIGNED = N_("nell'ente {ente} la firma di {count} invii tenuti da parte non è valida")
FILES_LOST = N_("nell'ente {ente} mancano o sono cambiati {count} file")


@dataclass(slots=True)
class Found:
    """What a check has seen: sentences with their facts, and how much was looked at."""

    problems: list[tuple[str, dict[str, str | int]]] = field(default_factory=list)
    enti: int = 0
    items: int = 0
    files: int = 0


def check(ledger: Ledger, *, files: Path) -> Found:
    """Look at everything that a server holds; nothing is changed."""
    found = Found()
    for ente in ledger.enti():
        with ledger.reading() as connection:
            line = ledger.line(connection, ente)
            if line is not None:
                found.enti += 1
                _check_ente(ledger, connection, line, found)
                _check_files(connection, line, files, found)
    return found


def _check_ente(ledger: Ledger, connection: Connection, line: EnteLine, found: Found) -> None:
    walk = _Walk(line.ente, found)
    wanted = select(ITEM).where(ITEM.c.ente == packed(line.ente)).order_by(ITEM.c.position)
    for row in connection.execution_options(yield_per=ROWS).execute(wanted):
        if not walk.take(row.position, FrameKind(row.kind), id_=row.id, h=row.h, data=row.data):
            return
    if (walk.position, walk.h) != (line.position, line.h):
        found.problems.append((HEAD, {"ente": line.ente, "position": walk.position}))
    lines = select(FOLDER.c.folder, FOLDER.c.sum, FOLDER.c.count, FOLDER.c.last)
    stands = {
        folder: [int.from_bytes(total, "big"), count, last]
        for folder, total, count, last in connection.execute(lines.where(FOLDER.c.ente == packed(line.ente)))
    }
    wrong = {folder for folder in {*stands, *walk.sums} if stands.get(folder) != walk.sums[folder]}
    if wrong:
        found.problems.append((SUMS, {"ente": line.ente, "count": len(wrong)}))
    kept = {statement_id(data) for data in ledger.files.read(line.ente)}
    if not walk.statements <= kept:
        found.problems.append((KEPT, {"ente": line.ente}))
    _check_apart(connection, line, walk.roster, found)


def _check_apart(connection: Connection, line: EnteLine, roster: Roster, found: Found) -> None:
    wrong = 0
    wanted = select(APART).where(APART.c.ente == packed(line.ente))
    for row in connection.execution_options(yield_per=ROWS).execute(wanted):
        found.items += 1
        try:
            wrong += not apart.is_signed(row, roster)
        except (ValueError, KeyError):
            wrong += 1
    if wrong:
        found.problems.append((APART_SIGNED, {"ente": line.ente, "count": wrong}))


@dataclass(slots=True)
class _Walk:
    """A walk along the positions of an ente."""

    ente: str
    found: Found
    position: int = 0
    h: bytes = ZERO_H
    roster: Roster = field(default_factory=Roster)
    statements: set[bytes] = field(default_factory=set)
    sums: defaultdict[bytes, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0, 0]))

    def take(self, position: int, kind: FrameKind, *, id_: bytes, h: bytes, data: bytes) -> bool:
        """Look at the next item; after a gap or another h there is no use in going on."""
        facts: dict[str, str | int] = {"ente": self.ente, "position": position}
        self.position += 1
        self.found.items += 1
        if position != self.position:
            self.found.problems.append((GAP, facts | {"position": self.position}))
            return False
        self.h = position_hash(self.h, position, item=id_)
        if self.h != h:
            self.found.problems.append((H, facts))
            return False
        if not self._is_signed(kind, id_, data):
            self.found.problems.append((SIGNED, facts))
        return True

    def _is_signed(self, kind: FrameKind, id_: bytes, data: bytes) -> bool:
        try:
            if kind is FrameKind.STATEMENT:
                add(self.roster, data)
                self.statements.add(id_)
                return statement_id(data) == id_
            if kind is FrameKind.PARCEL:
                return self._parcel(decode_parcel(data), id_)
            if kind is FrameKind.GRANT:
                grant = msgspec.msgpack.decode(data, type=Grant)
                return grant_id(grant) == id_ and verify_grant(grant, self._key(grant.desk))
            if kind is FrameKind.UNGRANT:
                ungrant = msgspec.msgpack.decode(data, type=Ungrant)
                return ungrant_id(ungrant) == id_ and verify_ungrant(ungrant, self._key(ungrant.desk))
            letter = msgspec.msgpack.decode(data, type=Letter)
            return letter_id(letter) == id_ and verify_letter(letter, self._key(letter.desk))
        except (RosterRefused, ValueError, KeyError):
            return False

    def _key(self, desk: bytes) -> bytes:
        return self.roster.desks[spelled(desk)].sign

    def _parcel(self, parcel: Parcel, id_: bytes) -> bool:
        cut = len(parcel.sealed) == DIGEST_LENGTH
        text = parcel.sealed if cut else sha256(parcel.sealed)
        line = self.sums[parcel.header.folder]
        line[0] = (line[0] + int.from_bytes(id_[:SUM_BYTES], "big")) % SUM_MODULUS
        line[1] += 1
        line[2] = self.position
        if sha256(framed("parcel", encode_header(parcel.header), text)) != id_:
            return False
        return verify(self._key(parcel.header.desk), Label.PARCEL, message=id_, signature=parcel.signature)


def _check_files(connection: Connection, line: EnteLine, files: Path, found: Found) -> None:
    wanted = select(FILE.c.sha256).where(FILE.c.ente == packed(line.ente)).distinct()
    lost = 0
    for name in connection.execute(wanted).scalars():
        found.files += 1
        digest = hashlib.sha256()
        try:
            with (files / line.ente / name.hex()).open("rb") as source:
                while data := source.read(1 << 20):
                    digest.update(data)
        except OSError:
            lost += 1
            continue
        lost += digest.digest() != name
    if lost:
        found.problems.append((FILES_LOST, {"ente": line.ente, "count": lost}))
