# SPDX-License-Identifier: EUPL-1.2
"""Displacing: entries of a desk that lived twice give up their numbers to those that the server has in their place."""

from collections.abc import Iterable, Mapping, Sequence

from msgspec import structs

from welfaredesk.domain.entry import Header, decode_header, encode_header, seen_difference
from welfaredesk.domain.fold import words_of
from welfaredesk.store import journal, records
from welfaredesk.store.driver import Database
from welfaredesk.store.exchange import rounds

DISPLACED = "n_taken"
"""The reason that a refused parcel keeps: its numbers are those of another."""


def make_room(
    database: Database, entries: Sequence[tuple[Header, bytes]], *, own: str, others: Iterable[Header]
) -> frozenset[str] | None:
    """Take out what stands here under the numbers of other entries, and return the records touched.

    The server was put back and has taken the work of the other life of the same desk since. The words come again under
    the name that this life has taken; what this desk has not sent says by that name what it had seen. Their parcels
    stay among the refused ones: should that life never come, they can be saved into a file.

    Args:
        database: the vault.
        entries: those that the server has, of one desk and folder, with consecutive `k`.
        own: this desk, whose unsent entries are stated anew.
        others: the headers that come with them, among which the words may be again.

    Returns nothing, and changes nothing, when no other entry has one of their numbers, or one has its position.
    """
    same = rounds.same_until(database, entries)
    if same is None:
        return None
    first = entries[0][0]
    beyond = (first.folder, first.desk, max(same, first.k - 1))
    found = database.conn.execute(
        "SELECT n, record, header, position FROM entry WHERE folder = ? AND desk = ? AND k > ?", beyond
    ).fetchall()
    if any(position is not None for *_, position in found):
        return None
    database.conn.execute(
        "UPDATE parcel SET state = 'refused', reason = ? "
        "WHERE folder = ? AND desk = ? AND k_to > ? AND position IS NULL",
        (DISPLACED, *beyond),
    )
    database.conn.execute("DELETE FROM entry WHERE folder = ? AND desk = ? AND k > ?", beyond)
    again = {words_of(one): one for one in others if one.folder == first.folder and one.desk != first.desk}
    names = {}
    for header in (decode_header(data) for _, _, data, _ in found):
        if (other := again.get(words_of(header))) is not None:
            names[header.k] = (other.desk, other.k)
    changed = _state_anew(database, beyond, own=own, names=names)
    changed.update((int(number), str(record)) for number, record, _, _ in found)
    if changed:
        journal.rechain(database, min(changed))
    touched = frozenset(changed.values())
    records.refold(database, sorted(touched))
    return touched


def _state_anew(
    database: Database, beyond: tuple[str, str, int], *, own: str, names: Mapping[int, tuple[str, int]]
) -> dict[int, str]:
    """State anew what a desk's unsent entries in a folder had seen; return the record of each; their parcels go."""
    folder, desk, after = beyond
    place = (folder, own)
    database.conn.execute("DELETE FROM parcel WHERE folder = ? AND desk = ? AND position IS NULL", place)
    lines = database.conn.execute(
        "SELECT n, record, header, seen, position FROM entry WHERE folder = ? AND desk = ? ORDER BY k", place
    ).fetchall()
    last: dict[str, int] | None = None
    changed: dict[int, str] = {}
    for number, record, data, stored, position in lines:
        seen = journal.decode_seen(stored)
        if position is None:
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
