# SPDX-License-Identifier: EUPL-1.2
"""What the pages of Amministrazione ask besides the lists: circles, roles, and what this operator may do there."""

from collections.abc import Sequence
from dataclasses import dataclass

from welfaredesk.base.people_errors import LastResponsible
from welfaredesk.base.text import N_, tr
from welfaredesk.desk.organico import roster_of
from welfaredesk.desk.people import stated
from welfaredesk.desk.people_names import group_names
from welfaredesk.desk.riscontro_rule import answers_by_person
from welfaredesk.desk.session import Session
from welfaredesk.domain.kinds import ORDINARY, RESERVED
from welfaredesk.domain.statement import GroupKind, Role, StatementKind
from welfaredesk.store.circles import CircleCount, count_circles

LABELS = {ORDINARY: N_("Parte ordinaria"), RESERVED: N_("Parte riservata")}
OTHER = N_("Parte «{circle}»")
LEADING = (Role.RESPONSABILE, Role.COORDINATORE, Role.AMMINISTRATORE)
"""Who may revoke the desk of another and let another leave a group."""
FOUNDING = (Role.RESPONSABILE, Role.COORDINATORE)
SHARED_WITH = frozenset({GroupKind.WORKING, GroupKind.COORDINATION, GroupKind.ON_CALL})
"""Kinds of groups that a cartella can be shared with: never everybody, nor who controls the accesses."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CircleShown:
    """A degree of reserve: the groups that hold parts of it here, with how many, and whether this operator reads.

    `by_person`: to «è già seguita?» a person answers, not the desk.
    """

    name: str
    label: str
    groups: tuple[tuple[str, int], ...]
    cartelle: int
    mine: bool
    by_person: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Powers:
    """What this operator may do with the people of the ente."""

    invites: bool
    makes_groups: bool
    sets_roles: bool
    leads: bool


def circle_label(circle: str) -> str:
    """Return a circle in words."""
    known = LABELS.get(circle)
    return tr(known) if known else tr(OTHER).format(circle=circle)


def circles(session: Session) -> list[CircleShown]:
    """Return the degrees of reserve, the ordinary one first; those nothing is kept in yet too."""
    counted = count_circles(session.vault.read())
    names, mine = group_names(session), roster_of(session).groups_of(session.identity.operator)
    found = []
    for circle in dict.fromkeys((ORDINARY, RESERVED, *counted)):
        one = counted.get(circle, CircleCount(circle, 0, {}))
        groups = tuple((names.get(group, ""), count) for group, count in one.groups.items())
        held = bool(one.cartelle) or not mine.isdisjoint(one.groups)
        found.append(
            CircleShown(
                name=circle,
                label=circle_label(circle),
                groups=groups,
                cartelle=one.cartelle,
                mine=held,
                by_person=answers_by_person(session, circle),
            )
        )
    return found


def powers(session: Session) -> Powers:
    """Return what this operator may do, by the roster as it stands."""
    roster, me = roster_of(session), session.identity.operator
    responsible = roster.has_role(me, Role.RESPONSABILE)
    return Powers(
        invites=responsible,
        makes_groups=roster.has_role(me, *FOUNDING),
        sets_roles=responsible,
        leads=roster.has_role(me, *LEADING),
    )


def may_take_out(session: Session, operator: str) -> bool:
    """Tell whether this operator may let one leave a group: a leader, or oneself."""
    return powers(session).leads or operator == session.identity.operator


def may_revoke(session: Session, desk: str) -> bool:
    """Tell whether this operator may shut a desk out: a leader, or whose it is; never the desk one sits at."""
    found = roster_of(session).desks.get(desk)
    if found is None or found.revoked or desk == session.identity.desk:
        return False
    return powers(session).leads or found.operator == session.identity.operator


def set_roles(session: Session, operator: str, roles: Sequence[Role]) -> None:
    """State the roles of an operator.

    Raises:
        NotAllowed: when this operator is not responsabile.
        LastResponsible: when nobody else is.
    """
    roster = roster_of(session)
    responsible = {one for one in roster.operators if roster.has_role(one, Role.RESPONSABILE)}
    if Role.RESPONSABILE not in roles and responsible == {operator}:
        raise LastResponsible()
    body = {"operator": operator, "roles": [str(role) for role in Role if role in roles]}
    stated(session, lambda saying, _database: saying.say(StatementKind.ROLE, body))


def groups_to_share(session: Session, held: Sequence[str], *, circle: str = ORDINARY) -> list[tuple[str, str]]:
    """Return the groups, by id and name, that a part held by `held` could be shared with; on call the ordinary one."""
    names = group_names(session)
    groups = roster_of(session).groups.values()
    kinds = SHARED_WITH if circle == ORDINARY else SHARED_WITH - {GroupKind.ON_CALL}
    return [(one.id, names[one.id]) for one in groups if one.kind in kinds and one.id not in held]
