# SPDX-License-Identifier: EUPL-1.2
"""Saying again: what this desk's entries had seen that have left, once numbers in them stand for other entries."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from welfaredesk.base.ids import Ids
from welfaredesk.domain.entry import EntryKind, EntryRef, Header, decode_header
from welfaredesk.domain.restated import Restated, body_of, changes_of
from welfaredesk.store import desk_notes, journal
from welfaredesk.store.driver import Database
from welfaredesk.store.exchange.kept import OTHERS, RENEWED, own_desk
from welfaredesk.store.journal import Author, Writing

NO_END = 1 << 62
HAS_LEFT = (
    "(position IS NOT NULL OR k <= "
    "(SELECT coalesce(max(k_to), 0) FROM parcel p WHERE p.folder = e.folder AND p.desk = e.desk))"
)
"""Of an own entry: a parcel holds it, which the server has or may have. It stays as it was signed."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """This desk and who writes at it now: they say again what their entries had seen."""

    desk: str
    author: Callable[[], Author]
    ids: Ids


def say_again(
    database: Database, beyond: tuple[str, str, int], gone: Iterable[Header], *, own: Speaker
) -> frozenset[str]:
    """Say again what own entries that have left had seen of a desk beyond a number; return the records it is said in.

    Args:
        database: the vault.
        beyond: folder, desk and the number up to which its names stand for what they stood for.
        gone: the entries that had the numbers beyond it here.
        own: this desk.
    """
    folder, desk, after = beyond
    lost = list(gone)
    told = frozenset[str]()
    for record, places in _places(database, beyond).items():
        said: list[Restated] = []
        last: Header | None = None
        for entry in journal.entries_of(database, record, folder):
            upto = entry.seen.get(desk, 0)
            if entry.ref in places and upto > after:
                last = entry.header
                bodies = [body_of(one) for one in lost if one.record == record and after < one.k <= upto]
                said.append(Restated(body_of(last), {desk: after}, bodies))
        if last is not None:
            _write(database, last, said, own=own)
            told |= {record}
    return told


def _write(database: Database, about: Header, said: Sequence[Restated], *, own: Speaker) -> None:
    writing = Writing(
        folder=about.folder,
        record=about.record,
        type=about.type,
        rules=about.rules,
        kind=EntryKind.SET,
        changes=changes_of(said),
        seen=journal.seen_now(database, about.folder),
    )
    journal.append(database, writing, author=own.author(), save=own.ids.new(), ids=own.ids)


def _places(database: Database, beyond: tuple[str, str, int]) -> dict[str, set[EntryRef]]:
    """Return by record the entries written here that have left and name a desk beyond a number."""
    folder, desk, after = beyond
    ends = _written_here(database, folder)
    lines = database.conn.execute(
        f"SELECT header, seen FROM entry e WHERE folder = ? AND desk IN ({', '.join('?' * len(ends))}) "
        f"AND body IS NOT NULL AND {HAS_LEFT} ORDER BY n",
        (folder, *ends),
    ).fetchall()
    found: dict[str, set[EntryRef]] = {}
    for data, stored in lines:
        if journal.decode_seen(stored).get(desk, 0) > after:
            header = decode_header(data)
            if header.k <= ends[header.desk]:
                found.setdefault(header.record, set()).add(header.ref)
    return found


def _written_here(database: Database, folder: str) -> dict[str, int]:
    """Return by the names of this desk the last number in a folder that was written here, not by another life of it."""
    ends: dict[str, int] = {}
    for one in desk_notes.get(database, RENEWED) or []:
        own = one["own"].get(folder, 0)
        ends[one["former"]] = min(own, ends.get(one["former"], own))
    present = own_desk(database)
    if present is not None:
        others = (desk_notes.get(database, OTHERS) or {}).get(present, {})
        ends[present] = others.get(folder, NO_END + 1) - 1
    return ends
