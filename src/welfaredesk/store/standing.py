# SPDX-License-Identifier: EUPL-1.2
"""How the desk stands: what has not left this PC and what waits for a decision."""

from enum import StrEnum

from welfaredesk.store.driver import Database
from welfaredesk.store.exchange.kept import own_desk


class RecordPlace(StrEnum):
    """How far a record has come: what commands answer as `_state`."""

    SAVED = "saved"
    SENT = "sent"
    RECEIVED = "received"
    TO_DECIDE = "to_decide"
    REFUSED = "refused"


def count_unsent(database: Database) -> int:
    """Return how many entries of this desk have no position from a server."""
    found = database.conn.execute(
        "SELECT count(*) FROM entry WHERE position IS NULL AND desk = coalesce(?, desk)", (own_desk(database),)
    )
    return int(found.fetchone()[0])


def count_refused(database: Database) -> int:
    """Return how many parcels of this desk the server refused."""
    found = database.conn.execute(
        "SELECT count(*) FROM parcel WHERE position IS NULL AND state = 'refused' AND desk = coalesce(?, desk)",
        (own_desk(database),),
    )
    return int(found.fetchone()[0])


STATE_OF = """
SELECT max(coalesce(e.position, 0)), sum(e.position IS NULL), max(p.state = 'refused'),
    sum(e.position IS NULL AND p.id IS NULL)
FROM entry e LEFT JOIN parcel p ON e.position IS NULL AND p.folder = e.folder AND p.desk = e.desk
    AND p.k_from <= e.k AND p.k_to >= e.k
WHERE e.record = ?
"""


def state_of(database: Database, record: str) -> tuple[RecordPlace, int | None]:
    """Return how far a record has come, and its newest position while nothing of it waits for one.

    It is saved while an entry has not left this desk, sent while one has no receipt, received once all have one.
    """
    newest, unplaced, refused, unsealed = database.conn.execute(STATE_OF, (record,)).fetchone()
    waits = database.conn.execute("SELECT max(clashes) FROM record WHERE id = ?", (record,)).fetchone()[0]
    position = int(newest) if newest and not unplaced else None
    if waits:
        return RecordPlace.TO_DECIDE, position
    if refused:
        return RecordPlace.REFUSED, position
    if unplaced:
        return (RecordPlace.SAVED if unsealed else RecordPlace.SENT), position
    return (RecordPlace.RECEIVED if newest else RecordPlace.SAVED), position


def count_to_decide(database: Database) -> int:
    """Return how many records have a value that waits."""
    return int(database.conn.execute("SELECT count(*) FROM record WHERE clashes > 0").fetchone()[0])


def count_folders(database: Database) -> int:
    """Return how many folders this desk can open."""
    return int(database.conn.execute("SELECT count(*) FROM folder").fetchone()[0])


def last_position(database: Database) -> int | None:
    """Return the highest position that an entry has, nothing while no server gave one."""
    found = database.conn.execute("SELECT max(position) FROM entry").fetchone()[0]
    return None if found is None else int(found)
