# SPDX-License-Identifier: EUPL-1.2
"""Who calls, and what the roster lets them reach at this moment of the server's clock."""

from dataclasses import dataclass

from welfaredesk.base.ids import packed
from welfaredesk.domain.roster import Roster
from welfaredesk.domain.statement import Role
from welfaredesk.sync.signin import ROOT_DESK

GIVING_UP = frozenset({Role.RESPONSABILE, Role.COORDINATORE, Role.CASE_MANAGER})
LEADING = frozenset({Role.RESPONSABILE, Role.COORDINATORE, Role.AMMINISTRATORE})


@dataclass(frozen=True, slots=True)
class Caller:
    """A desk that has signed in, or the root of its ente."""

    ente: str
    desk: str

    @property
    def is_root(self) -> bool:
        """Tell whether the root key has signed: it reaches statements only."""
        return self.desk == ROOT_DESK


def live_groups(roster: Roster, desk: str, *, now_ms: int) -> frozenset[bytes]:
    """Return the groups that a desk reads with, as they travel: none for the root or a desk that is shut out."""
    line = roster.desks.get(desk)
    if line is None or line.revoked or _is_gone(roster, line.operator, now_ms):
        return frozenset()
    live = (group for group in roster.groups_of(line.operator) if not _is_over(roster, group, line.operator, now_ms))
    return frozenset(packed(group) for group in live)


def _is_gone(roster: Roster, operator: str, now_ms: int) -> bool:
    """Tell whether the time of somebody who is only from outside is over: then he reads nothing at all."""
    end = roster.end_of_outside(operator) if roster.is_outside(operator) else None
    return end is not None and end <= now_ms


def _is_over(roster: Roster, group: str, operator: str, now_ms: int) -> bool:
    expiry = roster.expiry(group, operator)
    return expiry is not None and expiry <= now_ms


def may_write(roster: Roster, desk: str) -> bool:
    """Tell whether a desk's operator may write where it reads: whoever is not only there to control."""
    line = roster.desks.get(desk)
    return line is not None and not line.revoked and roster.roles_of(line.operator) != {Role.DPO}


def may_widen(roster: Roster, desk: str) -> bool:
    """Tell whether a desk's operator may hand what he reads to further groups.

    Whoever only controls or comes from outside may not: his own group would go on reading when his time is over.
    """
    line = roster.desks.get(desk)
    if line is None or line.revoked:
        return False
    roles = roster.roles_of(line.operator)
    return not roles or not roles <= {Role.DPO, Role.ESTERNO}


def may_accept(roster: Roster, desk: str) -> bool:
    """Tell whether a desk's operator may take what is kept apart: who writes, and is not only from outside."""
    return may_write(roster, desk) and may_widen(roster, desk)


def had_groups(roster: Roster, desk: str) -> frozenset[bytes]:
    """Return the groups whose key a desk's operator was ever handed, revoked or removed since or not."""
    line = roster.desks.get(desk)
    if line is None or roster.roles_of(line.operator) == {Role.DPO}:
        return frozenset()
    theirs = {one.id for one in roster.desks_of(line.operator)}
    return frozenset(packed(group) for group, _, holder in roster.wrapped if holder in theirs)


def is_outside(roster: Roster, desk: str) -> bool:
    """Tell whether a desk's operator is only from outside."""
    line = roster.desks.get(desk)
    return line is not None and roster.is_outside(line.operator)


def has_role(roster: Roster, desk: str, *, roles: frozenset[Role]) -> bool:
    """Tell whether a desk's operator has one of the roles."""
    line = roster.desks.get(desk)
    return line is not None and not line.revoked and roster.has_role(line.operator, *roles)
