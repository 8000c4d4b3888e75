# SPDX-License-Identifier: EUPL-1.2
"""Storing: a batch of items is admitted, placed and written in one transaction of its ente."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, delete, update

from welfaredesk.base.ids import packed
from welfaredesk.base.log import note
from welfaredesk.domain.parcel import ZERO_H
from welfaredesk.server.admission import Admission
from welfaredesk.server.callers import Caller
from welfaredesk.server.engine import insert_new, upsert
from welfaredesk.server.ledger import EnteLine, Ledger, next_statements_h
from welfaredesk.server.pushed import Pushed, wanted
from welfaredesk.server.statement_files import length_of
from welfaredesk.server.tables import APART, BUNDLE, CHAIN, DESK, ENTE, FOLDER, HOLDING, ITEM
from welfaredesk.server.working import SUM_BYTES, Working
from welfaredesk.sync.wire import FrameKind, Refused

FORWARDED = (FrameKind.PARCEL, FrameKind.GRANT)


_COUNT_BYTES = (
    update(DESK)
    .where(DESK.c.ente == bindparam("of_ente"), DESK.c.desk == bindparam("of_desk"))
    .values(bytes=DESK.c.bytes + bindparam("added"))
)
_MOVE_COUNTER = (
    update(ENTE)
    .where(ENTE.c.ente == bindparam("of_ente"))
    .values(
        {name: bindparam(name) for name in ("position", "h", "statements", "statements_h", "statements_bytes", "root")}
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """What became of a batch: the refused, how many took a position, and where the ente stands now."""

    refused: tuple[Refused, ...]
    placed: int
    position: int


@dataclass(frozen=True, slots=True)
class Storing:
    """A way into a ledger, with the quota of a desk in bytes; `placed` is called after each commit (for the counts)."""

    ledger: Ledger
    quota: int
    placed: Callable[[int], None] = lambda _count: None

    def store(self, caller: Caller, items: Sequence[Pushed], *, now_ms: int) -> Stored:
        """Admit and write a batch.

        Admission is done before the lock. Under the lock of the counter row it stands if nobody else has stored
        meanwhile, and is done again if somebody has: positions are allotted last, and a reader misses none.
        """
        with self.ledger.reading() as connection:
            base = self.ledger.line(connection, caller.ente) or EnteLine(ente=caller.ente)
            working, refused = self._admitted(connection, base, caller, items, now_ms)
        if not working.placed and not working.cut:
            return Stored(refused=refused, placed=0, position=base.position)
        length = base.statements_bytes
        try:
            with self.ledger.writing() as connection:
                line = self._locked(connection, base, now_ms)
                length = line.statements_bytes
                if line != base:
                    working, refused = self._admitted(connection, line, caller, items, now_ms)
                after = write(connection, working, desk=caller.desk)
                # In the file before the commit: what the database holds is there too, whatever happens now.
                self.ledger.files.append(caller.ente, [data for _, data in working.statements])
        except BaseException:
            self._take_back(caller.ente, length)
            raise
        if working.statements:
            self.ledger.remember(after, working.roster)
        self.placed(len(working.placed))
        note("stored", items=len(working.placed), refused=len(refused))
        return Stored(refused=refused, placed=len(working.placed), position=after.position)

    def _admitted(
        self, connection: Connection, base: EnteLine, caller: Caller, items: Sequence[Pushed], now_ms: int
    ) -> tuple[Working, tuple[Refused, ...]]:
        working = Working(self.ledger, connection, base=base, desk=caller.desk, now_ms=now_ms)
        working.read(wanted(items))
        admission = Admission(working, caller, self.quota)
        codes = [(item.index, admission.admit(item)) for item in items]
        return working, tuple(Refused(index, code.value) for index, code in codes if code is not None)

    def _locked(self, connection: Connection, base: EnteLine, now_ms: int) -> EnteLine:
        """Return the counter row, locked; the first batch of an ente makes it."""
        line = self.ledger.line(connection, base.ente, lock=True)
        if line is None:
            insert_new(connection, ENTE, [first_row(base.ente, now_ms)])
            line = self.ledger.line(connection, base.ente, lock=True)
        return line or base

    def _take_back(self, ente: str, length: int) -> None:
        """Shorten the file after a commit that failed, unless another transaction has grown the ente since."""
        with self.ledger.writing() as connection:
            line = self.ledger.line(connection, ente, lock=True)
            if (0 if line is None else line.statements_bytes) == length:
                self.ledger.files.shorten(ente, length)


def first_row(ente: str, now_ms: int) -> dict[str, Any]:
    """Return the counter row of an ente before its first position."""
    return {
        "ente": packed(ente),
        "position": 0,
        "h": ZERO_H,
        "watermark": 0,
        "statements": 0,
        "statements_h": ZERO_H,
        "statements_bytes": 0,
        "root": b"",
        "made_ms": now_ms,
    }


def write(connection: Connection, working: Working, *, desk: str) -> EnteLine:
    """Write what a working copy has placed, and return the counter row as it stands then."""
    ente = working.ente
    if working.placed:
        connection.execute(ITEM.insert(), [one.columns(ente) for one in working.placed])
    for position, data in working.cut:
        row = (ITEM.c.ente == ente) & (ITEM.c.position == position)
        connection.execute(update(ITEM).where(row).values(data=data))
    _write_folders(connection, working)
    upsert(
        connection,
        CHAIN,
        [
            {"ente": ente, "folder": folder, "desk": author, "k": k, "id": id_}
            for folder, author in sorted(working.moved)
            for k, id_ in [working.chains[folder, author]]
        ],
    )
    # Forwarded for another: it may have been accepted of what is kept apart.
    forwarded = [one.id for one in working.placed if one.desk != packed(desk) and one.kind in FORWARDED]
    if forwarded:
        connection.execute(delete(APART).where(APART.c.ente == ente, APART.c.id.in_(forwarded)))
    if working.voided:
        connection.execute(delete(BUNDLE).where(BUNDLE.c.ente == ente, BUNDLE.c.grp.in_(sorted(working.voided))))
    _count_bytes(connection, working, desk)
    return _move_counter(connection, working)


def _write_folders(connection: Connection, working: Working) -> None:
    ente, states = working.ente, [(folder, working.folders[folder]) for folder in sorted(working.changed)]
    for folder, state in states:
        if state.given_up:
            gone = (HOLDING.c.ente == ente) & (HOLDING.c.folder == folder) & HOLDING.c.grp.in_(sorted(state.given_up))
            connection.execute(delete(HOLDING).where(gone))
    upsert(
        connection,
        FOLDER,
        [
            {
                "ente": ente,
                "folder": folder,
                "key": state.key,
                "sum": state.sum.to_bytes(SUM_BYTES, "big"),
                "count": state.count,
                "last": state.last,
            }
            for folder, state in states
        ],
    )
    fresh = [
        {"ente": ente, "folder": folder, "grp": group, "key": key, "position": position}
        for folder, state in states
        for (group, key), position in state.held.items()
        if position > working.base.position
    ]
    upsert(connection, HOLDING, fresh)


def _count_bytes(connection: Connection, working: Working, desk: str) -> None:
    values = {"of_ente": working.ente, "of_desk": packed(desk), "added": working.added_bytes}
    if not connection.execute(_COUNT_BYTES, values).rowcount:
        insert_new(connection, DESK, [desk_row(working.ente, packed(desk))])
        connection.execute(_COUNT_BYTES, values)


def desk_row(ente: bytes, desk: bytes) -> dict[str, Any]:
    """Return the row of a desk that has nothing here yet."""
    return {"ente": ente, "desk": desk, "bytes": 0, "version": "", "unsent": 0, "seen_ms": 0, "told_ms": 0}


def _move_counter(connection: Connection, working: Working) -> EnteLine:
    base, h = working.base, working.base.statements_h
    for id_, _ in working.statements:
        h = next_statements_h(h, id_)
    after = EnteLine(
        ente=base.ente,
        position=working.position,
        h=working.h,
        watermark=base.watermark,
        statements=base.statements + len(working.statements),
        statements_h=h,
        statements_bytes=base.statements_bytes + sum(length_of(data) for _, data in working.statements),
    )
    values = {"of_ente": working.ente, "position": after.position, "h": after.h, "root": working.roster.root}
    counted = {
        "statements": after.statements,
        "statements_h": after.statements_h,
        "statements_bytes": after.statements_bytes,
    }
    connection.execute(_MOVE_COUNTER, values | counted)
    return after
