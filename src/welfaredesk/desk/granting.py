# SPDX-License-Identifier: EUPL-1.2
"""Who may read a cartella: folders granted to groups, taken back from them, and the page that says who reads what."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import msgspec

from welfaredesk.base.access_errors import EndMissing, OneFolder, OrdinaryOnly, SameGroup
from welfaredesk.base.errors import NotAllowed, NotFound
from welfaredesk.base.people_errors import LastGroup, UnknownName
from welfaredesk.crypto.sign import SigningKey
from welfaredesk.desk.memberships import last_day_outside
from welfaredesk.desk.organico import roster_of
from welfaredesk.desk.people_names import group_names, operator_names
from welfaredesk.desk.session import Session
from welfaredesk.domain.access import Deed
from welfaredesk.domain.kinds import ORDINARY
from welfaredesk.domain.roster import Roster
from welfaredesk.domain.statement import GroupKind, Role
from welfaredesk.store import desk_notes, folders
from welfaredesk.store import roster as rows
from welfaredesk.store.driver import Database
from welfaredesk.store.exchange import items, scope
from welfaredesk.store.folders import Folder
from welfaredesk.sync.grants import make_ungrant, ungrant_id

UNGRANTING = (Role.RESPONSABILE, Role.COORDINATORE, Role.CASE_MANAGER)
_TURN = "exchange/turn/"


def grant(session: Session, root: str, group: str, *, circle: str = ORDINARY) -> int:
    """Grant the folders of a root in a circle to a group; return how many were not granted to it before.

    Raises:
        NotFound: when this desk cannot read such a folder.
        UnknownName: when there is no such group.
        OrdinaryOnly: when a group on call would read a reserved part.
        NotAllowed: when this operator is only from outside.
        EndMissing: when the group is of somebody from outside whose time is over or has no end.
        OneFolder: when it is of somebody from outside, and this is not the ordinary part of his one cartella.
    """

    def work(database: Database) -> int:
        return grant_within(session, database, root, group, circle=circle)

    done = session.vault.write(work)
    session.tell(root)
    return done


def grant_within(session: Session, database: Database, root: str, group: str, *, circle: str = ORDINARY) -> int:
    """Grant as `grant` does, in the caller's transaction, and raise what it raises."""
    session.require(Deed.WRITE_CASES)
    if roster_of(session).is_outside(session.identity.operator):
        raise NotAllowed()
    _check_group(session, group, circle=circle)
    _check_outside(session, database, root, group, circle=circle)
    found = _folders(database, root, circle)
    if not folders.knows_group(database, group):
        raise UnknownName()
    fresh = [folder for folder in found if group not in folders.groups_of(database, folder.id)]
    for folder in fresh:
        folders.grant(database, folder, group)
    return len(fresh)


def _check_group(session: Session, group: str, *, circle: str) -> None:
    line = roster_of(session).groups.get(group)
    if line is None:
        raise UnknownName()
    if line.kind is GroupKind.ON_CALL and circle != ORDINARY:
        raise OrdinaryOnly()


def _check_outside(session: Session, database: Database, root: str, group: str, *, circle: str) -> None:
    """Stop where somebody from outside would get more than one folder by name, until a day."""
    roster = roster_of(session)
    operator = roster.outside_of(group)
    if operator is None:
        return
    end = roster.end_of_outside(operator)
    if end is None or end <= session.clock.now().utc_ms:
        raise EndMissing()
    if circle != ORDINARY or rows.roots_of_group(database, group) - {operator, root}:
        raise OneFolder()


def pass_on(session: Session, root: str, group: str, *, former: str) -> int:
    """Pass a cartella from one group to another: the other reads it whole, this one forgets it; return how many parts.

    All parts that this desk reads and `former` holds pass, reserved ones too. What waits here leaves first.

    Raises:
        SameGroup: when it would pass from a group that holds none of it, or to itself.
        LastGroup: when it would pass to somebody from outside alone.
        NotAllowed: when this operator leads no case and no group.
        NotFound: when this desk cannot read it.
    """
    database = session.vault.read()
    if not roster_of(session).has_role(session.identity.operator, *UNGRANTING):
        raise NotAllowed()
    found = rows.folders_of_root(database, root)
    if not found:
        raise NotFound()
    circles = {one.circle for one in found if former in folders.groups_of(database, one.id)}
    if not circles or former == group:
        raise SameGroup()
    if roster_of(session).outside_of(group):
        raise LastGroup()
    for circle in circles:
        _check_group(session, group, circle=circle)
    for circle in sorted(circles):
        grant(session, root, group, circle=circle)
    return sum(ungrant(session, root, former, circle=circle) for circle in sorted(circles))


def ungrant(session: Session, root: str, group: str, *, circle: str = ORDINARY) -> int:
    """Take the folders of a root in a circle back from a group, give them a new key, and return how many.

    What the group has read it has read; what is written from now on it cannot read.

    Raises:
        NotAllowed: when this operator leads no case and no group.
        NotFound: when this desk cannot read such a folder.
        LastGroup: when no other group of the ente holds it.
    """
    done = session.vault.write(lambda database: ungrant_within(session, database, root, group, circle=circle))
    session.tell(root)
    return done


def ungrant_within(session: Session, database: Database, root: str, group: str, *, circle: str = ORDINARY) -> int:
    """Take back as `ungrant` does, in the caller's transaction, and raise what it raises."""
    identity, roster = session.identity, roster_of(session)
    if not roster.has_role(identity.operator, *UNGRANTING):
        raise NotAllowed()
    key = SigningKey.from_bytes(identity.sign)
    held = [one for one in _folders(database, root, circle) if group in folders.groups_of(database, one.id)]
    for folder in held:
        if all(one == group or roster.outside_of(one) for one in folders.groups_of(database, folder.id)):
            raise LastGroup()
        message = make_ungrant(
            ente=identity.ente, group=group, folder=folder.id, ids=session.ids, desk=identity.desk, sign=key
        )
        data = msgspec.msgpack.encode(message)
        items.keep_ungrant(database, ungrant_id(message), data, utc_ms=session.clock.now().utc_ms)
        rows.forget_grant(database, folder.id, group)
        mark_to_turn(database, folder.id)
    return len(held)


def _folders(database: Database, root: str, circle: str) -> list[Folder]:
    found = [folder for folder in rows.folders_of_root(database, root) if folder.circle == circle]
    if not found:
        raise NotFound()
    return found


def mark_to_turn(database: Database, folder: str) -> None:
    """Note that a folder's key is known to somebody who should not read on: it turns at the next write."""
    desk_notes.put(database, _TURN + folder, value=True)


def turn_due(session: Session, database: Database, folder: str) -> bool:
    """Give a folder a new key when it is due, before something is sealed in it; tell whether it was.

    It is due after an ungrant, and when a group that holds it has a newer epoch than the key was granted at. A key that
    has left in no grant is known to nobody: it leaves first, to all groups at once. Whoever is only from outside does
    not know who else holds it, and leaves that to the others.
    """
    if session.identity.roles == (Role.ESTERNO,) or not items.is_granted(database, folder):
        return False
    if not desk_notes.get(database, _TURN + folder) and not rows.is_behind(database, folder):
        return False
    scope.turn_key(database, folder, ids=session.ids)
    desk_notes.put(database, _TURN + folder, value=False)
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingGroup:
    """A group that may read, and its operators by name; those without an active desk read nothing now.

    `until`: the last day of the one person from outside that it is.
    """

    id: str
    name: str
    kind: str
    operators: Mapping[str, str]
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CircleReaders:
    """Who may read what a cartella holds in one circle."""

    circle: str
    folders: int
    groups: tuple[ReadingGroup, ...]
    operators: tuple[str, ...]
    may_change: bool


def readers_of(session: Session, root: str) -> list[CircleReaders]:
    """Return who may read a cartella, circle by circle, the ordinary one first: as this desk knows it."""
    database, roster = session.vault.read(), roster_of(session)
    by_circle: dict[str, list[Folder]] = {}
    for folder in rows.folders_of_root(database, root):
        by_circle.setdefault(folder.circle, []).append(folder)
    names, people = group_names(session), operator_names(session)
    found = []
    for circle, some in by_circle.items():
        held = {group for folder in some for group in folders.groups_of(database, folder.id)}
        groups = tuple(
            ReadingGroup(
                id=group.id,
                name=names[group.id],
                kind=str(group.kind),
                operators=_reading(roster, group.id, people=people),
                until=last_day_outside(session, roster, roster.outside_of(group.id)),
            )
            for group in roster.groups.values()
            if group.id in held
        )
        everybody = {one: name for group in groups for one, name in group.operators.items()}
        found.append(
            CircleReaders(
                circle=circle,
                folders=len(some),
                groups=groups,
                operators=tuple(sorted(everybody.values())),
                may_change=roster.has_role(session.identity.operator, *UNGRANTING),
            )
        )
    return found


def _reading(roster: Roster, group: str, *, people: Mapping[str, str]) -> dict[str, str]:
    holders = {roster.desks[desk].operator for desk in roster.key_desks(group)}
    members = roster.members(group) & holders
    return {one: people[one] for one in sorted(members, key=lambda one: (people[one], one))}
