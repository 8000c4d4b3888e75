# SPDX-License-Identifier: EUPL-1.2
"""How the desk stands: what has not left this PC and what waits for a decision."""

from welfaredesk.store.driver import Database


def count_unsent(database: Database) -> int:
    """Return how many entries have no position from a server."""
    return int(database.conn.execute("SELECT count(*) FROM entry WHERE position IS NULL").fetchone()[0])


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
