# SPDX-License-Identifier: EUPL-1.2
"""What the pages of Amministrazione ask besides the lists: circles, roles, and what this operator may do there."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from welfaredesk.base.access_errors import EndMissing
from welfaredesk.base.people_errors import LastResponsible
from welfaredesk.base.text import N_, tr
from welfaredesk.desk.organico import roster_of, turn_epochs
from welfaredesk.desk.people import hand_on, stated
from welfaredesk.desk.people_names import group_names
from welfaredesk.desk.riscontro_rule import answers_by_person
from welfaredesk.desk.session import Session
from welfaredesk.desk.stating import Stating
from welfaredesk.domain.kinds import ORDINARY, RESERVED
from welfaredesk.domain.statement import GroupKind, Role, StatementKind
from welfaredesk.store.circles import CircleCount, count_circles
from welfaredesk.store.driver import Database

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
        invites=bool(roles_to_give(session)),
        makes_groups=roster.has_role(me, *FOUNDING),
        sets_roles=responsible,
        leads=roster.has_role(me, *LEADING),
    )


def roles_to_give(session: Session) -> tuple[Role, ...]:
    """Return the roles that this operator may give to somebody new; none to whoever invites no colleague."""
    roster, me = roster_of(session), session.identity.operator
    return tuple(role for role in Role if roster.may_give(me, [role]))


def may_take_out(session: Session, operator: str) -> bool:
    """Tell whether this operator may let one leave a group: a leader, or oneself."""
    return powers(session).leads or operator == session.identity.operator


def may_revoke(session: Session, desk: str) -> bool:
    """Tell whether this operator may shut a desk out: a leader, or whose it is; never the desk one sits at."""
    found = roster_of(session).desks.get(desk)
    if found is None or found.revoked or desk == session.identity.desk:
        return False
    return powers(session).leads or found.operator == session.identity.operator


def set_roles(session: Session, operator: str, roles: Sequence[Role], *, until_ms: int | None = None) -> None:
    """State the roles of an operator; who is only from outside leaves the working groups, and reads until a day.

    Raises:
        NotAllowed: when this operator is not responsabile.
        LastResponsible: when nobody else is.
        EndMissing: when somebody only from outside would stay for ever.
    """
    roster = roster_of(session)
    responsible = {one for one in roster.operators if roster.has_role(one, Role.RESPONSABILE)}
    if Role.RESPONSABILE not in roles and responsible == {operator}:
        raise LastResponsible()
    outside = set(roles) == {Role.ESTERNO}
    if outside and (until_ms is None or until_ms <= session.clock.now().utc_ms):
        raise EndMissing()
    end = until_ms if outside else None
    body = {"operator": operator, "roles": [str(role) for role in Role if role in roles]}

    def work(saying: Stating, database: Database) -> None:
        saying.say(StatementKind.ROLE, body)
        if roster.end_of_outside(operator) == end:
            return
        everyone = [one.id for one in roster.groups.values() if one.kind is GroupKind.EVERYONE]
        active = [desk.id for desk in roster.desks_of(operator) if not desk.revoked]
        for group, desk in product(everyone, active):
            hand_on(saying, database, group, desk=desk, expires_ms=end)

    stated(session, work)
    session.vault.write(lambda database: turn_epochs(session, database))


def groups_to_share(session: Session, held: Sequence[str], *, circle: str = ORDINARY) -> list[tuple[str, str]]:
    """Return the groups, by id and name, that a part held by `held` could be shared with.

    The ordinary one with groups on call too, and with each person from outside.
    """
    roster, names = roster_of(session), group_names(session)
    found = [one for one in roster.groups.values() if one.id not in held]
    if circle != ORDINARY:
        return [(one.id, names[one.id]) for one in found if one.kind in SHARED_WITH - {GroupKind.ON_CALL}]
    outside = [one for one in found if roster.outside_of(one.id)]
    return [(one.id, names[one.id]) for one in [*(one for one in found if one.kind in SHARED_WITH), *outside]]
