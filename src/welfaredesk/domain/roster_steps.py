# SPDX-License-Identifier: EUPL-1.2
"""What each kind of statement changes in a roster, once it was found right."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from welfaredesk.domain.roster_bodies import (
    Body,
    CutBody,
    DeskBody,
    EnteBody,
    EpochBody,
    GroupBody,
    IdentityBody,
    LeaveBody,
    MemberBody,
    OperatorBody,
    RecoveryBody,
    RevokeBody,
    RoleBody,
    ServerBody,
)
from welfaredesk.domain.roster_lines import CutLine, DeskLine, EpochLine, GroupLine, ServerLine
from welfaredesk.domain.roster_state import OUTSIDE_KINDS, RosterState


def take(roster: RosterState, body: Body, *, signer: DeskLine | None) -> None:
    """Change what stands as a statement says; `signer` is the desk that signed it, nothing for the root."""
    _STEPS[type(body)](roster, body, signer)


def _ente(roster: RosterState, body: EnteBody, _signer: DeskLine | None) -> None:
    roster.root, roster.recovery = body.root, body.recovery


def _operator(roster: RosterState, body: OperatorBody, _signer: DeskLine | None) -> None:
    roster.operators[body.operator] = frozenset()


def _desk(roster: RosterState, body: DeskBody, signer: DeskLine | None) -> None:
    _add_desk(roster, body, admitted_by=None if signer is None else signer.id)


def _add_desk(
    roster: RosterState, body: DeskBody | IdentityBody, *, admitted_by: str | None, former: str | None = None
) -> None:
    roster.desks[body.desk] = DeskLine(
        id=body.desk,
        operator=body.operator,
        sign=body.sign,
        seal=body.seal,
        letters=body.letters,
        admitted_by=admitted_by,
        former=former,
    )
    roster.by_key[body.sign] = body.desk


def _role(roster: RosterState, body: RoleBody, _signer: DeskLine | None) -> None:
    roster.operators[body.operator] = frozenset(body.roles)
    if roster.is_outside(body.operator):
        for group in roster.groups_of(body.operator):
            if roster.groups[group].kind not in OUTSIDE_KINDS:
                _take_out(roster, group, body.operator)


def _group(roster: RosterState, body: GroupBody, signer: DeskLine | None) -> None:
    roster.groups[body.group] = GroupLine(
        id=body.group,
        kind=body.kind,
        epoch=body.epoch,
        public=body.public,
        recovery_grant=body.recovery_grant,
        founder="" if signer is None else signer.operator,
    )
    roster.epochs[body.group, body.epoch] = EpochLine(body.public, body.recovery_grant)
    roster.members_of[body.group] = roster.holders_of[body.group] = frozenset()


def _member(roster: RosterState, body: MemberBody, signer: DeskLine | None) -> None:
    group, operator = body.group, body.operator
    # A further desk of a member does not change until when he is one.
    if operator not in roster.members(group) or signer is None or signer.operator != operator:
        roster.expiries.pop((group, operator), None)
        if body.expires_ms is not None:
            roster.expiries[group, operator] = body.expires_ms
    roster.members_of[group] |= {operator}
    roster.holders_of[group] |= {body.desk}
    for epoch, wrapped in [*body.earlier, (body.epoch, body.wrapped)]:
        roster.wrapped[group, epoch, body.desk] = wrapped


def _server(roster: RosterState, body: ServerBody, _signer: DeskLine | None) -> None:
    roster.server = ServerLine(body.key, body.url)


def _epoch(roster: RosterState, body: EpochBody, _signer: DeskLine | None) -> None:
    group = roster.groups[body.group]
    roster.groups[group.id] = replace(group, epoch=body.epoch, public=body.public, recovery_grant=body.recovery_grant)
    roster.epochs[group.id, body.epoch] = EpochLine(body.public, body.recovery_grant)
    roster.holders_of[group.id] = frozenset(desk for desk, _ in body.wrapped)
    roster.wrapped.update({(group.id, body.epoch, desk): wrapped for desk, wrapped in body.wrapped})
    roster.turning.discard(group.id)


def _leave(roster: RosterState, body: LeaveBody, _signer: DeskLine | None) -> None:
    _take_out(roster, body.group, body.operator)


def _take_out(roster: RosterState, group: str, operator: str) -> None:
    roster.members_of[group] -= {operator}
    roster.holders_of[group] -= {desk.id for desk in roster.desks_of(operator)}
    roster.expiries.pop((group, operator), None)
    roster.turning.add(group)


def _revoke(roster: RosterState, body: RevokeBody, _signer: DeskLine | None) -> None:
    # A thief has its key, and can have gone on from it under another name.
    for desk in roster.names_of(body.desk) if body.stolen else [body.desk]:
        line = roster.desks[desk]
        roster.desks[desk] = replace(line, revoked=True, wipe=line.wipe or body.wipe, stolen=line.stolen or body.stolen)
        roster.turning.update(group for group, holders in roster.holders_of.items() if desk in holders)


def _identity(roster: RosterState, body: IdentityBody, _signer: DeskLine | None) -> None:
    _add_desk(roster, body, admitted_by=body.former, former=body.former)
    for group, holders in roster.holders_of.items():
        if body.former in holders:
            roster.holders_of[group] = holders | {body.desk}


def _recovery(roster: RosterState, body: RecoveryBody, _signer: DeskLine | None) -> None:
    roster.recovery = body.recovery


def _cut(roster: RosterState, body: CutBody, signer: DeskLine | None) -> None:
    other = roster.desk_of_key(body.second)
    by = "" if signer is None else signer.operator
    second = None if other is None else other.operator
    roster.cuts.append(CutLine(tuple(body.parcels), by, second, body.number))


_STEPS: dict[type, Callable[[RosterState, Any, DeskLine | None], None]] = {
    EnteBody: _ente,
    OperatorBody: _operator,
    DeskBody: _desk,
    RoleBody: _role,
    GroupBody: _group,
    MemberBody: _member,
    ServerBody: _server,
    EpochBody: _epoch,
    LeaveBody: _leave,
    RevokeBody: _revoke,
    IdentityBody: _identity,
    RecoveryBody: _recovery,
    CutBody: _cut,
}
