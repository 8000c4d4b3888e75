# SPDX-License-Identifier: EUPL-1.2
"""Circles as this desk holds them: how many cartelle have a part in each, and which groups hold those."""

from dataclasses import dataclass

from welfaredesk.domain.kinds import ORDINARY
from welfaredesk.store.driver import Database

CASES = "person"


@dataclass(frozen=True, slots=True)
class CircleCount:
    """A circle: its cartelle here, and of how many each group holds the part."""

    circle: str
    cartelle: int
    groups: dict[str, int]


def outside_ordinary(database: Database) -> dict[str, dict[str, str]]:
    """Return, of the records that have no ordinary part, in which circle and folder their parts are."""
    rows = database.conn.execute(
        "SELECT id, circle, folder FROM record WHERE id NOT IN (SELECT id FROM record WHERE circle = ?) "
        "ORDER BY id, circle, folder",
        (ORDINARY,),
    )
    found: dict[str, dict[str, str]] = {}
    for record, circle, folder in rows:
        found.setdefault(record, {})[circle] = folder
    return found


def count_circles(database: Database) -> dict[str, CircleCount]:
    """Return the circles that the cartelle of this desk have parts in, by name."""
    counted = database.conn.execute(
        "SELECT circle, count(DISTINCT root) FROM folder WHERE root_type = ? GROUP BY circle ORDER BY circle", (CASES,)
    )
    found = {circle: CircleCount(circle, int(count), {}) for circle, count in counted}
    granted = database.conn.execute(
        "SELECT f.circle, g.grp, count(DISTINCT f.root) FROM folder f JOIN folder_grant g ON g.folder = f.id"
        " WHERE f.root_type = ? GROUP BY f.circle, g.grp ORDER BY 3 DESC, 2",
        (CASES,),
    )
    for circle, group, count in granted:
        found[circle].groups[group] = int(count)
    return found
