# SPDX-License-Identifier: EUPL-1.2
"""Records as screens and commands ask for them: add, change, show, retire, history."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from welfaredesk.base.casework_errors import ActRefused, OnlyByAct
from welfaredesk.base.errors import BadInput, NewerRecord, NotAllowed, NotFound, ReasonMissing, UnknownType
from welfaredesk.base.ids import is_id
from welfaredesk.base.text import N_, tr
from welfaredesk.desk.codes import Codes
from welfaredesk.desk.copied import copier_of
from welfaredesk.desk.filling import completed, filled
from welfaredesk.desk.history import lines
from welfaredesk.desk.roots import Place, circle_of_root, folder_for, place_of
from welfaredesk.desk.session import Session
from welfaredesk.domain.access import may_read, may_write
from welfaredesk.domain.catalogue import find_type
from welfaredesk.domain.changes import by_circle, difference
from welfaredesk.domain.checks import NOTHING, future_problems, problems_of
from welfaredesk.domain.entry import EntryKind, Operation, seen_of_token, seen_token
from welfaredesk.domain.guarding import left_to_acts
from welfaredesk.domain.kinds import ORDINARY, Value, Values
from welfaredesk.domain.record import Problem, RecordType
from welfaredesk.domain.sealing import sealed_for
from welfaredesk.store import folders, journal, records
from welfaredesk.store.driver import Database
from welfaredesk.store.exchange.leaving import carried
from welfaredesk.store.records import FolderChange, Standing
from welfaredesk.store.standing import state_of

STALE = N_("la scheda indicata in _seen non è di questa cartella")


@dataclass(frozen=True, slots=True)
class Saved:
    """The answer to a save: durable when it is given."""

    id: str
    state: str
    changed: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A record as a page shows it, with the token of the state shown; `copied_by` names who made it reserved."""

    id: str
    type: RecordType
    root: str
    circle: str
    entry: str
    state: str
    position: int | None
    retired: str | None
    values: dict[str, Value]
    copied_by: str = ""

    @property
    def title(self) -> str:
        """Return the line that names the record."""
        return self.type.title(self.values)

    def answer(self) -> dict[str, Value]:
        """Return the record as commands answer it."""
        meta = {
            "_id": self.id,
            "_type": self.type.name,
            "_root": self.root,
            "_circle": self.circle,
            "_entry": self.entry,
            "_state": self.state,
            "_position": self.position,
        }
        meta |= {"_retired": self.retired} if self.retired is not None else {}
        return meta | ({"_copied_by": self.copied_by} if self.copied_by else {}) | self.values


def type_named(name: str) -> RecordType:
    """Return the record type of that name.

    Raises:
        UnknownType: when the catalogue has none.
    """
    found = find_type(name)
    if found is None:
        raise UnknownType(type=name)
    return found


def check(session: Session, type_: RecordType, values: Values) -> list[Problem]:
    """Return what is wrong or doubtful in the values of a record, before any save."""
    return [*problems_of(type_, values, codes=Codes(session).known), *_still_to_come(session, type_, values)]


def _still_to_come(
    session: Session, type_: RecordType, given: Values, *, standing: Mapping[str, Value] = NOTHING
) -> Iterator[Problem]:
    return future_problems(type_, given, now=session.clock.now().local(), standing=standing)


def stop_at_errors(type_: RecordType, problems: list[Problem]) -> tuple[Problem, ...]:
    """Return the warnings.

    Raises:
        BadInput: when there is anything worse, naming the fields.
    """
    errors = [problem for problem in problems if not problem.warning]
    if errors:
        said = "; ".join(f"{label_of(type_, one.field)}: {tr(one.text)}" for one in errors)
        raise BadInput(problems=said)
    return tuple(problems)


def label_of(type_: RecordType, name: str) -> str:
    """Return what a field is called on screen."""
    # An unknown name is what somebody typed: it is not repeated, it could be anything.
    return tr(type_.field(name).label) if type_.has(name) else tr(N_("campo sconosciuto"))


def add(
    session: Session,
    type_: RecordType,
    values: Values,
    *,
    root: str | None = None,
    circle: str | None = None,
    codes: Codes | None = None,
) -> Saved:
    """Save a new record and return once it is durable.

    Args:
        session: the open desk.
        type_: what it is.
        values: field to value; what is not said is filled as its declaration says.
        root: the root that owns it, else what its links or type say.
        circle: the circle of the whole record, else that of its type or root, else each field's own.
        codes: the code lists, when the caller has them at hand.

    Raises:
        BadInput: when a value cannot be held, naming the fields.
        NotAllowed: when the operator's roles do not reach its root.
    """
    codes = codes or Codes(session)

    def work(database: Database) -> Saved:
        given = completed(session, database, type_, filled(session, database, type_, values))
        wrong = [*problems_of(type_, given, codes=codes.known), *_still_to_come(session, type_, given)]
        problems = stop_at_errors(type_, wrong)
        place = place_of(session, database, type_, given, asked=root)
        if not may_write(session.identity.roles, place.root_type):
            raise NotAllowed()
        # A record of which an ente has one is there already when it is added again.
        there = records.standing(database, place.identity) if type_.singleton else None
        shown = there.values if there else {}
        changes = difference(type_, shown, wanted=given, new_row=session.ids.new)
        if there and not changes:
            return Saved(place.identity, _state(database, place.identity), (), problems)
        where = circle_of(type_, place.root_type, asked=circle)
        parts = _parts(session, database, type_, changes, place, circle=where, living={})
        for part in parts:
            part.seen.update(journal.seen_now(database, part.folder))
        records.write(
            database,
            type_,
            place.identity,
            root=place.root,
            parts=parts,
            author=session.author(),
            save=session.ids.new(),
            ids=session.ids,
        )
        return Saved(place.identity, "saved", tuple(changes), problems)

    saved = session.vault.write(work)
    session.tell(saved.id)
    return saved


def circle_of(type_: RecordType, root_type: str, *, asked: str | None) -> str | None:
    """Return the circle of a whole new record, nothing where each field has its own; no type nor root is made wider."""
    if asked not in (None, ORDINARY):
        return asked
    narrow = (one for one in (type_.circle, circle_of_root(root_type)) if one != ORDINARY)
    return next(narrow, asked)


def _parts(
    session: Session,
    database: Database,
    type_: RecordType,
    changes: dict[str, Operation],
    place: Place,
    *,
    circle: str | None,
    living: dict[str, str],
) -> list[FolderChange]:
    """Return the changes sorted into the folders of their circles; a new record has one even when it says nothing.

    A record stays in the folders where it lives, by circle, whatever others its root has by now.
    """
    parts = []
    for one, found in (by_circle(type_, changes, whole=circle) or {circle or ORDINARY: {}}).items():
        folder = living.get(one) or folder_for(session, database, place, circle=one).id
        parts.append(FolderChange(folder=folder, circle=one, changes=found, seen={}))
    return parts


def change(
    session: Session,
    identity: str,
    values: Values,
    *,
    seen: str | None = None,
    codes: Codes | None = None,
) -> Saved:
    """Save what differs from the record as it stands, or as it stood in the state `seen`.

    Raises:
        NotFound: when the record is not here.
        NewerRecord: when a newer version wrote in it: what is wrong with it is not for this one to say.
        ActRefused: when nothing in it changes any more.
        BadInput: when the record would hold what it cannot.
        OnlyByAct: when it would change what acts alone write.
    """
    codes = codes or Codes(session)

    def work(database: Database) -> Saved:
        found = _found(database, identity)
        if not may_write(session.identity.roles, _root_type(database, found)):
            raise NotAllowed()
        if found.newer:
            raise NewerRecord()
        if why := sealed_for(found.type, found.values):
            raise ActRefused(why=why)
        given = completed(session, database, found.type, dict(values))
        problems = _checked(session, found, given, codes=codes)
        shown = carried(database, _decode_seen(seen))
        before = found.values
        if seen:
            before = records.as_seen(database, found, identity, seen=shown, desk=session.identity.desk)
        changes = difference(found.type, before, wanted=given, new_row=session.ids.new)
        _stop_at_acts(found, changes)
        if not changes:
            return Saved(identity, _state(database, identity), (), problems)
        circle = None if ORDINARY in found.circles else next(iter(found.circles))
        place = Place(identity, found.root, _root_type(database, found))
        parts = _parts(session, database, found.type, changes, place, circle=circle, living=found.circles)
        for part in parts:
            part.seen.update(shown.get(part.folder, {}) if seen else journal.seen_now(database, part.folder))
        records.write(
            database,
            found.type,
            identity,
            root=found.root,
            parts=parts,
            author=session.author(),
            save=session.ids.new(),
            ids=session.ids,
        )
        return Saved(identity, _state(database, identity), tuple(changes), problems)

    saved = session.vault.write(work)
    if saved.changed:
        session.tell(identity)
    return saved


def _checked(session: Session, found: Standing, given: dict[str, Value], *, codes: Codes) -> tuple[Problem, ...]:
    wrong = problems_of(found.type, found.values | given, codes=codes.known)
    to_come = _still_to_come(session, found.type, given, standing=found.values)
    return stop_at_errors(found.type, [*wrong, *to_come])


def _stop_at_acts(found: Standing, names: Iterable[str]) -> None:
    left = left_to_acts(found.type, names, standing=found.values)
    if left:
        raise OnlyByAct(fields=", ".join(label_of(found.type, name) for name in left))


def retire(session: Session, identity: str, reason: str | None) -> None:
    """Hide a record with a reason, or bring it back with none; nothing is lost.

    Raises:
        ReasonMissing: when the reason is blank.
    """
    if reason is not None and not reason.strip():
        raise ReasonMissing()

    def work(database: Database) -> str:
        found = _found(database, identity)
        if not may_write(session.identity.roles, _root_type(database, found)):
            raise NotAllowed()
        parts = [
            FolderChange(
                folder=folder,
                circle=circle,
                changes=records.retirement(reason.strip() if reason else None),
                seen=journal.seen_now(database, folder),
            )
            for circle, folder in found.circles.items()
        ]
        records.write(
            database,
            found.type,
            identity,
            root=found.root,
            parts=parts,
            author=session.author(),
            save=session.ids.new(),
            ids=session.ids,
            kind=EntryKind.RETIRE,
        )
        return found.root

    session.vault.write(work)
    session.tell(identity)


def show(session: Session, identity: str) -> Shown:
    """Return a record as it stands.

    Raises:
        NotFound: when it is not here, or the operator's roles do not reach it.
    """
    database, desk = session.vault.read(), session.identity.desk
    found = _found(database, identity)
    if not may_read(session.identity.roles, _root_type(database, found)):
        raise NotFound()
    seen = {folder: {desk: 0} | journal.seen_now(database, folder) for folder in found.circles.values()}
    state, position = state_of(database, identity)
    return Shown(
        id=identity,
        type=found.type,
        root=found.root,
        circle=ORDINARY if ORDINARY in found.circles else next(iter(found.circles)),
        entry=_encode_seen(seen),
        state=str(state),
        position=position,
        retired=found.retired,
        values=found.values,
        copied_by=copier_of(database, identity, found.circles),
    )


def _found(database: Database, identity: str) -> Standing:
    found = records.standing(database, identity) if is_id(identity) else None
    if found is None:
        raise NotFound()
    return found


def _root_type(database: Database, found: Standing) -> str:
    return folders.root_type_of(database, found.root) or found.type.roots[0]


def _state(database: Database, identity: str) -> str:
    return str(state_of(database, identity)[0])


def _encode_seen(seen: dict[str, dict[str, int]]) -> str:
    return seen_token(seen)


def _decode_seen(token: str | None) -> dict[str, dict[str, int]]:
    if not token:
        return {}
    try:
        return seen_of_token(token)
    except ValueError as error:
        raise BadInput(problems=tr(STALE)) from error


def stood(session: Session, identity: str, seen: str) -> Values:
    """Return a record as it stood in the state `seen`, saves made here since then included.

    Raises:
        NotFound: when it is not here.
        BadInput: when that state is of another folder.
    """
    database = session.vault.read()
    found = _found(database, identity)
    then = carried(database, _decode_seen(seen))
    return records.as_seen(database, found, identity, seen=then, desk=session.identity.desk)


def history(session: Session, identity: str) -> Iterator[dict[str, Any]]:
    """Give each change of each field, oldest first: who, when declared, position, before, after.

    Raises:
        NotFound: when the record is not here.
    """
    yield from lines(session, _found(session.vault.read(), identity), identity)
