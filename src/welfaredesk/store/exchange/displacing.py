# SPDX-License-Identifier: EUPL-1.2
"""Displacing: entries of a desk that lived twice give up their numbers to those that the server has in their place."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from msgspec import structs

from welfaredesk.domain.entry import Header, decode_header, encode_header, seen_difference
from welfaredesk.domain.fold import words_of
from welfaredesk.store import journal, records
from welfaredesk.store.driver import Database
from welfaredesk.store.exchange import rounds
from welfaredesk.store.exchange.kept import own_names
from welfaredesk.store.exchange.saying_again import HAS_LEFT, Speaker, say_again

DISPLACED = "n_taken"
"""The reason that a refused parcel keeps: its numbers are those of another."""


def make_room(
    database: Database, entries: Sequence[tuple[Header, bytes]], *, own: Speaker, others: Iterable[Header]
) -> frozenset[str] | None:
    """Take out what stands here under the numbers of other entries, and return the records touched.

    The server was put back and has taken the work of the other life of the same desk since. The words come again under
    the name that this life has taken; what this desk has not sent says by that name what it had seen, and of what has
    left it says again which words it had seen. Their parcels stay among the refused ones: should that life never come,
    they can be saved into a file.

    Args:
        database: the vault.
        entries: those that the server has, of one desk and folder, with consecutive `k`.
        own: this desk, which says anew what its entries had seen.
        others: the headers that come with them, among which the words may be again.

    Returns nothing, and changes nothing, when no other entry has one of their numbers, or one has its position.
    """
    same = rounds.same_until(database, entries)
    if same is None:
        return None
    first = entries[0][0]
    beyond = (first.folder, first.desk, max(same, first.k - 1))
    found = database.conn.execute(
        "SELECT n, header, position FROM entry WHERE folder = ? AND desk = ? AND k > ?", beyond
    ).fetchall()
    if any(position is not None for *_, position in found):
        return None
    again = {words_of(one): one for one in others if one.folder == first.folder and one.desk != first.desk}
    gone = {int(number): decode_header(data) for number, data, _ in found}
    names = {}
    for header in gone.values():
        if (other := again.get(words_of(header))) is not None:
            names[header.k] = (other.desk, other.k)
    return _give_way(database, beyond, gone, own=own, names=names)


LEFT_OVER = "SELECT DISTINCT folder, desk FROM entry WHERE position IS NULL"
UNSETTLED = """
SELECT 1 FROM entry WHERE folder = ?1
AND (desk = ?2 AND k > ?3 AND position IS NOT NULL OR desk = ?4 AND position IS NULL AND former IS NOT NULL) LIMIT 1
"""
"""Whether something behind has its place, or what this desk had placed itself is still to get one again."""


def come_again(database: Database, *, own: Speaker, renamed: Collection[str]) -> frozenset[str]:
    """Take out what has lost its position and has one under another name; return the records touched.

    Of the desks `renamed` a life said the words again under the name that it has now, by which all others know them.
    """
    touched: set[str] = set()
    theirs = set(renamed) - set(own_names(database))
    for folder, desk in database.conn.execute(LEFT_OVER).fetchall() if theirs else ():
        if desk not in theirs:
            continue
        lines = database.conn.execute(
            "SELECT n, header FROM entry WHERE folder = ? AND desk = ? AND position IS NULL", (folder, desk)
        ).fetchall()
        gone = {int(number): decode_header(data) for number, data in lines}
        names = _said_again(database, gone.values())
        beyond = (folder, desk, min(names, default=1) - 1)
        unsettled = database.conn.execute(UNSETTLED, (*beyond, own.desk)).fetchone() is not None
        if len(names) == len(gone) and not unsettled:
            touched |= _give_way(database, beyond, gone, own=own, names=names)
    return frozenset(touched)


def _said_again(database: Database, headers: Iterable[Header]) -> dict[int, tuple[str, int]]:
    """Return under which name and number the words of entries of one desk have a position, by the numbers they had."""
    names: dict[int, tuple[str, int]] = {}
    for header in headers:
        found = database.conn.execute(
            "SELECT header FROM entry WHERE record = ? AND folder = ? AND desk <> ? AND position IS NOT NULL",
            (header.record, header.folder, header.desk),
        )
        for other in (decode_header(data) for (data,) in found):
            if words_of(other) == words_of(header):
                names[header.k] = (other.desk, other.k)
    return names


def _give_way(
    database: Database,
    beyond: tuple[str, str, int],
    gone: Mapping[int, Header],
    *,
    own: Speaker,
    names: Mapping[int, tuple[str, int]],
) -> frozenset[str]:
    """Take out a desk's entries of a folder beyond a number; say anew what this desk's own had seen of them."""
    database.conn.execute(
        "UPDATE parcel SET state = 'refused', reason = ? "
        "WHERE folder = ? AND desk = ? AND k_to > ? AND position IS NULL",
        (DISPLACED, *beyond),
    )
    database.conn.execute("DELETE FROM entry WHERE folder = ? AND desk = ? AND k > ?", beyond)
    changed = _state_anew(database, beyond, own=own.desk, names=names)
    changed |= {number: header.record for number, header in gone.items()}
    if changed:
        journal.rechain(database, min(changed))
    touched = frozenset(changed.values()) | say_again(database, beyond, gone.values(), own=own)
    records.refold(database, sorted(touched))
    return touched


def _state_anew(
    database: Database, beyond: tuple[str, str, int], *, own: str, names: Mapping[int, tuple[str, int]]
) -> dict[int, str]:
    """State anew what a desk's entries in a folder that have not left had seen; return the record of each."""
    folder, desk, after = beyond
    lines = database.conn.execute(
        f"SELECT n, record, header, seen, {HAS_LEFT} FROM entry e WHERE folder = ? AND desk = ? ORDER BY k",
        (folder, own),
    ).fetchall()
    last: dict[str, int] | None = None
    changed: dict[int, str] = {}
    for number, record, data, stored, has_left in lines:
        seen = journal.decode_seen(stored)
        if not has_left:
            header, seen = decode_header(data), _by_name(seen, desk, after=after, names=names)
            fresh = structs.replace(header, seen=seen_difference(last, seen))
            database.conn.execute(
                "UPDATE entry SET header = ?, seen = ? WHERE n = ?",
                (encode_header(fresh), journal.encode_seen(seen), number),
            )
            changed[int(number)] = str(record)
        last = seen
    return changed


def _by_name(seen: Mapping[str, int], desk: str, *, after: int, names: Mapping[int, tuple[str, int]]) -> dict[str, int]:
    """Return what was seen, beyond `after` of a desk by the names under which the same words stand now."""
    k = seen.get(desk, 0)
    if k <= after:
        return dict(seen)
    found = {one: number for one, number in seen.items() if one != desk} | ({desk: after} if after else {})
    known = {names[one] for one in range(after + 1, k + 1) if one in names}
    for other in sorted({one for one, _ in known}):
        while (other, found.get(other, 0) + 1) in known:
            found[other] = found.get(other, 0) + 1
    return found
