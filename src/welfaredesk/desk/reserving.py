# SPDX-License-Identifier: EUPL-1.2
"""From the ordinary circle to a reserved one: a copy that keeps who wrote what, then a cut where it was."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from welfaredesk.base.clock import Moment
from welfaredesk.base.cut_errors import UndecidedRecord
from welfaredesk.base.errors import NotFound
from welfaredesk.desk import cutting, granting
from welfaredesk.desk.cutting import Proposal
from welfaredesk.desk.roots import Place, folder_for
from welfaredesk.desk.session import Session
from welfaredesk.domain.changes import difference
from welfaredesk.domain.entry import Entry
from welfaredesk.domain.fold import RETIRED, RecordState, apply, fold
from welfaredesk.domain.kinds import ORDINARY, RESERVED, Value
from welfaredesk.store import folders, journal, records
from welfaredesk.store.driver import Database
from welfaredesk.store.journal import Author
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

    Each earlier state is copied as a change of its own with its author and its declared time. Done again after somebody
    wrote in the ordinary one, the copy gets what has changed.

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
    source = found.circles[ORDINARY]
    entries = list(journal.entries_of(database, record, source))
    if any(True for _ in fold(entries).clashes()):
        raise UndecidedRecord()
    kind = folders.root_type_of(database, found.root) or found.type.roots[0]
    target = folder_for(session, database, Place(record, found.root, kind), circle=circle).id
    copied = _values(fold(journal.entries_of(database, record, target)))
    copying = _Copying(
        session, database, found, record, FolderChange(folder=target, circle=circle, changes={}, seen={})
    )
    state = RecordState()
    for entry in entries:
        apply(state, entry)
        if not copied:
            copying.step(state, _author_of(session, entry))
    copying.before = copied or copying.before
    copying.step(state, session.author())


def _author_of(session: Session, entry: Entry) -> Author:
    """Return whom an entry names as its author and when; this desk seals it."""
    header = entry.header
    return Author(desk=session.identity.desk, operator=header.operator, moment=Moment(header.utc_ms, header.offset))


@dataclass(slots=True)
class _Copying:
    """A copy that goes on state by state, each as the change from the one before."""

    session: Session
    database: Database
    found: Standing
    record: str
    place: FolderChange
    before: dict[str, Value] = field(default_factory=dict)

    def step(self, state: RecordState, author: Author) -> None:
        """Write what a state says that the copy does not say yet."""
        wanted = _values(state)
        named = {**dict.fromkeys(self.before), **wanted}
        changes = difference(self.found.type, self.before, wanted=named, new_row=self.session.ids.new)
        if wanted.get(RETIRED) != self.before.get(RETIRED):
            changes |= records.retirement(wanted.get(RETIRED))
        if not changes:
            return
        seen = journal.seen_now(self.database, self.place.folder)
        records.write(
            self.database,
            self.found.type,
            self.record,
            root=self.found.root,
            parts=[replace(self.place, changes=changes, seen=seen)],
            author=author,
            save=self.session.ids.new(),
            ids=self.session.ids,
        )
        self.before = wanted


def _values(state: RecordState) -> dict[str, Value]:
    return state.values() | ({RETIRED: state.retired} if state.retired else {})
