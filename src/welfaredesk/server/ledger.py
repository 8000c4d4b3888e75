# SPDX-License-Identifier: EUPL-1.2
"""The ledger: the enti of a server, each with its positions, its roster and its file of statements."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from sqlalchemy import Connection, Engine, bindparam, func, select, text

from welfaredesk.base.ids import packed, spelled
from welfaredesk.base.log import note
from welfaredesk.crypto.hashes import framed, sha256
from welfaredesk.domain.parcel import ZERO_H
from welfaredesk.domain.roster import Roster
from welfaredesk.server.engine import migrate, open_engine, reading, writing
from welfaredesk.server.statement_files import StatementFiles
from welfaredesk.server.tables import ENTE, ITEM, NO_PARCEL
from welfaredesk.sync.statements import add
from welfaredesk.sync.wire import FrameKind

STATEMENTS_NAME = "statements"
CACHED_ROSTERS = 2_000
# Made once: a statement costs more to put together than to execute, and a request asks these several times.
_LINE = select(ENTE).where(ENTE.c.ente == bindparam("of_ente"))
_LOCKED_LINE = _LINE.with_for_update()
_H = select(ITEM.c.h).where(ITEM.c.ente == bindparam("of_ente"), ITEM.c.position == bindparam("at"))


@dataclass(frozen=True, slots=True, kw_only=True)
class EnteLine:
    """The counter row of an ente; `statements_h` runs over the ids of its statements alone."""

    ente: str
    position: int = 0
    h: bytes = ZERO_H
    watermark: int = 0
    statements: int = 0
    statements_h: bytes = ZERO_H
    statements_bytes: int = 0


@dataclass(frozen=True, slots=True)
class _Known:
    statements: int
    statements_h: bytes
    roster: Roster


def next_statements_h(before: bytes, statement: bytes) -> bytes:
    """Return the running hash over statements once the one with this id is added."""
    return sha256(framed("statements", before, statement))


class Ledger:
    """The database, the folder of statements, and the rosters read so far; any number of threads may share one."""

    def __init__(self, url: str, *, statements: Path) -> None:
        """Open a database and bring its tables to this version; statements are kept once more in a folder."""
        self.engine: Engine = open_engine(url)
        self.files = StatementFiles(statements)
        self._rosters: dict[str, _Known] = {}
        self._lock = Lock()
        # SQLite has one writer, and lets the others sleep between two looks: here each has its turn at once.
        self._turn = Lock() if self.engine.dialect.name == "sqlite" else nullcontext()
        migrate(self.engine)

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection that sees one state of the ledger."""
        with reading(self.engine) as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a connection whose changes are durable when the block ends."""
        with self._turn, writing(self.engine) as connection:
            yield connection

    def enti(self) -> list[str]:
        """Return the enti of this server, oldest first."""
        with self.reading() as connection:
            found = connection.execute(select(ENTE.c.ente).order_by(ENTE.c.made_ms, ENTE.c.ente))
            return [spelled(ente) for (ente,) in found]

    def count_enti(self, connection: Connection) -> int:
        """Return how many enti this server has."""
        return int(connection.execute(select(func.count()).select_from(ENTE)).scalar_one())

    def line(self, connection: Connection, ente: str, *, lock: bool = False) -> EnteLine | None:
        """Return the counter row of an ente; with `lock` nobody else allots a position until the commit."""
        found = connection.execute(_LOCKED_LINE if lock else _LINE, {"of_ente": packed(ente)}).one_or_none()
        if found is None:
            return None
        return EnteLine(
            ente=ente,
            position=found.position,
            h=found.h,
            watermark=found.watermark,
            statements=found.statements,
            statements_h=found.statements_h,
            statements_bytes=found.statements_bytes,
        )

    def h_at(self, connection: Connection, ente: str, *, position: int) -> bytes | None:
        """Return h of a position, or nothing when it was never allotted."""
        if position == 0:
            return ZERO_H
        found: bytes | None = connection.execute(_H, {"of_ente": packed(ente), "at": position}).scalar_one_or_none()
        return found

    def roster(self, connection: Connection, line: EnteLine) -> Roster:
        """Return the roster of an ente at its counter row; it is shared: whoever adds to it copies it first."""
        known = self._rosters.get(line.ente)
        if known is not None and known.statements_h == line.statements_h:
            return known.roster
        roster = self._read_roster(connection, line, known)
        self.remember(line, roster)
        return roster

    def remember(self, line: EnteLine, roster: Roster) -> None:
        """Keep the roster that stands at a counter row."""
        with self._lock:
            if len(self._rosters) >= CACHED_ROSTERS:
                self._rosters.clear()
            self._rosters[line.ente] = _Known(line.statements, line.statements_h, roster)

    def _read_roster(self, connection: Connection, line: EnteLine, known: _Known | None) -> Roster:
        """Add what came since the roster known; where it does not lead to this row, read all of them."""
        if known is not None and known.statements < line.statements:
            roster, h = known.roster.copy(), known.statements_h
            for id_, data in statements(connection, line.ente, skip=known.statements):
                add(roster, data)
                h = next_statements_h(h, id_)
            if h == line.statements_h:
                return roster
        roster = Roster()
        for _, data in statements(connection, line.ente):
            add(roster, data)
        note("roster-read", statements=line.statements)
        return roster


def statements(connection: Connection, ente: str, *, skip: int = 0) -> list[tuple[bytes, bytes]]:
    """Return id and bytes of the statements of an ente in order, without the first `skip`."""
    wanted = (
        select(ITEM.c.id, ITEM.c.data)
        .where(ITEM.c.ente == packed(ente), NO_PARCEL, text(f"kind = {int(FrameKind.STATEMENT)}"))
        .order_by(ITEM.c.position)
        .offset(skip)
    )
    return [(id_, data) for id_, data in connection.execute(wanted)]
