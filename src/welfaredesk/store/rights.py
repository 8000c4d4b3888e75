# SPDX-License-Identifier: EUPL-1.2
"""What the roster said of the author of an act where the act is placed, and which act of a record came last."""

import msgspec

from welfaredesk.domain.entry import Entry, EntryKind
from welfaredesk.domain.statement import Role, StatementKind, decode_body, decode_statement
from welfaredesk.store.driver import Database

PLACED_BEFORE = """
SELECT bytes FROM statement WHERE kind = ?1 AND (?2 IS NULL OR position < ?2)
ORDER BY position IS NULL DESC, position DESC, n DESC
"""
LAST_ACT = """
SELECT position IS NULL FROM entry WHERE record = ? AND kind = ?
ORDER BY position IS NULL DESC, position DESC, n DESC LIMIT 1
"""


def with_roles(database: Database, entry: Entry, position: int | None) -> Entry:
    """Return an entry with the roles of its author: of an act, by the statements placed before it."""
    if entry.header.kind is not EntryKind.ACT:
        return entry
    return msgspec.structs.replace(entry, roles=roles_at(database, entry.header.operator, position))


def roles_at(database: Database, operator: str, position: int | None) -> frozenset[Role] | None:
    """Return the roles that the newest statement placed before a position gives an operator, nothing without any.

    With no position all statements count: what is not placed yet comes after everything that is.
    """
    for (data,) in database.conn.execute(PLACED_BEFORE, (str(StatementKind.ROLE), position)):
        body = decode_body(decode_statement(bytes(data)).claim.body)
        if body.get("operator") == operator:
            return frozenset(Role(role) for role in body.get("roles") or ())
    return None


def last_act_unplaced(database: Database, record: str) -> bool:
    """Tell whether the newest act of a record has no position yet."""
    found = database.conn.execute(LAST_ACT, (record, str(EntryKind.ACT))).fetchone()
    return found is not None and bool(found[0])
