# SPDX-License-Identifier: EUPL-1.2
"""What a round asks the vault besides: the placed roster, folders to ask again, forwarded parcels, audit lines."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

import msgspec

from welfaredesk.domain.entry import FIRST_MS, LAST_MS, MOST_OFFSET, Header, decode_header
from welfaredesk.store.driver import Database
from welfaredesk.store.exchange.kept import own_names
from welfaredesk.store.exchange.outgoing import IN_SPAN, Span

ASKED_AT_ONCE = 500


def placed_statements(database: Database) -> list[bytes]:
    """Return the statements that have a position, in its order."""
    found = database.conn.execute("SELECT bytes FROM statement WHERE position IS NOT NULL ORDER BY position")
    return [bytes(data) for (data,) in found]


def statement_position(database: Database, digest: bytes) -> int | None:
    """Return the position of a statement, nothing when it has none or is not here."""
    found = database.conn.execute("SELECT position FROM statement WHERE hash = ?", (digest,)).fetchone()
    return None if found is None or found[0] is None else int(found[0])


def forget_statement(database: Database, digest: bytes) -> None:
    """Forget the position of a statement: it is offered again."""
    database.conn.execute("UPDATE statement SET position = NULL WHERE hash = ?", (digest,))


def last_statement(database: Database) -> int:
    """Return the position of the newest statement that has one, 0 without any."""
    return int(database.conn.execute("SELECT coalesce(max(position), 0) FROM statement").fetchone()[0])


def fill_from(database: Database, folder: str, position: int) -> None:
    """Ask a folder again after a position, because what came next was not as its author made it."""
    database.conn.execute("UPDATE folder SET whole = 0, filled_to = ? WHERE id = ?", (position, folder))


def all_folders(database: Database) -> list[str]:
    """Return the folders that this desk has a key of."""
    return [folder for (folder,) in database.conn.execute("SELECT id FROM folder")]


def entries_waiting(database: Database, desk: str, numbers: Sequence[int]) -> int:
    """Return how many entries the parcels of a desk with these numbers hold that have no position yet."""
    total = 0
    for start in range(0, len(numbers), ASKED_AT_ONCE):
        some = numbers[start : start + ASKED_AT_ONCE]
        question = (
            "SELECT coalesce(sum(k_to - k_from + 1), 0) FROM parcel WHERE desk = ? AND position IS NULL "
            f"AND n IN ({', '.join('?' * len(some))})"
        )
        total += int(database.conn.execute(question, (desk, *some)).fetchone()[0])
    return total


def latest_activity(database: Database) -> dict[str, int]:
    """Return for each folder with a grant that is in no message yet the number of its last entry."""
    found = database.conn.execute(
        "SELECT folder, max(n) FROM entry WHERE folder IN (SELECT folder FROM folder_grant WHERE item IS NULL) "
        "GROUP BY folder"
    )
    return {folder: int(number) for folder, number in found}


def drop_forwarded(database: Database, identity: bytes) -> None:
    """Forget a parcel that was forwarded for another desk and taken by the server, or refused by it."""
    if is_forwarded(database, identity):
        database.conn.execute("DELETE FROM parcel WHERE id = ?", (identity,))


def is_forwarded(database: Database, identity: bytes) -> bool:
    """Tell whether a waiting parcel came by a rescue file and was never placed here."""
    found = database.conn.execute(
        "SELECT desk FROM parcel WHERE id = ? AND position IS NULL AND former IS NULL", (identity,)
    ).fetchone()
    return found is not None and found[0] not in own_names(database)


def is_placed(database: Database, identity: bytes) -> bool:
    """Tell whether a parcel has a position."""
    found = database.conn.execute("SELECT 1 FROM parcel WHERE id = ? AND position IS NOT NULL", (identity,)).fetchone()
    return found is not None


def is_known(database: Database, identity: bytes) -> bool:
    """Tell whether a parcel is here, placed or not."""
    return database.conn.execute("SELECT 1 FROM parcel WHERE id = ?", (identity,)).fetchone() is not None


def item_left(database: Database, identity: bytes, position: int) -> None:
    """Note that the server took an item whose receipt does not come to this desk: it stands at `position` or before."""
    database.conn.execute(
        "UPDATE item SET position = ?, former = NULL, state = 'placed' WHERE id = ? AND position IS NULL",
        (position, identity),
    )


def groups_holding(database: Database, folder: str) -> frozenset[str]:
    """Return the groups that a folder is granted to."""
    found = database.conn.execute("SELECT DISTINCT grp FROM folder_grant WHERE folder = ?", (folder,))
    return frozenset(group for (group,) in found)


def same_until(database: Database, entries: Sequence[tuple[Header, bytes]]) -> int | None:
    """Return up to which `k` entries are those that are here, 0 for none; nothing when no other has their place.

    All entries are of one desk and folder, with consecutive `k`.
    """
    first, last = entries[0][0], entries[-1][0]
    found = database.conn.execute(
        "SELECT k, header FROM entry WHERE folder = ? AND desk = ? AND k BETWEEN ? AND ?",
        (first.folder, first.desk, first.k, last.k),
    )
    here = {int(k): bytes(header) for k, header in found}
    same = 0
    for header, _ in entries:
        # Not byte for byte: on its way the order of what was seen is not kept.
        if header.k in here and decode_header(here[header.k]) != header:
            return same
        same = header.k if header.k in here else same
    return None


def is_anothers(database: Database, identity: bytes, span: Span) -> bool:
    """Tell whether a parcel that is not here has numbers under which entries without a position stand."""
    if is_known(database, identity):
        return False
    found = database.conn.execute(f"SELECT 1 FROM entry WHERE {IN_SPAN} AND position IS NULL LIMIT 1", span.values)
    return found.fetchone() is not None


def entries_received(database: Database, first: Header, *, k_to: int, position: int) -> None:
    """Give a position to entries that left under a parcel which also holds others that this desk does not have."""
    database.conn.execute(
        "UPDATE entry SET position = ?, former = NULL WHERE folder = ? AND desk = ? AND k BETWEEN ? AND ?",
        (position, first.folder, first.desk, first.k, k_to),
    )


def has_unsent(database: Database, folder: str, desk: str) -> bool:
    """Tell whether a desk has entries in a folder that have no position yet."""
    found = database.conn.execute(
        "SELECT 1 FROM entry WHERE position IS NULL AND desk = ? AND folder = ? LIMIT 1", (desk, folder)
    ).fetchone()
    return found is not None


def folders_of_group(database: Database, group: str) -> list[str]:
    """Return the folders of this desk that a group holds."""
    found = database.conn.execute(
        "SELECT DISTINCT folder FROM folder_grant WHERE grp = ? AND folder IN (SELECT id FROM folder)", (group,)
    )
    return [folder for (folder,) in found]


@dataclass(frozen=True, slots=True)
class Cartelle:
    """Person folders that are whole here, of all that this desk holds a key of."""

    here: int
    total: int


def count_cartelle(database: Database) -> Cartelle:
    """Return how many cartelle are whole, of how many."""
    found = database.conn.execute("SELECT coalesce(sum(whole), 0), count(*) FROM folder WHERE root_type = 'person'")
    here, total = found.fetchone()
    return Cartelle(int(here), int(total))


class AuditLine(msgspec.Struct, frozen=True, array_like=True):
    """A reading that has not left yet, with its number in the log; array-like, as it travels to the audit group."""

    number: Annotated[int, msgspec.Meta(ge=1, lt=2**53)]
    utc_ms: Annotated[int, msgspec.Meta(ge=FIRST_MS, le=LAST_MS)]
    offset: Annotated[int, msgspec.Meta(ge=-MOST_OFFSET, le=MOST_OFFSET)]
    operator: str
    act: str
    record: str | None
    root: str | None
    why: str | None
    detail: str | None


def unsent_audit(database: Database, *, most: int) -> list[AuditLine]:
    """Return the oldest lines of the log that have not left."""
    found = database.conn.execute(
        "SELECT n, utc_ms, offset, operator, act, record, root, why, detail FROM audit WHERE sent = 0 "
        "ORDER BY n LIMIT ?",
        (most,),
    )
    return [AuditLine(*row) for row in found]


def audit_sent(database: Database, upto: int) -> None:
    """Remember that the lines of the log up to a number are in a letter."""
    database.conn.execute("UPDATE audit SET sent = 1 WHERE n <= ? AND sent = 0", (upto,))


def last_letter(database: Database) -> int:
    """Return how many letters this desk has made."""
    return int(database.conn.execute("SELECT count(*) FROM item WHERE kind = 'letter'").fetchone()[0])
