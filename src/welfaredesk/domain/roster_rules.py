# SPDX-License-Identifier: EUPL-1.2
"""Who may state what: the rules of the roster, one function per kind."""

from collections.abc import Callable
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
    RevokeBody,
    RoleBody,
    body_of,
)
from welfaredesk.domain.roster_lines import DeskLine, Refusal, RosterRefused
from welfaredesk.domain.roster_state import OUTSIDE_KINDS, RosterState
from welfaredesk.domain.statement import FORMAT, UNCHAINED, Claim, GroupKind, Role, Statement, StatementKind

RECOVERY_GRANT_LENGTH = 80
ONE_EACH = frozenset({GroupKind.EVERYONE, GroupKind.AUDIT, GroupKind.COORDINATION})
LEADING = (Role.RESPONSABILE, Role.COORDINATORE, Role.AMMINISTRATORE)


def check(roster: RosterState, statement: Statement, *, holds: Callable[[Statement], bool]) -> Body:
    """Return the body of a statement that may stand here.

    Raises:
        RosterRefused: when it may not, with the first reason found.
    """
    claim = statement.claim
    if claim.format != FORMAT:
        raise RosterRefused(Refusal.FORMAT)
    try:
        body = body_of(statement)
    except ValueError as error:
        raise RosterRefused(Refusal.FORMAT) from error
    signer = _signer(roster, claim, body)
    if not holds(statement):
        raise RosterRefused(Refusal.SIGNATURE)
    if signer is not None and signer.revoked:
        raise RosterRefused(Refusal.REVOKED)
    if claim.previous != (b"" if claim.kind in UNCHAINED else roster.head):
        raise RosterRefused(Refusal.STALE_HEAD)
    if isinstance(body, (GroupBody, EpochBody)) and len(body.recovery_grant) != RECOVERY_GRANT_LENGTH:
        raise RosterRefused(Refusal.RECOVERY_GRANT)
    if not _RULES[claim.kind](roster, body, signer):
        raise RosterRefused(Refusal.RULE)
    return body


def _signer(roster: RosterState, claim: Claim, body: Body) -> DeskLine | None:
    """Return the desk that signs, or nothing when the root does."""
    if not roster.ente:
        if isinstance(body, EnteBody) and claim.signer == body.root:
            return None
        raise RosterRefused(Refusal.UNKNOWN)
    if claim.ente != roster.ente:
        raise RosterRefused(Refusal.UNKNOWN)
    if claim.signer == roster.root:
        return None
    signer = roster.desk_of_key(claim.signer)
    if signer is None:
        raise RosterRefused(Refusal.UNKNOWN)
    return signer


def _leads(roster: RosterState, signer: DeskLine | None) -> bool:
    return signer is None or roster.has_role(signer.operator, *LEADING)


def _is_root(_roster: RosterState, _body: object, signer: DeskLine | None) -> bool:
    return signer is None


def _may_ente(roster: RosterState, _body: EnteBody, _signer: DeskLine | None) -> bool:
    return not roster.ente


def _may_operator(roster: RosterState, body: OperatorBody, signer: DeskLine | None) -> bool:
    return body.operator not in roster.operators and _leads(roster, signer)


def _may_desk(roster: RosterState, body: DeskBody, signer: DeskLine | None) -> bool:
    """A new operator's first desk; a further one only by the operator, or whoever may give roles.

    An administrator who could add a desk to a member would hold the key of the member's next epoch.
    """
    if body.operator not in roster.operators or not _is_new_desk(roster, body):
        return False
    if not roster.desks_of(body.operator) and not roster.has_role(body.operator, *LEADING):
        return _leads(roster, signer)
    return signer is None or signer.operator == body.operator or roster.has_role(signer.operator, Role.RESPONSABILE)


def _is_new_desk(roster: RosterState, body: DeskBody | IdentityBody) -> bool:
    """Tell whether id, key and letters are those of no desk that ever was."""
    return (
        body.desk not in roster.desks
        and body.sign != roster.root
        and body.sign not in roster.by_key
        and body.letters not in roster.letters_taken()
    )


def _may_role(roster: RosterState, body: RoleBody, signer: DeskLine | None) -> bool:
    """The responsabile; a coordinatore says of somebody new, who is in no group yet, that he works here or outside."""
    if body.operator not in roster.operators:
        return False
    if signer is None or roster.has_role(signer.operator, Role.RESPONSABILE):
        return True
    is_new = not roster.roles_of(body.operator) and not roster.groups_of(body.operator)
    return is_new and roster.may_give(signer.operator, body.roles)


def _may_group(roster: RosterState, body: GroupBody, signer: DeskLine | None) -> bool:
    """Made by a desk, never by the root: its maker becomes its first member."""
    if signer is None or body.group in roster.groups or body.epoch != 1:
        return False
    if body.kind is GroupKind.OWN:
        return True
    if body.kind in ONE_EACH and any(group.kind is body.kind for group in roster.groups.values()):
        return False
    return _leads(roster, signer)


def _may_member(roster: RosterState, body: MemberBody, signer: DeskLine | None) -> bool:
    group, desk = roster.groups.get(body.group), roster.desks.get(body.desk)
    if group is None or desk is None or desk.revoked or desk.operator != body.operator:
        return False
    if body.epoch != group.epoch or any(not 1 <= epoch < group.epoch for epoch, _ in body.earlier):
        return False
    if signer is None or not _fits_outside(roster, body, signer, kind=group.kind):
        return signer is None
    members = roster.members(group.id)
    if not members and not roster.holders_of[group.id]:
        return group.founder == signer.operator == body.operator and group.id not in roster.turning
    # Only who holds the key can hand it on: a desk of the operator's that was never given it cannot.
    if signer.id not in roster.holders_of[group.id]:
        return False
    if signer.operator == body.operator:
        return True
    return group.kind is not GroupKind.OWN and roster.may_admit(signer.operator, group.id)


def _fits_outside(roster: RosterState, body: MemberBody, signer: DeskLine, *, kind: GroupKind) -> bool:
    """Tell whether somebody only from outside is in no group but those two, and not for ever in that of all."""
    if not roster.is_outside(body.operator):
        return True
    if kind not in OUTSIDE_KINDS:
        return False
    return kind is GroupKind.OWN or signer.operator == body.operator or body.expires_ms is not None


def _may_server(roster: RosterState, _body: object, signer: DeskLine | None) -> bool:
    return signer is not None and roster.has_role(signer.operator, Role.RESPONSABILE, Role.AMMINISTRATORE)


def _may_epoch(roster: RosterState, body: EpochBody, signer: DeskLine | None) -> bool:
    """The next one, by a desk that holds the key, wrapped to each desk that holds it and to no other."""
    group = roster.groups.get(body.group)
    if group is None or signer is None or body.epoch != group.epoch + 1:
        return False
    handed = [desk for desk, _ in body.wrapped]
    holders = roster.key_desks(group.id)
    return signer.id in holders and len(handed) == len(holders) and holders == set(handed)


def _may_leave(roster: RosterState, body: LeaveBody, signer: DeskLine | None) -> bool:
    group = roster.groups.get(body.group)
    if group is None or group.kind is GroupKind.OWN or signer is None:
        return False
    return body.operator in roster.members(group.id) and (signer.operator == body.operator or _leads(roster, signer))


def _may_revoke(roster: RosterState, body: RevokeBody, signer: DeskLine | None) -> bool:
    desk = roster.desks.get(body.desk)
    if desk is None:
        return False
    return _leads(roster, signer) or (signer is not None and signer.operator == desk.operator)


def _may_identity(roster: RosterState, body: IdentityBody, signer: DeskLine | None) -> bool:
    if signer is None or signer.id != body.former or signer.operator != body.operator:
        return False
    return _is_new_desk(roster, body)


def _may_cut(roster: RosterState, body: CutBody, signer: DeskLine | None) -> bool:
    """Two people and a number; alone only in one's own root, which whoever knows the folders checks."""
    if signer is None:
        return False
    if not body.second:
        return not body.second_signature
    other = roster.desk_of_key(body.second)
    if other is None or other.revoked or other.operator == signer.operator or not body.number.strip():
        return False
    return any(roster.has_role(desk.operator, Role.RESPONSABILE, Role.COORDINATORE) for desk in (signer, other))


_RULES: dict[StatementKind, Callable[[RosterState, Any, DeskLine | None], bool]] = {
    StatementKind.ENTE: _may_ente,
    StatementKind.OPERATOR: _may_operator,
    StatementKind.DESK: _may_desk,
    StatementKind.ROLE: _may_role,
    StatementKind.GROUP: _may_group,
    StatementKind.MEMBER: _may_member,
    StatementKind.SERVER: _may_server,
    StatementKind.EPOCH: _may_epoch,
    StatementKind.LEAVE: _may_leave,
    StatementKind.REVOKE: _may_revoke,
    StatementKind.IDENTITY: _may_identity,
    StatementKind.RECOVERY: _is_root,
    StatementKind.CUT: _may_cut,
}
