# SPDX-License-Identifier: EUPL-1.2
"""Mending: the file of statements is compared with the database, and what one has lost comes back from the other."""

from dataclasses import dataclass

from sqlalchemy import Connection

from welfaredesk.base.log import note
from welfaredesk.server.admission import Admission
from welfaredesk.server.callers import Caller
from welfaredesk.server.engine import insert_new
from welfaredesk.server.ledger import EnteLine, Ledger, statements
from welfaredesk.server.pushed import read_item, wanted
from welfaredesk.server.statement_files import length_of
from welfaredesk.server.storing import first_row, write
from welfaredesk.server.tables import ENTE
from welfaredesk.server.working import Working
from welfaredesk.sync.interning import Incoming
from welfaredesk.sync.signin import ROOT_DESK
from welfaredesk.sync.statements import statement_id
from welfaredesk.sync.wire import FrameKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Mended:
    """What was done for an ente: statements placed again, written to the file again, and still missing."""

    placed: int = 0
    kept: int = 0
    missing: int = 0


def agrees(ledger: Ledger, line: EnteLine) -> bool:
    """Tell whether file and database hold as much: one look at the file's size, at every request."""
    return ledger.files.size(line.ente) == line.statements_bytes


def mend(ledger: Ledger, ente: str, *, now_ms: int) -> Mended:
    """Bring file and database together under the lock of the counter row.

    A database that was restored lacks the newest statements: they are placed again from the file, in its order,
    at new positions. A file that lacks some (lost, or cut by a crash) is given them again.
    """
    with ledger.writing() as connection:
        line = ledger.line(connection, ente, lock=True)
        if line is None:
            insert_new(connection, ENTE, [first_row(ente, now_ms)])
            line = ledger.line(connection, ente, lock=True) or EnteLine(ente=ente)
        if agrees(ledger, line):
            return Mended()
        kept = ledger.files.read(ente)
        ledger.files.shorten(ente, sum(length_of(data) for data in kept))
        working, missing = _placed_again(ledger, connection, line, kept, now_ms)
        write(connection, working, desk=ROOT_DESK)
        here = [*statements(connection, ente)]
        known = {statement_id(data) for data in kept}
        lost = [data for id_, data in here if id_ not in known]
        ledger.files.append(ente, lost)
    note("mended", placed=len(working.statements), kept=len(lost), missing=missing)
    return Mended(placed=len(working.statements), kept=len(lost), missing=missing)


def _placed_again(
    ledger: Ledger, connection: Connection, line: EnteLine, kept: list[bytes], now_ms: int
) -> tuple[Working, int]:
    working = Working(ledger, connection, base=line, desk=ROOT_DESK, now_ms=now_ms)
    items = [
        read_item(FrameKind.STATEMENT, data, index=index, names=Incoming(), most_statement=len(data))
        for index, data in enumerate(kept)
    ]
    working.read(wanted(items))
    admission = Admission(working, Caller(line.ente, ROOT_DESK), 1 << 62)
    refused = [item.index for item in items if admission.admit(item) is not None]
    return working, len(refused)
