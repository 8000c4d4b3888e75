# SPDX-License-Identifier: EUPL-1.2
"""Leaving: a folder goes out of the vault, entries and all, and an identity gives way to another."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
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
from welfaredesk.store.exchange.kept import OTHERS, RENEWED, own_names
from welfaredesk.store.exchange.saying_again import Speaker, say_again

TABLES_OF_A_FOLDER = (
    *("entry", "parcel", "held", "aside", "folder_grant", "folder_key", "key_held", "sealed_file"),
    *("cut_record", "late"),
)
PUSHED_OUT = "exchange/pushed-out"
"""The note of the folders in which another life has the numbers under a name that this desk had, by that name."""


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


def push_out(database: Database, entries: Sequence[tuple[Header, bytes]], *, same: int) -> bool:
    """Take it that entries under a name which this desk had are another life's; tell whether its own give way.

    What it wrote there itself, beyond `same`, has lost its position: it goes on under the next name.
    """
    first = entries[0][0]
    if first.desk not in own_names(database)[1:]:
        return False
    beyond = (first.folder, first.desk, max(same, first.k - 1))
    placed = database.conn.execute(
        "SELECT 1 FROM entry WHERE folder = ? AND desk = ? AND k > ? AND position IS NOT NULL LIMIT 1", beyond
    ).fetchone()
    if placed is not None:
        return False
    out: dict[str, list[str]] = desk_notes.get(database, PUSHED_OUT) or {}
    folders = {first.folder, *out.get(first.desk, ())}
    desk_notes.put(database, PUSHED_OUT, out | {first.desk: sorted(folders)})
    return True


def renumber(database: Database, former: str, *, own: Speaker) -> frozenset[str]:
    """Give the entries of a former identity that have no position to a new one, and return the records touched.

    They are numbered from 1 in each folder, and what each had seen is stated anew: own earlier saves, those under
    the former identity too, are always seen. Parcels that waited are dropped: their entries are pending again. So are
    those that had a position which the server has forgotten: the other copy may have taken their numbers meanwhile, and
    where a colleague brings one back as it was, both are one entry. What was pushed out under an older name goes along.
    Of what has left under a name in between it is said again what it had seen of them.
    """
    desk = own.desk
    out: dict[str, list[str]] = desk_notes.get(database, PUSHED_OUT) or {}
    renewals = [_renewal(database, name, desk=desk, part=folders) for name, folders in sorted(out.items())]
    renewals.append(_renewal(database, former, desk=desk))
    lines = sorted((line for one in renewals for line in _left(database, one)), key=_in_order)
    counted: Counter[str] = Counter()
    for line in lines:
        counted[line.header.folder] += 1
        line.k = counted[line.header.folder]
        if out:
            line.renewal["to"].setdefault(line.header.folder, []).append(line.k)
    touched = _write_anew(database, lines, renewals)
    renewed = desk_notes.get(database, RENEWED) or []
    desk_notes.put(database, RENEWED, [*renewed, *renewals])
    desk_notes.put(database, PUSHED_OUT, None)
    for one in renewals:
        for folder in {line.header.folder for line in lines if line.renewal is one}:
            beyond = (folder, one["former"], one["bases"].get(folder, 0))
            gone = [line.header for line in lines if line.renewal is one and line.header.folder == folder]
            touched |= say_again(database, beyond, gone, own=own)
    records.refold(database, sorted(touched))
    return frozenset(touched)


@dataclass(slots=True)
class _Line:
    """An entry that goes to another name: where it lies, the position that it had, and its number under that name."""

    n: int
    header: Header
    seen: dict[str, int]
    position: int | None
    renewal: dict[str, Any]
    k: int = 0


def _in_order(line: _Line) -> tuple[Any, ...]:
    """Return the order in which the entries of several names are numbered: as they are folded, folder by folder."""
    return (line.header.folder, line.position is None, line.position or 0, line.header.k, line.n)


def _renewal(database: Database, former: str, *, desk: str, part: Sequence[str] | None = None) -> dict[str, Any]:
    """Return the line of `RENEWED` of a name that gives way to another, in all folders or in a part of them."""
    bases = {folder: k for folder, k in _bases(database, former).items() if part is None or folder in part}
    others = (desk_notes.get(database, OTHERS) or {}).get(former, {})
    own = {folder: min(k, others.get(folder, k + 1) - 1) for folder, k in bases.items()}
    found = {"former": former, "desk": desk, "bases": bases, "own": own, "to": {}}
    return found if part is None else found | {"part": list(part)}


def _left(database: Database, renewal: dict[str, Any]) -> Iterator[_Line]:
    """Give the entries without a position that a name gives to another, and drop the parcels in which they waited."""
    part = renewal.get("part")
    where = "desk = ? AND position IS NULL"
    if part is not None:
        where += f" AND folder IN ({', '.join('?' * len(part))})"
    values = [renewal["former"], *(part or ())]
    database.conn.execute(f"DELETE FROM parcel WHERE {where}", values)
    found = database.conn.execute(f"SELECT n, header, seen, former FROM entry WHERE {where}", values).fetchall()
    for number, data, stored, position in found:
        header = decode_header(data)
        if header.k > renewal["bases"].get(header.folder, 0):  # else the server is wrong, and what stands there stays
            yield _Line(number, header, journal.decode_seen(stored), position, renewal)


def _write_anew(database: Database, lines: Sequence[_Line], renewals: Sequence[dict[str, Any]]) -> set[str]:
    """Write entries under their new name and numbers, with what each had seen, and return the records touched."""
    last: dict[str, dict[str, int]] = {}
    written: list[tuple[Any, ...]] = []
    # Of a name that was taken only later an entry has seen no more than it says.
    formers = dict.fromkeys(one["former"] for one in [*(desk_notes.get(database, RENEWED) or []), *renewals])
    ages = {former: number for number, former in enumerate(formers)}
    for seq, line in enumerate(lines, start=1):
        folder, desk, seen = line.header.folder, line.renewal["desk"], line.seen
        for one in renewals:
            later = ages[one["former"]] > ages[line.renewal["former"]]
            seen = rewritten(seen, one | {"own": {}} if later else one, folder=folder)
        fresh = structs.replace(line.header, desk=desk, seq=seq, k=line.k, seen=seen_difference(last.get(folder), seen))
        last[folder] = seen
        written.append((desk, seq, line.k, encode_header(fresh), journal.encode_seen(seen), line.n))
    database.conn.executemany(
        "UPDATE entry SET desk = ?, seq = ?, k = ?, header = ?, seen = ?, former = NULL WHERE n = ?", written
    )
    if lines:
        journal.rechain(database, min(line.n for line in lines))
    return {line.header.record for line in lines}


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


def rewritten(seen: Mapping[str, int], renewal: Mapping[str, Any], *, folder: str) -> dict[str, int]:
    """Return what was seen in a folder with the numbers of a former identity that went to the next as those of that.

    What was saved here under the former one is always seen.
    """
    if folder not in renewal.get("part", (folder,)):
        return dict(seen)
    former, desk, base = renewal["former"], renewal["desk"], renewal["bases"].get(folder, 0)
    k, to = seen.get(former, 0), renewal.get("to", {}).get(folder)
    found = {one: number for one, number in seen.items() if one != former}
    if placed := max(min(k, base), renewal.get("own", {}).get(folder, 0)):
        found[former] = placed
    if k > base and (to is not None or "part" not in renewal):
        found[desk] = max(found.get(desk, 0), k - base if to is None else to[min(k - base, len(to)) - 1])
    return found


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
            found[folder] = rewritten(numbers, one, folder=folder)
    return {folder: {desk: k for desk, k in numbers.items() if k} for folder, numbers in found.items()}
