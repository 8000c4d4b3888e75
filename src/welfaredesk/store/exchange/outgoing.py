# SPDX-License-Identifier: EUPL-1.2
"""What waits to leave: entries in no parcel yet, parcels without a receipt, refused ones."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from welfaredesk.base.ids import spelled
from welfaredesk.domain.entry import Header, decode_header
from welfaredesk.domain.parcel import Parcel, decode_parcel, encode_parcel
from welfaredesk.store import desk_notes, records
from welfaredesk.store.driver import Database
from welfaredesk.store.exchange import elsewhere
from welfaredesk.store.exchange.kept import COLUMNS, INSERT, Kept, ParcelState, kept_of, line_of, own_desk, own_names

LAST_N = "exchange/n"


@dataclass(frozen=True, slots=True)
class Pending:
    """Entries of one folder, from the first `k` to the last, that go into one parcel."""

    folder: str
    k_from: int
    k_to: int


class Receipt(NamedTuple):
    """The server's word that an own parcel has a position: its number and the first eight bytes of its id."""

    n: int
    short_id: bytes
    position: int


PENDING = """
SELECT e.folder, e.k, e.n, length(e.header) + coalesce(length(e.body), 0) FROM entry e
WHERE e.position IS NULL AND e.desk = ?1
AND e.k > (SELECT coalesce(max(p.k_to), 0) FROM parcel p WHERE p.folder = e.folder AND p.desk = ?1)
AND e.folder IN (SELECT id FROM folder WHERE whole = 1) AND e.folder IN (SELECT folder FROM folder_grant)
AND NOT EXISTS (SELECT 1 FROM parcel r WHERE r.folder = e.folder AND r.desk = ?1
    AND r.position IS NULL AND r.state = 'refused')
ORDER BY e.folder, e.k
"""


def pending(database: Database, desk: str, *, most_entries: int, most_bytes: int) -> list[Pending]:
    """Return the entries of a desk that are in no parcel yet, as one parcel may hold them, the oldest save first.

    Folders that no group was granted, that are not whole, or whose queue a refusal holds are left out.

    Args:
        database: the vault.
        desk: whose entries.
        most_entries: the most that one parcel holds.
        most_bytes: the most bytes of headers and bodies that one parcel holds, unless one entry alone is longer.
    """
    found: list[tuple[int, Pending]] = []
    count = size = 0
    for folder, k, number, length in database.conn.execute(PENDING, (desk,)):
        oldest, last = found[-1] if found else (0, Pending("", 0, 0))
        if last.folder == folder and last.k_to + 1 == k and count < most_entries and size + length <= most_bytes:
            found[-1] = (oldest, Pending(folder, last.k_from, k))
        else:
            count = size = 0
            found.append((number, Pending(folder, k, k)))
        count, size = count + 1, size + length
    # The second parcel of a folder goes after its first: the sort is stable and its oldest save is later.
    return [one for _, one in sorted(found, key=lambda pair: pair[0])]


def entries_between(
    database: Database, folder: str, *, desk: str, k_from: int, k_to: int
) -> list[tuple[Header, bytes]]:
    """Return headers and exact bodies of a desk's entries in a folder, in order; a body that was cut is empty.

    What this desk wrote on a record before it heard that it was cut leaves with the rest: without it the numbers of
    what follows would have a gap.
    """
    found = database.conn.execute(
        "SELECT header, body FROM entry WHERE folder = ? AND desk = ? AND k BETWEEN ? AND ? ORDER BY k",
        (folder, desk, k_from, k_to),
    ).fetchall()
    lines = [(decode_header(header), body) for header, body in found]
    return [(header, _late(database, header) if body is None else body) for header, body in lines]


def _late(database: Database, header: Header) -> bytes:
    found = database.conn.execute("SELECT body FROM late WHERE hash = ?", (header.body_hash,)).fetchone()
    return b"" if found is None else bytes(found[0])


def next_n(database: Database, desk: str) -> int:
    """Return the number of a desk's next parcel: larger than any it ever gave, also to parcels dropped since."""
    highest = database.conn.execute("SELECT max(n) FROM parcel WHERE desk = ?", (desk,)).fetchone()[0] or 0
    return 1 + max(int(highest), int(desk_notes.get(database, f"{LAST_N}/{desk}") or 0))


def previous_parcel(database: Database, folder: str, desk: str) -> bytes:
    """Return the id of a desk's last parcel in a folder, nothing before its first."""
    found = database.conn.execute(
        "SELECT id FROM parcel WHERE folder = ? AND desk = ? ORDER BY k_to DESC LIMIT 1", (folder, desk)
    ).fetchone()
    return b"" if found is None else bytes(found[0])


def keep_parcel(database: Database, parcel: Parcel, identity: bytes, *, utc_ms: int) -> None:
    """Keep a parcel that waits for a position: an own one just sealed, or one to forward for another desk."""
    line = line_of(parcel, identity, position=None, state=ParcelState.WAITING, utc_ms=utc_ms)
    if database.conn.execute("SELECT 1 FROM parcel WHERE id = ?", (identity,)).fetchone() is None:
        database.conn.execute(INSERT, line)
    desk = spelled(parcel.header.desk)
    if parcel.header.n >= next_n(database, desk) - 1:
        desk_notes.put(database, f"{LAST_N}/{desk}", parcel.header.n)


def waiting(database: Database) -> list[Kept]:
    """Return the parcels to offer, in order: those that had a position as they stood, forwarded ones, own ones."""
    found = database.conn.execute(
        f"SELECT {COLUMNS} FROM parcel WHERE position IS NULL AND state = 'waiting' "
        "ORDER BY former IS NULL, former, desk = ?, desk, n, number",
        (own_desk(database) or "",),
    )
    return kept_of(found)


def refused(database: Database) -> list[Kept]:
    """Return the parcels that the server refused, the oldest first."""
    return kept_of(
        database.conn.execute(
            f"SELECT {COLUMNS} FROM parcel WHERE position IS NULL AND state = 'refused' ORDER BY number"
        )
    )


def left(database: Database, *, limit: int = 200) -> list[Kept]:
    """Return this desk's own parcels, the latest first: what left, its receipt or its refusal."""
    found = database.conn.execute(
        f"SELECT {COLUMNS} FROM parcel WHERE desk = ? ORDER BY n DESC LIMIT ?", (own_desk(database) or "", limit)
    )
    return kept_of(found)


def receive(database: Database, identity: bytes, position: int) -> frozenset[str]:
    """Write the position of a parcel and of its entries, and return the records they touch."""
    found = database.conn.execute("SELECT desk, n, id FROM parcel WHERE id = ?", (identity,)).fetchone()
    if found is None:
        return frozenset()
    return receive_many(database, found[0], [Receipt(found[1], found[2], position)]).touched


def receive_own(database: Database, desk: str, *, n: int, short_id: bytes, position: int) -> bool:
    """Write the position of an own parcel; tell whether it is one that this desk made."""
    return not receive_many(database, desk, [Receipt(n, short_id, position)]).unknown


@dataclass(frozen=True, slots=True)
class Received:
    """The records that receipts touched, and the receipts of parcels that this desk never made: it was cloned."""

    touched: frozenset[str]
    unknown: tuple[Receipt, ...]


def receive_many(database: Database, desk: str, receipts: Sequence[Receipt]) -> Received:
    """Write the positions of a desk's own parcels; a record in which others wrote too is folded again, once."""
    touched: set[str] = set()
    shared: set[str] = set()
    unknown = []
    for receipt in receipts:
        question = "SELECT id, folder, k_from, k_to, position, former FROM parcel WHERE desk = ? AND n = ?"
        place = database.conn.execute(question, (desk, receipt.n)).fetchone()
        if place is None and _came_after_all(database, desk, receipt):
            place = database.conn.execute(question, (desk, receipt.n)).fetchone()
        if place is None or not bytes(place[0]).startswith(receipt.short_id):
            unknown.append(receipt)
            continue
        identity, folder, k_from, k_to, before, former = place
        span = Span(folder, desk, k_from, k_to)
        write_position(database, identity, span, position=receipt.position)
        if before != receipt.position:
            touched.update(_records_of(database, span))
            if former == receipt.position:
                shared.update(_moved_records(database, span, receipt.position))
            else:
                shared.update(_shared_records(database, span))
    records.refold(database, sorted(shared))
    return Received(frozenset(touched), tuple(unknown))


def _came_after_all(database: Database, desk: str, receipt: Receipt) -> bool:
    """Take a parcel back that was made anew, now that the first one has a position: it holds the same entries."""
    kept = elsewhere.dropped(database, desk, receipt.n)
    if kept is None or not kept[0].startswith(receipt.short_id):
        return False
    parcel = decode_parcel(kept[1])
    header = parcel.header
    database.conn.execute(
        "DELETE FROM parcel WHERE folder = ? AND desk = ? AND k_to >= ? AND position IS NULL",
        (spelled(header.folder), desk, header.k_from),
    )
    database.conn.execute(INSERT, line_of(parcel, kept[0], position=None, state=ParcelState.WAITING, utc_ms=0))
    elsewhere.forget_dropped(database, desk, receipt.n)
    return True


@dataclass(frozen=True, slots=True)
class Span:
    """Entries of a desk in a folder, from the first `k` to the last."""

    folder: str
    desk: str
    k_from: int
    k_to: int

    @property
    def values(self) -> tuple[str | int, ...]:
        """Return what the conditions of a question bind, in their order."""
        return self.folder, self.desk, self.k_from, self.k_to


IN_SPAN = "folder = ? AND desk = ? AND k BETWEEN ? AND ?"


def write_position(database: Database, identity: bytes, span: Span, *, position: int) -> None:
    """Give a parcel and all its entries a position, in the place of another or of none."""
    database.conn.execute(
        "UPDATE parcel SET position = ?, former = NULL, reason = NULL, "
        "state = CASE state WHEN 'unreadable' THEN state ELSE 'placed' END WHERE id = ?",
        (position, identity),
    )
    database.conn.execute(f"UPDATE entry SET position = ?, former = NULL WHERE {IN_SPAN}", (position, *span.values))


def _records_of(database: Database, span: Span) -> Iterator[str]:
    for (record,) in database.conn.execute(f"SELECT DISTINCT record FROM entry WHERE {IN_SPAN}", span.values):
        yield record


def _shared_records(database: Database, span: Span) -> list[str]:
    """Return the records of a span in which other desks wrote too: only their order can have changed."""
    found = database.conn.execute(
        f"SELECT DISTINCT record FROM entry e WHERE {IN_SPAN} AND EXISTS "
        "(SELECT 1 FROM entry o WHERE o.record = e.record AND o.desk <> e.desk)",
        span.values,
    )
    return [record for (record,) in found]


def _moved_records(database: Database, span: Span, position: int) -> list[str]:
    """Return the records of a span whose order changes as it gets the position again that had been forgotten.

    It stood after all that has a position, and among what has none by the position that it had.
    """
    found = database.conn.execute(
        f"SELECT DISTINCT record FROM entry e WHERE {IN_SPAN} AND EXISTS "
        "(SELECT 1 FROM entry o WHERE o.record = e.record AND (o.position > ? OR o.former < ?))",
        (*span.values, position, position),
    )
    return [record for (record,) in found]


def refuse(database: Database, identity: bytes, code: str) -> None:
    """Keep a parcel as refused, with the server's reason: it holds its folder's queue until it is tried again."""
    database.conn.execute(
        "UPDATE parcel SET state = 'refused', reason = ? WHERE id = ? AND position IS NULL", (code, identity)
    )


FOLLOWING = "folder = ? AND desk = ? AND k_from >= ? AND position IS NULL"


def offer_again(database: Database, identity: bytes) -> bool:
    """Let a refused parcel leave with the next round: made anew, or as it is when it went another way too.

    The server then knows it again, whichever way it came first. Tells whether there was such a parcel.
    """
    if identity not in elsewhere.ways(database):
        return retry(database, identity)
    found = database.conn.execute(
        "SELECT folder, desk, k_from FROM parcel WHERE id = ? AND position IS NULL", (identity,)
    ).fetchone()
    if found is None:
        return False
    database.conn.execute(f"UPDATE parcel SET state = 'waiting', reason = NULL WHERE {FOLLOWING}", found)
    return True


def retry(database: Database, identity: bytes) -> bool:
    """Drop a refused parcel and those of its desk that follow it in the folder; its entries are pending again.

    Another desk's parcel is offered again as it is. Of one that may get a position by another way the bytes stay, to
    know it by. Tells whether there was such a parcel.
    """
    found = database.conn.execute(
        "SELECT folder, desk, k_from FROM parcel WHERE id = ? AND position IS NULL", (identity,)
    ).fetchone()
    if found is None:
        return False
    if found[1] in own_names(database):
        elsewhere_too = elsewhere.ways(database)
        for one in kept_of(database.conn.execute(f"SELECT {COLUMNS} FROM parcel WHERE {FOLLOWING}", found)):
            if one.id in elsewhere_too and one.parcel is not None:
                data = encode_parcel(one.parcel)
                elsewhere.keep_dropped(database, one.desk, one.n, identity=one.id, data=data)
        database.conn.execute(f"DELETE FROM parcel WHERE {FOLLOWING}", found)
    else:
        database.conn.execute("UPDATE parcel SET state = 'waiting', reason = NULL WHERE id = ?", (identity,))
    return True
