# SPDX-License-Identifier: EUPL-1.2
"""Leaving: a folder goes out of the vault, entries and all, and an identity gives way to another."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from msgspec import structs

from welfaredesk.domain.entry import (
    Header,
    decode_header,
    encode_header,
    seen_difference,
)
from welfaredesk.store import desk_notes, journal, records
from welfaredesk.store.driver import Database

TABLES_OF_A_FOLDER = (
    *("entry", "parcel", "held", "aside", "folder_grant", "folder_key", "key_held", "sealed_file"),
    *("cut_record", "late"),
)
RENEWED = "exchange/renewed"
"""The note of the identities that this desk has had: each with the one after it, and by folder its last number (bases)
and the last one that was written here (own)."""
OTHERS = "exchange/others"
"""The note of what another life of this desk wrote under its name: by desk and folder, the first such number."""


def forget_folder(database: Database, folder: str) -> frozenset[str]:
    """Take a folder out with its entries, and return the records that are gone or have one part less.

    Of drafts what their author wrote stays: nobody else has those words, and the folder may come back.
    """
    connection = database.conn
    first, touched = None, set()
    for number, record in connection.execute(
        "SELECT min(n), record FROM entry WHERE folder = ? GROUP BY record", (folder,)
    ):
        first = number if first is None else min(first, number)
        touched.add(str(record))
    _leave_own_words(database, touched)
    for table in TABLES_OF_A_FOLDER:
        connection.execute(f"DELETE FROM {table} WHERE folder = ?", (folder,))
    connection.execute("DELETE FROM folder WHERE id = ?", (folder,))
    if first is not None:
        journal.rechain(database, first)
    records.refold(database, sorted(touched))
    return frozenset(touched)


def _leave_own_words(database: Database, touched: set[str]) -> None:
    """Take out of the drafts on records what these say themselves."""
    for draft in desk_notes.drafts(database):
        found = None if draft.record not in touched else records.standing(database, str(draft.record))
        if found is None:
            continue
        said = {name: value for name, value in draft.values.items() if value != found.values.get(name)}
        if said:
            desk_notes.save_draft(database, replace(draft, values=said))
        else:
            desk_notes.drop_draft(database, draft.key)


def renumber(database: Database, former: str, *, desk: str) -> frozenset[str]:
    """Give the entries of a former identity that have no position to a new one, and return the records touched.

    They are numbered from 1 in each folder, and what each had seen is stated anew: own earlier saves, those under
    the former identity too, are always seen. Parcels that waited are dropped: their entries are pending again. So are
    those that had a position which the server has forgotten: the other copy may have taken their numbers meanwhile, and
    where a colleague brings one back as it was, both are one entry.
    """
    connection = database.conn
    connection.execute("DELETE FROM parcel WHERE desk = ? AND position IS NULL", (former,))
    found = connection.execute(
        "SELECT n, header, seen FROM entry WHERE desk = ? AND position IS NULL ORDER BY folder, k", (former,)
    ).fetchall()
    bases = _bases(database, former)
    last: dict[str, dict[str, int]] = {}
    lines: list[tuple[Any, ...]] = []
    touched = set()
    for number, data, stored in found:
        header = decode_header(data)
        base = bases.get(header.folder, 0)
        if header.k <= base:
            continue  # one after it has its place: the server is wrong, and what stands there stays
        seen = rewritten(journal.decode_seen(stored), former, desk=desk, base=base)
        if base:
            seen[former] = base
        fresh = structs.replace(
            header,
            desk=desk,
            seq=len(lines) + 1,
            k=header.k - base,
            seen=seen_difference(last.get(header.folder), seen),
        )
        last[header.folder] = seen
        touched.add(header.record)
        lines.append((desk, fresh.seq, fresh.k, encode_header(fresh), journal.encode_seen(seen), number))
    connection.executemany(
        "UPDATE entry SET desk = ?, seq = ?, k = ?, header = ?, seen = ?, former = NULL WHERE n = ?", lines
    )
    if lines:
        journal.rechain(database, min(line[-1] for line in lines))
    others = (desk_notes.get(database, OTHERS) or {}).get(former, {})
    own = {folder: min(k, others.get(folder, k + 1) - 1) for folder, k in bases.items()}
    renewed = desk_notes.get(database, RENEWED) or []
    desk_notes.put(database, RENEWED, [*renewed, {"former": former, "desk": desk, "bases": bases, "own": own}])
    records.refold(database, sorted(touched))
    return frozenset(touched)


def name_others(database: Database, entries: Sequence[tuple[Header, bytes]]) -> None:
    """Remember that entries under this desk's name, consecutive in one folder, were written by another life of it."""
    first, last = entries[0][0], entries[-1][0]
    place = (first.folder, first.desk)
    found = database.conn.execute(
        "SELECT k FROM entry WHERE folder = ? AND desk = ? AND k BETWEEN ? AND ?", (*place, first.k, last.k)
    )
    new = {header.k for header, _ in entries} - {int(k) for (k,) in found}
    if not new:
        return
    others = desk_notes.get(database, OTHERS) or {}
    mine = others.get(first.desk, {})
    mine[first.folder] = min(new | {mine.get(first.folder, last.k)})
    desk_notes.put(database, OTHERS, others | {first.desk: mine})


def _bases(database: Database, former: str) -> dict[str, int]:
    """Return by folder the last number of a former identity that has a position."""
    found = database.conn.execute(
        "SELECT folder, max(k) FROM entry WHERE desk = ? AND position IS NOT NULL GROUP BY folder", (former,)
    )
    return {folder: int(k) for folder, k in found}


def rewritten(seen: Mapping[str, int], former: str, *, desk: str, base: int) -> dict[str, int]:
    """Return what was seen with the numbers of a former identity beyond `base` as those of the new one."""
    k = seen.get(former, 0)
    others = {one: number for one, number in seen.items() if one != former}
    placed = {former: min(k, base)} if min(k, base) else {}
    return others | placed | ({desk: k - base} if k > base else {})


def carried(database: Database, seen: Mapping[str, Mapping[str, int]]) -> dict[str, dict[str, int]]:
    """Return what a page had seen, folder by folder, by the numbers that entries have today.

    A page or a draft may have been opened before this desk took another identity: the numbers of the former one, past
    those that had left, have gone to the new one, and are now those of the other copy. A page names the identity it
    was opened under, with 0 where that had written nothing. What its author has saved since is always seen, also what
    was saved under a name in between.
    """
    found = {folder: dict(numbers) for folder, numbers in seen.items()}
    renewed = desk_notes.get(database, RENEWED) or []
    named = {desk for numbers in found.values() for desk in numbers}
    later = max((number + 1 for number, one in enumerate(renewed) if one["desk"] in named), default=0)
    for one in renewed[later:]:
        for folder, numbers in found.items():
            had = rewritten(numbers, one["former"], desk=one["desk"], base=one["bases"].get(folder, 0))
            own = one.get("own", {}).get(folder, 0)
            found[folder] = had | {one["former"]: max(own, had.get(one["former"], 0))}
    return {folder: {desk: k for desk, k in numbers.items() if k} for folder, numbers in found.items()}
