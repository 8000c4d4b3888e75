# SPDX-License-Identifier: EUPL-1.2
"""An ente that worked alone for years comes to a server: not one entry changes, however the line is."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import pytest
from sqlalchemy import func, select

from tests.bench.vault_of import records
from tests.server_of import PIECE
from tests.unit.desk.exchange.lines import LineOver
from tests.unit.desk.exchange.office import Office, database, same, shared, sound
from welfaredesk.base.exchange_errors import NoLine
from welfaredesk.desk.bulk import add_many
from welfaredesk.desk.session import Session
from welfaredesk.server.tables import ITEM, PARCEL
from welfaredesk.store import content, standing
from welfaredesk.sync.line import Answer, LineBroken

ENTRIES_OF_A_CASE = 3
CHAINED = "SELECT desk, seq, k, folder, record, header, body, chain FROM entry ORDER BY n"


def journal_of(session: Session) -> tuple[int, str]:
    """Return count and hash of all entries of a desk to the byte, without the position, which the server gives."""
    digest, count = hashlib.sha256(), 0
    for row in database(session).conn.execute(CHAINED):
        digest.update(repr(row).encode())
        count += 1
    return count, digest.hexdigest()


def parcels_of(office: Office) -> int:
    """Return how many parcels the server has."""
    with office.server.ledger.reading() as connection:
        return int(connection.execute(select(func.count()).where(ITEM.c.kind == PARCEL)).scalar_one())


def positions(session: Session) -> list[int]:
    found = database(session).conn.execute("SELECT position FROM entry WHERE position IS NOT NULL ORDER BY position")
    return [int(position) for (position,) in found]


@dataclass(slots=True)
class DyingLine(LineOver):
    """A line that dies once the server has read so many bytes."""

    left: int

    def ask(self, method: str, path: str, *, headers: Mapping[str, str], body: Iterable[bytes] | bytes = b"") -> Answer:
        if self.left <= 0:
            raise LineBroken()
        data = body if isinstance(body, bytes) else b"".join(body)
        return self.line.ask(method, path, headers=headers, body=self._rising(data))

    def _rising(self, data: bytes) -> Iterator[bytes]:
        for start in range(0, len(data), PIECE):
            if self.left <= 0:
                raise LineBroken()
            self.left -= PIECE
            yield data[start : start + PIECE]


@pytest.mark.parametrize("cases", [200, pytest.param(2_700, marks=pytest.mark.long)])
def test_an_ente_of_many_cartelle_is_attached_and_not_one_entry_changes(office: Office, cases: int) -> None:
    first = office.found()
    add_many(first, records(first, cases, entries=ENTRIES_OF_A_CASE * cases))
    before, digest = journal_of(first), content.content_hash(database(first))
    assert before[0] == ENTRIES_OF_A_CASE * cases
    with pytest.raises(NoLine):
        office.attach(first, DyingLine(office.line, 400 * cases))
    assert 0 < parcels_of(office) < cases
    assert journal_of(first) == before
    assert content.content_hash(database(first)) == digest

    assert office.attach(first) > 0
    assert journal_of(first) == before
    assert content.content_hash(database(first)) == digest
    assert standing.count_unsent(database(first)) == 0
    assert len(positions(first)) == before[0]
    sound(first)

    second = office.enrol(first)
    office.round(second)
    assert len(shared(first, second)) >= cases
    assert same(first, second)
    sound(second)
