# SPDX-License-Identifier: EUPL-1.2
"""The lists of the organico that screens and commands show: operators, groups, desks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import msgspec

from welfaredesk.base.exchange_errors import NoServer
from welfaredesk.base.ids import spelled
from welfaredesk.desk.exchange.place import fault_of, server_of
from welfaredesk.desk.exchange.talk import Talk
from welfaredesk.desk.memberships import last_day_outside
from welfaredesk.desk.organico import roster_of
from welfaredesk.desk.people_names import group_names, operator_names
from welfaredesk.desk.session import Session
from welfaredesk.domain.roster import DeskLine
from welfaredesk.domain.statement import GroupKind, Role, StatementKind, decode_body
from welfaredesk.store.exchange import items
from welfaredesk.sync.line import Line, LineBroken
from welfaredesk.sync.statements import read


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskShown:
    """A desk as the list shows it; what only the server knows is None until it is asked."""

    id: str
    letters: str
    operator: str
    name: str
    own: bool
    revoked: bool
    wipe: bool
    stolen: bool
    former: str | None
    unsent: bool
    version: str | None = None
    last_contact_ms: int | None = None
    entries_unsent: int | None = None
    told_ms: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorShown:
    """An operator as the list shows it: roles, groups by id and name, letters of the active desks.

    `until`: the last day of somebody who is only from outside.
    """

    id: str
    name: str
    roles: tuple[Role, ...]
    groups: Mapping[str, str]
    desks: tuple[str, ...]
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupShown:
    """A group as the list shows it: members by id and name, and whether it waits for its next epoch."""

    id: str
    name: str
    kind: str
    epoch: int
    members: Mapping[str, str]
    expiries: Mapping[str, int]
    turning: bool
    may_admit: bool


@dataclass(frozen=True, slots=True)
class Contact:
    """What the server says of a desk; `told_ms`: when a revoked one was told so, 0 while it was not."""

    version: str
    entries_unsent: int
    last_contact_ms: int
    told_ms: int = 0


class _Seen(msgspec.Struct, frozen=True, array_like=True):
    """A desk in the server's answer."""

    desk: bytes
    version: str
    unsent: int
    seen_ms: int
    told_ms: int = 0


def contacts(session: Session, line: Line) -> dict[str, Contact]:
    """Return what the server says of the desks: all to whoever leads, else of the operator's own.

    Raises:
        NoServer: when this desk has none.
        NoLine: when it cannot be reached.
    """
    place = server_of(session)
    if place is None:
        raise NoServer()
    try:
        data = Talk(session, line, place=place).call("GET", "/v1/desks").whole()
    except LineBroken as error:
        raise fault_of(error) from error
    found = msgspec.msgpack.decode(data, type=list[_Seen])
    return {spelled(one.desk): Contact(one.version, one.unsent, one.seen_ms, one.told_ms) for one in found}


def operators(session: Session) -> list[OperatorShown]:
    """Return the operators of the ente by name."""
    roster, names, groups = roster_of(session), operator_names(session), group_names(session)
    found = []
    for operator, roles in roster.operators.items():
        mine = roster.groups_of(operator)
        found.append(
            OperatorShown(
                id=operator,
                name=names[operator],
                roles=tuple(role for role in Role if role in roles),
                groups={group: name for group, name in groups.items() if group in mine},
                desks=tuple(desk.letters for desk in roster.desks_of(operator) if not desk.revoked),
                until=last_day_outside(session, roster, operator),
            )
        )
    return sorted(found, key=lambda one: (one.name, one.id))


def groups(session: Session, *, own: bool = False) -> list[GroupShown]:
    """Return the groups of the ente in the order in which they were made; those of one operator only when asked."""
    roster, names, people = roster_of(session), group_names(session), operator_names(session)
    found = []
    for group in roster.groups.values():
        if group.kind is GroupKind.OWN and not own:
            continue
        members = {one: people[one] for one in sorted(roster.members(group.id), key=lambda one: people[one])}
        ends = {one: roster.expiry(group.id, one) for one in members}
        found.append(
            GroupShown(
                id=group.id,
                name=names[group.id],
                kind=str(group.kind),
                epoch=group.epoch,
                members=members,
                expiries={one: end for one, end in ends.items() if end is not None},
                turning=group.id in roster.turning,
                may_admit=roster.may_admit(session.identity.operator, group.id)
                and session.identity.desk in roster.key_desks(group.id),
            )
        )
    return found


def desks(session: Session, contacts: Mapping[str, Contact] | None = None) -> list[DeskShown]:
    """Return the desks of the ente in the order of their admission, with what the server said of each."""
    roster, names = roster_of(session), operator_names(session)
    unsent = _desks_named(items.unsent_statements(session.vault.read()))
    return [
        _shown(session, desk, names=names, unsent=desk.id in unsent, contact=(contacts or {}).get(desk.id))
        for desk in roster.desks.values()
    ]


def _desks_named(waiting: Iterable[bytes]) -> set[str]:
    """Return the desks whose admission or revocation has not left this desk."""
    kinds = {StatementKind.DESK, StatementKind.REVOKE}
    claims = [read(data).claim for data in waiting]
    return {str(decode_body(claim.body)["desk"]) for claim in claims if claim.kind in kinds}


def _shown(
    session: Session, desk: DeskLine, *, names: Mapping[str, str], unsent: bool, contact: Contact | None
) -> DeskShown:
    return DeskShown(
        id=desk.id,
        letters=desk.letters,
        operator=desk.operator,
        name=names.get(desk.operator, ""),
        own=desk.id == session.identity.desk,
        revoked=desk.revoked,
        wipe=desk.wipe,
        stolen=desk.stolen,
        former=desk.former,
        unsent=unsent,
        version=None if contact is None else contact.version,
        last_contact_ms=None if contact is None else contact.last_contact_ms,
        entries_unsent=None if contact is None else contact.entries_unsent,
        told_ms=0 if contact is None else contact.told_ms,
    )
