# SPDX-License-Identifier: EUPL-1.2
"""Clashes: what waits for a decision, who is asked, and how it is settled."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cache, partial

from welfaredesk.base.casework_errors import ActRefused, OnlyByAct
from welfaredesk.base.clock import Moment, today
from welfaredesk.base.errors import BadInput, NoClash, NotAllowed
from welfaredesk.base.text import N_, tr
from welfaredesk.desk import correction_notes, lists
from welfaredesk.desk.act_writing import inside
from welfaredesk.desk.history_names import name_of
from welfaredesk.desk.organico import roster_of
from welfaredesk.desk.protection import hidden_in, without_names
from welfaredesk.desk.session import Session
from welfaredesk.desk.staff.situations import about_in
from welfaredesk.domain.access import may, may_read, may_write
from welfaredesk.domain.acts_alone import bar_of, left_waiting
from welfaredesk.domain.asked import CaseHolders, asked
from welfaredesk.domain.entry import Entry, EntryKind, EntryRef
from welfaredesk.domain.fold import RETIRED, RecordState, fold
from welfaredesk.domain.judging import act_named, machines_of, named
from welfaredesk.domain.kinds import Kind, Value
from welfaredesk.domain.record import RecordType
from welfaredesk.domain.sealing import sealed_for
from welfaredesk.domain.settling import (
    BOTH_KINDS,
    Keep,
    after_retirement,
    seen_to_settle,
    settlement,
    value_before,
    value_standing,
    value_waiting,
    waiting_cells,
    waiting_fields,
    waits_whole,
)
from welfaredesk.domain.statement import Role
from welfaredesk.store import agenda, folders, journal, records
from welfaredesk.store.driver import Database
from welfaredesk.store.records import FolderChange, Standing

MOST = 1000
"""Records looked at when what waits is listed."""
HIDDEN = N_("Nascosta")
NOT_BOTH = N_("{label}: qui vale un solo valore, entrambi non si possono tenere")
NO_PLACE = N_("{label}: una nota di rettifica si scrive solo nel diario di una persona o di un nucleo")
PART = "-"
LONGEST_NUMBER = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class ClashLine:
    """A value that waits (`mine`) and the one that stands (`theirs`), with what there was before both.

    `by` set the standing value at `when`; `author` wrote the waiting one and `asked` is to decide: ids of operators.
    With `whole` the other fields of the same entry wait and are decided with this one; `retired` says that its writer
    had not seen that the record was hidden. `both` says whether both can be kept: of a whole entry, as a note. `alone`:
    acts alone write there and no act brought it, so that what stands is all that can be kept; or `bar` says why it is.
    """

    id: str
    record: str
    type: RecordType = field(repr=False)
    field: str
    label: str
    title: str
    root: str
    whose: str
    before: Value
    mine: Value
    theirs: Value
    by: str
    by_name: str
    when: Moment
    author: str
    author_name: str
    written: Moment
    asked: str
    asked_name: str
    whole: bool
    retired: bool
    both: bool
    alone: bool = False
    bar: str = ""

    @property
    def entry(self) -> str:
        """Return the name of the waiting entry, the same for all that waits with it."""
        return PART.join(self.id.split(PART)[:3])


@dataclass(frozen=True, slots=True)
class _Place:
    """One clash where it stands: the record, its state in a folder, the waiting entry and the field."""

    found: Standing
    record: str
    folder: str
    state: RecordState
    ref: EntryRef
    field: str

    @property
    def entry(self) -> Entry:
        return self.state.entries[self.ref]

    @property
    def id(self) -> str:
        # Not by the running number of its desk: where a disk was copied, both lives give the same ones.
        return PART.join((self.folder, self.ref.desk, str(self.ref.k), self.field))

    @property
    def label(self) -> str:
        type_ = self.found.type
        return tr(type_.field(self.field).label) if type_.has(self.field) else tr(HIDDEN)

    @property
    def kind(self) -> Kind | None:
        return self.found.type.field(self.field).kind if self.found.type.has(self.field) else None

    @property
    def whole(self) -> bool:
        return waits_whole(self.state, self.ref)

    @property
    def fields(self) -> list[str]:
        """Return the fields that are decided with it."""
        return [field for one, field in waiting_fields(self.state) if one == self.ref] if self.whole else [self.field]

    @property
    def bar(self) -> str:
        """Return what stands by now and bars what waits: the record is sealed, or something else in it does."""
        sealed = sealed_for(self.found.type, self.found.values, fields=self.fields)
        why = sealed or tr(bar_of(self.state, self.ref, fields=self.fields))
        return why[:1].upper() + why[1:]

    def left_waiting(self, roles: Collection[Role]) -> list[str]:
        """Return those of the fields that these roles may not let stand as they wait."""
        return left_waiting(self.state, self.ref, fields=self.fields, roles=roles)


def waiting(session: Session, *, mine_only: bool = False) -> list[ClashLine]:
    """Return what waits for a decision on this desk, cartella by cartella, the oldest of each first.

    Args:
        session: the open desk.
        mine_only: leave out what others are asked about.
    """
    database = session.vault.read()
    read = _Reading(session)
    found = []
    for one in agenda.to_decide(database, limit=MOST):
        standing = records.standing(database, one.record)
        root_type = folders.root_type_of(database, one.root)
        if standing is None or (root_type is not None and not may_read(session.identity.roles, root_type)):
            continue
        found += [read.line(place) for place in _places(database, one.record, standing)]
    me = session.identity.operator
    lines = [line for line in found if line.asked == me or not mine_only]
    return sorted(lines, key=lambda line: (line.whose, line.root, line.record))


def _places(database: Database, record: str, found: Standing) -> Iterable[_Place]:
    for folder in found.circles.values():
        state = fold(journal.entries_of(database, record, folder))
        for ref, name in waiting_fields(state):
            yield _Place(found, record, folder, state, ref, name)


class _Reading:
    """Turns clashes into lines, with the names and the holders of each case looked up once."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.today = today(session.clock)
        self.name: Callable[[str], str] = cache(partial(name_of, session))
        self.holders: Callable[[str], CaseHolders] = cache(partial(holders_of, session))
        self.whose: Callable[[str], str] = cache(self._whose)
        self._active: frozenset[str] | None = None

    def is_active(self, operator: str) -> bool:
        """Tell whether an operator has a desk that is not revoked."""
        if self._active is None:
            roster = roster_of(self.session)
            self._active = frozenset(one.operator for one in roster.desks.values() if roster.is_active(one.id))
        return operator in self._active

    def _whose(self, root: str) -> str:
        name = next((line.name for line in lists.person_lines(self.session, [root])), "")
        return name or about_in(self.session, root)

    def line(self, place: _Place) -> ClashLine:
        """Return a clash as it is shown."""
        found, state, ref, entry = place.found, place.state, place.ref, place.entry
        standing = _set_by(place)
        author = entry.operator
        since = max(_day(entry), _day(standing))
        to_ask = asked(
            author,
            since=since,
            today=self.today,
            holders=self.holders(found.root),
            is_active=self.is_active,
        )
        whole = place.whole
        return ClashLine(
            id=place.id,
            record=place.record,
            type=found.type,
            field=place.field,
            label=place.label,
            title=found.type.title(found.values),
            root=found.root,
            whose=self.whose(found.root),
            before=_told(self.session, place, value_before(state, ref, field=place.field)),
            mine=_told(self.session, place, value_waiting(state, ref, field=place.field)),
            theirs=_told(self.session, place, value_standing(state, place.field)),
            by=standing.operator,
            by_name=self.name(standing.operator),
            when=Moment(standing.header.utc_ms, standing.header.offset),
            author=author,
            author_name=self.name(author),
            written=Moment(entry.header.utc_ms, entry.header.offset),
            asked=to_ask,
            asked_name=self.name(to_ask),
            whole=whole,
            retired=after_retirement(state, entry),
            both=self._root_has_diary(found.root) if whole else place.kind in BOTH_KINDS,
            alone=entry.header.kind is not EntryKind.ACT and bool(place.left_waiting(self.session.identity.roles)),
            bar=place.bar,
        )

    def _root_has_diary(self, root: str) -> bool:
        return correction_notes.has_diary(self.session.vault.read(), root)


def _told(session: Session, place: _Place, value: Value) -> Value:
    """Return a value without the names of persons in protection."""
    type_ = place.found.type
    if not type_.has(place.field) or value is None:
        return value
    values = {place.field: value}
    hidden = hidden_in(session, type_, values, page_of=place.found.root)
    return without_names(values, hidden)[place.field]


def _set_by(place: _Place) -> Entry:
    """Return the entry that the waiting one clashes with: who set what stands, or hid the record."""
    state = place.state
    cells = list(waiting_cells(state, place.ref, field=place.field))
    cells += [RETIRED] if after_retirement(state, place.entry) else []
    setters = [setter for name in cells for setter in state.cells[name].setters]
    unseen = [setter for setter in setters if not place.entry.had_seen(setter)]
    order = {ref: number for number, ref in enumerate(state.order)}
    # Of an act that waits whole a field may clash with nobody: then with whoever wrote last.
    last = max(unseen or setters or [state.order[-1]], key=order.__getitem__)
    return state.entries[last]


def _day(entry: Entry) -> date:
    return Moment(entry.header.utc_ms, entry.header.offset).local().date()


def holders_of(session: Session, root: str) -> CaseHolders:
    """Return who holds the case of a root: as its cartella says, else its presa in carico, open ones first."""
    responsible = case_manager = None
    for type_name in ("case_file", "care_episode"):
        rows = lists.of_root(session, type_name, root)
        for row in sorted(rows, key=lambda row: bool(row.get("closed_on"))):
            responsible = responsible or _operator(row.get("responsible_social_worker"))
            case_manager = case_manager or _operator(row.get("case_manager"))
    return CaseHolders(responsible=responsible, case_manager=case_manager)


def _operator(link: Value) -> str | None:
    return str(link["id"]) if isinstance(link, dict) and link.get("id") else None


def settle(session: Session, clash: str, *, keep: Keep | str, shown: ClashLine | None = None) -> None:
    """Decide a clash and return once that is durable; an entry that waits whole is decided whole.

    Args:
        session: the open desk.
        clash: the id of a line of `waiting`.
        keep: the value that waits, the one that stands, or both; both of a whole entry is a note in the diary.
        shown: the line that the person decided on, so that nothing is decided unseen.

    Raises:
        NoClash: when it is decided already, or something else stands than what was shown.
        BadInput: when both cannot be kept.
        NotAllowed: when the operator's roles do not reach the record, or not the act that waits.
        OnlyByAct: when no act brought what waits, and acts alone write there.
    """
    kept = Keep(keep)

    def work(database: Database) -> str:
        place = _find(database, clash)
        root_type = folders.root_type_of(database, place.found.root) or place.found.type.roots[0]
        if not may_write(session.identity.roles, root_type):
            raise NotAllowed()
        if shown is not None and _told(session, place, value_standing(place.state, place.field)) != shown.theirs:
            raise NoClash()
        _check_both(database, place, kept)
        _check_right(session, place, kept)
        _write(session, database, place, kept)
        return place.record

    session.tell(session.vault.write(work))


def _find(database: Database, clash: str) -> _Place:
    folder, desk, k = (*clash.split(PART)[:3], "", "", "")[:3]
    number = int(k) if k.isascii() and k.isdigit() and len(k) <= LONGEST_NUMBER else 0
    record = agenda.record_of_entry(database, folder, EntryRef(desk, number))
    found = records.standing(database, record) if record is not None else None
    if record is not None and found is not None:
        for place in _places(database, record, found):
            if place.id == clash:
                return place
    raise NoClash()


def _check_both(database: Database, place: _Place, keep: Keep) -> None:
    if keep is not Keep.BOTH:
        return
    if place.whole:
        if not correction_notes.has_diary(database, place.found.root):
            raise BadInput(problems=tr(NO_PLACE).format(label=place.label))
    elif place.kind not in BOTH_KINDS:
        raise BadInput(problems=tr(NOT_BOTH).format(label=place.label))


def _check_right(session: Session, place: _Place, keep: Keep) -> None:
    """Stop whoever would let an act stand that he may not do himself, or anything in what is sealed."""
    if keep is not Keep.MINE:
        return
    type_ = place.found.type
    if why := sealed_for(type_, place.found.values, fields=place.fields):
        raise ActRefused(why=why)
    header, roles = place.entry.header, session.identity.roles
    move = named(machines_of(header.type, header.rules), act_named(place.entry))
    if move is not None and not may(roles, move.action.deed, table=move.machine.table):
        raise NotAllowed()
    if place.bar:
        raise ActRefused(why=inside(place.bar))
    left = place.left_waiting(roles)
    if left and header.kind is EntryKind.ACT:
        raise NotAllowed()
    if left:
        raise OnlyByAct(fields=", ".join(tr(type_.field(name).label) for name in left))


def _write(session: Session, database: Database, place: _Place, keep: Keep) -> None:
    """Append the entry that settles, and with both of a whole one the note of what it said."""
    state, ref, type_ = place.state, place.ref, place.found.type
    fields = place.fields
    circle = next(circle for circle, folder in place.found.circles.items() if folder == place.folder)
    if place.whole and keep is Keep.BOTH:
        said = {field: value_waiting(state, ref, field=field) for field in fields}
        correction_notes.write(
            session, database, place.found, said, identity=place.record, entry=place.entry, circle=circle
        )
        keep = Keep.THEIRS
    now = journal.seen_now(database, place.folder)
    seen = seen_to_settle(state, ref, fields=fields, seen=now, desk=session.identity.desk)
    rounds = [
        settlement(state, ref, field=field, kind=_kind(type_, field), keep=keep, new_row=session.ids.new)
        for field in fields
    ]
    save, author = session.ids.new(), session.author()
    for number in range(max(len(one) for one in rounds)):
        changes = {name: said for one in rounds if number < len(one) for name, said in one[number].items()}
        part = FolderChange(folder=place.folder, circle=circle, changes=changes, seen=seen)
        records.write(
            database,
            type_,
            place.record,
            root=place.found.root,
            parts=[part],
            author=author,
            save=save,
            ids=session.ids,
            kind=EntryKind.SETTLE,
        )


def _kind(type_: RecordType, field: str) -> Kind | None:
    return type_.field(field).kind if type_.has(field) else None


def count_mine(session: Session) -> int:
    """Return how many decisions this operator is asked for: what waits whole is one."""
    lines = waiting(session, mine_only=True)
    return len({line.entry if line.whole else line.id for line in lines})
