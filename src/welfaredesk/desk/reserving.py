# SPDX-License-Identifier: EUPL-1.2
"""From the ordinary circle to a reserved one: a copy that says who wrote what, then a cut where it was."""

import dataclasses
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from msgspec import to_builtins
from msgspec.structs import replace

from welfaredesk.base.cut_errors import UndecidedRecord
from welfaredesk.base.errors import NotFound
from welfaredesk.desk import cutting, granting
from welfaredesk.desk.cutting import Proposal
from welfaredesk.desk.roots import Place, folder_for
from welfaredesk.desk.session import Session
from welfaredesk.domain.changes import difference
from welfaredesk.domain.checks import is_file
from welfaredesk.domain.entry import ACT, COPIED, Entry, EntryKind, Original, Put
from welfaredesk.domain.fold import RETIRED, SEPARATOR, RecordState, apply, fold
from welfaredesk.domain.kinds import ORDINARY, RESERVED, Kind, Value
from welfaredesk.store import folders, journal, records
from welfaredesk.store.driver import Database
from welfaredesk.store.exchange import file_queue
from welfaredesk.store.records import FolderChange, Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Reserved:
    """What was made reserved: the proposal of the cut, and who had it before and may have read it."""

    proposal: Proposal
    had_it: tuple[str, ...]


def who_had_it(session: Session, record: str) -> tuple[str, ...]:
    """Return the names of those who may have read a record where it stands, for the page to say before.

    Raises:
        NotFound: when it is not here.
    """
    found = records.standing(session.vault.read(), record)
    if found is None:
        raise NotFound()
    circles = granting.readers_of(session, found.root)
    return tuple(sorted({name for one in circles if one.circle == ORDINARY for name in one.operators}))


def reserve(
    session: Session,
    wanted: Sequence[str],
    *,
    number: str,
    reason: str,
    circle: str = RESERVED,
    to: str | None = None,
    shares: Sequence[str] = (),
) -> Reserved:
    """Copy records into the reserved folder of their root, and propose their cut in the ordinary one.

    Each earlier state is copied as a change of its own: it is this operator's, and says whose words it brings and when
    they were written. Done again after somebody wrote in the ordinary one, the copy gets what has changed.

    Raises:
        NotFound: when one is not here or not in the ordinary circle.
        UndecidedRecord: when something in one waits for a decision.
        CutTooEarly: when something of one has not been exchanged; then nothing is copied.
        NotAllowed: when the operator may not write there.
        NobodyToConfirm, SheetsNeeded, WrongShares: as `cutting.propose` does; then nothing is copied.
    """
    session.author()
    had_it = {name for one in wanted for name in who_had_it(session, one)}
    cutting.check(session, wanted, number=number, reason=reason, circle=ORDINARY, shares=shares)

    def work(database: Database) -> None:
        for one in wanted:
            _copy(session, database, one, circle=circle)

    session.vault.write(work)
    session.tell(*wanted)
    made = cutting.propose(
        session, wanted, number=number, reason=reason, circle=ORDINARY, to=to, reserved=circle, shares=shares
    )
    return Reserved(proposal=made, had_it=tuple(sorted(had_it)))


def _copy(session: Session, database: Database, record: str, *, circle: str) -> None:
    found = records.standing(database, record)
    if found is None or ORDINARY not in found.circles:
        raise NotFound()
    entries = list(journal.entries_of(database, record, found.circles[ORDINARY]))
    whole = fold(entries)
    if any(True for _ in whole.clashes()):
        raise UndecidedRecord()
    kind = folders.root_type_of(database, found.root) or found.type.roots[0]
    target = folder_for(session, database, Place(record, found.root, kind), circle=circle).id
    there = list(journal.entries_of(database, record, target))
    said = {name.partition(SEPARATOR)[0] for name in whole.cells}
    copying = _Copying(
        session,
        database,
        found,
        record,
        FolderChange(folder=target, circle=circle, changes={}, seen={}),
        # What only the reserved part says stays as it is.
        before={name: value for name, value in _values(fold(there)).items() if name in said},
    )
    done, state = _copied(entries, there), RecordState()
    for number, entry in enumerate(entries, start=1):
        apply(state, entry)
        if number > done or number == len(entries):
            copying.step(state, entry)
    for one in found.type.of_kind(Kind.FILE):
        value = whole.values().get(one.name)
        if isinstance(value, dict) and is_file(value):
            file_queue.bring(database, value["sha256"], folder=target, size=value["size"])


def _copied(entries: Sequence[Entry], there: Iterable[Entry]) -> int:
    """Return how many of some entries a copy has taken in already."""
    originals = {one.original for one in there}
    places = (number for number, entry in enumerate(entries, start=1) if not originals.isdisjoint(_names_of(entry)))
    return max(places, default=0)


def _names_of(entry: Entry) -> tuple[Original, Original]:
    """Return how a copy names what it copies, and how those of an older program did."""
    # Of a copy that lies in an ordinary folder the word of who wrote it is all that is known.
    whose = Original(entry.operator, entry.header.utc_ms, entry.header.offset)
    return replace(whose, desk=entry.ref.desk, k=entry.ref.k), whose


@dataclass(slots=True)
class _Copying:
    """A copy that goes on state by state, each as the change from the one before."""

    session: Session
    database: Database
    found: Standing
    record: str
    place: FolderChange
    before: dict[str, Value]

    def step(self, state: RecordState, source: Entry) -> None:
        """Write what a state says that the copy does not say yet, as the entry by which it came to say so."""
        wanted = _values(state)
        named = {**dict.fromkeys(self.before), **wanted}
        changes = difference(self.found.type, self.before, wanted=named, new_row=self.session.ids.new)
        if wanted.get(RETIRED) != self.before.get(RETIRED):
            changes |= records.retirement(wanted.get(RETIRED))
        if not changes:
            return
        is_act = source.header.kind is EntryKind.ACT and ACT in source.body.changes
        if is_act:
            changes |= {ACT: source.body.changes[ACT]}
        changes |= {COPIED: Put(to_builtins(_names_of(source)[0]))}
        records.write(
            self.database,
            self.found.type,
            self.record,
            root=self.found.root,
            parts=[
                dataclasses.replace(
                    self.place, changes=changes, seen=journal.seen_now(self.database, self.place.folder)
                )
            ],
            author=self.session.author(),
            save=self.session.ids.new(),
            ids=self.session.ids,
            kind=EntryKind.ACT if is_act else EntryKind.SET,
        )
        self.before = wanted


def _values(state: RecordState) -> dict[str, Value]:
    return state.values() | ({RETIRED: state.retired} if state.retired else {})
