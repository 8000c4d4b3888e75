# SPDX-License-Identifier: EUPL-1.2
"""What the roster says of the author of an entry and of names of desks, and which act of a record came last."""

from weakref import WeakKeyDictionary

import msgspec

from welfaredesk.domain.entry import Entry, EntryKind, Header
from welfaredesk.domain.restated import RESTATED
from welfaredesk.domain.statement import Role, StatementKind, decode_body, decode_statement
from welfaredesk.store.driver import Database

JUDGED = frozenset({EntryKind.ACT, EntryKind.SETTLE})
"""Kinds of entry that stand by the right of their author."""
PLACED_BEFORE = """
SELECT kind, bytes FROM statement
WHERE kind IN ('role', 'operator') AND (?1 IS NULL OR coalesce(position, former) < ?1)
ORDER BY coalesce(position, former) IS NULL DESC, coalesce(position, former) DESC, n DESC
"""
IDENTITIES = """
SELECT bytes, ?1 IS NULL OR coalesce(position, former) IS NOT NULL AND coalesce(position, former) < ?1
FROM statement WHERE kind = 'identity'
"""
DESKS = "SELECT bytes FROM statement WHERE kind IN ('desk', 'identity')"
WRITTEN = "SELECT desk, max(seq) FROM entry WHERE operator = ? GROUP BY desk"
LAST_ACT = """
SELECT position IS NULL FROM entry WHERE record = ? AND kind = ?
ORDER BY position IS NULL DESC, position DESC, n DESC LIMIT 1
"""
_operators: WeakKeyDictionary[Database, dict[str, str]] = WeakKeyDictionary()
"""Whose a desk is never changes: kept for each connection."""


def with_roles(database: Database, entry: Entry, place: int | None) -> Entry:
    """Return an entry with its signer, and with his roles: of an act or a settling, by the statements placed before it.

    One that says again what others had seen has the names of desks that it may say it of. `place` is its position, or
    the one that it had before the server went back.
    """
    header = entry.header
    signer = operator_of(database, header.desk)
    if signer not in {"", header.operator}:
        entry = msgspec.structs.replace(entry, signer=signer)
    if RESTATED in entry.body.changes:
        entry = msgspec.structs.replace(entry, renamed=renamed_at(database, place))
    if header.kind not in JUDGED:
        return entry
    return msgspec.structs.replace(entry, roles=roles_at(database, entry.operator, place, of=header))


def operator_of(database: Database, desk: str) -> str:
    """Return whose a desk is, nothing for one that the roster does not know."""
    known = _operators.setdefault(database, {})
    if desk not in known:
        for (data,) in database.conn.execute(DESKS):
            body = decode_body(decode_statement(bytes(data)).claim.body)
            known[str(body.get("desk"))] = str(body.get("operator"))
    return known.get(desk, "")


def roles_at(
    database: Database, operator: str, place: int | None, *, of: Header | None = None
) -> frozenset[Role] | None:
    """Return the roles that the newest statement before a place gives an operator, nothing for one it does not know.

    With no place all statements count: what is not placed yet comes after everything that is. A statement made before
    there was a server says what had been written by then: of an entry that had been, it says nothing.
    """
    for kind, data in database.conn.execute(PLACED_BEFORE, (place,)):
        body = decode_body(decode_statement(bytes(data)).claim.body)
        if body.get("operator") != operator:
            continue
        if kind == StatementKind.OPERATOR:
            return frozenset()
        if of is None or of.seq > body.get("written", {}).get(of.desk, 0):
            return frozenset(Role(role) for role in body.get("roles") or ())
    return None


def renamed_at(database: Database, place: int | None) -> frozenset[str]:
    """Return the names that desks took after another, and those given up for one by statements placed before a place.

    What a desk writes under a later name is placed after the statement of that name: it counts wherever that stands.
    """
    names: set[str] = set()
    for data, before in database.conn.execute(IDENTITIES, (place,)):
        body = decode_body(decode_statement(bytes(data)).claim.body)
        names |= {str(body.get("desk")), str(body.get("former"))} if before else {str(body.get("desk"))}
    return frozenset(names)


def written_by(database: Database, operator: str) -> dict[str, int]:
    """Return by desk the number of the last entry of an operator."""
    return {str(desk): int(seq) for desk, seq in database.conn.execute(WRITTEN, (operator,))}


def last_act_unplaced(database: Database, record: str) -> bool:
    """Tell whether the newest act of a record has no position yet."""
    found = database.conn.execute(LAST_ACT, (record, str(EntryKind.ACT))).fetchone()
    return found is not None and bool(found[0])
