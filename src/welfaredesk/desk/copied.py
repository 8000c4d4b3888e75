# SPDX-License-Identifier: EUPL-1.2
"""Who copied what was made reserved: said beside the words wherever they are read, printed or handed out."""

from collections.abc import Mapping

from welfaredesk.base.text import N_, tr
from welfaredesk.domain.catalogue import find_type
from welfaredesk.domain.kinds import ORDINARY
from welfaredesk.store import journal
from welfaredesk.store.driver import Database
from welfaredesk.store.rows import read_row

COPIED_BY = N_("Reso riservato da {who}")
SOMEBODY = N_("Operatore non in elenco")


def copier_of(database: Database, record: str, circles: Mapping[str, str]) -> str:
    """Return the name of who copied a record last, nothing for one that was written where it stands.

    Args:
        database: a reading connection.
        record: its id.
        circles: circle to folder, of its parts.
    """
    if ORDINARY in circles:
        return ""
    found = [
        entry.operator
        for folder in circles.values()
        for entry in journal.entries_of(database, record, folder)
        if entry.original is not None
    ]
    return _name(database, found[-1]) if found else ""


def _name(database: Database, operator: str) -> str:
    type_ = find_type("operator")
    row = None if type_ is None else read_row(database, type_, operator)
    return tr(SOMEBODY) if type_ is None or row is None else type_.title(row)
