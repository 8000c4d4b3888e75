# SPDX-License-Identifier: EUPL-1.2
"""Many records at once: imports and the demo ente, through the same entries as a save."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice
from typing import Any

from welfaredesk.base.clock import Moment
from welfaredesk.base.cycles import uncollected
from welfaredesk.desk.codes import Codes
from welfaredesk.desk.filling import completed, filled
from welfaredesk.desk.records import circle_of, stop_at_errors
from welfaredesk.desk.roots import Place, folder_for, place_of
from welfaredesk.desk.session import Session
from welfaredesk.domain.catalogue import code_lists_needed
from welfaredesk.domain.changes import by_circle, difference
from welfaredesk.domain.checks import problems_of
from welfaredesk.domain.entry import Operation
from welfaredesk.domain.kinds import ORDINARY
from welfaredesk.domain.record import RecordType
from welfaredesk.store import journal, records
from welfaredesk.store.driver import Database
from welfaredesk.store.journal import Author, Tail, tail_of
from welfaredesk.store.records import FolderChange, Standing

BATCH = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRecord:
    """A record to make: its id when it is known beforehand, its root, and when it was declared."""

    type: RecordType
    values: dict[str, Any]
    identity: str | None = None
    root: str | None = None
    circle: str | None = None
    moment: Moment | None = None


def add_many(session: Session, new: Iterable[NewRecord], *, batch: int = BATCH) -> int:
    """Save new records in transactions of `batch`, links written whole by the caller, and return how many.

    Raises:
        BadInput: when a record cannot be held; the transaction it stands in leaves nothing.
    """
    codes = Codes(session)
    count = 0
    with session.vault.much_at_once(), uncollected():
        for some in _batches(new, batch):
            count += session.vault.write(partial(_add_batch, session, some, codes=codes))
    session.tell()
    return count


def _add_batch(session: Session, some: list[NewRecord], database: Database, *, codes: Codes) -> int:
    return add_within(session, database, some, codes=codes)


def _batches(new: Iterable[NewRecord], size: int) -> Iterator[list[NewRecord]]:
    source = iter(new)
    while some := list(islice(source, size)):
        yield some


@dataclass(slots=True, kw_only=True)
class _Batch:
    """What the records of one transaction share: one save, the known codes, the folders already asked for."""

    save: str
    author: Author
    known: dict[str, frozenset[str]]
    tail: Tail
    folders: dict[tuple[str, str], str] = field(default_factory=dict)


def add_within(session: Session, database: Database, new: Iterable[NewRecord], *, codes: Codes) -> int:
    """Save new records in the caller's transaction, as one save, and return how many.

    Raises:
        BadInput: when a record cannot be held, naming the fields.
    """
    count = 0
    known = {name: codes.known(name) for name in code_lists_needed()}
    tail = tail_of(database, session.identity.desk)
    batch = _Batch(save=session.ids.new(), author=session.author(), known=known, tail=tail)
    for one in new:
        _add(session, database, one, batch)
        count += 1
    tail.keep(database)
    return count


def change_within(
    session: Session, database: Database, identity: str, *, found: Standing, changes: dict[str, Operation]
) -> None:
    """Write changes of a record as it stands in the caller's transaction, in its ordinary part if it has one."""
    circle = ORDINARY if ORDINARY in found.circles else next(iter(found.circles))
    change_in(session, database, identity, found=found, circle=circle, folder=found.circles[circle], changes=changes)


def change_in(
    session: Session,
    database: Database,
    identity: str,
    *,
    found: Standing,
    circle: str,
    folder: str,
    changes: dict[str, Operation],
) -> None:
    """Write changes of a record as it stands in one of its folders, in the caller's transaction."""
    part = FolderChange(folder=folder, circle=circle, changes=changes, seen=journal.seen_now(database, folder))
    records.write(
        database,
        found.type,
        identity,
        root=found.root,
        parts=[part],
        author=session.author(),
        save=session.ids.new(),
        ids=session.ids,
    )


def _add(session: Session, database: Database, new: NewRecord, batch: _Batch) -> None:
    given = completed(session, database, new.type, filled(session, database, new.type, new.values))
    stop_at_errors(new.type, list(problems_of(new.type, given, codes=batch.known.__getitem__)))
    place = place_of(session, database, new.type, given, asked=new.root)
    if new.identity is not None:
        root = new.identity if new.type.is_root else place.root
        place = Place(new.identity, root, place.root_type)
    changes = difference(new.type, {}, wanted=given, new_row=session.ids.new)
    parts = []
    whole = circle_of(new.type, place.root_type, asked=new.circle)
    for circle, said in (by_circle(new.type, changes, whole=whole) or {whole or ORDINARY: {}}).items():
        where = (place.root, circle)
        if where not in batch.folders:
            batch.folders[where] = folder_for(session, database, place, circle=circle).id
        parts.append(FolderChange(folder=batch.folders[where], circle=circle, changes=said, seen={}))
    author = replace(batch.author, moment=new.moment) if new.moment else batch.author
    records.write(
        database,
        new.type,
        place.identity,
        root=place.root,
        parts=parts,
        author=author,
        save=batch.save,
        ids=session.ids,
        tail=batch.tail,
    )
