# SPDX-License-Identifier: EUPL-1.2
"""The people of the ente: groups, members, revoked desks.

What is stated here is kept in the vault and goes up with the next exchange; on another head it is made again.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import TypeVar

from welfaredesk.base.access_errors import EndMissing, OutsideOnly
from welfaredesk.base.clock import Moment
from welfaredesk.base.errors import NotAllowed
from welfaredesk.base.people_errors import NameTaken, OwnDesk, UnknownName
from welfaredesk.desk.bulk import NewRecord, add_within
from welfaredesk.desk.codes import Codes
from welfaredesk.desk.founding import ON_CALL, WORKING, places, start_group
from welfaredesk.desk.organico import roster_of, stating, turn_epochs
from welfaredesk.desk.people_lists import (
    Contact,
    DeskShown,
    GroupShown,
    OperatorShown,
    contacts,
    desks,
    groups,
    operators,
)
from welfaredesk.desk.people_names import is_group_called
from welfaredesk.desk.records import type_named
from welfaredesk.desk.session import Session
from welfaredesk.desk.stating import Stating, member_body
from welfaredesk.domain.roster import Roster
from welfaredesk.domain.statement import GroupKind, Role, StatementKind
from welfaredesk.store import roster as rows
from welfaredesk.store.driver import Database

__all__ = [
    "Contact",
    "DeskShown",
    "GroupShown",
    "OperatorShown",
    "add_group",
    "add_member",
    "contacts",
    "desks",
    "end_of",
    "groups",
    "hand_on",
    "operators",
    "remove_member",
    "revoke",
    "stated",
]

T = TypeVar("T")
FOUNDERS = (Role.RESPONSABILE, Role.COORDINATORE)


def stated(session: Session, work: Callable[[Stating, Database], T]) -> T:
    """Run a change of the organico in one transaction, bring the session up to it, and tell the open pages."""

    def change(database: Database) -> T:
        saying = stating(session, database)
        return work(saying, database)

    try:
        return session.vault.write(change)
    finally:
        session.read_roster()
        session.tell(places(session.identity.ente)["roster"])


def add_group(session: Session, name: str, *, on_call: bool = False) -> str:
    """Make a working group, or one on call, with this operator as its first member, and return its id.

    Who is in a group on call opens what only that group reads by saying why: the ordinary part of cartelle.

    Raises:
        NotAllowed: when the operator's roles do not reach that far.
        BadInput: when it has no name.
        NameTaken: when another group is called that.
    """
    if not roster_of(session).has_role(session.identity.operator, *FOUNDERS):
        raise NotAllowed()
    if is_group_called(session, name):
        raise NameTaken()
    group, codes = session.ids.opaque(), Codes(session)

    def work(saying: Stating, database: Database) -> str:
        start_group(saying, database, group, kind=ON_CALL if on_call else WORKING, desk=session.identity.desk)
        record = NewRecord(type=type_named("group"), values={"name": " ".join(name.split())}, identity=group)
        add_within(session, database, [record], codes=codes)
        return group

    return stated(session, work)


def add_member(session: Session, operator: str, group: str, *, expires_ms: int | None = None) -> None:
    """Admit an operator to a group: the key is handed to each of the operator's active desks.

    Raises:
        NotAllowed: when this operator may not admit there, or this desk has not the key.
        OutsideOnly: when somebody only from outside would be in a group of many cartelle.
        EndMissing: when he would stay for ever.
    """
    roster = roster_of(session)
    _known(roster, operator=operator, group=group)
    if roster.is_outside(operator):
        if roster.groups[group].kind is not GroupKind.EVERYONE:
            raise OutsideOnly()
        if expires_ms is None:
            raise EndMissing()
    active = [desk.id for desk in roster.desks_of(operator) if not desk.revoked]
    if not active:
        raise UnknownName()

    def work(saying: Stating, database: Database) -> None:
        for desk in active:
            hand_on(saying, database, group, desk=desk, expires_ms=expires_ms)

    stated(session, work)


def hand_on(saying: Stating, database: Database, group: str, *, desk: str, expires_ms: int | None = None) -> None:
    """State that a desk is handed the keys of a group."""
    keys = rows.group_keys(database, group)
    body = member_body(saying.roster, group, desk=desk, keys=keys, expires_ms=expires_ms)
    saying.say(StatementKind.MEMBER, body)


def remove_member(session: Session, operator: str, group: str) -> None:
    """Let an operator leave a group; its next epoch is made at once by a member desk, else by the first that comes.

    Raises:
        NotAllowed: when the operator is not in it, or this one may not say so.
    """
    _known(roster_of(session), operator=operator, group=group)
    stated(session, lambda saying, _: saying.say(StatementKind.LEAVE, {"group": group, "operator": operator}))
    session.vault.write(lambda database: turn_epochs(session, database))


def revoke(session: Session, desk: str, *, wipe: bool = False, stolen: bool = False) -> None:
    """Shut a desk out; `wipe` asks it to erase itself, `stolen` says that nothing it sends is ever taken.

    Raises:
        NotAllowed: when this operator may not.
        OwnDesk: when it is this desk.
    """
    if desk == session.identity.desk:
        raise OwnDesk()
    body = {"desk": desk, "wipe": wipe, "stolen": stolen}
    stated(session, lambda saying, _: saying.say(StatementKind.REVOKE, body))
    session.vault.write(lambda database: turn_epochs(session, database))


def end_of(session: Session, day: date) -> int:
    """Return the end of a day at the wall clock, in milliseconds: until when somebody is in a group."""
    following = day + timedelta(days=1)
    zone = session.clock.now().local().tzinfo
    return Moment.from_datetime(datetime(following.year, following.month, following.day, tzinfo=zone)).utc_ms


def _known(roster: Roster, *, operator: str, group: str) -> None:
    if operator not in roster.operators:
        raise UnknownName()
    if group not in roster.groups:
        raise UnknownName()
